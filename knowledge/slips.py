"""A slip of the hand that leaves the name of something else: 其公共安全支出 holds 公共安全支出, and lacks a 他."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from knowledge.answer.request import Library
from knowledge.cells import Scope
from knowledge.names.items import Named, item_names
from knowledge.names.match import NameScorer
from knowledge.parts import Part
from knowledge.question import Operation, Question
from knowledge.store.read import Item
from knowledge.words import Span, WordKind

_WHOSE = (WordKind.UNIT, WordKind.REGION, WordKind.SLOT, WordKind.YEAR)
_SEVERAL = (Operation.COMPARE, Operation.SUM, Operation.LIST, Operation.SHARE, Operation.CHECK)
_SHORTEST = 3  # characters of a stretch that is compared with names
_MOST = 3  # names that are asked back


def nearer_names(parts: Sequence[Part], question: Question, scope: Scope, library: Library) -> Named | None:
    """Names one slip away from all that was said, of which what was understood explains less; None if there is none.

    They are asked back together with what was understood: which of them was meant, only the person knows.
    """
    text = _said(question, library.finder.scorer(scope.unit_ids))
    names_nothing = not parts and (question.mentions or question.operations)
    if names_nothing or len(text) < _SHORTEST or question.wants(*_SEVERAL):
        return None
    explained = sum(map(_explained, parts))
    if explained >= len(text):
        return None
    chosen = tuple(item for part in parts for item in part.items)
    found = [
        (name, items)
        for name, items in library.finder.slips_of(text, scope.unit_ids)
        if LCSseq.similarity(text, name) > explained and not (chosen and set(chosen) <= set(items))
    ][:_MOST]
    if not found:
        return None
    options = [*found, *_by_name(parts)]
    return Named(text, tuple(name for name, _ in options), tuple(items for _, items in options), is_guess=True)


def _said(question: Question, names: NameScorer) -> str:
    """What is said between whose, when and what only asks: 其中 and 多少 at its ends say nothing.

    Words that names begin or end with (单位, 资金) stay, and single characters: 收 may be what is left of 收入.
    """
    spans = [span for span in question.spans if not span.has(*_WHOSE)]
    while spans and _only_asks(spans[-1]) and not names.has_end(spans[-1].text):
        spans.pop()
    while spans and _only_asks(spans[0]) and not names.has_beginning(spans[0].text):
        spans.pop(0)
    return "".join(span.text for span in spans)


def _only_asks(span: Span) -> bool:
    return len(span.text) > 1 and span.has(WordKind.FILLER, WordKind.CUE, WordKind.STAGE, WordKind.LEVEL)


def _explained(part: Part) -> int:
    """How many characters of its mention a part explains."""
    said = part.mention.wide or part.mention.text
    names = {name for item in part.items for name in item_names(item)}
    if part.mention.is_known or not names:
        return len(part.mention.text)
    return max(int(LCSseq.similarity(said, name)) for name in names)


def _by_name(parts: Sequence[Part]) -> list[tuple[str, tuple[Item, ...]]]:
    return [(part.mention.text, part.items) for part in parts if part.items]
