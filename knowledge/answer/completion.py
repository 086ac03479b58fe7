"""How much of a budget was carried out, in percent: as a sentence prints it, else worked out."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from knowledge.answer.outcome import ask_back, refuse, warnings_for
from knowledge.answer.request import Library, Request
from knowledge.answer.wording import (
    amount,
    citations_of,
    derived,
    in_unit,
    label_of,
    place,
    source,
    value_of,
    whose,
)
from knowledge.cells import Cell, find_cells
from knowledge.model import Aspect, Stage
from knowledge.reply import Answer, Kind, Status

_BUDGETS = (
    "全年预算",
    "年初预算",
    "",
)  # which budget a final amount is measured by, the first that is printed


def answer_completion(request: Request, library: Library) -> Answer:
    """The percentage with the final amount."""
    target = replace(request.targets[0], measure="")
    printed = find_cells(library.base, target, replace(request.scope, stages=()), Aspect.COMPLETION)
    if len(printed) > 1:
        return ask_back(request, printed)
    if printed:
        return _say_printed(request, printed[0], library)
    final = find_cells(library.base, target, replace(request.scope, stages=(Stage.FINAL,)))
    for measure in _BUDGETS:
        budget = find_cells(
            library.base, replace(target, measure=measure), replace(request.scope, stages=(Stage.BUDGET,))
        )
        if len(final) == 1 and len(budget) == 1 and budget[0].figure.value:
            return _work_out(request, final[0], budget[0], library)
    return refuse(request, "no-base", "文件里没有这一项的预算数和决算数，无法计算完成率。", kind=Kind.SHARE)


def _say_printed(request: Request, cell: Cell, library: Library) -> Answer:
    figure = cell.figure
    lines = [
        f"{label_of(figure)}：完成{figure.base or '预算'}的 {amount(figure)}",
        f"{whose(figure.citation)} · {place(figure.citation)}",
        source(figure.citation),
    ]
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.SHARE,
        "\n".join(lines),
        values=(value_of(figure),),
        citations=citations_of([cell]),
        warnings=warnings_for(cell.figures, library),
    )


def _work_out(request: Request, final: Cell, budget: Cell, library: Library) -> Answer:
    done, planned = final.figure, budget.figure
    percent = (in_unit(done, planned.unit) / planned.value * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    formula = f"{done.printed} ÷ {planned.printed}"
    lines = [
        f"{label_of(done)}：完成预算的 {percent}%（计算所得：{formula}）",
        f"预算 {amount(planned)}，决算 {amount(done)}",
        whose(done.citation),
        source(done.citation),
    ]
    value = derived(percent, "%", f"{label_of(done)} 完成率", done, formula)
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.SHARE,
        "\n".join(lines),
        values=(value, value_of(done), value_of(planned)),
        citations=citations_of([final, budget], 1),
        warnings=warnings_for((*final.figures, *budget.figures), library),
    )
