"""The ways an answer ends: said, asked back, or refused with what can be asked instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.answer.request import Library, Request
from knowledge.answer.wording import question_for
from knowledge.cells import Cell, Scope, Target, find_cells, merge_equal
from knowledge.model import Scheme, Severity
from knowledge.names.items import Named
from knowledge.reply import Answer, Kind, Status
from knowledge.store.read import Finding, Item, StoredFigure

MOST_OPTIONS = 6
_NEAREST = 3


_OF_SUMS = ("row-sum", "column-sum", "hierarchy", "cross-table")  # kinds in which the first figure is the odd one


def warnings_for(figures: Iterable[StoredFigure], library: Library) -> tuple[str, ...]:
    """What the document contradicts about some figures, or about the total that one of them alone makes up."""
    shown = list(figures)
    ids = [stored.id for stored in shown] + [one.id for stored in shown for one in _equal_in_column(stored, library)]
    return tuple(
        dict.fromkeys(
            f"注意，原文前后不一致：{finding.message}（{finding.arithmetic}）"
            for finding in library.base.findings_of_figures(dict.fromkeys(ids))
            if finding.severity == Severity.ERROR and _concerns(finding, shown, library)
        )
    )


def _concerns(finding: Finding, shown: Sequence[StoredFigure], library: Library) -> bool:
    """Whether a contradiction is about what is shown: of sums only the odd figure is, not the sound ones beside it."""
    if finding.kind not in _OF_SUMS:
        return True
    odd = library.base.figures("figure.id = ?", finding.figure_ids[:1])
    about = {stored.item.id for stored in shown}
    return any(stored.item.id in about for stored in odd)


def _equal_in_column(stored: StoredFigure, library: Library) -> list[StoredFigure]:
    if stored.table_id is None:
        return []
    place = [stored.table_id, stored.figure.citation.column, str(stored.figure.value)]
    return library.base.figures('table_id = ? AND "column" = ? AND value = ?', place)


def ask_back(request: Request, cells: Sequence[Cell]) -> Answer:
    """The question fits several amounts: one complete question for each."""
    options = tuple(dict.fromkeys(question_for(cell.figure) for cell in cells))[:MOST_OPTIONS]
    return Answer(
        request.question.text,
        Status.CLARIFY,
        Kind.FIGURE,
        "您问的可能是下面几项，请选一项（都不是的话，请补充单位、年份或项目全称）：\n"
        + "\n".join(f"{n}. {text}" for n, text in enumerate(options, 1)),
        options=options,
    )


def ask_back_names(request: Request, named: Named, library: Library) -> Answer:
    """A mention fits several names, or one only nearly: one complete question for each that has an amount."""
    cells: list[Cell] = []
    for items in named.items:
        cells += find_cells(library.base, Target(items), request.scope)
    cells = merge_equal(cells)
    if not cells:
        return refuse(
            request,
            "no-item",
            f"已收录的文件里没有找到“{named.mention}”这一项，无法回答。",
            nearest_questions(request, library, named.mention),
        )
    return ask_back(request, cells)


def refuse(request: Request, reason: str, text: str, options: Sequence[str] = (), kind: Kind = Kind.FIGURE) -> Answer:
    """The documents do not say it: why, and the nearest questions that do have answers."""
    shown = tuple(dict.fromkeys(options))[:MOST_OPTIONS]
    lines = [text, *(["您可以问："] if shown else []), *(f"· {option}" for option in shown)]
    return Answer(request.question.text, Status.REFUSED, kind, "\n".join(lines), options=shown, reason=reason)


def nearest_questions(request: Request, library: Library, mention: str) -> list[str]:
    """Complete questions about the names least unlike a mention."""
    items = library.finder.nearest(mention, request.scope.unit_ids, _NEAREST * 2) if mention else []
    return questions_about(items, library)[:_NEAREST] or usual_questions(library, request.scope.unit_ids)


def questions_about(items: Iterable[Item], library: Library) -> list[str]:
    """One complete question for each item that has an amount."""
    found: list[str] = []
    for item in items:
        cells = find_cells(library.base, Target((item,)), Scope())
        if cells:
            found.append(question_for(cells[0].figure))
    return list(dict.fromkeys(found))


def usual_questions(library: Library, unit_ids: Sequence[int]) -> list[str]:
    """Questions that every budget answers, and a project where there is one."""
    found: list[str] = []
    for unit_id in list(unit_ids or library.base.units)[:2]:
        items = library.base.items_of(unit_id)
        wholes = [item for item in items if item.subject.scheme is Scheme.TOTAL]
        projects = [item for item in items if item.subject.scheme in (Scheme.PROJECT, Scheme.FUNCTION)][:2]
        found += questions_about([*wholes[:1], *projects], library)
    return found[:_NEAREST]


def join_answers(text: str, first: Answer, second: Answer) -> Answer:
    """The answers to two questions of one message, in order; what cannot be answered of the second is said so."""
    if second.status is not Status.ANSWERED:
        return replace(first, question=text, text=f"{first.text}\n\n{second.text}", options=second.options, pages=())
    return replace(
        first,
        question=text,
        text=f"{first.text}\n\n{second.text}",
        values=tuple(dict.fromkeys((*first.values, *second.values))),
        citations=tuple(dict.fromkeys((*first.citations, *second.citations))),
        warnings=tuple(dict.fromkeys((*first.warnings, *second.warnings))),
        related=second.related,
        pages=(),  # of one of two lists it would not be clear which one is turned
    )
