"""From the cells of a table to figures, and to what is printed there and not understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.columns import ColumnMeaning
from ingest.rows import RowMeaning, row_name
from ingest.scopes import scope_of
from ingest.specs import TableSpec, load_specs
from ingest.structure.grid import ReadGrid, Side
from ingest.structure.labels import RawRow
from knowledge.amounts import is_blank, parse_cell
from knowledge.concepts import ConceptKind, concept_of
from knowledge.errors import UnreadableCell
from knowledge.model import (
    PATH_SEPARATOR,
    TOTAL_MEASURE,
    Aspect,
    Citation,
    Direction,
    Document,
    Figure,
    Level,
    Scheme,
    Stage,
    Subject,
    Trend,
    Unread,
)
from knowledge.text import compact, fold_name

_ALL_OF_A_LINE = (
    "本年收入",
    "本年支出",
)  # of one subject they are its 合计; of the whole budget 结转 is beside them
_UNIT_COLUMN = "计量单位"


@dataclass(frozen=True, slots=True)
class Frame:
    """The year, the stage and the scope of the amounts whose column and row say none."""

    year: int
    stage: Stage
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What all cells of one table share."""

    read: ReadGrid
    spec: TableSpec
    title: str
    unit: str
    section: str
    document: Document
    frame: Frame


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row and what it means."""

    raw: RawRow
    meaning: RowMeaning
    parent: int | None  # index among the rows of its side


@dataclass(frozen=True, slots=True)
class FigureReader:
    """Reads the amounts of one side; `first` is the place of its first cell among the table's rows and columns."""

    context: Context
    rows: Sequence[ReadRow]
    columns: Sequence[ColumnMeaning]
    side: Side
    first: tuple[int, int]

    def read(self) -> tuple[list[Figure], list[Unread]]:
        """All figures in reading order, and the cells that are printed but not understood."""
        figures: list[Figure] = []
        unread: list[Unread] = []
        for read in self._cells():
            if isinstance(read, Figure):
                figures.append(read)
            else:
                unread.append(read)
        return figures, unread

    def _cells(self) -> Iterator[Figure | Unread]:
        has_names = any(_is_named(row.raw) for row in self.rows)
        for r, row in enumerate(self.rows):
            is_nameless = has_names and not _is_named(row.raw)
            for c in range(len(self.columns)):
                text = self.context.read.text(row.raw.index, self.side.values[c])
                if not is_blank(text):
                    yield self._cell(r, c, text, is_nameless)

    def _cell(self, r: int, c: int, text: str, is_nameless: bool) -> Figure | Unread:
        row, column = self.rows[r], _with_moment(self.columns[c], self.rows[r].meaning.moment)
        citation = self._citation(row, c, text)
        cell = (self.first[0] + r, self.first[1] + c)
        try:
            amount = parse_cell(text)
        except UnreadableCell:
            amount = None
        if amount is None or is_nameless:
            return Unread(text.strip(), "no-label" if amount else "unreadable-cell", citation, cell)
        is_count = self._is_count(c)
        around = self._counted(row) if is_count else self.context.unit
        unit = amount.unit or row.meaning.unit or column.unit or around  # the nearest to the number goes first
        if not unit and not is_count:
            return Unread(text.strip(), "no-unit", citation, cell)
        figure = self._meant(row, column, citation)
        return replace(figure, value=amount.value, unit=unit, trend=_trend(column, amount.value < 0), cell=cell)

    def _is_count(self, c: int) -> bool:
        """Whether a column counts things: its numbers are never money."""
        path = self.context.read.paths[self.side.values[c]]
        return bool(path) and fold_name(path[-1]) in load_specs("roles")["count"]

    def _counted(self, row: ReadRow) -> str:
        """The unit that the column beside a count prints; empty where none does."""
        paths = self.context.read.paths
        beside = (a for a in self.side.attributes if paths[a] and fold_name(paths[a][-1]) == _UNIT_COLUMN)
        return next((compact(self.context.read.text(row.raw.index, a)) for a in beside), "")

    def _citation(self, row: ReadRow, c: int, text: str) -> Citation:
        column = self.side.values[c]
        return Citation(
            self.context.document,
            text.strip(),
            self.context.section,
            self.context.title,
            PATH_SEPARATOR.join(filter(None, (row_name(row.raw)[0] or row.raw.group, row.raw.moment))),
            PATH_SEPARATOR.join(self.context.read.paths[column]),
            self.context.read.location(row.raw.index, column),
        )

    def _meant(self, row: ReadRow, column: ColumnMeaning, citation: Citation) -> Figure:
        """A figure with all but its amount."""
        frame, spec, meaning = self.context.frame, self.context.spec, row.meaning
        in_columns = spec.subjects_in_columns and meaning.is_whole
        return Figure(
            subject=_subject_of_column(column, spec, self._is_joint()) if in_columns else meaning.subject,
            printed=citation.quote,
            value=Decimal(0),
            unit="",
            year=column.year or frame.year,
            stage=column.stage or frame.stage,
            citation=citation,
            scope=self._scope(citation),
            measure=TOTAL_MEASURE if in_columns else _measure(meaning, column, spec),
            fund=column.fund or meaning.fund or spec.fund,
            direction=_direction(meaning, column),
            aspect=column.aspect,
        )

    def _scope(self, citation: Citation) -> str:
        """The part of a government that the header, the row or the table names; the nearest to the amount counts."""
        if self.context.document.level is not Level.GOVERNMENT:
            return ""
        return scope_of(citation.column) or scope_of(citation.row) or self.context.frame.scope

    def _is_joint(self) -> bool:
        """Whether columns of other things stand beside the table's own: 会议费 beside 三公经费."""
        return any(column.other in self.context.spec.beside for column in self.columns)


def _is_named(row: RawRow) -> bool:
    return bool(row.label or row.code or row.moment)


def _with_moment(column: ColumnMeaning, moment: ColumnMeaning | None) -> ColumnMeaning:
    """A column in a row that says the year, the stage or that it is a change."""
    if moment is None:
        return column
    return replace(
        column,
        year=moment.year or column.year,
        stage=moment.stage or column.stage,
        aspect=column.aspect if moment.aspect is Aspect.AMOUNT else moment.aspect,
        unit=column.unit or moment.unit,
    )


def _subject_of_column(meaning: ColumnMeaning, spec: TableSpec, is_joint: bool) -> Subject:
    own = spec.kind.removesuffix("表")
    concept = concept_of(meaning.other or own, ConceptKind.SPECIAL)
    if is_joint and not meaning.other:
        return Subject("、".join((own, *spec.beside)), scheme=Scheme.SPECIAL)
    if concept:
        return Subject(concept.name, scheme=Scheme.SPECIAL, parent=concept.parent)
    return Subject(meaning.other, scheme=Scheme.SPECIAL)


def _measure(row: RowMeaning, column: ColumnMeaning, spec: TableSpec) -> str:
    """Of the measures that column, row and table state, the most special one."""
    if column.measure in _ALL_OF_A_LINE and row.subject.scheme is not Scheme.TOTAL:
        return TOTAL_MEASURE
    if column.measure != TOTAL_MEASURE:
        return column.measure
    if column.other and column.aspect is Aspect.AMOUNT:
        return column.other  # a header word that the lexicon does not know is a measure of its own
    if row.measure != TOTAL_MEASURE:
        return row.measure
    if row.subject.scheme is Scheme.UNIT_NAME and (spec.subjects_in_columns or spec.whole):
        return _subject_of_column(column, spec, is_joint=False).name
    return TOTAL_MEASURE if row.subject.scheme in (Scheme.PROJECT, Scheme.SPECIAL) else spec.measure


def _direction(row: RowMeaning, column: ColumnMeaning) -> Direction:
    """The side that the column names; a source (事业收入) above spending says only where it is from."""
    is_source = row.subject.scheme in (Scheme.PROJECT, Scheme.PROCUREMENT) or concept_of(
        column.measure, ConceptKind.REVENUE
    )
    if is_source and row.direction is not Direction.NONE:
        return row.direction
    return column.direction or row.direction


def _trend(column: ColumnMeaning, is_negative: bool) -> Trend:
    if column.aspect not in (Aspect.CHANGE, Aspect.RATE):
        return Trend.NONE
    return Trend.DOWN if is_negative else Trend.UP
