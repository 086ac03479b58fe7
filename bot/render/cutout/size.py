"""How large a picture is drawn: by the size of the print, so that it can be read on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from bot.render.cutout.axis import Axis
from bot.render.cutout.geometry import Span
from bot.render.cutout.sheet import Sheet
from knowledge.model import Box

LETTER = 22  # pixels that an em takes
WIDEST = 70.0  # ems: a wider picture cannot be read on a phone
_SCALES = (2.0, 4.0)  # pixels a point
_MOST_WIDTH = 2400  # pixels
_DIGIT = 0.72  # of an em: how high a digit is
_EMS = (5.0, 18.0)  # points: other sizes are misread
_USUAL = 10.0  # points, of a scanned page


def em_of(sheet: Sheet, boxes: Iterable[Box]) -> float:
    """The size of the print in some boxes, in points."""
    heights = [glyph.box.bottom - glyph.box.top for box in boxes for glyph in sheet.glyphs_in(box)]
    digits = [height / _DIGIT for height in heights if height > 1]
    return min(max(_EMS[0], median(digits) if digits else _USUAL), _EMS[1])


def axis_of(shown: Sequence[Span], em: float, whole: Span | None = None) -> Axis:
    """The axis of what is shown of a whole."""
    width = sum(span.length for span in shown)
    scale = min(max(_SCALES[0], LETTER / em), _SCALES[1], max(_SCALES[0], _MOST_WIDTH / width))
    return Axis(
        tuple(shown),
        round(scale, 2),
        is_open_left=whole is not None and shown[0].low > whole.low + em,
        is_open_right=whole is not None and shown[-1].high < whole.high - em,
    )
