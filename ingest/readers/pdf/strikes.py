"""Text that is struck out: a line through the middle of its glyphs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from ingest.readers.pdf.frames import Turn
from ingest.readers.pdf.letters import Letters
from ingest.readers.pdf.page import FOOT, Glyph, Stroke

_LOW, _HIGH = 0.12, 0.55  # em above the baseline: where a line goes through a glyph
_OVERHANG = 0.4  # em: how far the line may stick out of the text
_THICKEST = 0.15  # em
_TOUCHING = 1.5  # points: a rule of a table ends at other rules


def struck_out(letters: Letters, across: Sequence[Stroke], down: Sequence[Stroke]) -> tuple[Letters, Sequence[Stroke]]:
    """The letters without those that are struck out, and the rules without the lines that do it."""
    lines = _lines_in_text(letters.glyphs, across, down)
    if not lines:
        return letters, across
    gone = {id(glyph) for glyphs in lines.values() for glyph in glyphs}
    kept = letters.only(id(glyph) not in gone for glyph in letters.glyphs)
    return kept, [stroke for index, stroke in enumerate(across) if index not in lines]


def _lines_in_text(glyphs: Sequence[Glyph], across: Sequence[Stroke], down: Sequence[Stroke]) -> dict[int, list[Glyph]]:
    """By the index of a stroke: the glyphs that it strikes out."""
    level = sorted((glyph for glyph in glyphs if glyph.turn is Turn.RIGHT), key=attrgetter("bottom"))
    feet = [glyph.bottom for glyph in level]
    highest = (_HIGH + FOOT) * max((glyph.size for glyph in level), default=0.0)
    uprights = sorted(down)
    lines = {}
    for index, stroke in enumerate(across):
        near = level[bisect_left(feet, stroke.at) : bisect_right(feet, stroke.at + highest)]
        struck = [glyph for glyph in near if _goes_through(stroke, glyph)]
        if struck and _covers(stroke, struck) and not _is_rule(stroke, uprights):
            lines[index] = struck
    return lines


def _goes_through(stroke: Stroke, glyph: Glyph) -> bool:
    return (
        stroke.start <= glyph.x <= stroke.end
        and _LOW * glyph.size <= glyph.baseline - stroke.at <= _HIGH * glyph.size
        and stroke.width <= _THICKEST * glyph.size
    )


def _covers(stroke: Stroke, struck: Sequence[Glyph]) -> bool:
    """Whether the line begins and ends with the text."""
    overhang = _OVERHANG * struck[0].size
    return (
        min(glyph.x0 for glyph in struck) - overhang <= stroke.start
        and stroke.end <= max(glyph.x1 for glyph in struck) + overhang
    )


def _is_rule(stroke: Stroke, uprights: Sequence[Stroke]) -> bool:
    """Whether a rule of the table meets it at one of its ends."""
    return any(_meets(stroke, end, uprights) for end in (stroke.start, stroke.end))


def _meets(stroke: Stroke, end: float, uprights: Sequence[Stroke]) -> bool:
    first = bisect_left(uprights, end - _TOUCHING, key=lambda upright: upright.at)
    last = bisect_right(uprights, end + _TOUCHING, key=lambda upright: upright.at)
    return any(upright.start - _TOUCHING <= stroke.at <= upright.end + _TOUCHING for upright in uprights[first:last])
