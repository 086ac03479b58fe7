"""A browser without a window: keeps cookies, reads forms, needs no network."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field

import httpx
from starlette.types import ASGIApp

PASSWORD = "correct horse battery"
ADDRESS = "http://review.test"


@dataclass
class Hand:
    """A clock that is set by hand."""

    now: float = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Visitor:
    """One person at the page."""

    app: ASGIApp
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    address: str = "10.0.0.9"

    def request(
        self, method: str, path: str, fields: dict[str, str] | bytes | None = None, **headers: str
    ) -> httpx.Response:
        """Send a request and keep the cookies; redirects are not followed."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(self.address, 1))
            async with httpx.AsyncClient(transport=transport, base_url=ADDRESS, cookies=self.cookies) as client:
                form = {"content": fields} if isinstance(fields, bytes) else {"data": fields}
                response = await client.request(method, path, headers=headers, **form)  # type: ignore[arg-type]
                self.cookies = client.cookies
                return response

        return asyncio.run(send())

    def get(self, path: str) -> httpx.Response:
        """Read a screen."""
        return self.request("GET", path)

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form with the token that the screens of this session carry."""
        return self.request("POST", path, {"csrf": self.token, **fields})

    @property
    def token(self) -> str:
        """The token in the forms of this session."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.get("/acts").text)
        return found.group(1) if found else ""

    def log_in(self, name: str, password: str = PASSWORD, **fields: str) -> httpx.Response:
        """Send the login form."""
        return self.request("POST", "/login", {"name": name, "password": password, **fields})

    def logged_in(self, name: str) -> Visitor:
        """This person, logged in."""
        assert self.log_in(name).status_code == 303
        return self
