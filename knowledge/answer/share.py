"""What part of a whole an amount is: as a sentence prints it, else worked out."""

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
    question_for,
    source,
    value_of,
    whose,
)
from knowledge.cells import Cell, Target, find_cells
from knowledge.model import TOTAL_MEASURE, Aspect, Direction
from knowledge.reply import Answer, Kind, Status
from knowledge.store.read import StoredFigure

_PERCENT = Decimal("0.01")


def answer_share(request: Request, library: Library) -> Answer:
    """The share of the first thing (or the sum of several) in the base; the whole side where no base is named."""
    parts = [find_cells(library.base, target, request.scope) for target in request.targets]
    unclear = next((cells for cells in parts if len(cells) > 1), None)
    if unclear:
        return ask_back(request, unclear)
    if not parts or not all(parts):
        return refuse(request, "no-item", "文件里没有这项数据，无法计算占比。", kind=Kind.SHARE)
    cells = [found[0] for found in parts]
    base = request.bases[0] if request.bases else _whole_of(cells[0], library)
    if len(cells) == 1:
        printed = _printed_share(cells[0], base, library)
        if printed:
            return _say_printed(request, cells[0], printed, library)
    return _work_out(request, cells, base, library)


def _whole_of(cell: Cell, library: Library) -> Target:
    """All of the side that an amount stands on."""
    direction = cell.figure.direction or Direction.EXPENDITURE
    return Target(library.finder.of_whole(direction, (cell.unit_id,)), TOTAL_MEASURE, direction=direction)


def _printed_share(cell: Cell, base: Target, library: Library) -> list[StoredFigure]:
    """Printed shares of the amount in the whole side; a share of anything narrower is not taken for it."""
    if not base.is_whole or base.measure not in ("", TOTAL_MEASURE, "本年支出", "本年收入"):
        return []
    figure = cell.figure
    return [
        stored
        for stored in library.base.figures_of_items(stored.item.id for stored in cell.figures)
        if stored.figure.aspect is Aspect.SHARE
        and stored.figure.year == figure.year
        and stored.figure.measure == figure.measure
        and stored.document_id in {one.document_id for one in cell.figures}
    ]


def _say_printed(request: Request, cell: Cell, shares: list[StoredFigure], library: Library) -> Answer:
    share, figure = shares[0].figure, cell.figure
    lines = [
        f"{label_of(figure)}占{share.base or '总数'}：{amount(share)}",
        f"金额：{amount(figure)}",
        whose(figure.citation) + " · " + place(share.citation),
        source(share.citation),
    ]
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.SHARE,
        "\n".join(lines),
        values=(value_of(share), value_of(figure)),
        citations=(share.citation, *citations_of([cell], 1)),
        warnings=warnings_for((*shares, *cell.figures), library),
    )


def _work_out(request: Request, cells: list[Cell], base: Target, library: Library) -> Answer:
    figure = cells[0].figure
    scope = replace(
        request.scope,
        unit_ids=(cells[0].unit_id,),
        years=(figure.year,),
        stages=(figure.stage,),
        level=cells[0].level,
        scheme=None,
    )
    wholes = find_cells(library.base, base, scope)
    if len(wholes) != 1 or wholes[0].figure.value == 0:
        return refuse(
            request,
            "no-base",
            f"文件里没有可以作为分母的合计数，无法计算“{label_of(figure)}”的占比。",
            [question_for(figure)],
            Kind.SHARE,
        )
    whole = wholes[0].figure
    part = sum((in_unit(cell.figure, whole.unit) for cell in cells), Decimal(0))
    percent = (part / whole.value * 100).quantize(_PERCENT, ROUND_HALF_UP)
    printed = " + ".join(cell.figure.printed for cell in cells)
    formula = f"{f'({printed})' if len(cells) > 1 else printed} ÷ {whole.printed}"
    name = " + ".join(label_of(cell.figure) for cell in cells)
    lines = [
        f"{name}占{label_of(whole)}：{percent}%（计算所得）",
        f"{formula} {whole.unit}",
        whose(figure.citation),
        source(figure.citation),
    ]
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.SHARE,
        "\n".join(lines),
        values=(
            derived(percent, "%", f"{name}占{label_of(whole)}", figure, formula),
            *(value_of(cell.figure) for cell in (*cells, wholes[0])),
        ),
        citations=citations_of([*cells, wholes[0]], 1),
        warnings=warnings_for([one for cell in (*cells, wholes[0]) for one in cell.figures], library),
    )
