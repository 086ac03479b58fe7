"""One stretch of a page as a picture: its shown columns side by side, what is spoken of tinted and framed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PIL import Image, ImageChops, ImageDraw

from bot.render.cutout.axis import Axis
from bot.render.cutout.geometry import Piece, Span, box_of
from bot.render.cutout.sheet import Sheet
from knowledge.model import Box

ROW, CELL, ODD_CELL = "#e9f2fa", "#cde4f6", "#fbdcd6"  # tints: print stays as dark as it is
FRAME, ODD_FRAME = "#1b6ca8", "#b3261e"  # 5.5 and 6.5 to 1 against white
_FRAME_WIDTH = 3  # pixels
_FRAME_ROOM = 2.0  # points between a number in a sentence and its frame


@dataclass(frozen=True, slots=True)
class Shade:
    """A tinted place of a page, with a frame or without one."""

    box: Box
    tint: str
    frame: str = ""


class Band(Protocol):
    """One of the pieces that stand above each other in a picture."""

    def draw(self, axis: Axis) -> Image.Image:
        """The piece, as wide as the axis."""
        ...


@dataclass(frozen=True, slots=True)
class PageBand:
    """Some rows of the page that the axis belongs to."""

    sheet: Sheet
    rows: Span
    shades: tuple[Shade, ...] = ()

    def draw(self, axis: Axis) -> Image.Image:
        """The rows, their shades where they stand."""
        band = _blank(axis, self.rows, axis.scale)
        for start, span in zip(axis.starts, axis.shown, strict=True):
            band.paste(self.sheet.crop(box_of(span, self.rows), axis.scale), (start, 0))
        return _shaded(band, self.shades, axis, self.rows, axis.scale)


@dataclass(frozen=True, slots=True)
class CarriedBand:
    """Some rows of another page, their columns carried to where they stand on the axis' page."""

    sheet: Sheet
    rows: Span
    pieces: tuple[Piece, ...]
    shades: tuple[Shade, ...] = ()  # across: of the axis' page; down: of the other page

    @property
    def _height_scale(self) -> float:
        scales = sorted(piece.target.length / piece.source.length for piece in self.pieces)
        return min(1.25, max(0.8, scales[len(scales) // 2]))

    def draw(self, axis: Axis) -> Image.Image:
        """The rows, piece by piece."""
        band = _blank(axis, self.rows, axis.scale * self._height_scale)
        for piece in self.pieces:
            for span in axis.shown:
                part = _part(piece, span)
                if part:
                    drawn = self.sheet.crop(box_of(part.source, self.rows), axis.scale)
                    left, right = axis.pixel(part.target.low), axis.pixel(part.target.high)
                    size = (max(1, right - left), band.height)
                    band.paste(drawn.resize(size, Image.Resampling.LANCZOS), (left, 0))
        return _shaded(band, self.shades, axis, self.rows, axis.scale * self._height_scale)


def _part(piece: Piece, shown: Span) -> Piece | None:
    """What of a piece is shown."""
    low, high = max(piece.target.low, shown.low), min(piece.target.high, shown.high)
    if low >= high:
        return None
    scale = piece.source.length / piece.target.length
    start = piece.source.low + (low - piece.target.low) * scale
    return Piece(Span(start, start + (high - low) * scale), Span(low, high))


def _blank(axis: Axis, rows: Span, scale: float) -> Image.Image:
    return Image.new("RGB", (axis.width, max(1, round(rows.length * scale))), "white")


def _shaded(plain: Image.Image, shades: Sequence[Shade], axis: Axis, rows: Span, down: float) -> Image.Image:
    """A band with tinted places: the last tint of a place counts, and black print stays black.

    `down` is the scale from top to bottom, in pixels a point.
    """
    band = plain.copy()
    for shade in shades:
        box = shade.box
        left, right = max(0, axis.pixel(box.x0)), min(band.width, axis.pixel(box.x1))
        top, bottom = (min(max(0, round((y - rows.low) * down)), band.height) for y in (box.top, box.bottom))
        if left >= right or top >= bottom:
            continue
        piece = plain.crop((left, top, right, bottom))
        band.paste(ImageChops.multiply(piece, Image.new("RGB", piece.size, shade.tint)), (left, top))
        if shade.frame:
            edges = (left, top, right - 1, bottom - 1)
            ImageDraw.Draw(band).rectangle(edges, outline=shade.frame, width=_FRAME_WIDTH)
    return band


def around(box: Box) -> Box:
    """A little more than a number in a sentence, so that its frame does not touch it."""
    return Box(box.x0 - _FRAME_ROOM, box.top - _FRAME_ROOM, box.x1 + _FRAME_ROOM, box.bottom + _FRAME_ROOM)


def stacked(pieces: Sequence[Image.Image]) -> Image.Image:
    """Pictures of one width above each other."""
    whole = Image.new("RGB", (max(piece.width for piece in pieces), sum(piece.height for piece in pieces)), "white")
    top = 0
    for piece in pieces:
        whole.paste(piece, (0, top))
        top += piece.height
    return whole
