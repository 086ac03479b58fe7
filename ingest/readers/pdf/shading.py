"""Tables whose rows are told by shading: every other row, or only the header, is painted, and nothing is ruled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.readers.pdf.columns import AMOUNT, rows_of
from ingest.readers.pdf.page import Glyph
from ingest.readers.pdf.printed import PrintedLine, chunks, printed_lines
from ingest.readers.pdf.rules import Lattice, Place

_SAME = 3.0  # points: columns of one table lie no further apart
_GAP = 3.0  # times the height of a shaded row: so many lines may an unshaded one have


def with_unshaded_rows(lattices: Sequence[Lattice], glyphs: Sequence[Glyph]) -> list[Lattice]:
    """The lattices, where those that shading makes get the rows between them and below them."""
    if all(lattice.is_drawn for lattice in lattices):
        return list(lattices)
    drawn = [lattice for lattice in lattices if lattice.is_drawn]
    shaded = sorted((lattice for lattice in lattices if not lattice.is_drawn), key=lambda lattice: lattice.ys[0])
    for lattice in lattices:
        _, glyphs = lattice.part(glyphs)
    lines = printed_lines(glyphs)
    whole = [_with_rows_below(lattice, lines) for lattice in _chains(shaded)]
    return sorted([*drawn, *whole], key=lambda lattice: lattice.area)


def _chains(shaded: Iterable[Lattice]) -> Iterator[Lattice]:
    """Shaded rows of the same columns with what lies between them."""
    chain: Lattice | None = None
    for lattice in shaded:
        if chain and _follows(chain, lattice):
            chain = _stacked(chain, lattice)
            continue
        if chain:
            yield chain
        chain = lattice
    if chain:
        yield chain


def _follows(above: Lattice, below: Lattice) -> bool:
    height = max(below.ys[1] - below.ys[0], above.ys[-1] - above.ys[-2])
    return (
        len(above.xs) == len(below.xs)
        and all(abs(a - b) <= _SAME for a, b in zip(above.xs, below.xs, strict=True))
        and 0 < below.ys[0] - above.ys[-1] <= _GAP * height
    )


def _stacked(above: Lattice, below: Lattice) -> Lattice:
    between = len(above.ys) - 1
    places = [Place(between, column, 1, 1) for column in range(above.columns)]
    moved = [replace(place, row=place.row + between + 1) for place in below.places]
    return replace(above, ys=above.ys + below.ys, places=(*above.places, *places, *moved))


def _with_rows_below(lattice: Lattice, lines: Sequence[PrintedLine]) -> Lattice:
    """With the unshaded rows that follow: lines whose pieces stand within the columns, some of them amounts."""
    columns = list(pairwise(lattice.xs))
    height = min(bottom - top for top, bottom in pairwise(lattice.ys))
    fitting: list[PrintedLine] = []
    end = lattice.ys[-1]
    for line in lines:
        if (line.top + line.bottom) / 2 < lattice.ys[-1]:
            continue
        if line.top - end > _GAP * height or not _fits(line, columns):
            break
        fitting.append(line)
        end = line.bottom
    if not any(AMOUNT.fullmatch(piece.text) for line in fitting for piece in chunks(line)[1:]):
        return lattice
    rows = rows_of(fitting, columns)
    ends = [(above.bottom + below.top) / 2 for above, below in pairwise(rows)]
    ys = (*lattice.ys, *ends, max(rows[-1].bottom, lattice.ys[-1] + height))
    first = len(lattice.ys) - 1
    places = [Place(first + row, column, 1, 1) for row in range(len(rows)) for column in range(lattice.columns)]
    return replace(lattice, ys=ys, places=(*lattice.places, *places))


def _fits(line: PrintedLine, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether each piece stands within one column."""
    return all(
        any(left - _SAME <= piece.x0 and piece.x1 <= right + _SAME for left, right in columns) for piece in chunks(line)
    )
