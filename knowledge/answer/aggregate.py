"""Sums and counts."""

from __future__ import annotations

import re
from decimal import Decimal

from knowledge.answer.figure import say_figure
from knowledge.answer.listing import members
from knowledge.answer.outcome import ask_back, refuse, warnings_for
from knowledge.answer.request import Library, Request
from knowledge.answer.wording import (
    aligned,
    amount,
    citations_of,
    derived,
    in_unit,
    label_of,
    money,
    source,
    value_of,
    whose,
)
from knowledge.cells import Cell, Target, find_cells
from knowledge.reply import Answer, Kind, Status, Value

_SHOWN_VALUES = 5  # amounts that are given beside a count
_ORDINALS = re.compile(r"[一二三四五六七八九十\d]")


def answer_sum(request: Request, library: Library) -> Answer:
    """Several amounts added up; of one thing its parts, where it is printed in parts (four quarters)."""
    found = [find_cells(library.base, target, request.scope) for target in request.targets]
    if not found or not all(found):
        return refuse(request, "no-item", "要相加的数据不全，无法计算。", kind=Kind.AGGREGATE)
    unclear = next((cells for cells in found if len(cells) > 1), None)
    if unclear and len(found) > 1:
        return ask_back(request, unclear)
    cells = [cell for cells in found for cell in cells]
    if len(cells) == 1:
        cells = _series(cells[0], request, library)
    return _say_sum(request, cells, library) if len(cells) > 1 else say_figure(request, cells[0], library)


def _series(cell: Cell, request: Request, library: Library) -> list[Cell]:
    """The amounts that stand in a row with one: 第一季度 to 第四季度用款计划 of the same thing."""
    item = cell.first.item
    siblings = [
        other
        for other in library.base.items_of(item.unit_id)
        if other.subject.parent == item.subject.parent and _ORDINALS.sub("", other.key) == _ORDINALS.sub("", item.key)
    ]
    found = [
        cells[0] for other in siblings if len(cells := find_cells(library.base, Target((other,)), request.scope)) == 1
    ]
    return found if item.subject.parent else [cell]


def _say_sum(request: Request, cells: list[Cell], library: Library) -> Answer:
    figures = [cell.figure for cell in cells]
    unit = figures[0].unit
    if any(figure.unit != unit and in_unit(figure, unit) == figure.value for figure in figures):
        return refuse(request, "mixed-units", "这些数的计量单位不同，不能相加。", kind=Kind.AGGREGATE)
    total = sum((in_unit(figure, unit) for figure in figures), Decimal(0))
    formula = " + ".join(figure.printed for figure in figures)
    lines = [
        f"合计：{money(total, unit)}（{formula}）",
        *aligned([(label_of(figure), amount(figure)) for figure in figures]),
        *dict.fromkeys(whose(figure.citation) for figure in figures),
        *dict.fromkeys(source(figure.citation) for figure in figures),
    ]
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.AGGREGATE,
        "\n".join(lines),
        values=(derived(total, unit, "合计", figures[0], formula), *map(value_of, figures)),
        citations=citations_of(cells, 1),
        warnings=warnings_for([one for cell in cells for one in cell.figures], library),
    )


def answer_count(request: Request, library: Library) -> Answer | None:
    """How many lines a list has: projects of the project table, parts of an amount. None where there is no list."""
    cells = members(request, library)
    if not cells:
        return None
    figure = cells[0].figure
    value = Value(
        str(len(cells)),
        "个",
        "个数",
        figure.citation.document.unit_name,
        figure.year,
        figure.stage.value,
        formula="计数",
    )
    lines = [
        f"共 {len(cells)} 个：",
        *aligned([(label_of(cell.figure), amount(cell.figure)) for cell in cells[:12]]),
        whose(figure.citation) + (f" · {figure.citation.table}" if figure.citation.table else ""),
        source(figure.citation),
    ]
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.AGGREGATE,
        "\n".join(lines),
        values=(value, *map(value_of, (cell.figure for cell in cells[:_SHOWN_VALUES]))),
        citations=citations_of(cells[:12], 1),
    )
