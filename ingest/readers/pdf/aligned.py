"""Tables without rules: rows and columns by what stands below what, only where that is certain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.readers.pdf.columns import column_bounds, grid_of_rows, is_table, row_of
from ingest.readers.pdf.page import Page
from ingest.readers.pdf.printed import Placed, PrintedLine, chunks

_MIN_ROWS = 3
_MIN_COLUMNS = 3
_MAX_LEADING = 3.0  # of the font size: further apart, lines are not of one table


def part_tables(page: Page, lines: Sequence[PrintedLine]) -> Iterator[PrintedLine | Placed]:
    """The lines, with a grid in place of each run of them that is surely a table."""
    run: list[PrintedLine] = []
    for line in lines:
        is_row = len(chunks(line)) > 1
        if run and (not is_row or line.top - run[-1].bottom > _MAX_LEADING * line.size):
            yield from _table_or_lines(page, run)
            run = []
        if is_row:
            run.append(line)
        else:
            yield line
    yield from _table_or_lines(page, run)


def _table_or_lines(page: Page, run: Sequence[PrintedLine]) -> Iterator[PrintedLine | Placed]:
    bounds = column_bounds(run)
    if len(run) >= _MIN_ROWS and len(bounds) >= _MIN_COLUMNS:
        rows = [row_of([line], bounds) for line in run]
        if is_table(rows, len(bounds)):
            yield Placed(grid_of_rows(page, rows, bounds), run[0].top, run[-1].bottom)
            return
    yield from run
