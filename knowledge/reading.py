"""From a text to a Question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from knowledge.editorial.alias import Alias, AliasWords
from knowledge.lexicon import load
from knowledge.mentions import find_mentions
from knowledge.model import Level, Scheme, Stage
from knowledge.question import NamedUnits, Numbers, Operation, Question, Topic
from knowledge.slots import Amount, Year, find_slots
from knowledge.store.read import KnowledgeBase
from knowledge.text import fold_name, simplify
from knowledge.vocabulary import KnowledgeWords, RegionWord, lexicon_words, units_of
from knowledge.words import Meaning, Span, WordKind, segment

_SPACE_IN_WORDS = re.compile(r"\s+")
_WORD = re.compile(r"[a-z]+(?: [a-z]+)?")


def normalise(text: str) -> str:
    """Width, case, script and English words folded; spaces single, since codes are written with them."""
    plain = simplify(unicodedata.normalize("NFKC", text)).lower()
    plain = "".join(char for char in plain if unicodedata.category(char)[0] not in "CM" or char in "\n\t ")
    plain = _SPACE_IN_WORDS.sub(" ", plain).strip()
    for variant, usual in load("questions")["variants"].items():
        plain = plain.replace(variant, usual)
    words = load("english")["words"]
    return _WORD.sub(lambda match: _translate(match.group(), words), plain)


def _translate(text: str, words: dict[str, str]) -> str:
    if text in words:
        return words[text]
    return " ".join(words.get(word, word) for word in text.split(" "))


_CUT = re.compile(r"[、，,；;。！!？?：:\n]")


@dataclass(frozen=True, slots=True)
class _Squeezed:
    """The text without what no name holds."""

    text: str
    fixed: dict[int, Span]  # the slots, by their start
    cuts: frozenset[int]  # where a comma or the like stood
    patterns: tuple[str, ...]


def _squeeze(plain: str, slots: Iterable[tuple[str, Span]]) -> _Squeezed:
    """Drop spaces and punctuation, keeping the slots as spans of the squeezed text and the places of commas."""
    kept: list[str] = []
    fixed: dict[int, Span] = {}
    names: list[str] = []
    cuts: set[int] = set()
    at = 0

    def keep(piece: str) -> None:
        for index, clause in enumerate(_CUT.split(piece)):
            if index:
                cuts.add(sum(map(len, kept)))
            kept.append(fold_name(clause))

    for name, span in sorted(slots, key=lambda entry: entry[1].start):
        keep(plain[at : span.start])
        start, word = sum(map(len, kept)), fold_name(span.text)
        fixed[start] = Span(start, start + len(word), word, span.meanings)
        kept.append(word)
        names.append(name)
        at = span.end
    keep(plain[at:])
    return _Squeezed("".join(kept), fixed, frozenset(cuts), tuple(names))


_REGION_WORD = re.compile(r"[\u4e00-\u9fff]{2,6}[省市区县州旗]")


class QuestionReader:
    """Reads questions with the words of one knowledge base."""

    def __init__(self, base: KnowledgeBase, aliases: Sequence[Alias] = ()) -> None:
        self._base = base
        self._words = KnowledgeWords(base)
        self._aliases = AliasWords(aliases)

    def with_aliases(self, aliases: Sequence[Alias]) -> QuestionReader:
        """A reader of the same knowledge base with other aliases."""
        other = QuestionReader(self._base, aliases)
        other._words = self._words
        return other

    def read(self, text: str, unit_ids: tuple[int, ...] = ()) -> Question:
        """Read a text. `unit_ids` are the units that the conversation is about, for names without a unit."""
        plain = normalise(text)
        if self._aliases.is_empty:
            return self._read(text, plain, unit_ids)
        named = self._with_names(plain, unit_ids)
        return self._read(text, named, unit_ids)

    def _with_names(self, plain: str, unit_ids: tuple[int, ...]) -> str:
        """The text with names in the place of aliases. A longer known name goes before an alias inside it."""
        squeezed = _squeeze(plain, find_slots(plain, self._words.codes.__contains__))
        vocabularies = (
            self._aliases.vocabulary,
            self._words.units,
            lexicon_words(),
            self._words.printed,
            self._words.items(tuple(sorted(unit_ids))),
        )
        return self._aliases.put_in(plain, segment(squeezed.text, vocabularies, squeezed.fixed, squeezed.cuts))

    def _read(self, text: str, plain: str, unit_ids: tuple[int, ...]) -> Question:
        squeezed = _squeeze(plain, find_slots(plain, self._words.codes.__contains__))
        folded, fixed, cuts = squeezed.text, squeezed.fixed, squeezed.cuts
        named = _named_units(segment(folded, (self._words.units, lexicon_words()), fixed, cuts))
        scope = tuple(sorted(named or unit_ids))
        vocabularies = (
            self._words.units,
            lexicon_words(),
            self._words.printed,
            self._words.items(scope),
            self._words.unit_parts(named),
        )
        spans = self._explain_units(segment(folded, vocabularies, fixed, cuts), named)
        return Question(
            text=text,
            folded=folded,
            spans=tuple(spans),
            unit_ids=named,
            unknown_place=_unknown_place(spans),
            unit_spans=tuple(NamedUnits(span.start, ids) for span in spans if (ids := units_of(span))),
            numbers=_numbers(spans),
            operations=tuple(dict.fromkeys(_values(spans, WordKind.CUE, Operation))),
            years=tuple(dict.fromkeys(slot.year for slot in _values(spans, WordKind.SLOT, Year))),
            year_offsets=tuple(dict.fromkeys(_values(spans, WordKind.YEAR, int))),
            stages=_stages(spans),
            level=next(_values(spans, WordKind.LEVEL, Level), None),
            scheme=next(_values(spans, WordKind.SCHEME, Scheme), None),
            code_digits=next(_values(spans, WordKind.CODE_LEVEL, int), None),
            topic=next(_values(spans, WordKind.PASSAGE, Topic), None),
            amounts=tuple(_values(spans, WordKind.SLOT, Amount)),
            mentions=tuple(find_mentions(spans, folded, cuts)),
            cuts=cuts,
            refusals=tuple(_values(spans, WordKind.REFUSE, str)),
            cues={str(span.value(WordKind.CUE)): span.text for span in spans if span.has(WordKind.CUE)},
            tables=tuple(dict.fromkeys(_values(spans, WordKind.TABLE, str))),
            slots=squeezed.patterns,
        )

    def _explain_units(self, spans: list[Span], unit_ids: tuple[int, ...]) -> list[Span]:
        """Take stretches that only repeat a part of a unit's name, or mistype its beginning, as said."""
        names = self._base.aliases_of(unit_ids)
        explained: list[Span] = []
        for span, after in zip_longest(spans, spans[1:]):
            open_span = not span.meanings
            part_of_name = open_span and len(span.text) > 1 and any(span.text in name for name in names)
            mistyped = (
                open_span
                and after is not None
                and after.has(WordKind.UNIT)
                and _is_mistyped(span.text + after.text, names)
            )
            explained.append(
                Span(span.start, span.end, span.text, (Meaning(WordKind.FILLER, ""),))
                if part_of_name or mistyped
                else span
            )
        return explained


def _values(spans: Sequence[Span], kind: WordKind, sort: type) -> Iterator[Any]:
    for span in spans:
        for meaning in span.meanings:
            if meaning.kind is kind and isinstance(meaning.value, sort):
                yield meaning.value


def _is_mistyped(text: str, names: Sequence[str]) -> bool:
    """Whether a text is one of the names with one wrong character."""
    return any(
        len(name) == len(text) > 3 and sum(a != b for a, b in zip(name, text, strict=True)) == 1 for name in names
    )


def _named_units(spans: Sequence[Span]) -> tuple[int, ...]:
    """The units that a question names: by name, narrowed by regions, or by the region alone."""
    named = [span.value(WordKind.UNIT) for span in spans if span.has(WordKind.UNIT)]
    regions = [
        set(value.unit_ids)
        for span in spans
        if isinstance(value := span.value(WordKind.REGION), RegionWord) and not span.has(WordKind.UNIT)
    ]
    found: dict[int, None] = {}
    for unit_ids in named:
        if isinstance(unit_ids, tuple):
            in_region = [unit_id for unit_id in unit_ids if any(unit_id in region for region in regions)]
            found.update(dict.fromkeys(in_region if len(unit_ids) > 1 and in_region else unit_ids))
    if not named:
        for region in regions:
            found.update(dict.fromkeys(sorted(region)))
    return tuple(found)


def _stages(spans: Sequence[Span]) -> tuple[Stage, ...]:
    """The stages that are said; that of 部门预算 only where no other is (2026年部门预算里2025年执行数)."""
    plain = [span for span in spans if not span.has(WordKind.LEVEL)]
    found = list(_values(plain, WordKind.STAGE, Stage)) or list(_values(spans, WordKind.STAGE, Stage))
    return tuple(dict.fromkeys(found))


def _numbers(spans: Sequence[Span]) -> Numbers:
    """Whether the question asks for money or for a number of things; None where it says neither or both."""
    words = load("questions")["numbers"]
    asking = [span.text for span in spans if span.has(WordKind.FILLER, WordKind.CUE)]
    money, things = (any(text in words[sort] for text in asking) for sort in ("money", "things"))
    if money == things:
        return None
    return "money" if money else "things"


def _unknown_place(spans: Sequence[Span]) -> str:
    """A region without a known unit, by its own name or before a unit's name; empty where there is none."""
    for span, after in zip_longest(spans, spans[1:]):
        before_unit = after is not None and after.has(WordKind.UNIT) and _REGION_WORD.fullmatch(span.text)
        if (span.has(WordKind.PLACE) and not span.has(WordKind.REGION, WordKind.UNIT, WordKind.ITEM)) or (
            not span.meanings and before_unit
        ):
            return span.text
    return ""
