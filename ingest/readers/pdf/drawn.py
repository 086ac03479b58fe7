"""What a PDF page draws, as plain values: the engine writes them, the layout reads them, a pipe lies between.

Coordinates are the page's own: points, y upwards, before /Rotate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

Bounds = tuple[float, float, float, float]  # left, bottom, right, top

UNDECODED = 0xFFFD  # a glyph whose font does not say which character it shows
STROKED, INVISIBLE = 1, 3  # text render modes: the outline alone; nothing


class Run(NamedTuple):
    """What the characters of one text object share."""

    along: tuple[float, float]  # one em along the baseline
    up: tuple[float, float]  # one em across it, from foot to head
    mode: int  # how it is painted
    shade: float  # 0 black to 1 white, as it looks on white paper
    order: int  # how many objects were drawn before


Character = tuple[int, float, float, float, int]
"""One drawn character: its code, the origin of its glyph on the baseline, its width in em, the index of its run."""


class Edge(NamedTuple):
    """A straight drawn line, or one side of a box, level or upright."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float  # how thick it is drawn; 0: the side of a filled box
    shade: float


class Fill(NamedTuple):
    """The box of something painted: `shade` is None for a picture, whose shades are not known."""

    left: float
    bottom: float
    right: float
    top: float
    shade: float | None
    order: int


class Drawn(NamedTuple):
    """One page as drawn, without what its clipping paths hide."""

    number: int
    shown: Bounds  # the part of the page that is shown
    quarters: int  # how often the page is turned clockwise when it is shown
    runs: tuple[Run, ...]
    characters: Sequence[Character]  # in drawing order
    edges: tuple[Edge, ...]
    fills: tuple[Fill, ...]
    shapes: int  # filled drawings that are no boxes: letters drawn as curves, or a figure

    @classmethod
    def from_plain(cls, plain: tuple[Any, ...]) -> Drawn:
        """The page of the nested plain tuples that a pipe carries."""
        number, shown, quarters, runs, characters, edges, fills, shapes = plain
        return cls(
            number,
            shown,
            quarters,
            tuple(map(Run._make, runs)),
            characters,
            tuple(map(Edge._make, edges)),
            tuple(map(Fill._make, fills)),
            shapes,
        )
