"""Seconds of the workbook reader for many figures, and its ratio to openpyxl alone on the same file.

    python -m bench.sheet [--figures 30000] [--sheets 50] [--repeat 3] [FILE.xlsx ...]

Without files a workbook is made: the figures on so many sheets, and all of them on one sheet. openpyxl alone opens
the workbook and looks at every value. The median of the repeats counts.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import openpyxl

from ingest.document import Grid
from ingest.readers import read_document
from knowledge.amounts import is_number

COLUMNS = ("科目编码", "科目名称", "合计", "基本支出", "项目支出", "上年数", "执行数", "比上年增减")
AMOUNTS = len(COLUMNS) - 2


def make_workbook(path: Path, figures: int, sheets: int) -> Path:
    """A workbook of so many figures, with titles, units, merged titles and number formats."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    rows = max(1, figures // sheets // AMOUNTS)
    for number in range(1, sheets + 1):
        sheet = book.create_sheet(f"表{number}")
        sheet.append([f"2024年支出预算表{number}"])
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(COLUMNS))
        sheet.append([*[""] * (len(COLUMNS) - 1), "单位：元"])
        sheet.append(list(COLUMNS))
        for row in range(rows):
            sheet.append([str(2010101 + row), f"项目{number}之{row}", *(row * 100.5 + i / 4 for i in range(AMOUNTS))])
            for cell in sheet[sheet.max_row][2:]:
                cell.number_format = "#,##0.00"
    book.save(path)
    return path


def open_alone(path: Path) -> int:
    """What openpyxl costs: every value once. The number of numbers."""
    book = openpyxl.load_workbook(path, data_only=True)
    cells = (value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)
    return sum(isinstance(value, (int, float)) for value in cells)


def read(path: Path) -> int:
    """The reader's way. The number of cells with a number."""
    grids = (block for block in read_document(path).blocks if isinstance(block, Grid))
    return sum(1 for grid in grids for row in grid.rows for cell in row if cell and is_number(cell.text))


def seconds(work: Callable[[Path], int], path: Path) -> float:
    """How long one run takes."""
    start = time.perf_counter()
    work(path)
    return time.perf_counter() - start


def workbooks(arguments: argparse.Namespace, folder: Path) -> Iterator[Path]:
    """The given files, or those that are made."""
    if arguments.files:
        yield from arguments.files
        return
    yield make_workbook(folder / f"{arguments.sheets}-sheets.xlsx", arguments.figures, arguments.sheets)
    yield make_workbook(folder / "1-sheet.xlsx", arguments.figures, 1)
    yield make_workbook(folder / "1-sheet-twice.xlsx", 2 * arguments.figures, 1)


def main() -> None:
    """Print one line a file."""
    parser = argparse.ArgumentParser(description="Seconds of the workbook reader.")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--figures", type=int, default=30_000)
    parser.add_argument("--sheets", type=int, default=50)
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    print(f"{'file':32} {'numbers':>8} {'reader s':>9} {'alone s':>8} {'ratio':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for path in workbooks(arguments, Path(folder)):
            turns = [(seconds(read, path), seconds(open_alone, path)) for _ in range(arguments.repeat)]
            ours, alone = median(turn[0] for turn in turns), median(turn[1] for turn in turns)
            print(f"{path.name[:32]:32} {read(path):8} {ours:9.2f} {alone:8.2f} {ours / alone:6.2f}")


if __name__ == "__main__":
    main()
