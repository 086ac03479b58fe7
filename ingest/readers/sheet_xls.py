"""XLS, the binary format of Excel 97 and of WPS: the sheets that are shown, each cell as its format prints it."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlrd

from ingest.readers.marks import raised
from ingest.readers.number_formats import print_number, print_text
from ingest.readers.sheet_cells import Merge, RawSheet

# What xlrd raises where a file is damaged: it trusts what the records say of each other.
DAMAGED: tuple[type[Exception], ...] = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
)
_RAISED = 1  # font.escapement


def is_encrypted(error: BaseException) -> bool:
    """Whether xlrd refused a workbook because of its password."""
    return isinstance(error, xlrd.XLRDError) and "encrypted" in str(error).lower()


def read_xls(path: Path) -> Iterator[RawSheet]:
    """The shown sheets in order. Raises one of DAMAGED for a damaged or encrypted file."""
    book = xlrd.open_workbook(
        path,
        logfile=io.StringIO(),
        use_mmap=False,  # a file that is cut off while it is mapped ends the process
        formatting_info=True,
        on_demand=True,
        ragged_rows=True,
    )
    with book:
        for index in range(book.nsheets):
            sheet = book.sheet_by_index(index)
            if sheet.visibility == 0:
                yield _raw_sheet(book, sheet, index + 1)
            book.unload_sheet(index)


def _raw_sheet(book: Any, sheet: Any, page: int) -> RawSheet:
    rows, columns = sheet.rowinfo_map, sheet.colinfo_map
    texts = {}
    for row in range(sheet.nrows):
        found = {
            column: text
            for column, cell in enumerate(sheet.row(row))
            if (text := _text(book, sheet, row, column, cell))
        }
        if found:
            texts[row] = found
    return RawSheet(
        sheet.name,
        page,
        texts,
        [Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells],
        frozenset(row for row, about in rows.items() if about.hidden or about.height == 0),
        lambda column: column in columns and bool(columns[column].hidden or columns[column].width == 0),
        are_rows_hidden=bool(sheet.default_row_hidden),
    )


def _text(book: Any, sheet: Any, row: int, column: int, cell: Any) -> str:
    """What a cell prints; empty for a blank."""
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    style = book.xf_list[cell.xf_index]
    if book.font_list[style.font_index].struck_out:
        return ""
    match cell.ctype:
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            if cell.value == 0 and not sheet.show_zero_values:
                return ""
            return print_number(cell.value, _code(book, style), since_1904=bool(book.datemode))
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#ERROR!"))
        case _:
            return print_text(_rich_text(book, sheet, row, column, cell.value), _code(book, style))


def _code(book: Any, style: Any) -> str:
    code = book.format_map[style.format_key].format_str
    return "" if code == "General" else str(code)


def _rich_text(book: Any, sheet: Any, row: int, column: int, value: str) -> str:
    """A text without the runs that are struck out and the marks of notes."""
    runs = sheet.rich_text_runlist_map.get((row, column))
    if not runs:
        return value
    ends = [start for start, _ in runs[1:]] + [len(value)]
    text = value[: runs[0][0]]
    for (start, font_index), end in zip(runs, ends, strict=True):
        font, piece = book.font_list[font_index], value[start:end]
        if font.struck_out:
            continue
        text += raised(piece, text) if font.escapement == _RAISED else piece
    return text
