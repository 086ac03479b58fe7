"""Requests to Telegram: sent again where that is safe, and known to have left where it is not."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.telegram.chat_queue import current_update
from bot.telegram.connection import ConnectionPool, Response, server_of
from knowledge.service.inbox import Inbox, State

_log = logging.getLogger(__name__)

_PAUSES = (0.3, 1.0, 3.0)  # seconds before a further try
_SERVER_ERROR = 500
_CLIENT_ERROR = 400
_SECONDS, _UPLOAD_SECONDS = 10.0, 60.0  # for a whole request
_SAYS = ("send", "edit", "answerInlineQuery", "copy", "forward")  # methods after which people have read something
_ONCE = ("send", "copy", "forward")  # methods that must not be done twice
_HARMLESS = ("sendChatAction",)
_FORM = "application/x-www-form-urlencoded"


def says_something(method: str) -> bool:
    """Whether a person sees what the method does."""
    return method.startswith(_SAYS) and method not in _HARMLESS


def is_repeatable(method: str) -> bool:
    """Whether doing it twice is the same as doing it once."""
    return not method.startswith(_ONCE) or method in _HARMLESS


class Departure:
    """Whether the bytes of one request have left; if it answers somebody, the inbox is told then."""

    def __init__(self, inbox: Inbox, method: str) -> None:
        self.has_left = False
        self._inbox = inbox if says_something(method) else None
        self._update_id = current_update.get()

    def leaves(self) -> None:
        """The bytes are written next. Noted before: after a crash in between nobody could tell."""
        self._mark(State.WRITTEN)

    def left(self) -> None:
        """The bytes are on their way: from here on nobody knows but Telegram."""
        self.has_left = True

    def failed(self) -> None:
        """The bytes did not leave, or Telegram turned the request down: nobody has read it."""
        self._mark(State.WAITING)

    def _mark(self, state: State) -> None:
        if self._inbox is not None and self._update_id is not None:
            self._inbox.mark(self._update_id, state)


class CarefulRequest(BaseRequest):
    """The library's way to Telegram, with safe retries, and with the note that a reply has left.

    A request is tried again if it never left this machine, if Telegram's servers failed to take it (5xx), or
    if doing it twice does no harm. A message whose fate is unknown (a timeout after it left) is not sent
    again: it may have arrived. 429 is for the rate limiter.
    """

    def __init__(self, inbox: Inbox, connections: int) -> None:
        self._inbox = inbox
        self._pool = ConnectionPool(connections)

    @property
    def read_timeout(self) -> float | None:
        """Seconds for a whole request."""
        return _SECONDS

    async def initialize(self) -> None:
        """Connections are opened when they are needed."""

    async def shutdown(self) -> None:
        """Close the connections."""
        self._pool.close()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_given: Any, **named: Any
    ) -> tuple[int, bytes]:
        """Do one request, with further tries where they are safe."""
        name = url.rsplit("/", 1)[-1]
        request = _encode(url, method, request_data)
        seconds = _seconds(request_data, named.get("read_timeout"))
        for pause in _PAUSES:
            departure = Departure(self._inbox, name)
            try:
                response = await self._once(departure, url, request, seconds)
            except NetworkError as error:
                if departure.has_left and not is_repeatable(name):
                    raise
                _note(name, type(error).__name__, pause)
            else:
                if response.status < _SERVER_ERROR:
                    return response.status, response.body
                _note(name, response.status, pause)
            await asyncio.sleep(pause)
        response = await self._once(Departure(self._inbox, name), url, request, seconds)
        return response.status, response.body

    async def _once(self, departure: Departure, url: str, request: bytes, seconds: float) -> Response:
        try:
            async with asyncio.timeout(seconds):
                response = await self._pool.exchange(server_of(url), request, departure.leaves, departure.left)
        except OSError as error:
            if not departure.has_left:
                departure.failed()
            if isinstance(error, TimeoutError):
                raise TimedOut from error
            raise NetworkError(f"{type(error).__name__}: {error.strerror or 'connection failed'}") from error
        if response.status >= _CLIENT_ERROR:
            departure.failed()
        return response


def _seconds(data: RequestData | None, given: object) -> float:
    if isinstance(given, (int, float)):  # otherwise the library's sign for "not given"
        return float(given) + 5.0
    return _UPLOAD_SECONDS if data is not None and data.multipart_data else _SECONDS


def _encode(url: str, method: str, data: RequestData | None) -> bytes:
    """A request as its bytes."""
    kind, body = _body(url, method, data)
    head = (
        f"{method} {urlsplit(url).path} HTTP/1.1\r\nHost: {server_of(url).header}\r\n"
        f"User-Agent: {BaseRequest.USER_AGENT}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("latin-1") + body


def _body(url: str, method: str, data: RequestData | None) -> tuple[str, bytes]:
    if data is None:
        return _FORM, b""
    if not data.multipart_data:
        return _FORM, urlencode(data.json_parameters).encode()
    files: Any = data.multipart_data
    form = httpx.Request(method, url, data=data.json_parameters, files=files)
    return form.headers["Content-Type"], form.read()


def _note(method: str, problem: object, pause: float) -> None:
    _log.warning("request failed, trying again", extra={"method": method, "problem": str(problem), "pause": pause})
