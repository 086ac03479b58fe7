"""Why an amount changed: the reason that a sentence gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.answer.blank import answer_blank
from knowledge.answer.change import (
    change_wording,
    changes_of,
    first_of_each,
    statements_of,
    with_both_sides,
)
from knowledge.answer.outcome import ask_back, refuse, usual_questions, warnings_for
from knowledge.answer.request import Library, Request
from knowledge.answer.wording import (
    amount,
    citations_of,
    label_of,
    place,
    question_for,
    source,
    value_of,
    whose,
)
from knowledge.cells import Cell, Target, find_cells
from knowledge.lexicon import load
from knowledge.reply import Answer, Kind, Status
from knowledge.store.read import StoredStatement

_MOST_REASONS = 2
_LEVELS = (5, 7)  # digits of 款 and 项 in a code


def answer_why(request: Request, library: Library) -> Answer:
    """The reason with the amount and its change; refused where no sentence gives one."""
    if any(word in request.question.folded for word in load("questions")["empty"]["words"]):
        return answer_blank(request, library)  # 为什么是空表 asks for the table's note
    cells = find_cells(library.base, request.targets[0], replace(request.scope, stages=()))
    found = [(cell, stated) for cell in cells if (stated := _reasons(cell, library))]
    found = found or _of_one_part(request, library)
    if len(found) > 1:
        return ask_back(request, [cell for cell, _ in found])
    return _say_why(request, *found[0], library) if found else _no_reason(request, cells, library)


def _of_one_part(request: Request, library: Library) -> list[tuple[Cell, list[StoredStatement]]]:
    """The line below the one asked for that has a reason: 其他教育支出 of 教育支出. The answer names it."""
    found: list[tuple[Cell, list[StoredStatement]]] = []
    for item in request.targets[0].items:
        for length in _LEVELS:
            below = library.finder.parts_of(item, length) if len(item.subject.code) < length else []
            for part in below:
                cells = find_cells(library.base, Target((part,)), replace(request.scope, stages=()))
                found += [(cell, stated) for cell in cells if (stated := _reasons(cell, library))]
    return found


def _say_why(request: Request, cell: Cell, stated: Sequence[StoredStatement], library: Library) -> Answer:
    figure, citation = cell.figure, stated[0].statement.citation
    changes = first_of_each(changes_of(cell, library))
    reasons = list(dict.fromkeys(one.statement.reason for one in stated))[:_MOST_REASONS]
    said = "".join(f"，{change_wording(change.figure)}" for change in changes)
    lines = [
        "；".join(reasons),
        f"{label_of(figure)}：{amount(figure)}{said}",
        f"{whose(figure.citation)} · {place(citation)}",
        source(citation),
    ]
    quoted = [one.statement.citation for one in stated]
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.CHANGE,
        "\n".join(lines),
        values=(value_of(figure), *(value_of(change.figure) for change in changes)),
        citations=tuple(dict.fromkeys([*quoted, *citations_of([*changes, cell], 1)])),
        warnings=warnings_for([one for each in (*changes, cell) for one in each.figures], library),
    )


def _reasons(cell: Cell, library: Library) -> list[StoredStatement]:
    """Statements with a reason: of the change first, then any about the same thing."""
    changes = changes_of(cell, library)
    stated = [one for one in statements_of(changes, library) if one.statement.reason]
    if stated:
        return stated
    about = [stored.item.id for each in (cell, *changes) for stored in each.figures]
    ids = with_both_sides(list(dict.fromkeys(about)), cell, library)
    measures = {stored.figure.measure for stored in cell.figures}
    documents = {stored.document_id for stored in cell.figures}
    stated = library.base.statements(f"item_id IN ({', '.join('?' * len(ids))}) AND reason <> ''", ids)
    fitting = [one for one in stated if one.statement.measure in measures and one.document_id in documents]
    return fitting or _of_sentence(cell, library)


def _of_sentence(cell: Cell, library: Library) -> list[StoredStatement]:
    """The reason that the same sentence gives for another of its amounts."""
    texts = [one.statement.text for one in statements_of([cell], library)]
    same = library.base.statements(f"text IN ({', '.join('?' * len(texts))}) AND reason <> ''", texts)
    return [one for one in same if one.document_id == cell.first.document_id]


def _no_reason(request: Request, cells: Sequence[Cell], library: Library) -> Answer:
    name = label_of(cells[0].figure) if cells else request.question.text[:40]
    options = [question_for(cell.figure) for cell in cells]
    options = options or usual_questions(library, request.scope.unit_ids)
    return refuse(request, "no-reason", f"文件没有说明“{name}”变化的原因。", options)
