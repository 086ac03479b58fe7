"""XLSX and XLS: the lines above and below each table of a sheet, and the table, as printed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import python_calamine as calamine
from lxml import etree

from ingest.document import Block, Cell, Line, SourceDocument
from ingest.readers.kinds import ZIP_ERRORS
from ingest.readers.limits import MAX_GRID_CELLS
from ingest.readers.number_formats import print_value
from ingest.readers.sheet_parts import SheetParts, read_parts
from ingest.readers.spans import PlacedCell, grid_of_cells
from knowledge.errors import IngestError
from knowledge.model import Location

_DEFAULT_NAMES = ("sheet", "工作表")
_MAX_LABELS = 3  # cells of a row above a table: 编制部门：…, 公开01表, 单位：元
_LONG_NOTE = 20  # characters: a longer lone cell below a table is a note


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that prints something: its number from 1 and the texts by column from 0."""

    number: int
    texts: dict[int, str]
    after_blank: bool


@dataclass(frozen=True, slots=True)
class _Merge:
    """A merged range, its ends included: row numbers from 1, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One visible sheet."""

    file: str
    name: str
    page: int  # its place in the workbook, from 1
    rows: tuple[_Row, ...]
    merges: dict[tuple[int, int], _Merge]  # by row number and column of the top left cell


def read_sheet(path: Path, sha256: str) -> SourceDocument:
    """The visible sheets of a workbook; formulas by the values that Excel saved.

    Raises IngestError for damaged and encrypted workbooks and for formulas without a saved value.
    """
    parts = _parts(path)
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as workbook:
            sheets = list(_sheets(path, workbook, parts))
            pages = len(workbook.sheet_names)
    except calamine.PasswordError as error:
        raise IngestError(
            f"{path.name}: the workbook is encrypted. Save it without a password and ingest that."
        ) from error
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, ValueError) as error:
        raise _damaged(path) from error
    blocks = [block for sheet in sheets for block in _blocks(sheet)]
    return SourceDocument(path.name, sha256, tuple(blocks), pages=pages)


def _damaged(path: Path) -> IngestError:
    return IngestError(f"{path.name}: the workbook is damaged. Open it in Excel, save it anew and ingest that.")


def _parts(path: Path) -> dict[str, SheetParts]:
    """What only the XML tells; nothing for the binary formats XLS and XLSB."""
    if not zipfile.is_zipfile(path):
        return {}
    try:
        with zipfile.ZipFile(path) as archive:
            return read_parts(archive) if "xl/workbook.xml" in archive.namelist() else {}
    except (*ZIP_ERRORS, KeyError, etree.XMLSyntaxError) as error:
        raise _damaged(path) from error


def _sheets(path: Path, workbook: Any, parts: dict[str, SheetParts]) -> Iterator[_Sheet]:
    for index, about in enumerate(workbook.sheets_metadata):
        is_shown = about.visible == calamine.SheetVisibleEnum.Visible
        if not is_shown or about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        part = parts.get(about.name, SheetParts({}, "", is_too_wide=False))
        _refuse(path, about.name, part)
        source = workbook.get_sheet_by_index(index)
        ranges = source.merged_cell_ranges or []
        merges = {(t + 1, left): _Merge(t + 1, left, b + 1, right) for (t, left), (b, right) in ranges}
        yield _Sheet(path.name, about.name, index + 1, tuple(_rows(source, part)), merges)


def _refuse(path: Path, name: str, part: SheetParts) -> None:
    if part.uncalculated:
        raise IngestError(
            f"{path.name}: sheet {name}, cell {part.uncalculated}: the formula has no saved value. "
            "Open it in Excel, save it and ingest that."
        )
    if part.is_too_wide:
        raise IngestError(
            f"{path.name}: sheet {name} uses more than {MAX_GRID_CELLS} cells. "
            "Delete cells far away from the tables and ingest that."
        )


def _rows(source: Any, part: SheetParts) -> Iterator[_Row]:
    """The rows that print something. `source` begins at its first used row and column."""
    if source.start is None:
        return
    top, left = source.start
    after_blank = False
    for row, values in enumerate(source.to_python(skip_empty_area=True), start=top):
        texts = {
            column: text
            for column, value in enumerate(values, start=left)
            if value != "" and (text := print_value(value, part.formats.get((row, column), "")))
        }
        if texts:
            yield _Row(row + 1, texts, after_blank)
        after_blank = not texts


def _blocks(sheet: _Sheet) -> Iterator[Block]:
    """The tables of a sheet, each with the lines above and below it."""
    tables = list(_tables(sheet))
    if sheet.rows and not tables[0].above and not sheet.name.lower().startswith(_DEFAULT_NAMES):
        yield Line(sheet.name, Location(page=sheet.page), whole=True)
    for table in tables:
        yield from _lines(sheet, table.above)
        if grid := grid_of_cells(sheet.file, _cells(sheet, table.rows), _location(sheet, table.rows)):
            yield grid
        yield from _lines(sheet, table.below)


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows of one table, and the lone rows around it."""

    above: tuple[_Row, ...]
    rows: tuple[_Row, ...]
    below: tuple[_Row, ...]


def _tables(sheet: _Sheet) -> Iterator[_Table]:
    """A sheet's rows cut where, after a blank row, a title begins the next table."""
    starts = [index for index in range(1, len(sheet.rows)) if _begins_table(sheet, index)]
    for start, end in pairwise([0, *starts, len(sheet.rows)]):
        rows = sheet.rows[start:end]
        first = next((i for i, row in enumerate(rows) if not _stands_above(row)), len(rows))
        last = len(rows)
        while last > first + 1 and _stands_below(sheet, rows[first:last]):
            last -= 1
        yield _Table(rows[:first], rows[first:last], rows[last:])


def _begins_table(sheet: _Sheet, index: int) -> bool:
    row = sheet.rows[index]
    if not row.after_blank or len(row.texts) > 1:
        return False
    (column,) = row.texts
    below = sheet.rows[index + 1 : index + 2]
    return _width(sheet, row, column) > 1 or any(_stands_above(next_row) for next_row in below)


def _width(sheet: _Sheet, row: _Row, column: int) -> int:
    merge = sheet.merges.get((row.number, column))
    return merge.right - merge.left + 1 if merge else 1


def _stands_above(row: _Row) -> bool:
    """Whether a row is a title, or labels such as 编制部门：… and 单位：元, and not yet a table's header."""
    texts = row.texts.values()
    has_label = any("：" in text or ":" in text for text in texts)
    return len(row.texts) == 1 or (len(row.texts) <= _MAX_LABELS and has_label)


def _stands_below(sheet: _Sheet, rows: Sequence[_Row]) -> bool:
    """Whether the last of a table's rows is a note: alone, and long or as wide as the table."""
    last = rows[-1]
    if len(last.texts) > 1:
        return False
    ((column, text),) = last.texts.items()
    width = 1 + max(max(row.texts) for row in rows[:-1])
    return len(text) > _LONG_NOTE or _width(sheet, last, column) >= width


def _lines(sheet: _Sheet, rows: Sequence[_Row]) -> Iterator[Line]:
    for row in rows:
        for text in row.texts.values():
            for part in text.splitlines():
                if part.strip():
                    yield Line(part.strip(), Location(page=sheet.page, line=row.number), whole=True)


def _location(sheet: _Sheet, rows: Sequence[_Row]) -> Location:
    return Location(page=sheet.page, line=rows[0].number if rows else None)


def _cells(sheet: _Sheet, rows: Sequence[_Row]) -> list[PlacedCell]:
    """The filled and the blank cells of a table, its blank rows and columns left out."""
    numbers = [row.number for row in rows]
    columns = sorted({column for row in rows for column in row.texts})
    covered: set[tuple[int, int]] = set()
    cells = []
    for index, row in enumerate(rows):
        location = Location(page=sheet.page, line=row.number)
        for place, column in enumerate(columns):
            if (index, place) in covered:
                continue
            cell = Cell(row.texts.get(column, ""), location)
            if merge := sheet.merges.get((row.number, column)):
                height = sum(merge.top <= number <= merge.bottom for number in numbers)
                width = sum(merge.left <= other <= merge.right for other in columns)
                cell = replace(cell, row_span=height, column_span=width)
                covered |= {(index + i, place + j) for i in range(height) for j in range(width)}
            cells.append(PlacedCell(index, place, cell))
    return cells
