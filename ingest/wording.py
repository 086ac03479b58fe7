"""The words before an amount: what it is of, whose it is, of which year and stage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.outline import unnumber
from ingest.patterns import load
from ingest.terms import Named, Terms, fund_in_words
from knowledge.concepts import ConceptKind, concept_of
from knowledge.model import TOTAL_MEASURE, Document, Level, Stage
from knowledge.names.units import unit_aliases
from knowledge.text import compact, fold_name

_RULES = load("narrative")
_UNTIL = re.compile(_RULES["subject"]["until"])
_BEGINS = (_UNTIL, *(re.compile(pattern) for pattern in _RULES["subject"]["begins"]))
_ENDS = tuple(re.compile(pattern) for pattern in _RULES["subject"]["ends"])
_AROUND = (*_BEGINS, *_ENDS)
_BODY = re.compile(_RULES["subject"]["body"])
_BODY_MARK = re.compile(r"（[^）]*）$")
_APPROVED = re.compile(_RULES["subject"]["approved"])
_DEED = re.compile(_RULES["subject"]["deed"])
_OPENING = re.compile(_RULES["subject"]["opening"])
_AREA = re.compile(_RULES["area"]["pattern"])
_GENERIC = re.compile(_RULES["subject"]["generic"])
_GENERIC_SPENDING = re.compile(_RULES["subject"]["generic_spending"])
_FUNDS = re.compile(_RULES["moment_words"]["funds"])
_LAST_YEAR = re.compile(_RULES["moment_words"]["last_year"])
_DONE = _RULES["moment_words"]["done"]
_STAGE_WORDS = tuple((re.compile(pattern), stage) for stage, pattern in _RULES["moment_words"]["stages"].items())
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_RELATIVE_YEAR = re.compile("上年|去年|上一年|同期")
_TITLE_YEAR = re.compile(r"^(?:关于)?(?:19|20)\d\d\s*年度?")
_OF_UNIT = re.compile(r"^(?:（[^）]{1,6}）|(?:19|20)\d\d\s*年度?|的)+")


@dataclass(frozen=True, slots=True)
class _Moment:
    """Words that say which moment an amount belongs to."""

    pattern: re.Pattern[str]
    stage: str  # of `Stage`, or what is done: 决算 of a unit, 执行 of a government whose year still runs
    measure: str
    of_government: bool | None  # None: of any document


_MOMENTS = tuple(
    _Moment(
        re.compile(rule["pattern"]), rule["stage"], rule.get("measure", TOTAL_MEASURE), rule.get("government", None)
    )
    for rule in _RULES["moment"]
)


@dataclass(frozen=True, slots=True)
class Words:
    """What the words before an amount say. None and empty: they don't."""

    name: str  # of the subject; empty: the subject that the text speaks of
    printed: str  # the name with the words for its moment
    year: int | None = None
    stage: Stage | None = None
    measure: str = TOTAL_MEASURE
    fund: str = ""
    area: str = ""  # of a government's amount: 全市
    owner: str = ""  # the body whose amount it is, where it is another than the document's
    is_term: bool = False  # the name is known, and nothing else was said
    deed: str = ""  # of a government: words that tell that money was given, not of what it is


@dataclass(frozen=True, slots=True)
class _Trimmed:
    """Words without what stands before and after the name."""

    name: str
    area: str = ""
    owner: str = ""


class Wording:
    """Reads the words before amounts in one document."""

    def __init__(self, document: Document, terms: Terms, bodies: frozenset[str] = frozenset()) -> None:
        """`bodies` are those, folded, whose amounts the text tells apart from the document's own."""
        self.document = document
        self.of_government = document.level is Level.GOVERNMENT
        self.bodies = bodies
        self._terms = terms
        self._own = frozenset(alias.folded for alias in unit_aliases(document.unit_name))
        self._known: dict[str, Words] = {}

    def read(self, words: str) -> Words:
        """The subject, year, stage, measure and whose it is, in the words before an amount."""
        if words not in self._known:
            self._known[words] = self._read(words)
        return self._known[words]

    def name_in(self, words: str) -> str:
        """The name in the words, whatever it is."""
        return self.read(words).name

    def line_in(self, words: str) -> str:
        """The name of a classification line, without what stands before it."""
        return self._trim(words, _BEGINS).name or words

    def term_in(self, words: str) -> str:
        """The term that the words name; empty where they name none or more."""
        read = self.read(words)
        return read.name if read.is_term else ""

    def owner_of(self, heading: str) -> str:
        """The other body that a heading names; empty where it names none."""
        title = title_words(heading)
        return title if self._is_other(title) else ""

    def _read(self, words: str) -> Words:
        year = self._year(words)
        trimmed = self._trim(words)
        printed = trimmed.name
        if _LAST_YEAR.match(printed):
            year = year or self.document.year - 1
        name, stage, measure = self._moment(_LAST_YEAR.sub("", printed))
        if stage is None and _APPROVED.search(words):
            stage = Stage.BUDGET
        if trimmed.owner and is_generic(name):
            name = trimmed.owner
        named = self._terms.find(name)
        name = self._name(name, named)
        if year and str(year) in name and named is None:
            year = None  # it belongs to the name: 2020年提前下达专项债券资金
        return Words(
            deed=self._deed(words, trimmed.area) if named is None else "",
            name=name,
            printed=printed,
            year=year,
            stage=stage,
            measure=measure,
            fund=fund_in_words(named.around) if named and not concept_of(named.name, ConceptKind.FUND) else "",
            area=trimmed.area,
            owner=trimmed.owner,
            is_term=named is not None,
        )

    def _name(self, name: str, named: Named | None) -> str:
        """The term; of a government the words as they are, where they tell the fund: 一般公共预算总收入."""
        if named is None or (self.of_government and fund_in_words(named.around) and not _is_special(named.name)):
            return name
        return named.name

    def _deed(self, words: str, area: str) -> str:
        """安排资金, 统筹: what is left of such words is no name."""
        if not self.of_government:
            return ""
        bare = _OPENING.sub("", words).removeprefix(area)
        return bare if _DEED.match(bare) else ""

    def _year(self, words: str) -> int | None:
        years = _YEAR.findall(words if self.of_government else _UNTIL.sub("", words))
        return int(years[-1]) if years else None

    def _moment(self, printed: str) -> tuple[str, Stage | None, str]:
        """The name without the words for its moment, and that moment."""
        for rule in _MOMENTS:
            found = rule.pattern.match(printed) if rule.of_government in (None, self.of_government) else None
            if found:
                subject = found["subject"] + (found.groupdict().get("side") or "")
                return self._trim(subject).name, self._stage_of(rule.stage), rule.measure
        return printed, self._stage(printed), TOTAL_MEASURE

    def _stage_of(self, name: str) -> Stage:
        if name != _DONE:
            return Stage(name)
        return Stage.EXECUTION if self.of_government and self.document.stage is not Stage.FINAL else Stage.FINAL

    def _stage(self, name: str) -> Stage | None:
        words = _FUNDS.sub("", name)
        return next((self._stage_of(stage) for pattern, stage in _STAGE_WORDS if pattern.search(words)), None)

    # ---- what stands around the name -------------------------------------------------------------------

    def _trim(self, words: str, patterns: tuple[re.Pattern[str], ...] = _AROUND) -> _Trimmed:
        """Numbering, year, unit, verbs and links are cut off at both ends."""
        name, area, owner, previous = words, "", "", None
        while name != previous:
            previous = name
            name, other = self._without_body(name)
            owner = owner or other
            if self.of_government and (found := _AREA.match(name)):
                area, name = area or found["area"], name[found.end() :]
            name = _cut(name, patterns)
        return _Trimmed(name, area, owner)

    def _without_body(self, name: str) -> tuple[str, str]:
        """The words without the body that they begin with, and that body where it is another than the document's."""
        unit_name = self.document.unit_name
        found = _BODY.match(name)
        if found:
            return name[found.end() :], found["body"] if self._is_other(found["body"]) else ""
        if unit_name and name.startswith(unit_name):
            return re.sub(r"^（[^）]{1,6}）", "", name[len(unit_name) :]), ""
        return name, ""

    def _is_other(self, body: str) -> bool:
        return fold_name(body) in self.bodies or fold_name(_BODY_MARK.sub("", body)) in self.bodies - self._own


def _is_special(name: str) -> bool:
    return concept_of(name, ConceptKind.SPECIAL) is not None


@lru_cache(maxsize=8192)
def _cut(words: str, patterns: tuple[re.Pattern[str], ...]) -> str:
    """The words without what the patterns find at their ends."""
    name = words
    for pattern in patterns:
        name = pattern.sub("", name, count=1)
    return name


def is_generic(name: str) -> bool:
    """Whether the words name no subject of their own."""
    return _GENERIC.match(name) is not None


def is_line_of_spending(name: str) -> bool:
    """Whether the words say only 支出 and its like."""
    return _GENERIC_SPENDING.match(name) is not None


def base_year(base: str, year: int) -> int | None:
    """The year that an amount of `year` is compared with; None where the words name none."""
    if found := _YEAR.search(base):
        return int(found[1])
    return year - 1 if _RELATIVE_YEAR.search(base) else None


def title_words(heading: str, unit_name: str = "") -> str:
    """A heading without its number, its year, its unit and spaces of layout."""
    title = _TITLE_YEAR.sub("", compact(unnumber(heading.strip()).rstrip("。：:")))
    return _OF_UNIT.sub("", title.removeprefix(unit_name)) or title if unit_name else title
