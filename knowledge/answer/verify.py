"""Is it so? And the other way round: what is this amount?"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from knowledge.amounts import FEN_PER_UNIT, half_last_digit, plain
from knowledge.answer.blank import answer_blank
from knowledge.answer.outcome import ask_back, refuse, warnings_for
from knowledge.answer.request import Library, Request
from knowledge.answer.wording import (
    amount,
    citations_of,
    label_of,
    place,
    scope_lines,
    source,
    value_of,
    whose,
)
from knowledge.cells import find_cells
from knowledge.model import Aspect, Figure
from knowledge.reply import Answer, Kind, Status
from knowledge.slots import Amount
from knowledge.store.read import StoredFigure

_LARGEST = 2**63 - 1  # 分 that SQLite can hold
_MOST_SHOWN = 6


def answer_verify(request: Request, library: Library) -> Answer:
    """Whether an amount is the one that was said."""
    cells = find_cells(library.base, request.targets[0], request.scope)
    if not cells:
        return answer_blank(request, library)
    said = request.question.amounts[0]
    matching = [cell for cell in cells if _agrees(said, cell.figure)]
    if not matching and len(cells) > 1:
        return ask_back(request, cells)
    cell = (matching or cells)[0]
    figure = cell.figure
    verdict = "是的" if matching else f"不是 {plain(said.value)} {said.unit or figure.unit}"
    lines = [f"{verdict}，{label_of(figure)}：{amount(figure)}", *scope_lines(figure)]
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.VERIFY,
        "\n".join(lines),
        values=(value_of(figure),),
        citations=citations_of([cell]),
        warnings=warnings_for(cell.figures, library),
    )


def _agrees(said: Amount, figure: Figure) -> bool:
    """Equal in what was said: 220万 fits 220.0 and 2,199,950 元 rounds to it."""
    if figure.unit not in FEN_PER_UNIT or said.unit not in FEN_PER_UNIT:
        return said.value == figure.value
    scale = Decimal(FEN_PER_UNIT[said.unit])
    slack = max(half_last_digit(said.value) * scale if figure.unit != said.unit else Decimal(0), Decimal(0))
    return abs(said.value * scale - figure.value * FEN_PER_UNIT[figure.unit]) <= slack


def answer_reverse(request: Request, library: Library) -> Answer:
    """What has this amount: the projects, lines and sentences that print it."""
    said = request.question.amounts[0]
    found = [stored for stored in _with_amount(said, library) if _in_scope(stored, request)]
    if not found:
        return refuse(
            request,
            "no-amount",
            f"已收录的文件里没有印出 {plain(said.value)} {said.unit} 这个数。",
            kind=Kind.VERIFY,
        )
    named = _one_each(found)
    lines = [f"{plain(said.value)} {said.unit or named[0].figure.unit} 是："]
    lines += [f"· {label_of(one.figure)}（{_where(one.figure)}）" for one in named[:_MOST_SHOWN]]
    lines += list(dict.fromkeys(source(stored.figure.citation) for stored in named[:_MOST_SHOWN]))
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.VERIFY,
        "\n".join(lines),
        values=tuple(value_of(stored.figure) for stored in named[:_MOST_SHOWN]),
        citations=tuple(stored.figure.citation for stored in named[:_MOST_SHOWN]),
        warnings=warnings_for(named[:_MOST_SHOWN], library),
    )


def _where(figure: Figure) -> str:
    return f"{whose(figure.citation, figure.year)}，{place(figure.citation)}"


def _with_amount(said: Amount, library: Library) -> list[StoredFigure]:
    """Figures that print the amount in any unit of money; a rounded 万元 figure finds the exact 元 figure too."""
    units = [said.unit] if said.unit else ["万元", "元"]
    found: list[StoredFigure] = []
    for unit in units:
        scale = Decimal(FEN_PER_UNIT[unit])
        exact, slack = int(said.value * scale), int(half_last_digit(said.value) * scale)
        if exact + slack > _LARGEST:
            continue
        found += library.base.figures(
            "fen BETWEEN ? AND ? AND aspect = ?", [exact - slack, exact + slack, Aspect.AMOUNT]
        )
    return found


def _in_scope(stored: StoredFigure, request: Request) -> bool:
    scope = request.scope
    return (not scope.unit_ids or stored.item.unit_id in scope.unit_ids) and (
        not scope.years or stored.figure.year in scope.years
    )


def _one_each(found: Sequence[StoredFigure]) -> list[StoredFigure]:
    """One figure for each thing, exact amounts and tables first."""
    exact = sorted(found, key=lambda stored: (stored.rank, stored.id))
    seen: dict[tuple[int, str, int], StoredFigure] = {}
    for stored in exact:
        seen.setdefault(
            (
                stored.item.unit_id,
                stored.item.key if stored.item.subject.code == "" else stored.item.subject.code,
                stored.figure.year,
            ),
            stored,
        )
    return list(seen.values())
