"""What an editor begins with: the nearest figures for an answer, the nearest names for an alias."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.engine import Engine
from knowledge.reply import Status
from knowledge.text import fold_name

_MOST_LINES = 4
_MOST_NAMES = 8
_TAIL = "是多少"


def draft_answer(question: str, engine: Engine) -> str:
    """A first text of an answer, with the nearest questions that the documents answer as live figures."""
    answer = engine.ask_documents(question).answer
    if answer.status is Status.ANSWERED:
        return f"{{{{{question}}}}}"
    return "\n".join(_line(option) for option in answer.options[:_MOST_LINES])


def _line(option: str) -> str:
    return f"{option.removesuffix(_TAIL)}：{{{{{option}}}}}"


def near_names(question: str, engine: Engine) -> list[str]:
    """Names of items that a question may mean, the likeliest first, as the documents print them."""
    read = engine.read(question)
    said = "".join(mention.text for mention in read.mentions) or fold_name(question)
    items = engine.library.finder.nearest(said, read.unit_ids, _MOST_NAMES)
    return list(dict.fromkeys(item.subject.name for item in items))


def live_choices(question: str, engine: Engine) -> Iterator[str]:
    """Complete questions near a question, to put into an answer."""
    answer = engine.ask_documents(question).answer
    yield from dict.fromkeys((*answer.options, *answer.related))
