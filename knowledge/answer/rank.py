"""The largest, the smallest, the first few."""

from __future__ import annotations

import re

from knowledge.answer.listing import members, of_scheme, say_list
from knowledge.answer.outcome import refuse, usual_questions
from knowledge.answer.request import Library, Request
from knowledge.answer.wording import amount, in_unit, label_of
from knowledge.cells import Cell
from knowledge.model import Scheme
from knowledge.question import Operation
from knowledge.reply import Answer, Kind
from knowledge.slots import chinese_number

_COUNT = re.compile(r"(?:前|(?<!第))(?P<count>[二两三四五六七八九十]|[2-9]|1\d)(?:名|位|个|项|大|笔|$|的)")
_ORDINAL = re.compile(r"第(?P<place>[二三四五])大?")


def answer_rank(request: Request, library: Library) -> Answer:
    """Projects, or lines of a classification, in the order of their amounts."""
    cells = _candidates(request, library)
    if not cells:
        return refuse(
            request,
            "no-list",
            "文件里没有可以排序的明细。",
            usual_questions(library, request.scope.unit_ids),
            Kind.RANK,
        )
    unit = cells[0].figure.unit
    ascending = _asks_for_least(request)
    ordered = sorted(cells, key=lambda cell: in_unit(cell.figure, unit), reverse=not ascending)
    shown = _shown(request, ordered)
    name = "最少" if ascending else "最多"
    heading = (
        f"{name}的是{label_of(shown[0].figure)}：{amount(shown[0].figure)}"
        if len(shown) == 1
        else f"前 {len(shown)} 项（由{'少到多' if ascending else '多到少'}）："
    )
    return say_list(request, shown, library, Kind.RANK, heading)


def _candidates(request: Request, library: Library) -> list[Cell]:
    question = request.question
    if question.code_digits:
        return of_scheme(request, library, Scheme.FUNCTION, question.code_digits)
    if request.scope.scheme in (Scheme.FUNCTION, Scheme.DEPARTMENT_ECONOMIC):
        return of_scheme(request, library, request.scope.scheme, 7)
    cells = members(request, library)
    return cells or of_scheme(request, library, Scheme.PROJECT) or of_scheme(request, library, Scheme.FUNCTION, 7)


def _asks_for_least(request: Request) -> bool:
    words = request.question.cues.get(Operation.RANK, "")
    return any(word in words for word in ("少", "小", "低到高", "最低"))


def _shown(request: Request, ordered: list[Cell]) -> list[Cell]:
    text = request.question.folded
    count = _COUNT.search(text)
    if count:
        number = chinese_number(count["count"]) if not count["count"].isdigit() else int(count["count"])
        return ordered[: int(number or 1)]
    ordinal = _ORDINAL.search(text)
    if ordinal:
        place = int(chinese_number(ordinal["place"]) or 1)
        return ordered[place - 1 : place]
    if any(word in text for word in ("排名", "排行", "排序", "从高到低", "从大到小", "从多到少", "由高到低")):
        return ordered[:10]
    return [
        cell
        for cell in ordered
        if cell.figure.value == ordered[0].figure.value and cell.figure.unit == ordered[0].figure.unit
    ][:3]
