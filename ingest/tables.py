"""Which budget table a grid is, what its rows and columns mean, and whether its sums prove the reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.columns import ColumnMeaning, column_meaning, told_apart
from ingest.figures import Context, FigureReader, Frame, ReadRow
from ingest.moments import moment_of
from ingest.outline import PlacedGrid
from ingest.rows import parent_path, row_meaning, row_name, row_of_unit, with_moment
from ingest.scanned import Place, doubtful_places, without_doubtful
from ingest.scopes import scope_of
from ingest.specs import TableSpec, scheme_named, spec_for
from ingest.structure.grid import ReadGrid, Side, read_grid
from ingest.structure.header import header_height
from ingest.structure.hierarchy import parents, part_sums, total_sums
from ingest.structure.labels import numbers_of, raw_rows
from ingest.structure.sums import Tally, row_sums
from ingest.surroundings import clean_title, note_of, printed_title, unit_of
from ingest.unit_rows import units_of_rows
from knowledge.model import (
    PATH_SEPARATOR,
    Aspect,
    Citation,
    Direction,
    Document,
    Figure,
    Level,
    Passage,
    Problem,
    Proof,
    Scheme,
    Table,
    TableColumn,
    TableRow,
    Unread,
)
from knowledge.text import compact, fold_name, strip_numbering

_PROVING_SHARE = 0.8  # of the sums: where fewer than a fifth fail, the document errs; tables read wrongly fail in more


@dataclass(frozen=True, slots=True)
class _ReadSide:
    """One side of a table, read."""

    side: Side
    direction: Direction
    rows: tuple[ReadRow, ...]
    columns: tuple[ColumnMeaning, ...]
    tally: Tally
    doubtful: frozenset[Place]  # amounts that break a sum, by row and column of the side


def read_table(placed: PlacedGrid, document: Document) -> tuple[Table, tuple[Problem, ...]]:
    """Recognise a table and read all of its amounts.

    What is printed for an amount and cannot be read, has no known unit, stands beside no name, or was recognised in a
    picture and breaks a sum is `unread`; a Problem says so, too.
    """
    printed = printed_title(placed, document)
    title = clean_title(printed, document)
    read = read_grid(placed.grid)
    context = Context(
        read, spec_for(title), title, unit_of(placed), placed.section, document, _frame(printed, placed, document)
    )
    rows: list[TableRow] = []
    columns: list[TableColumn] = []
    figures: list[Figure] = []
    unread: list[Unread] = []
    doubtful: set[Place] = set()
    tally = Tally()
    for number, grid_side in enumerate(read.sides):
        side = _read_side(context, grid_side, number)
        reader = FigureReader(context, side.rows, side.columns, grid_side, (len(rows), len(columns)))
        found, failed = reader.read()
        figures += found
        unread += failed
        tally += side.tally
        doubtful |= {(len(rows) + row, len(columns) + column) for row, column in side.doubtful}
        rows += [_table_row(read, row, len(rows), side) for row in side.rows]
        columns += _table_columns(context, side, number)
    table = Table(
        kind=context.spec.kind,
        title=title,
        unit=context.unit or _common_unit(figures),
        citation=Citation(document, quote=title, section=placed.section, table=title, location=placed.grid.location),
        note=note_of(placed),
        is_empty=not figures and not unread,
        rank=context.spec.rank,
        rows=tuple(rows),
        columns=tuple(columns),
        figures=tuple(figures),
        unread=tuple(unread),
        proof=_proof(tally),
    )
    table = without_doubtful(table, doubtful)
    return table, tuple(_problems(table.unread, title))


def _frame(title: str, placed: PlacedGrid, document: Document) -> Frame:
    """What title and headings say of all amounts: in a government's report each table has its year and its scope."""
    if document.level is not Level.GOVERNMENT:
        return Frame(document.year, document.stage)
    headings = reversed(placed.section.split(PATH_SEPARATOR))
    scope = next((scope for text in (title, *headings) if (scope := scope_of(text))), "")
    moment = moment_of(title, document.year)
    return Frame(moment.year or document.year, moment.stage or document.stage, scope)


def _proof(tally: Tally) -> Proof:
    if not tally.checked:
        return Proof.NO_TOTAL
    return Proof.PROVED if tally.held >= _PROVING_SHARE * tally.checked else Proof.BROKEN


def _problems(unread: Sequence[Unread], title: str) -> Iterable[Problem]:
    """One problem for each cell that is not understood; amounts without a unit are told together."""
    held_back = [one for one in unread if one.reason == "no-unit"]
    if held_back:
        message = f"{title or '(no title)'}: {len(held_back)} amounts without a unit are held back"
        yield Problem("no-unit", message, held_back[0].citation.location)
    for one in unread:
        if one.reason != "no-unit":
            where = PATH_SEPARATOR.join(filter(None, (title, one.citation.row, one.citation.column)))
            yield Problem(one.reason, f"{where}: {one.printed!r}", one.citation.location)


# ---- sides -------------------------------------------------------------------------------------------


def _read_side(context: Context, side: Side, number: int) -> _ReadSide:
    read, spec, document = context.read, context.spec, context.document
    direction = _side_direction(context, side, number)
    of_projects = spec.scheme in (Scheme.PROJECT, Scheme.PROCUREMENT)
    raw = raw_rows(read, side, codes_in_labels=not of_projects)
    numbers = numbers_of(read, side, raw)
    parent_of = parents(raw, numbers)
    units = units_of_rows(raw, read, side, document)
    own = _scheme_of_side(read, side, spec)
    meant = [
        row_of_unit(row, unit, names_unit, direction)
        if unit and (names_unit or not of_projects)
        else row_meaning(row, parent_path(i, raw, parent_of), direction, own, document)
        for i, (row, (unit, names_unit)) in enumerate(zip(raw, units, strict=True))
    ]
    rows = tuple(
        ReadRow(row, with_moment(meaning, row, document), parent)
        for row, meaning, parent in zip(raw, meant, parent_of, strict=True)
    )
    name = _side_name(read, side)
    paths = [read.paths[column][len(name) :] for column in side.values]
    columns = told_apart([column_meaning(path, document) for path in paths], paths)
    tally = total_sums(raw, parent_of, numbers) + part_sums(raw, parent_of, numbers) + row_sums(paths, numbers)
    return _ReadSide(side, direction, rows, columns, tally, doubtful_places(raw, parent_of, paths, numbers))


def _side_direction(context: Context, side: Side, number: int) -> Direction:
    if context.spec.direction is not Direction.NONE:
        return context.spec.direction
    tops = {fold_name(context.read.paths[column][0]) for column in side.values if context.read.paths[column]}
    words = "".join(sorted(tops))
    is_revenue, is_expenditure = "收入" in words, "支出" in words
    if is_revenue != is_expenditure:
        return Direction.REVENUE if is_revenue else Direction.EXPENDITURE
    if len(context.read.sides) == 2:
        return (Direction.REVENUE, Direction.EXPENDITURE)[number]
    return Direction.NONE


def _side_name(read: ReadGrid, side: Side) -> tuple[str, ...]:
    """The header cells above label and amounts alike: they name the side (本年收入) and are no measure."""
    if side.label is None or not side.values:
        return ()
    paths = [read.paths[column] for column in (side.label, *side.values)]
    depth = next((d for d, texts in enumerate(zip(*paths, strict=False)) if len(set(texts)) > 1), min(map(len, paths)))
    return paths[0][:depth]


def _scheme_of_side(read: ReadGrid, side: Side, spec: TableSpec) -> TableSpec:
    """The specification with the list that a side's own header names: 支出功能分类 beside 部门预算支出经济分类."""
    named = scheme_named(read.paths[side.label]) if side.label is not None else None
    return spec.with_scheme(named) if named and len(read.sides) > 1 else spec


# ---- rows and columns --------------------------------------------------------------------------------


def _table_row(read: ReadGrid, row: ReadRow, offset: int, side: _ReadSide) -> TableRow:
    return TableRow(
        subject=row.meaning.subject,
        label=row_name(row.raw)[0],
        direction=row.meaning.direction,
        parent=None if row.parent is None else offset + row.parent,
        is_whole=row.meaning.is_whole,
        location=read.location(row.raw.index, side.side.label or 0),
    )


def _table_columns(context: Context, side: _ReadSide, number: int) -> list[TableColumn]:
    read = context.read
    return [
        TableColumn(
            read.paths[column],
            meaning.measure,
            meaning.fund,
            side.direction,
            number,
            meaning.year or context.frame.year,
            meaning.stage or context.frame.stage,
        )
        for column, meaning in zip(side.side.values, side.columns, strict=True)
    ]


def _common_unit(figures: Sequence[Figure]) -> str:
    """The unit of money in the header of all columns, where no line above the table says one."""
    units = {figure.unit for figure in figures if figure.aspect in (Aspect.AMOUNT, Aspect.CHANGE)}
    return units.pop() if len(units) == 1 else ""


def read_as_passages(placed: PlacedGrid, document: Document) -> list[Passage]:
    """A grid of words, of no known kind: one passage a row (a list of subordinate units)."""
    topic = strip_numbering(placed.section.split(PATH_SEPARATOR)[-1])
    found: list[Passage] = []
    for row in placed.grid.rows[header_height(placed.grid) :]:
        cells = [cell for cell in row if cell and cell.text.strip() and not cell.text.strip().isdigit()]
        texts = [compact(cell.text.replace("\n", "")) for cell in cells]
        if texts:
            citation = Citation(document, max(texts, key=len), placed.section, location=cells[0].location)
            found.append(Passage(" ".join(texts), citation, topic))
    return found
