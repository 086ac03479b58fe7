"""What a wording asks for, made comparable: two wordings of one question, or two questions in like words?"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from knowledge.names.items import contradicts
from knowledge.names.sound import sound
from knowledge.question import Numbers, Operation, Question
from knowledge.store.read import KnowledgeBase
from knowledge.tokens import cut
from knowledge.words import WordKind

_SAID_APART = (
    WordKind.UNIT,
    WordKind.REGION,
    WordKind.YEAR,
    WordKind.STAGE,
    WordKind.LEVEL,
    WordKind.SLOT,
    WordKind.FILLER,
)
"""Words that the core leaves out: they only ask, or they are compared on their own."""
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
    keeps_order: bool = False

    @property
    def digits(self) -> list[str]:
        """The numbers of the core: 12333 is not 12345."""
        return sorted(_DIGITS.findall(self.core))


def asked_of(question: Question, base: KnowledgeBase) -> Asked:
    """What a question asks for. A follow-up also asks for what it takes over from the question before."""
    own = [span.text for span in question.spans if not span.has(*_SAID_APART) or span.has(WordKind.ITEM)]
    guard = {
        "units": sorted(base.units[unit_id].name for unit_id in question.unit_ids if unit_id in base.units),
        "place": question.unknown_place,
        "years": sorted(question.years),
        "offsets": sorted(question.year_offsets),
        "stages": sorted(question.stages),
        "level": question.level or "",
        "operations": sorted(question.operations),
        "topic": question.topic.headings if question.topic else (),
        "amounts": [f"{amount.bound}{amount.value}{amount.unit}" for amount in question.amounts],
        "about": sorted(one.text for one in question.mentions if one.text not in question.folded),
        "codes": sorted(mention.code for mention in question.mentions if mention.code),
    }
    return Asked(
        guard=json.dumps({name: value for name, value in guard.items() if value}, ensure_ascii=False, sort_keys=True),
        core="".join(own) or question.folded,
        known=tuple(sorted({one.text for one in question.mentions if one.is_known or one.concept})),
        numbers=question.numbers,
        keeps_order=not _IN_ORDER.isdisjoint(question.operations),
    )


def likeness(one: Asked, other: Asked) -> float:
    """How sure it is that two wordings ask the same, 0 to 100; 0 where they differ in what must not differ."""
    if one.guard != other.guard or one.digits != other.digits:
        return 0.0
    if one.known and other.known and one.known != other.known:
        return 0.0
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return 0.0
    return core_likeness(one.core, other.core, keeps_order=one.keeps_order)


def core_likeness(one: str, other: str, *, keeps_order: bool = False) -> float:
    """Likeness of two cores by characters, by sound, and by words in another order, 0 to 100."""
    if one == other:
        return 100.0
    if contradicts(one, other) or contradicts(other, one):
        return 0.0
    found = [fuzz.ratio(one, other), fuzz.ratio(sound(one), sound(other)) - _SOUND_COST]
    if not keeps_order:
        found.append(fuzz.ratio("".join(sorted(cut(one))), "".join(sorted(cut(other)))))
    return max(found)
