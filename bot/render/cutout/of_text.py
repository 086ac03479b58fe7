"""Marks in running text: the lines of the sentence, the number framed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.render.cutout.axis import Axis
from bot.render.cutout.band import CELL, FRAME, ODD_CELL, ODD_FRAME, ROW, Band, PageBand, Shade, around
from bot.render.cutout.geometry import Span, box_of, down, hull, join_boxes, merged
from bot.render.cutout.lettering import Caption, Tear
from bot.render.cutout.place import Mark, Place
from bot.render.cutout.rows import lines_around
from bot.render.cutout.sentence import Found, find_mark
from bot.render.cutout.sheet import Sheet, Sheets
from bot.render.cutout.size import LETTER, axis_of, em_of

_NEAR = 14.0  # points between two pieces up to which they are one
_ROOM = 3.0  # points left and right of the text


def text_bands(sheets: Sheets, sheet: Sheet, place: Place) -> tuple[list[Band], Axis]:
    """The pieces of a picture, and what is shown from left to right."""
    pages = [sheet, *([sheets.sheet(sheet.number + 1)] if sheet.number < len(sheets) else [])]
    found = [(mark, _find(pages, mark)) for mark in place.marks]
    bands: list[tuple[Sheet, Span, tuple[Shade, ...]]] = []
    for page in pages:
        on_page = [(mark, one) for mark, (where, one) in found if where is page]
        wanted = [lines_around(page, join_boxes(one.lines), down(join_boxes(one.parts))) for _, one in on_page]
        tinted = sorted((shade for mark, one in on_page for shade in _shades(mark, one)), key=_layer)
        bands += [(page, rows, tuple(tinted)) for rows in merged(wanted, _NEAR)]
    shown = hull(_printed(page, rows) for page, rows, _ in bands)
    em = em_of(bands[0][0], [box for _, (_, one) in found for box in one.parts])
    pieces: list[Band] = [Caption(place.table.title, LETTER)] if place.table and place.table.title else []
    for number, (page, rows, shades) in enumerate(bands):
        if number:
            pieces.append(Tear("" if page is sheet else f"第 {page.number} 页", LETTER))
        pieces.append(PageBand(page, rows, shades))
    return pieces, axis_of([shown], em)


def _find(pages: Sequence[Sheet], mark: Mark) -> tuple[Sheet, Found]:
    """Where a mark stands: its sentence may go on overleaf. Its own box where the text is not found."""
    near = pages[0].read(mark.box)
    found = find_mark(pages[0], mark, near)
    if found is None and mark.printed and len(pages) > 1:
        width, _ = pages[1].size
        overleaf = find_mark(pages[1], mark, box_of(Span(0, width), Span(0, 0)))
        if overleaf:
            return pages[1], overleaf
    return pages[0], found or Found((near,), (near,))


def _shades(mark: Mark, found: Found) -> list[Shade]:
    tint, frame = (ODD_CELL, ODD_FRAME) if mark.is_odd else (CELL, FRAME)
    lines = [Shade(around(box), ROW) for box in found.lines]
    if not mark.printed and len(found.lines) > 1:
        return lines  # a whole sentence is what is spoken of
    return [*lines, *(Shade(around(box), tint, frame) for box in found.parts)]


def _layer(shade: Shade) -> int:
    """Lines are tinted first, then what is spoken of, then the odd one: a later tint covers an earlier one."""
    return ("", FRAME, ODD_FRAME).index(shade.frame)


def _printed(sheet: Sheet, rows: Span) -> Span:
    """From the first to the last print of some lines."""
    whole = Span(0, sheet.size[0])
    printed = sheet.printed_columns(box_of(whole, rows))
    found = hull(printed) if printed else whole
    return Span(found.low - _ROOM, found.high + _ROOM)
