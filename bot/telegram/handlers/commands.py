"""The commands that everybody has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.render.telegram_html import BUTTON_UNITS, shorten
from bot.telegram.callback import Act, data
from bot.telegram.desk import Desk, Visit
from bot.telegram.handlers.addressing import visit_of
from bot.telegram.handlers.presses import examples_by_mark
from bot.telegram.listing import page_of
from bot.telegram.showing import send_texts, show_answer
from bot.telegram.texts import say

VERSION = "0.1.0"
INLINE_START = "inline"  # start parameter of the button that an inline query without a card shows


@dataclass(frozen=True, slots=True)
class Ordered:
    """A command with what is needed to carry it out."""

    desk: Desk
    bot: Bot
    visit: Visit
    words: str  # what stands behind the command

    async def send(self, *texts: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Send messages to the chat."""
        await send_texts(self.bot, self.visit.chat_id, texts, keyboard)

    @property
    def unit_name(self) -> str:
        """The unit chosen in this chat."""
        return self.desk.service.chats.get(self.desk.asker(self.visit).chat).unit_name


Act_ = Callable[[Ordered], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Command:
    """A command as the menu shows it."""

    name: str
    summary: str
    act: Act_
    in_groups: bool = True


async def on_command(desk: Desk, update: Update, bot: Bot, act: Act_, words: Sequence[str]) -> None:
    """Carry out a command."""
    visit = visit_of(update)
    if visit is not None:
        await act(Ordered(desk, bot, visit, " ".join(words)))


# ---- acts --------------------------------------------------------------------------------------------


async def _start(ordered: Ordered) -> None:
    if ordered.words and ordered.words != INLINE_START:
        await _open_link(ordered)
    else:
        await _welcome(ordered)


async def _welcome(ordered: Ordered) -> None:
    documents = ordered.desk.library.base.documents.values()
    years = sorted({stored.document.year for stored in documents})
    examples = examples_by_mark(ordered.desk)
    rows = [
        [InlineKeyboardButton(shorten(question, BUTTON_UNITS), callback_data=data(Act.EXAMPLE, mark))]
        for mark, question in examples.items()
    ]
    text = say(
        "start",
        units=len({stored.unit_id for stored in documents}),
        documents=len(documents),
        years=f"{years[0]}—{years[-1]}年" if len(years) > 1 else f"{years[0]}年" if years else "",
    )
    await ordered.send(text, keyboard=InlineKeyboardMarkup(rows))


async def _open_link(ordered: Ordered) -> None:
    """A deep link: the figure that somebody shared, answered from the documents as they are now."""
    desk = ordered.desk
    logged = desk.service.log.by_key(ordered.words)
    if logged is None:
        await ordered.send(say("start_link_gone"))
        await _welcome(ordered)
        return
    said = desk.answer(ordered.visit, logged.question, logged.frame_before)
    await show_answer(
        desk, ordered.bot, ordered.visit.chat_id, said, is_private=ordered.visit.is_private, answering=None
    )


async def _help(ordered: Ordered) -> None:
    commands = "\n".join(f"/{command.name} {command.summary}" for command in COMMANDS)
    guide = ordered.desk.settings.guide_url
    link = say("help_guide", url=guide) if guide else ""
    await ordered.send(say("help", bot=ordered.bot.username, commands=commands) + link)


async def _about(ordered: Ordered) -> None:
    await ordered.send(say("about", version=VERSION))


async def _privacy(ordered: Ordered) -> None:
    key = InlineKeyboardButton(say("privacy_delete"), callback_data=data(Act.FORGET))
    await ordered.send(say("privacy", days=ordered.desk.settings.log_days), keyboard=InlineKeyboardMarkup([[key]]))


async def _new(ordered: Ordered) -> None:
    unit = ordered.unit_name
    ordered.desk.service.chats.choose_unit(ordered.desk.asker(ordered.visit).chat, unit)
    await ordered.send(say("new_with_unit", unit=unit) if unit else say("new"))


def _list(name: str, *, of_unit: bool = True) -> Act_:
    async def show(ordered: Ordered) -> None:
        page = page_of(name, ordered.desk.library.base, ordered.unit_name if of_unit else "")
        await ordered.send(page.html, keyboard=page.keyboard)

    return show


COMMANDS = (
    Command("start", "开始，看看能问什么", _start),
    Command("help", "怎样提问", _help),
    Command("units", "选择单位", _list("u", of_unit=False)),
    Command("tables", "有哪些表", _list("t")),
    Command("export", "导出一张表（XLSX、CSV）", _list("t"), in_groups=False),
    Command("terms", "名词解释", _list("d")),
    Command("sources", "收录了哪些文件", _list("s", of_unit=False)),
    Command("new", "重新开始，忘掉上文", _new),
    Command("privacy", "保存了什么，怎样删除", _privacy, in_groups=False),
    Command("about", "关于", _about),
)
