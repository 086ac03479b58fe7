"""An amount of the year before: printed, or worked out from the change that a sentence states."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from knowledge.answer.change import changes_of
from knowledge.answer.outcome import warnings_for
from knowledge.answer.request import Library, Request
from knowledge.answer.wording import amount, derived, in_unit, label_of, money, source, whose
from knowledge.cells import Cell, find_cells
from knowledge.model import Aspect, Figure, Stage, Trend
from knowledge.reply import Answer, Kind, Status


def answer_prior(request: Request, library: Library) -> Answer | None:
    """The amount of the year before a document, from this year's and its change; None where that is not stated."""
    if len(request.scope.years) != 1 or Stage.EXECUTION in request.scope.stages or Stage.FINAL in request.scope.stages:
        return None
    wanted = request.scope.years[0]
    scope = replace(request.scope, years=(wanted + 1,))
    for cell in find_cells(library.base, request.targets[0], scope):
        for change in changes_of(cell, library):
            if (
                change.figure.aspect is Aspect.CHANGE
                and change.figure.base_year in (wanted, None)
                and change.figure.trend is not Trend.NONE
                and "基本持平" not in change.figure.citation.quote  # nearly the same is no amount
            ):
                return _derive(request, cell, change, library)
    return None


def _derive(request: Request, cell: Cell, change: Cell, library: Library) -> Answer:
    figure, by = cell.figure, change.figure
    step = in_unit(by, figure.unit) if by.trend is not Trend.FLAT else Decimal(0)
    before = figure.value + step if by.trend is Trend.DOWN else figure.value - step
    year = request.scope.years[0]
    formula, worked_out = _arithmetic(figure, by)
    lines = [
        f"{label_of(figure)}（{year}年）：{money(before, figure.unit)}",
        f"原文没有直接列出，按{figure.year}年数与增减额推算：{worked_out}",
        whose(figure.citation),
        source(figure.citation),
    ]
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.FIGURE,
        "\n".join(lines),
        values=(derived(before, figure.unit, label_of(figure), figure, formula, year),),
        citations=(by.citation, figure.citation),
        warnings=("这是推算数，原文没有直接列出。", *warnings_for((*cell.figures, *change.figures), library)),
    )


def _arithmetic(figure: Figure, by: Figure) -> tuple[str, str]:
    """How the amount before follows from this one and its change: for programs, and in words."""
    if by.trend is Trend.FLAT:
        return figure.printed, f"{amount(figure)}（{by.trend.value}）"
    plus, minus = ("+", "+") if by.trend is Trend.DOWN else ("-", "−")
    return (
        f"{figure.printed} {plus} {by.printed}",
        f"{amount(figure)} {minus} {amount(by)}（{by.trend.value}）",
    )
