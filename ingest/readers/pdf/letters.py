"""What a page draws to letters and strokes in reading position."""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from math import hypot
from pathlib import Path
from typing import NamedTuple

from ingest.readers.pdf.drawn import Drawn, Edge, Run
from ingest.readers.pdf.frames import Frame, Turn, Vector, turn_of
from ingest.readers.pdf.page import BLANK, FOOT, HEAD, Glyph, Stroke

_SIDEWAYS_SHARE = 0.9  # of the text: the little that runs another way is the page's furniture
_VARIANTS = (range(0x2F00, 0x2FE0), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))  # that Unicode itself folds


@dataclass(frozen=True, slots=True)
class Letters:
    """Glyphs, and by the same index the run of text in which each was drawn."""

    glyphs: Sequence[Glyph]
    of_run: Sequence[int]
    runs: Sequence[Run]

    def only(self, wanted: Iterable[bool]) -> Letters:
        """Those that are wanted."""
        kept = [index for index, is_wanted in enumerate(wanted) if is_wanted]
        return Letters([self.glyphs[index] for index in kept], [self.of_run[index] for index in kept], self.runs)


def main_turn(drawn: Drawn, shown: Frame) -> Turn:
    """The way most of the text runs on the page as it is shown."""
    lengths: Counter[Vector] = Counter()
    for run, length in Counter(character[4] for character in drawn.characters).items():
        lengths[drawn.runs[run].along] += length
    turns: Counter[Turn | None] = Counter()
    for along, length in lengths.items():
        turns[turn_of(shown.vector(*along))] += length
    turns.pop(None, None)
    ((turn, _),) = turns.most_common(1) or [(Turn.RIGHT, 0)]
    return turn or Turn.RIGHT


def letters_of(drawn: Drawn, reading: Frame) -> Letters:
    """All characters with their boxes, watermarks drawn aslant left out. By origin and width: PDFium's boxes differ."""
    shape_of = cache(partial(_shape, reading=reading))  # runs of one font lie alike
    shapes = [shape_of(run.along, run.up) for run in drawn.runs]
    known = usual_characters()
    new_glyph = partial(tuple.__new__, Glyph)  # the innermost loop of this process: without the call of __new__
    glyphs: list[Glyph] = []
    add = glyphs.append
    of_run: list[int] = []
    a, b, e, c, d, f = reading.a, reading.b, reading.e, reading.c, reading.d, reading.f
    for code, x, y, width, run in drawn.characters:
        shape = shapes[run]
        text = known.get(code)
        if text is None:
            text = chr(code)
        if shape is None or not text:
            continue
        left, baseline = a * x + b * y + e, c * x + d * y + f
        turn, wide, high = shape
        if turn is Turn.RIGHT:
            right, top, bottom = left + width * wide, baseline - HEAD * high, baseline + FOOT * high
        else:
            left, top, right, bottom = _turned_box(turn, left, baseline, width * wide, high)
        middle = (left + right) / 2
        add(new_glyph((text, left, top, right, bottom, middle, (top + bottom) / 2, high, turn)))
        of_run.append(run)
    return Letters(glyphs, of_run, drawn.runs)


class _Shape(NamedTuple):
    """How the characters of a run lie in reading position: which way, and how long one em is along and across."""

    turn: Turn
    wide: float
    high: float


def _shape(along: Vector, up: Vector, reading: Frame) -> _Shape | None:
    turn = turn_of(reading.vector(*along))
    return turn and _Shape(turn, hypot(*along), hypot(*up))


def _turned_box(turn: Turn, x: float, y: float, wide: float, high: float) -> tuple[float, float, float, float]:
    """The box of a character that stands at (x, y) and does not run to the right."""
    match turn:
        case Turn.UP:
            return x - HEAD * high, y - wide, x + FOOT * high, y
        case Turn.DOWN:
            return x - FOOT * high, y, x + HEAD * high, y + wide
        case _:
            return x - wide, y - FOOT * high, x, y + HEAD * high


def in_reading_direction(letters: Letters, turn: Turn) -> Letters:
    """Without the page number of a sheet bound sideways: the little that does not run as the rest."""
    if turn is Turn.RIGHT:
        return letters
    along = letters.only(glyph.turn is Turn.RIGHT for glyph in letters.glyphs)
    return along if len(along.glyphs) >= _SIDEWAYS_SHARE * len(letters.glyphs) else letters


def strokes_of(edges: Iterable[Edge], reading: Frame) -> tuple[list[Stroke], list[Stroke]]:
    """The level strokes and the upright ones."""
    across, down = [], []
    for edge in edges:
        x0, y0, x1, y1 = reading.box(edge.x0, edge.y0, edge.x1, edge.y1)
        if x1 - x0 > y1 - y0:
            across.append(Stroke((y0 + y1) / 2, x0, x1, edge.width))
        else:
            down.append(Stroke((x0 + x1) / 2, y0, y1, edge.width))
    return across, down


@cache
def usual_characters() -> dict[int, str]:
    """By code: the usual character for those that look like it, as fonts of Chinese PDFs often name them."""
    with (Path(__file__).parent / "characters.toml").open("rb") as file:
        pairs: dict[str, str] = tomllib.load(file)["usual"]
    folded = {code: unicodedata.normalize("NFKC", chr(code)) for codes in _VARIANTS for code in codes}
    blanks = {code: BLANK for code in range(0x3001) if chr(code).isspace()}
    return {**blanks, **folded, **{int(code, 16): usual for code, usual in pairs.items()}}
