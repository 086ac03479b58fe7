"""Pieces of PDF pages as pictures, with the places that are spoken of marked."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pypdfium2
from PIL import Image, ImageDraw

from knowledge.model import Box

_SCALE = 1.6  # pixels a point: small print stays readable, a picture stays below 200 KB
_AROUND = 26.0  # points of the page around what is marked
_ODD, _OTHER = "#d00000", "#e08a00"
_LINE = 2  # pixels


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on a page; `is_odd`: the likely cause."""

    box: Box
    is_odd: bool


class PdfPages:
    """The pages of one PDF, each drawn once. Close it, or use it in a `with` statement."""

    def __init__(self, path: Path) -> None:
        self._pdf = pypdfium2.PdfDocument(path)
        self._drawn: dict[int, Image.Image] = {}

    def __enter__(self) -> PdfPages:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the file."""
        self._pdf.close()

    def cut_out(self, page: int, marks: Sequence[Mark]) -> str:
        """The piece of a page (from 1) around the marks, as a data URI."""
        picture = self._page(page).copy()
        draw = ImageDraw.Draw(picture)
        for mark in sorted(marks, key=lambda mark: mark.is_odd):
            box = mark.box
            edges = [edge * _SCALE for edge in (box.x0 - 1, box.top - 1, box.x1 + 1, box.bottom + 1)]
            draw.rectangle(edges, outline=_ODD if mark.is_odd else _OTHER, width=_LINE)
        return _data_uri(picture.crop(_region([mark.box for mark in marks], picture.size)))

    def _page(self, page: int) -> Image.Image:
        if page not in self._drawn:
            self._drawn[page] = self._pdf[page - 1].render(scale=_SCALE).to_pil().convert("RGB")
        return self._drawn[page]


def _region(boxes: Sequence[Box], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """What to cut out, in pixels: the whole width, so that a row keeps its label."""
    top, bottom = min(box.top for box in boxes) - _AROUND, max(box.bottom for box in boxes) + _AROUND
    return 0, max(0, int(top * _SCALE)), size[0], min(size[1], int(bottom * _SCALE))


def _data_uri(picture: Image.Image) -> str:
    file = io.BytesIO()
    picture.quantize(64).save(file, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode("ascii")
