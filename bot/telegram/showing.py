"""Sending: answers, pictures and pages, each within Telegram's limits."""

from __future__ import annotations

import asyncio
import contextlib
import io
from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from typing import TypeVar

from telegram import Bot, InlineKeyboardMarkup, InputFile, Message, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest

from bot.render.chart import Chart, draw_chart
from bot.render.source_page import source_page
from bot.render.telegram_html import Line, fit, pack, plain_lines, quote_lines, render_answer
from bot.telegram.desk import Desk, Said
from bot.telegram.keyboards import Place, answer_keyboard
from knowledge.model import Citation

T = TypeVar("T")
_NOT_MODIFIED = "not modified"


def reply_to(message_id: int | None) -> ReplyParameters | None:
    """What makes a message a reply; a question that was deleted meanwhile is answered all the same."""
    return ReplyParameters(message_id, allow_sending_without_reply=True) if message_id else None


async def send_texts(
    bot: Bot,
    chat_id: int,
    texts: Sequence[str],
    keyboard: InlineKeyboardMarkup | None = None,
    answering: int | None = None,
) -> Message | None:
    """Send one or several messages; the last one carries the buttons and is returned."""
    last: Message | None = None
    for at, text in enumerate(texts):
        is_last = at == len(texts) - 1
        last = await bot.send_message(
            chat_id,
            text,
            reply_markup=keyboard if is_last else None,
            reply_parameters=reply_to(None if at else answering),
        )
    return last


async def show_answer(
    desk: Desk, bot: Bot, chat_id: int, said: Said, *, is_private: bool, answering: int | None
) -> None:
    """Send an answer with its buttons, and remember which message shows it."""
    texts, keyboard = _laid_out(said, Place(bot.username, is_private, said.has_chart))
    message = await send_texts(bot, chat_id, texts, keyboard, answering)
    if message is not None:
        desk.service.log.shown(said.logged.id, message.message_id)


async def replace_answer(
    desk: Desk, bot: Bot, chat_id: int, message_id: int, said: Said, *, is_private: bool, page: int = 0
) -> None:
    """Put an answer, or a page of it, in the place of an older one; what does not fit there follows as messages."""
    at = max(0, min(page, said.reply.answer.last_page))
    (first, *rest), keyboard = _laid_out(said, Place(bot.username, is_private, said.has_chart, at))
    await edit_text(bot, chat_id, message_id, first, None if rest else keyboard)
    message = await send_texts(bot, chat_id, rest, keyboard)
    desk.service.log.shown(said.logged.id, message.message_id if message else message_id)


def _laid_out(said: Said, place: Place) -> tuple[list[str], InlineKeyboardMarkup | None]:
    """The page of an answer that its place shows, as messages, and the buttons below the last one."""
    answer = said.reply.answer
    return render_answer(answer.turned_to(place.page)), answer_keyboard(answer, said.logged, place)


async def edit_text(bot: Bot, chat_id: int, message_id: int, text: str, keyboard: InlineKeyboardMarkup | None) -> None:
    """Edit a message; one that says this already is left alone."""
    try:
        await bot.edit_message_text(text, chat_id=chat_id, message_id=message_id, reply_markup=keyboard)
    except BadRequest as error:
        if _NOT_MODIFIED not in str(error).lower():
            raise


# ---- pictures ----------------------------------------------------------------------------------------


async def in_background(desk: Desk, work: Callable[[], T]) -> T:
    """Do slow work beside the event loop."""
    return await asyncio.get_running_loop().run_in_executor(desk.pencil, work)


async def busy(bot: Bot, chat_id: int, action: ChatAction) -> None:
    """Show that something is being made; that this fails matters to nobody."""
    with contextlib.suppress(BadRequest):
        await bot.send_chat_action(chat_id, action)


async def send_picture(
    desk: Desk, bot: Bot, chat_id: int, key: str, draw: Callable[[], bytes | None], caption: Sequence[Line]
) -> bool:
    """Send a picture with its words, or the one that Telegram keeps of it. False: it cannot be drawn."""
    kept = desk.service.files.find(key)
    if kept is not None:
        try:
            await bot.send_photo(chat_id, kept, caption=fit(caption))
            return True
        except BadRequest:
            desk.service.files.drop(key)
    await busy(bot, chat_id, ChatAction.UPLOAD_PHOTO)
    picture = await in_background(desk, draw)
    if picture is None:
        return False
    message = await bot.send_photo(chat_id, InputFile(io.BytesIO(picture), "figure.png"), caption=fit(caption))
    if message.photo:
        desk.service.files.keep(key, message.photo[-1].file_id)
    return True


async def send_chart(desk: Desk, bot: Bot, chat_id: int, chart: Chart) -> None:
    """Send a chart; the same figures stand in the caption."""
    await send_picture(desk, bot, chat_id, chart.key, lambda: draw_chart(chart), plain_lines("\n".join(chart.caption)))


async def send_quote(desk: Desk, bot: Bot, chat_id: int, citation: Citation, said: Collection[Decimal] = ()) -> None:
    """Send where a figure stands: the page's cut-out for PDF, the quoted words otherwise. `said`: the numbers meant."""
    lines = quote_lines(citation)
    page = source_page(citation, desk.library.base, said)
    if page is not None and await send_picture(desk, bot, chat_id, f"cutout {page.key}", page.draw, lines):
        return
    await send_texts(bot, chat_id, pack(lines))
