"""Lists: the projects, the parts of an amount, the lines below a classification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from knowledge.amounts import half_last_digit
from knowledge.answer.compare import sides_of
from knowledge.answer.outcome import refuse, usual_questions, warnings_for
from knowledge.answer.request import Library, Request
from knowledge.answer.wording import aligned, amount, citations_of, in_unit, label_of, source, value_of, whose
from knowledge.cells import Cell, Target, find_cells
from knowledge.model import TOTAL_MEASURE, Aspect, Figure, Scheme
from knowledge.reply import Answer, Kind, Status
from knowledge.store.read import Item, StoredFigure

_ECONOMIC_CLASSES = {"人员经费": ("301", "303"), "公用经费": ("302", "310")}
"""Measures that economic lines make up, with their 类 in the 部门预算支出经济分类."""
MOST_LINES = 15  # of a text or a page of it
_ROUNDING = Decimal("1.05")  # by how much rounded parts may exceed their total


def answer_list(request: Request, library: Library) -> Answer:
    """The members of what is asked about, each with its amount."""
    cells = members(request, library)
    if not cells:
        return refuse(
            request,
            "no-list",
            "文件里没有可以列出的明细。",
            usual_questions(library, request.scope.unit_ids),
            Kind.LIST,
        )
    return say_list(request, cells, library, Kind.LIST)


def say_list(request: Request, cells: Sequence[Cell], library: Library, kind: Kind, heading: str = "") -> Answer:
    """Lines of name and amount with their scope: the text says the first ones, the values hold all."""
    heading = heading or f"共 {len(cells)} 项："
    pages = [cells[at : at + MOST_LINES] for at in range(0, len(cells), MOST_LINES)]
    more = [f"（其余 {len(cells) - MOST_LINES} 项略）"] if len(pages) > 1 else []
    return Answer(
        request.question.text,
        Status.ANSWERED,
        kind,
        _list_text(heading, pages[0], cells[0].figure, more),
        values=tuple(value_of(cell.figure) for cell in cells),
        citations=citations_of(cells, 1),
        warnings=warnings_for([one for cell in cells for one in cell.figures], library),
        pages=tuple(
            _list_text(f"{heading.removesuffix('：')}（{number}/{len(pages)}）：", page, cells[0].figure)
            for number, page in enumerate(pages, 1)
            if more
        ),
    )


def _list_text(heading: str, shown: Sequence[Cell], first: Figure, more: Sequence[str] = ()) -> str:
    """Heading, a line for each shown cell, and the scope and source of the list's first figure."""
    citation = first.citation
    return "\n".join(
        [
            heading,
            *aligned([(label_of(cell.figure), amount(cell.figure)) for cell in shown]),
            *more,
            whose(citation, first.year, first.stage.value) + (f" · {citation.table}" if citation.table else ""),
            source(citation),
        ]
    )


def several(request: Request, library: Library) -> list[Cell] | None:
    """One amount for each of several things asked about (收入和支出各多少); None where one is missing or unclear."""
    found = [find_cells(library.base, target, request.scope) for target in request.targets]
    if len(found) < 2 or any(len(cells) != 1 for cells in found):
        return None
    return [cells[0] for cells in found]


def members(request: Request, library: Library) -> list[Cell]:
    """The lines that belong to what is asked about."""
    listed = several(request, library)
    if listed:
        return listed
    target = request.target
    if target is None or _asks_for_projects(request, target):
        return of_scheme(request, library, request.scope.scheme or Scheme.PROJECT)
    of_units = find_cells(library.base, target, request.scope) if len(request.scope.unit_ids) > 1 else []
    if len(of_units) > 1 and len({cell.unit_id for cell in of_units}) == len(of_units):
        return of_units  # the same thing of several units
    if target.measure and request.scope.stages:
        pair = [find_cells(library.base, side, scope) for side, scope in sides_of(request, library)]
        if len(pair) > 1 and all(len(cells) == 1 for cells in pair):
            return [cells[0] for cells in pair]  # 全年预算和决算各多少
    if target.is_whole and target.measure in _ECONOMIC_CLASSES:
        lines = of_scheme(request, library, Scheme.DEPARTMENT_ECONOMIC, 5) or _lines_of_measure(request, library)
        if lines:
            return lines
    if target.is_whole:
        return of_scheme(
            request,
            library,
            request.scope.scheme or Scheme.FUNCTION,
            digits=request.question.code_digits or 3,
        )
    return _below(request, target, library)


def _lines_of_measure(request: Request, library: Library) -> list[Cell]:
    """The lines of 人员经费 or 公用经费 in a table of all 基本支出, if they are no more and no less than it."""
    target = request.target
    if target is None:
        return []
    of_basic = replace(request, targets=(replace(target, measure="基本支出"),))
    lines = [
        cell
        for cell in of_scheme(of_basic, library, Scheme.DEPARTMENT_ECONOMIC, 5)
        if cell.figure.subject.code.startswith(_ECONOMIC_CLASSES[target.measure]) and cell.figure.value
    ]
    if not lines:
        return []
    unit = lines[0].figure.unit
    total = sum((in_unit(cell.figure, unit) for cell in lines), Decimal(0))
    rounding = sum((half_last_digit(cell.figure.value) for cell in lines), Decimal(0))
    wholes = [in_unit(cell.figure, unit) for cell in find_cells(library.base, target, request.scope)]
    return lines if any(abs(whole - total) <= rounding for whole in wholes) else []


def _asks_for_projects(request: Request, target: Target) -> bool:
    return target.is_whole and (target.measure == "项目支出" or request.scope.scheme is Scheme.PROJECT)


def of_scheme(request: Request, library: Library, scheme: Scheme, digits: int | None = None) -> list[Cell]:
    """One amount for each item of a scheme, of the newest document that has any."""
    unit_ids = request.scope.unit_ids or tuple(library.base.units)
    cells: list[Cell] = []
    for unit_id in unit_ids:
        items = [item for item in library.base.items_of(unit_id) if item.subject.scheme is scheme]
        wanted = [item for item in items if not digits or len(item.subject.code or "000") == digits]
        cells += _one_each(request, wanted, library)
    return cells


def _one_each(request: Request, items: Sequence[Item], library: Library) -> list[Cell]:
    measure = (
        request.target.measure
        if request.target and request.target.measure not in (TOTAL_MEASURE, "项目支出", "本年支出")
        else ""
    )
    scope = replace(request.scope, scheme=None)
    found = [cells[0] for item in items if (cells := find_cells(library.base, Target((item,), measure), scope))]
    newest = max((cell.figure.year for cell in found), default=0)
    return [cell for cell in found if cell.figure.year == newest and not cell.figure.subject.name.endswith("合计")]


def _below(request: Request, target: Target, library: Library) -> list[Cell]:
    """The parts of an item: one level below it, or the amounts that a sentence lists after it, whichever are more."""
    found = dict.fromkeys(
        part for item in target.items for part in library.finder.parts_of(item, request.question.code_digits)
    )
    cells = _one_each(request, list(found), library)
    listed = _listed_after(request, target, library) or _listed_with(cells, library)
    return listed if len(listed) > len(cells) else cells


def _listed_with(cells: Sequence[Cell], library: Library) -> list[Cell]:
    """All amounts of the sentence that lists some parts: one of them may be a part of something else as well."""
    sentences = {(cell.first.document_id, cell.figure.citation.quote) for cell in cells if cell.first.statement_id}
    if len(sentences) != 1:
        return []
    where = "figure.document_id = ? AND figure.quote = ? AND figure.statement_id IS NOT NULL"
    listed = library.base.figures(where, list(sentences.pop()))
    unit = cells[0].figure.unit
    return [Cell((one,)) for one in listed if one.figure.aspect is Aspect.AMOUNT and one.figure.unit == unit]


def _listed_after(request: Request, target: Target, library: Library) -> list[Cell]:
    """The other amounts of the sentence that opens with the target's amount, no more than it together."""
    for cell in find_cells(library.base, target, request.scope):
        for stored in cell.figures:
            if stored.statement_id is None:
                continue
            later = _later_in_sentence(stored, library)
            total = sum((in_unit(one.figure, stored.figure.unit) for one in later), Decimal(0))
            if len(later) > 1 and total <= stored.figure.value * _ROUNDING:
                return [Cell((one,)) for one in later]
    return []


def _later_in_sentence(stored: StoredFigure, library: Library) -> list[StoredFigure]:
    where = "figure.document_id = ? AND figure.quote = ? AND figure.statement_id IS NOT NULL AND figure.id > ?"
    same = library.base.figures(where, [stored.document_id, stored.figure.citation.quote, stored.id])
    return [one for one in same if one.figure.aspect is stored.figure.aspect and one.figure.unit == stored.figure.unit]
