"""Which stretches from left to right are shown, and where they stand in the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.render.cutout.geometry import Span, merged

_GAP = 22  # pixels of a mark for columns left out
_LEAST_HIDDEN = 2.5  # ems: less is not worth a gap mark


@dataclass(frozen=True, slots=True)
class Axis:
    """The shown stretches of a page, in points, side by side in pixels."""

    shown: tuple[Span, ...]
    scale: float  # pixels a point
    is_open_left: bool = False  # something is left out before the first stretch
    is_open_right: bool = False  # something is left out behind the last one

    @property
    def is_cut(self) -> bool:
        """Whether something is left out."""
        return len(self.shown) > 1 or self.is_open_left or self.is_open_right

    @property
    def width(self) -> int:
        """Pixels."""
        return self._end + (_GAP if self.is_open_right else 0)

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each stretch begins, in pixels."""
        found = [_GAP if self.is_open_left else 0]
        for span in self.shown[:-1]:
            found.append(found[-1] + self._pixels(span) + _GAP)
        return tuple(found)

    @property
    def gaps(self) -> list[tuple[int, int]]:
        """Where something is left out, in pixels."""
        starts = self.starts if self.is_open_left else self.starts[1:]
        ends = [self._end + _GAP] if self.is_open_right else []
        return [(edge - _GAP, edge) for edge in (*starts, *ends)]

    @property
    def _end(self) -> int:
        return self.starts[-1] + self._pixels(self.shown[-1])

    def _pixels(self, span: Span) -> int:
        return max(1, round(span.length * self.scale))

    def pixel(self, x: float) -> int:
        """Where a place stands in the picture; one that is not shown at the next end that is."""
        for start, span in zip(self.starts, self.shown, strict=True):
            if x <= span.high:
                return start + round(max(0.0, x - span.low) * self.scale)
        return self._end

    def shows(self, span: Span) -> bool:
        """Whether a stretch is shown, most of it at least."""
        return any(span.overlap(one) > span.length / 2 for one in self.shown)


def choose(columns: Sequence[Span], needed: Sequence[Span], em: float, most: float) -> tuple[Span, ...]:
    """The columns to show: those that are needed, then what stands beside the last of them, as far as there is room.

    `em` is the size of the print, `most` how much may be shown, both in points.
    """
    kept = {at for at, column in enumerate(columns) if any(column.overlap(span) > em / 4 for span in needed)}
    if not kept:
        return (Span(columns[0].low, columns[-1].high),)
    last, step = max(kept), 1
    while True:
        beside = (_next(last, step, kept), _next(last, -step, kept))
        room = (at for at in beside if 0 <= at < len(columns) and _length(columns, kept | {at}) <= most)
        fitting = next(room, None)
        if fitting is None:
            return _shown(columns, kept, _LEAST_HIDDEN * em)
        kept.add(fitting)
        step = -step


def _shown(columns: Sequence[Span], kept: set[int], least: float) -> tuple[Span, ...]:
    """The kept columns as stretches; what is hardly wider than the mark of a gap is shown instead."""
    ends = (Span(columns[0].low, columns[0].low), Span(columns[-1].high, columns[-1].high))
    spans = merged([ends[0], *(columns[at] for at in kept), ends[1]], least)
    return tuple(span for span in spans if span.length > 0)


def _next(at: int, step: int, kept: set[int]) -> int:
    """The next column that is not kept."""
    while at in kept:
        at += step
    return at


def _length(columns: Sequence[Span], kept: set[int]) -> float:
    return sum(columns[at].length for at in kept)


def columns_between(bounds: Sequence[float]) -> list[Span]:
    """The columns that some bounds part."""
    return [Span(low, high) for low, high in pairwise(bounds) if high > low]
