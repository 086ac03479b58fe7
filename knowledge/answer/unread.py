"""What is printed where the amount asked for stands, but is blank or not understood: never another year's instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.answer.outcome import questions_about
from knowledge.answer.request import Library, Request
from knowledge.answer.wording import place, source, whose
from knowledge.cells import Cell
from knowledge.model import PATH_SEPARATOR, TOTAL_MEASURE, Citation, TableColumn, Unread
from knowledge.reply import Answer, Kind, Status
from knowledge.store.read import StoredTable

_REASONS = {
    "unreadable-cell": "不是能读懂的数字",
    "no-unit": "原文没有印计量单位",
    "no-label": "看不出是哪一项的数",
    "recognised-doubtful": "是扫描识别的，与表中的合计对不上",
}


def answer_instead(request: Request, cells: Sequence[Cell], library: Library) -> Answer | None:
    """What the row of the thing prints in the column asked for, where `cells` have only amounts of other years.

    None where they have that column's amount, or no such column exists.
    """
    for stored, position, index in _places(request, library):
        column = stored.table.columns[index]
        if any(cell.figure.year == column.year for cell in cells):
            return None
        unread = next((one for one in stored.table.unread if one.cell == (position, index)), None)
        if unread is not None:
            return _say_unread(request, unread, library)
        if cells and not library.base.figures(
            "table_id = ? AND cell_row = ? AND cell_column = ?", [stored.id, position, index]
        ):
            return _say_blank(request, stored, position, column)
    return None


def _places(request: Request, library: Library) -> Iterator[tuple[StoredTable, int, int]]:
    """The cells of the thing's rows in the columns asked for: of the years named, else of the document's own."""
    target = request.targets[0]
    if not target.items or target.is_whole:
        return
    for stored, position in library.base.rows_of_items(target.item_ids):
        document = library.base.documents[stored.document_id]
        if request.scope.unit_ids and document.unit_id not in request.scope.unit_ids:
            continue
        years = request.scope.years or (document.document.year,)
        for index, column in enumerate(stored.table.columns):
            if column.year in years and column.measure == (target.measure or TOTAL_MEASURE):
                yield stored, position, index


def _say_unread(request: Request, unread: Unread, library: Library) -> Answer:
    citation = unread.citation
    column = citation.column.split(PATH_SEPARATOR)[-1]
    text = (
        f"《{citation.table}》“{citation.row}”行“{column}”一栏印的是“{unread.printed}”，"
        f"{_REASONS[unread.reason]}，不能作为数据回答，请核对原文。"
    )
    return Answer(
        request.question.text,
        Status.REFUSED,
        Kind.FIGURE,
        _with_place(text, citation),
        citations=(citation,),
        options=tuple(questions_about(request.targets[0].items, library)),
    )


def _say_blank(request: Request, stored: StoredTable, position: int, column: TableColumn) -> Answer:
    row = stored.table.rows[position]
    path = PATH_SEPARATOR.join(column.path)
    citation = replace(stored.table.citation, quote=row.label, row=row.label, column=path, location=row.location)
    name = column.path[-1] if column.path else ""
    text = f"《{stored.table.title}》印有“{row.label}”这一行，但“{name}”一栏是空白：原文未列数（空白不等于0）。"
    return Answer(
        request.question.text, Status.ANSWERED, Kind.FIGURE, _with_place(text, citation), citations=(citation,)
    )


def _with_place(text: str, citation: Citation) -> str:
    return "\n".join([text, f"{whose(citation)} · {place(citation)}", source(citation)])
