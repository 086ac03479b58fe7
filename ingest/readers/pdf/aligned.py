"""Tables without rules: rows and columns by what stands below what, only where that is certain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.document import Cell, Grid
from ingest.readers.pdf.page import Page
from ingest.readers.pdf.printed import COLUMN_GAP, Placed, PrintedLine, chunks

_MIN_ROWS = 3
_MIN_COLUMNS = 3
_MIN_FILLED = 0.6  # of the places: scattered words are no table
_MIN_AMOUNTS = 2 / 3  # of the filled cells of one column at least, its header aside
_MAX_LEADING = 3.0  # of the font size: further apart, lines are not of one table
_AMOUNT = re.compile(r"[-—]|[-+]?[\d,]+(\.\d+)?%?")

Row = tuple[PrintedLine, list[PrintedLine]]  # a line and its chunks


def part_tables(page: Page, lines: Sequence[PrintedLine]) -> Iterator[PrintedLine | Placed]:
    """The lines, with a grid in place of each run of them that is surely a table."""
    run: list[Row] = []
    for line in lines:
        pieces = chunks(line)
        if run and (len(pieces) < 2 or line.top - run[-1][0].bottom > _MAX_LEADING * line.size):
            yield from _table_or_lines(page, run)
            run = []
        if len(pieces) < 2:
            yield line
        else:
            run.append((line, pieces))
    yield from _table_or_lines(page, run)


def _table_or_lines(page: Page, run: Sequence[Row]) -> Iterator[PrintedLine | Placed]:
    bounds = _column_bounds([piece for _, pieces in run for piece in pieces])
    if len(run) >= _MIN_ROWS and len(bounds) >= _MIN_COLUMNS:
        columns = [[_column_of(piece, bounds) for piece in pieces] for _, pieces in run]
        if _is_table(run, columns, len(bounds)):
            yield Placed(_grid(page, run, columns, bounds), run[0][0].top, run[-1][0].bottom)
            return
    yield from (line for line, _ in run)


def _column_bounds(pieces: Sequence[PrintedLine]) -> list[tuple[float, float]]:
    """Left and right edge of each column: stretches that a gap through all rows parts."""
    bounds: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        if bounds and piece.x0 - bounds[-1][1] < COLUMN_GAP / 2 * piece.size:
            bounds[-1] = (bounds[-1][0], max(bounds[-1][1], piece.x1))
        else:
            bounds.append((piece.x0, piece.x1))
    return bounds


def _column_of(piece: PrintedLine, bounds: Sequence[tuple[float, float]]) -> int:
    return next(index for index, (left, right) in enumerate(bounds) if left <= piece.x0 and piece.x1 <= right)


def _is_table(run: Sequence[Row], columns: Sequence[Sequence[int]], width: int) -> bool:
    """One piece in each place, most places filled, and a column of amounts."""
    if any(left == right for row in columns for left, right in pairwise(row)):
        return False
    if sum(len(row) for row in columns) < _MIN_FILLED * width * len(run):
        return False
    return any(_holds_amounts(run, columns, index) for index in range(1, width))


def _holds_amounts(run: Sequence[Row], columns: Sequence[Sequence[int]], index: int) -> bool:
    texts = [pieces[row.index(index)].text for (_, pieces), row in zip(run, columns, strict=True) if index in row]
    amounts = [text for text in texts[1:] if _AMOUNT.fullmatch(text)]
    return len(amounts) >= max(2, _MIN_AMOUNTS * len(texts[1:]))


def _grid(
    page: Page,
    run: Sequence[Row],
    columns: Sequence[Sequence[int]],
    bounds: Sequence[tuple[float, float]],
) -> Grid:
    rows = []
    for (line, pieces), row in zip(run, columns, strict=True):
        places = [page.locate(left, line.top, right, line.bottom) for left, right in bounds]
        texts = {column: piece.text for column, piece in zip(row, pieces, strict=True)}
        rows.append(tuple(Cell(texts.get(column, ""), place) for column, place in enumerate(places)))
    location = page.locate(bounds[0][0], run[0][0].top, bounds[-1][1], run[-1][0].bottom)
    return Grid(tuple(rows), location, merges_known=False)
