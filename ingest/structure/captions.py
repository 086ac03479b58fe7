"""Titles, numbers, units, owners and notes that stand inside a grid, put where others print them: around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum
from itertools import pairwise, zip_longest

from ingest.document import Cell
from ingest.forms import is_form
from ingest.outline import Paragraph, Placed, PlacedGrid
from ingest.specs import load_specs
from ingest.structure.header import opens_header
from knowledge.model import Location
from knowledge.text import compact

_SPEC = load_specs("captions")
_MOST_ROWS = 6
_MIN_PIECES = 2  # cells over which rules cut one caption
_SENTENCE = re.compile(_SPEC["sentence"]["pattern"])
_Row = Sequence[Cell | None]


class Caption(Enum):
    """What a line around a table says."""

    TITLE = "title"
    NUMBER = "number"  # 公开01表: which table of the set
    UNIT = "unit"  # 单位：万元
    OWNER = "owner"  # 部门：某某局
    YEAR = "year"
    NOTE = "note"


_PATTERNS = tuple((Caption(name), re.compile(pattern)) for name, pattern in _SPEC["line"].items())


def caption_of(text: str) -> Caption | None:
    """What a printed line says as a caption of a table; None for one that is none."""
    line = compact(text)
    return next((kind for kind, pattern in _PATTERNS if pattern.search(line)), None)


def lift_captions(parts: Iterable[Placed]) -> Iterator[Placed]:
    """The grids without the rows that only say a title, a unit, whose the table is, or a note.

    Where a title with its unit stands further down, another table begins there; where a grid ends with one, or is
    nothing else, it belongs to the next.
    """
    waiting: tuple[Paragraph, ...] = ()
    for placed in parts:
        if not isinstance(placed, PlacedGrid) or is_form(placed):
            yield placed
            continue
        rows = placed.grid.rows
        end = len(rows) - _captions_below(rows)
        if waiting:
            placed = replace(placed, before=(*placed.before, *waiting))
        waiting = tuple(_paragraph(*line, placed.section) for row in rows[end:] for line in _captions_of(row, True))
        starts = [0, *(i for i in range(1, end - 1) if _opens_table(rows[i : i + 3])), end]
        yield from (_lifted(_part(placed, *span)) for span in pairwise(starts) if span[0] < span[1])


def _captions_below(rows: Sequence[_Row]) -> int:
    """How many rows at the bottom are a title and what belongs to it: the table itself is overleaf."""
    count = next((n for n, row in enumerate(reversed(rows)) if not _captions_of(row, True)), len(rows))
    return count if any(_is_title(row) for row in rows[len(rows) - count :]) else 0


def _opens_table(rows: Sequence[_Row]) -> bool:
    """Whether the first row is a title: below it stands the unit, whose table it is, or a header."""
    title, *below = rows
    if not _is_title(title) or _is_title(below[0]):
        return False
    return bool(_captions_of(below[0])) or any(opens_header(row) for row in below)


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
    above = _lines_above(rows)
    below = _notes(rows)
    if (not above and not below) or len(above) + below >= len(rows):
        return placed
    kept = rows[len(above) : len(rows) - below]
    return replace(
        placed,
        grid=replace(placed.grid, rows=kept),
        before=(*placed.before, *(_paragraph(*line, placed.section) for lines in above for line in lines)),
        after=(*_paragraphs(rows[len(rows) - below :], placed.section), *placed.after),
    )


_Line = tuple[str, Location]


def _lines_above(rows: Sequence[_Row]) -> list[list[_Line]]:
    """The caption lines of each row at the top that holds nothing else; a blank row among them has none."""
    found: list[list[_Line]] = []
    for row in rows[:_MOST_ROWS]:
        lines = _captions_of(row, is_first=not any(found))
        if not lines and any(cell and cell.text.strip() for cell in row):
            break
        found.append(lines)
    while found and not found[-1]:
        found.pop()
    return found


def _captions_of(row: _Row, is_first: bool = False) -> list[_Line]:
    """The lines of a row that is nothing but captions; none where it is anything else."""
    cells = [cell for cell in row if cell and cell.text.strip()]
    if not cells or any(cell.row_span > 1 for cell in cells):
        return []
    spans_all = len(row) > 1 and len(cells) == 1 and cells[0].column_span == len(row)
    lines = [(line, cell.location) for cell in cells for line in cell.text.split("\n") if line.strip()]
    if _are_captions([text for text, _ in lines], alone=len(cells) == 1 and len(row) > 1):
        return lines
    if spans_all and is_first and not _SENTENCE.search(compact(cells[0].text)):
        return [(compact(cells[0].text.replace("\n", "")), cells[0].location)]
    cut = _joined(cells)
    if len(cells) >= _MIN_PIECES and _are_captions([text for text, _ in cut], alone=True):
        return cut
    return []


def _are_captions(texts: Sequence[str], alone: bool) -> bool:
    """Whether each line is a caption; a title counts only where it stands alone in its row or beside other captions."""
    kinds = [caption_of(text) for text in texts]
    if any(kind in (None, Caption.NOTE) for kind in kinds):
        return False
    return alone or kinds.count(Caption.TITLE) < min(2, len(kinds))


def _joined(cells: Sequence[Cell]) -> list[_Line]:
    """The lines of captions that the rules of the table cut to pieces: put together across the cells."""
    depths = zip_longest(*(cell.text.split("\n") for cell in cells), fillvalue="")
    texts = ("".join(parts).strip() for parts in depths)
    return [(text, cells[0].location) for text in texts if text]


def _is_title(row: _Row) -> bool:
    texts = [cell.text for cell in row if cell and cell.text.strip()]
    return len(texts) == 1 and caption_of(texts[0].replace("\n", "")) is Caption.TITLE


def _notes(rows: Sequence[_Row]) -> int:
    """How many rows at the bottom hold nothing but a note."""
    count = 0
    for row in reversed(rows):
        texts = [cell.text for cell in row if cell and cell.text.strip()]
        if len(texts) != 1 or caption_of(texts[0]) is not Caption.NOTE:
            break
        count += 1
    return count


def _paragraph(text: str, location: Location, section: str) -> Paragraph:
    return Paragraph(text, section, ((0, location),))


def _paragraphs(rows: Sequence[_Row], section: str) -> list[Paragraph]:
    cells = (cell for row in rows for cell in row if cell and cell.text.strip())
    return [_paragraph(cell.text, cell.location, section) for cell in cells]
