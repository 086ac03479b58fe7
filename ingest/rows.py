"""What a row of a budget table is of: its subject, and what its name says of all its amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.columns import ColumnMeaning, column_meaning
from ingest.specs import TableSpec
from ingest.structure.hierarchy import is_total
from ingest.structure.labels import RawRow
from ingest.units import unit_in
from knowledge.concepts import ConceptKind, concept_of
from knowledge.identities import is_total_word
from knowledge.model import PATH_SEPARATOR, TOTAL_MEASURE, Aspect, Direction, Document, Scheme, Subject
from knowledge.text import fold_name, strip_numbering

_WHOLE_UNIT = ("", "本级", "部门", "汇总")  # what may stand behind the unit's name
_SCHEME_OF_CODE = {
    "1": Scheme.REVENUE,
    "2": Scheme.FUNCTION,
    "3": Scheme.DEPARTMENT_ECONOMIC,
    "5": Scheme.GOVERNMENT_ECONOMIC,
}
_PART_OF_LIST = ("小计", "本页小计", "累计")  # sums of some rows, none of the whole


@dataclass(frozen=True, slots=True)
class RowMeaning:
    """What a row adds to the meaning of its amounts."""

    subject: Subject
    measure: str = TOTAL_MEASURE
    fund: str = ""
    direction: Direction = Direction.NONE
    is_whole: bool = False  # the total of its side
    unit: str = ""  # printed behind its name
    moment: ColumnMeaning | None = None  # of a row that is called 2025年预算数 or 增减额


def parent_path(index: int, rows: Sequence[RawRow], parent_of: Sequence[int | None]) -> str:
    """The names of a row's parents from the top."""
    names: list[str] = []
    parent = parent_of[index]
    while parent is not None:
        names.append(row_name(rows[parent])[0])
        parent = parent_of[parent]
    return PATH_SEPARATOR.join(reversed(names))


def row_name(row: RawRow) -> tuple[str, str]:
    """A row's name without numbering and without the unit behind it, and that unit."""
    unit, name = unit_in(strip_numbering(row.label))
    return name, unit


# ---- subject ---------------------------------------------------------------------------------------


def whole_subject(direction: Direction) -> Subject:
    """The whole budget, or one side of it."""
    return Subject(name=direction.value or "收支", scheme=Scheme.TOTAL)


def row_meaning(row: RawRow, parent: str, direction: Direction, spec: TableSpec, document: Document) -> RowMeaning:
    """What a row is of. A label that the lexicon knows gives its concept, any other its own subject."""
    name, unit = row_name(row)
    return replace(_meaning(row, name, parent, direction, spec, document), unit=unit)


def with_moment(meaning: RowMeaning, row: RawRow, document: Document) -> RowMeaning:
    """The meaning of a row with the year or the change that a column of its own says."""
    return replace(meaning, moment=_moment(_with_year(row.moment), document)) if row.moment else meaning


def _with_year(text: str) -> str:
    """The year of a column of years as headers print it: 2022 gives 2022年."""
    return f"{text}年" if text.isdigit() else text


def _meaning(
    row: RawRow, name: str, parent: str, direction: Direction, spec: TableSpec, document: Document
) -> RowMeaning:
    if row.code:
        return RowMeaning(Subject(name, row.code, _scheme(row.code, direction, spec), parent), direction=direction)
    if not name or is_unit_name(name, document):
        return _whole_row(spec, direction, TOTAL_MEASURE)
    if moment := _moment(name, document):
        return replace(_whole_row(spec, direction, TOTAL_MEASURE), moment=moment)
    if row.group and is_total_word(name):
        return _meaning(replace(row, label=row.group, group=""), row.group, parent, direction, spec, document)
    if fold_name(name) in _PART_OF_LIST:
        return RowMeaning(Subject(name, scheme=Scheme.OTHER, parent=parent), direction=direction)
    whole = concept_of(name, ConceptKind.WHOLE)
    if is_total(name) or (whole and spec.scheme is not Scheme.PROJECT):
        side = (whole.direction if whole else Direction.NONE) or direction
        return _whole_row(spec, side, whole.measure if whole else TOTAL_MEASURE)
    if spec.scheme in (Scheme.PROJECT, Scheme.PROCUREMENT):
        return RowMeaning(Subject(name, scheme=spec.scheme, parent=parent), direction=direction)
    return _named_row(name, parent, direction, spec)


def _moment(name: str, document: Document) -> ColumnMeaning | None:
    """What a row says that is called as a column is: 2025年, 上年决算数, 增减额."""
    meaning = column_meaning((name,), document)
    is_moment = (meaning.year, meaning.stage) != (None, None) or meaning.aspect is not Aspect.AMOUNT
    return replace(meaning, other="", measure=TOTAL_MEASURE) if is_moment and not meaning.other else None


def row_of_unit(row: RawRow, unit: str, names_unit: bool, direction: Direction) -> RowMeaning:
    """A row of a subordinate unit: the unit itself, or one of its lines, which is none of the whole's."""
    subject = Subject(unit, scheme=Scheme.UNIT_NAME)
    if not names_unit:
        subject = Subject(row_name(row)[0], scheme=Scheme.UNIT_NAME, parent=unit)
    return RowMeaning(subject, direction=direction)


def _named_row(name: str, parent: str, direction: Direction, spec: TableSpec) -> RowMeaning:
    concept = concept_of(name, ConceptKind.SPECIAL, ConceptKind.REVENUE, ConceptKind.FUND)
    if concept is None:
        return RowMeaning(Subject(name, scheme=_scheme("", direction, spec), parent=parent), direction=direction)
    if concept.kind is ConceptKind.SPECIAL:
        subject = Subject(concept.name, scheme=Scheme.SPECIAL, parent=concept.parent)
        return RowMeaning(subject, direction=Direction.EXPENDITURE)
    above = concept_of(parent.split(PATH_SEPARATOR)[-1], ConceptKind.WHOLE) if parent else None
    measure = above.measure if above else TOTAL_MEASURE
    if concept.kind is ConceptKind.FUND and direction is not Direction.REVENUE:
        return RowMeaning(whole_subject(direction), measure, concept.name, direction)
    subject = Subject(concept.revenue or concept.name, scheme=Scheme.REVENUE, parent=parent)
    return RowMeaning(subject, measure, direction=Direction.REVENUE)


def _whole_row(spec: TableSpec, direction: Direction, measure: str) -> RowMeaning:
    is_whole = measure == TOTAL_MEASURE
    if spec.whole and is_whole:
        return RowMeaning(Subject(spec.whole, scheme=Scheme.SPECIAL), direction=direction, is_whole=True)
    return RowMeaning(whole_subject(direction), measure, direction=direction, is_whole=is_whole)


def is_unit_name(label: str, document: Document) -> bool:
    """Whether a row is the whole unit, written out: 某某局, 某某局（本级）, 某某局部门."""
    name, unit_name = fold_name(label), fold_name(document.unit_name)
    return bool(unit_name) and name.startswith(unit_name) and name[len(unit_name) :] in _WHOLE_UNIT


def _scheme(code: str, direction: Direction, spec: TableSpec) -> Scheme:
    if code:
        return _SCHEME_OF_CODE.get(code[0], spec.scheme)
    if direction is Direction.REVENUE and spec.scheme is Scheme.FUNCTION:
        return Scheme.REVENUE  # lines of revenue; those of spending have codes there
    if spec.scheme is not Scheme.OTHER:
        return spec.scheme
    return {Direction.REVENUE: Scheme.REVENUE, Direction.EXPENDITURE: Scheme.FUNCTION}.get(direction, Scheme.OTHER)
