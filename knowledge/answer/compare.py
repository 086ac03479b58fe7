"""Two or more amounts side by side: units, years, stages, items."""

from __future__ import annotations

from dataclasses import replace

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
from knowledge.cells import Cell, Scope, Target, find_cells
from knowledge.question import Operation
from knowledge.reply import Answer, Kind, Status


def answer_compare(request: Request, library: Library) -> Answer:
    """Which is more, and by how much. Each side must be one clear amount."""
    sides = [find_cells(library.base, target, scope) for target, scope in sides_of(request, library)]
    if len(sides) < 2 or not all(sides):
        return refuse(request, "no-item", "要比较的数据不全，无法比较。", kind=Kind.COMPARE)
    unclear = next((cells for cells in sides if len(cells) > 1), None)
    if unclear:
        return ask_back(request, unclear)
    return _say(request, [cells[0] for cells in sides], library)


def sides_of(request: Request, library: Library) -> list[tuple[Target, Scope]]:
    """What the question names more than one of: things, units, years, or a budget and its outcome."""
    scope = request.scope
    if len(request.targets) > 1:
        return [(target, scope) for target in request.targets]
    target = request.targets[0]
    if len(scope.unit_ids) > 1:
        return [(target, replace(scope, unit_ids=(unit_id,))) for unit_id in scope.unit_ids]
    if len(scope.years) > 1:
        return [(target, replace(scope, years=(year,))) for year in scope.years]
    if target.measure and scope.stages and not find_cells(library.base, target, scope):
        return [
            (target, replace(scope, stages=())),
            (replace(target, measure=""), scope),
        ]  # 全年预算 and 决算
    if len(scope.stages) > 1:
        return [(target, replace(scope, stages=(stage,))) for stage in scope.stages]
    return [(target, replace(scope, unit_ids=(unit_id,))) for unit_id in library.base.units]


def _name(cell: Cell, cells: list[Cell]) -> str:
    """What tells a side from the others: the unit, else the year and stage, else the item."""
    figure, document = cell.figure, cell.figure.citation.document
    if len({other.unit_id for other in cells}) > 1:
        return document.unit_name
    if len({(other.figure.year, other.figure.stage) for other in cells}) > 1:
        return f"{figure.year}年{figure.stage.value}"
    return label_of(figure)


def _say(request: Request, cells: list[Cell], library: Library) -> Answer:
    figures = [cell.figure for cell in cells]
    unit = figures[0].unit
    ordered = sorted(cells, key=lambda cell: -in_unit(cell.figure, unit))
    most, least = ordered[0], ordered[-1]
    step = in_unit(most.figure, unit) - in_unit(least.figure, unit)
    values = [value_of(figure) for figure in figures]
    verdict = f"{_name(most, cells)}多，多 {money(step, unit)}" if step else "两者相同"
    lines = [f"{label_of(figures[0])}：{verdict}" if len({label_of(f) for f in figures}) == 1 else verdict]
    if len(cells) == 2:
        formula = f"{most.figure.printed} - {least.figure.printed}"
        difference = derived(step, unit, "差额", figures[0], formula)
        values = [difference, *values] if _wants_difference(request) else [*values, difference]
    lines += aligned([(_name(cell, cells), amount(cell.figure)) for cell in cells])
    lines += list(dict.fromkeys([whose(cell.figure.citation) for cell in cells])) + list(
        dict.fromkeys(source(figure.citation) for figure in figures)
    )
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.COMPARE,
        "\n".join(lines),
        values=tuple(values),
        citations=citations_of(cells, 1),
        warnings=warnings_for([one for cell in cells for one in cell.figures], library),
    )


def _wants_difference(request: Request) -> bool:
    words = request.question.cues.get(Operation.COMPARE, "")
    return "多少" in words or "差" in words
