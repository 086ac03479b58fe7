"""From printed lines to paragraphs and grids, each below its headings."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.document import Grid
from knowledge.model import Location


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph whose wrapped lines are joined."""

    text: str
    section: str  # heading path, joined with PATH_SEPARATOR
    starts: tuple[tuple[int, Location], ...]  # offset in `text` at which each printed line begins
    is_heading: bool = False

    def locate(self, offset: int) -> Location:
        """The printed line that holds the character at `offset`."""
        return next(location for start, location in reversed(self.starts) if start <= offset)


@dataclass(frozen=True, slots=True)
class PlacedGrid:
    """A grid with what stands around it: its title and unit are above, its note is below."""

    grid: Grid
    section: str
    before: tuple[Paragraph, ...]  # nearest last, back to the grid before
    after: tuple[Paragraph, ...]  # up to the next grid


Placed = Paragraph | PlacedGrid
