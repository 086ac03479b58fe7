"""The buttons below an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from urllib.parse import quote, urlencode

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.render.telegram_html import BUTTON_UNITS, shorten
from bot.telegram.callback import Act, data
from bot.telegram.comes_later import may_hear_back
from bot.telegram.texts import button, reasons
from knowledge.reply import Answer, Kind, Status
from knowledge.service.querylog import Logged

_ASKS_WHY = (Kind.FIGURE, Kind.CHANGE)
_NO_SOURCE = (Kind.SMALLTALK, Kind.HELP)
_TAIL = "是多少"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer is shown: a private chat has all buttons, a group the sober ones."""

    bot_name: str
    is_private: bool
    has_chart: bool = False
    page: int = 0  # of a long list


def _key(words: str, act: Act, *parts: object) -> InlineKeyboardButton:
    return InlineKeyboardButton(words, callback_data=data(act, *parts))


def answer_keyboard(answer: Answer, logged: Logged, place: Place) -> InlineKeyboardMarkup | None:
    """The buttons of an answer; None where it has none."""
    if answer.status is not Status.ANSWERED:
        rows = [*option_rows(logged.options, logged.key, Act.OPTION), _hear_row(answer, logged, place)]
    elif answer.kind in _NO_SOURCE:
        rows = option_rows(logged.related, logged.key, Act.NEXT)
    else:
        rows = [
            turn_row(Act.TURN, logged.key, place.page, answer.last_page),
            _source_row(answer, logged, place),
            _more_row(answer, logged, place),
            _judge_row(logged.key, place),
        ]
    rows = [row for row in rows if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _hear_row(answer: Answer, logged: Logged, place: Place) -> list[InlineKeyboardButton]:
    """Below what has no answer yet: tell me when there is one."""
    return [_key(button("hear"), Act.HEAR, logged.key)] if place.is_private and may_hear_back(answer) else []


def turn_row(act: Act, what: str, at: int, last: int) -> list[InlineKeyboardButton]:
    """Buttons to the pages before and after page `at` of what has pages 0 to `last`."""
    back = [_key(button("previous"), act, what, at - 1)] if at else []
    on = [_key(button("next"), act, what, at + 1)] if at < last else []
    return back + on


def _source_row(answer: Answer, logged: Logged, place: Place) -> list[InlineKeyboardButton]:
    row = [_key(button("quote"), Act.QUOTE, logged.key)] if answer.citations else []
    return [*row, _key(button("chart"), Act.CHART, logged.key)] if place.has_chart else row


def _more_row(answer: Answer, logged: Logged, place: Place) -> list[InlineKeyboardButton]:
    row = [_key(button("why"), Act.WHY, logged.key)] if answer.kind in _ASKS_WHY and answer.values else []
    if logged.related:
        row.append(_key(button("related"), Act.RELATED, logged.key))
    if place.bot_name:
        row.append(InlineKeyboardButton(button("share"), url=share_link(place.bot_name, logged.key)))
    return row if place.is_private else row[:1]


def _judge_row(key: str, place: Place) -> list[InlineKeyboardButton]:
    if not place.is_private:
        return []
    return [_key(button("good"), Act.GOOD, key), _key(button("bad"), Act.BAD, key)]


def option_rows(options: Sequence[str], key: str, act: Act) -> list[list[InlineKeyboardButton]]:
    """One row for each offered question, with the words in which they differ."""
    return [[_key(words, act, key, at)] for at, words in enumerate(button_words(options))]


def button_words(options: Sequence[str]) -> list[str]:
    """Numbered short forms: what all begin with is left out, since the message above shows them whole."""
    common = _common_length(options) if len(options) > 1 else 0
    return [
        shorten(f"{at}. {option[common:].removesuffix(_TAIL) or option}", BUTTON_UNITS)
        for at, option in enumerate(options, 1)
    ]


def _common_length(options: Sequence[str]) -> int:
    """How many characters all options begin with."""
    same = (len(set(characters)) == 1 for characters in zip(*options, strict=False))
    return sum(1 for _ in takewhile(bool, same))


def reason_keyboard(key: str) -> InlineKeyboardMarkup:
    """Four reasons for a 👎."""
    found = [_key(words, Act.REASON, key, reason) for reason, words in reasons().items()]
    return InlineKeyboardMarkup([found[:2], found[2:]])


def deep_link(bot_name: str, key: str) -> str:
    """A link that opens the bot with an answer."""
    return f"https://t.me/{quote(bot_name)}?start={key}"


def share_link(bot_name: str, key: str) -> str:
    """A link that lets a person send the deep link on."""
    return "https://t.me/share/url?" + urlencode({"url": deep_link(bot_name, key)})
