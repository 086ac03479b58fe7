"""Titles, units and notes that stand inside a grid, put where others print them: around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Cell
from ingest.outline import Paragraph, PlacedGrid
from ingest.specs import load_specs
from knowledge.text import compact

_LINE = re.compile(load_specs("headers")["caption"]["line"])
_NOTE = re.compile(load_specs("headers")["caption"]["note"])
_TITLE = re.compile(r"^[^。，；]{2,60}表\s*(?:[(（]续[表]?[)）])?$")
_MOST_ROWS = 4


def lift_captions(placed: PlacedGrid) -> PlacedGrid:
    """The grid without the rows that only say its title, its unit, whose it is, or a note."""
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
    texts = [compact(cell.text) for cell in cells]
    if not cells or any(cell.row_span > 1 for cell in cells):
        return False
    if len(cells) == 1 and width > 1 and _TITLE.match(texts[0]):
        return True
    return all(_LINE.search(text) for text in texts)


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
