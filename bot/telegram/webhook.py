"""The web server of webhook mode: updates from Telegram, and a health line."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import tornado.web
from telegram import Bot, Update
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from bot.telegram.inbox_queue import InboxQueue

_log = logging.getLogger(__name__)
_SECRET = "X-Telegram-Bot-Api-Secret-Token"
_LARGEST_UPDATE = 1_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Door:
    """Where updates come in."""

    path: str
    secret: str
    queue: InboxQueue
    bot: Bot
    is_healthy: Callable[[], bool]


class _Updates(tornado.web.RequestHandler):
    """Takes one update: 403 for a wrong secret, 400 for what is none, 200 when it stands in the inbox."""

    def initialize(self, door: Door) -> None:
        self._door = door

    async def post(self) -> None:
        """Store and queue."""
        given = self.request.headers.get(_SECRET, "")
        if not hmac.compare_digest(given.encode(), self._door.secret.encode()):
            _log.warning("webhook with a wrong secret")
            raise tornado.web.HTTPError(HTTPStatus.FORBIDDEN)
        await self._door.queue.put(self._update())

    def _update(self) -> Update:
        try:
            found: Any = json.loads(self.request.body)
            update = Update.de_json(found, self._door.bot)
            if not isinstance(update.update_id, int):
                raise TypeError("update_id is no number")
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            _log.warning("webhook with something that is no update", extra={"problem": type(error).__name__})
            raise tornado.web.HTTPError(HTTPStatus.BAD_REQUEST) from error
        return update

    def log_exception(self, *_given: Any) -> None:
        """Said above."""


class _Health(tornado.web.RequestHandler):
    """200 while updates are handled."""

    def initialize(self, door: Door) -> None:
        self._door = door

    def get(self) -> None:
        """One line."""
        healthy = self._door.is_healthy()
        self.set_status(HTTPStatus.OK if healthy else HTTPStatus.SERVICE_UNAVAILABLE)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("ok\n" if healthy else "not ok\n")


def path_of(url: str) -> str:
    """The path that Telegram calls."""
    return urlsplit(url).path or "/"


class WebhookServer:
    """Listens from `start` to `stop`."""

    def __init__(self, door: Door, address: str, port: int) -> None:
        routes = [("/healthz", _Health, {"door": door}), (door.path, _Updates, {"door": door})]
        self._server = HTTPServer(
            tornado.web.Application(routes, log_function=lambda _handler: None),
            max_body_size=_LARGEST_UPDATE,
            xheaders=False,
        )
        self._sockets = bind_sockets(port, address)
        self.port: int = self._sockets[0].getsockname()[1]

    def start(self) -> None:
        """Take requests from now on."""
        self._server.add_sockets(self._sockets)

    async def stop(self) -> None:
        """Take no more requests, and end those in hand."""
        self._server.stop()
        await self._server.close_all_connections()
