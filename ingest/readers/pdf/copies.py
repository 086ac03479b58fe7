"""Bold faces that are imitated by drawing each glyph several times."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, frexp, ldexp

from ingest.readers.pdf.letters import Letters
from ingest.readers.pdf.page import Glyph

_REACH = 0.12  # of the size: a copy nearer than this is a fake bold or its shadow
_SAME = 0.25  # of the reach: a copy nearer than this tells nothing new of where copies are

_Key = tuple[str, int, int, int]


def without_copies(letters: Letters) -> Letters:
    """Each glyph once. A copy may be a copy of a copy: four of them reach further than two neighbours may."""
    firsts = list(_firsts(letters))
    return letters if all(firsts) else letters.only(firsts)


def _firsts(letters: Letters) -> Iterator[bool]:
    """Whether each glyph is none that was drawn before. Glyphs are looked for in squares of two to four sizes."""
    nearby: dict[_Key, list[Glyph]] = {}
    for glyph in letters.glyphs:
        text, left, top, size = glyph[0], glyph[1], glyph[2], glyph[7]
        reach = _REACH * size
        level = frexp(size)[1]
        square = ldexp(2.0, level)
        column, row = floor((left - reach) / square), floor((top - reach) / square)
        key = (text, level, column, row)
        if column == floor((left + reach) / square) and row == floor((top + reach) / square):
            others = nearby.get(key)
            if others is None:  # most are the first and only one
                nearby[key] = [glyph]
                yield True
                continue
        else:
            key = (text, level, floor(left / square), floor(top / square))
            others = _around(nearby, glyph, reach, level, square)
        distance = min((max(abs(o.x0 - left), abs(o.top - top)) for o in others), default=size)
        if distance > _SAME * reach:
            nearby.setdefault(key, []).append(glyph)
        yield distance > reach


def _around(nearby: dict[_Key, list[Glyph]], glyph: Glyph, reach: float, level: int, square: float) -> list[Glyph]:
    columns = range(floor((glyph.x0 - reach) / square), floor((glyph.x0 + reach) / square) + 1)
    rows = range(floor((glyph.top - reach) / square), floor((glyph.top + reach) / square) + 1)
    return [other for c in columns for r in rows for other in nearby.get((glyph.text, level, c, r), ())]
