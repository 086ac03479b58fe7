"""The characters of a page, each by the origin of its glyph.

PDFium's text page passes over text objects that it takes for copies of others, or that have no extent: where a font is
neither embedded nor installed, glyphs have none, and equal words below each other are dropped (any column of 万元),
as is all turned text. So what it passed over is set apart, where nothing is near and all text is level, and read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from ctypes import addressof, byref, c_double, c_float
from math import hypot
from typing import Any

from ingest.readers.limits import MAX_PAGE_GLYPHS
from ingest.readers.pdf import pdfium
from ingest.readers.pdf.canvas import Canvas, matrix_of
from ingest.readers.pdf.drawn import STROKED, UNDECODED, Bounds
from ingest.readers.pdf.geometry import IDENTITY, Matrix, Point, inverse, moved, times, turned
from ingest.readers.pdf.refusal import Refusal

_MIDDLE = 0.36  # em above the baseline: the middle of digits and, nearly, of Chinese characters
_APART = 4_000.0  # points: further than a page is wide
_BLANK = 0x20
_PLACES = 8  # PDFium compares a text object with the five before it

_X, _Y = c_double(), c_double()
_AT_X, _AT_Y = addressof(_X), addressof(_Y)
_MATRIX = pdfium.Matrix()
_AT_MATRIX = addressof(_MATRIX)


def read_characters(page: int, canvas: Canvas) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """The runs of the page's text, and its characters, without the blanks that PDFium adds and what is clipped away."""
    reading = _Reading(canvas)
    reading.read(page, dict.fromkeys(canvas.texts, IDENTITY))
    passed_over = canvas.texts.keys() - reading.seen
    if passed_over:
        reading.read(page, _set_apart([item for item in canvas.texts if item in passed_over], canvas))
    return reading.runs, reading.characters


def _set_apart(items: Iterable[int], canvas: Canvas) -> dict[int, Matrix]:
    """Move each object away, turned level; and what leads from there back to its place on the page."""
    ways_back = {}
    for number, item in enumerate(items):
        matrix = matrix_of(item)
        is_level = abs(matrix[0]) >= abs(matrix[1])
        turn = (1.0, 0.0, 0.0, 1.0) if is_level else (0.0, -1.0, 1.0, 0.0)
        away = _APART * (1 + number % _PLACES)
        move: Matrix = (*turn, away, away)
        placed = canvas.texts[item].placed
        back, out = inverse(move), inverse(placed)
        if back and out:
            pdfium.set_render_mode(item, STROKED)
            pdfium.set_stroke_width(item, 1.0)  # and so some extent, whatever its glyphs have
            pdfium.transform_object(item, *move)
            ways_back[item] = times(times(out, back), placed)
    return ways_back


class _Reading:
    """The runs and characters that were read so far."""

    def __init__(self, canvas: Canvas) -> None:
        self.runs: list[tuple[Any, ...]] = []
        self.characters: list[tuple[Any, ...]] = []
        self.seen: set[int] = set()  # text objects
        self._canvas = canvas

    def read(self, page: int, ways: dict[int, Matrix]) -> None:
        """Read the text objects that `ways` leads to their places on the page. The reader's innermost loop."""
        with _open_text(page, self._canvas.number) as text:
            fonts = _Fonts(text)
            add, object_of, code_of = self.characters.append, pdfium.character_object, pdfium.character_code
            origin_of, at_x, at_y = pdfium.character_origin, _AT_X, _AT_Y
            last: pdfium.Handle = 0  # no object's address
            for index in range(pdfium.count_characters(text)):
                raw = code_of(text, index)
                if raw <= _BLANK and pdfium.is_generated(text, index):
                    continue
                item = object_of(text, index)
                if item != last:
                    if item not in ways:  # clipped away, or read before
                        continue
                    last, way = item, ways[item]
                    number, (left, bottom, right, top), along, middle = self._begin_run(text, index, item, way)
                    known = fonts.known(item)
                code, width = known.get(raw) or fonts.ask(known, raw, index)
                origin_of(text, index, at_x, at_y)
                x, y = _X.value, _Y.value
                if way is not IDENTITY:
                    x, y = moved(way, x, y)
                shift = width / 2
                middle_x, middle_y = x + middle[0] + along[0] * shift, y + middle[1] + along[1] * shift
                if left <= middle_x <= right and bottom <= middle_y <= top:
                    add((code, x, y, width, number))

    def _begin_run(self, text: int, index: int, item: int, way: Matrix) -> tuple[int, Bounds, Point, Point]:
        """Its number, where it shows, its direction, and how far the middle of a line lies from the baseline."""
        along, up = _directions(text, index)
        if way is not IDENTITY:
            along, up = turned(way, *along), turned(way, *up)
        clip, _, *paint = self._canvas.texts[item]
        self.runs.append((along, up, *paint))
        self.seen.add(item)
        return len(self.runs) - 1, clip, along, (up[0] * _MIDDLE, up[1] * _MIDDLE)


@contextmanager
def _open_text(page: int, number: int) -> Iterator[int]:
    text = pdfium.open_text(page)
    if not text:
        raise Refusal("damaged", number)
    try:
        if pdfium.count_characters(text) > MAX_PAGE_GLYPHS:
            raise Refusal("drawing", number)
        yield text
    finally:
        pdfium.close_text(text)


def _directions(text: int, index: int) -> tuple[Point, Point]:
    """One em along the baseline of a character's run, and one across it."""
    pdfium.character_matrix(text, index, _AT_MATRIX)
    size = pdfium.font_size(text, index)
    return (_MATRIX.a * size, _MATRIX.b * size), (_MATRIX.c * size, _MATRIX.d * size)


_Known = dict[int, tuple[int, float]]  # by what PDFium calls a character: its code, and its width in em


class _Fonts:
    """What the fonts of one page say of their characters; asked once for each."""

    def __init__(self, text: int) -> None:
        self._text = text
        self._fonts: dict[int, _Known] = {}

    def known(self, item: int) -> _Known:
        """What is known of the font of a text object."""
        return self._fonts.setdefault(pdfium.font_of(item), {})

    def ask(self, known: _Known, raw: int, index: int) -> tuple[int, float]:
        """What the font says of the character at that place."""
        known[raw] = (self._decoded(raw, index), self._width(raw, index))
        return known[raw]

    def _decoded(self, raw: int, index: int) -> int:
        if pdfium.is_hyphen(self._text, index):  # at a line's end, where PDFium takes it for a word's division
            return ord("-")
        if pdfium.is_undecoded(self._text, index) or raw == 0 or 0xD800 <= raw < 0xE000:
            return UNDECODED
        return raw

    def _width(self, raw: int, index: int) -> float:
        width = c_float()
        font = pdfium.font_of(pdfium.character_object(self._text, index))
        if pdfium.glyph_width(font, raw, 1.0, byref(width)) and width.value > 0:
            return width.value
        box = pdfium.Rectangle()
        pdfium.character_box(self._text, index, byref(box))
        along, _ = _directions(self._text, index)
        extent = box.right - box.left if abs(along[0]) >= abs(along[1]) else box.top - box.bottom
        return float(extent) / (hypot(*along) or 1.0)
