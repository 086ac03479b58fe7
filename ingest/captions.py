"""Titles, units and notes that stand inside a grid, put where others print them: around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.document import Cell
from ingest.grids import opens_header
from ingest.outline import Paragraph, PlacedGrid
from ingest.specs import load_specs
from knowledge.text import compact

_LINE = re.compile(load_specs("headers")["caption"]["line"])
_NOTE = re.compile(load_specs("headers")["caption"]["note"])
_TITLE = re.compile(r"^[^。，；]{2,60}表\s*(?:[(（]续[表]?[)）])?$")
_MOST_ROWS = 4


def lift_captions(placed: PlacedGrid) -> Iterator[PlacedGrid]:
    """The grid without the rows that only say its title, its unit, whose it is, or a note.

    Where a title with its unit stands further down, another table begins there.
    """
    rows = placed.grid.rows
    starts = [0, *(i for i in range(1, len(rows) - 1) if _opens_table(rows[i : i + 3])), len(rows)]
    for start, end in pairwise(starts):
        part = placed if len(starts) == 2 else _part(placed, start, end)
        yield _lifted(part)


def _opens_table(rows: Sequence[Sequence[Cell | None]]) -> bool:
    """Whether the first row is a title: below it stands the unit, whose table it is, or a header."""
    title, *below = rows
    if not _is_title(title) or _is_title(below[0]):
        return False
    return _is_caption(below[0], len(title)) or any(opens_header(row) for row in below)


def _part(placed: PlacedGrid, start: int, end: int) -> PlacedGrid:
    rows = placed.grid.rows[start:end]
    first = next((cell.location for row in rows for cell in row if cell), placed.grid.location)
    grid = replace(placed.grid, rows=rows, location=placed.grid.location if start == 0 else first)
    is_last = end == len(placed.grid.rows)
    return replace(
        placed,
        grid=grid,
        before=placed.before if start == 0 else (),
        after=placed.after if is_last else (),
    )


def _lifted(placed: PlacedGrid) -> PlacedGrid:
    rows = placed.grid.rows
    above, below = _captions(rows), _notes(rows)
    if (not above and not below) or above + below >= len(rows):
        return placed
    kept = rows[above : len(rows) - below]
    return replace(
        placed,
        grid=replace(placed.grid, rows=kept),
        before=(*placed.before, *_paragraphs(rows[:above], placed.section)),
        after=(*_paragraphs(rows[len(rows) - below :], placed.section), *placed.after),
    )


def _captions(rows: Sequence[Sequence[Cell | None]]) -> int:
    """How many rows at the top hold nothing but captions."""
    count = 0
    while count < min(len(rows), _MOST_ROWS) and _is_caption(rows[count], len(rows[0])):
        count += 1
    return count


def _is_caption(row: Sequence[Cell | None], width: int) -> bool:
    cells = [cell for cell in row if cell and cell.text.strip()]
    if not cells or any(cell.row_span > 1 for cell in cells):
        return False
    return (width > 1 and _is_title(row)) or all(_LINE.search(compact(cell.text)) for cell in cells)


def _is_title(row: Sequence[Cell | None]) -> bool:
    texts = [compact(cell.text) for cell in row if cell and cell.text.strip()]
    return len(texts) == 1 and _TITLE.match(texts[0]) is not None


def _notes(rows: Sequence[Sequence[Cell | None]]) -> int:
    """How many rows at the bottom hold nothing but a note."""
    count = 0
    for row in reversed(rows):
        texts = [cell.text for cell in row if cell and cell.text.strip()]
        if len(texts) != 1 or not _NOTE.match(texts[0]):
            break
        count += 1
    return count


def _paragraphs(rows: Sequence[Sequence[Cell | None]], section: str) -> list[Paragraph]:
    return [
        Paragraph(cell.text, section, ((0, cell.location),))
        for row in rows
        for cell in row
        if cell and cell.text.strip()
    ]
