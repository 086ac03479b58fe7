"""The glyphs and strokes of a page to its blocks in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ingest.document import Line
from ingest.readers.pdf.aligned import part_tables
from ingest.readers.pdf.bands import part_banded
from ingest.readers.pdf.grids import grid_of
from ingest.readers.pdf.page import Glyph, Page
from ingest.readers.pdf.printed import Placed, PrintedLine, PrintedPage, printed_lines
from ingest.readers.pdf.rules import Lattice, find_lattices
from ingest.readers.pdf.shading import with_unshaded_rows

_INDENT = 0.8  # of the font size: a new paragraph stands two characters to the right
_SAME_EDGE = 3.0  # points between the beginnings of lines of one text edge


def lay_out(page: Page) -> PrintedPage:
    """Grids and lines from top to bottom, with tables that have no rules found among the lines."""
    grids, free = _ruled_grids(page)
    lines = printed_lines(free)
    edge = _text_edge(lines)
    banded, lines = part_banded(page, lines, grids)
    grids += banded
    text = [
        part if isinstance(part, Placed) else _place(page, part, edge)
        for run in _runs(lines, [grid.top for grid in grids])
        for part in part_tables(page, run)
    ]
    blocks = sorted([*grids, *text], key=lambda placed: placed.top)
    return PrintedPage(page.number, page.reading_height, tuple(blocks))


def _ruled_grids(page: Page) -> tuple[list[Placed], list[Glyph]]:
    """The grids, and the glyphs that stand in none of them."""
    grids = []
    free = list(page.glyphs)
    for lattice in with_unshaded_rows(find_lattices(page.across, page.down), page.glyphs):
        if _is_framed_text(lattice):
            continue
        inside, outside = lattice.part(free)
        if grid := grid_of(page, lattice, inside):
            free = outside
            grids.append(Placed(grid, lattice.ys[0], lattice.ys[-1]))
    return grids, free


def _is_framed_text(lattice: Lattice) -> bool:
    """Whether no row has two cells: a frame, or a contents page drawn as boxes."""
    return max(Counter(place.row for place in lattice.places).values()) == 1


def _runs(lines: Iterable[PrintedLine], tops: Sequence[float]) -> Iterator[list[PrintedLine]]:
    """Lines that no grid parts."""
    runs: dict[int, list[PrintedLine]] = {}
    for line in lines:
        runs.setdefault(sum(top < line.top for top in tops), []).append(line)
    yield from runs.values()


def _text_edge(lines: Iterable[PrintedLine]) -> float:
    """Where most text of the page begins: the leftmost place where two lines begin."""
    starts = sorted(line.x0 for line in lines)
    shared = (a for a, b in pairwise(starts) if b - a <= _SAME_EDGE)
    return next(shared, starts[0] if starts else 0.0)


def _place(page: Page, line: PrintedLine, edge: float) -> Placed:
    location = page.locate(line.x0, line.top, line.x1, line.bottom)
    indented = line.x0 > edge + _INDENT * line.size
    return Placed(Line(line.text, location, indented=indented), line.top, line.bottom)
