"""The words around an amount: whose it is, of which year and stage, in which list."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.outline import unnumber
from ingest.patterns import load
from knowledge.concepts import Concept, ConceptKind, concept_of
from knowledge.model import PATH_SEPARATOR, TOTAL_MEASURE, Direction, Document, Scheme, Stage, Subject
from knowledge.text import compact

_RULES = load("narrative")
_UNTIL = re.compile(_RULES["subject"]["until"])
_BEGINS = (_UNTIL, *(re.compile(pattern) for pattern in _RULES["subject"]["begins"]))
_ENDS = tuple(re.compile(pattern) for pattern in _RULES["subject"]["ends"])
_GENERIC = re.compile(_RULES["subject"]["generic"])
_GENERIC_SPENDING = re.compile(_RULES["subject"]["generic_spending"])
_FUNDS = re.compile(_RULES["moment_words"]["funds"])
_LAST_YEAR = re.compile(_RULES["moment_words"]["last_year"])
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_RELATIVE_YEAR = re.compile("上年|去年|上一年")
_TITLE_YEAR = re.compile(r"^(?:关于)?(?:19|20)\d\d\s*年度?")
_OF_UNIT = re.compile(r"^(?:（[^）]{1,6}）|(?:19|20)\d\d\s*年度?|的)+")
_MOMENT_WORD = re.compile("(?:预算|决算)数?$")
_MOMENTS = tuple(
    (re.compile(rule["pattern"]), Stage(rule["stage"]), rule.get("measure", TOTAL_MEASURE)) for rule in _RULES["moment"]
)
_SCHEMES = tuple((re.compile(rule["pattern"]), Scheme(rule["scheme"])) for rule in _RULES["scheme"])
_BOTH_SIDES = re.compile("^(.+?)收入[和、及]?支出$")
_FUND_NAMES = re.compile("一般公共预算|政府性基金预算|国有资本经营预算")
_LOOSE = tuple(re.compile(pattern) for pattern in _RULES["moment_words"]["loose"])
_LOOSE_SPECIAL = re.compile(_RULES["moment_words"]["loose_special"])
_CODE = re.compile(_RULES["path"]["code"])
_SCHEME_OF_CODE = {"2": Scheme.FUNCTION, "3": Scheme.DEPARTMENT_ECONOMIC, "5": Scheme.GOVERNMENT_ECONOMIC}
_FUND_WORDS = re.compile(_RULES["moment_words"]["fund_prefix"])
_WHOLE_MEASURES = frozenset({TOTAL_MEASURE, *_RULES["parts"]["of_all"]})
_PARTS: dict[str, list[str]] = {whole: parts for whole, parts in _RULES["parts"].items() if whole != "of_all"}
_SCHEME_OF_KIND = {
    ConceptKind.WHOLE: Scheme.TOTAL,
    ConceptKind.FUND: Scheme.TOTAL,
    ConceptKind.REVENUE: Scheme.REVENUE,
    ConceptKind.SPECIAL: Scheme.SPECIAL,
}


@dataclass(frozen=True, slots=True)
class Words:
    """What the words before an amount say. None: they don't."""

    name: str  # of the subject; empty: the subject that the text speaks of
    printed: str  # the name with the word for its moment
    year: int | None = None
    stage: Stage | None = None
    measure: str = TOTAL_MEASURE


def read_words(words: str, document: Document) -> Words:
    """The subject, year, stage and measure in the words before an amount."""
    years = _YEAR.findall(_UNTIL.sub("", words))
    printed = cut(words, document.unit_name)
    year = int(years[-1]) if years else None
    if _LAST_YEAR.match(printed):
        year = document.year - 1
    bare = _LAST_YEAR.sub("", printed)
    for pattern, stage, measure in _MOMENTS:
        if found := pattern.match(bare):
            return Words(cut(found["subject"], document.unit_name), printed, year, stage, measure)
    return Words(printed, printed, year, _stage(printed))


@lru_cache(maxsize=4096)
def cut(words: str, unit_name: str = "") -> str:
    """The name in the words: numbering, year, unit, verbs and links are cut off at both ends."""
    previous = None
    name = words
    while name != previous:
        previous = name
        if unit_name and name.startswith(unit_name):
            name = re.sub(r"^（[^）]{1,6}）", "", name[len(unit_name) :])
        for pattern in _BEGINS:
            name = pattern.sub("", name, count=1)
        for pattern in _ENDS:
            name = pattern.sub("", name, count=1)
    return name


def _stage(name: str) -> Stage | None:
    words = _FUNDS.sub("", name)
    if "决算" in words:
        return Stage.FINAL
    if "执行数" in words:
        return Stage.EXECUTION
    return Stage.BUDGET if "预算" in words else None


def is_generic(name: str) -> bool:
    """Whether the words name no subject of their own."""
    return _GENERIC.match(name) is not None


def is_line_of_spending(name: str) -> bool:
    """Whether the words say only 支出 and its like."""
    return _GENERIC_SPENDING.match(name) is not None


def base_year(base: str, document: Document) -> int | None:
    """The year an amount is compared with; None where the words name none."""
    if found := _YEAR.search(base):
        return int(found[1])
    return document.year - 1 if _RELATIVE_YEAR.search(base) else None


@lru_cache(maxsize=4096)
def scheme_of(name: str) -> Scheme:
    """Which list a subject belongs to: what the lexicon knows, then what the words look like."""
    concept = concept_of(name) or concept_of(_MOMENT_WORD.sub("", name))
    if concept:
        return _SCHEME_OF_KIND[concept.kind]
    return next((scheme for pattern, scheme in _SCHEMES if pattern.search(name)), Scheme.OTHER)


def known_as(subject: Subject, within: Subject | None) -> tuple[Subject, str]:
    """The subject as the tables of its document may know it, and the fund that its words or its list name.

    A part of the whole budget (基本支出 within 支出预算) stands for itself; its list is dropped. A part of
    something smaller (一般公共预算 within 项目支出) keeps its list, or it would pass for the whole.
    """
    fund = _fund_of(within) if within else ""
    if subject.scheme is Scheme.FUNCTION:
        is_item = within is not None and subject.parent.endswith(within.name)
        return (replace(subject, parent="") if is_item else subject), fund
    if subject.scheme in (Scheme.PROJECT, Scheme.ASSET):
        return subject, ""
    name, own = _in_lexicon(subject.name)
    concept = concept_of(name)
    if concept is None:
        return subject, fund
    parents = subject.parent.split(PATH_SEPARATOR) if subject.parent else []
    if not all(_holds(parent, concept) for parent in parents):
        return subject, ""
    return Subject(name), own or fund if concept.kind is ConceptKind.WHOLE else ""


def _in_lexicon(name: str) -> tuple[str, str]:
    """The printed name or that part of it which the lexicon knows, and the fund that was cut off."""
    bare = _MOMENT_WORD.sub("", name)
    cut_down = [pattern.sub("", words) for words in (name, bare) for pattern in _LOOSE]
    for candidate in (name, bare, *cut_down):
        if concept_of(candidate):
            return candidate, ""
    for candidate in (_LOOSE_SPECIAL.sub("", name), _LOOSE_SPECIAL.sub("", bare)):
        if concept_of(candidate, ConceptKind.SPECIAL):
            return candidate, ""
    for candidate in (name, bare):
        found = _FUND_WORDS.match(candidate)
        rest = candidate[found.end() :] if found else ""
        if found and rest not in ("收入", "支出") and concept_of(rest, ConceptKind.WHOLE):
            fund = concept_of(found[0], ConceptKind.FUND)
            return rest, fund.name if fund else ""
    return name, ""


def _fund_of(subject: Subject) -> str:
    name, own = _in_lexicon(subject.name)
    concept = concept_of(name, ConceptKind.FUND)
    return own or (concept.name if concept else "")


def fund_in(heading: str) -> str:
    """The fund whose spending a heading announces; empty where it names none or several."""
    named = {match[0] for match in _FUND_NAMES.finditer(heading)}
    return named.pop() if len(named) == 1 and "支出" in heading else ""


def _holds(parent: str, part: Concept) -> bool:
    """Whether what the lexicon says of a part is true of it within `parent` too."""
    name, _ = _in_lexicon(parent)
    whole = concept_of(name)
    if part.kind in (ConceptKind.SPECIAL, ConceptKind.REVENUE):
        return whole is not None or scheme_of(parent) is not Scheme.FUNCTION
    if whole is None:
        return False
    if whole.kind is ConceptKind.WHOLE:
        return whole.measure in _WHOLE_MEASURES or (
            part.kind is ConceptKind.WHOLE and part.measure in _PARTS.get(whole.measure, ())
        )
    return whole.kind is ConceptKind.FUND


def absent_subjects(name: str) -> list[str]:
    """The subjects that a sentence denies together: 政府性基金预算财政拨款收入和支出 are two."""
    name = name.replace("安排的支出", "支出").removesuffix("表")
    if found := _BOTH_SIDES.match(name):
        return [f"{found[1]}收入", f"{found[1]}支出"]
    parts = name.split("和")
    return parts if all(concept_of(_in_lexicon(part)[0]) for part in parts) else [name]


def direction_of(subject: Subject) -> Direction:
    """The side of the budget that the subject's words tell."""
    if subject.scheme is Scheme.FUNCTION:
        return Direction.EXPENDITURE
    concept = concept_of(subject.name)
    if concept and concept.direction is not Direction.NONE:
        return concept.direction
    has_revenue, has_spending = "收入" in subject.name, "支出" in subject.name
    if has_revenue == has_spending:
        return Direction.NONE
    return Direction.REVENUE if has_revenue else Direction.EXPENDITURE


def read_single(found: re.Match[str], document: Document) -> Subject:
    """行政运行（项）: a classification line without its parents."""
    return Subject(cut(found["item"], document.unit_name), scheme=Scheme.FUNCTION)


def coded(name: str) -> Subject | None:
    """2050201学前教育: a name with its code before it, or None."""
    found = _CODE.match(name)
    if found is None:
        return None
    return Subject(name[found.end() :], found["code"], _SCHEME_OF_CODE[found["code"][0]])


def read_path(found: re.Match[str], document: Document) -> Subject:
    """Of 住房保障支出（221类）…（02款）住房公积金（01项） the last is the subject, the others its parents."""
    names = [cut(found["class"], document.unit_name), found["group"], found["item"]]
    codes = [found["class_code"], found["group_code"], found["item_code"]]
    known = [name for name in names if name]
    code = "".join(code for code in codes if code) if all(codes[: len(known)]) else ""
    return Subject(known[-1], code, Scheme.FUNCTION, PATH_SEPARATOR.join(known[:-1]))


def title_words(heading: str, unit_name: str = "") -> str:
    """A heading without its number, its year, its unit and spaces of layout."""
    title = _TITLE_YEAR.sub("", compact(unnumber(heading.strip()).rstrip("。：:")))
    return _OF_UNIT.sub("", title.removeprefix(unit_name)) or title if unit_name else title
