"""Bold faces that are imitated by drawing each glyph several times."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor

from ingest.readers.pdf.letters import Letters
from ingest.readers.pdf.page import Glyph

_REACH = 0.12  # of the size: a copy nearer than this is a fake bold or its shadow
_CELL = 16.0  # points: copies are looked for in squares of this size

_Nearby = dict[tuple[str, int, int], list[Glyph]]


def without_copies(letters: Letters) -> Letters:
    """Each glyph once. A copy may be a copy of a copy: four of them reach further than two neighbours may."""
    firsts = list(_firsts(letters))
    return letters if all(firsts) else letters.only(firsts)


def _firsts(letters: Letters) -> Iterator[bool]:
    """Whether each glyph is none that was drawn before."""
    nearby: _Nearby = {}
    for glyph in letters.glyphs:
        text, left, top, size = glyph[0], glyph[1], glyph[2], glyph[7]
        reach = _REACH * size
        column, row = floor((left - reach) / _CELL), floor((top - reach) / _CELL)
        if column == floor((left + reach) / _CELL) and row == floor((top + reach) / _CELL):
            there = nearby.get((text, column, row))
            if there is None:  # most are the first and only one
                nearby[text, column, row] = [glyph]
                yield True
                continue
            others = there
        else:
            others = _around(nearby, glyph, reach)
        yield not any(abs(o.x0 - left) <= reach and abs(o.top - top) <= reach for o in others)
        nearby.setdefault((text, floor(left / _CELL), floor(top / _CELL)), []).append(glyph)


def _around(nearby: _Nearby, glyph: Glyph, reach: float) -> list[Glyph]:
    columns = range(floor((glyph.x0 - reach) / _CELL), floor((glyph.x0 + reach) / _CELL) + 1)
    rows = range(floor((glyph.top - reach) / _CELL), floor((glyph.top + reach) / _CELL) + 1)
    return [other for c in columns for r in rows for other in nearby.get((glyph.text, c, r), ())]
