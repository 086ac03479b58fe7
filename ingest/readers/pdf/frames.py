"""From a page's own coordinates to reading position: origin at the top left, text from left to right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ingest.readers.pdf.drawn import Bounds

_MAX_SLOPE = 0.1  # a text line that slopes more is a watermark across the page

Vector = tuple[float, float]


class Turn(Enum):
    """Which way text runs on the page as it is shown."""

    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    LEFT = "left"  # upside down


def turn_of(along: Vector) -> Turn | None:
    """Which way a baseline runs, y downwards; None: aslant."""
    x, y = along
    if abs(y) <= _MAX_SLOPE * abs(x):
        return Turn.RIGHT if x >= 0 else Turn.LEFT
    if abs(x) <= _MAX_SLOPE * abs(y):
        return Turn.UP if y < 0 else Turn.DOWN
    return None


@dataclass(frozen=True, slots=True)
class Frame:
    """A turn by quarters and a shift: reading x is a·x + b·y + e, reading y is c·x + d·y + f."""

    a: float
    b: float
    e: float
    c: float
    d: float
    f: float

    def point(self, x: float, y: float) -> Vector:
        """Where a point lies."""
        return self.a * x + self.b * y + self.e, self.c * x + self.d * y + self.f

    def vector(self, x: float, y: float) -> Vector:
        """Which way a direction leads."""
        return self.a * x + self.b * y, self.c * x + self.d * y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Bounds:
        """A box as left, top, right, bottom."""
        (left, top), (right, bottom) = self.point(x0, y0), self.point(x1, y1)
        return min(left, right), min(top, bottom), max(left, right), max(top, bottom)

    def turned(self, turn: Turn, width: float, height: float) -> Frame:
        """The frame in which text that runs so on a page of that size runs from left to right."""
        a, b, e, c, d, f = self.a, self.b, self.e, self.c, self.d, self.f
        match turn:
            case Turn.RIGHT:
                return self
            case Turn.UP:
                return Frame(-c, -d, height - f, a, b, e)
            case Turn.DOWN:
                return Frame(c, d, f, -a, -b, width - e)
            case Turn.LEFT:
                return Frame(-a, -b, width - e, -c, -d, height - f)


def shown_frame(shown: Bounds, quarters: int) -> Frame:
    """The frame of the page as it is shown, turned clockwise by so many quarters."""
    left, bottom, right, top = shown
    match quarters:
        case 1:
            return Frame(0, 1, -bottom, 1, 0, -left)
        case 2:
            return Frame(-1, 0, right, 0, 1, -bottom)
        case 3:
            return Frame(0, -1, top, -1, 0, right)
        case _:
            return Frame(1, 0, -left, 0, -1, top)


def shown_size(shown: Bounds, quarters: int) -> tuple[float, float]:
    """Width and height of the page as it is shown."""
    width, height = shown[2] - shown[0], shown[3] - shown[1]
    return (height, width) if quarters % 2 else (width, height)
