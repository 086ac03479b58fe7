"""Where a citation stands on a PDF page, with the row and header that make it readable."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.render.proof import Place, draw_proof, join_boxes
from knowledge.model import Box, Citation, Location
from knowledge.store.read import KnowledgeBase, StoredDocument, StoredFigure, StoredTable


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A file and the place in it; ready to be drawn by another thread, without the knowledge base."""

    pdf: Path
    sha256: str
    place: Place

    def draw(self) -> bytes | None:
        """The cut-out as PNG; None where the file has gone or is not the one that was read."""
        try:
            if hashlib.sha256(self.pdf.read_bytes()).hexdigest() != self.sha256:
                return None
        except OSError:
            return None
        out = io.BytesIO()
        draw_proof(self.pdf, self.place).convert("RGB").save(out, "PNG")
        return out.getvalue()


def source_page(citation: Citation, base: KnowledgeBase) -> SourcePage | None:
    """The page that a citation is on; None where its document has no pages or its file was not kept."""
    stored = next((one for one in base.documents.values() if one.document == citation.document), None)
    page, cell = citation.location.page, citation.location.box
    if stored is None or page is None or cell is None or not stored.path.lower().endswith(".pdf"):
        return None
    return SourcePage(Path(stored.path), stored.document.sha256, _place(citation, stored, base, page, cell))


def _place(citation: Citation, stored: StoredDocument, base: KnowledgeBase, page: int, cell: Box) -> Place:
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
