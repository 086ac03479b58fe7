"""Glyphs to printed lines: which stand on one line, and where a gap is a space."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from operator import attrgetter

from ingest.document import Block
from ingest.readers.pdf.frames import Turn
from ingest.readers.pdf.page import BLANK, Glyph

_SAME_LINE = 0.45  # of the font size: how far the middles of two glyphs of a line may differ
_GAP = 0.22  # of the font size: a gap beside Latin letters or digits, where a space has 0.25
_WIDE_GAP = 0.5  # between two Chinese characters, which justified lines push apart
_SPACED_GAP = 0.15  # where the file draws a space, too; narrower ones are artefacts
COLUMN_GAP = 1.0  # between two columns of a table without rules
_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”‘’…—·]")
_SPLIT_GROUP = re.compile(r"(?<=\d)(?: ,|, )(?=\d{3}(?!\d))|(?<=\d) (?=\.\d)")  # a space in a number, at its mark

_MARK = frozenset("0123456789[]［］()（）〔〕*＊※†‡,，、注①②③④⑤⑥⑦⑧⑨⑩")
_MARK_SIZE = 0.8  # of its neighbour: a raised note mark is smaller
_MARK_RISE = 0.15  # of its neighbour's size: and stands higher
_MARK_GAP = 0.5  # of its neighbour's size: and close by


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Glyphs of one line in the order in which they are read, blanks left out; never empty."""

    glyphs: tuple[Glyph, ...]
    text: str

    @property
    def x0(self) -> float:
        return min(glyph.x0 for glyph in self.glyphs)

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

    @property
    def is_turned(self) -> bool:
        """Whether it runs another way than to the right."""
        return self.glyphs[0].turn is not Turn.RIGHT


def printed_lines(glyphs: Sequence[Glyph]) -> list[PrintedLine]:
    """All lines from top to bottom."""
    if all(glyph.turn is Turn.RIGHT for glyph in glyphs):
        return _level_lines(glyphs)
    level = _lines_that_run(Turn.RIGHT, glyphs)
    turned = [_lines_that_run(turn, glyphs) for turn in Turn if turn is not Turn.RIGHT]
    groups = sorted([*([line] for line in level), *filter(None, turned)], key=lambda group: group[0].top)
    return [line for group in groups for line in group]


def _lines_that_run(turn: Turn, glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    """The lines of one direction, read as if the page were turned."""
    there = {_turned(glyph, turn): glyph for glyph in glyphs if glyph.turn is turn}
    lines = _level_lines(list(there))
    return [PrintedLine(tuple(there[glyph] for glyph in line.glyphs), line.text) for line in lines]


def _turned(glyph: Glyph, turn: Turn) -> Glyph:
    """Where a glyph lies once what runs that way runs to the right."""
    text, x0, top, x1, bottom = glyph[:5]
    match turn:
        case Turn.RIGHT:
            return glyph
        case Turn.UP:
            return Glyph.boxed(text, -bottom, x0, -top, x1)
        case Turn.DOWN:
            return Glyph.boxed(text, top, -x1, bottom, -x0)
        case Turn.LEFT:
            return Glyph.boxed(text, -x1, -bottom, -x0, -top)


def _level_lines(glyphs: Sequence[Glyph]) -> list[PrintedLine]:
    rows: list[list[Glyph]] = []
    at, size = -inf, 0.0  # of the first glyph of the line
    for glyph in sorted(glyphs, key=attrgetter("y")):
        y = glyph.y
        if y - at <= _SAME_LINE * (size if size > glyph.size else glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            at, size = y, glyph.size
    return [line for row in rows if (line := _line(row))]


def _line(row: list[Glyph]) -> PrintedLine | None:
    row.sort(key=attrgetter("x0"))
    if len({glyph.size for glyph in row}) > 1:
        row = _without_note_marks(row)
    inked = tuple([glyph for glyph in row if glyph.text != BLANK])
    return PrintedLine(inked, _SPLIT_GROUP.sub(_mark_of, _join(row))) if inked else None


def _mark_of(match: re.Match[str]) -> str:
    return match[0].strip()


def _without_note_marks(row: Iterable[Glyph]) -> list[Glyph]:
    """Without the raised marks behind a word or an amount that lead to a note: ¹ is no digit of it. m² keeps its 2."""
    kept: list[Glyph] = []
    host: Glyph | None = None  # what a mark would belong to
    end = 0.0
    for glyph in row:
        if host and _is_mark(glyph, host) and glyph.x0 - end <= _MARK_GAP * host.size:
            end = glyph.x1
            kept[-1] = kept[-1]._replace(x1=end)  # no space where the mark stood
            continue
        kept.append(glyph)
        if glyph.text != BLANK:
            host, end = glyph, glyph.x1
    return kept


def _is_mark(glyph: Glyph, host: Glyph) -> bool:
    return (
        glyph.text in _MARK
        and glyph.size <= _MARK_SIZE * host.size
        and host.baseline - glyph.baseline >= _MARK_RISE * host.size
        and not (host.text.isascii() and host.text.isalpha())
    )


def _join(ordered: Iterable[Glyph]) -> str:
    """The text of a line, with one space for each real gap and none within Chinese text."""
    parts: list[str] = []
    before, end, last_size = "", inf, 0.0
    spaced = False
    for text, x0, _, x1, _, _, _, size, _ in ordered:
        if text == BLANK:
            spaced = True
            continue
        gap, least = x0 - end, size if size < last_size else last_size
        if gap > _SPACED_GAP * least and (spaced or gap > _needed_gap(before, text) * least):
            parts.append(" ")
        parts.append(text)
        before, end, last_size, spaced = text, x1, size, False
    return "".join(parts)


def _needed_gap(left: str, right: str) -> float:
    """How wide, in font sizes, a gap must be to count as a space where the file draws none."""
    return _WIDE_GAP if _CHINESE.match(left) and _CHINESE.match(right) else _GAP


def chunks(line: PrintedLine) -> list[PrintedLine]:
    """The pieces of a line that stand at least a column's gap apart."""
    if line.is_turned:
        return [line]
    pieces: list[list[Glyph]] = [[line.glyphs[0]]]
    for left, right in pairwise(line.glyphs):
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
