"""Rows and columns of a grid in which nothing stands: drawn by double rules and shading, they part what is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Cell, Grid

_Row = tuple[Cell | None, ...]


def without_blank_rows(grid: Grid) -> Grid:
    """The grid without rows that print nothing; a cell that spans one is shorter. A blank grid keeps its first row."""
    kept = [index for index, row in enumerate(grid.rows) if any(_has_text(cell) for cell in row)]
    if len(kept) == len(grid.rows) or not kept:
        return grid if kept else replace(grid, rows=grid.rows[:1])
    return _lines_kept(grid, kept)


def without_blank_columns(grid: Grid) -> Grid:
    """The grid without columns in which no text begins; a cell that spans one is narrower."""
    kept = [c for c in range(len(grid.rows[0])) if any(_has_text(row[c]) for row in grid.rows)]
    if len(kept) == len(grid.rows[0]) or not kept:
        return grid
    turned = replace(grid, rows=_turned(grid.rows))
    return replace(grid, rows=_turned(_lines_kept(turned, kept).rows))


def _lines_kept(grid: Grid, kept: Sequence[int]) -> Grid:
    rows: list[_Row] = []
    carried: dict[int, Cell] = {}  # cells that begin in a line that goes and reach into one that stays
    left = set(kept)
    for index, row in enumerate(grid.rows):
        if index not in left:
            carried |= {c: _from_next(cell) for c, cell in enumerate(row) if cell and cell.row_span > 1}
            continue
        cells = [carried.get(c) if cell is None else cell for c, cell in enumerate(row)]
        carried = {}
        rows.append(tuple(_shorter(cell, index, left) for cell in cells))
    return replace(grid, rows=tuple(rows))


def _from_next(cell: Cell) -> Cell:
    return replace(cell, row_span=cell.row_span - 1)


def _shorter(cell: Cell | None, index: int, kept: set[int]) -> Cell | None:
    if cell is None or cell.row_span == 1:
        return cell
    return replace(cell, row_span=max(1, sum(1 for line in range(index, index + cell.row_span) if line in kept)))


def _turned(rows: Sequence[_Row]) -> tuple[_Row, ...]:
    """Rows as columns, their spans with them."""
    return tuple(
        tuple(
            None if cell is None else replace(cell, row_span=cell.column_span, column_span=cell.row_span)
            for cell in column
        )
        for column in zip(*rows, strict=True)
    )


def _has_text(cell: Cell | None) -> bool:
    return cell is not None and bool(cell.text.strip())
