"""Cells that say how far they reach, to rows of equal length: for formats that state spans, not rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.document import Cell, Grid
from ingest.readers.limits import MAX_GRID_CELLS
from knowledge.errors import IngestError
from knowledge.model import Location


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell with the row and column, from 0, of its top left place."""

    row: int
    column: int
    cell: Cell


def grid_of_cells(file: str, cells: Sequence[PlacedCell], location: Location) -> Grid | None:
    """The grid of some cells; None where none holds text.

    Where two overlap, as in careless web pages, the earlier keeps the place. Raises IngestError where the
    spans would make more places than a table can have.
    """
    if not any(placed.cell.text for placed in cells):
        return None
    height = max(placed.row for placed in cells) + 1  # spans beyond the last row are a slip
    width = max(placed.column + placed.cell.column_span for placed in cells)
    if height * width > MAX_GRID_CELLS:
        raise too_large(file)
    rows: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    taken: set[tuple[int, int]] = set()
    for placed in cells:
        if (placed.row, placed.column) in taken:
            continue
        cell, below = placed.cell, height - placed.row
        if cell.row_span > below:
            cell = replace(cell, row_span=below)
        places = set(_places(placed, cell))
        if places & taken:
            cell, places = replace(cell, row_span=1, column_span=1), {(placed.row, placed.column)}
        rows[placed.row][placed.column] = cell
        taken |= places
    _fill(rows, taken, location)
    return Grid(tuple(tuple(row) for row in rows), location)


def too_large(file: str) -> IngestError:
    """The error for spans that no printed table has."""
    return IngestError(f"{file}: a table has more than {MAX_GRID_CELLS} cells. Split it and ingest the parts.")


def _places(placed: PlacedCell, cell: Cell) -> Iterable[tuple[int, int]]:
    for row in range(placed.row, placed.row + cell.row_span):
        for column in range(placed.column, placed.column + cell.column_span):
            yield row, column


def _fill(rows: list[list[Cell | None]], taken: set[tuple[int, int]], location: Location) -> None:
    """Blank cells where a row is shorter than the others."""
    for row, cells in enumerate(rows):
        beside = next((cell.location for cell in cells if cell), location)
        for column, cell in enumerate(cells):
            if cell is None and (row, column) not in taken:
                cells[column] = Cell("", beside)
