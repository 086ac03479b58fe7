"""The page of a PDF that a citation is on, ready to be drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from bot.render.cutout import Place, draw_png, mark_of
from knowledge.model import Citation, Table
from knowledge.store.read import KnowledgeBase, StoredDocument, StoredFigure, StoredTable


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A file and the place in it; ready to be drawn by another thread, without the knowledge base."""

    pdf: Path
    sha256: str
    place: Place

    @property
    def key(self) -> str:
        """The same for the same picture: for the caches."""
        return hashlib.sha256(repr((self.sha256, self.place.page, self.place.marks)).encode()).hexdigest()

    def draw(self) -> bytes | None:
        """The picture as PNG; None where the file has gone or is not the one that was read."""
        try:
            if hashlib.sha256(self.pdf.read_bytes()).hexdigest() != self.sha256:
                return None
        except OSError:
            return None
        return draw_png(self.pdf, self.place)


def source_page(citation: Citation, base: KnowledgeBase, said: Collection[Decimal] = ()) -> SourcePage | None:
    """The page that a citation is on; None where its document has no pages or its file was not kept.

    A sentence holds many numbers: `said` tells which of them to mark.
    """
    stored = next((one for one in base.documents.values() if one.document == citation.document), None)
    if stored is None or not stored.path.lower().endswith(".pdf"):
        return None
    place = _place_of(citation, stored, base, said)
    return SourcePage(Path(stored.path), stored.document.sha256, place) if place else None


def _place_of(
    citation: Citation, stored: StoredDocument, base: KnowledgeBase, said: Collection[Decimal]
) -> Place | None:
    """The place of a citation in its document; None where it has no page or no box on it."""
    page = citation.location.page
    figures = _figures_at(citation, stored, base)
    exact = [one for one in figures if one.figure.citation == citation] or figures
    said_there = [one.figure for one in exact if one.table_id is None and one.figure.value in said]
    marks = [mark_of(citation, figure) for figure in said_there] or [mark_of(citation)]
    found = tuple(dict.fromkeys(mark for mark in marks if mark))
    if page is None or not found:
        return None
    table = _table_of(citation, figures, base.tables(stored.id))
    return Place(page, found, _with_figures(table, page, base) if table else None)


def _figures_at(citation: Citation, stored: StoredDocument, base: KnowledgeBase) -> list[StoredFigure]:
    """The figures that a citation is of: one of a table, or all of a sentence; none where it is no amount."""
    found = base.figures(
        "figure.document_id = ? AND figure.page = ? AND figure.quote = ?",
        [stored.id, citation.location.page, citation.quote],
    )
    return [one for one in found if one.figure.citation.location == citation.location]


def _table_of(citation: Citation, figures: Sequence[StoredFigure], tables: Sequence[StoredTable]) -> StoredTable | None:
    """The table that a figure or a line of a form stands in; None for a sentence."""
    if figures:
        return next((one for one in tables if one.id == figures[0].table_id), None)
    named = [one for one in tables if citation.table and one.table.title == citation.table]
    return next((one for one in named if _is_on(one.table, citation.location.page)), None)


def _is_on(table: Table, page: int | None) -> bool:
    return any(row.location.page == page for row in table.rows)


def _with_figures(stored: StoredTable, page: int, base: KnowledgeBase) -> Table:
    """A table with its figures on a page, on those beside it and on its first."""
    pages = [page - 1, page, page + 1, stored.table.citation.location.page]
    found = base.figures("figure.table_id = ? AND figure.page IN (?, ?, ?, ?)", [stored.id, *pages])
    return replace(stored.table, figures=tuple(one.figure for one in found))
