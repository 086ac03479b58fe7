"""What stands above the columns: printed on the page, carried over from the first page, or written anew."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from bot.render.cutout import ink
from bot.render.cutout.columns import Columns, carried, columns_on, figure_boxes, row_boxes
from bot.render.cutout.geometry import Piece, Span, across, box_of, down
from bot.render.cutout.sheet import Sheet, Sheets
from knowledge.model import Box, Table

_TALLEST = 0.45  # of the page: what is taller is more than a header
_SLIMMEST = 4.0  # points
_MOST = 0.5  # of the columns
_WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LOWEST_ROW = 6.0  # points
_SAME_LOOK = 0.75  # from -1 to 1: how much a repeated header of a page without text looks like the first one
_RULE_GAP = 2.0  # points that a rule may be broken


@dataclass(frozen=True, slots=True)
class Printed:
    """The header stands on the page itself; on another page than the table's first it may say its title, too."""

    rows: Span
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class Carried:
    """The header of the first page, and how its columns come to stand above those of this page."""

    home: Sheet
    rows: Span
    pieces: tuple[Piece, ...]

    @property
    def is_whole(self) -> bool:
        """Whether it is carried in one piece."""
        return len(self.pieces) == 1


@dataclass(frozen=True, slots=True)
class Written:
    """The header cannot be shown as it is printed: we write its texts above the columns that they belong to."""

    home: Sheet  # that it is printed on
    rows: Span | None  # where, if that is known
    pieces: tuple[Piece, ...] = ()  # how its columns come to stand where they are written, if that is known


Header = Printed | Carried | Written


def find_header(sheets: Sheets, sheet: Sheet, table: Table, columns: Columns) -> Header | None:
    """The header of a table for one of its pages; None where it has none."""
    first = table.citation.location.page or sheet.number
    home = sheets.sheet(first)
    box = header_box(home, table)
    if home is sheet:
        return Printed(down(box)) if box else None
    again = _printed_again(sheet, table, columns) or (box and _looks_repeated(home, box, sheet, table))
    if again:
        return Printed(again, is_again=True)
    source = columns_on(home, table)
    pieces = carried(source, columns) if source and box else ()
    if box is None or not pieces or (len(pieces) > 1 and _is_cut_by(pieces, home, box)):
        return Written(home, down(box) if box else None)
    return Carried(home, down(box), pieces)


def header_box(home: Sheet, table: Table) -> Box | None:
    """What stands above the first row on the table's first page; None where that is nothing, or too much."""
    location = table.citation.location
    if location.page != home.number or location.box is None:
        return None
    whole = home.read(location.box)
    rows = row_boxes(home, table)
    if not any(column.path for column in table.columns):  # its header was taken for rows: they have no figures
        rows = {row: box for (row, _), box in figure_boxes(home, table)}
    end = min((box.top for box in rows.values()), default=whole.bottom)
    printed = home.printed_rows(Box(whole.x0, whole.top, whole.x1, end)) if end > whole.top else []
    top = max(whole.top, printed[0].low - _SLIMMEST / 2) if printed else end
    end = min(end, printed[-1].high + 1) if printed else end  # without rules, blank is what ends it
    return Box(whole.x0, top, whole.x1, end) if _SLIMMEST < end - top < _TALLEST * home.size[1] else None


def between_rules(sheet: Sheet, edges: Iterable[float], rows: Span) -> Span:
    """The lowest cell of a header: from its end up while there are rules at both edges; all of it without rules."""
    tops = []
    for x in edges:
        runs = sheet.printed_rows(box_of(Span(x - _RULE_GAP / 2, x + _RULE_GAP / 2), rows))
        tops += [run.low for run in runs if run.high > rows.high - _RULE_GAP and run.length > _SLIMMEST]
    return Span(max(tops), rows.high) if len(tops) > 1 else rows


def _is_cut_by(pieces: tuple[Piece, ...], home: Sheet, box: Box) -> bool:
    """Whether an edge between two columns goes through a character: a cell above several columns."""
    if not home.glyphs:
        return True  # it cannot be told
    edges = [left.source.high for left, _ in pairwise(pieces)]
    return any(glyph.box.x0 < edge < glyph.box.x1 for glyph in home.glyphs_in(box) for edge in edges)


# ---- a header on a later page ----------------------------------------------------------------------------


def _printed_again(sheet: Sheet, table: Table, columns: Columns) -> Span | None:
    """The rows above the first figures of a page, where words stand above most columns.

    Whatever they say, they are what a reader of the page takes for the header.
    """
    figures = [box for _, box in figure_boxes(sheet, table)]
    if not figures:
        return None
    top = min(box.top for box in figures)
    known = min((box.top for box in row_boxes(sheet, table).values()), default=top)
    rows = Span(min(known, _rule_top(sheet, columns.extent, top)), top)
    words = [glyph for glyph in sheet.glyphs_in(box_of(columns.extent, rows)) if _WORD.match(glyph.text)]
    named = columns.named().values()
    headed = [span for span in named if any(across(word.box).overlap(span) > 0 for word in words)]
    return rows if len(headed) > _MOST * len(named) and rows.length < _TALLEST * sheet.size[1] else None


def _rule_top(sheet: Sheet, columns: Span, top: float) -> float:
    """How far up the rules between the columns go."""
    reaching = [top]
    for x in sheet.upright_rules(box_of(columns, Span(top - _LOWEST_ROW, top))):
        runs = sheet.printed_rows(box_of(Span(x - 0.5, x + 0.5), Span(0, top)))
        reaching += [run.low for run in runs if run.high > top - _RULE_GAP]
    return min(reaching)


def _looks_repeated(home: Sheet, box: Box, sheet: Sheet, table: Table) -> Span | None:
    """The same for pages without text: what stands above the first row, if it looks as the header does."""
    top = min(one.top for one in row_boxes(sheet, table).values())
    rows = Span(top - (box.bottom - box.top), top)
    if home.glyphs or sheet.glyphs or rows.low <= 0:
        return None
    return rows if ink.likeness(home.look(box), sheet.look(box_of(across(box), rows))) >= _SAME_LOOK else None
