"""One PDF page as glyphs and strokes, turned so that its text reads from left to right."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from knowledge.model import Box, Location

_MAX_SLOPE = 0.1  # a text line that slopes more is a watermark across the page
_SIDEWAYS_SHARE = 0.9  # of the text: the little that runs another way is the page's furniture
_COPY_SHARE = 0.12  # of the size: a copy of a glyph nearer than this is a fake bold or its shadow


class Turn(Enum):
    """Which way the text runs on the page as it is shown."""

    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    LEFT = "left"  # upside down


class Glyph(NamedTuple):
    """One character and its box in points, origin at the top left of the turned page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        """The font size in points."""
        return self.bottom - self.top

    @property
    def x(self) -> float:
        """The middle, by which a glyph belongs to a column."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """The middle, by which a glyph belongs to a row."""
        return (self.top + self.bottom) / 2


class Stroke(NamedTuple):
    """A drawn rule: `at` across its direction, from `start` to `end` along it, in points."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Page:
    """What is printed on one page, in reading position; `locate` leads back to the page as shown."""

    number: int
    shown_width: float
    shown_height: float
    turn: Turn
    glyphs: tuple[Glyph, ...]  # in drawing order
    across: tuple[Stroke, ...]  # horizontal rules
    down: tuple[Stroke, ...]  # vertical rules
    has_picture: bool

    @property
    def reading_height(self) -> float:
        """Points from top to bottom in reading position."""
        return self.shown_height if self.turn in {Turn.RIGHT, Turn.LEFT} else self.shown_width

    def locate(self, x0: float, top: float, x1: float, bottom: float) -> Location:
        """The place, on the page as shown, of a box in reading position."""
        width, height = self.shown_width, self.shown_height
        match self.turn:
            case Turn.RIGHT:
                box = (x0, top, x1, bottom)
            case Turn.UP:
                box = (top, height - x1, bottom, height - x0)
            case Turn.DOWN:
                box = (width - bottom, x0, width - top, x1)
            case Turn.LEFT:
                box = (width - x1, height - bottom, width - x0, height - top)
        return Location(page=self.number, box=Box(*(round(value, 2) for value in box)))


def read_page(source: Any) -> Page:
    """The glyphs and rules of a pdfplumber page that can be seen when it is shown."""
    left, top, right, bottom = _shown_part(source)
    width, height = right - left, bottom - top
    chars = [char for char in source.chars if left <= (char["x0"] + char["x1"]) / 2 <= right]
    chars = [char for char in chars if top <= (char["top"] + char["bottom"]) / 2 <= bottom]
    turn = _main_turn(chars)
    glyphs = [
        Glyph(char["text"], *_turned(char, left, top, width, height, turn))
        for char in _in_reading_direction(chars, turn)
    ]
    edges = [_turned(edge, left, top, width, height, turn) for edge in source.edges]
    return Page(
        number=source.page_number,
        shown_width=width,
        shown_height=height,
        turn=turn,
        glyphs=tuple(_without_copies(glyphs)),
        across=tuple(Stroke((y0 + y1) / 2, x0, x1) for x0, y0, x1, y1 in edges if x1 - x0 > y1 - y0),
        down=tuple(Stroke((x0 + x1) / 2, y0, y1) for x0, y0, x1, y1 in edges if y1 - y0 > x1 - x0),
        has_picture=bool(source.images),
    )


def _shown_part(source: Any) -> tuple[float, float, float, float]:
    """The part of the page's coordinates that is shown: its crop box, within its media box."""
    media, crop = source.mediabox, source.cropbox
    part = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    return part if part[0] < part[2] and part[1] < part[3] else tuple(media)


def _turn_of(matrix: Sequence[float]) -> Turn | None:
    """Which way a glyph's baseline runs; None: aslant."""
    along, rise = matrix[0], matrix[1]
    if abs(rise) <= _MAX_SLOPE * abs(along):
        return Turn.RIGHT if along >= 0 else Turn.LEFT
    if abs(along) <= _MAX_SLOPE * abs(rise):
        return Turn.UP if rise > 0 else Turn.DOWN
    return None


def _main_turn(chars: Iterable[dict[str, Any]]) -> Turn:
    """The way most of the text runs."""
    turns = Counter(_turn_of(char["matrix"]) for char in chars)
    turns.pop(None, None)
    ((turn, _),) = turns.most_common(1) or [(Turn.RIGHT, 0)]
    return turn or Turn.RIGHT


def _in_reading_direction(chars: Sequence[dict[str, Any]], turn: Turn) -> list[dict[str, Any]]:
    """Without watermarks drawn aslant, and without the page number of a sheet bound sideways."""
    level = [char for char in chars if _turn_of(char["matrix"]) is not None]
    if turn is Turn.RIGHT:
        return level
    along = [char for char in level if _turn_of(char["matrix"]) is turn]
    return along if len(along) >= _SIDEWAYS_SHARE * len(level) else level


def _turned(
    shape: dict[str, Any], left: float, above: float, width: float, height: float, turn: Turn
) -> tuple[float, float, float, float]:
    """A shape's box moved to the shown part's origin and turned to reading position."""
    x0, x1 = shape["x0"] - left, shape["x1"] - left
    top, bottom = shape["top"] - above, shape["bottom"] - above
    match turn:
        case Turn.RIGHT:
            return x0, top, x1, bottom
        case Turn.UP:
            return height - bottom, x0, height - top, x1
        case Turn.DOWN:
            return top, width - x1, bottom, width - x0
        case Turn.LEFT:
            return width - x1, height - bottom, width - x0, height - top


def _without_copies(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Each glyph once, where a bold face is imitated by drawing it several times a little apart."""
    kept: list[Glyph] = []
    nearby: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        reach = _COPY_SHARE * glyph.size
        step = max(1.0, reach)
        columns = {math.floor((glyph.x0 + shift) / 2) for shift in (-step, 0, step)}
        rows = {math.floor((glyph.top + shift) / 2) for shift in (-step, 0, step)}
        near = (other for column in columns for row in rows for other in nearby.get((glyph.text, column, row), ()))
        if any(abs(o.x0 - glyph.x0) <= reach and abs(o.top - glyph.top) <= reach for o in near):
            continue
        kept.append(glyph)
        key = (glyph.text, math.floor(glyph.x0 / 2), math.floor(glyph.top / 2))
        nearby.setdefault(key, []).append(glyph)
    return kept
