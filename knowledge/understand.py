"""From a Question to a Request: names resolved to items, the scope fixed, the operation chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.answer.request import Library, Request
from knowledge.cells import Scope, find_cells
from knowledge.model import Scheme
from knowledge.parts import PROCUREMENT, Join, Part, join_of, resolve
from knowledge.question import Operation, Question
from knowledge.slips import nearer_names
from knowledge.targets import outer_targets, targets_of
from knowledge.words import WordKind

_BY_PRIORITY = (
    Operation.CHECK,
    Operation.WHY,
    Operation.CHANGE,
    Operation.COMPLETION,
    Operation.SHARE,
    Operation.SUM,
    Operation.COMPARE,
    Operation.RANK,
    Operation.COUNT,
    Operation.LIST,
)
"""Which operation is meant where a question has cues for several: the one that the others only colour."""


def understand(question: Question, library: Library, base_year: int) -> Request:
    """Resolve what a question names. Nothing is guessed: what fits several names or none is said so."""
    scope = Scope(
        unit_ids=question.unit_ids,
        years=_years(question, base_year),
        stages=question.stages,
        level=question.level,
        scheme=question.scheme,
        is_money=True if question.numbers == "money" else None,
    )
    share_at = question.share_at
    left = [mention for mention in question.mentions if share_at is None or mention.start < share_at]
    right = [mention for mention in question.mentions if share_at is not None and mention.start >= share_at]
    if share_at is not None and not right and len(left) > 1 and question.folded[: left[-1].start].endswith("在"):
        left, right = left[:-1], left[-1:]  # 基本支出在支出预算里占几成
    parts = resolve(left, question, scope, library)
    base_parts = resolve(right, question, scope, library)
    slip = nearer_names(parts.parts, question, scope, library) if not right else None
    scope = _narrow(_without_inner_stage(scope, parts.parts, question), parts.parts, question)
    targets = targets_of(parts.parts, scope, question, library)
    bases = targets_of(base_parts.parts, scope, question, library) or outer_targets(parts.parts)
    request = Request(
        question=question,
        operation=Operation.FIGURE,
        scope=scope,
        targets=targets,
        bases=bases,
        unclear=parts.unclear or base_parts.unclear or slip,
        missing=parts.missing or base_parts.missing,
        base_year=base_year,
    )
    return replace(request, operation=_operation(request, library))


# ---- scope -------------------------------------------------------------------------------------------------


def _years(question: Question, base_year: int) -> tuple[int, ...]:
    """The years that are named, and those said relative to the year that the conversation is about."""
    if question.wants(Operation.CHANGE, Operation.WHY):
        return question.years  # 上年 is what the change is against
    relative = tuple(base_year + offset for offset in question.year_offsets if base_year and offset)
    return tuple(dict.fromkeys((*question.years, *relative)))


def _without_inner_stage(scope: Scope, parts: Sequence[Part], question: Question) -> Scope:
    """预算 inside a mistyped name (一般法共预算拨款收入) is a part of the name and says no stage."""
    if len(parts) != 1 or not parts[0].items or len(question.mentions) < 2:
        return scope
    first, last = question.mentions[0].start, question.mentions[-1].end
    stages = [span for span in question.spans if span.has(WordKind.STAGE)]
    inner = all(first < span.start < last and span.text in parts[0].items[0].key for span in stages)
    return replace(scope, stages=()) if stages and inner else scope


def _narrow(scope: Scope, parts: Sequence[Part], question: Question) -> Scope:
    """A context such as 政府采购里 names the list that an item stands in."""
    names_procurement = any(part.items and part.items[0].subject.name == PROCUREMENT for part in parts)
    others = [part for part in parts if part.items and part.items[0].subject.name != PROCUREMENT]
    apart = any(join_of(a.mention, b.mention, question) is Join.PEERS for a, b in pairwise(parts))
    if names_procurement and apart:
        return scope
    if names_procurement and others and not question.wants(Operation.SHARE, Operation.COMPARE, Operation.SUM):
        return replace(scope, scheme=Scheme.PROCUREMENT)
    return scope


# ---- operation ---------------------------------------------------------------------------------------------


def _operation(request: Request, library: Library) -> Operation:
    """What is wanted, by cues and by what was named."""
    question = request.question
    if question.amounts and (question.wants(Operation.REVERSE) or (not request.targets and not request.missing)):
        return Operation.REVERSE
    asks = question.wants(Operation.VERIFY) or question.folded.endswith(("吗", "吧", "么"))
    if question.amounts and request.targets and asks and not question.wants(Operation.CHECK):
        return Operation.VERIFY
    if question.wants(Operation.DEFINITION):
        return Operation.DEFINITION
    if question.wants(Operation.PERCENT) and not question.wants(Operation.CHANGE, Operation.COMPLETION):
        return Operation.SHARE
    found = next((operation for operation in _BY_PRIORITY if question.wants(operation)), Operation.FIGURE)
    if found is Operation.FIGURE and len(question.unit_spans) > 1 and len(request.scope.unit_ids) > 1:
        return Operation.COMPARE
    if found is Operation.COUNT and question.wants(Operation.LIST):
        return Operation.LIST
    if found is Operation.FIGURE and len(request.targets) > 1 and question.sums_up:
        return Operation.SUM
    if found in (Operation.COUNT, Operation.LIST) and _is_counted(request, library):
        return Operation.FIGURE
    return found


def _is_counted(request: Request, library: Library) -> bool:
    """Whether the thing named is itself a printed number of things (车辆, 编制人数)."""
    if len(request.targets) != 1 or not request.question.wants(Operation.COUNT):
        return False
    cells = find_cells(library.base, request.targets[0], request.scope)
    return bool(cells) and all(cell.figure.unit not in ("元", "万元", "亿元", "%") for cell in cells)
