"""Which budget table a grid is, and what each of its amounts means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.columns import ColumnMeaning, column_meaning, told_apart
from ingest.document import Cell, Grid
from ingest.grids import ReadGrid, Side, header_height, read_grid
from ingest.outline import Paragraph, Placed, PlacedGrid
from ingest.rows import RawRow, RowMeaning, parent_path, parents, raw_rows, row_meaning, row_of_unit
from ingest.specs import TableSpec, spec_for
from ingest.unit_rows import units_of_rows
from knowledge.amounts import parse_amount
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
    Location,
    Passage,
    Problem,
    Scheme,
    Subject,
    Table,
    TableColumn,
    TableRow,
    Trend,
)
from knowledge.text import compact, fold_name, strip_numbering

_UNIT_LINE = re.compile(r"(?:金额)?单\s*位\s*[:：]\s*(?:人民币)?\s*(?P<unit>百万元|万元|千元|亿元|元)")
_TITLE_END = re.compile(r"表\s*(?:[(（]续[表]?[)）])?\s*$")
_TITLE_MAX = 60  # characters: a longer line is a sentence that happens to end in 表
_TABLE_NUMBER = re.compile(  # 表1-2, 附表三：, 公开01表, 1-1表; 表一般公共预算支出 holds none, 12333经费表 neither
    r"^\s*[(（]?(?:(?:附件?|(?:部门|单位)?(?:预算|决算)?公开|(?:部门|单位)?[预决]算|财决|批复|Z)*表?(?<=[附件开算决复表Z])\s*"
    r"(?:\d+(?:\s*[-－—.]\s*\d+)*(?![\d年])(?:\s*表)?|[一二三四五六七八九十]{1,3}(?=[\s)）:：、.]))"
    r"|\d{1,2}-\d{1,2}(?:\s*表)?|0\d表)[)）]?\s*[:：、.]?\s*"
)
_YEAR = re.compile(r"(?:20\d\d|二[〇○零]二[〇○零一二三四五六七八九])\s*年度?")
_CONTINUED = re.compile(r"[(（]?续表?[)）]?\s*$")
_EDGE = 4.0  # points by which the edges of one table may differ from page to page
_LOOK_BACK = 6  # lines above a grid among which its title and unit stand
_ALL_OF_A_LINE = (
    "本年收入",
    "本年支出",
)  # of one subject they are its 合计; of the whole budget 结转 is beside them
_NOTE = re.compile(r"^\s*(?:注|备\s*注|说明)\s*[:：0-9]")


# ---- what stands around a table ----------------------------------------------------------------------


def clean_title(title: str, document: Document) -> str:
    """A table's title without its number, the unit's name, the year and marks of continuation."""
    text = compact(strip_numbering(_TABLE_NUMBER.sub("", title)))
    text = text.replace(document.unit_name, "") if document.unit_name else text
    return _CONTINUED.sub("", _YEAR.sub("", text)).strip(" :：-—")


def _is_title(text: str) -> bool:
    return len(text) <= _TITLE_MAX and bool(_TITLE_END.search(text)) and not _NOTE.match(text) and "。" not in text


def _title_of(before: Sequence[Paragraph], document: Document) -> str:
    """The nearest line above that names a table; empty where there is none."""
    texts = (paragraph.text for paragraph in reversed(before[-_LOOK_BACK:]))
    titles = (clean_title(text, document) for text in texts if _is_title(compact(text)))
    return next((title for title in titles if title), "")


def _unit_of(before: Sequence[Paragraph], grid: Grid) -> str:
    """The printed unit: in a line above the table, else in one of its first rows."""
    in_grid = [cell.text for row in grid.rows[:3] for cell in row if cell]
    texts = [paragraph.text for paragraph in reversed(before[-_LOOK_BACK:])] + in_grid
    return next((match["unit"] for text in texts if (match := _UNIT_LINE.search(text))), "")


def _note_of(after: Sequence[Paragraph]) -> str:
    return "\n".join(compact(paragraph.text) for paragraph in after if _NOTE.match(paragraph.text))


# ---- tables over several pages -----------------------------------------------------------------------


def join_continued(placed: Sequence[Placed]) -> list[Placed]:
    """Join a grid to the one before it where it goes on: nothing but furniture between, as many columns.

    A repeated header is dropped; a note below the last piece belongs to the whole.
    """
    joined: list[Placed] = []
    for block in placed:
        last = joined[-1] if joined else None
        if isinstance(block, PlacedGrid) and isinstance(last, PlacedGrid) and _goes_on(last, block):
            joined[-1] = replace(last, grid=_joined(last.grid, block.grid), after=block.after)
        else:
            joined.append(block)
    return joined


def _goes_on(last: PlacedGrid, block: PlacedGrid) -> bool:
    fits = len(last.grid.rows[0]) == len(block.grid.rows[0]) or _same_width(last.grid, block.grid)
    texts = [compact(paragraph.text) for paragraph in block.before]
    before = {compact(paragraph.text) for paragraph in last.before}  # a title may be printed on every page
    titled = any(_is_title(text) and not _CONTINUED.search(text) and text not in before for text in texts)
    return fits and not titled and (not texts or _repeated_rows(last.grid, block.grid) > 0)


def _same_width(first: Grid, second: Grid) -> bool:
    """Whether two grids stand between the same edges of their pages."""
    a, b = first.location.box, second.location.box
    return a is not None and b is not None and abs(a.x0 - b.x0) < _EDGE and abs(a.x1 - b.x1) < _EDGE


def _joined(first: Grid, second: Grid) -> Grid:
    rows = second.rows[_repeated_rows(first, second) :]
    width = len(first.rows[0])
    if len(second.rows[0]) != width:
        rows = tuple(_put_below(first, row, width) for row in rows)
    return replace(first, rows=first.rows + rows)


def _put_below(first: Grid, row: Sequence[Cell | None], width: int) -> tuple[Cell | None, ...]:
    """A row of a later piece, drawn with fewer cells, put below the columns of the first piece."""
    edges = {
        c: cell.location.box.x0
        for r in first.rows
        for c, cell in enumerate(r)
        if cell and cell.column_span == 1 and cell.location.box
    }
    placed: list[Cell | None] = [None] * width
    for cell in row:
        box = cell.location.box if cell else None
        if cell is None or box is None:
            continue
        covered = [c for c, x0 in sorted(edges.items()) if box.x0 - _EDGE < x0 < box.x1 - _EDGE]
        if covered:
            placed[covered[0]] = replace(cell, column_span=len(covered))
    return tuple(placed)


def _repeated_rows(first: Grid, second: Grid) -> int:
    """How many rows at the top of `second` are the header of `first` again."""
    height = header_height(first)
    same = [_row_texts(first, index) == _row_texts(second, index) for index in range(min(height, len(second.rows)))]
    return height if height and len(same) == height and all(same) else 0


def _row_texts(grid: Grid, index: int) -> list[str]:
    return [fold_name(cell.text) if cell else "" for cell in grid.rows[index]]


# ---- figures -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Context:
    """What all cells of one table share."""

    read: ReadGrid
    spec: TableSpec
    title: str
    unit: str
    section: str
    document: Document


@dataclass(frozen=True, slots=True)
class _ReadRow:
    """A row and what it means."""

    raw: RawRow
    meaning: RowMeaning
    parent: int | None  # index among the rows of its side


@dataclass(frozen=True, slots=True)
class _ReadSide:
    """One side of a table, read."""

    side: Side
    direction: Direction
    rows: tuple[_ReadRow, ...]
    columns: tuple[ColumnMeaning, ...]


def _side_direction(context: _Context, side: Side, number: int) -> Direction:
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


def _read_side(context: _Context, side: Side, number: int) -> _ReadSide:
    direction = _side_direction(context, side, number)
    raw = raw_rows(context.read, side, context.spec)
    raw = [
        row for row in raw if row.label or row.code or any(context.read.text(row.index, c).strip() for c in side.values)
    ]
    parent_of = parents(raw)
    units = units_of_rows(raw, context.read, side, context.document)
    of_projects = context.spec.scheme in (Scheme.PROJECT, Scheme.PROCUREMENT)
    rows = tuple(
        _ReadRow(
            row,
            row_of_unit(row, unit, names_unit, direction)
            if unit and (names_unit or not of_projects)
            else row_meaning(row, parent_path(i, raw, parent_of), direction, context.spec, context.document),
            parent_of[i],
        )
        for i, (row, (unit, names_unit)) in enumerate(zip(raw, units, strict=True))
    )
    name = _side_name(context.read, side)
    paths = [context.read.paths[column][len(name) :] for column in side.values]
    columns = [column_meaning(path, context.document) for path in paths]
    return _ReadSide(side, direction, rows, told_apart(columns, paths))


def _side_name(read: ReadGrid, side: Side) -> tuple[str, ...]:
    """The header cells above label and amounts alike: they name the side (本年收入) and are no measure."""
    if side.label is None or not side.values:
        return ()
    paths = [read.paths[column] for column in (side.label, *side.values)]
    depth = next((d for d, texts in enumerate(zip(*paths, strict=False)) if len(set(texts)) > 1), min(map(len, paths)))
    return paths[0][:depth]


def _subject_of_column(meaning: ColumnMeaning, spec: TableSpec) -> Subject:
    concept = (
        concept_of(meaning.other, ConceptKind.SPECIAL) if meaning.other else concept_of(spec.kind.removesuffix("表"))
    )
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
        return _subject_of_column(column, spec).name
    return TOTAL_MEASURE if row.subject.scheme in (Scheme.PROJECT, Scheme.SPECIAL) else spec.measure


def _figure(
    context: _Context,
    row: _ReadRow,
    column: ColumnMeaning,
    path: Sequence[str],
    text: str,
    location: Location,
    cell: tuple[int, int],
) -> Figure | None:
    """The figure in a cell; None for a blank. Raises UnreadableCell for words."""
    value = parse_amount(text.rstrip("%％") if column.unit == "%" else text)
    if value is None:
        return None
    document, spec, meaning = context.document, context.spec, row.meaning
    in_columns = spec.subjects_in_columns and meaning.is_whole
    printed = text.strip()
    return Figure(
        subject=_subject_of_column(column, spec) if in_columns else meaning.subject,
        printed=printed,
        value=value,
        unit=column.unit or context.unit,
        year=column.year or document.year,
        stage=column.stage or document.stage,
        citation=Citation(
            document,
            printed,
            context.section,
            context.title,
            strip_numbering(row.raw.label),
            PATH_SEPARATOR.join(path),
            location,
        ),
        measure=TOTAL_MEASURE if in_columns else _measure(meaning, column, spec),
        fund=column.fund or meaning.fund or spec.fund,
        direction=_direction(meaning, column),
        aspect=column.aspect,
        trend=_trend(column, value < 0),
        cell=cell,
    )


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


def read_table(placed: PlacedGrid, document: Document) -> tuple[Table, tuple[Problem, ...]]:
    """Recognise a table and read all of its amounts.

    Amounts whose unit is nowhere printed, or that stand in a list beside no name, are held back: the table has
    none, and a Problem says so.
    """
    title = _title_of(placed.before, document)
    read = read_grid(placed.grid)
    context = _Context(read, spec_for(title), title, _unit_of(placed.before, placed.grid), placed.section, document)
    rows: list[TableRow] = []
    columns: list[TableColumn] = []
    figures: list[Figure] = []
    problems: list[Problem] = []
    for number, grid_side in enumerate(read.sides):
        side = _read_side(context, grid_side, number)
        found, unread = _read_amounts(context, side, (len(rows), len(columns)))
        figures += found
        problems += unread
        rows += [_table_row(read, row, len(rows), side) for row in side.rows]
        columns += [
            TableColumn(read.paths[column], meaning.measure, meaning.fund, side.direction, number)
            for column, meaning in zip(side.side.values, side.columns, strict=True)
        ]
    known, held_back = _with_unit(figures, title, placed.grid.location)
    table = Table(
        kind=context.spec.kind,
        title=title,
        unit=context.unit or _common_unit(known),
        citation=Citation(document, quote=title, section=placed.section, table=title, location=placed.grid.location),
        note=_note_of(placed.after),
        is_empty=not figures and not problems,
        rank=context.spec.rank,
        rows=tuple(rows),
        columns=tuple(columns),
        figures=tuple(known),
    )
    return table, (*problems, *held_back)


def _read_amounts(context: _Context, side: _ReadSide, first: tuple[int, int]) -> tuple[list[Figure], list[Problem]]:
    """The amounts of one side; `first` is the place of its first cell among the table's rows and columns."""
    read, title = context.read, context.title
    figures: list[Figure] = []
    problems: list[Problem] = []
    for r, row in enumerate(side.rows):
        for c, column in enumerate(side.side.values):
            text, location = read.text(row.raw.index, column), read.location(row.raw.index, column)
            cell = (first[0] + r, first[1] + c)
            try:
                figure = _figure(context, row, side.columns[c], read.paths[column], text, location, cell)
            except UnreadableCell:
                problems.append(Problem("unreadable-cell", f"{title} › {row.raw.label}: {text!r}", location))
                continue
            if figure is not None and _lacks_name(row, side):
                problems.append(Problem("no-label", f"{title}: {text!r} stands beside no name", location))
            elif figure is not None:
                figures.append(figure)
    return figures, problems


def _lacks_name(row: _ReadRow, side: _ReadSide) -> bool:
    """Whether a row says not of what it is, in a list whose other rows do."""
    return not row.raw.label and not row.raw.code and any(other.raw.label for other in side.rows)


def _with_unit(figures: Sequence[Figure], title: str, location: Location) -> tuple[list[Figure], list[Problem]]:
    """The amounts whose unit is known, and a Problem where others are held back."""
    known = [figure for figure in figures if figure.unit]
    lost = len(figures) - len(known)
    message = f"{title or '(no title)'}: {lost} amounts without a unit are held back"
    return known, [Problem("no-unit", message, location)] if lost else []


def _common_unit(figures: Sequence[Figure]) -> str:
    """The unit of money in the header of all columns, where no line above the table says one."""
    units = {figure.unit for figure in figures if figure.aspect in (Aspect.AMOUNT, Aspect.CHANGE)}
    return units.pop() if len(units) == 1 else ""


def _table_row(read: ReadGrid, row: _ReadRow, offset: int, side: _ReadSide) -> TableRow:
    return TableRow(
        subject=row.meaning.subject,
        label=strip_numbering(row.raw.label),
        direction=row.meaning.direction,
        parent=None if row.parent is None else offset + row.parent,
        is_whole=row.meaning.is_whole,
        location=read.location(row.raw.index, side.side.label or 0),
    )


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
