"""What a label means: reads lexicon/concepts.toml.

A label is a row's name, a column's header, or the words before an amount in a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from knowledge.errors import ConfigError
from knowledge.lexicon import load
from knowledge.model import TOTAL_MEASURE, Direction, Scheme
from knowledge.text import fold_name, strip_numbering


class ConceptKind(StrEnum):
    """Which section of the lexicon a label stands in."""

    WHOLE = "whole"  # the whole budget, or a named part of the whole
    FUND = "fund"
    REVENUE = "revenue"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of the lexicon."""

    kind: ConceptKind
    name: str  # empty for a whole
    measure: str = TOTAL_MEASURE
    direction: Direction = Direction.NONE
    parent: str = ""
    revenue: str = ""  # FUND: the line of the revenue side that brings it
    words: tuple[str, ...] = ()


_PREFERENCE = (ConceptKind.WHOLE, ConceptKind.SPECIAL, ConceptKind.REVENUE, ConceptKind.FUND)


def _read_entry(kind: ConceptKind, entry: dict[str, object]) -> Concept:
    words = entry["words"]
    if not isinstance(words, list):
        raise ConfigError(f"knowledge/lexicon/concepts.toml: words of {entry} are no list")
    direction = Direction.REVENUE if kind is ConceptKind.REVENUE else Direction(str(entry.get("direction", "")))
    return Concept(
        kind=kind,
        name=str(entry.get("name", "")),
        measure=str(entry.get("measure", TOTAL_MEASURE)),
        direction=direction,
        parent=str(entry.get("parent", "")),
        revenue=str(entry.get("revenue", "")),
        words=tuple(str(word) for word in words),
    )


@cache
def concepts() -> tuple[Concept, ...]:
    """All entries of the lexicon, checked: no word stands twice in a section."""
    entries = tuple(_read_entry(kind, entry) for kind in ConceptKind for entry in load("concepts").get(kind.value, []))
    for kind in ConceptKind:
        words = [fold_name(word) for entry in entries if entry.kind is kind for word in entry.words]
        twice = {word for word in words if words.count(word) > 1}
        if twice:
            raise ConfigError(f"knowledge/lexicon/concepts.toml: twice in [[{kind}]]: {'、'.join(sorted(twice))}")
    return entries


@cache
def _by_word() -> dict[str, dict[ConceptKind, Concept]]:
    found: dict[str, dict[ConceptKind, Concept]] = {}
    for concept in concepts():
        for word in (*concept.words, concept.name):
            if word:
                found.setdefault(fold_name(word), {})[concept.kind] = concept
    return found


def concept_of(label: str, *kinds: ConceptKind) -> Concept | None:
    """The entry a label names exactly (width, brackets, spaces and numbering aside), or None.

    With `kinds` only those sections are looked at, in that order.
    """
    entries = _by_word().get(fold_name(strip_numbering(label)), {})
    return next((entries[kind] for kind in kinds or _PREFERENCE if kind in entries), None)


def subject_key(name: str, scheme: Scheme) -> str:
    """The key under which variants of one subject's name meet.

    因公出国(境)费用 and 因公出国（境）费 share one key; so do 住房保障 and 住房保障支出 as functions.
    """
    concept = concept_of(name, ConceptKind.SPECIAL, ConceptKind.REVENUE)
    if concept and scheme in (Scheme.SPECIAL, Scheme.REVENUE):
        return fold_name(concept.name)
    key = fold_name(name)
    if scheme is Scheme.FUNCTION and key.endswith("支出") and len(key) > 3:
        return key[:-2]
    return key
