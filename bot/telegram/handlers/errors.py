"""When a handler fails: an id in the log, the same id for the person, and never silence."""

from __future__ import annotations

import contextlib
import logging
import secrets

from telegram import Bot, Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.telegram.desk import Desk
from bot.telegram.handlers.addressing import visit_of
from bot.telegram.texts import say

_log = logging.getLogger(__name__)

_HARMLESS = ("not modified", "query is too old", "query id is invalid")


async def on_error(desk: Desk, update: object, bot: Bot, error: BaseException) -> None:
    """Log an error by what it means; tell the person only where it is ours and they can hear it."""
    match error:
        case Forbidden():
            _mark_blocked(desk, update)
        case BadRequest() if any(words in str(error).lower() for words in _HARMLESS):
            _log.info("telegram declined", extra={"reason": str(error)})
        case RetryAfter():
            _log.warning("flood limit, given up", extra={"retry_after": error.retry_after})
        case TimedOut():
            _log.warning("no reply to a request; a message may or may not have arrived")
        case Conflict():
            _log.error("another process polls with this token; stop one of them")
        case NetworkError() if not isinstance(error, BadRequest):
            _log.warning("network", extra={"reason": str(error)})
        case _:
            await _apologise(update, bot, error)


def _mark_blocked(desk: Desk, update: object) -> None:
    visit = visit_of(update) if isinstance(update, Update) else None
    if visit is not None:
        desk.service.chats.block(desk.asker(visit).chat, True)
    _log.info("blocked by a chat")


async def _apologise(update: object, bot: Bot, error: BaseException) -> None:
    number = secrets.token_hex(4)
    _log.error("handler failed", extra={"id": number}, exc_info=error)
    visit = visit_of(update) if isinstance(update, Update) and not update.inline_query else None
    if visit is not None:
        with contextlib.suppress(TelegramError):
            await bot.send_message(visit.chat_id, say("error", id=number))
