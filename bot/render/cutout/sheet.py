"""A page of a PDF, turned so that its text reads from left to right; all places in points of that position."""

from __future__ import annotations

import ctypes
import math
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw
from PIL import Image

from bot.render.cutout import ink
from bot.render.cutout.geometry import Span
from knowledge.model import Box

_LOOKED_AT = 2.0  # pixels a point, to find rules and blanks
_FINE = 64  # device units a point, to learn how pdfium places a page
_FAR = 1000.0  # points, for the same
_MOST_PIXELS = 36_000_000  # of a page that is drawn: a poster is drawn smaller
_SHEETS_KEPT = 6  # pages whose pictures stay in memory: some 60 MB
_SAMPLES = 200  # characters that tell how a page is turned


class Turn(IntEnum):
    """Degrees, clockwise, by which the text is turned on the page as it is shown."""

    NONE = 0
    DOWN = 90
    OVER = 180
    UP = 270


_BACK = {
    Turn.DOWN: Image.Transpose.ROTATE_90,
    Turn.OVER: Image.Transpose.ROTATE_180,
    Turn.UP: Image.Transpose.ROTATE_270,
}


class Glyph(NamedTuple):
    """One printed character."""

    text: str
    box: Box


class Sheet:
    """One page. `number` is from 1."""

    def __init__(self, page: Any, number: int) -> None:
        self.number = number
        self._page = page
        self._shown: tuple[float, float] = page.get_size()
        text = page.get_textpage()
        self._turn = _main_turn(text, page.get_rotation())
        self.glyphs = tuple(Glyph(one.text, self.read(one.box)) for one in _shown_glyphs(page, text))
        text.close()
        self._drawn: dict[float, Image.Image] = {}

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        width, height = self._shown
        return (height, width) if self._turn in (Turn.UP, Turn.DOWN) else (width, height)

    def read(self, box: Box) -> Box:
        """Where a box of the page as shown stands once the page is turned."""
        width, height = self._shown
        match self._turn:
            case Turn.UP:
                return Box(height - box.bottom, box.x0, height - box.top, box.x1)
            case Turn.DOWN:
                return Box(box.top, width - box.x1, box.bottom, width - box.x0)
            case Turn.OVER:
                return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
        return box

    def glyphs_in(self, box: Box) -> list[Glyph]:
        """The characters whose middle stands in a box."""
        return [
            glyph
            for glyph in self.glyphs
            if box.x0 <= (glyph.box.x0 + glyph.box.x1) / 2 <= box.x1
            and box.top <= (glyph.box.top + glyph.box.bottom) / 2 <= box.bottom
        ]

    # ---- pictures --------------------------------------------------------------------------------------

    def picture(self, scale: float) -> Image.Image:
        """The page at a scale (pixels a point)."""
        if scale not in self._drawn:
            width, height = self._shown
            possible = min(scale, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
            drawn = self._page.render(scale=possible).to_pil().convert("RGB")
            if self._turn in _BACK:
                drawn = drawn.transpose(_BACK[self._turn])
            if possible < scale:
                drawn = drawn.resize((round(self.size[0] * scale), round(self.size[1] * scale)))
            self._drawn[scale] = drawn
        return self._drawn[scale]

    def crop(self, box: Box, scale: float) -> Image.Image:
        """A piece of the page; white beyond its edges."""
        picture = self.picture(scale)
        left, top, right, bottom = (round(edge * scale) for edge in (box.x0, box.top, box.x1, box.bottom))
        piece = Image.new("RGB", (max(1, right - left), max(1, bottom - top)), "white")
        inside = (max(0, left), max(0, top), min(picture.width, right), min(picture.height, bottom))
        if inside[0] < inside[2] and inside[1] < inside[3]:
            piece.paste(picture.crop(inside), (inside[0] - left, inside[1] - top))
        return piece

    # ---- what the pixels tell ------------------------------------------------------------------------------

    @cached_property
    def _grey(self) -> Image.Image:
        return self.picture(_LOOKED_AT).convert("L")

    def look(self, box: Box) -> Image.Image:
        """A piece in grey, within the page."""
        right, bottom = self._grey.size
        left, top = _within(box.x0, right - 1), _within(box.top, bottom - 1)
        return self._grey.crop(
            (left, top, max(left + 1, _within(box.x1, right)), max(top + 1, _within(box.bottom, bottom)))
        )

    def _found(self, box: Box, spans: Callable[[Image.Image], list[Span]], start: float) -> list[Span]:
        start = max(0.0, start)
        return [Span(start + low / _LOOKED_AT, start + high / _LOOKED_AT) for low, high in spans(self.look(box))]

    def printed_rows(self, box: Box) -> list[Span]:
        """The stretches from top to bottom that hold ink."""
        return self._found(box, ink.printed_rows, box.top)

    def printed_columns(self, box: Box) -> list[Span]:
        """The stretches from left to right that hold ink."""
        return self._found(box, ink.printed_columns, box.x0)

    def upright_rules(self, box: Box) -> list[float]:
        """Where rules run through a box from top to bottom."""
        return [max(0.0, box.x0) + at / _LOOKED_AT for at in ink.upright_rules(self.look(box))]

    def level_rules(self, box: Box) -> list[Span]:
        """Where rules cross the stretch of a box from left to right, anywhere on the page."""
        column = Box(box.x0, 0, box.x1, self.size[1])
        return self._found(column, ink.level_rules, 0)


def _within(edge: float, most: int) -> int:
    return min(max(0, round(edge * _LOOKED_AT)), most)


class Sheets:
    """The pages of one PDF. Close it, or use it in a `with` statement."""

    def __init__(self, path: Path) -> None:
        self._pdf = pypdfium2.PdfDocument(path)
        self._kept: OrderedDict[int, Sheet] = OrderedDict()

    def __enter__(self) -> Sheets:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the file."""
        self._kept.clear()
        self._pdf.close()

    def __len__(self) -> int:
        return len(self._pdf)

    def sheet(self, number: int) -> Sheet:
        """A page, from 1; the last ones stay in memory."""
        if number not in self._kept:
            self._kept[number] = Sheet(self._pdf[number - 1], number)
            if len(self._kept) > _SHEETS_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(number)
        return self._kept[number]


# ---- characters ------------------------------------------------------------------------------------------


def _main_turn(text: Any, rotation: int) -> Turn:
    """The way most of the text runs on the page as shown; as it stands where there is none."""
    count = text.count_chars()
    angles = (
        pypdfium2.raw.FPDFText_GetCharAngle(text.raw, index) for index in range(0, count, max(1, count // _SAMPLES))
    )
    turns = Counter(round(math.degrees(angle) / 90) * 90 for angle in angles if angle >= 0)
    ((turn, _),) = turns.most_common(1) or [(-rotation, 0)]
    return Turn((turn + rotation) % 360)


def _shown_glyphs(page: Any, text: Any) -> Iterator[Glyph]:
    """Each character that shows ink, with its box on the page as shown; a fake bold's copies once."""
    place = _placing(page)
    seen: set[tuple[str, int, int]] = set()
    for index in range(text.count_chars()):
        letter = chr(pypdfium2.raw.FPDFText_GetUnicode(text.raw, index))
        if letter.isspace() or not letter.isprintable():
            continue
        left, bottom, right, top = text.get_charbox(index)
        (x0, y0), (x1, y1) = place(left, top), place(right, bottom)
        box = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        key = (letter, round(box.x0 / 2), round(box.top / 2))
        if key not in seen:
            seen.add(key)
            yield Glyph(letter, box)


def _placing(page: Any) -> Callable[[float, float], tuple[float, float]]:
    """How pdfium places a point of the page's own coordinates on the page as shown: turned, and cut to its crop box."""
    ox, oy = _device(page, 0, 0)
    ax, ay = _device(page, _FAR, 0)
    bx, by = _device(page, 0, _FAR)

    def place(x: float, y: float) -> tuple[float, float]:
        along, up = x / _FAR, y / _FAR
        return ox + (ax - ox) * along + (bx - ox) * up, oy + (ay - oy) * along + (by - oy) * up

    return place


def _device(page: Any, x: float, y: float) -> tuple[float, float]:
    width, height = page.get_size()
    found_x, found_y = ctypes.c_int(), ctypes.c_int()
    size = (round(width * _FINE), round(height * _FINE))
    pypdfium2.raw.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, ctypes.byref(found_x), ctypes.byref(found_y))
    return found_x.value / _FINE, found_y.value / _FINE
