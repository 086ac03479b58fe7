"""Subjects as sentences name them, and as the tables of their document may know them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from ingest.patterns import load
from knowledge.concepts import Concept, ConceptKind, concept_of
from knowledge.model import PATH_SEPARATOR, TOTAL_MEASURE, Direction, Scheme, Subject

_RULES = load("narrative")
_MOMENT_WORD = re.compile("(?:预算|决算)数?$")
_SCHEMES = tuple((re.compile(rule["pattern"]), Scheme(rule["scheme"])) for rule in _RULES["scheme"])
_BOTH_SIDES = re.compile("^(.+?)收入[和、及]?支出$")
_FUND_NAMES = re.compile("一般公共预算|政府性基金预算|国有资本经营预算")
_LOOSE = tuple(re.compile(pattern) for pattern in _RULES["moment_words"]["loose"])
_LOOSE_SPECIAL = re.compile(_RULES["moment_words"]["loose_special"])
_FUND_WORDS = re.compile(_RULES["moment_words"]["fund_prefix"])
_WHOLE_MEASURES = frozenset({TOTAL_MEASURE, *_RULES["parts"]["of_all"]})
_PARTS: dict[str, list[str]] = {whole: parts for whole, parts in _RULES["parts"].items() if whole != "of_all"}
_GOVERNMENT_FUNDS = tuple((fund, re.compile(pattern)) for fund, pattern in _RULES["government_funds"]["words"].items())
_FUND_LABELS: dict[str, str] = _RULES["government_funds"]["labels"]
_PREFIXES: dict[str, str] = _RULES["parts_of"]["prefix"]
_PART_WORDS = re.compile(_RULES["parts_of"]["words"])
_WIDE = (Scheme.TOTAL, Scheme.REVENUE, Scheme.SPECIAL)  # lists whose names do not narrow the amounts in them
_SCHEME_OF_KIND = {
    ConceptKind.WHOLE: Scheme.TOTAL,
    ConceptKind.FUND: Scheme.TOTAL,
    ConceptKind.REVENUE: Scheme.REVENUE,
    ConceptKind.SPECIAL: Scheme.SPECIAL,
}


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
        return whole is not None or scheme_of(parent) in _WIDE
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


def fund_of_name(name: str) -> str:
    """The fund that a name holds: 社会保险基金收入 is of 社会保险基金预算; empty where it holds none."""
    return next((fund for fund, pattern in _GOVERNMENT_FUNDS if pattern.search(name)), "")


def fund_label(fund: str) -> str:
    """How a fund is said before 收入 and 支出: 社会保险基金预算 gives 社会保险基金."""
    return _FUND_LABELS.get(fund, fund)


def part_of(parent: Subject | None, name: str) -> str:
    """The name of a part as it stands alone: 货物类 within 政府采购 is 政府采购货物."""
    whole = concept_of(parent.name) if parent else None
    prefix = _PREFIXES.get(whole.name, "") if whole else ""
    if not prefix or concept_of(name):
        return name
    candidates = (prefix + name, prefix + _PART_WORDS.sub("", name))
    return next((full for full in candidates if concept_of(full, ConceptKind.SPECIAL)), name)
