"""Which letters can be seen: not those painted with nothing, or white on white paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf.drawn import INVISIBLE, Bounds, Edge, Fill, Run
from ingest.readers.pdf.frames import Frame
from ingest.readers.pdf.letters import Letters
from ingest.readers.pdf.page import Glyph

_BESIDE = 1.0  # points: a white line between two shaded cells lies on neither
_MAX_COMPARED = 1_000_000  # white lines times fills; a drawing has more, a table never
WHITE = 0.97  # of the light: nothing that is printed on white paper is so pale


@dataclass(frozen=True, slots=True)
class Ground:
    """What is painted under the text of a page, in reading position."""

    fills: tuple[tuple[Bounds, float | None, int], ...]

    @classmethod
    def of(cls, fills: Sequence[Fill], reading: Frame) -> Ground:
        """The ground of a page."""
        return cls(tuple((reading.box(*fill[:4]), fill.shade, fill.order) for fill in fills))

    def shade_under(self, glyph: Glyph, run: Run) -> float | None:
        """How pale the paper is where a glyph stands; None where a picture lies below it."""
        shade: float | None = 1.0
        for (left, top, right, bottom), painted, order in self.fills:
            if order < run.order and left <= glyph.x <= right and top <= glyph.y <= bottom:
                shade = painted
        return shade

    def has_picture_under(self, glyph: Glyph) -> bool:
        """Whether a picture is drawn where a glyph stands, before it or after."""
        return any(
            painted is None and left <= glyph.x <= right and top <= glyph.y <= bottom
            for (left, top, right, bottom), painted, _ in self.fills
        )


def visible_letters(letters: Letters, ground: Ground) -> Letters:
    """Without what nobody sees. The text that a scanner recognised lies unseen on its picture, and counts."""
    doubtful = {n for n, run in enumerate(letters.runs) if run.mode == INVISIBLE or run.shade >= WHITE}
    if not doubtful:
        return letters
    pairs = zip(letters.glyphs, letters.of_run, strict=True)
    return letters.only(n not in doubtful or _is_seen(glyph, letters.runs[n], ground) for glyph, n in pairs)


def _is_seen(glyph: Glyph, run: Run, ground: Ground) -> bool:
    if run.mode == INVISIBLE:
        return ground.has_picture_under(glyph)
    under = ground.shade_under(glyph, run)
    return under is None or under < WHITE


def visible_edges(edges: Sequence[Edge], fills: Sequence[Fill]) -> list[Edge]:
    """Without white lines and the sides of white boxes, which many writers draw behind each paragraph of a cell."""
    grounds = [fill for fill in fills if fill.shade is not None and fill.shade < WHITE]
    white = sum(edge.shade >= WHITE for edge in edges)
    if not grounds or white * len(grounds) > _MAX_COMPARED:
        return [edge for edge in edges if edge.shade < WHITE]
    return [edge for edge in edges if edge.shade < WHITE or any(_lies_on(edge, ground) for ground in grounds)]


def _lies_on(edge: Edge, ground: Fill) -> bool:
    x, y = (edge.x0 + edge.x1) / 2, (edge.y0 + edge.y1) / 2
    return ground.left - _BESIDE <= x <= ground.right + _BESIDE and ground.bottom - _BESIDE <= y <= ground.top + _BESIDE
