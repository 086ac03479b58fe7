"""A lattice and the glyphs in it to a grid of cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ingest.document import Cell, Grid
from ingest.readers.pdf.cell_text import cell_text
from ingest.readers.pdf.page import Glyph, Page
from ingest.readers.pdf.printed import printed_lines
from ingest.readers.pdf.rules import Lattice, Place

_NARROW = 6.0  # points: a blank strip between double rules, no column or row
_NUMERIC = frozenset("0123456789,.-")
_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_AMOUNT = re.compile(r"-?(\d{1,3}(,\d{3})+(\.\d+)?|\d+\.\d{1,6})")
_TOUCHING = 0.08  # of the font size: digits of one number stand nearer than this
_MIN_UNRULED_ROWS = 3  # lines of numbers in one box that prove rows without rules

_Unit = tuple[int, int]


def grid_of(page: Page, lattice: Lattice, glyphs: Sequence[Glyph]) -> Grid | None:
    """The grid of a lattice; None where it is blank. `glyphs` are those that stand within."""
    if all(glyph.text.isspace() for glyph in glyphs):
        return None
    units = _units(lattice, glyphs)
    ruled = _with_unruled_rows(lattice, glyphs, units)
    if ruled is not lattice:
        units = _units(ruled, glyphs)
    whole = _without_strips(ruled, units)
    if whole is not ruled:
        units = _units(whole, glyphs)
    owner = {
        (row, column): place
        for place in whole.places
        for row in range(place.row, place.row + place.row_span)
        for column in range(place.column, place.column + place.column_span)
    }
    within: dict[Place, list[Glyph]] = {place: [] for place in whole.places}
    for glyph, unit in zip(glyphs, _with_whole_numbers(whole, glyphs, units, owner), strict=True):
        within[owner[unit]].append(glyph)
    location = page.locate(whole.xs[0], whole.ys[0], whole.xs[-1], whole.ys[-1])
    return Grid(_rows(page, whole, within), location)


def _units(lattice: Lattice, glyphs: Iterable[Glyph]) -> list[_Unit]:
    """The row and column of each glyph, by its middle."""
    xs, ys = lattice.xs, lattice.ys
    last_column, last_row = len(xs) - 2, len(ys) - 2
    return [
        (
            min(max(bisect_right(ys, glyph.y) - 1, 0), last_row),
            min(max(bisect_right(xs, glyph.x) - 1, 0), last_column),
        )
        for glyph in glyphs
    ]


def _with_whole_numbers(
    lattice: Lattice, glyphs: Sequence[Glyph], units: list[_Unit], owner: dict[_Unit, Place]
) -> list[_Unit]:
    """The units of the glyphs, where a number that a rule cuts stays in one piece."""
    start = 0
    for end in range(1, len(glyphs) + 1):
        if end < len(glyphs) and _continues(glyphs[end - 1], glyphs[end]):
            continue
        if end - start > 1 and units[start] != units[end - 1]:
            columns = {owner[unit] for unit in units[start:end]}
            if len(columns) > 1 and _is_cut(lattice, glyphs[start:end]):
                units[start:end] = [_main_unit(units[start:end])] * (end - start)
        start = end
    return units


def _continues(left: Glyph, right: Glyph) -> bool:
    """Whether two glyphs, drawn one after the other, are neighbours in one number."""
    return (
        left.text in _NUMERIC
        and right.text in _NUMERIC
        and abs(right.x0 - left.x1) <= _TOUCHING * left.size
        and abs(right.y - left.y) <= _TOUCHING * left.size
    )


def _is_cut(lattice: Lattice, glyphs: Sequence[Glyph]) -> bool:
    """Whether a rule goes through a glyph of one number, not between two numbers that touch it."""
    text = "".join(glyph.text for glyph in glyphs)
    margin = _TOUCHING * glyphs[0].size
    return _NUMBER.fullmatch(text) is not None and any(
        glyph.x0 + margin < x < glyph.x1 - margin for glyph in glyphs for x in lattice.xs
    )


def _main_unit(units: Sequence[_Unit]) -> _Unit:
    return max(units, key=units.count)


def _rows(page: Page, lattice: Lattice, within: dict[Place, list[Glyph]]) -> tuple[tuple[Cell | None, ...], ...]:
    rows: list[list[Cell | None]] = [[None] * lattice.columns for _ in lattice.ys[1:]]
    for place, glyphs in within.items():
        box = (
            lattice.xs[place.column],
            lattice.ys[place.row],
            lattice.xs[place.column + place.column_span],
            lattice.ys[place.row + place.row_span],
        )
        text = cell_text(glyphs, box[2] - box[0]) if glyphs else ""
        rows[place.row][place.column] = Cell(text, page.locate(*box), place.row_span, place.column_span)
    return tuple(tuple(row) for row in rows)


def _without_strips(lattice: Lattice, units: Iterable[_Unit]) -> Lattice:
    """Without the narrow blank rows and columns that double rules leave between them."""
    used = set(units)
    rows = _kept(lattice.ys, {row for row, _ in used})
    columns = _kept(lattice.xs, {column for _, column in used})
    if len(rows) == len(lattice.ys) - 1 and len(columns) == lattice.columns:
        return lattice
    places = []
    for place in lattice.places:
        row, row_span = _span(rows, place.row, place.row_span)
        column, column_span = _span(columns, place.column, place.column_span)
        if row_span and column_span:
            places.append(Place(row, column, row_span, column_span))
    return Lattice(_bounds(lattice.xs, columns), _bounds(lattice.ys, rows), tuple(places))


def _kept(bounds: Sequence[float], used: set[int]) -> list[int]:
    """Indices of the rows or columns that are wide enough or hold something."""
    return [i for i, (low, high) in enumerate(pairwise(bounds)) if high - low >= _NARROW or i in used]


def _span(kept: Sequence[int], start: int, length: int) -> tuple[int, int]:
    """First index and length of a span after the others are gone."""
    inside = [new for new, old in enumerate(kept) if start <= old < start + length]
    return (inside[0], len(inside)) if inside else (0, 0)


def _bounds(bounds: Sequence[float], kept: Sequence[int]) -> tuple[float, ...]:
    return (*(bounds[index] for index in kept), bounds[-1])


def _with_unruled_rows(lattice: Lattice, glyphs: Sequence[Glyph], units: Iterable[_Unit]) -> Lattice:
    """With rows where a box holds several lines of numbers: the form has no rules between its rows."""
    least = _MIN_UNRULED_ROWS * min(glyph.size for glyph in glyphs)
    high = {row for row, (top, bottom) in enumerate(pairwise(lattice.ys)) if bottom - top >= least}
    by_row: defaultdict[int, defaultdict[int, list[Glyph]]] = defaultdict(lambda: defaultdict(list))
    for glyph, (row, column) in zip(glyphs, units, strict=True):
        if row in high:
            by_row[row][column].append(glyph)
    cuts = {row: found for row, columns in by_row.items() if (found := _cuts(list(columns.values())))}
    if not cuts:
        return lattice
    ys = [lattice.ys[0]]
    first: list[int] = []  # new index of each old row
    for row, bottom in enumerate(lattice.ys[1:]):
        first.append(len(ys) - 1)
        ys += [*cuts.get(row, []), bottom]
    first.append(len(ys) - 1)
    places = [
        part for place in lattice.places for part in _split(place, first[place.row], first[place.row + place.row_span])
    ]
    return Lattice(lattice.xs, tuple(ys), tuple(places))


def _split(place: Place, start: int, end: int) -> Iterator[Place]:
    """A cell of one old row in each of its new rows; one that spanned rows goes on spanning them."""
    if place.row_span > 1:
        yield Place(start, place.column, end - start, place.column_span)
    else:
        for row in range(start, end):
            yield Place(row, place.column, 1, place.column_span)


def _cuts(columns: Sequence[Sequence[Glyph]]) -> list[float]:
    """Where to part a row: between its lines, if one column or more holds a number in each of several."""
    if len(columns) < 2 or not any(_is_number_list(column) for column in columns):
        return []
    lines = printed_lines([glyph for column in columns for glyph in column])
    return [(above.bottom + below.top) / 2 for above, below in pairwise(lines)]


def _is_number_list(glyphs: Sequence[Glyph]) -> bool:
    """Whether each line is a whole amount: at least three, so that no wrapped number is taken for them."""
    texts = [line.text for line in printed_lines(glyphs)]
    return len(texts) >= _MIN_UNRULED_ROWS and all(_AMOUNT.fullmatch(text) for text in texts)
