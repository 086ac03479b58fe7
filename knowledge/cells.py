"""What the documents say of one amount: all places that print it, and the value they support best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from knowledge.amounts import FEN_PER_UNIT, half_last_digit
from knowledge.model import TOTAL_MEASURE, Aspect, Direction, Figure, Level, Scheme, Stage
from knowledge.store.read import Item, KnowledgeBase, StoredFigure

_MEASURES_FIRST = (TOTAL_MEASURE, "基本支出", "本年支出", "本年收入", "项目支出")
"""Which measure is meant where the question names none."""
_FUNDS_FIRST = ("", "财政拨款", "一般公共预算")
"""Which money is meant where the question names none: all of it, else what the document prints."""
_SCHEMES_FIRST = (
    Scheme.TOTAL,
    Scheme.PROJECT,
    Scheme.FUNCTION,
    Scheme.SPECIAL,
    Scheme.DEPARTMENT_ECONOMIC,
    Scheme.REVENUE,
    Scheme.ASSET,
    Scheme.OTHER,
    Scheme.PROCUREMENT,
    Scheme.GOVERNMENT_ECONOMIC,
    Scheme.UNIT_NAME,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose and which amounts are looked for; empty where the question leaves it open."""

    unit_ids: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    stages: tuple[Stage, ...] = ()
    level: Level | None = None
    scheme: Scheme | None = None
    is_money: bool | None = None  # None: any sort of number


@dataclass(frozen=True, slots=True)
class Target:
    """What an amount is of. The items may be of several units; those of one unit are one thing under one name."""

    items: tuple[Item, ...]
    measure: str = ""  # empty: not said
    fund: str = ""
    direction: Direction = Direction.NONE
    name: str = ""  # of something that no document in scope prints an amount of

    @property
    def item_ids(self) -> tuple[int, ...]:
        """The ids of the items."""
        return tuple(item.id for item in self.items)

    @property
    def is_whole(self) -> bool:
        """Whether the whole budget is meant, or a named part of the whole."""
        return bool(self.items) and all(item.subject.scheme is Scheme.TOTAL for item in self.items)


@dataclass(frozen=True, slots=True)
class Cell:
    """One amount with all places that print it, the place to cite first."""

    figures: tuple[StoredFigure, ...]

    @property
    def first(self) -> StoredFigure:
        """The figure that is shown."""
        return self.figures[0]

    @property
    def figure(self) -> Figure:
        """The figure that is shown, without its place in the knowledge base."""
        return self.figures[0].figure

    @property
    def unit_id(self) -> int:
        """Whose amount it is."""
        return self.first.item.unit_id

    @property
    def level(self) -> Level:
        """The level of the document that is cited."""
        return self.figure.citation.document.level


def same_amount(a: Figure, b: Figure) -> bool:
    """Whether two printed amounts can be the same one: equal within what rounding moved each."""
    if a.unit in FEN_PER_UNIT and b.unit in FEN_PER_UNIT:
        scale_a, scale_b = Decimal(FEN_PER_UNIT[a.unit]), Decimal(FEN_PER_UNIT[b.unit])
        slack = max(half_last_digit(a.value) * scale_a, half_last_digit(b.value) * scale_b)
        return abs(a.value * scale_a - b.value * scale_b) <= slack
    return a.unit == b.unit and abs(a.value - b.value) <= max(half_last_digit(a.value), half_last_digit(b.value))


def find_cells(base: KnowledgeBase, target: Target, scope: Scope, aspect: Aspect = Aspect.AMOUNT) -> list[Cell]:
    """The amounts that answer to a target, one for each unit, level, stage or subject that the question leaves open.

    Equal amounts are one cell; a contradiction inside a cell is settled for the value that most places print.
    """
    figures = [stored for stored in base.figures_of_items(target.item_ids) if stored.figure.aspect is aspect]
    scope = scope if aspect is Aspect.AMOUNT else replace(scope, is_money=None)
    by_unit: dict[int, list[StoredFigure]] = {}
    for stored in _in_scope(figures, scope, target):
        by_unit.setdefault(stored.item.unit_id, []).append(stored)
    cells: list[Cell] = []
    for of_unit in by_unit.values():
        of_kind = _by_fund(_by_measure(of_unit, target), target)
        chosen = _by_scheme(_by_stage(_by_year(of_kind, scope), scope), scope)
        cells += merge_equal([_settle(group) for group in _groups(chosen)])
    return cells


def _in_scope(figures: Sequence[StoredFigure], scope: Scope, target: Target) -> list[StoredFigure]:
    return [
        stored
        for stored in figures
        if (not scope.unit_ids or stored.item.unit_id in scope.unit_ids)
        and (not scope.years or stored.figure.year in scope.years)
        and (not scope.stages or stored.figure.stage in scope.stages)
        and (scope.is_money is None or scope.is_money == (stored.figure.unit in FEN_PER_UNIT))
        and (scope.level is None or stored.figure.citation.document.level in (scope.level, Level.UNKNOWN))
        and (target.direction is Direction.NONE or stored.figure.direction in (target.direction, Direction.NONE))
    ]


def _by_measure(figures: list[StoredFigure], target: Target) -> list[StoredFigure]:
    if target.measure:
        return [stored for stored in figures if stored.figure.measure == target.measure]
    for measure in _MEASURES_FIRST:
        found = [stored for stored in figures if stored.figure.measure == measure]
        if found:
            return found
    return figures


def _by_fund(figures: list[StoredFigure], target: Target) -> list[StoredFigure]:
    if target.fund:
        return [stored for stored in figures if stored.figure.fund == target.fund]
    for fund in _FUNDS_FIRST:
        found = [stored for stored in figures if stored.figure.fund == fund]
        if found:
            supporting = [
                stored
                for stored in figures
                if stored not in found and any(same_amount(stored.figure, one.figure) for one in found)
            ]
            return found + supporting
    return figures


def _by_year(figures: list[StoredFigure], scope: Scope) -> list[StoredFigure]:
    """Without a year in the question the newest one that a document is about."""
    if scope.years or not figures:
        return figures
    own = [stored for stored in figures if stored.figure.year == stored.figure.citation.document.year] or figures
    newest = max(stored.figure.year for stored in own)
    return [stored for stored in own if stored.figure.year == newest]


def _by_stage(figures: list[StoredFigure], scope: Scope) -> list[StoredFigure]:
    """Without a stage in the question the one that the document is of: an execution figure only where asked for."""
    if scope.stages:
        return figures
    own = [stored for stored in figures if stored.figure.stage is stored.figure.citation.document.stage]
    return own or figures


def _by_scheme(figures: list[StoredFigure], scope: Scope) -> list[StoredFigure]:
    if scope.scheme is None:
        projects = [stored for stored in figures if stored.item.subject.scheme is not Scheme.PROCUREMENT]
        return projects or figures
    return [stored for stored in figures if stored.item.subject.scheme is scope.scheme] or figures


def _groups(figures: Iterable[StoredFigure]) -> list[list[StoredFigure]]:
    """Figures of the same subject, year, stage and level."""
    groups: dict[tuple[object, ...], list[StoredFigure]] = {}
    for stored in figures:
        figure, subject = stored.figure, stored.item.subject
        key = (
            subject.scheme,
            subject.code or stored.item.key,
            subject.parent if not subject.code else "",
            figure.year,
            figure.stage,
            figure.citation.document.level,
            figure.measure if figure.measure == "全年预算" else "",
        )
        groups.setdefault(key, []).append(stored)
    return sorted(groups.values(), key=lambda group: _SCHEMES_FIRST.index(group[0].item.subject.scheme))


def _settle(group: Sequence[StoredFigure]) -> Cell:
    """Of several printed values the one that most places print; of those places the table that ranks first."""
    camps: list[list[StoredFigure]] = []
    for stored in sorted(group, key=lambda one: (one.rank, one.figure.fund, one.id)):
        camp = next((camp for camp in camps if same_amount(camp[0].figure, stored.figure)), None)
        if camp is None:
            camps.append([stored])
        else:
            camp.append(stored)
    best = max(camps, key=lambda camp: (len(camp), -camp[0].rank))
    return Cell(tuple(best))


def merge_equal(cells: Sequence[Cell]) -> list[Cell]:
    """Cells of one unit and level with the same amount are one answer: 住房公积金 as function and as economic line."""
    merged: list[Cell] = []
    for cell in cells:
        same = next((i for i, other in enumerate(merged) if _is_same(cell, other)), None)
        if same is None:
            merged.append(cell)
        else:
            merged[same] = Cell(merged[same].figures + cell.figures)
    return merged


def _is_same(a: Cell, b: Cell) -> bool:
    return a.unit_id == b.unit_id and a.figure.year == b.figure.year and same_amount(a.figure, b.figure)
