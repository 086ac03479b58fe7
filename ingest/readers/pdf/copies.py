"""Bold faces that are imitated by drawing each glyph several times."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.readers.pdf.letters import Letters
from ingest.readers.pdf.page import Glyph

_REACH = 0.12  # of the size: a copy nearer than this is a fake bold or its shadow
_SAME = 0.25  # of the reach: a copy nearer than this tells nothing new of where copies are
_SQUARE = 16.0  # points: copies are looked for in squares of this size
_LOOKED_AT = 200  # equal glyphs of one square; text has a few

_Nearby = dict[tuple[str, float, float], list[Glyph]]


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
        column, row = left // _SQUARE, top // _SQUARE
        key = (text, column, row)
        is_inside = (
            reach <= left - column * _SQUARE <= _SQUARE - reach and reach <= top - row * _SQUARE <= _SQUARE - reach
        )
        others = nearby.get(key) if is_inside else _around(nearby, glyph, reach)
        if not others:  # most are the first
            nearby.setdefault(key, []).append(glyph)
            yield True
            continue
        distance = min(max(abs(o[1] - left), abs(o[2] - top)) for o in others[-_LOOKED_AT:])
        if distance > _SAME * reach:
            nearby.setdefault(key, []).append(glyph)
        yield distance > reach


def _around(nearby: _Nearby, glyph: Glyph, reach: float) -> list[Glyph]:
    """The equal glyphs of all squares that its copies may stand in."""
    columns = {(glyph.x0 + shift) // _SQUARE for shift in (-reach, 0.0, reach)}
    rows = {(glyph.top + shift) // _SQUARE for shift in (-reach, 0.0, reach)}
    return [other for c in columns for r in rows for other in nearby.get((glyph.text, c, r), ())]
