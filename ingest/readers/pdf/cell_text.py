"""The text of one cell: its lines, with numbers that a narrow column broke, or wide spacing parted, in one piece."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ingest.readers.pdf.page import Glyph
from ingest.readers.pdf.printed import PrintedLine, printed_lines

_NUMBER = re.compile(r"[-+−－]?[(（]?[-−－]?(\d{1,3}([,，]\d{3})+|\d+)([.．]\d{1,6})?[%％]?[)）]?")
_PIECE = re.compile(r"[-+−－(（]*[\d,，.．]*[\d,，.．%％)）]+")
_COMPLETE = re.compile(r"[-+−－(（]*[\d,，]+[.．]\d\d[)）]?")  # nothing is missing, so that digits below begin a number
_MARKED = re.compile(r"[,，.．]")
_MIN_DIGITS = 4  # of a whole number without marks, in its first line: shorter ones may be two numbers
_PADDING = 1.4  # em, left and right of the text together, where the next character would not have fitted
_SPACED = 0.6  # em: wider gaps part two numbers
_SPACED_OUT = 1.2  # em, where the digits all stand so


def cell_text(glyphs: Sequence[Glyph], width: float) -> str:
    """The lines of a cell that is so many points wide, parted by line breaks."""
    lines = printed_lines(glyphs)
    if len(lines) == 1:
        return _line_text(lines[0])
    return "\n".join(_joined_numbers(lines, width))


def _joined_numbers(lines: Iterable[PrintedLine], width: float) -> list[str]:
    texts: list[str] = []
    above: PrintedLine | None = None
    for line in lines:
        text = _line_text(line)
        if above and _is_continued(texts[-1], above, text, line, width):
            texts[-1] += text
        else:
            texts.append(text)
        above = line
    return texts


def _is_continued(text: str, above: PrintedLine, next_text: str, below: PrintedLine, width: float) -> bool:
    """Whether two lines are one number, broken where the cell ends."""
    if not (_PIECE.fullmatch(text) and _PIECE.fullmatch(next_text) and _NUMBER.fullmatch(text + next_text)):
        return False
    if not _MARKED.search(text + next_text) and len(text) < _MIN_DIGITS:
        return False
    if _COMPLETE.fullmatch(text) and next_text[0].isdigit():
        return False
    room = width - (above.x1 - above.x0) - (below.glyphs[0].x1 - below.glyphs[0].x0)
    return room < _PADDING * above.size


def _line_text(line: PrintedLine) -> str:
    """A line's text; if it is a number whose digits stand apart, without the spaces."""
    if " " not in line.text:
        return line.text
    bare = line.text.replace(" ", "")
    if not _NUMBER.fullmatch(bare):
        return line.text
    gaps = [right.x0 - left.x1 for left, right in pairwise(line.glyphs)]
    is_spaced_out = all(len(piece) == 1 for piece in line.text.split(" "))
    return bare if max(gaps) <= (_SPACED_OUT if is_spaced_out else _SPACED) * line.size else line.text
