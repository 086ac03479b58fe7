"""What a wording asks for, made comparable: two wordings of one question, or two questions in like words?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz import fuzz

from knowledge.asks import asking_words, asks_of, asks_otherwise
from knowledge.names.items import contradicts
from knowledge.names.sound import sound
from knowledge.question import Numbers, Operation, Question
from knowledge.store.read import KnowledgeBase
from knowledge.tokens import cut
from knowledge.vocabulary import lexicon_words
from knowledge.words import Span, WordKind

_SAID_APART = (
    WordKind.UNIT,
    WordKind.REGION,
    WordKind.YEAR,
    WordKind.STAGE,
    WordKind.LEVEL,
    WordKind.SLOT,
    WordKind.CUE,
)
"""Words that the core leaves out, since they are compared on their own."""
_NAMES = (WordKind.ITEM, WordKind.CONCEPT, WordKind.LINE, WordKind.ALIAS)
_NO_GUARD = {Operation.SMALLTALK, Operation.LIST}  # 你好 before a question; 哪些, which `asks` tells apart
_IN_ORDER = {Operation.COMPARE, Operation.SHARE, Operation.PERCENT}  # A of B is not B of A
_DIGITS = re.compile(r"\d+")
_SOUND_COST = 4.0  # points by which like sounds are weaker than like characters


@dataclass(frozen=True, slots=True)
class Asked:
    """A wording as it is compared. Only wordings with the same `guard` can be one question."""

    guard: str  # JSON: whose, when, which operation, which amounts; equal or another question
    core: str  # folded: what is asked about, without the words that only ask
    known: tuple[str, ...] = ()  # names of the documents in it; where both have some they must be the same
    numbers: Numbers = None  # money or things; where both say it, it must be the same
    asks: frozenset[str] = frozenset()  # how, where, when …; where both ask for something it must be the same
    keeps_order: bool = False

    @property
    def digits(self) -> list[str]:
        """The numbers of the core: 12333 is not 12345."""
        return sorted(_DIGITS.findall(self.core))


def asked_of(question: Question, base: KnowledgeBase) -> Asked:
    """What a question asks for. A follow-up also asks for what it takes over from the question before."""
    guard = {
        "units": sorted(base.units[unit_id].name for unit_id in question.unit_ids if unit_id in base.units),
        "place": question.unknown_place,
        "years": sorted(question.years),
        "offsets": sorted(question.year_offsets),
        "stages": sorted(question.stages),
        "level": question.level or "",
        "operations": sorted(set(question.operations) - _NO_GUARD),
        "topic": question.topic.headings if question.topic else (),
        "amounts": [f"{amount.bound}{amount.value}{amount.unit}" for amount in question.amounts],
        "about": sorted(one.text for one in question.mentions if one.text not in question.folded),
        "codes": sorted(mention.code for mention in question.mentions if mention.code),
    }
    return Asked(
        guard=json.dumps({name: value for name, value in guard.items() if value}, ensure_ascii=False, sort_keys=True),
        core="".join(_own_words(question.spans)) or question.folded,
        known=tuple(sorted({one.text for one in question.mentions if one.is_known or one.concept})),
        numbers=question.numbers,
        asks=asks_of(question.folded),
        keeps_order=not _IN_ORDER.isdisjoint(question.operations),
    )


def _own_words(spans: Iterable[Span]) -> Iterator[str]:
    """Names as they are, and the other words that do not only ask: cut as words, not where a filler begins."""
    for is_name, group in groupby(spans, key=lambda span: span.has(*_NAMES)):
        if is_name:
            yield from (span.text for span in group)
            continue
        for is_apart, between in groupby(group, key=lambda span: len(span.text) > 1 and span.has(*_SAID_APART)):
            if not is_apart:
                yield from (word for word in cut("".join(span.text for span in between)) if not _only_asks(word))


def _only_asks(word: str) -> bool:
    is_filler = any(meaning.kind is WordKind.FILLER for meaning in lexicon_words().meanings(word))
    return is_filler or word in asking_words()


def likeness(one: Asked, other: Asked) -> float:
    """How sure it is that two wordings ask the same, 0 to 100; 0 where they differ in what must not differ."""
    if one.guard != other.guard or one.digits != other.digits:
        return 0.0
    if one.known and other.known and one.known != other.known:
        return 0.0
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return 0.0
    if asks_otherwise(one.asks, other.asks):
        return 0.0
    return core_likeness(one.core, other.core, keeps_order=one.keeps_order)


def core_likeness(one: str, other: str, *, keeps_order: bool = False) -> float:
    """Likeness of two cores by characters, by sound, and by words in another order, 0 to 100."""
    if one == other:
        return 100.0
    words, others = cut(one), cut(other)
    if contradicts(one, other) or contradicts(other, one) or _says_otherwise(words, others, one, other):
        return 0.0
    found = [fuzz.ratio(one, other), fuzz.ratio(sound(one), sound(other)) - _SOUND_COST]
    if not keeps_order:
        found.append(fuzz.ratio("".join(sorted(words)), "".join(sorted(others))))
    return max(found)


def _says_otherwise(words: list[str], others: list[str], one: str, other: str) -> bool:
    """Whether each has a word of its own: 公租房 and 廉租房. A mistyped word is none, it falls apart."""
    own = any(len(word) > 1 and word not in other for word in words)
    return own and any(len(word) > 1 and word not in one for word in others)
