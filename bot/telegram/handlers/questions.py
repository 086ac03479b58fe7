"""Questions: text, captions, forwarded messages, edited ones, replies to older answers."""

from __future__ import annotations

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot.telegram.desk import Desk, Said, Visit
from bot.telegram.handlers.addressing import Addressee, visit_of
from bot.telegram.keyboards import deep_link
from bot.telegram.showing import replace_answer, send_texts, show_answer
from bot.telegram.texts import say
from knowledge.conversation import Frame


async def on_question(desk: Desk, update: Update, bot: Bot) -> None:
    """Answer a message. In a group only what the documents say for sure is said aloud."""
    visit, message = visit_of(update), update.message
    if visit is None or message is None:
        return
    text = Addressee(bot.id, bot.username).text_for(message)
    said = desk.answer(visit, text, _older_frame(desk, visit, message))
    await _say(desk, bot, visit, said)


async def _say(desk: Desk, bot: Bot, visit: Visit, said: Said) -> None:
    answering = None if visit.is_private else visit.message_id
    if visit.is_private or said.is_sure:
        await show_answer(desk, bot, visit.chat_id, said, is_private=visit.is_private, answering=answering)
    else:
        key = InlineKeyboardButton(say("group_unsure_button"), url=deep_link(bot.username, said.logged.key))
        await send_texts(bot, visit.chat_id, [say("group_unsure")], InlineKeyboardMarkup([[key]]), answering)


def _older_frame(desk: Desk, visit: Visit, message: Message) -> Frame | None:
    """What a reply to an older answer leans on: that answer, not the last one."""
    older = message.reply_to_message
    if older is None:
        return None
    logged = desk.service.log.by_reply(desk.asker(visit).chat, older.message_id)
    return logged.frame_after if logged else None


async def on_edited(desk: Desk, update: Update, bot: Bot) -> None:
    """Answer an edited question again, in the place of the first answer."""
    visit, message = visit_of(update), update.edited_message
    if visit is None or message is None:
        return
    logged = desk.service.log.by_question(desk.asker(visit).chat, message.message_id)
    text = Addressee(bot.id, bot.username).text_for(message)
    if logged is None:
        await _say(desk, bot, visit, desk.answer(visit, text))
        return
    if logged.question == text:  # Telegram also calls it an edit when a link preview appears
        return
    said = desk.answer(visit, text, logged.frame_before)
    if logged.reply_message is None or not (visit.is_private or said.is_sure):
        await _say(desk, bot, visit, said)
        return
    await replace_answer(desk, bot, visit.chat_id, logged.reply_message, said, is_private=visit.is_private)


async def on_other(_desk: Desk, update: Update, bot: Bot) -> None:
    """Voice, pictures, stickers: a polite line about what works."""
    if update.effective_chat is not None:
        await bot.send_message(update.effective_chat.id, say("only_text"))
