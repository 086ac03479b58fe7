"""Small PDFs for the tests: text and ruled tables at stated places, origin at the top left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
FONT = "STSong-Light"
SIZE = 10.0
ROW = 20.0  # height of a table row in points

Draw = Callable[["Sheet"], None]


class Sheet:
    """One page to draw on."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self.canvas = canvas
        self.height = height

    def text(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        """Draw text with its upper left corner near (x, y)."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.height - y - size, text)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw one rule."""
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def table(
        self,
        x: float,
        y: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[str | tuple[str, int, int] | None]],
    ) -> None:
        """A ruled table; (text, rows, columns) is a merged cell and None a place that it covers."""
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if cell is None:
                    continue
                text, high, wide = (cell, 1, 1) if isinstance(cell, str) else cell
                left, top = x + sum(widths[:j]), y + i * ROW
                width = sum(widths[j : j + wide])
                self.canvas.rect(left, self.height - top - high * ROW, width, high * ROW)
                for number, line in enumerate(text.split("\n")):
                    self.text(left + 3, top + 3 + number * SIZE, line, 8 if "\n" in text else SIZE)


def write_pdf(path: Path, *pages: Draw, size: tuple[float, float] = A4, **options: Any) -> Path:
    """A PDF with one page for each function."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=size, invariant=1, **options)
    for draw in pages:
        draw(Sheet(canvas, size[1]))
        canvas.showPage()
    canvas.save()
    return path
