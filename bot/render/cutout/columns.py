"""The columns of a table on one of its pages, and where they stand on another."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bot.render.cutout.geometry import Piece, Span, across, box_of, down, hull, join_boxes
from bot.render.cutout.sheet import Sheet
from knowledge.model import Box, Table

_NEAR = 1.6  # points: edges that are nearer are the same one
_BEYOND = 2.0  # points above and below a row: a rule goes on, a digit does not
_SAMPLES = 14  # rows of a page that are looked at
_VOTES = 0.5  # of them that must have a rule for it to part columns: others are crossed by merged cells
_SCALES = (0.6, 1.7)  # how much narrower or wider than its origin a column may be drawn
_REACH = 36.0  # points of blank beyond which print at the side is not of the table


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table on one page."""

    extent: Span  # of the whole table
    edges: tuple[float, ...]  # where rules part the columns; none in a table without rules
    cells: Mapping[int, Span]  # of each column of the table that has a figure on the page

    @property
    def bounds(self) -> tuple[float, ...]:
        """What parts the columns: rules, or else the middle between the figures of neighbours."""
        if len(self.edges) > 2:
            return self.edges
        cells = sorted(self.cells.values())
        gaps = [(a.high + b.low) / 2 for a, b in pairwise(cells) if b.low > a.high - _NEAR]
        left = [cells[0].low - _NEAR] if cells else []
        return (self.extent.low, *(edge for edge in left if edge > self.extent.low), *gaps, self.extent.high)

    def around(self, x: float) -> Span:
        """The column that a place is in."""
        bounds = self.bounds
        at = min(max(bisect_right(bounds, x) - 1, 0), len(bounds) - 2)
        return Span(bounds[at], bounds[at + 1])

    def named(self) -> dict[int, Span]:
        """The stretch of each column of the table that is known."""
        return {number: self.around(cell.middle) for number, cell in self.cells.items()}


def row_boxes(sheet: Sheet, table: Table) -> dict[int, Box]:
    """What is known of each row on a page: its label and its figures in one box."""
    boxes: defaultdict[int, list[Box]] = defaultdict(list)
    for number, row in enumerate(table.rows):
        if row.location.page == sheet.number and row.location.box:
            boxes[number].append(sheet.read(row.location.box))
    for (row_number, _), box in figure_boxes(sheet, table):
        boxes[row_number].append(box)
    return {number: join_boxes(found) for number, found in boxes.items()}


def figure_boxes(sheet: Sheet, table: Table) -> Iterator[tuple[tuple[int, int], Box]]:
    """Row and column of each figure on a page, with its cell."""
    for figure in table.figures:
        location = figure.citation.location
        if figure.cell is not None and location.page == sheet.number and location.box:
            yield figure.cell, sheet.read(location.box)


def columns_on(sheet: Sheet, table: Table) -> Columns | None:
    """The columns of a table on a page; None where nothing of it stands there."""
    rows = row_boxes(sheet, table)
    if not rows:
        return None
    found: defaultdict[int, list[Box]] = defaultdict(list)
    for (_, column), box in figure_boxes(sheet, table):
        found[column].append(box)
    cells = {
        number: Span(median(box.x0 for box in boxes), median(box.x1 for box in boxes))
        for number, boxes in found.items()
    }
    known = hull(map(across, rows.values()))
    edges = _edges(sheet, [down(box) for box in rows.values()])
    return Columns(_extent(sheet, rows.values(), hull([known, *(Span(x, x) for x in edges)])), edges, cells)


def _edges(sheet: Sheet, rows: Sequence[Span]) -> tuple[float, ...]:
    """Where rules run through most rows."""
    step = max(1, len(rows) // _SAMPLES)
    looked_at = sorted(rows)[::step]
    whole = Span(0, sheet.size[0])
    votes: list[float] = []
    for row in looked_at:
        votes += sheet.upright_rules(box_of(whole, Span(row.low - _BEYOND, row.high + _BEYOND)))
    return tuple(median(group) for group in _clusters(sorted(votes)) if len(group) >= max(1.0, _VOTES * len(looked_at)))


def _clusters(values: Iterable[float]) -> list[list[float]]:
    groups: list[list[float]] = []
    for value in values:
        if groups and value - groups[-1][-1] <= _NEAR:
            groups[-1].append(value)
        else:
            groups.append([value])
    return groups


def _extent(sheet: Sheet, rows: Iterable[Box], known: Span) -> Span:
    """From the left end of the table to its right end: all print beside the rows that no wide blank parts from them."""
    band = hull(map(down, rows))
    reached = known
    printed = sheet.printed_columns(box_of(Span(0, sheet.size[0]), Span(band.low - _BEYOND, band.high + _BEYOND)))
    for span in sorted(printed, key=lambda span: -span.overlap(known)):
        if span.overlap(reached) > -_REACH:
            reached = hull([reached, span])
    return reached


def are_alike(source: Columns, target: Columns) -> bool:
    """Whether the columns of two pages are the same ones, from left to right, however wide they are."""
    return source is target or (len(source.bounds) == len(target.bounds) and bool(_same_edges(source, target)))


# ---- from page to page -----------------------------------------------------------------------------------


def carried(source: Columns, target: Columns) -> tuple[Piece, ...]:
    """How the columns of one page are carried to those of another; nothing where that is not certain.

    One piece where the whole table is moved and scaled, else one for each column.
    """
    pairs = _same_edges(source, target) or _same_cells(source, target)
    if not pairs:
        return ()
    fit = _line(pairs)
    if fit is not None:
        scale, shift = fit
        extent = source.extent
        return (Piece(extent, Span(extent.low * scale + shift, extent.high * scale + shift)),)
    if len(source.edges) != len(target.edges):
        return ()
    pieces = tuple(Piece(Span(a, c), Span(b, d)) for (a, b), (c, d) in pairwise(pairs))
    scales = [piece.target.length / piece.source.length for piece in pieces]
    return pieces if all(_SCALES[0] <= scale <= _SCALES[1] for scale in scales) else ()


_Pair = tuple[float, float]  # a place across one page and the same across the other


def _same_edges(source: Columns, target: Columns) -> list[_Pair]:
    """The rules of both pages, one by one, unless the figures between them contradict."""
    a, b = source.edges, target.edges
    if len(a) < 3 or len(b) < 3:
        return []
    if len(a) == len(b):
        pairs = list(zip(a, b, strict=True))
    else:
        pairs = max((_shifted(a, b, shift) for shift in (b[0] - a[0], b[-1] - a[-1], 0.0)), key=len)
        if len(pairs) < max(3, min(len(a), len(b)) - 1):
            return []
    inner, outer = [x for x, _ in pairs], [x for _, x in pairs]
    agree = all(
        bisect_right(inner, source.cells[number].middle) == bisect_right(outer, cell.middle)
        for number, cell in target.cells.items()
        if number in source.cells
    )
    return pairs if agree else []


def _shifted(a: Sequence[float], b: Sequence[float], shift: float) -> list[_Pair]:
    """The rules of one page that stand at those of another, moved."""
    return [(x, y) for x in a for y in b if abs(x + shift - y) <= _NEAR]


def _same_cells(source: Columns, target: Columns) -> list[_Pair]:
    """The edges of the figures' columns that both pages have; two columns at least."""
    common = sorted(source.cells.keys() & target.cells.keys())
    if len(common) < 2:
        return []
    pairs = [(source.cells[n].low, target.cells[n].low) for n in common]
    pairs += [(source.cells[n].high, target.cells[n].high) for n in common]
    return pairs if _line(pairs) is not None else []


def _line(pairs: Sequence[_Pair]) -> tuple[float, float] | None:
    """Scale and shift that carry all first places to the second ones; None where none does."""
    mean_x = sum(x for x, _ in pairs) / len(pairs)
    mean_y = sum(y for _, y in pairs) / len(pairs)
    spread = sum((x - mean_x) ** 2 for x, _ in pairs)
    if not spread:
        return None
    scale = sum((x - mean_x) * (y - mean_y) for x, y in pairs) / spread
    shift = mean_y - scale * mean_x
    exact = all(abs(x * scale + shift - y) <= _NEAR for x, y in pairs)
    return (scale, shift) if exact and _SCALES[0] <= scale <= _SCALES[1] else None
