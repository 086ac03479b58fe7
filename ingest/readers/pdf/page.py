"""One page as glyphs and strokes, turned so that its text reads from left to right: what every layout starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ingest.readers.pdf.frames import Turn
from knowledge.model import Box, Location

BLANK = " "  # the text of a glyph without ink, whichever space it is
HEAD, FOOT = 0.86, 0.14  # em above and below the baseline; what fonts say of themselves differs, and is often wrong


class Glyph(NamedTuple):
    """One character and its box in points, origin at the top left of the turned page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    x: float  # the middle, by which it belongs to a column
    y: float  # and to a row
    size: float  # of the font
    turn: Turn = Turn.RIGHT  # in reading position: another where a cell's text is turned

    @classmethod
    def boxed(cls, text: str, x0: float, top: float, x1: float, bottom: float) -> Glyph:
        """An upright character that fills a box."""
        return cls(text, x0, top, x1, bottom, (x0 + x1) / 2, (top + bottom) / 2, bottom - top)

    @property
    def baseline(self) -> float:
        """The line on which it stands."""
        return self.bottom - FOOT * self.size


class Stroke(NamedTuple):
    """A drawn rule: `at` across its direction, from `start` to `end` along it, in points."""

    at: float
    start: float
    end: float
    width: float = 0.5  # how thick; 0: the side of what is shaded


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
    scanned: bool = False  # a picture whose text was recognised

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
        return Location(page=self.number, box=Box(*(round(value, 2) for value in box)), scanned=self.scanned)
