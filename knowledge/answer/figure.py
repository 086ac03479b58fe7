"""One amount: how much is it?"""

from __future__ import annotations

from decimal import Decimal

from knowledge.amounts import FEN_PER_UNIT, convert
from knowledge.answer.blank import answer_blank
from knowledge.answer.outcome import ask_back, warnings_for
from knowledge.answer.prior import answer_prior
from knowledge.answer.request import Library, Request
from knowledge.answer.unread import answer_instead
from knowledge.answer.wording import (
    amount,
    citations_of,
    derived,
    label_of,
    money,
    question_for,
    scope_lines,
    value_of,
)
from knowledge.cells import Cell, Target, find_cells
from knowledge.lexicon import load
from knowledge.model import Scheme
from knowledge.reply import Answer, Kind, Status


def answer_figure(request: Request, library: Library) -> Answer:
    """The amount of the one thing asked about; several amounts are a question back, none a reason why."""
    target = request.targets[0]
    cells = _without_quiet(find_cells(library.base, target, request.scope), request)
    instead = answer_instead(request, cells, library)
    if instead:
        return instead
    match cells:
        case []:
            found = _namesake(request, library) or _part(request, library)
            return found or answer_prior(request, library) or answer_blank(request, library)
        case [cell]:
            return say_figure(request, cell, library)
        case _:
            return ask_back(request, cells)


def _without_quiet(cells: list[Cell], request: Request) -> list[Cell]:
    """Of 车辆 that are held and that are bought the held ones, unless the question says 购置."""
    said = [word for word in load("questions")["contrast"]["quiet"] if word not in request.question.folded]
    plain = [cell for cell in cells if not any(word in cell.figure.subject.parent for word in said)]
    return plain or cells


def _namesake(request: Request, library: Library) -> Answer | None:
    """A line of a form with the name of a whole or of a fund, where the whole has no amount (财政拨款 of 2020)."""
    target = request.targets[0]
    if not target.is_whole:
        return None
    items = [
        item
        for mention in request.question.mentions
        for item in library.finder.of_name(mention.text, request.scope.unit_ids)
        if item.subject.scheme is not Scheme.TOTAL
    ]
    cells = find_cells(library.base, Target(tuple(items)), request.scope) if items else []
    return say_figure(request, cells[0], library) if len(cells) == 1 else None


def _part(request: Request, library: Library) -> Answer | None:
    """The one part that has the sort of number asked for: the money of 编报绩效目标的项目, which are counted."""
    if not request.scope.is_money:
        return None
    parts = [part for item in request.targets[0].items for part in library.finder.parts_of(item)]
    cells = find_cells(library.base, Target(tuple(parts)), request.scope) if parts else []
    return say_figure(request, cells[0], library) if len(cells) == 1 else None


def say_figure(request: Request, cell: Cell, library: Library) -> Answer:
    """The amount with its scope and source; in another unit where the question asks for one."""
    figure = cell.figure
    values = [value_of(figure)]
    first_line = f"{label_of(figure)}：{amount(figure)}"
    wanted = _wanted_unit(request)
    if wanted and wanted != figure.unit and figure.unit in FEN_PER_UNIT:
        converted = convert(figure.value, figure.unit, wanted).normalize() + Decimal(0)
        formula = f"{figure.printed} {figure.unit} × {FEN_PER_UNIT[figure.unit]} ÷ {FEN_PER_UNIT[wanted]}"
        values.insert(0, derived(converted, wanted, label_of(figure), figure, formula))
        first_line = f"{label_of(figure)}：{money(converted, wanted)}（原文 {figure.printed} {figure.unit}）"
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.FIGURE,
        "\n".join([first_line, *scope_lines(figure)]),
        values=tuple(values),
        citations=citations_of([cell]),
        warnings=warnings_for(cell.figures, library),
        related=related_questions(cell),
    )


def _wanted_unit(request: Request) -> str:
    """The unit that is asked for besides an amount that the question repeats: 220万元合多少元."""
    text = request.question.folded
    if not any(word in text for word in ("合多少", "折合", "换算", "等于多少", "是多少元", "多少元")):
        return ""
    for unit in ("亿元", "万元", "元"):
        if f"多少{unit}" in text:
            return unit
    return ""


def related_questions(cell: Cell) -> tuple[str, ...]:
    """Next questions about the same thing."""
    figure = cell.figure
    if figure.subject.scheme is Scheme.PROJECT:
        base = question_for(figure).removesuffix("是多少")
        return (f"{base}占项目支出的比例", f"{figure.citation.document.unit_name}项目支出有哪些，各多少")
    return ()
