"""What a row of a budget table is: its subject, and the row it is a part of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.grids import ReadGrid, Side
from ingest.specs import TableSpec
from knowledge.concepts import ConceptKind, concept_of
from knowledge.identities import is_total_word
from knowledge.model import PATH_SEPARATOR, TOTAL_MEASURE, Direction, Document, Scheme, Subject
from knowledge.text import compact, fold_name, strip_numbering

_CODE_IN_LABEL = re.compile(
    r"^\s*[\[［【(（]?(?P<code>[235]\d\d(?:\d\d){0,2})[\]］】)）]?\s*[-－—_:：.]?\s*(?=[\u4e00-\u9fff“])"
)
_WHOLE_UNIT = ("", "本级", "部门", "汇总")  # what may stand behind the unit's name
_CODE_LENGTHS = (3, 5, 7)  # digits of 类, 款, 项
_SCHEME_OF_CODE = {
    "1": Scheme.REVENUE,
    "2": Scheme.FUNCTION,
    "3": Scheme.DEPARTMENT_ECONOMIC,
    "5": Scheme.GOVERNMENT_ECONOMIC,
}
_NUMBERING_DEPTHS = (
    (re.compile(r"^\s*[一二三四五六七八九十]+、"), 0),
    (re.compile(r"^\s*[(（][一二三四五六七八九十]+[)）]"), 1),
    (re.compile(r"^\s*\d{1,2}[.．、]"), 2),
    (re.compile(r"^\s*其中"), 3),
)
_AMONG_DEPTH = 3  # of 其中


@dataclass(frozen=True, slots=True)
class RawRow:
    """A body row as printed."""

    index: int  # in the grid
    label: str
    code: str


@dataclass(frozen=True, slots=True)
class RowMeaning:
    """What a row adds to the meaning of its amounts."""

    subject: Subject
    measure: str = TOTAL_MEASURE
    fund: str = ""
    direction: Direction = Direction.NONE
    is_whole: bool = False  # the total of its side


# ---- as printed ------------------------------------------------------------------------------------


def raw_rows(read: ReadGrid, side: Side, spec: TableSpec) -> list[RawRow]:
    """The rows of one side with label and joined code: 208 | 05 | 2 gives 2080502.

    Without a column of codes the label may begin with one: 2080505-机关事业单位基本养老保险缴费支出.
    A project's name may begin with any number.
    """
    rows = [RawRow(row, _label(read, row, side), _code(read, row, side)) for row in read.body]
    return rows if spec.scheme in (Scheme.PROJECT, Scheme.PROCUREMENT) else [_code_apart(row) for row in rows]


def _code_apart(row: RawRow) -> RawRow:
    found = None if row.code else _CODE_IN_LABEL.match(row.label)
    return RawRow(row.index, row.label[found.end() :], found["code"]) if found else row


def _code(read: ReadGrid, row: int, side: Side) -> str:
    """The joined code; empty where the digits are no code of a subject (a unit's 301001)."""
    code = ""
    for part in (fold_name(read.text(row, column)) for column in side.codes):
        if part.isdigit():
            code = part if part.startswith(code) and len(part) > len(code) else code + part.zfill(2)
    return code if len(code) in _CODE_LENGTHS else ""


def _label(read: ReadGrid, row: int, side: Side) -> str:
    columns = [column for column in (side.label, *side.codes) if column is not None]
    texts = [_joined(read.label(row, column)) for column in columns]
    totals = [text for column in side.attributes if is_total_word(text := _joined(read.text(row, column)))]
    return next((text for text in texts + totals if text and not fold_name(text).isdigit()), "")


def _joined(text: str) -> str:
    return compact(text.replace("\n", ""))


# ---- parts of what ---------------------------------------------------------------------------------


def parents(rows: Sequence[RawRow]) -> list[int | None]:
    """For each row the row it is a part of: by codes where they are printed, else by numbering.

    A row without numbering goes on at the depth of a 其中 row before it; a kind of money (一般公共预算)
    below 上年结转结余 or 年终结转结余 is a part of that.
    """
    by_code = {row.code: index for index, row in reversed(list(enumerate(rows))) if row.code}
    last_at_depth: dict[int, int] = {}
    balance: int | None = None  # the row of a balance, while its kinds of money follow
    found: list[int | None] = []
    for index, row in enumerate(rows):
        if row.code:
            by_code[row.code] = index  # the nearest above, where each unit has its own lines
            shorter = (row.code[:length] for length in reversed(_CODE_LENGTHS) if length < len(row.code))
            found.append(next((by_code[code] for code in shorter if code in by_code), None))
            continue
        depth = _numbering_depth(row.label)
        if depth is None and balance is not None and concept_of(row.label, ConceptKind.FUND):
            found.append(balance)
            continue
        whole = concept_of(row.label, ConceptKind.WHOLE)
        balance = index if whole and "结转" in whole.measure else None
        if depth is None and (whole or is_total_word(row.label) or _AMONG_DEPTH not in last_at_depth):
            found.append(None)
            last_at_depth = {}
            continue
        depth = _AMONG_DEPTH if depth is None else depth
        last_at_depth = {other: at for other, at in last_at_depth.items() if other < depth}
        found.append(last_at_depth[max(last_at_depth)] if last_at_depth else None)
        last_at_depth[depth] = index
    return found


def _numbering_depth(label: str) -> int | None:
    """How deep its numbering puts a label: 一、 0, （一） 1, 1. 2, 其中 3; None without any."""
    return next((depth for pattern, depth in _NUMBERING_DEPTHS if pattern.match(label)), None)


def parent_path(index: int, rows: Sequence[RawRow], parent_of: Sequence[int | None]) -> str:
    """The names of a row's parents from the top."""
    names: list[str] = []
    parent = parent_of[index]
    while parent is not None:
        names.append(strip_numbering(rows[parent].label))
        parent = parent_of[parent]
    return PATH_SEPARATOR.join(reversed(names))


# ---- subject ---------------------------------------------------------------------------------------


def whole_subject(direction: Direction) -> Subject:
    """The whole budget, or one side of it."""
    return Subject(name=direction.value or "收支", scheme=Scheme.TOTAL)


def row_meaning(row: RawRow, parent: str, direction: Direction, spec: TableSpec, document: Document) -> RowMeaning:
    """What a row is of. A label that the lexicon knows gives its concept, any other its own subject."""
    name = strip_numbering(row.label)
    if row.code:
        return RowMeaning(Subject(name, row.code, _scheme(row.code, direction, spec), parent), direction=direction)
    if not name or is_unit_name(name, document):
        return _whole_row(spec, direction, TOTAL_MEASURE)
    whole = concept_of(name, ConceptKind.WHOLE)
    if is_total_word(name) or (whole and spec.scheme is not Scheme.PROJECT):
        side = (whole.direction if whole else Direction.NONE) or direction
        return _whole_row(spec, side, whole.measure if whole else TOTAL_MEASURE)
    if spec.scheme in (Scheme.PROJECT, Scheme.PROCUREMENT):
        return RowMeaning(Subject(name, scheme=spec.scheme, parent=parent), direction=direction)
    return _named_row(name, parent, direction, spec)


def row_of_unit(row: RawRow, unit: str, names_unit: bool, direction: Direction) -> RowMeaning:
    """A row of a subordinate unit: the unit itself, or one of its lines, which is none of the whole's."""
    subject = Subject(unit, scheme=Scheme.UNIT_NAME)
    if not names_unit:
        subject = Subject(strip_numbering(row.label), scheme=Scheme.UNIT_NAME, parent=unit)
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
    if spec.scheme is not Scheme.OTHER:
        return spec.scheme
    return {Direction.REVENUE: Scheme.REVENUE, Direction.EXPENDITURE: Scheme.FUNCTION}.get(direction, Scheme.OTHER)
