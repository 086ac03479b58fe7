"""What the objects of a page draw: where text shows and how it is painted, rules, and what is filled."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import addressof, byref, c_float, c_int, c_uint
from itertools import pairwise
from math import hypot
from typing import Any, NamedTuple

from ingest.readers.limits import MAX_PAGE_OBJECTS, MAX_PAGE_SEGMENTS
from ingest.readers.pdf import pdfium
from ingest.readers.pdf.drawn import STROKED, Bounds
from ingest.readers.pdf.geometry import IDENTITY, Matrix, Point, bounds, common, moved, times
from ingest.readers.pdf.refusal import Refusal

_UPRIGHT = 0.5  # points: how far the ends of a line may differ and it still is level
_THIN = 3.0  # points: a filled box that is thinner is a rule
_THICK = 6.0  # points: a line that is thicker is shading
_EDGE = 0.5  # points: a rule on the edge of a clipping path shows
_HAIRLINE = 0.1  # points: as thin as a drawn line may be; the sides of what is filled have no width
_SHORTEST = 1.0  # points: shorter lines are dots of a pattern, or parts of a drawn letter
_BOX_SEGMENTS = 5  # of a box as PDFium keeps it, back to its first corner
_OUTLINED = frozenset({STROKED, STROKED + 4})  # render modes that paint the outline alone; the second clips, too

# Where PDFium writes its answers: one thread reads, and each is fetched at once.
_X, _Y = c_float(), c_float()
_AT_X, _AT_Y = addressof(_X), addressof(_Y)
_FILL, _STROKE = c_int(), c_int()
_AT_FILL, _AT_STROKE = addressof(_FILL), addressof(_STROKE)
_MATRIX = pdfium.Matrix()
_AT_MATRIX = addressof(_MATRIX)
_COLOUR = tuple(c_uint() for _ in range(4))
_AT_COLOUR = tuple(map(addressof, _COLOUR))


class Text(NamedTuple):
    """A text object: where it shows, and how it is painted."""

    clip: Bounds
    placed: Matrix  # from the coordinates of its form to the page's
    mode: int
    shade: float
    order: int


class Canvas:
    """What the objects of one page draw; objects of forms are placed on the page as the forms are."""

    def __init__(self, number: int, shown: Bounds) -> None:
        self.number = number
        self.shown = shown
        self.texts: dict[int, Text] = {}  # by the address of the object
        self.edges: list[tuple[float, ...]] = []
        self.fills: list[tuple[float | None, ...]] = []
        self.shapes = 0
        self._clips = _Clips()
        self._order = 0
        self._segments = 0

    def read_objects(self, page: int) -> None:
        """All objects of a page, those of its forms among them."""
        for index in range(pdfium.count_objects(page)):
            self._read_object(pdfium.object_at(page, index), IDENTITY, self.shown)

    def _read_object(self, item: int, placed: Matrix, within: Bounds) -> None:
        self._order += 1
        if self._order > MAX_PAGE_OBJECTS:
            raise Refusal("drawing", self.number)
        clip = self._clips.box(item, placed, within)
        if clip is None:
            return
        kind = pdfium.object_type(item)
        if kind == pdfium.TEXT:
            mode = pdfium.render_mode(item)
            colour = pdfium.stroke_colour if mode in _OUTLINED else pdfium.fill_colour
            self.texts[item] = Text(clip, placed, mode, _shade(colour, item), self._order)
        elif kind == pdfium.PATH:
            self._read_path(item, placed, clip)
        elif kind == pdfium.FORM:
            inner = times(matrix_of(item), placed)
            for index in range(pdfium.count_form_objects(item)):
                self._read_object(pdfium.form_object_at(item, index), inner, clip)
        else:
            self._add_fill(_object_bounds(item, placed), clip, None)

    def _read_path(self, item: int, placed: Matrix, clip: Bounds) -> None:
        pdfium.draw_mode(item, _AT_FILL, _AT_STROKE)
        is_filled, is_stroked = _FILL.value, _STROKE.value
        if not is_filled and not is_stroked:
            return
        count = pdfium.count_segments(item)
        self._segments += count
        if self._segments > MAX_PAGE_SEGMENTS:  # a map or a picture: no rules of a table
            self.edges.clear()
            return
        matrix = matrix_of(item) if placed is IDENTITY else times(matrix_of(item), placed)
        inside = _shade(pdfium.fill_colour, item) if is_filled else None
        pen = (0.0, inside or 0.0)
        if is_stroked:
            pen = (_stroke_width(item, matrix), _shade(pdfium.stroke_colour, item))
        box = _box(item, matrix) if count == _BOX_SEGMENTS else None
        for points, is_curved in [(box, False)] if box else _subpaths(item, count, matrix):
            self._read_subpath(points, is_curved, clip, pen, inside)

    def _read_subpath(
        self, points: list[Point], is_curved: bool, clip: Bounds, pen: tuple[float, float], inside: float | None
    ) -> None:
        box = bounds(points)
        wide, high = box[2] - box[0], box[3] - box[1]
        if inside is not None and min(wide, high) <= _THIN and not is_curved:
            self._add_edge(_middle_line(box), clip, (max(min(wide, high), _HAIRLINE), inside))
            return
        if inside is not None:
            self._add_fill(box, clip, inside)
            self.shapes += is_curved
        if len(points) == 2 and pen[0] > _THICK:
            box = _thickened(box, pen[0])
            self._add_fill(box, clip, pen[1])
            points, pen = _corners(box), (0.0, pen[1])
        for line in pairwise(points):
            self._add_edge(line, clip, pen)

    def _add_edge(self, line: tuple[Point, Point], clip: Bounds, pen: tuple[float, float]) -> None:
        """The part of a level or upright line that shows."""
        (x0, y0), (x1, y1) = line
        if min(abs(x1 - x0), abs(y1 - y0)) > _UPRIGHT or max(abs(x1 - x0), abs(y1 - y0)) < _SHORTEST:
            return
        left, bottom, right, top = clip
        x0, x1 = max(min(x0, x1), left - _EDGE), min(max(x0, x1), right + _EDGE)
        y0, y1 = max(min(y0, y1), bottom - _EDGE), min(max(y0, y1), top + _EDGE)
        if x0 <= x1 and y0 <= y1:
            self.edges.append((x0, y0, x1, y1, *pen))

    def _add_fill(self, box: Bounds, clip: Bounds, shade: float | None) -> None:
        shown = common(box, clip)
        if shown:
            self.fills.append((*shown, shade, self._order))


def _box(item: int, matrix: Matrix) -> list[Point] | None:
    """The corners of a path that is an upright box; None where it is not. Most paths are: so not all is asked."""
    corners = []
    for index in (0, 1, 2, _BOX_SEGMENTS - 1):
        segment = pdfium.segment_at(item, index)
        pdfium.segment_point(segment, _AT_X, _AT_Y)
        corners.append(moved(matrix, _X.value, _Y.value))
    (x0, y0), (x1, y1), (x2, y2), last = corners
    if last != corners[0] or pdfium.segment_type(segment) != pdfium.LINE:
        return None
    if (x0 == x1 and y1 == y2) or (y0 == y1 and x1 == x2):
        return [(x0, y0), (x1, y1), (x2, y2), (x0 + x2 - x1, y0 + y2 - y1), (x0, y0)]
    return None


def _subpaths(item: int, count: int, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
    """The corners of each part of a path, closed where it closes, and whether curves lead to them."""
    a, b, c, d, e, f = matrix
    points: list[Point] = []
    is_curved = False
    for index in range(count):
        segment = pdfium.segment_at(item, index)
        kind = pdfium.segment_type(segment)
        if kind == pdfium.MOVE:
            if len(points) > 1:
                yield points, is_curved
            points, is_curved = [], False
        pdfium.segment_point(segment, _AT_X, _AT_Y)
        x, y = _X.value, _Y.value
        points.append((a * x + c * y + e, b * x + d * y + f))
        is_curved |= kind == pdfium.CURVE
        if pdfium.segment_closes(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points, is_curved


def _middle_line(box: Bounds) -> tuple[Point, Point]:
    """The line that a thin box stands for."""
    left, bottom, right, top = box
    if right - left >= top - bottom:
        return (left, (bottom + top) / 2), (right, (bottom + top) / 2)
    return ((left + right) / 2, bottom), ((left + right) / 2, top)


def _corners(box: Bounds) -> list[Point]:
    left, bottom, right, top = box
    return [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]


def _thickened(box: Bounds, width: float) -> Bounds:
    left, bottom, right, top = box
    if right - left >= top - bottom:
        return (left, bottom - width / 2, right, top + width / 2)
    return (left - width / 2, bottom, right + width / 2, top)


class _Clips:
    """The boxes of clipping paths: the objects of a page share a few."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Bounds | None] = {}

    def box(self, item: int, placed: Matrix, within: Bounds) -> Bounds | None:
        """The box in which an object shows; None: it is clipped away."""
        path = pdfium.clip_of(item)
        count = pdfium.count_clip_paths(path) if path else 0
        if count < 1:
            return within
        key: tuple[object, ...] = (placed, within, count)
        for number in (0, 2):  # corners of the innermost path, which tell one from the other
            pdfium.segment_point(pdfium.clip_segment(path, count - 1, number), _AT_X, _AT_Y)
            key += (_X.value, _Y.value)
        if key not in self._known:
            self._known[key] = _clip(path, count, placed, within)
        return self._known[key]


def _clip(path: int, count: int, placed: Matrix, within: Bounds) -> Bounds | None:
    box: Bounds | None = within
    for index in range(count):
        points = []
        for number in range(pdfium.count_clip_segments(path, index)):
            pdfium.segment_point(pdfium.clip_segment(path, index, number), _AT_X, _AT_Y)
            points.append((_X.value, _Y.value))
        if points and box:
            box = common(_placed(points, placed), box)
    return box


def _placed(points: list[Point], matrix: Matrix) -> Bounds:
    return bounds([moved(matrix, x, y) for x, y in points])


def matrix_of(item: int) -> Matrix:
    """Where an object's own coordinates lie in those of its form or page."""
    pdfium.object_matrix(item, _AT_MATRIX)
    m = _MATRIX
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _object_bounds(item: int, placed: Matrix) -> Bounds:
    left, bottom, right, top = (c_float() for _ in range(4))
    pdfium.object_bounds(item, byref(left), byref(bottom), byref(right), byref(top))
    corners = [(x.value, y.value) for x in (left, right) for y in (bottom, top)]
    return _placed(corners, placed)


def _stroke_width(item: int, matrix: Matrix) -> float:
    width = c_float()
    pdfium.stroke_width(item, byref(width))
    return max(width.value * hypot(matrix[0], matrix[1]), _HAIRLINE)


def _shade(colour: Any, item: int) -> float:
    """From 0 for black to 1 for white, as it looks on white paper; black where it is a pattern."""
    if not colour(item, *_AT_COLOUR):
        return 0.0
    red, green, blue, alpha = _COLOUR
    light = (0.299 * red.value + 0.587 * green.value + 0.114 * blue.value) / 255
    return 1 - (1 - light) * alpha.value / 255
