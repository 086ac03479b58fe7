"""Stretches and boxes in points."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from knowledge.model import Box


class Span(NamedTuple):
    """A stretch of one axis of a page."""

    low: float
    high: float

    @property
    def length(self) -> float:
        """From end to end."""
        return self.high - self.low

    @property
    def middle(self) -> float:
        """Halfway."""
        return (self.low + self.high) / 2

    def overlap(self, other: Span) -> float:
        """How much of it lies in another one; negative: how far they are apart."""
        return min(self.high, other.high) - max(self.low, other.low)


class Piece(NamedTuple):
    """A stretch across one page, and where it goes across another."""

    source: Span
    target: Span


def across(box: Box) -> Span:
    """From left to right."""
    return Span(box.x0, box.x1)


def down(box: Box) -> Span:
    """From top to bottom."""
    return Span(box.top, box.bottom)


def box_of(columns: Span, rows: Span) -> Box:
    """The box of two stretches."""
    return Box(columns.low, rows.low, columns.high, rows.high)


def hull(spans: Iterable[Span]) -> Span:
    """The smallest stretch around some."""
    lows, highs = zip(*spans, strict=True)
    return Span(min(lows), max(highs))


def join_boxes(boxes: Iterable[Box]) -> Box:
    """The smallest box around some."""
    found = list(boxes)
    return box_of(hull(map(across, found)), hull(map(down, found)))


def merged(spans: Iterable[Span], gap: float) -> list[Span]:
    """Stretches in order; those that are no more than a gap apart as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.low - joined[-1].high <= gap:
            joined[-1] = Span(joined[-1].low, max(joined[-1].high, span.high))
        else:
            joined.append(span)
    return joined


def carry(span: Span, piece: Piece) -> Span:
    """Where a stretch goes with a piece, within it or beyond."""
    scale = piece.target.length / piece.source.length
    low = piece.target.low + (span.low - piece.source.low) * scale
    return Span(low, low + span.length * scale)


def back(x: float, pieces: Iterable[Piece]) -> float:
    """Where a place was before it was carried."""
    here = Span(x, x)
    piece = max(pieces, key=lambda piece: piece.target.overlap(here))
    return carry(here, Piece(piece.target, piece.source)).low
