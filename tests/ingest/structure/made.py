"""Grids written as rows of texts."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import Cell, Grid
from ingest.outline import Paragraph, PlacedGrid
from knowledge.model import Box, Location

Text = str | tuple[str, int, int] | None


def made_grid(*rows: Sequence[Text], merges_known: bool = True, page: int = 1, left: float = 50.0) -> Grid:
    """A grid; a tuple is a cell with its row span and column span, None a place that one covers.

    Each column is 100 points wide, the first begins at `left`.
    """
    cells = tuple(
        tuple(_cell(text, line, column, page, left) for column, text in enumerate(row))
        for line, row in enumerate(rows, start=1)
    )
    width = left + 100.0 * len(rows[0])
    return Grid(cells, Location(page=page, box=Box(left, 20.0, width, 20.0 * len(rows))), merges_known)


def _cell(text: Text, line: int, column: int, page: int, left: float) -> Cell | None:
    if text is None:
        return None
    words, down, across = (text, 1, 1) if isinstance(text, str) else text
    x0 = left + 100.0 * column
    box = Box(x0, 20.0 * line, x0 + 100.0 * across, 20.0 * (line + down))
    return Cell(words, Location(page=page, line=line, box=box), down, across)


def paragraph(text: str) -> Paragraph:
    """A line of text in no section."""
    return Paragraph(text, "", ((0, Location(line=1)),))


def placed(grid: Grid, above: Sequence[str] = (), below: Sequence[str] = ()) -> PlacedGrid:
    """A grid with lines around it."""
    return PlacedGrid(grid, "", tuple(map(paragraph, above)), tuple(map(paragraph, below)))


def texts(grid: Grid) -> list[list[str | None]]:
    """What stands in each place of a grid."""
    return [[cell.text if cell else None for cell in row] for row in grid.rows]
