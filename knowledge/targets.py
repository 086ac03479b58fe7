"""What amounts a question is about: the named things with their measures, peers together, the inner one alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from knowledge.answer.request import Library
from knowledge.cells import Scope, Target, find_cells
from knowledge.concepts import ConceptKind, concepts
from knowledge.model import TOTAL_MEASURE, Direction, Scheme
from knowledge.names.items import parent_key
from knowledge.parts import PROCUREMENT, Join, Part, join_of
from knowledge.question import Operation, Question
from knowledge.store.read import Item


def targets_of(parts: Sequence[Part], scope: Scope, question: Question, library: Library) -> tuple[Target, ...]:
    """Items with the measures that are named beside them; wholes where no item is named."""
    funds = [part.concept.name for part in parts if part.concept and part.concept.kind is ConceptKind.FUND]
    wholes = [part for part in parts if part.concept and part.concept.kind is ConceptKind.WHOLE]
    measures = [part.measure for part in parts if part.measure]
    fund = funds[0] if funds else ""
    absent = [part.absent for part in parts if part.absent]
    with_items = [part for part in parts if part.items]
    if absent and not with_items:
        return tuple(Target((), name=name) for name in absent)
    if with_items:
        named = [*measures, *(part.concept.measure for part in wholes if part.concept)]
        return _item_targets(
            with_items, [name for name in named if name != TOTAL_MEASURE], fund, scope, question, library
        )
    if wholes:
        special = [part for part in wholes if part.concept and part.concept.measure != TOTAL_MEASURE]
        special = _not_outer(special, question)
        if special and not question.wants(Operation.COMPARE, Operation.SHARE, Operation.SUM, Operation.CHECK):
            wholes = special  # 支出预算里的项目支出: the part, not the whole
        return tuple(_whole_target(part, measures, fund, scope, library) for part in wholes)
    if funds:
        return tuple(_fund_target(part, measures, scope, library) for part in parts if part.concept)
    if measures:
        return (Target(library.finder.of_whole(Direction.NONE, scope.unit_ids), measures[0]),)
    return ()


def _not_outer(parts: list[Part], question: Question) -> list[Part]:
    """Without the measures that a later one is said to stand inside: 基本支出里人员经费."""
    pairs = pairwise(parts)
    outer = [a for a, b in pairs if join_of(a.mention, b.mention, question) is Join.INSIDE]
    return [part for part in parts if part not in outer]


def _same_things(groups: list[tuple[Item, ...]]) -> list[tuple[Item, ...]]:
    """A code and the name beside it are one thing: what both name."""
    found: list[tuple[Item, ...]] = []
    for group in groups:
        shared = next(
            ((i, both) for i, other in enumerate(found) if (both := tuple(item for item in other if item in group))),
            None,
        )
        if shared:
            found[shared[0]] = shared[1]
        else:
            found.append(group)
    return found


def _item_targets(
    parts: Sequence[Part], measures: Sequence[str], fund: str, scope: Scope, question: Question, library: Library
) -> tuple[Target, ...]:
    if scope.scheme is Scheme.PROCUREMENT:
        parts = [part for part in parts if part.items[0].subject.name != PROCUREMENT] or parts
    several = question.wants(Operation.COMPARE, Operation.SUM, Operation.CHECK)
    chosen = _same_things([part.items for part in parts]) if several else _asked(parts, question)
    chosen = [_below_those(items, parts) for items in chosen]
    targets = [Target(items, measure, fund) for items in chosen for measure in (measures or [""])]
    if measures and not any(_may_have(target, library) for target in targets):
        return _without_context(chosen, measures[0], fund)
    return tuple(targets)


def _asked(parts: Sequence[Part], question: Question) -> list[tuple[Item, ...]]:
    """The things that are asked about: the last, with the peers before it; what it stands in is only context."""
    asked = [parts[-1].items]
    for before, part in zip(reversed(parts[:-1]), reversed(parts[1:]), strict=True):
        is_same = bool(set(before.items) & set(part.items))
        if join_of(before.mention, part.mention, question) is Join.INSIDE and not is_same:
            break
        asked.insert(0, before.items)
    groups = _same_things(asked)
    return groups if _many_asked(groups, question) else _innermost(groups)


def _below_those(items: tuple[Item, ...], parts: Sequence[Part]) -> tuple[Item, ...]:
    """Of items with one name those that stand below another thing that is named: 群众团体事务的一般行政管理事务."""
    others = [other for part in parts for other in part.items if other not in items]
    below = tuple(item for item in items if any(_is_below(item, other) for other in others))
    return below or items


def _is_below(item: Item, other: Item) -> bool:
    if item.unit_id != other.unit_id:
        return False
    if item.subject.code and other.subject.code:
        return item.subject.code.startswith(other.subject.code)
    return bool(item.subject.parent) and parent_key(item) == other.key


def _many_asked(groups: list[tuple[Item, ...]], question: Question) -> bool:
    """Whether a whole and its part are both asked for: 政府采购多少，其中工程多少."""
    return len(groups) > 1 and (question.folded.count("多少") > 1 or "各" in question.folded)


def _innermost(groups: list[tuple[Item, ...]]) -> list[tuple[Item, ...]]:
    """Without the things that another of them is a part of: 政府采购 beside 政府采购货物."""
    above = {(item.unit_id, parent_key(item)) for items in groups for item in items if item.subject.parent}
    inner = [items for items in groups if not any((item.unit_id, item.key) in above for item in items)]
    return inner or groups


def outer_targets(parts: Sequence[Part]) -> tuple[Target, ...]:
    """What a named thing is said to be in: 三公经费里公务接待费 is a part of 三公经费."""
    groups = _same_things([part.items for part in parts if part.items])
    inner = _innermost(groups)
    return tuple(Target(items) for items in groups if items not in inner)[:1]


def _without_context(groups: list[tuple[Item, ...]], measure: str, fund: str) -> tuple[Target, ...]:
    """The measure does not belong to the item: 项目支出里的某项目 means the project itself."""
    are_projects = all(item.subject.scheme is Scheme.PROJECT for items in groups for item in items)
    return tuple(Target(items, "" if measure == "项目支出" and are_projects else measure, fund) for items in groups)


def _may_have(target: Target, library: Library) -> bool:
    """Whether the item's rows have such a column, filled or blank."""
    return bool(find_cells(library.base, target, Scope())) or any(
        column.measure == target.measure
        for stored, _ in library.base.rows_of_items(target.item_ids)
        for column in stored.table.columns
    )


def _whole_target(part: Part, measures: Sequence[str], fund: str, scope: Scope, library: Library) -> Target:
    whole = part.concept or concepts()[0]
    items = library.finder.of_whole(whole.direction, part.unit_ids or scope.unit_ids)
    measure = measures[0] if measures and whole.measure == TOTAL_MEASURE else whole.measure
    return Target(items, measure, fund, whole.direction)


def _fund_target(part: Part, measures: list[str], scope: Scope, library: Library) -> Target:
    direction = Direction.REVENUE if "收入" in part.mention.text else Direction.EXPENDITURE
    return Target(
        library.finder.of_whole(direction, scope.unit_ids),
        measures[0] if measures else TOTAL_MEASURE,
        part.concept.name if part.concept else "",
        direction,
    )
