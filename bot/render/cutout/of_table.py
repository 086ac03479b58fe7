"""Marks in a table: the header above its own columns, the marked rows whole, with those beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.render.cutout.axis import Axis, choose, columns_between
from bot.render.cutout.band import CELL, FRAME, ODD_CELL, ODD_FRAME, ROW, Band, CarriedBand, PageBand, Shade
from bot.render.cutout.columns import Columns, carried, columns_on, row_boxes
from bot.render.cutout.geometry import Piece, Span, across, back, box_of, carry, down, hull
from bot.render.cutout.header import Carried, Header, Printed, Written, between_rules, find_header
from bot.render.cutout.headings import headings
from bot.render.cutout.lettering import Caption, Tear, WrittenBand
from bot.render.cutout.place import Mark
from bot.render.cutout.rows import clean_cut, regions, row_groups, title_above, with_neighbours
from bot.render.cutout.sentence import plain
from bot.render.cutout.sheet import Sheet, Sheets
from bot.render.cutout.size import LETTER, WIDEST, axis_of, em_of
from knowledge.model import Box, Table

_NEAR = 120.0  # points between header and row up to which all that lies between is shown
_SAME = 2.0  # points: edges that are nearer are the same one
_TOLERANCE = 1.15  # of the room: a table that is hardly wider is shown whole
_OFF = 8.0  # points that a cell may be off the rules around it
_EDGE = 1.5  # points left and right of a table: its outer rules
_TITLE_ROOM = 4.0  # points above a title


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The marks of one table on one page, and what the page shows of it."""

    sheets: Sheets
    sheet: Sheet
    table: Table
    columns: Columns
    marks: tuple[Mark, ...]
    boxes: tuple[Box, ...]  # of the marks, in reading position
    rows: dict[int, Box]


def table_bands(
    sheets: Sheets, sheet: Sheet, table: Table, columns: Columns, marks: Sequence[Mark]
) -> tuple[list[Band], Axis]:
    """The pieces of a picture from top to bottom, and what is shown from left to right."""
    boxes = [_beside_rules(sheet.read(mark.box), columns) for mark in marks]
    levels = [rule.middle for rule in sheet.level_rules(_inner(boxes[0]))]
    rows = {number: _between_levels(box, levels) for number, box in row_boxes(sheet, table).items()}
    cells = tuple(_between_levels(box, levels) for box in boxes)
    wanted = _Wanted(sheets, sheet, table, columns, tuple(marks), cells, rows)
    em = em_of(sheet, boxes)
    shown = _shown(wanted, em)
    header = _usable(wanted, find_header(sheets, sheet, table, columns), shown)
    title = [] if _cuts(wanted, shown) else _title(wanted, header)
    axis = axis_of(_with_title(wanted, shown, header, title), em, columns.extent)
    bands = [*_head(wanted, header, title, axis), *_body(wanted, header, title)]
    note = _note(wanted, header, axis)
    return ([*bands, Caption(note, LETTER, above=LETTER // 2)] if note else bands), axis


def _beside_rules(box: Box, columns: Columns) -> Box:
    """A cell that ends left and right where the page's rules do, where those are near its ends."""
    cell = columns.around(across(box).middle)
    is_near = len(columns.edges) > 2 and max(abs(cell.low - box.x0), abs(cell.high - box.x1)) <= _OFF
    return box_of(cell, down(box)) if is_near else box


def _inner(box: Box) -> Box:
    """The middle of a cell, which the rules beside it do not reach."""
    quarter = (box.x1 - box.x0) / 4
    return Box(box.x0 + quarter, box.top, box.x1 - quarter, box.bottom)


def _between_levels(box: Box, levels: Sequence[float]) -> Box:
    """A cell or row that ends above and below where the page's rules do, where those are near its ends."""
    if not levels:
        return box
    top, bottom = (min(levels, key=lambda level: abs(level - edge)) for edge in (box.top, box.bottom))
    is_near = max(abs(top - box.top), abs(bottom - box.bottom)) <= _OFF and bottom - top > _OFF / 2
    return Box(box.x0, top, box.x1, bottom) if is_near else box


# ---- from left to right ------------------------------------------------------------------------------------


def _shown(wanted: _Wanted, em: float) -> tuple[Span, ...]:
    """The whole table, or of a wide one the labels of the marked rows, the marks and their neighbours."""
    extent = wanted.columns.extent
    whole = Span(extent.low - _EDGE, extent.high + _EDGE)
    if whole.length <= WIDEST * em * _TOLERANCE:
        return (whole,)
    bounds = [edge for edge in wanted.columns.bounds if whole.low + _SAME < edge < whole.high - _SAME]
    needed = [across(box) for box in (*wanted.boxes, *_labels(wanted))]
    return choose(columns_between([whole.low, *bounds, whole.high]), needed, em, WIDEST * em)


def _labels(wanted: _Wanted) -> Iterator[Box]:
    """The labels of the marked rows, in the list that has the mark."""
    for row in wanted.table.rows:
        location = row.location
        if location.page == wanted.sheet.number and location.box:
            box = wanted.sheet.read(location.box)
            if any(_is_label_of(wanted, box, mark) for mark in wanted.boxes):
                yield box


def _is_label_of(wanted: _Wanted, label: Box, mark: Box) -> bool:
    is_beside = down(label).overlap(down(mark)) > _SAME
    return is_beside and across(label).overlap(_side_extent(wanted, mark)) > _SAME


def _side(wanted: _Wanted, box: Box) -> int:
    """Which of several lists side by side a place is in."""
    cells = wanted.columns.cells
    nearest = max(cells, key=lambda number: cells[number].overlap(across(box)), default=None)
    return wanted.table.columns[nearest].side if nearest is not None else 0


def _side_extent(wanted: _Wanted, box: Box) -> Span:
    """From the end of the list before to the end of its own: what belongs to a row."""
    extent, side = wanted.columns.extent, _side(wanted, box)
    ends = {
        number: wanted.columns.around(cell.middle).high
        for number, cell in wanted.columns.cells.items()
        if number < len(wanted.table.columns)
    }
    before = [end for number, end in ends.items() if wanted.table.columns[number].side < side]
    own = [end for number, end in ends.items() if wanted.table.columns[number].side == side]
    is_last = side == max((column.side for column in wanted.table.columns), default=0)
    return Span(max(before, default=extent.low), extent.high if is_last or not own else max(own))


# ---- the header --------------------------------------------------------------------------------------------


def _usable(wanted: _Wanted, header: Header | None, shown: Sequence[Span]) -> Header | None:
    """The header as it is; written anew where columns are left out that one of its cells goes across."""
    cuts = _cuts(wanted, shown)
    if not cuts or header is None or isinstance(header, Written):
        return header
    home, pieces = (header.home, header.pieces) if isinstance(header, Carried) else (wanted.sheet, _unmoved(wanted))
    rules = home.upright_rules(box_of(Span(0, home.size[0]), header.rows))
    if all(any(abs(back(cut, pieces) - rule) <= _SAME for rule in rules) for cut in cuts):
        return header
    return Written(home, header.rows, pieces)


def _unmoved(wanted: _Wanted) -> tuple[Piece, ...]:
    return (Piece(wanted.columns.extent, wanted.columns.extent),)


def _cuts(wanted: _Wanted, shown: Sequence[Span]) -> list[float]:
    """The ends of what is shown, where the table goes on."""
    extent = wanted.columns.extent
    ends = [edge for span in shown for edge in span]
    return [edge for edge in ends if extent.low + _SAME < edge < extent.high - _SAME]


def _title(wanted: _Wanted, header: Header | None) -> list[Span]:
    """The printed lines above the header, on its page."""
    match header:
        case Printed(rows):
            return title_above(wanted.sheet, rows.low, wanted.columns.extent)
        case Carried(home, rows) if header.is_whole:
            return title_above(home, rows.low, header.pieces[0].source)
    return []


def _with_title(
    wanted: _Wanted, shown: tuple[Span, ...], header: Header | None, title: Sequence[Span]
) -> tuple[Span, ...]:
    """What is shown, wide enough for the lines above the table, too."""
    if not title:
        return shown
    sheet = header.home if isinstance(header, Carried) else wanted.sheet
    printed = [span for line in title for span in sheet.printed_columns(box_of(Span(0, sheet.size[0]), line))]
    if isinstance(header, Carried):
        printed = [carry(span, header.pieces[0]) for span in printed]
    return (hull([*shown, *(Span(span.low - _EDGE, span.high + _EDGE) for span in printed)]),)


def _head(wanted: _Wanted, header: Header | None, title: Sequence[Span], axis: Axis) -> Iterator[Band]:
    """What we say of the table where its title is not shown; the header, if it is not printed on the page itself."""
    caption = "" if title else _caption(wanted, header)
    if caption:
        yield Caption(caption, LETTER)
    match header:
        case Carried(home, rows, pieces):
            top = min((line.low - _TITLE_ROOM for line in title), default=rows.low)
            shades = tuple(_column_shades(wanted, header))
            if header.is_whole:
                whole = hull(axis.shown)
                pieces = (Piece(carry(whole, Piece(pieces[0].target, pieces[0].source)), whole),)
            yield CarriedBand(home, clean_cut(home, pieces[0].source, Span(top, rows.high)), pieces, shades)
            yield Tear()
        case Written():
            yield from _written(wanted, header, axis)


def _caption(wanted: _Wanted, header: Header | None) -> str:
    """The title and the unit, where the header does not say them itself."""
    table, said = wanted.table, ""
    if isinstance(header, Printed | Carried):
        home = header.home if isinstance(header, Carried) else wanted.sheet
        said = "".join(glyph.text for glyph in home.glyphs_in(box_of(Span(0, home.size[0]), header.rows)))
    is_again = isinstance(header, Printed) and header.is_again and "表" in said
    if not table.title or is_again or plain(table.title) in plain(said):
        return ""
    return table.title + (f"　单位：{table.unit}" if table.unit else "")


def _written(wanted: _Wanted, header: Written, axis: Axis) -> Iterator[Band]:
    home = wanted.columns if header.home is wanted.sheet else columns_on(header.home, wanted.table)
    marked = [across(box) for box in wanted.boxes]
    found = headings(wanted.table, wanted.columns, home, header, marked)
    shown = tuple(heading for heading in found if axis.shows(heading.column))
    if shown:
        yield WrittenBand(shown, LETTER, CELL)


def _column_shades(wanted: _Wanted, header: Printed | Carried) -> Iterator[Shade]:
    """The lowest cell of the header above each marked cell."""
    home = header.home if isinstance(header, Carried) else wanted.sheet
    for box in wanted.boxes:
        column = wanted.columns.around(across(box).middle)
        edges = [back(edge, header.pieces) for edge in column] if isinstance(header, Carried) else column
        rows = between_rules(home, edges, header.rows)
        if home.glyphs_in(Box(min(edges), rows.low, max(edges), rows.high)) or not home.glyphs:
            yield Shade(box_of(column, rows), ROW)


def _note(wanted: _Wanted, header: Header | None, axis: Axis) -> str:
    """Where the header is from, if not from where it is shown."""
    here = wanted.sheet.number
    parts = ["只示出部分列。"] if axis.is_cut else []
    match header:
        case Carried(home):
            parts.append(f"表头印在第 {home.number} 页，数字印在第 {here} 页。")
        case Written(home):
            elsewhere = "" if home.number == here else f"，数字印在第 {here} 页"
            parts.append(f"表头依第 {home.number} 页重写{elsewhere}。")
    return "".join(parts)


# ---- the rows ----------------------------------------------------------------------------------------------


def _body(wanted: _Wanted, header: Header | None, title: Sequence[Span]) -> Iterator[Band]:
    """The rows of the page, the header with them where it is printed there; a tear where rows are left out."""
    rows = [down(box) for box in wanted.rows.values()]
    around = [with_neighbours(down(box), rows) for box in wanted.boxes]
    printed = header.rows if isinstance(header, Printed) else None
    shades = (*(_column_shades(wanted, header) if isinstance(header, Printed) else ()), *_cell_shades(wanted))
    spans = regions(around, printed, _NEAR)
    if printed and title:
        spans[0] = Span(min(line.low for line in title) - _TITLE_ROOM, spans[0].high)
    before = None if printed else _overleaf(wanted, -1)
    if before:
        yield from (before, Tear(f"第 {wanted.sheet.number} 页", LETTER))
    for number, span in enumerate(spans):
        if number:
            yield Tear()
        yield PageBand(wanted.sheet, clean_cut(wanted.sheet, wanted.columns.extent, span), shades)
    after = _overleaf(wanted, 1)
    if after:
        yield from (Tear(f"第 {wanted.sheet.number + 1} 页", LETTER), after)


def _cell_shades(wanted: _Wanted) -> Iterator[Shade]:
    """The marked rows, then the cells in them; the odd ones last, so that their frames are whole."""
    for box in wanted.boxes:
        yield Shade(box_of(_side_extent(wanted, box), down(box)), ROW)
    for mark, box in sorted(zip(wanted.marks, wanted.boxes, strict=True), key=lambda pair: pair[0].is_odd):
        tint, frame = (ODD_CELL, ODD_FRAME) if mark.is_odd else (CELL, FRAME)
        yield Shade(box, tint, frame)


def _overleaf(wanted: _Wanted, step: int) -> Band | None:
    """The row before the first of a page, or behind its last, where that has no figures: a part of the marked row,
    which the page's end cuts in two, or its heading."""
    number = _end_row(wanted, step)
    if number is None or any(figure.cell and figure.cell[0] == number for figure in wanted.table.figures):
        return None
    page = wanted.sheet.number + step
    location = wanted.table.rows[number].location
    if location.page != page or location.box is None:
        return None
    other = wanted.sheets.sheet(page)
    columns = columns_on(other, wanted.table)
    pieces = carried(columns, wanted.columns) if columns else ()
    if columns is None or not pieces:
        return None
    groups = row_groups(map(down, row_boxes(other, wanted.table).values()))
    own = down(other.read(location.box))
    rows = max(groups, key=lambda group: group.overlap(own))
    return CarriedBand(other, clean_cut(other, columns.extent, rows), pieces)


def _end_row(wanted: _Wanted, step: int) -> int | None:
    """The row overleaf that follows the marked one, if that is at the page's end."""
    if not wanted.rows:
        return None
    ends = sorted(wanted.rows, key=lambda number: wanted.rows[number].top)
    end = ends[0] if step < 0 else ends[-1]
    is_marked = any(down(wanted.rows[end]).overlap(down(box)) > 0 for box in wanted.boxes)
    number = end + step
    return number if is_marked and 0 <= number < len(wanted.table.rows) else None
