"""Rows and columns that a table's rules leave out: boxes that hold several amounts below or beside each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.readers.pdf.columns import AMOUNT, column_bounds, rows_of
from ingest.readers.pdf.page import Glyph
from ingest.readers.pdf.printed import PrintedLine, chunks, printed_lines
from ingest.readers.pdf.rules import Lattice, Place

_WHOLE = re.compile(r"-?(\d{1,3}(,\d{3})+(\.\d+)?|\d+\.\d{1,6})")
_MIN_LINES = 3  # lines of numbers in one box that prove rows: no wrapped number is taken for them
_MIN_PAIRS = 2  # or so many lines, in two boxes beside each other
_OF_AMOUNTS = frozenset("0123456789.,，．-—－−+%％ ")
_MIN_ROWS = 3  # that hold amounts beside each other prove columns

_Unit = tuple[int, int]


def with_unruled_rows(lattice: Lattice, glyphs: Sequence[Glyph], units: Iterable[_Unit]) -> Lattice:
    """With rows where a box holds several lines of numbers: the form has no rules between its rows."""
    least = _MIN_PAIRS * min(glyph.size for glyph in glyphs)
    high = {row for row, (top, bottom) in enumerate(pairwise(lattice.ys)) if bottom - top >= least}
    by_row: defaultdict[int, defaultdict[int, list[Glyph]]] = defaultdict(lambda: defaultdict(list))
    for glyph, (row, column) in zip(glyphs, units, strict=True):
        if row in high:
            by_row[row][column].append(glyph)
    bounds = list(pairwise(lattice.xs))
    cuts = {row: found for row, columns in by_row.items() if (found := _cuts(list(columns.values()), bounds))}
    if not cuts:
        return lattice
    ys = [lattice.ys[0]]
    first: list[int] = []  # new index of each old row
    for row, bottom in enumerate(lattice.ys[1:]):
        first.append(len(ys) - 1)
        ys += [*cuts.get(row, []), bottom]
    first.append(len(ys) - 1)
    places = [
        part
        for place in lattice.places
        for part in _in_rows(place, first[place.row], first[place.row + place.row_span])
    ]
    return replace(lattice, ys=tuple(ys), places=tuple(places))


def _in_rows(place: Place, start: int, end: int) -> Iterator[Place]:
    """A cell of one old row in each of its new rows; one that spanned rows goes on spanning them."""
    if place.row_span > 1:
        yield Place(start, place.column, end - start, place.column_span)
    else:
        for row in range(start, end):
            yield Place(row, place.column, 1, place.column_span)


def _cuts(columns: Sequence[Sequence[Glyph]], bounds: Sequence[tuple[float, float]]) -> list[float]:
    """Where to part a row: between its lines, if its columns hold a number in each of several."""
    if len(columns) < 2:
        return []
    counts = [count for column in columns if (count := _numbers(column))]
    is_list = any(count >= _MIN_LINES for count in counts)
    is_pair = len(counts) > 1 and min(counts) == max(counts) >= _MIN_PAIRS
    if not (is_list or is_pair):
        return []
    rows = rows_of(printed_lines([glyph for column in columns for glyph in column]), bounds)
    return [(above.bottom + below.top) / 2 for above, below in pairwise(rows)]


def _numbers(glyphs: Sequence[Glyph]) -> int:
    """How many lines a box has, if there are several and each is a whole amount."""
    if any(glyph.text not in _OF_AMOUNTS for glyph in glyphs):
        return 0
    middles = [glyph.y for glyph in glyphs]
    if max(middles) - min(middles) < glyphs[0].size / 2:
        return 0
    texts = [line.text for line in printed_lines(glyphs)]
    return len(texts) if all(_WHOLE.fullmatch(text) for text in texts) else 0


def with_unruled_columns(lattice: Lattice, glyphs: Sequence[Glyph], units: Iterable[_Unit]) -> Lattice:
    """With columns where the boxes of several rows hold amounts beside each other, each below the one above."""
    cells: defaultdict[int, defaultdict[int, list[Glyph]]] = defaultdict(lambda: defaultdict(list))
    for glyph, (row, column) in zip(glyphs, units, strict=True):
        cells[column][row].append(glyph)
    cuts = {
        column: found
        for column, rows in cells.items()
        if len(rows) >= _MIN_ROWS and (found := _gaps([line for row in rows.values() for line in _lines(row)]))
    }
    for column, found in sorted(cuts.items(), reverse=True):
        lattice = _split(lattice, column, found, cells[column])
    return lattice


def _lines(glyphs: Sequence[Glyph]) -> list[PrintedLine]:
    """The lines of a cell that holds nothing but amounts."""
    return printed_lines(glyphs) if all(glyph.text in _OF_AMOUNTS for glyph in glyphs) else []


def _gaps(lines: Sequence[PrintedLine]) -> list[float]:
    """Where space parts the amounts of all lines that hold several; nothing where they are few or do not agree."""
    several = [line for line in lines if _holds_amounts(line)]
    bounds = column_bounds(several)
    if len(several) < _MIN_ROWS or any(len(chunks(line)) != len(bounds) for line in several):
        return []
    return [(left[1] + right[0]) / 2 for left, right in pairwise(bounds)]


def _holds_amounts(line: PrintedLine) -> bool:
    pieces = chunks(line)
    return len(pieces) > 1 and all(AMOUNT.fullmatch(piece.text) for piece in pieces)


def _split(lattice: Lattice, column: int, cuts: Sequence[float], rows: dict[int, list[Glyph]]) -> Lattice:
    """The column in several, but for the cells whose text lies across them, such as a heading."""
    more = len(cuts)
    places: list[Place] = []
    for place in lattice.places:
        if place.column > column:
            places.append(replace(place, column=place.column + more))
        elif place.column + place.column_span <= column:
            places.append(place)
        elif place.column_span > 1 or _lies_across(rows.get(place.row, []), cuts):
            places.append(replace(place, column_span=place.column_span + more))
        else:
            places += [replace(place, column=column + number) for number in range(more + 1)]
    xs = (*lattice.xs[: column + 1], *cuts, *lattice.xs[column + 1 :])
    return replace(lattice, xs=xs, places=tuple(places))


def _lies_across(glyphs: Sequence[Glyph], cuts: Iterable[float]) -> bool:
    pieces = [piece for line in printed_lines(glyphs) for piece in chunks(line)]
    return any(piece.x0 < cut < piece.x1 for piece in pieces for cut in cuts)
