"""A figure where it stands: the piece of the PDF page with the table's header, row and cell marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from bot.render.place import Place, join_boxes
from knowledge.model import Box

_SCALE = 2.0  # pixels a point
_ABOVE = 66.0  # points above the table: its title and its unit stand there
_AROUND = 14.0  # points left, right, above and below what is marked
_NEAR = 170.0  # points between header and row up to which one piece shows both
_GAP = 6  # pixels between two pieces
_CELL, _ROW, _HEADER = (208, 0, 0, 255), (255, 214, 0, 70), (0, 110, 220, 45)  # red, green, blue, opacity
_LINE = 3  # pixels


def draw_proof(pdf: Path, place: Place) -> Image.Image:
    """The piece of the page, or two pieces one above the other where the header stands far from the row."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = _draw(document, place.page)
        header_page = page if place.header_page in (0, place.page) else _draw(document, place.header_page)
    finally:
        document.close()
    if place.header:
        _shade(header_page, place.header, _HEADER)
    if place.row:
        _shade(page, place.row, _ROW)
    _frame(page, place.cell)
    target = place.row or place.cell
    if place.header is None:
        return _cut(page, target, above=_AROUND)
    if header_page is page and target.top - place.header.bottom < _NEAR:
        return _cut(page, join_boxes([place.header, target]), above=_ABOVE)
    return _stack([_cut(header_page, place.header, above=_ABOVE), _cut(page, target, above=_AROUND)])


def _draw(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    picture: Image.Image = document[number - 1].render(scale=_SCALE).to_pil()
    return picture.convert("RGBA")


def _pixels(box: Box) -> tuple[int, int, int, int]:
    return (
        round(box.x0 * _SCALE),
        round(box.top * _SCALE),
        round(box.x1 * _SCALE),
        round(box.bottom * _SCALE),
    )


def _shade(picture: Image.Image, box: Box, colour: tuple[int, int, int, int]) -> None:
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    ImageDraw.Draw(layer).rectangle(_pixels(box), fill=colour)
    picture.alpha_composite(layer)


def _frame(picture: Image.Image, box: Box) -> None:
    ImageDraw.Draw(picture).rectangle(_pixels(box), outline=_CELL, width=_LINE)


def _cut(picture: Image.Image, box: Box, above: float) -> Image.Image:
    wide = Box(box.x0 - _AROUND, box.top - above, box.x1 + _AROUND, box.bottom + _AROUND)
    left, top, right, bottom = _pixels(wide)
    return picture.crop((max(0, left), max(0, top), min(picture.width, right), min(picture.height, bottom)))


def _stack(pieces: Sequence[Image.Image]) -> Image.Image:
    width = max(piece.width for piece in pieces)
    height = sum(piece.height for piece in pieces) + _GAP * (len(pieces) - 1)
    whole = Image.new("RGBA", (width, height), (120, 120, 120, 255))
    top = 0
    for piece in pieces:
        whole.paste(piece, (0, top))
        top += piece.height + _GAP
    return whole
