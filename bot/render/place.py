"""Where a figure stands on a PDF page: its cell, with the row and the header that make it readable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.model import Box, Citation, Location
from knowledge.store.read import KnowledgeBase, StoredDocument, StoredFigure, StoredTable


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands in a PDF. A sentence has neither row nor header."""

    page: int  # from 1
    cell: Box
    row: Box | None = None
    header: Box | None = None
    header_page: int = 0  # a table that runs over pages has its header on the first


def join_boxes(boxes: Sequence[Box]) -> Box:
    """The smallest box around some boxes."""
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


def place_of(citation: Citation, stored: StoredDocument, base: KnowledgeBase) -> Place | None:
    """The place of a citation in its document; None where it has no page or no box on it."""
    page, cell = citation.location.page, citation.location.box
    if page is None or cell is None:
        return None
    figure = _figure_at(citation, stored, base)
    table = next((one for one in base.tables(stored.id) if figure and one.id == figure.table_id), None)
    if figure is None or table is None or figure.figure.cell is None:
        return Place(page, cell)
    row = figure.figure.cell[0]
    beside = base.figures("figure.table_id = ? AND figure.cell_row = ?", [table.id, row])
    places = [table.table.rows[row].location, *(one.figure.citation.location for one in beside)]
    boxes = [cell, *_boxes_on(places, page)]
    return Place(page, cell, join_boxes(boxes), _header(table), table.table.citation.location.page or 0)


def _figure_at(citation: Citation, stored: StoredDocument, base: KnowledgeBase) -> StoredFigure | None:
    """The figure of a table that a citation names; None for a sentence."""
    found = base.figures(
        "figure.document_id = ? AND figure.page = ? AND figure.quote = ? AND figure.table_id IS NOT NULL",
        [stored.id, citation.location.page, citation.quote],
    )
    return next((one for one in found if one.figure.citation.location == citation.location), None)


def _boxes_on(places: Iterable[Location], page: int) -> list[Box]:
    return [place.box for place in places if place.box is not None and place.page == page]


def _header(table: StoredTable) -> Box | None:
    """What stands above the first row, on the table's first page."""
    location = table.table.citation.location
    rows = _boxes_on((row.location for row in table.table.rows), location.page or 0)
    top = min((box.top for box in rows), default=0.0)
    if location.box is None or top <= location.box.top:
        return None
    return Box(location.box.x0, location.box.top, location.box.x1, top)
