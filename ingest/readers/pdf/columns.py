"""Lines of a table without rules between its columns to rows of cells: what stands below what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.document import Cell, Grid
from ingest.readers.pdf.page import Page
from ingest.readers.pdf.printed import COLUMN_GAP, PrintedLine, chunks

AMOUNT = re.compile(r"[-—－]+|[-+−－]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?[%％]?")
_MIN_FILLED = 0.6  # of the places: scattered words are no table
_MIN_AMOUNTS = 2 / 3  # of the filled cells of one column at least, its header aside
_COVERED = 0.5  # of a column's width, from which on a header stands over it
_OWN_ROW = 0.8  # of the usual distance of rows: a line without amounts that is nearer continues a wrapped cell

Bounds = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line, and the first and last column that it stands in."""

    line: PrintedLine
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Row:
    """The pieces of one row, from top to bottom."""

    pieces: tuple[Piece, ...]
    top: float
    bottom: float


def column_bounds(lines: Iterable[PrintedLine]) -> list[tuple[float, float]]:
    """Left and right edge of each column: stretches that a gap through all lines parts."""
    pieces = [piece for line in lines for piece in chunks(line)]
    bounds: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        if bounds and piece.x0 - bounds[-1][1] < COLUMN_GAP / 2 * piece.size:
            bounds[-1] = (bounds[-1][0], max(bounds[-1][1], piece.x1))
        else:
            bounds.append((piece.x0, piece.x1))
    return bounds


def row_of(lines: Sequence[PrintedLine], bounds: Bounds) -> Row:
    """One row of some lines."""
    pieces = tuple(_placed(piece, bounds) for line in lines for piece in chunks(line))
    return Row(pieces, min(line.top for line in lines), max(line.bottom for line in lines))


def _placed(piece: PrintedLine, bounds: Bounds) -> Piece:
    """In which columns it stands: those that it covers, else the nearest."""
    covered = [
        index
        for index, (left, right) in enumerate(bounds)
        if min(piece.x1, right) - max(piece.x0, left) >= _COVERED * (right - left)
    ]
    if covered:
        return Piece(piece, covered[0], covered[-1])
    middle = (piece.x0 + piece.x1) / 2
    nearest = min(range(len(bounds)), key=lambda index: max(bounds[index][0] - middle, middle - bounds[index][1]))
    return Piece(piece, nearest, nearest)


def rows_of(lines: Sequence[PrintedLine], bounds: Bounds) -> list[Row]:
    """The rows of lines that no rule parts: one for each line with amounts, with the lines of a wrapped label."""
    amounts = [line for line in lines if _has_amounts(line, bounds)]
    if len(amounts) < 2:
        return [row_of(lines, bounds)]
    pitch = median(below.top - above.top for above, below in pairwise(amounts))
    groups: list[list[PrintedLine]] = [[line] for line in amounts]
    for line in lines:
        if line in amounts:
            continue
        near = min(groups, key=lambda group: abs(group[0].top - line.top))
        if abs(near[0].top - line.top) >= _OWN_ROW * pitch:
            groups.append([line])
        else:
            near.append(line)
    ordered = sorted(groups, key=lambda group: group[0].top)
    return [row_of(sorted(group, key=lambda line: line.top), bounds) for group in ordered]


def _has_amounts(line: PrintedLine, bounds: Bounds) -> bool:
    return any(piece.first > 0 and AMOUNT.fullmatch(piece.line.text) for piece in row_of([line], bounds).pieces)


def is_table(rows: Sequence[Row], width: int) -> bool:
    """One piece beside the other, most places filled, and a column of amounts below its header."""
    if any(left.last >= right.first for row in rows for left, right in _beside(row)):
        return False
    if sum(len({piece.first for piece in row.pieces}) for row in rows) < _MIN_FILLED * width * len(rows):
        return False
    return any(_holds_amounts(rows[1:], column) for column in range(1, width))


def _beside(row: Row) -> list[tuple[Piece, Piece]]:
    """Neighbours on one printed line."""
    return [
        (left, right)
        for left, right in pairwise(row.pieces)
        if right.line.x0 > left.line.x0 and abs(left.line.top - right.line.top) < left.line.size
    ]


def _holds_amounts(rows: Iterable[Row], column: int) -> bool:
    texts = [piece.line.text for row in rows for piece in row.pieces if piece.first == column == piece.last]
    amounts = [text for text in texts if AMOUNT.fullmatch(text)]
    return len(amounts) >= max(2, _MIN_AMOUNTS * len(texts))


def grid_of_rows(page: Page, rows: Sequence[Row], bounds: Bounds) -> Grid:
    """The cells of the rows; a header over several columns spans them."""
    location = page.locate(bounds[0][0], rows[0].top, bounds[-1][1], rows[-1].bottom)
    return Grid(tuple(_cells(page, row, bounds) for row in rows), location, merges_known=False)


def _cells(page: Page, row: Row, bounds: Bounds) -> tuple[Cell | None, ...]:
    cells: list[Cell | None] = []
    for column in range(len(bounds)):
        here = [piece for piece in row.pieces if piece.first == column]
        if not here and any(piece.first < column <= piece.last for piece in row.pieces):
            cells.append(None)
            continue
        last = max((piece.last for piece in here), default=column)
        place = page.locate(bounds[column][0], row.top, bounds[last][1], row.bottom)
        cells.append(Cell("\n".join(piece.line.text for piece in here), place, column_span=last - column + 1))
    return tuple(cells)
