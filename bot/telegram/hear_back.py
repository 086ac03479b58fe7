"""People who asked what had no answer and wanted to hear back: they get the answer once there is one."""

from __future__ import annotations

import logging

from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.telegram.desk import Desk
from bot.telegram.showing import show_answer
from bot.telegram.texts import say
from knowledge.service.waiting import Waiting

_log = logging.getLogger(__name__)


async def tell_waiting(desk: Desk, bot: Bot) -> bool:
    """Ask again what people wait for, and send them the answers that there are now. False: try again soon."""
    return all([await _tell(desk, bot, waiting) for waiting in desk.service.waiting.all()])


async def _tell(desk: Desk, bot: Bot, waiting: Waiting) -> bool:
    """Tell one person; False where the message did not leave this machine."""
    logged = desk.service.log.by_id(waiting.query_id)
    if logged is None:  # its retention is over
        desk.service.waiting.told(waiting)
        return True
    said = desk.again(logged)
    if not said.is_sure or not desk.service.waiting.told(waiting):
        return True
    if said.reply.faq_id is not None:
        desk.service.published.count_hit(said.reply.faq_id)
    try:
        await bot.send_message(waiting.chat_id, say("now_answered", question=waiting.question))
        await show_answer(desk, bot, waiting.chat_id, said, is_private=True, answering=None)
    except (Forbidden, BadRequest, TimedOut) as error:  # gone for good, or perhaps sent: not tried again
        _log.info("not told again", extra={"waiting": waiting.id, "reason": str(error)})
    except (NetworkError, RetryAfter):
        desk.service.waiting.not_told(waiting)
        return False
    return True
