"""What is known of the documents: tables, what was not understood, contradictions, and where a figure stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.render.source_page import source_page
from bot.review.visit import Visit
from knowledge.model import Problem
from knowledge.store.read import Finding, KnowledgeBase, StoredDocument, StoredFigure, StoredTable

_MOST_FIGURES = 2_000


@dataclass(frozen=True, slots=True)
class Read:
    """One document with what was recognised in it and what was not."""

    stored: StoredDocument
    tables: tuple[StoredTable, ...]
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]

    @property
    def unknown(self) -> int:
        """How many tables are of no known kind."""
        return sum(not stored.table.kind for stored in self.tables)

    @property
    def errors(self) -> int:
        """How many contradictions are certain."""
        return Counter(finding.severity for finding in self.findings)["error"]


def _read(stored: StoredDocument, base: KnowledgeBase) -> Read:
    return Read(
        stored,
        tuple(base.tables(stored.id)),
        tuple(base.problems(stored.id)),
        tuple(base.findings(stored.id)),
    )


def _document(visit: Visit, base: KnowledgeBase) -> StoredDocument:
    stored = base.documents.get(visit.number())
    if stored is None:
        raise HTTPException(404, "没有这份文件，它可能已被新版本替换。")
    return stored


def documents_page(visit: Visit) -> Response:
    """All documents in force."""
    base = visit.desk.base
    found = [_read(stored, base) for stored in base.documents.values()]
    return visit.page("documents.html", documents=sorted(found, key=lambda one: one.stored.document.title))


def document_page(visit: Visit) -> Response:
    """One document: its tables, what was not understood, what it contradicts."""
    base = visit.desk.base
    return visit.page("document.html", read=_read(_document(visit, base), base))


def table_page(visit: Visit) -> Response:
    """One table with its figures, each leading to its place."""
    base = visit.desk.base
    stored = _document(visit, base)
    table = next((one for one in base.tables(stored.id) if one.id == visit.number("table")), None)
    if table is None:
        raise HTTPException(404, "这份文件里没有这张表。")
    figures = base.figures("figure.table_id = ?", [table.id])[:_MOST_FIGURES]
    cells: dict[tuple[int, int], StoredFigure] = {one.figure.cell: one for one in figures if one.figure.cell}
    return visit.page("table.html", stored=stored, table=table.table, cells=cells)


def findings_page(visit: Visit) -> Response:
    """All contradictions, by document."""
    base = visit.desk.base
    found = [_read(stored, base) for stored in base.documents.values()]
    return visit.page("findings.html", documents=[one for one in found if one.findings])


def figure_page(visit: Visit) -> Response:
    """Where one figure stands."""
    base = visit.desk.base
    stored = _figure(visit, base)
    page = source_page(stored.figure.citation, base)
    document = base.documents[stored.document_id]
    return visit.page("figure.html", stored=stored, document=document, has_picture=page is not None)


def figure_picture(visit: Visit) -> Response:
    """The piece of the PDF page with the figure's cell marked."""
    base = visit.desk.base
    figure = _figure(visit, base).figure
    page = source_page(figure.citation, base, [figure.value])
    picture = page.draw() if page else None
    if picture is None:
        raise HTTPException(404, "原文件已经移走或改动，画不出来。")
    return Response(picture, media_type="image/png")


def _figure(visit: Visit, base: KnowledgeBase) -> StoredFigure:
    found = base.figures("figure.id = ?", [visit.number()])
    if not found:
        raise HTTPException(404, "没有这个数据，文件可能已被新版本替换。")
    return found[0]
