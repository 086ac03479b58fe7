"""What a column's header path says of the amounts below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.moments import moment_of
from ingest.specs import ColumnRule, column_rules, load_specs
from ingest.units import unit_in
from knowledge.concepts import Concept, ConceptKind, concept_of, concepts
from knowledge.identities import is_total_word
from knowledge.model import TOTAL_MEASURE, Aspect, Direction, Document, Stage
from knowledge.text import compact, fold_name

_YEAR_PREFIX = re.compile(r"^\s*(?P<year>20\d\d)\s*年度?\s*(?=[^\d\s])")
_MOMENT = re.compile(load_specs("headers")["moment"]["pattern"])
_THIS_YEAR = re.compile(r"^(?:本年度?|当年)")


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What a column adds to the meaning of its amounts; None and empty where it says nothing."""

    measure: str = TOTAL_MEASURE
    fund: str = ""
    direction: Direction = Direction.NONE
    stage: Stage | None = None
    year: int | None = None
    aspect: Aspect = Aspect.AMOUNT
    unit: str = ""
    other: str = ""  # the lowest word that the lexicon does not know, or the name of a special amount


def column_meaning(path: Sequence[str], document: Document) -> ColumnMeaning:
    """Read a header path from the top down; what a lower cell says counts for more."""
    meaning = ColumnMeaning()
    for text in path:
        meaning = _read_cell(meaning, text, document)
    return meaning


def told_apart(columns: Sequence[ColumnMeaning], paths: Sequence[Sequence[str]]) -> tuple[ColumnMeaning, ...]:
    """Columns that would mean the same below different headers: one at most keeps the meaning.

    That is the one without a header word that the lexicon does not know, or the one highest in the header. The
    others have their header as measure: 上年结转安排 › 项目支出 beside 当年拨款安排 › 项目支出.
    """
    said = [replace(column, other="") if column.measure != TOTAL_MEASURE else column for column in columns]
    return tuple(
        column
        if _is_plainest(i, columns, [j for j, same in enumerate(said) if same == said[i]], paths)
        else replace(column, measure="".join(paths[i]))
        for i, column in enumerate(columns)
    )


def _is_plainest(
    index: int, columns: Sequence[ColumnMeaning], alike: Sequence[int], paths: Sequence[Sequence[str]]
) -> bool:
    if all(paths[other] == paths[index] for other in alike):
        return True
    plain = [other for other in alike if not columns[other].other] or list(alike)
    highest = min(len(paths[other]) for other in plain)
    return [other for other in plain if len(paths[other]) == highest] == [index]


def _read_cell(meaning: ColumnMeaning, text: str, document: Document) -> ColumnMeaning:
    unit, text = unit_in(text)
    unit = unit or _counted(text)
    if unit:
        meaning = replace(meaning, unit=unit)
    year = _YEAR_PREFIX.match(text)
    if year:
        meaning = replace(meaning, year=int(year["year"]))
    folded = fold_name(text)
    for rule in column_rules():
        match = rule.pattern.match(folded)
        if match:
            return _apply_rule(meaning, rule, match, document)
    if _is_moment(text):
        moment = moment_of(text, document.year)
        return replace(meaning, year=moment.year or meaning.year, stage=moment.stage or meaning.stage)
    bare = _YEAR_PREFIX.sub("", text)
    found = [concept for part in _fund_and_rest(fold_name(bare)) if (concept := _concept(part))]
    found = found or [concept for concept in (_part_of(meaning.other, fold_name(bare)),) if concept]
    for concept in found:
        meaning = _apply_concept(meaning, concept)
    return meaning if found or is_total_word(text) else replace(meaning, other=compact(bare))


def _is_moment(text: str) -> bool:
    """Whether a header says nothing but when: 2025年执行数（快报）, 2027年计划数."""
    return bool(_MOMENT.fullmatch(fold_name(text)))


def _counted(text: str) -> str:
    """The unit of a number that is no money, by its header: 人数 counts 人."""
    units: dict[str, str] = load_specs("roles")["count"]
    return units.get(fold_name(text), "")


def _part_of(special: str, leaf: str) -> Concept | None:
    """The part of a special amount that a short header names: 运行费 below 公务用车购置及运行费."""
    parts = (
        concept
        for concept in concepts()
        if concept.kind is ConceptKind.SPECIAL and special and concept.parent == special
    )
    return next((part for part in parts if any(fold_name(word).endswith(leaf) for word in part.words)), None)


def _concept(text: str) -> Concept | None:
    return concept_of(text, ConceptKind.FUND, ConceptKind.WHOLE, ConceptKind.REVENUE, ConceptKind.SPECIAL)


def _fund_and_rest(folded: str) -> tuple[str, ...]:
    """Cut a header that names a kind of money and a measure in one: 本年一般公共预算基本支出."""
    text = _THIS_YEAR.sub("", folded) if _concept(folded) is None else folded
    if _concept(text):
        return (text,)
    cuts = ((text[:end], text[end:]) for end in range(len(text) - 1, 3, -1))
    return next(((fund, rest) for fund, rest in cuts if concept_of(fund, ConceptKind.FUND) and _concept(rest)), ())


def _apply_rule(meaning: ColumnMeaning, rule: ColumnRule, match: re.Match[str], document: Document) -> ColumnMeaning:
    groups = match.groupdict()
    named_year = groups.get("year")
    year = int(named_year) if named_year else document.year + rule.year
    stage = Stage(groups["stage"]) if groups.get("stage") else rule.stage
    return replace(
        meaning,
        stage=stage or meaning.stage,
        year=year if named_year or rule.year else meaning.year,
        aspect=meaning.aspect if rule.aspect is Aspect.AMOUNT else rule.aspect,
        unit=rule.unit or meaning.unit,
        measure=rule.measure or meaning.measure,
    )


def _apply_concept(meaning: ColumnMeaning, concept: Concept) -> ColumnMeaning:
    match concept.kind:
        case ConceptKind.FUND:
            return replace(meaning, fund=concept.name)
        case ConceptKind.WHOLE:
            measure = meaning.measure if concept.measure == TOTAL_MEASURE else concept.measure
            direction = concept.direction or meaning.direction
            other = meaning.measure if "结转" in meaning.measure and measure != meaning.measure else meaning.other
            return replace(meaning, measure=measure, direction=direction, other=other)
        case ConceptKind.REVENUE:
            return replace(meaning, measure=concept.name, direction=concept.direction)
        case ConceptKind.SPECIAL:
            return replace(meaning, other=concept.name)
