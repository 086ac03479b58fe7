"""Pressed buttons."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest

from bot.render.telegram_html import pack, plain_lines, quote_lines
from bot.telegram.callback import Act, Press, data, mark_of, read
from bot.telegram.chart_choice import choose_chart
from bot.telegram.desk import Desk, Visit
from bot.telegram.handlers.addressing import visit_of
from bot.telegram.handlers.review import approve, decide, undo
from bot.telegram.keyboards import option_rows, reason_keyboard
from bot.telegram.listing import LISTINGS, page_of, tables_of, terms_of, whose_document
from bot.telegram.showing import (
    busy,
    edit_text,
    replace_answer,
    send_chart,
    send_quote,
    send_texts,
    show_answer,
)
from bot.telegram.table_file import FORMATS, table_file
from bot.telegram.texts import reasons, say
from knowledge.answer.outcome import usual_questions
from knowledge.conversation import EMPTY
from knowledge.service.querylog import Logged

_MOST_QUOTES = 3
_WHY = "为什么"


@dataclass(frozen=True, slots=True)
class Pressed:
    """A pressed button with what is needed to act on it."""

    desk: Desk
    bot: Bot
    visit: Visit
    press: Press
    message_id: int

    @property
    def chat_id(self) -> int:
        """Where the button is."""
        return self.visit.chat_id

    @property
    def unit_name(self) -> str:
        """The unit chosen in this chat."""
        return self.desk.service.chats.get(self.desk.asker(self.visit).chat).unit_name

    async def send(self, *texts: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Send messages to the chat."""
        await send_texts(self.bot, self.chat_id, texts, keyboard)

    async def ask(self, question: str, logged: Logged | None) -> None:
        """Ask a question in the person's name, in the context of an older answer."""
        said = self.desk.answer(replace(self.visit, message_id=None), question, logged.frame_after if logged else EMPTY)
        await show_answer(self.desk, self.bot, self.chat_id, said, is_private=self.visit.is_private, answering=None)


async def on_press(desk: Desk, update: Update, bot: Bot) -> None:
    """Do what a button says. Its spinner is stopped first; an old button whose data are gone says so."""
    query, visit = update.callback_query, visit_of(update)
    press = read(query.data) if query else None
    if query is None or visit is None or query.message is None:
        return
    await _acknowledge(query, press)
    if press is not None:
        await _ACTS[press.act](Pressed(desk, bot, visit, press, query.message.message_id))


async def _acknowledge(query: CallbackQuery, press: Press | None) -> None:
    words = say("thanks") if press is not None and press.act in (Act.GOOD, Act.REASON) else None
    with contextlib.suppress(BadRequest):  # too old: the act still counts
        await query.answer(words)


# ---- below an answer ---------------------------------------------------------------------------------


async def _logged(pressed: Pressed) -> Logged | None:
    found = pressed.desk.service.log.by_key(pressed.press.part(0))
    if found is None:
        await pressed.send(say("answer_gone"))
    return found


async def _pick(pressed: Pressed, logged: Logged, questions: tuple[str, ...]) -> None:
    number = pressed.press.number(1)
    if 0 <= number < len(questions):
        await pressed.ask(questions[number], logged)


async def _option(pressed: Pressed) -> None:
    if logged := await _logged(pressed):
        await _pick(pressed, logged, logged.options)


async def _next(pressed: Pressed) -> None:
    if logged := await _logged(pressed):
        await _pick(pressed, logged, logged.related)


async def _related(pressed: Pressed) -> None:
    if logged := await _logged(pressed):
        lines = plain_lines(
            "\n".join([say("related_title"), *(f"{at}. {one}" for at, one in enumerate(logged.related, 1))])
        )
        keyboard = InlineKeyboardMarkup(option_rows(logged.related, logged.key, Act.NEXT))
        await pressed.send(*pack(lines), keyboard=keyboard)


async def _why(pressed: Pressed) -> None:
    if logged := await _logged(pressed):
        await pressed.ask(_WHY, logged)


async def _chart(pressed: Pressed) -> None:
    if logged := await _logged(pressed):
        chart = choose_chart(pressed.desk.again(logged).reply, pressed.desk.library)
        if chart is None:
            await pressed.send(say("no_chart"))
        else:
            await send_chart(pressed.desk, pressed.bot, pressed.chat_id, chart)


async def _quote(pressed: Pressed) -> None:
    if logged := await _logged(pressed):
        answer = pressed.desk.again(logged).reply.answer
        said = [value.number for value in answer.values if not value.formula]
        if not answer.citations:
            await pressed.send(say("no_quote"))
        for citation in answer.citations[:_MOST_QUOTES]:
            await send_quote(pressed.desk, pressed.bot, pressed.chat_id, citation, said)


async def _turn(pressed: Pressed) -> None:
    if logged := await _logged(pressed):
        await replace_answer(
            pressed.desk,
            pressed.bot,
            pressed.chat_id,
            pressed.message_id,
            pressed.desk.again(logged),
            is_private=pressed.visit.is_private,
            page=pressed.press.number(1),
        )


# ---- what people think -------------------------------------------------------------------------------


async def _good(pressed: Pressed) -> None:
    pressed.desk.service.log.judge(pressed.press.part(0), "+")


async def _bad(pressed: Pressed) -> None:
    if logged := await _logged(pressed):
        pressed.desk.service.log.judge(logged.key, "-")
        await pressed.send(say("ask_reason"), keyboard=reason_keyboard(logged.key))


async def _reason(pressed: Pressed) -> None:
    key, reason = pressed.press.part(0), pressed.press.part(1)
    if reason in reasons():
        pressed.desk.service.log.judge(key, "-", reason)
        words = f"{say('thanks')}（{reasons()[reason]}）"
        await edit_text(pressed.bot, pressed.chat_id, pressed.message_id, words, None)


# ---- lists -------------------------------------------------------------------------------------------


async def _example(pressed: Pressed) -> None:
    examples = examples_by_mark(pressed.desk)
    if question := examples.get(pressed.press.part(0)):
        await pressed.ask(question, None)
    else:
        await pressed.send(say("list_gone"))


def examples_by_mark(desk: Desk) -> dict[str, str]:
    """Questions that the knowledge base answers, by the mark that their buttons carry."""
    found = [*usual_questions(desk.library, ()), "有哪些单位"]
    return {mark_of(question): question for question in found}


async def _page(pressed: Pressed) -> None:
    name = pressed.press.part(0)
    if name in LISTINGS:
        page = page_of(name, pressed.desk.library.base, pressed.unit_name, pressed.press.number(1))
        await edit_text(pressed.bot, pressed.chat_id, pressed.message_id, page.html, page.keyboard)


async def _unit(pressed: Pressed) -> None:
    mark = pressed.press.part(0)
    names = {mark_of(unit.name): unit.name for unit in pressed.desk.library.base.units.values()}
    if mark and mark not in names:
        await pressed.send(say("list_gone"))
        return
    name = names.get(mark, "")
    pressed.desk.service.chats.choose_unit(pressed.desk.asker(pressed.visit).chat, name)
    words = say("unit_chosen", unit=name) if name else say("unit_cleared")
    await edit_text(pressed.bot, pressed.chat_id, pressed.message_id, words, None)


async def _table(pressed: Pressed) -> None:
    base, number, mark = pressed.desk.library.base, pressed.press.number(0), pressed.press.part(1)
    stored = next((one for one in tables_of(base, "") if one.id == number and mark_of(one.table.title) == mark), None)
    if stored is None:
        await pressed.send(say("list_gone"))
        return
    buttons = [
        InlineKeyboardButton(form.upper(), callback_data=data(Act.EXPORT, number, mark, form)) for form in FORMATS
    ]
    words = say("table_choose", title=stored.table.title, scope=whose_document(base.documents[stored.document_id]))
    await pressed.send(words, keyboard=InlineKeyboardMarkup([buttons]))


async def _export(pressed: Pressed) -> None:
    base, number = pressed.desk.library.base, pressed.press.number(0)
    mark, form = pressed.press.part(1), pressed.press.part(2)
    stored = next((one for one in tables_of(base, "") if one.id == number and mark_of(one.table.title) == mark), None)
    if stored is None or form not in FORMATS:
        await pressed.send(say("list_gone"))
        return
    await busy(pressed.bot, pressed.chat_id, ChatAction.UPLOAD_DOCUMENT)
    file = table_file(base, stored, form)
    await pressed.bot.send_document(
        pressed.chat_id,
        InputFile(io.BytesIO(file.content), file.name),
        caption=say("file_done", name=file.scope),
    )


async def _term(pressed: Pressed) -> None:
    found = {mark_of(name): term for name, term in terms_of(pressed.desk.library.base, "").items()}
    term = found.get(pressed.press.part(0))
    if term is None:
        await pressed.send(say("list_gone"))
    else:
        await pressed.send(*pack(quote_lines(term.citation)))


async def _forget(pressed: Pressed) -> None:
    asker = pressed.desk.asker(pressed.visit)
    pressed.desk.service.waiting.forget(asker.chat)
    count = pressed.desk.service.log.forget(asker.user, asker.chat)
    pressed.desk.service.chats.forget(asker.chat)
    await edit_text(pressed.bot, pressed.chat_id, pressed.message_id, say("privacy_deleted", count=count), None)


async def _hear(pressed: Pressed) -> None:
    if logged := await _logged(pressed):
        pressed.desk.service.waiting.agree(logged.id, logged.chat, pressed.chat_id, logged.question)
        await pressed.send(say("will_tell"))


# ---- staff -------------------------------------------------------------------------------------------


async def _decide(pressed: Pressed) -> None:
    group, name = pressed.press.number(0), pressed.press.part(1)
    await decide(pressed.desk, pressed.bot, pressed.visit, group, name)


async def _approve(pressed: Pressed) -> None:
    sort, seen = pressed.press.part(0), pressed.press.part(2)
    await approve(pressed.desk, pressed.bot, pressed.visit, sort, pressed.press.number(1), seen)


async def _undo(pressed: Pressed) -> None:
    await undo(pressed.desk, pressed.bot, pressed.visit, pressed.press.number(0))


_ACTS: dict[Act, Callable[[Pressed], Awaitable[None]]] = {
    Act.OPTION: _option,
    Act.RELATED: _related,
    Act.NEXT: _next,
    Act.QUOTE: _quote,
    Act.CHART: _chart,
    Act.WHY: _why,
    Act.GOOD: _good,
    Act.BAD: _bad,
    Act.REASON: _reason,
    Act.EXAMPLE: _example,
    Act.PAGE: _page,
    Act.UNIT: _unit,
    Act.TABLE: _table,
    Act.EXPORT: _export,
    Act.TERM: _term,
    Act.FORGET: _forget,
    Act.TURN: _turn,
    Act.HEAR: _hear,
    Act.DECIDE: _decide,
    Act.APPROVE: _approve,
    Act.UNDO: _undo,
}
