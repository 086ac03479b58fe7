"""Inline mode: `@bot 12333运维` in any chat gives figure cards, each with its source."""

from __future__ import annotations

from collections.abc import Iterator

from telegram import Bot, InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent, Update

from bot.render.telegram_html import MESSAGE_UNITS, answer_lines, fit, shorten
from bot.telegram.callback import mark_of
from bot.telegram.desk import Desk
from bot.telegram.handlers.commands import INLINE_START
from bot.telegram.texts import say
from knowledge.answer.outcome import questions_about
from knowledge.reply import Answer, Status

MOST_CARDS = 20
_LOOKED_AT = 30  # names tried for cards
_CACHED_SECONDS = 60
_TITLE, _DESCRIPTION = 200, 200  # UTF-16 units
_LONGEST = 100  # characters of a query that are read


async def on_inline(desk: Desk, update: Update, bot: Bot) -> None:
    """Offer up to 20 cards for what is being typed."""
    query = update.inline_query
    if query is None:
        return
    text = query.query.strip()[:_LONGEST]
    cards = list(_cards(desk, text)) if text else []
    words = say("inline_empty") if not text else say("inline_none")
    button = None if cards else InlineQueryResultsButton(words, start_parameter=INLINE_START)
    await bot.answer_inline_query(query.id, cards, cache_time=_CACHED_SECONDS, is_personal=False, button=button)


def _cards(desk: Desk, text: str) -> Iterator[InlineQueryResultArticle]:
    """The answer itself if there is one, then the amounts of the names that come nearest; no card twice."""
    seen: set[str] = set()
    for answer in _answers(desk, text):
        words = fit(answer_lines(answer), MESSAGE_UNITS)
        name = mark_of(words)
        if name in seen:
            continue
        seen.add(name)
        yield _card(name, answer, words)
        if len(seen) == MOST_CARDS:
            return


def _answers(desk: Desk, text: str) -> Iterator[Answer]:
    first = desk.engine.ask(text).answer
    if first.values and first.status is Status.ANSWERED:
        yield first
    items = desk.library.finder.nearest(text, (), _LOOKED_AT)
    for question in (*first.options, *questions_about(items, desk.library)):
        answer = desk.engine.ask(question).answer
        if answer.values and answer.citations and answer.status is Status.ANSWERED:
            yield answer


def _card(name: str, answer: Answer, words: str) -> InlineQueryResultArticle:
    value = answer.values[0]
    title = f"{value.label}：{value.comparator or ''}{value.value} {value.unit}"
    description = f"{value.unit_name} {value.year}年{value.stage}"
    return InlineQueryResultArticle(
        id=name,
        title=shorten(title, _TITLE),
        description=shorten(description, _DESCRIPTION),
        input_message_content=InputTextMessageContent(words),
    )
