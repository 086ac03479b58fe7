"""What every reader gives: a document as lines and grids in reading order, each with its location.

A reader knows a file format and nothing of budgets; all that follows knows budgets and no file format.
"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model import Location, Problem


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of running text; a paragraph where the format keeps paragraphs whole."""

    text: str  # as printed, without line break
    location: Location
    heading: int = 0  # the format's own heading level (Markdown #, Word style); 0: none
    whole: bool = False  # the format keeps paragraphs whole: never joined with the next line
    indented: bool = False  # begins to the right of the text's left edge, as a new paragraph does


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid. A merged cell is given once, at its top left, with its spans."""

    text: str  # as printed; line breaks inside are kept as \\n
    location: Location
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as drawn: rows of equal length. None is a place that a merged cell covers."""

    rows: tuple[tuple[Cell | None, ...], ...]
    location: Location
    merges_known: bool = True  # False: the format loses merges, so a blank header cell may be covered


Block = Line | Grid


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A file as its reader saw it."""

    file: str  # name without folders
    sha256: str
    blocks: tuple[Block, ...]
    pages: int = 0  # 0 where the format has no pages
    problems: tuple[Problem, ...] = ()  # what the reader could not read, or found printed wrongly
