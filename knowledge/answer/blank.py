"""Why there is no amount: an empty table, a blank cell, a sentence that says so, no such year, no such item."""

from __future__ import annotations

from dataclasses import replace

from knowledge.answer.outcome import nearest_questions, questions_about, refuse, usual_questions
from knowledge.answer.request import Library, Request
from knowledge.answer.wording import place, question_for, source, whose
from knowledge.cells import Scope, Target, find_cells
from knowledge.concepts import ConceptKind, concept_of
from knowledge.model import PATH_SEPARATOR, TOTAL_MEASURE, Citation, Direction, Level, Stage, Table, TableColumn
from knowledge.reply import Answer, Kind, Status
from knowledge.store.read import StoredDocument, StoredTable
from knowledge.text import fold_name


def answer_blank(request: Request, library: Library) -> Answer:
    """Say what the documents print where the amount would stand; refuse where they print nothing of it."""
    return (
        _stated_none(request, library)
        or _empty_table(request, library)
        or _blank_cell(request, library)
        or refuse_missing(request, library)
    )


def documents_in_scope(request: Request, library: Library) -> list[StoredDocument]:
    """The documents that the question is about, newest first."""
    scope = request.scope
    return [
        stored
        for stored in library.base.documents.values()
        if (not scope.unit_ids or stored.unit_id in scope.unit_ids)
        and (not scope.years or stored.document.year in scope.years)
        and (scope.level is None or stored.document.level in (scope.level, Level.UNKNOWN))
    ]


def _said(request: Request, text: str, citation: Citation) -> Answer:
    lines = [text, whose(citation) + " · " + place(citation), source(citation)]
    return Answer(request.question.text, Status.ANSWERED, Kind.FIGURE, "\n".join(lines), citations=(citation,))


def _target(request: Request) -> Target:
    return request.targets[0]


def _stated_none(request: Request, library: Library) -> Answer | None:
    """A sentence such as 未安排机关运行经费 or 没有政府性基金预算拨款收入."""
    target = _target(request)
    ids = target.item_ids
    if not ids:
        return None
    documents = {stored.id for stored in documents_in_scope(request, library)}
    statements = library.base.statements(f"item_id IN ({', '.join('?' * len(ids))})", ids)
    for stored in statements:
        statement = stored.statement
        fits = (
            stored.document_id in documents
            and statement.fund == target.fund
            and (not target.is_whole or statement.measure == (target.measure or TOTAL_MEASURE))
        )
        if fits and not library.base.figures("statement_id = ?", [stored.id]):
            return _said(request, f"没有这笔数：{statement.text}", statement.citation)
    return None


def _empty_table(request: Request, library: Library) -> Answer | None:
    """A table of the kind that would hold the amount, printed without any."""
    target = _target(request)
    names = {
        fold_name(name)
        for name in (
            target.fund,
            target.name,
            *(item.subject.name for item in target.items if not target.is_whole),
        )
        if name
    }
    for document in documents_in_scope(request, library):
        for stored in library.base.tables(document.id):
            titled = any(name in fold_name(stored.table.title) for name in names)
            if stored.table.is_empty and titled and _would_hold(stored.table, target):
                return _said_empty(request, stored)
    return None


def _would_hold(table: Table, target: Target) -> bool:
    """Whether an empty table has a column for the amount: a balance (结转) stands in few tables of a fund."""
    is_part = target.is_whole and target.measure not in ("", TOTAL_MEASURE)
    return not is_part or not table.columns or any(column.measure == target.measure for column in table.columns)


def _said_empty(request: Request, stored: StoredTable) -> Answer:
    table = stored.table
    note = table.note.split("\n")[-1] if table.note else ""
    citation = replace(table.citation, quote=note or table.citation.quote)
    text = f"没有数据：《{table.title}》是空表，表中没有金额。" + (f"\n{note}" if note else "")
    return _said(request, text, citation)


def _blank_cell(request: Request, library: Library) -> Answer | None:
    """The row is printed and the cell is empty: not printed, which is not zero."""
    target = _target(request)
    documents = {stored.id for stored in documents_in_scope(request, library)}
    if not target.items or (target.is_whole and target.measure == TOTAL_MEASURE):
        return None
    if target.is_whole:
        return _blank_balance(request, target, documents, library)
    for stored, position in library.base.rows_of_items(target.item_ids):
        column = _blank_column(stored, position, target, library) if stored.document_id in documents else None
        if column is None:
            continue
        row = stored.table.rows[position]
        path = PATH_SEPARATOR.join(column.path)
        citation = replace(stored.table.citation, quote=row.label, row=row.label, column=path, location=row.location)
        name = column.path[-1] if column.path else ""
        text = f"《{stored.table.title}》印有“{row.label}”这一行，但“{name}”一栏是空白：原文未列数（空白不等于0）。"
        return _said(request, text, citation)
    return None


def _blank_column(stored: StoredTable, position: int, target: Target, library: Library) -> TableColumn | None:
    """The column of a row where the amount would stand; None where the row has amounts, or no such column."""
    row = stored.table.rows[position]
    if not target.measure and library.base.figures("table_id = ? AND cell_row = ?", [stored.id, position]):
        return None
    sides = {row.direction, Direction.NONE}
    columns = (column for column in stored.table.columns if column.direction in sides)
    return next((column for column in columns if not target.measure or column.measure == target.measure), None)


def _blank_balance(request: Request, target: Target, documents: set[int], library: Library) -> Answer | None:
    """A balance of the whole (年终结转结余) whose row is printed without an amount."""
    for stored, position in library.base.rows_of_items(target.item_ids):
        row = stored.table.rows[position]
        concept = concept_of(row.label, ConceptKind.WHOLE)
        of_fund = not target.fund or any(column.fund == target.fund for column in stored.table.columns)
        if stored.document_id in documents and of_fund and concept and concept.measure == target.measure:
            citation = replace(stored.table.citation, quote=row.label, row=row.label, location=row.location)
            text = f"《{stored.table.title}》印有“{row.label}”这一行，但没有金额：原文未列数（空白不等于0）。"
            return _said(request, text, citation)
    return None


# ---- refusals ----------------------------------------------------------------------------------------------


def refuse_missing(request: Request, library: Library) -> Answer:
    """Which part of the question nothing is known of: the year, the stage, or the item."""
    target = _target(request)
    anywhere = find_cells(library.base, target, Scope(request.scope.unit_ids))
    options = [question_for(cell.figure) for cell in anywhere]
    years = sorted(
        {
            stored.document.year
            for stored in library.base.documents.values()
            if not request.scope.unit_ids or stored.unit_id in request.scope.unit_ids
        }
    )
    known = "、".join(f"{year}年" for year in years)
    documents = documents_in_scope(request, library)
    if request.scope.years and not documents:
        asked = "、".join(f"{year}年" for year in request.scope.years)
        return refuse(request, "no-year", f"没有收录{asked}的文件，无法回答。已收录的年份：{known}。", options)
    if request.scope.stages and not any(stored.document.stage in request.scope.stages for stored in documents):
        return refuse(request, "no-stage", _no_stage(request.scope.stages[0], documents), options)
    if target.measure and target.items and not target.is_whole:
        options += questions_about(target.items, library)
        return refuse(
            request,
            "no-measure",
            f"文件里没有“{target.items[0].subject.name}”的{target.measure}，无法回答。",
            options,
        )
    whole = target.measure if target.is_whole and target.measure != TOTAL_MEASURE else ""
    names = target.name or whole or "、".join(dict.fromkeys(item.subject.name for item in target.items[:2]))
    return refuse(
        request,
        "no-item",
        f"已收录的文件里没有“{names or request.question.text[:40]}”的这项数据，无法回答。",
        options or usual_questions(library, request.scope.unit_ids),
    )


def _no_stage(stage: Stage, documents: list[StoredDocument]) -> str:
    have = "、".join(
        dict.fromkeys(f"{stored.document.year}年{stored.document.level}{stored.document.stage}" for stored in documents)
    )
    return f"没有收录{stage}文件，不能用别的口径代替。已收录：{have or '无'}。"


def refuse_unknown_name(request: Request, library: Library) -> Answer:
    """No name of the documents fits what was said."""
    text = f"已收录的文件里没有找到“{request.missing}”这一项，无法回答。"
    return refuse(request, "no-item", text, nearest_questions(request, library, request.missing))


def refuse_unknown_unit(request: Request, name: str, library: Library) -> Answer:
    """No unit of the knowledge base fits what was said."""
    names = [unit.name for unit in library.base.units.values()]
    known = "、".join(names[:6]) + ("等" if len(names) > 6 else "")
    text = f"没有收录“{name}”的预算文件，无法回答。已收录的单位：{known}。"
    return refuse(request, "no-unit", text, usual_questions(library, ()))
