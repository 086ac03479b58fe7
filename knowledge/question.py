"""From a text to a Question: what is wanted, of whose budget, of which year and of what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from itertools import zip_longest
from typing import Any, Literal

from knowledge.classification import official_lines
from knowledge.concepts import Concept, concepts
from knowledge.lexicon import load
from knowledge.model import Level, Scheme, Stage
from knowledge.names.units import known_regions, region_forms
from knowledge.slots import Amount, Code, Year, find_slots
from knowledge.store.read import KnowledgeBase
from knowledge.text import fold_name, simplify
from knowledge.words import Meaning, Span, Vocabulary, WordKind, segment


class Operation(StrEnum):
    """What a question wants."""

    FIGURE = "figure"
    WHY = "why"
    CHANGE = "change"
    SHARE = "share"
    PERCENT = "percent"  # share or change, the other words tell
    COMPLETION = "completion"
    COMPARE = "compare"
    RANK = "rank"
    SUM = "sum"
    COUNT = "count"
    VERIFY = "verify"
    HAS = "has"
    REVERSE = "reverse"
    DEFINITION = "definition"
    LIST = "list"
    INDICATOR = "indicator"
    PASSAGE = "passage"
    CONTENTS = "contents"
    CHECK = "check"
    SMALLTALK = "smalltalk"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Topic:
    """The paragraphs that a question asks for."""

    headings: tuple[str, ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the question that names something: a known name, or words to be matched with names."""

    text: str  # folded
    start: int
    end: int
    wide: str = ""  # with the short fillers at its ends, which may belong to it: 办公费 for 公费
    concept: Concept | None = None
    code: str = ""
    measure: str = ""  # a measure that only the documents name: 中期资金总额
    is_known: bool = False  # a name of the knowledge base, letter by letter


@dataclass(frozen=True, slots=True)
class NamedUnits:
    """Units that are named at one place of a question."""

    start: int
    unit_ids: tuple[int, ...]


Numbers = Literal["money", "things"] | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was read. Empty and None where it says nothing."""

    text: str  # as asked
    folded: str
    spans: tuple[Span, ...]
    operations: tuple[Operation, ...] = ()
    unit_ids: tuple[int, ...] = ()
    unknown_place: str = ""  # a region that is named and has no known unit
    units_named: int = 0  # how often a unit or a region is named: two are compared
    numbers: Numbers = None  # what sort of number is asked for
    years: tuple[int, ...] = ()
    year_offsets: tuple[int, ...] = ()
    stages: tuple[Stage, ...] = ()
    level: Level | None = None
    scheme: Scheme | None = None
    code_digits: int | None = None  # 项级 7, 款级 5, 类级 3
    topic: Topic | None = None
    amounts: tuple[Amount, ...] = ()
    mentions: tuple[Mention, ...] = ()
    refusals: tuple[str, ...] = ()
    cuts: frozenset[int] = frozenset()  # where a comma or the like stood in `folded`
    cues: dict[str, str] = field(default_factory=dict)  # operation: the words that said so
    tables: tuple[str, ...] = ()  # titles of tables
    slots: tuple[str, ...] = ()  # names of the patterns that read something

    def wants(self, *operations: Operation) -> bool:
        """Whether a cue for one of `operations` was read."""
        return any(operation in self.operations for operation in operations)

    @property
    def unit_spans(self) -> list[NamedUnits]:
        """The places where units are named, with the units."""
        found = ((span.start, _units_of(span)) for span in self.spans)
        return [NamedUnits(start, unit_ids) for start, unit_ids in found if unit_ids]

    @property
    def sums_up(self) -> bool:
        """Whether the question wants several things together."""
        return any(word in self.folded for word in load("questions")["together"]["words"])

    @property
    def stretch(self) -> str:
        """The text between what says whose and when and what only asks, with everything inside."""
        outer = (WordKind.UNIT, WordKind.REGION, WordKind.SLOT, WordKind.YEAR, WordKind.STAGE, WordKind.LEVEL)
        inner = [span for span in self.spans if not span.has(*outer)]
        while inner and len(inner[-1].text) > 1 and inner[-1].has(WordKind.FILLER, WordKind.CUE):
            inner.pop()
        return "".join(span.text for span in inner)

    @property
    def share_at(self) -> int | None:
        """Where 占 stands: what is before it is the part, what is after it the whole."""
        cues = (span for span in self.spans if span.value(WordKind.CUE) is Operation.SHARE)
        return next((span.start for span in cues if "占" in span.text), None)


# ---- words of the lexicons -----------------------------------------------------------------------------


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


# ---- normal form ---------------------------------------------------------------------------------------

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


# ---- reading -------------------------------------------------------------------------------------------

_REGION_WORD = re.compile(r"[\u4e00-\u9fff]{2,6}[省市区县州旗]")
_CONNECTORS = frozenset("的和与及或跟呢吗是有了在里比把为对占")
"""One-character words that part two names; other short fillers may stand inside a name: 上 in 上级补助."""


class QuestionReader:
    """Reads questions with the words of one knowledge base."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._words = KnowledgeWords(base)

    def read(self, text: str, unit_ids: tuple[int, ...] = ()) -> Question:
        """Read a text. `unit_ids` are the units that the conversation is about, for names without a unit."""
        plain = normalise(text)
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
            units_named=sum(span.has(WordKind.UNIT, WordKind.REGION) for span in spans),
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
            mentions=tuple(_mentions(spans, folded, cuts)),
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


def _units_of(span: Span) -> tuple[int, ...]:
    units, region = span.value(WordKind.UNIT), span.value(WordKind.REGION)
    if isinstance(units, tuple):
        return units
    return region.unit_ids if isinstance(region, RegionWord) else ()


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
        if (span.has(WordKind.PLACE) and not span.has(WordKind.REGION, WordKind.ITEM)) or (
            not span.meanings and before_unit
        ):
            return span.text
    return ""


def _mentions(spans: Sequence[Span], folded: str, cuts: frozenset[int]) -> Iterator[Mention]:
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
