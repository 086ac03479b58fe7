"""A ruled table drawn to a PDF, and the same as the knowledge base has it; each column in a colour of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate, pairwise
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from bot.render.cutout import Mark
from knowledge.model import (
    Box,
    Citation,
    Direction,
    Document,
    Figure,
    Location,
    Stage,
    Subject,
    Table,
    TableColumn,
    TableRow,
)

FONT, SIZE, ROW = "STSong-Light", 10.0, 20.0
GAP, INSET = 8.0, 3.0  # around the cells of a table without rules
HEADERS = ("#ffe0e0", "#e0ffe0", "#e4e4ff", "#ffffd0", "#ffe0ff", "#d8ffff")  # of a column's header
CELLS = ("#fff0e0", "#f0ffe8", "#eef4ff", "#f8f8d8", "#f6e8ff", "#e8fff8")  # of its cells
DOCUMENT = Document("滨江市公园管理处2026年单位预算", "a.pdf", "0" * 64, "滨江市公园管理处", 2026, Stage.BUDGET)

Locate = Callable[[Box], Box]


@dataclass(frozen=True, slots=True)
class Part:
    """What one page has of the table."""

    widths: Sequence[float]
    rows: int
    left: float = 40.0
    top: float = 120.0
    has_header: bool = False
    group: str = ""  # above all columns but the first one
    heights: Sequence[float] = ()
    fills: tuple[Sequence[str], Sequence[str]] = (HEADERS, CELLS)

    @property
    def edges(self) -> list[float]:
        """Where the rules between the columns stand."""
        return list(accumulate(self.widths, initial=self.left))


def same(box: Box) -> Box:
    """The page as it is drawn."""
    return box


def turned(box: Box, height: float = A4[1]) -> Box:
    """Where a box stands on a page whose text runs upwards: drawn as it is, then turned to the left."""
    return Box(box.top, height - box.x1, box.bottom, height - box.x0)


@dataclass(slots=True)
class Drawn:
    """A table that grows page by page."""

    canvas: Canvas
    height: float = A4[1]
    is_ruled: bool = True
    rows: list[TableRow] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    first: Location = field(default_factory=Location)

    def part(self, part: Part, page: int, locate: Locate = same, words: Sequence[str] = ()) -> None:
        """Draw the table's part on a page; `words` are printed in the first column instead of a label."""
        top = part.top
        start = top
        if part.has_header:
            top = self._header(part, top)
        for number in range(part.rows):
            height = part.heights[number] if part.heights else ROW
            self._row(part, page, top, height, locate, words[number] if words else "")
            top += height
        if self.first.page is None:
            box = Box(part.edges[0], start, part.edges[-1], top)
            self.first = Location(page, box=locate(box))

    def _header(self, part: Part, top: float) -> float:
        if part.group:
            self._cell(part.edges[1], top, part.edges[-1], top + ROW, "#ffffff", part.group)
            self._cell(part.edges[0], top, part.edges[1], top + 2 * ROW, part.fills[0][0], "列0")
        below = top + ROW if part.group else top
        for number, (x0, x1) in enumerate(pairwise(part.edges)):
            if number or not part.group:
                name = f"列{number}"  # a digit, as a machine without Chinese fonts draws nothing else
                side = 0.0 if self.is_ruled else GAP
                self._cell(x0 + side, below, x1 - side, below + ROW, part.fills[0][number % len(part.fills[0])], name)
        return below + ROW

    def _row(self, part: Part, page: int, top: float, height: float, locate: Locate, word: str) -> None:
        at = len(self.rows)
        edges = part.edges
        side, inset = (0.0, 0.0) if self.is_ruled else (GAP, INSET)
        boxes = [Box(x0 + side, top + inset, x1 - side, top + height - inset) for x0, x1 in pairwise(edges)]
        for number, box in enumerate(boxes):
            text = (word or f"项目{at}") if not number else "" if word else f"{at}.{number}"
            self._cell(box.x0, box.top, box.x1, box.bottom, part.fills[1][number % len(part.fills[1])], text)
        subject = Subject(word or f"项目{at}")
        self.rows.append(TableRow(subject, subject.name, Direction.NONE, location=Location(page, box=locate(boxes[0]))))
        for number, box in enumerate(boxes[1:] if not word else []):
            printed = f"{at}.{number + 1}"
            citation = Citation(DOCUMENT, printed, "", "支出表", subject.name, "", Location(page, box=locate(box)))
            value = Decimal(printed)
            self.figures.append(Figure(subject, printed, value, "元", 2026, Stage.BUDGET, citation, cell=(at, number)))

    def _cell(self, x0: float, top: float, x1: float, bottom: float, fill: str, text: str) -> None:
        self.canvas.setFillColor(HexColor(fill))
        self.canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top, fill=1, stroke=int(self.is_ruled))
        self.canvas.setFillColor(HexColor("#000000"))
        self.canvas.setFont(FONT, SIZE)
        self.canvas.drawString(x0 + 3, self.height - top - SIZE - 3, text)

    def table(self, count: int, sides: Sequence[int] = ()) -> Table:
        """The table as the knowledge base has it; `count` of its columns hold amounts."""
        columns = tuple(
            TableColumn((f"列{number + 1}",), side=sides[number] if sides else 0) for number in range(count)
        )
        citation = Citation(DOCUMENT, "支出表", table="支出表", location=self.first)
        return Table("", "支出表", "元", citation, rows=tuple(self.rows), columns=columns, figures=tuple(self.figures))

    def mark(self, row: int, column: int) -> Mark:
        """The mark of a figure."""
        figure = next(one for one in self.figures if one.cell == (row, column))
        assert figure.citation.location.box
        return Mark(figure.citation.location.box, figure.printed)


def new_canvas(path: Path, size: tuple[float, float] = A4) -> Canvas:
    """A PDF to draw on."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return Canvas(str(path), pagesize=size, invariant=1)
