"""Level watermarks: words behind or across the text, paler or much larger than it. Slanting ones never become letters.

A title is larger than its table, too, and a note may be grey. So a watermark must also lie where no text is set: on
other text, across rules, or within a table although it is both pale and large.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import floor, hypot
from statistics import median
from typing import NamedTuple

from ingest.readers.pdf.drawn import Run
from ingest.readers.pdf.letters import Letters
from ingest.readers.pdf.page import BLANK, Glyph, Stroke
from ingest.readers.pdf.visible import Ground

_PALER = 0.3  # of the light: how much paler than most of the page's text
_LARGER = 1.5  # times the size of most of the page's text
_PALE_AND_LARGER = 1.2
_INSIDE = 0.2  # of a glyph's box, on each side, may touch something
_NOT_RARE = 0.03  # of the page's characters: a watermark may have many more than the text
_ENOUGH = 1 / 3  # of the letters of a large word lie on something: a title that touches a rule does not
_LOOKED_AT = 200  # letters of one word
_SQUARE = 20.0  # points: letters are looked for in squares of this size


def without_watermarks(letters: Letters, ground: Ground, across: Sequence[Stroke], down: Sequence[Stroke]) -> Letters:
    """The letters of the text itself."""
    if _is_uniform(letters.runs):
        return letters
    shade, size = _usual(letters)
    doubtful = {n for n in set(letters.of_run) if _is_pale(letters.runs[n], shade) or _is_large(letters.runs[n], size)}
    if not doubtful:
        return letters
    pairs = list(zip(letters.glyphs, letters.of_run, strict=True))
    keys = [_suspicion(glyph, letters.runs[n], shade, size, ground) if n in doubtful else None for glyph, n in pairs]
    scene = _Scene([glyph for glyph, key in zip(letters.glyphs, keys, strict=True) if key is None], across, down)
    suspects: defaultdict[_Key, list[Glyph]] = defaultdict(list)
    for glyph, key in zip(letters.glyphs, keys, strict=True):
        if key:
            suspects[key].append(glyph)
    marks = {key for key, glyphs in suspects.items() if scene.is_out_of_place(glyphs, key.is_pale, size)}
    return letters.only(key not in marks for key in keys) if marks else letters


def _is_uniform(runs: Sequence[Run]) -> bool:
    """Whether nothing on the page can be much paler or larger than the rest: true of most."""
    shades = {run.shade for run in runs} or {0.0}
    sizes = {hypot(*up) for up in {run.up for run in runs}} or {0.0}
    return max(shades) - min(shades) < _PALER and max(sizes) < _LARGER * min(sizes)


def _usual(letters: Letters) -> tuple[float, float]:
    """The shade of the text itself, the darkest that is not rare, and the size of most of what has it."""
    of_shade: defaultdict[float, Counter[float]] = defaultdict(Counter)
    for number, count in Counter(letters.of_run).items():
        run = letters.runs[number]
        of_shade[round(run.shade, 2)][round(hypot(*run.up), 1)] += count
    for shade, sizes in sorted(of_shade.items()):
        if sizes.total() >= _NOT_RARE * len(letters.glyphs):
            return shade, median(sizes.elements())
    return 0.0, 0.0


def _is_pale(run: Run, usual: float) -> bool:
    return run.shade - usual >= _PALER


def _is_large(run: Run, usual: float) -> bool:
    return hypot(*run.up) >= _LARGER * usual


class _Key(NamedTuple):
    """What the letters of one watermark share: a pale one may stand in many places."""

    is_pale: bool
    shade: float
    size: float
    baseline: float


def _suspicion(glyph: Glyph, run: Run, shade: float, size: float, ground: Ground) -> _Key | None:
    """Of which watermark a letter may be; None for ordinary text, white on dark ground too."""
    if _is_pale(run, shade) and ground.shade_under(glyph, run) == 1.0:
        return _Key(True, round(run.shade, 2), round(glyph.size, 1), 0.0)
    if _is_large(run, size):
        return _Key(False, round(run.shade, 2), round(glyph.size, 1), round(glyph.baseline))
    return None


class _Scene:
    """The ordinary text and the rules of a page, and what lies on them."""

    def __init__(self, text: Iterable[Glyph], across: Sequence[Stroke], down: Sequence[Stroke]) -> None:
        self._across, self._down = across, down
        self._text: defaultdict[tuple[int, int], list[Glyph]] = defaultdict(list)
        for glyph in text:
            self._text[floor(glyph.x / _SQUARE), floor(glyph.y / _SQUARE)].append(glyph)

    def is_out_of_place(self, glyphs: Sequence[Glyph], is_pale: bool, usual: float) -> bool:
        """Whether a word stands where no text is set."""
        glyphs = glyphs[:_LOOKED_AT]
        covering = sum(self._lies_on_text(glyph) for glyph in glyphs)
        crossed = sum(self._is_crossed(glyph) for glyph in glyphs)
        if is_pale and (covering or any(self._is_in_table(g) and g.size >= _PALE_AND_LARGER * usual for g in glyphs)):
            return True
        return max(covering, crossed) >= _ENOUGH * len(glyphs)

    def _lies_on_text(self, glyph: Glyph) -> bool:
        left, top, right, bottom = _inner(glyph)
        near = (
            other
            for column in range(floor(left / _SQUARE) - 1, floor(right / _SQUARE) + 2)
            for row in range(floor(top / _SQUARE) - 1, floor(bottom / _SQUARE) + 2)
            for other in self._text.get((column, row), ())
        )
        return any(
            other.text != BLANK and x0 < right and left < x1 and y0 < bottom and top < y1
            for other in near
            for x0, y0, x1, y1 in [_inner(other)]
        )

    def _is_crossed(self, glyph: Glyph) -> bool:
        left, top, right, bottom = _inner(glyph)
        return any(top < rule.at < bottom and rule.start < left and right < rule.end for rule in self._across) or any(
            left < rule.at < right and rule.start < top and bottom < rule.end for rule in self._down
        )

    def _is_in_table(self, glyph: Glyph) -> bool:
        """Whether rules lie on all four sides."""
        beside = [rule.at < glyph.x for rule in self._down if rule.start <= glyph.y <= rule.end]
        above = [rule.at < glyph.y for rule in self._across if rule.start <= glyph.x <= rule.end]
        return len(set(beside)) == len(set(above)) == 2


def _inner(glyph: Glyph) -> tuple[float, float, float, float]:
    """A glyph's box without its margins."""
    wide, high = _INSIDE * (glyph.x1 - glyph.x0), _INSIDE * (glyph.bottom - glyph.top)
    return glyph.x0 + wide, glyph.top + high, glyph.x1 - wide, glyph.bottom - high
