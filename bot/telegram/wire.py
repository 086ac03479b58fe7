"""Requests to Telegram: sent again where that is safe, and known to have left where it is not."""

from __future__ import annotations

import asyncio
import logging
from contextvars import ContextVar
from typing import Any

import httpx
from telegram.error import NetworkError
from telegram.request import HTTPXRequest

from bot.telegram.chat_queue import current_update
from knowledge.service.inbox import Inbox, State

_log = logging.getLogger(__name__)

_PAUSES = (0.3, 1.0, 3.0)  # seconds before a further try
_SERVER_ERROR = 500
_CLIENT_ERROR = 400
_BODY_SENT = "http11.send_request_body.complete"
_SAYS = (
    "send",
    "edit",
    "answerInlineQuery",
    "copy",
    "forward",
)  # methods after which people have read something
_ONCE = ("send", "copy", "forward")  # methods that must not be done twice
_HARMLESS = ("sendChatAction",)


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

    async def trace(self, event: str, _info: dict[str, Any]) -> None:
        """Follow the events of the HTTP connection."""
        if event == _BODY_SENT:
            self.has_left = True
            self._mark(State.WRITTEN)

    def refused(self) -> None:
        """Telegram turned the request down: nobody has read it."""
        self._mark(State.WAITING)

    def _mark(self, state: State) -> None:
        if self._inbox is not None and self._update_id is not None:
            self._inbox.mark(self._update_id, state)


_departure: ContextVar[Departure | None] = ContextVar("departure", default=None)


async def _follow(request: httpx.Request) -> None:
    departure = _departure.get()
    if departure is not None:
        request.extensions["trace"] = departure.trace


class CarefulRequest(HTTPXRequest):
    """The library's HTTP client with two additions: safe retries, and the note that a reply has left.

    A request is tried again if it never left this machine, if Telegram's servers failed to take it (5xx), or
    if doing it twice does no harm. A message whose fate is unknown (a timeout after it left) is not sent
    again: it may have arrived. 429 is for the rate limiter.
    """

    def __init__(self, inbox: Inbox, connections: int, read_timeout: float = 10.0) -> None:
        super().__init__(
            connection_pool_size=connections,
            read_timeout=read_timeout,
            pool_timeout=10.0,
            httpx_kwargs={"event_hooks": {"request": [_follow]}},
        )
        self._inbox = inbox

    async def do_request(self, url: str, *given: Any, **named: Any) -> tuple[int, bytes]:
        """Do one request, with further tries where they are safe."""
        name = url.rsplit("/", 1)[-1]
        for pause in _PAUSES:
            departure = Departure(self._inbox, name)
            try:
                status, body = await self._once(departure, url, *given, **named)
            except NetworkError as error:
                if departure.has_left and not is_repeatable(name):
                    raise
                _note(name, type(error).__name__, pause)
            else:
                if status < _SERVER_ERROR:
                    return status, body
                _note(name, status, pause)
            await asyncio.sleep(pause)
        return await self._once(Departure(self._inbox, name), url, *given, **named)

    async def _once(self, departure: Departure, url: str, *given: Any, **named: Any) -> tuple[int, bytes]:
        _departure.set(departure)
        status, body = await super().do_request(url, *given, **named)
        if status >= _CLIENT_ERROR:
            departure.refused()
        return status, body


def _note(method: str, problem: object, pause: float) -> None:
    _log.warning("request failed, trying again", extra={"method": method, "problem": str(problem), "pause": pause})
