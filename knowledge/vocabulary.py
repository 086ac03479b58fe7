"""The words of questions: those of the lexicons, and the names of one knowledge base."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from knowledge.classification import official_lines
from knowledge.concepts import concepts
from knowledge.lexicon import load
from knowledge.model import Level, Scheme, Stage
from knowledge.names.regions import known_regions
from knowledge.names.units import region_forms
from knowledge.question import Operation, Topic
from knowledge.store.read import KnowledgeBase
from knowledge.text import fold_name
from knowledge.words import Meaning, Span, Vocabulary, WordKind


def _entries(section: str) -> Iterator[tuple[dict[str, Any], list[str]]]:
    data = load("questions").get(section, [])
    for entry in [data] if isinstance(data, dict) else data:
        yield entry, [fold_name(word) for word in entry["words"]]


@cache
def lexicon_words() -> Vocabulary:
    """The words that are the same for every knowledge base."""
    words: list[tuple[str, Meaning]] = []
    readers: dict[str, Callable[[dict[str, Any]], Meaning]] = {
        "cue": lambda entry: Meaning(WordKind.CUE, Operation(entry["operation"])),
        "passage": lambda entry: Meaning(WordKind.PASSAGE, Topic(tuple(entry["topic"]), entry.get("role", ""))),
        "refuse": lambda entry: Meaning(WordKind.REFUSE, entry["reason"]),
        "stage": lambda entry: Meaning(WordKind.STAGE, Stage(entry["stage"])),
        "level": lambda entry: Meaning(WordKind.LEVEL, Level(entry["level"])),
        "year": lambda entry: Meaning(WordKind.YEAR, entry["offset"]),
        "scheme": lambda entry: Meaning(WordKind.SCHEME, Scheme(entry["scheme"])),
        "level_of_code": lambda entry: Meaning(WordKind.CODE_LEVEL, entry["digits"]),
        "filler": lambda _entry: Meaning(WordKind.FILLER, ""),
    }
    for section, read in readers.items():
        for entry, texts in _entries(section):
            words += [(text, read(entry)) for text in texts]
    words += [
        (fold_name(word), Meaning(WordKind.CONCEPT, concept))
        for concept in concepts()
        for word in (*concept.words, concept.name)
    ]
    words += [(name, Meaning(WordKind.LINE, name)) for name in official_lines()]
    words += [(region, Meaning(WordKind.PLACE, region)) for region in known_regions()]
    return Vocabulary(words)


@dataclass(frozen=True, slots=True)
class RegionWord:
    """A region that some units belong to."""

    unit_ids: tuple[int, ...]


_SHORTEST_UNIT_PART = 4  # characters; shorter ends (中心) are too common to say whose


def _title_forms(title: str) -> set[str]:
    """What people call a table: with and without 部门, 单位 and the words for its kind of money."""
    folded = fold_name(title)
    bare = re.sub(r"^(?:部门|单位|本级)", "", folded)
    return {form for form in (folded, bare) if len(form) > 3}


class KnowledgeWords:
    """The names of one knowledge base as words of questions."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._items: dict[tuple[int, ...], Vocabulary] = {}
        self._unit_parts: dict[tuple[int, ...], Vocabulary] = {}

    @cached_property
    def units(self) -> Vocabulary:
        """Names, short forms and regions of units."""
        words = [
            (alias, Meaning(WordKind.UNIT, tuple(unit_id for unit_id, _ in units)))
            for alias, units in self._base.aliases.items()
        ]
        regions: dict[str, list[int]] = {}
        for unit in self._base.units.values():
            for form in region_forms(unit.name):
                regions.setdefault(fold_name(form), []).append(unit.id)
        words += [
            (region, Meaning(WordKind.REGION, RegionWord(tuple(unit_ids)))) for region, unit_ids in regions.items()
        ]
        return Vocabulary(words)

    def items(self, unit_ids: tuple[int, ...]) -> Vocabulary:
        """Names of the items of some units; of all where none is given."""
        if unit_ids not in self._items:
            self._items[unit_ids] = Vocabulary(
                (name, Meaning(WordKind.ITEM, item.key))
                for unit_id in unit_ids or self._base.units
                for item in self._base.items_of(unit_id)
                for name in {item.key, fold_name(item.subject.name)}
                if len(name) > 1
            )
        return self._items[unit_ids]

    @cached_property
    def printed(self) -> Vocabulary:
        """Measures that the lexicon does not know, and the titles of tables, as the documents print them."""
        known = {concept.measure for concept in concepts()}
        words = [
            (fold_name(measure), Meaning(WordKind.MEASURE, measure))
            for measure in self._base.measures()
            if measure not in known and len(measure) > 2
        ]
        for title in self._base.table_titles():
            words += [(form, Meaning(WordKind.TABLE, title)) for form in _title_forms(title)]
        return Vocabulary(words)

    def unit_parts(self, unit_ids: tuple[int, ...]) -> Vocabulary:
        """The ends of the named units' names: 信息中心 behind 安徽 says no more than the region did."""
        if unit_ids not in self._unit_parts:
            aliases = self._base.aliases_of(unit_ids)
            parts = {alias[start:] for alias in aliases for start in range(len(alias) - _SHORTEST_UNIT_PART + 1)}
            self._unit_parts[unit_ids] = Vocabulary((part, Meaning(WordKind.FILLER, "")) for part in parts)
        return self._unit_parts[unit_ids]

    @cached_property
    def codes(self) -> frozenset[str]:
        """All classification codes that some document prints."""
        return self._base.codes()


def units_of(span: Span) -> tuple[int, ...]:
    """The units that a word names, or that belong to the region it names."""
    units, region = span.value(WordKind.UNIT), span.value(WordKind.REGION)
    if isinstance(units, tuple):
        return units
    return region.unit_ids if isinstance(region, RegionWord) else ()
