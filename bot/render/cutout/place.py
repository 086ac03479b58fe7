"""What a picture shows: marked places of one page, and the table that they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.model import Box, Citation, Figure, Table


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that is spoken of; `is_odd`: the likely cause of a contradiction."""

    box: Box  # on the page as shown
    quote: str  # the cell, or the sentence
    printed: str = ""  # the number to frame in a sentence; empty: all of it
    unit: str = ""  # of that number
    label: str = ""  # what it is of, as the sentence says
    is_odd: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Marks on one page. `table` has its figures on that page, on those beside it and on its first."""

    page: int  # from 1
    marks: tuple[Mark, ...]
    table: Table | None = None


def mark_of(citation: Citation, of_sentence: Figure | None = None, *, is_odd: bool = False) -> Mark | None:
    """The mark of a citation; None where it has no box. Of a sentence it may be one figure that is spoken of."""
    box = citation.location.box
    if box is None or citation.location.page is None:
        return None
    if of_sentence is None:
        return Mark(box, citation.quote, is_odd=is_odd)
    return Mark(box, citation.quote, of_sentence.printed, of_sentence.unit, citation.row, is_odd)
