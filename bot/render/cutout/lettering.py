"""What we write into a picture ourselves: a header that cannot be carried over, captions, marks of gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from bot.render.cutout.axis import Axis
from bot.render.cutout.geometry import Span
from bot.render.font import font

_INK, _FAINT, _LINE, _PAPER = "#1f2933", "#5b6773", "#9aa5b1", "#f4f7fa"
_PAD = 6  # pixels between a text and the rule beside it
_LEADING = 1.3
_SMALLEST = 0.7  # of the wanted size: a long word in a narrow column
_TEAR = 14  # pixels: height of the mark of rows left out
_TOOTH = 10  # pixels: half of a zigzag's step


@dataclass(frozen=True, slots=True)
class Heading:
    """A column and what stands above it, from the top down."""

    column: Span
    path: tuple[str, ...]
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a written header; edges in pixels, levels from 0."""

    left: int
    right: int
    first: int
    last: int
    text: str
    is_marked: bool

    def lines(self, size: int) -> tuple[list[str], int]:
        return wrapped(self.text, self.right - self.left - 2 * _PAD, size)

    def height(self, size: int) -> int:
        lines, used = self.lines(size)
        return round(len(lines) * used * _LEADING + 2 * _PAD)


@dataclass(frozen=True, slots=True)
class WrittenBand:
    """A header as we write it: each text above its columns, one above several of them once."""

    headings: tuple[Heading, ...]  # from left to right
    size: int  # of the letters, in pixels
    tint: str  # of the marked column

    def draw(self, axis: Axis) -> Image.Image:
        """The header, as high as its texts need."""
        cells = list(_cells(self.headings, axis))
        tops = self._tops(cells)
        band = Image.new("RGB", (axis.width, tops[-1] + 1), "white")
        for cell in cells:
            self._draw(band, cell, tops[cell.first], tops[cell.last + 1])
        return band

    def _tops(self, cells: Sequence[_Cell]) -> list[int]:
        """Where each level begins, and where the last one ends."""
        tops = [0]
        for level in range(max(cell.last for cell in cells) + 1):
            ending = (tops[cell.first] + cell.height(self.size) for cell in cells if cell.last == level)
            tops.append(max(ending, default=tops[-1]))
        return tops

    def _draw(self, band: Image.Image, cell: _Cell, top: int, bottom: int) -> None:
        pen = ImageDraw.Draw(band)
        tint = self.tint if cell.is_marked else _PAPER
        pen.rectangle((cell.left, top, min(cell.right, band.width - 1), bottom), fill=tint, outline=_LINE)
        lines, size = cell.lines(self.size)
        step = size * _LEADING
        first = (top + bottom) / 2 - (len(lines) - 1) / 2 * step
        for number, line in enumerate(lines):
            place = ((cell.left + cell.right) / 2, first + number * step)
            pen.text(place, line, fill=_INK, font=font(size), anchor="mm")


def _cells(headings: Sequence[Heading], axis: Axis) -> Iterator[_Cell]:
    """The cells from the top level down; the lowest text of a column reaches down to the rows."""
    deepest = max(len(heading.path) for heading in headings) - 1
    for level in range(deepest + 1):
        for group in _groups(headings, level):
            left, right = axis.pixel(group[0].column.low), axis.pixel(group[-1].column.high)
            last = deepest if level == len(group[0].path) - 1 else level
            is_marked = any(heading.is_marked for heading in group)
            yield _Cell(left, right, level, last, group[0].path[level], is_marked)


def _groups(headings: Sequence[Heading], level: int) -> list[list[Heading]]:
    """Neighbours that share a text above their own."""
    groups: list[list[Heading]] = []
    for heading in (heading for heading in headings if len(heading.path) > level):
        if groups and _is_shared(groups[-1][-1], heading, level):
            groups[-1].append(heading)
        else:
            groups.append([heading])
    return groups


def _is_shared(left: Heading, right: Heading, level: int) -> bool:
    above = level + 1
    return (
        left.path[:above] == right.path[:above]
        and min(len(left.path), len(right.path)) > above
        and abs(left.column.high - right.column.low) < 1
    )


def wrapped(text: str, room: float, size: int) -> tuple[list[str], int]:
    """A text in lines that fit, and the size of its letters: smaller where that saves a line."""
    for used in range(size, int(size * _SMALLEST), -1):
        lines = _lines(text, room, used)
        if len(lines) == 1:
            return lines, used
    return _lines(text, room, size), size


def _lines(text: str, room: float, size: int) -> list[str]:
    lines = [""]
    for letter in text:
        if lines[-1] and font(size).getlength(lines[-1] + letter) > room:
            lines.append("")
        lines[-1] += letter
    return lines


# ---- captions and marks ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Caption:
    """A line of ours: the table's title and unit, the page."""

    text: str
    size: int
    above: int = 0  # pixels of white

    def draw(self, axis: Axis) -> Image.Image:
        """The line, at the left."""
        lines = _lines(self.text, axis.width, self.size)
        step = round(self.size * _LEADING)
        band = Image.new("RGB", (axis.width, self.above + step * len(lines) + _PAD), "white")
        pen = ImageDraw.Draw(band)
        for number, line in enumerate(lines):
            pen.text((0, self.above + number * step), line, fill=_FAINT, font=font(self.size), anchor="lt")
        return band


@dataclass(frozen=True, slots=True)
class Tear:
    """A zigzag where rows are left out, or a page ends; with a word on it."""

    text: str = ""
    size: int = 0

    def draw(self, axis: Axis) -> Image.Image:
        """The mark across the whole picture."""
        words = Caption(self.text, self.size).draw(axis) if self.text else None
        height = _TEAR * 2 + (words.height if words else 0)
        band = Image.new("RGB", (axis.width, height), "white")
        pen = ImageDraw.Draw(band)
        for y in (_TEAR // 2, height - _TEAR // 2):
            pen.line(list(_zigzag(axis.width, y)), fill=_LINE, width=2)
        if words:
            band.paste(words, (0, _TEAR + _PAD // 2))
        return band


def _zigzag(length: int, across: int) -> Iterator[tuple[int, int]]:
    for number, along in enumerate(range(0, length + _TOOTH, _TOOTH)):
        yield along, across + (3 if number % 2 else -3)


def mark_gaps(band: Image.Image, axis: Axis) -> Image.Image:
    """A piece of a table with two zigzags down each place where columns are left out."""
    pen = ImageDraw.Draw(band)
    for left, right in axis.gaps:
        pen.rectangle((left, 0, right - 1, band.height), fill="white")
        for x in (left + 6, right - 7):
            pen.line([(x + out, along) for along, out in _zigzag(band.height, 0)], fill=_LINE, width=2)
    return band
