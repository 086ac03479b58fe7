"""Before anything else: is this for us, and is it not too much?"""

from __future__ import annotations

import contextlib

from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.telegram.chat_queue import is_overflow
from bot.telegram.desk import Desk, Visit
from bot.telegram.handlers.addressing import Addressee, visit_of
from bot.telegram.quota import Verdict
from bot.telegram.texts import say


async def pass_gate(desk: Desk, update: Update, bot: Bot) -> None:
    """Let an update through, or stop it: what in a group is not for us, and what is too much."""
    visit = visit_of(update)
    if update.inline_query or update.my_chat_member or visit is None:
        return
    message = update.message or update.edited_message
    if message and not visit.is_private and not Addressee(bot.id, bot.username).is_meant(message):
        raise ApplicationHandlerStop
    if visit.is_private:
        desk.service.chats.block(desk.asker(visit).chat, False)
    await _limit(desk, visit, update, bot)


async def _limit(desk: Desk, visit: Visit, update: Update, bot: Bot) -> None:
    verdict = desk.users.refuse(visit.user_id) if is_overflow.get() else desk.users.take(visit.user_id)
    if verdict is Verdict.ANSWER and not visit.is_private:
        verdict = desk.groups.take(visit.chat_id)
    if verdict is Verdict.ANSWER:
        return
    if verdict is Verdict.WARN:
        await _warn(visit, update, bot, say("too_many_waiting" if is_overflow.get() else "too_many"))
    elif update.callback_query:
        with contextlib.suppress(TelegramError):
            await update.callback_query.answer()
    raise ApplicationHandlerStop


async def _warn(visit: Visit, update: Update, bot: Bot, words: str) -> None:
    if update.callback_query:
        await update.callback_query.answer(words, show_alert=True)
    else:
        await bot.send_message(visit.chat_id, words)
