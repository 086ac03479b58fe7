"""Charts as PNG: bars of printed amounts, drawn with the font that the package brings along."""

from __future__ import annotations

import hashlib
import io
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PIL import Image, ImageDraw

from bot.render.font import font

_SCALE = 2  # drawn twice as large and made smaller: smooth edges
_WIDTH, _MARGIN = 900, 30
_TITLE, _TEXT, _SMALL = 26, 20, 16  # pixels
_ROW, _BAR = 52, 30
_HEAD, _FOOT = 96, 56
_COLUMNS_HEIGHT = 320
_LABEL_SHARE = 0.36  # of the width for the names of horizontal bars
_INK, _FAINT, _PAPER = "#1f2933", "#66727f", "#ffffff"
_BARS = ("#2a6f97", "#e07a3f")  # told apart by their lightness too, not by hue alone
_AXIS = "#c5ced6"
_MOST_BARS = 15
_CACHED = 64


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount: its name, its value for the length, its text as printed. `series` picks the colour."""

    label: str
    value: Decimal
    printed: str
    series: int = 0


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows. Upright bars are for moments (years, 预算 and 决算), lying ones for items."""

    title: str
    bars: tuple[Bar, ...]
    source: str
    is_upright: bool = False
    legend: tuple[str, ...] = ()  # names of the series

    @property
    def key(self) -> str:
        """The same for the same picture: for the caches."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    @property
    def caption(self) -> list[str]:
        """The same figures in words, for who cannot see the picture."""
        return [self.title, *(f"· {bar.label}：{bar.printed}" for bar in self.bars[:_MOST_BARS]), self.source]


_drawn: OrderedDict[str, bytes] = OrderedDict()


def draw_chart(chart: Chart) -> bytes:
    """The chart as PNG; drawn once as long as it is among the last ones."""
    key = chart.key
    if key not in _drawn:
        _drawn[key] = _draw(chart)
        if len(_drawn) > _CACHED:
            _drawn.popitem(last=False)
    _drawn.move_to_end(key)
    return _drawn[key]


def _draw(chart: Chart) -> bytes:
    bars = chart.bars[:_MOST_BARS]
    height = _HEAD + (_COLUMNS_HEIGHT if chart.is_upright else _ROW * len(bars)) + _FOOT
    image = Image.new("RGB", (_WIDTH * _SCALE, height * _SCALE), _PAPER)
    pen = ImageDraw.Draw(image)
    _write_frame(pen, chart, height)
    if chart.is_upright:
        _draw_upright(pen, bars)
    else:
        _draw_lying(pen, bars)
    out = io.BytesIO()
    image.resize((_WIDTH, height), Image.Resampling.LANCZOS).save(out, format="PNG", optimize=False)
    return out.getvalue()


def _write_frame(pen: ImageDraw.ImageDraw, chart: Chart, height: int) -> None:
    """Title, legend and source."""
    _write(pen, _MARGIN, 40, _cut(chart.title, _TITLE, _WIDTH - 2 * _MARGIN), _TITLE, _INK, "lm")
    x = float(_MARGIN)
    for name, colour in zip(chart.legend, _BARS, strict=False):
        pen.rectangle(_box(x, 68, x + 16, 84), fill=colour)
        _write(pen, x + 24, 76, name, _SMALL, _FAINT, "lm")
        x += 48 + _width(name, _SMALL)
    _write(pen, _MARGIN, height - 24, _cut(chart.source, _SMALL, _WIDTH - 2 * _MARGIN), _SMALL, _FAINT, "lm")


def _draw_lying(pen: ImageDraw.ImageDraw, bars: Sequence[Bar]) -> None:
    """One row a bar: name, bar, amount. The zero line is drawn, bars of negative amounts go to its left."""
    names = _WIDTH * _LABEL_SHARE
    amounts = max(_width(bar.printed, _TEXT) for bar in bars) + 20
    left, right = _MARGIN + names, _WIDTH - _MARGIN - amounts
    low = min(0.0, *(float(bar.value) for bar in bars))
    high = max(0.0, *(float(bar.value) for bar in bars))
    scale = (right - left) / ((high - low) or 1.0)
    zero = left - low * scale
    for row, bar in enumerate(bars):
        middle = _HEAD + row * _ROW + _ROW / 2
        end = zero + float(bar.value) * scale
        pen.rectangle(
            _box(min(zero, end), middle - _BAR / 2, max(zero, end, min(zero, end) + 1), middle + _BAR / 2),
            fill=_BARS[bar.series % len(_BARS)],
        )
        lines, size = _wrap(bar.label, names - 16)
        for at, line in enumerate(lines):
            y = middle + (at - (len(lines) - 1) / 2) * (_SMALL + 6)
            _write(pen, _MARGIN, y, line, size, _INK, "lm")
        _write(pen, max(zero, end) + 10, middle, bar.printed, _TEXT, _INK, "lm")
    pen.line(
        (zero * _SCALE, _HEAD * _SCALE, zero * _SCALE, (_HEAD + _ROW * len(bars)) * _SCALE),
        fill=_AXIS,
        width=2,
    )


def _draw_upright(pen: ImageDraw.ImageDraw, bars: Sequence[Bar]) -> None:
    """One column a bar with its amount above and its moment below."""
    floor, ceiling = _HEAD + _COLUMNS_HEIGHT - 44, _HEAD + 30
    low = min(0.0, *(float(bar.value) for bar in bars))
    high = max(0.0, *(float(bar.value) for bar in bars))
    scale = (floor - ceiling) / ((high - low) or 1.0)
    zero = floor + low * scale
    step = (_WIDTH - 2 * _MARGIN) / len(bars)
    for at, bar in enumerate(bars):
        middle = _MARGIN + step * (at + 0.5)
        half = min(step * 0.32, 60.0)
        end = zero - float(bar.value) * scale
        colour = _BARS[bar.series % len(_BARS)]
        pen.rectangle(
            _box(middle - half, min(zero, end), middle + half, max(zero, end, min(zero, end) + 1)),
            fill=colour,
        )
        _write(pen, middle, min(zero, end) - 14, _cut(bar.printed, _SMALL, step - 6), _SMALL, _INK, "mm")
        _write(pen, middle, floor + 24, _cut(bar.label, _SMALL, step - 6), _SMALL, _INK, "mm")
    pen.line((_MARGIN * _SCALE, zero * _SCALE, (_WIDTH - _MARGIN) * _SCALE, zero * _SCALE), fill=_AXIS, width=2)


# ---- in pixels of the finished picture -------------------------------------------------------------------


def _box(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    return (x0 * _SCALE, y0 * _SCALE, x1 * _SCALE, y1 * _SCALE)


def _write(pen: ImageDraw.ImageDraw, x: float, y: float, text: str, size: int, colour: str, anchor: str) -> None:
    pen.text((x * _SCALE, y * _SCALE), text, fill=colour, font=font(size * _SCALE), anchor=anchor)


def _width(text: str, size: int) -> float:
    return font(size * _SCALE).getlength(text) / _SCALE


def _cut(text: str, size: int, room: float) -> str:
    """The text with an ellipsis where it is wider than its room."""
    if _width(text, size) <= room:
        return text
    kept = text
    while kept and _width(kept + "…", size) > room:
        kept = kept[:-1]
    return kept + "…"


def _wrap(text: str, room: float) -> tuple[list[str], int]:
    """The text in one line, or in one or two smaller ones; and its size."""
    if _width(text, _TEXT) <= room:
        return [text], _TEXT
    first = text
    while first and _width(first, _SMALL) > room:
        first = first[:-1]
    rest = text[len(first) :]
    return ([first, _cut(rest, _SMALL, room)] if rest else [first]), _SMALL
