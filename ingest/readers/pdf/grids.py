"""A lattice and the glyphs in it to a grid of cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.document import Cell, Grid
from ingest.readers.pdf.cell_text import cell_text
from ingest.readers.pdf.page import BLANK, Glyph, Page
from ingest.readers.pdf.rules import Lattice, Place
from ingest.readers.pdf.unruled import with_unruled_columns, with_unruled_rows

_NARROW = 6.0  # points: a blank strip between double rules, no column or row
_NUMERIC = frozenset("0123456789,.-")
_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_TOUCHING = 0.08  # of the font size: digits of one number stand nearer than this

_Unit = tuple[int, int]


def grid_of(page: Page, lattice: Lattice, glyphs: Sequence[Glyph]) -> Grid | None:
    """The grid of a lattice; None where it is blank. `glyphs` are those that stand within."""
    if all(glyph.text == BLANK for glyph in glyphs):
        return None
    units = _units(lattice, glyphs)
    for completed in (with_unruled_rows, with_unruled_columns, _without_strips):
        whole = completed(lattice, glyphs, units)
        if whole is not lattice:
            lattice, units = whole, _units(whole, glyphs)
    owner = {
        (row, column): place
        for place in lattice.places
        for row in range(place.row, place.row + place.row_span)
        for column in range(place.column, place.column + place.column_span)
    }
    within: dict[Place, list[Glyph]] = {place: [] for place in lattice.places}
    for glyph, unit in zip(glyphs, _with_whole_numbers(lattice, glyphs, units, owner), strict=True):
        within[owner[unit]].append(glyph)
    location = page.locate(lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1])
    return Grid(_rows(page, lattice, within), location)


def _units(lattice: Lattice, glyphs: Iterable[Glyph]) -> list[_Unit]:
    """The row and column of each glyph, by its middle."""
    xs, ys = lattice.xs, lattice.ys
    width, height = len(xs) - 1, len(ys) - 1
    return [(bisect_right(ys, glyph.y, 1, height) - 1, bisect_right(xs, glyph.x, 1, width) - 1) for glyph in glyphs]


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


def _without_strips(lattice: Lattice, _: Sequence[Glyph], units: Iterable[_Unit]) -> Lattice:
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
    return replace(lattice, xs=_bounds(lattice.xs, columns), ys=_bounds(lattice.ys, rows), places=tuple(places))


def _kept(bounds: Sequence[float], used: set[int]) -> list[int]:
    """Indices of the rows or columns that are wide enough or hold something."""
    return [i for i, (low, high) in enumerate(pairwise(bounds)) if high - low >= _NARROW or i in used]


def _span(kept: Sequence[int], start: int, length: int) -> tuple[int, int]:
    """First index and length of a span after the others are gone."""
    inside = [new for new, old in enumerate(kept) if start <= old < start + length]
    return (inside[0], len(inside)) if inside else (0, 0)


def _bounds(bounds: Sequence[float], kept: Sequence[int]) -> tuple[float, ...]:
    return (*(bounds[index] for index in kept), bounds[-1])
