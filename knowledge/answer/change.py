"""How much more or less than before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from knowledge.answer.outcome import ask_back, refuse, usual_questions, warnings_for
from knowledge.answer.request import Library, Request
from knowledge.answer.wording import (
    amount,
    citations_of,
    derived,
    in_unit,
    label_of,
    money,
    place,
    question_for,
    source,
    value_of,
    whose,
)
from knowledge.cells import Cell, find_cells, same_amount
from knowledge.model import Aspect, Direction, Figure, Scheme, Stage, Trend
from knowledge.reply import Answer, Kind, Status
from knowledge.store.read import StoredFigure, StoredStatement


def changes_of(cell: Cell, library: Library) -> list[Cell]:
    """The changes that sentences state of an amount: first those in a sentence that also prints the amount itself."""
    figure = cell.figure
    ids = list(dict.fromkeys(stored.item.id for stored in cell.figures))
    stated = [
        stored
        for stored in library.base.figures_of_items(with_both_sides(ids, cell, library))
        if stored.figure.aspect in (Aspect.CHANGE, Aspect.RATE)
        and stored.document_id in {one.document_id for one in cell.figures}
        and stored.figure.year == figure.year
        and stored.figure.measure in {one.figure.measure for one in cell.figures}
    ]
    statements = {stored.statement_id for stored in cell.figures if stored.statement_id}
    stated = stated or _of_equal_amount(cell, library)
    first = [stored for stored in stated if stored.statement_id in statements]
    same_fund = [stored for stored in stated if stored.figure.fund == figure.fund]
    chosen = first or same_fund or stated
    return [Cell(tuple(group)) for group in _by_sentence(chosen)]


def _of_equal_amount(cell: Cell, library: Library) -> list[StoredFigure]:
    """Changes that the same sentence states of another name for the same amount: all revenue is 财政拨款收入."""
    texts = {statement.statement.text for statement in statements_of([cell], library)}
    found: list[StoredFigure] = []
    for text in texts:
        ids = [
            stored.id
            for stored in library.base.statements("text = ?", [text])
            if stored.document_id == cell.first.document_id
        ]
        beside = library.base.figures(f"statement_id IN ({', '.join('?' * len(ids))})", ids)
        equal = {
            one.statement_id
            for one in beside
            if one.figure.aspect is Aspect.AMOUNT and same_amount(one.figure, cell.figure)
        }
        found += [
            one for one in beside if one.statement_id in equal and one.figure.aspect in (Aspect.CHANGE, Aspect.RATE)
        ]
    return found


def with_both_sides(ids: list[int], cell: Cell, library: Library) -> list[int]:
    """For a side of the whole budget also the sentences about both sides at once (收支总预算)."""
    if cell.first.item.subject.scheme is not Scheme.TOTAL:
        return ids
    return ids + [
        item.id
        for item in library.finder.of_whole(Direction.NONE, (cell.unit_id,))
        if item.subject.name == "收支" and item.id not in ids
    ]


def _by_sentence(stated: Iterable[StoredFigure]) -> list[list[StoredFigure]]:
    """Changes, the same ones of several sentences together: amounts first, then rates."""
    groups: list[list[StoredFigure]] = []
    for stored in sorted(stated, key=lambda one: (one.figure.aspect is Aspect.RATE, one.id)):
        same = next(
            (
                g
                for g in groups
                if g[0].figure.aspect is stored.figure.aspect
                and g[0].figure.trend is stored.figure.trend
                and same_amount(g[0].figure, stored.figure)
            ),
            None,
        )
        if same is None:
            groups.append([stored])
        else:
            same.append(stored)
    return groups


def answer_change(request: Request, library: Library) -> Answer:
    """The change as a sentence states it, else worked out from two years' amounts; the reason where it is stated."""
    scope = replace(
        request.scope,
        years=_newest(request, library),
        stages=() if Stage.EXECUTION in request.scope.stages else request.scope.stages,
    )
    cells = find_cells(library.base, request.targets[0], scope)
    with_change = [(cell, first_of_each(changes_of(cell, library))) for cell in cells]
    stated = [(cell, changes) for cell, changes in with_change if changes]
    if len(stated) > 1:
        return ask_back(request, [cell for cell, _ in stated])
    if stated:
        cell, changes = stated[0]
        return _say_change(request, cell, _in_order(request, changes), library)
    if len(cells) > 1:
        return ask_back(request, cells)
    worked_out = _across_years(request, cells[0], library) if cells else None
    return worked_out or _no_change(request, cells, library)


def _newest(request: Request, library: Library) -> tuple[int, ...]:
    """Of the years that are named the latest that a document is of: the others are what it is compared with."""
    units = request.scope.unit_ids
    known = {stored.document.year for stored in library.base.documents.values() if not units or stored.unit_id in units}
    return tuple(sorted(known.intersection(request.scope.years))[-1:])


def _in_order(request: Request, changes: list[Cell]) -> list[Cell]:
    """The percentage first where only that is asked for: 增长百分之几."""
    words = request.question.cues.values()
    asks_rate = any("百分" in word or "幅" in word or "率" in word for word in words)
    asks_amount = any("多少" in word and "百分" not in word for word in words)
    return changes[::-1] if asks_rate and not asks_amount else changes


def first_of_each(changes: Sequence[Cell]) -> list[Cell]:
    """The first amount and the first rate: a sentence about another base is not mixed in."""
    found: list[Cell] = []
    for aspect in (Aspect.CHANGE, Aspect.RATE):
        found += [change for change in changes if change.figure.aspect is aspect][:1]
    return found


def _say_change(request: Request, cell: Cell, changes: Sequence[Cell], library: Library) -> Answer:
    figure = cell.figure
    parts = [change_wording(change.figure) for change in changes]
    base = next((change.figure.base for change in changes if change.figure.base), "上年")
    statements = statements_of(changes, library)
    reasons = list(dict.fromkeys(stored.statement.reason for stored in statements if stored.statement.reason))
    lines = [
        f"{label_of(figure)}：比{base.removeprefix('比')}{'，'.join(parts)}",
        f"{figure.year}年为 {amount(figure)}",
    ]
    lines += [f"原因：{reason}" for reason in reasons[:2]]
    lines += [whose(figure.citation) + " · " + place(changes[0].figure.citation), source(figure.citation)]
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.CHANGE,
        "\n".join(lines),
        values=tuple(
            value_of(change.figure)
            for change in changes
            if change.figure.trend is not Trend.FLAT or change.figure.value
        )
        or (value_of(figure),),
        citations=tuple(
            dict.fromkeys(
                [
                    *citations_of(changes),
                    *(stored.statement.citation for stored in statements[:2]),
                    *citations_of([cell], 1),
                ]
            )
        ),
        warnings=warnings_for([one for c in (*changes, cell) for one in c.figures], library),
    )


def change_wording(figure: Figure) -> str:
    """A change in words: 减少 575 万元, 持平."""
    if figure.trend is Trend.FLAT:
        return "持平"
    trend = figure.trend.value if figure.trend is not Trend.NONE else "变动"
    return f"{trend} {amount(figure)}"


def statements_of(cells: Sequence[Cell], library: Library) -> list[StoredStatement]:
    """The sentences that print some amounts."""
    ids = list(dict.fromkeys(stored.statement_id for cell in cells for stored in cell.figures if stored.statement_id))
    return library.base.statements(f"id IN ({', '.join('?' * len(ids))})", ids) if ids else []


def _across_years(request: Request, cell: Cell, library: Library) -> Answer | None:
    """The change against the year before where another document, or another column, prints that year."""
    figure = cell.figure
    for stages in ((figure.stage,), (Stage.EXECUTION,)):
        scope = replace(request.scope, unit_ids=(cell.unit_id,), years=(figure.year - 1,), stages=stages)
        before = find_cells(library.base, request.targets[0], scope)
        if len(before) == 1:
            return _say_difference(request, cell, before[0], library)
    return None


def _say_difference(request: Request, cell: Cell, before: Cell, library: Library) -> Answer:
    figure, earlier = cell.figure, before.figure
    old = in_unit(earlier, figure.unit)
    step = figure.value - old
    trend = Trend.UP if step > 0 else Trend.DOWN if step < 0 else Trend.FLAT
    values = [
        derived(
            abs(step),
            figure.unit,
            f"{label_of(figure)} {trend.value}额",
            figure,
            f"{figure.printed} - {earlier.printed}",
        )
    ]
    text = f"{label_of(figure)}：比{earlier.year}年{earlier.stage.value}{trend.value}" + (
        f" {money(abs(step), figure.unit)}" if step else ""
    )
    if old and step:
        rate = (abs(step) / old * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        values.append(
            derived(rate, "%", f"{label_of(figure)} {trend.value}幅度", figure, f"{abs(step)} ÷ {earlier.printed}")
        )
        text += f"（{rate}%）"
    lines = [
        text,
        f"{figure.year}年 {amount(figure)}，{earlier.year}年 {amount(earlier)}；差额为计算所得",
        whose(figure.citation),
        source(figure.citation),
    ]
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.CHANGE,
        "\n".join(lines),
        values=tuple(values),
        citations=citations_of([cell, before], 1),
        warnings=warnings_for((*cell.figures, *before.figures), library),
    )


def _no_change(request: Request, cells: Sequence[Cell], library: Library) -> Answer:
    if not cells:
        return refuse(
            request,
            "no-item",
            "文件里没有这项数据，也就没有增减情况。",
            usual_questions(library, request.scope.unit_ids),
            Kind.CHANGE,
        )
    figure = cells[0].figure
    text = f"文件没有说明“{label_of(figure)}”的增减情况，也没有收录上年的数。"
    return refuse(request, "no-change", text, [question_for(figure)], Kind.CHANGE)
