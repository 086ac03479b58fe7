"""The texts above the columns, for a header that we write ourselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.render.cutout.axis import columns_between
from bot.render.cutout.columns import Columns, are_alike
from bot.render.cutout.geometry import Piece, Span, across, back, box_of, down
from bot.render.cutout.header import Written
from bot.render.cutout.lettering import Heading
from bot.render.cutout.sheet import Glyph
from knowledge.model import Table

_WHOLE = 0.95  # of the table: a cell that is as wide is its title, and stands above no column in particular
_LEAST = 4.0  # points: no cell is as low
_INSIDE = 1.0  # points from the rules around a cell
_SAME = 2.0  # points: edges that are nearer are the same one
_UPON = 0.4  # of its width that a character may share with the next
_LINE = 0.5  # of its height: characters of one line overlap more


def headings(
    table: Table, here: Columns, home: Columns | None, header: Written, marked: Sequence[Span]
) -> Iterator[Heading]:
    """What stands above each column of a page: as printed in its header, or as it was read where no rules tell.

    `home` are the columns on the page that the header is printed on. A column that is not found there has none.
    """
    columns = columns_between(here.bounds)
    known = {here.around(cell.middle): number for number, cell in here.cells.items()}
    for at, column in enumerate(columns):
        number = known.get(column)
        origin = _origin(at, number, here, home, header.pieces)
        path = _printed(header, home, origin) if home and origin else ()
        if not path and number is not None and number < len(table.columns):
            path = table.columns[number].path
        if any(path):
            is_marked = any(column.overlap(mark) > column.length / 2 for mark in marked)
            yield Heading(column, tuple(text for text in path if text), is_marked)


def _origin(at: int, number: int | None, here: Columns, home: Columns | None, pieces: tuple[Piece, ...]) -> Span | None:
    """Where a column stands on the page that the header is printed on."""
    column = columns_between(here.bounds)[at]
    if pieces:
        return Span(back(column.low, pieces), back(column.high, pieces))
    if home is None:
        return None
    if are_alike(home, here):
        return columns_between(home.bounds)[at]
    return home.named().get(number) if number is not None else None


def _printed(header: Written, home: Columns, column: Span) -> tuple[str, ...]:
    """The texts of the cells above a column, from the top down; none where rules do not part them."""
    if header.rows is None or len(home.edges) < 3:
        return ()
    inner = Span(column.low + column.length / 4, column.high - column.length / 4)
    levels = [rule.middle for rule in header.home.level_rules(box_of(inner, header.rows))]
    within = [y for y in levels if header.rows.low + _LEAST < y < header.rows.high - _LEAST]
    cells = [Span(*ends) for ends in pairwise([header.rows.low, *within, header.rows.high])]
    printed = [_lines_of_cell(header, home, column, rows) for rows in cells if rows.length > _LEAST]
    if any(_is_jumbled(line) for cell in printed for line in cell):
        return ()
    texts = ("".join(glyph.text for line in cell for glyph in line) for cell in printed)
    return tuple(text for text in texts if text)


def _lines_of_cell(header: Written, home: Columns, column: Span, rows: Span) -> list[list[Glyph]]:
    """The print in the cell above a column in some rows of the header; none of a title above all columns."""
    inside = Span(rows.low + _INSIDE, rows.high - _INSIDE)
    found = header.home.upright_rules(box_of(Span(home.extent.low - _SAME, home.extent.high + _SAME), inside))
    rules = [rule for rule in found if any(abs(rule - edge) <= _SAME for edge in home.edges)]  # no stem of a letter
    left = max((rule for rule in rules if rule <= column.low + _SAME), default=home.extent.low)
    right = min((rule for rule in rules if rule >= column.high - _SAME), default=home.extent.high)
    if right - left > _WHOLE * home.extent.length:
        return []
    return _lines(header.home.glyphs_in(box_of(Span(left, right), rows)))


def _is_jumbled(line: Sequence[Glyph]) -> bool:
    """Whether characters stand upon each other: text of the next cell that the page hides."""
    return any(across(a.box).overlap(across(b.box)) > _UPON * across(b.box).length for a, b in pairwise(line))


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters line by line, from left to right."""
    lines: list[tuple[Span, list[Glyph]]] = []
    for glyph in sorted(glyphs, key=lambda glyph: down(glyph.box).middle):
        rows = down(glyph.box)
        if lines and lines[-1][0].overlap(rows) > _LINE * min(rows.length, lines[-1][0].length):
            lines[-1][1].append(glyph)
        else:
            lines.append((rows, [glyph]))
    return [sorted(line, key=lambda glyph: across(glyph.box).low) for _, line in lines]
