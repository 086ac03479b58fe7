"""What a question names: known names, and stretches that may be mistyped ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.concepts import Concept
from knowledge.question import Mention
from knowledge.slots import Code
from knowledge.words import Span, WordKind

_CONNECTORS = frozenset("的和与及或跟呢吗是有了在里比把为对占")
"""One-character words that part two names; other short fillers may stand inside a name: 上 in 上级补助."""


def find_mentions(spans: Sequence[Span], folded: str, cuts: frozenset[int]) -> Iterator[Mention]:
    """What the question names, in order.

    Known names stand for themselves. A stretch that no word explains is one mention with the names it touches, so
    that a mistyped name is matched as a whole.
    """
    for run in _runs(spans, cuts):
        inner = _without_soft_ends(run)
        if any(_is_open(span) for span in inner):
            wide = folded[run[0].start : run[-1].end]
            yield Mention(folded[inner[0].start : inner[-1].end], inner[0].start, inner[-1].end, wide)
            continue
        names = [span for span in inner if _is_name(span)]
        yield from (_known_mention(span) for span in _with_suffixes(names, folded))


def _without_soft_ends(run: list[Span]) -> list[Span]:
    inner = list(run)
    while inner and _is_soft(inner[-1]):
        inner.pop()
    while inner and _is_soft(inner[0]):
        inner.pop(0)
    return inner


def _runs(spans: Sequence[Span], cuts: frozenset[int]) -> Iterator[list[Span]]:
    """Neighbouring spans that may belong to names."""
    run: list[Span] = []
    for span in spans:
        belongs = _is_open(span) or _is_name(span) or _is_soft(span)
        if run and (not belongs or span.start in cuts or _is_measure(span) or _is_measure(run[-1])):
            yield run
            run = []
        if belongs:
            run.append(span)
    if run:
        yield run


def _is_measure(span: Span) -> bool:
    """A measure that only documents name (全年预算) is never a part of a mistyped name."""
    return span.has(WordKind.MEASURE) and not span.has(WordKind.ITEM, WordKind.CONCEPT)


def _is_open(span: Span) -> bool:
    return not span.meanings


def _is_name(span: Span) -> bool:
    return span.has(WordKind.ITEM, WordKind.CONCEPT, WordKind.LINE, WordKind.MEASURE) or isinstance(
        span.value(WordKind.SLOT), Code
    )


def _is_soft(span: Span) -> bool:
    short_filler = len(span.text) == 1 and span.has(WordKind.FILLER) and span.text not in _CONNECTORS
    return short_filler or (
        len(span.text) == 2 and span.has(WordKind.SCHEME)
    )  # 采购 may be half of a mistyped 政府采购


def _with_suffixes(names: list[Span], folded: str) -> Iterator[Span]:
    """Join what is one name only together: 职业年金缴费 + 支出, 其他 + 城乡社区住宅 + 支出."""
    at = 0
    while at < len(names):
        end = at
        while end + 1 < len(names) and _is_one_name(names[end], names[end + 1]):
            end += 1
        if end == at:
            yield names[at]
        else:
            yield Span(names[at].start, names[end].end, folded[names[at].start : names[end].end])
        at = end + 1


def _is_one_name(span: Span, after: Span) -> bool:
    if span.end != after.start or span.has(WordKind.SLOT):
        return False
    return span.text == "其他" or after.text in ("支出", "收入")


def _known_mention(span: Span) -> Mention:
    code, concept = span.value(WordKind.SLOT), span.value(WordKind.CONCEPT)
    return Mention(
        span.text,
        span.start,
        span.end,
        concept=concept if isinstance(concept, Concept) else None,
        code=code.digits if isinstance(code, Code) else "",
        measure="" if span.has(WordKind.ITEM, WordKind.CONCEPT) else str(span.value(WordKind.MEASURE) or ""),
        is_known=span.has(WordKind.ITEM, WordKind.LINE),
        wide=span.text,
    )
