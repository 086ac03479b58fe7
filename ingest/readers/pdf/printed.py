"""Glyphs to printed lines: which stand on one line, and where a gap is a space."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from ingest.document import Block
from ingest.readers.pdf.page import Glyph

_SAME_LINE = 0.45  # of the font size: how far the middles of two glyphs of a line may differ
_GAP = 0.22  # of the font size: a gap beside Latin letters or digits, where a space has 0.25
_WIDE_GAP = 0.5  # between two Chinese characters, which justified lines push apart
_SPACED_GAP = 0.15  # where the file draws a space, too; narrower ones are artefacts
COLUMN_GAP = 1.0  # between two columns of a table without rules
_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”‘’…—·]")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Glyphs of one line from left to right, blanks left out; never empty."""

    glyphs: tuple[Glyph, ...]
    text: str

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def top(self) -> float:
        return min(glyph.top for glyph in self.glyphs)

    @property
    def bottom(self) -> float:
        return max(glyph.bottom for glyph in self.glyphs)

    @property
    def size(self) -> float:
        """The largest font size in the line, in points."""
        return max(glyph.size for glyph in self.glyphs)


def printed_lines(glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    """All lines from top to bottom."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=attrgetter("y")):
        anchor = rows[-1][0] if rows else None
        if anchor and glyph.y - anchor.y <= _SAME_LINE * max(glyph.size, anchor.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [line for row in rows if (line := _line(row))]


def _line(row: Sequence[Glyph]) -> PrintedLine | None:
    ordered = sorted(row, key=attrgetter("x0"))
    inked = tuple(glyph for glyph in ordered if not glyph.text.isspace())
    return PrintedLine(inked, _join(ordered)) if inked else None


def _join(ordered: Iterable[Glyph]) -> str:
    """The text of a line, with one space for each real gap and none within Chinese text."""
    parts: list[str] = []
    last: Glyph | None = None
    spaced = False
    for glyph in ordered:
        if glyph.text.isspace():
            spaced = True
            continue
        if last and glyph.x0 - last.x1 > _needed_gap(last, glyph, spaced) * min(last.size, glyph.size):
            parts.append(" ")
        parts.append(glyph.text)
        last, spaced = glyph, False
    return "".join(parts)


def _needed_gap(left: Glyph, right: Glyph, spaced: bool) -> float:
    """How wide, in font sizes, a gap must be to count as a space."""
    if spaced:
        return _SPACED_GAP
    both_chinese = _CHINESE.match(left.text) and _CHINESE.match(right.text)
    return _WIDE_GAP if both_chinese else _GAP


def chunks(line: PrintedLine) -> list[PrintedLine]:
    """The pieces of a line that stand at least a column's gap apart."""
    pieces: list[list[Glyph]] = [[line.glyphs[0]]]
    for left, right in zip(line.glyphs, line.glyphs[1:], strict=False):
        if right.x0 - left.x1 > COLUMN_GAP * min(left.size, right.size):
            pieces.append([])
        pieces[-1].append(right)
    return [PrintedLine(tuple(piece), _join(piece)) for piece in pieces]


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with its upper and lower end in reading position, in points."""

    block: Block
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The blocks of one page in reading order."""

    number: int
    height: float
    blocks: tuple[Placed, ...]
