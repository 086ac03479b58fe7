"""Which chart shows an answer: parts or ranks lying, years and 预算 against 决算 upright."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.render.chart import Bar, Chart
from knowledge.amounts import FEN_PER_UNIT, grouped
from knowledge.answer.listing import MOST_LINES
from knowledge.answer.request import Library
from knowledge.answer.wording import label_of, source
from knowledge.cells import Cell, Scope, find_cells
from knowledge.engine import Reply
from knowledge.model import Stage
from knowledge.reply import Answer, Kind, Status, Value

_LYING = (Kind.LIST, Kind.RANK, Kind.COMPARE, Kind.AGGREGATE)
_SERIES = (Stage.BUDGET, Stage.FINAL)  # one colour each
_FEWEST = 2


def choose_chart(reply: Reply, library: Library) -> Chart | None:
    """The chart of an answer; None where a picture says no more than the words."""
    answer = reply.answer
    if answer.status is not Status.ANSWERED or not answer.citations:
        return None
    if answer.kind in _LYING:
        return _of_values(answer)
    if answer.kind in (Kind.FIGURE, Kind.CHANGE):
        return _of_moments(reply, library)
    return None


def _of_values(answer: Answer) -> Chart | None:
    """The first printed values of a list as lying bars; computed ones are left to the words."""
    shown = [value for value in answer.values if not value.formula and value.unit in FEN_PER_UNIT][:MOST_LINES]
    if len(shown) < _FEWEST or len({value.unit for value in shown}) > 1:
        return None
    names = {value.unit_name for value in shown}
    years = {f"{value.year}年{value.stage}" for value in shown}
    bars = tuple(
        Bar(_label(value, names, years), value.number, f"{grouped(value.value)} {value.unit}") for value in shown
    )
    citation = answer.citations[0]
    title = " ".join([" / ".join(sorted(names)), " / ".join(sorted(years)), citation.table]).strip()
    return Chart(title, bars, source(citation))


def _label(value: Value, names: set[str], years: set[str]) -> str:
    """What tells a bar from the others: whose and when only where that differs."""
    parts = [
        value.unit_name if len(names) > 1 else "",
        f"{value.year}年{value.stage}" if len(years) > 1 else "",
        value.label,
    ]
    return " ".join(part for part in parts if part)


def _of_moments(reply: Reply, library: Library) -> Chart | None:
    """The same amount in all years and stages that are known, if there are several."""
    request = reply.request
    if request is None or request.target is None:
        return None
    units = {item.unit_id for item in request.target.items}
    if len(units) != 1 or len(library.base.documents_of(*units)) < _FEWEST:
        return None
    moments = {(stored.document.year, stored.document.stage) for stored in library.base.documents_of(*units)}
    cells: list[Cell] = []
    for year, stage in sorted(
        moments, key=lambda moment: (moment[0], _SERIES.index(moment[1]) if moment[1] in _SERIES else 9)
    ):
        found = find_cells(library.base, request.target, Scope(tuple(units), (year,), (stage,), request.scope.level))
        cells += found if len(found) == 1 else []
    return _upright(cells)


def _upright(cells: Sequence[Cell]) -> Chart | None:
    money = [cell for cell in cells if cell.figure.unit in FEN_PER_UNIT]
    if len(money) < _FEWEST:
        return None
    bars = tuple(
        Bar(
            f"{cell.figure.year}年{cell.figure.stage}",
            cell.figure.value * Decimal(FEN_PER_UNIT[cell.figure.unit]),  # tables may print 元 and 万元
            f"{grouped(cell.figure.printed)} {cell.figure.unit}",
            _SERIES.index(cell.figure.stage) if cell.figure.stage in _SERIES else 0,
        )
        for cell in money
    )
    stages = [stage for stage in _SERIES if any(cell.figure.stage is stage for cell in money)]
    first = money[0].figure
    title = f"{first.citation.document.unit_name} {label_of(first)}"
    files = dict.fromkeys(cell.figure.citation.document.file for cell in money)
    return Chart(title, bars, f"来源：{'、'.join(files)}", True, tuple(map(str, stages)) if len(stages) > 1 else ())
