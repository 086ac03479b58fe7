"""XLSX and XLS: the lines above and below each table of a sheet, and the table, as printed."""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from ingest.document import Block, Cell, Grid, Line, SourceDocument
from ingest.readers.limits import MAX_GRID_CELLS
from ingest.readers.office import DAMAGED, open_office
from ingest.readers.sheet_cells import RawSheet, Row, Sheet, printed_sheet
from ingest.readers.sheet_xlsx import NoValue, read_xlsx
from ingest.readers.spans import too_large
from knowledge.amounts import is_number
from knowledge.errors import IngestError
from knowledge.model import Location, Problem

_HAN = re.compile(r"[\u3400-\u9fff]")
_DEFAULT_NAMES = ("sheet", "工作表")
_ERROR_VALUE = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|N/A|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|ERROR!)")
_MAX_LABELS = 3  # cells of a row above a table: 编制部门：…, 公开01表, 单位：元
_LONG_NOTE = 20  # characters: a longer lone cell below a table is a note
_NOTE = re.compile(r"(?:附?注|备\s*注|说\s*明)\s*\d*\s*[:：、.]")
_NAMED_ERRORS = 5  # cells with error values that a problem names
_TITLE = re.compile(r"表\s*(?:[(（][^()（）]*[)）])?\s*$")
_LABEL = re.compile(r"(?!其中)[^:：]*[:：]")
_UNIT_LABEL = re.compile(r"单\s*位\s*[:：]")
_TITLE_ROWS = 3  # among which the titles of tables side by side stand
_FAR = 1 << 20  # beyond the last column


def read_sheet(path: Path, sha256: str) -> SourceDocument:
    """The shown sheets of a workbook; formulas by the values that Excel saved.

    Raises IngestError for damaged and encrypted workbooks, for formulas without a saved value, and where nothing but
    pictures is shown.
    """
    sheets = tuple(printed_sheet(raw) for raw in _raw_sheets(path))
    if not any(sheet.rows for sheet in sheets):
        raise _nothing_shown(path, sheets)
    blocks = [block for sheet in sheets for block in _blocks(path.name, sheet)]
    return SourceDocument(path.name, sha256, tuple(blocks), problems=tuple(_problems(sheets)))


def _raw_sheets(path: Path) -> list[RawSheet]:
    try:
        if not zipfile.is_zipfile(path):
            return _old_sheets(path)
        with open_office(path) as file:
            return list(read_xlsx(file))
    except NoValue as error:
        raise IngestError(
            f"{path.name}: sheet {error.sheet}, cell {error.cell}: the formula has no saved value. "
            "Open it in Excel, save it and ingest that."
        ) from error
    except DAMAGED as error:
        raise _damaged(path) from error


def _old_sheets(path: Path) -> list[RawSheet]:
    """The sheets of an XLS. Its library is loaded only where one is read."""
    from ingest.readers import sheet_xls

    try:
        return list(sheet_xls.read_xls(path))
    except sheet_xls.DAMAGED as error:
        if sheet_xls.is_encrypted(error):
            raise IngestError(
                f"{path.name}: the workbook is encrypted. Save it without a password and ingest that."
            ) from error
        raise _damaged(path) from error


def _damaged(path: Path) -> IngestError:
    return IngestError(f"{path.name}: the workbook is damaged. Open it in Excel, save it anew and ingest that.")


def _nothing_shown(path: Path, sheets: Sequence[Sheet]) -> IngestError:
    if any(sheet.has_picture for sheet in sheets):
        return IngestError(
            f"{path.name}: its sheets show nothing but pictures. "
            "Recognise their text (OCR), save it as PDF or .xlsx and ingest that."
        )
    return IngestError(f"{path.name}: no sheet of it shows any text. Show what is hidden, or check the file.")


# ---- what the ingest report should say ---------------------------------------------------------------


def _problems(sheets: Sequence[Sheet]) -> Iterator[Problem]:
    for sheet in sheets:
        if sheet.has_picture and not sheet.rows:
            message = f"sheet {sheet.name}: a picture and no text; pictures are not read"
            yield Problem("picture", message, Location(page=sheet.page))
        errors = [
            (_reference(row.number, column), text, row.number)
            for row in sheet.rows
            for column, text in row.texts.items()
            if text.startswith("#") and _ERROR_VALUE.fullmatch(text)
        ]
        if errors:
            named = ", ".join(f"{cell} {text}" for cell, text, _ in errors[:_NAMED_ERRORS])
            more = f" and {len(errors) - _NAMED_ERRORS} more" if len(errors) > _NAMED_ERRORS else ""
            message = f"sheet {sheet.name}: error values instead of amounts: {named}{more}"
            yield Problem("error-value", message, Location(page=sheet.page, line=errors[0][2]))
    if not any(is_number(text) for sheet in sheets for row in sheet.rows for text in row.texts.values()):
        yield Problem("no-figures", "no cell of the workbook holds a number: a template, or no budget")


def _reference(number: int, column: int) -> str:
    """The name that Excel gives a cell: row number 3, column 1 from 0 is B3."""
    letters = ""
    while column >= 0:
        letters = chr(ord("A") + column % 26) + letters
        column = column // 26 - 1
    return f"{letters}{number}"


# ---- the tables of a sheet ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows of one table, and the lone rows around it."""

    above: tuple[Row, ...]
    rows: tuple[Row, ...]
    below: tuple[Row, ...]


def _blocks(file: str, sheet: Sheet) -> Iterator[Block]:
    """The tables of a sheet, each with the lines above and below it."""
    tables = [part for table in _tables(sheet, sheet.rows) for part in _side_by_side(sheet, table)]
    if sheet.rows and _is_named(sheet) and not any(_is_title(row) for row in tables[0].above):
        yield Line(sheet.name, Location(page=sheet.page), whole=True)
    for table in tables:
        yield from _lines(sheet, table.above)
        if table.rows:
            yield _grid(file, sheet, table.rows)
        yield from _lines(sheet, table.below)


def _is_named(sheet: Sheet) -> bool:
    """Whether somebody gave the sheet a name of words: Sheet1 and 01-1 are none."""
    return _HAN.search(sheet.name) is not None and not sheet.name.lower().startswith(_DEFAULT_NAMES)


def _is_title(row: Row) -> bool:
    return len(row.texts) == 1 and not any(mark in text for text in row.texts.values() for mark in ":：")


def _tables(sheet: Sheet, rows: Sequence[Row]) -> Iterator[_Table]:
    """Rows cut where, after a blank row, a title or a unit begins the next table."""
    starts = [index for index in range(1, len(rows)) if _begins_table(sheet, rows, index)]
    for start, end in pairwise([0, *starts, len(rows)]):
        yield _table(sheet, rows[start:end])


def _table(sheet: Sheet, rows: Sequence[Row]) -> _Table:
    first = next((index for index, row in enumerate(rows) if not _stands_above(sheet, row)), len(rows))
    width = 1 + max((max(row.texts) for row in rows[first:]), default=0)
    last = len(rows)
    while last > first + 1 and _stands_below(sheet, rows[last - 1], width):
        last -= 1
    return _Table(tuple(rows[:first]), tuple(rows[first:last]), tuple(rows[last:]))


def _begins_table(sheet: Sheet, rows: Sequence[Row], index: int) -> bool:
    row = rows[index]
    if not row.after_blank or not _stands_above(sheet, row):
        return False
    if len(row.texts) > 1:
        return any(_UNIT_LABEL.search(text) for text in row.texts.values())
    (column,) = row.texts
    below = rows[index + 1 : index + 2]
    return _width(sheet, row, column) > 1 or any(_stands_above(sheet, next_row) for next_row in below)


def _width(sheet: Sheet, row: Row, column: int) -> int:
    merge = sheet.merges.get(row.number - 1, {}).get(column)
    return merge.right - column + 1 if merge else 1


def _stands_above(sheet: Sheet, row: Row) -> bool:
    """Whether a row is a title, or labels such as 编制部门：… and 单位：元, and not yet a table's header."""
    if len(row.texts) == 1:
        return True
    merges = sheet.merges.get(row.number - 1, {})
    is_header = any(column in merges and merges[column].bottom >= row.number for column in row.texts)
    return not is_header and len(row.texts) <= _MAX_LABELS and any(map(_LABEL.match, row.texts.values()))


def _stands_below(sheet: Sheet, row: Row, width: int) -> bool:
    """Whether the last row of a table is a note: alone, and called one, long, or as wide as the table."""
    if len(row.texts) > 1:
        return False
    ((column, text),) = row.texts.items()
    return len(text) > _LONG_NOTE or _NOTE.match(text) is not None or _width(sheet, row, column) >= width


def _side_by_side(sheet: Sheet, table: _Table) -> Iterator[_Table]:
    """Tables that stand beside each other: one of the first rows holds a title for each, and nothing else."""
    titles = next((row for row in table.rows[:_TITLE_ROWS] if len(row.texts) > 1 and _names_tables(row)), None)
    starts = list(titles.texts)[1:] if titles else []
    parts = [_within(table.rows, low, high) for low, high in pairwise([0, *starts, _FAR])]
    if not starts or any(len(part) < 2 for part in parts):
        yield table
        return
    tables = [_table(sheet, part) for part in parts]
    tables[0] = replace(tables[0], above=(*table.above, *tables[0].above))
    tables[-1] = replace(tables[-1], below=(*tables[-1].below, *table.below))
    yield from tables


def _names_tables(row: Row) -> bool:
    return all(_TITLE.search(text) for text in row.texts.values())


def _within(rows: Sequence[Row], low: int, high: int) -> list[Row]:
    """The rows of some columns: from `low` on, `high` left out."""
    cut = (replace(row, texts={c: text for c, text in row.texts.items() if low <= c < high}) for row in rows)
    return [row for row in cut if row.texts]


def _lines(sheet: Sheet, rows: Sequence[Row]) -> Iterator[Line]:
    for row in rows:
        for text in row.texts.values():
            for part in text.splitlines():
                if part.strip():
                    yield Line(part.strip(), Location(page=sheet.page, line=row.number), whole=True)


def _grid(file: str, sheet: Sheet, rows: Sequence[Row]) -> Grid:
    """The filled and the blank cells of a table, its blank rows and columns left out."""
    columns = sorted({column for row in rows for column in row.texts})
    if len(rows) * len(columns) > MAX_GRID_CELLS:
        raise too_large(file)
    grid: list[list[Cell | None]] = []
    for row in rows:
        location = Location(page=sheet.page, line=row.number)
        grid.append([Cell(row.texts.get(column, ""), location) for column in columns])
    numbers = [row.number - 1 for row in rows]
    for index, number in enumerate(numbers):
        for left, merge in sheet.merges.get(number, {}).items():
            first, end = bisect_left(columns, left), bisect_right(columns, merge.right)
            _merge(grid, index, first, bisect_right(numbers, merge.bottom) - index, end - first)
    return Grid(tuple(tuple(row) for row in grid), Location(page=sheet.page, line=rows[0].number))


def _merge(grid: list[list[Cell | None]], row: int, column: int, height: int, width: int) -> None:
    """Let a cell cover the places that its merge covers; nothing where it lies in another."""
    cell = grid[row][column] if width > 0 else None
    if cell is None or height * width == 1:
        return
    for covered in grid[row : row + height]:
        covered[column : column + width] = [None] * width
    grid[row][column] = replace(cell, row_span=height, column_span=width)
