"""From a Question to a Request: names resolved to items, the scope fixed, the operation chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from knowledge.answer.request import Library, Request
from knowledge.cells import Scope, Target, find_cells, merge_equal
from knowledge.classification import is_official_line
from knowledge.concepts import Concept, ConceptKind, concepts
from knowledge.model import TOTAL_MEASURE, Direction, Scheme, Stage
from knowledge.names.items import Named, concept_target, mention_items, parent_key
from knowledge.question import Mention, Operation, Question
from knowledge.store.read import Item

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
_PROCUREMENT = "政府采购"  # named beside a project or an item it is the table that the amount stands in
_MOST_SAID = 0.7  # share of a whole stretch that a name must hold to be what it means
_ALL_SAID = 0.8  # share of several mentions that one name must hold to be what they mean together


@dataclass(frozen=True, slots=True)
class _Part:
    """What one mention turned out to be."""

    mention: Mention
    items: tuple[Item, ...] = ()
    concept: Concept | None = None  # a whole, or a kind of money
    measure: str = ""
    absent: str = ""  # the name of something that every budget may have and no document in scope prints
    unit_ids: tuple[int, ...] = ()  # of the unit that is named right before it, where the question names several


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the mentions of a question turned out to be."""

    parts: tuple[_Part, ...] = ()
    unclear: Named | None = None
    missing: str = ""


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
    parts = _resolve(left, question, scope, library)
    base_parts = _resolve(right, question, scope, library)
    scope = _narrow(scope, parts.parts, question)
    targets = _targets(parts.parts, scope, question, library)
    bases = _targets(base_parts.parts, scope, question, library) or _outer(parts.parts)
    request = Request(
        question=question,
        operation=Operation.FIGURE,
        scope=scope,
        targets=targets,
        bases=bases,
        unclear=parts.unclear or base_parts.unclear,
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


def _narrow(scope: Scope, parts: Sequence[_Part], question: Question) -> Scope:
    """A context such as 政府采购里 names the list that an item stands in."""
    names_procurement = any(part.items and part.items[0].subject.name == _PROCUREMENT for part in parts)
    others = [part for part in parts if part.items and part.items[0].subject.name != _PROCUREMENT]
    apart = any(_join(a.mention, b.mention, question) is _Join.PEERS for a, b in pairwise(parts))
    if names_procurement and apart:
        return scope
    if names_procurement and others and not question.wants(Operation.SHARE, Operation.COMPARE, Operation.SUM):
        return replace(scope, scheme=Scheme.PROCUREMENT)
    return scope


# ---- names -------------------------------------------------------------------------------------------------


def _resolve(mentions: Sequence[Mention], question: Question, scope: Scope, library: Library) -> _Parts:
    """Each mention as an item, a whole or a measure; several unknown stretches are tried as one name first."""
    whole_name = _as_one_name(mentions, question, scope, library)
    if whole_name:
        return _Parts((whole_name,))
    parts = _one_by_one(mentions, question, scope, library)
    if parts.missing:
        stretch = _as_one_stretch(mentions, question, scope, library)
        return _Parts((stretch,)) if isinstance(stretch, _Part) else _Parts(unclear=stretch) if stretch else parts
    return parts


def _as_one_stretch(
    mentions: Sequence[Mention], question: Question, scope: Scope, library: Library
) -> _Part | Named | None:
    """All from the first to the last mention as one name: a wrong character may look like a known word."""
    if question.wants(Operation.COMPARE, Operation.SUM, Operation.LIST, Operation.SHARE):
        return None
    named = library.finder.match(question.stretch, scope.unit_ids)
    if not named.is_found or (not named.is_guess and named.matches[0].said < _MOST_SAID):
        return None
    return _Part(mentions[0], named.items[0]) if named.is_clear else named


def _one_by_one(mentions: Sequence[Mention], question: Question, scope: Scope, library: Library) -> _Parts:
    parts: list[_Part] = []
    adds_up = question.wants(Operation.SUM)
    counts_people = any("人" in words for words in question.cues.values())
    for at, mention in enumerate(mentions):
        resolved = _resolve_one(mention, parts, scope, library, counted=counts_people)
        if resolved is None and adds_up:
            resolved = _rest_as_one_name(mentions[at:], scope, library)
        if isinstance(resolved, _Part):
            parts.append(resolved)
        elif isinstance(resolved, Named) and adds_up:
            return _Parts((*parts, *(_Part(mention, items) for items in resolved.items)))
        elif isinstance(resolved, Named):
            return _Parts(tuple(parts), unclear=resolved)
        elif below := library.finder.below(mention.text, scope.unit_ids):
            parts += [] if len(mentions) > 1 else [_Part(mention, (item,)) for item in below]
        elif len(mention.text) > 1 or (len(mentions) == 1 and not question.amounts):
            return _Parts(tuple(parts), missing=mention.text)
    return _Parts(tuple(_of_their_units(parts, question)))


def _of_their_units(parts: list[_Part], question: Question) -> Iterator[_Part]:
    """天门三公经费和安徽公务接待费: each thing belongs to the unit that is named right before it."""
    named = [(span.start, span.unit_ids) for span in question.unit_spans]
    owners = [max((unit for unit in named if unit[0] < part.mention.start), default=None) for part in parts]
    paired = len(named) > 1 and None not in owners and len(set(owners)) == len(parts) == len(named)
    for part, owner in zip(parts, owners, strict=True):
        unit_ids = owner[1] if paired and owner else ()
        items = tuple(item for item in part.items if item.unit_id in unit_ids) if unit_ids else part.items
        yield replace(part, items=items, unit_ids=unit_ids)


def _is_unknown(mention: Mention) -> bool:
    return not mention.is_known and mention.concept is None and not mention.code and not mention.measure


def _rest_as_one_name(mentions: Sequence[Mention], scope: Scope, library: Library) -> Named | None:
    """Unknown stretches that follow each other as one name: 四个季度 + 款计划."""
    unknown = [mention.text for mention in mentions if _is_unknown(mention)]
    named = library.finder.match("".join(unknown), scope.unit_ids) if len(unknown) > 1 else None
    return named if named and named.is_found and not named.is_guess else None


def _as_one_name(mentions: Sequence[Mention], question: Question, scope: Scope, library: Library) -> _Part | None:
    """Several mentions that are the words of one name: 面向小微企业预留 + 政府采购."""
    named = [
        mention
        for mention in mentions
        if not mention.measure and not (mention.concept and mention.concept.kind is ConceptKind.WHOLE)
    ]
    unknown = [mention for mention in named if _is_unknown(mention)]
    if not unknown or len(named) < 2 or question.wants(Operation.COMPARE, Operation.SUM, Operation.LIST):
        return None
    match = library.finder.match("".join(mention.text for mention in named), scope.unit_ids)
    return _Part(named[0], match.items[0]) if match.is_clear and match.matches[0].said > _ALL_SAID else None


def _resolve_one(
    mention: Mention, before: Sequence[_Part], scope: Scope, library: Library, *, counted: bool
) -> _Part | Named | None:
    finder = library.finder
    if mention.measure:
        return _Part(mention, measure=mention.measure)
    if mention.concept and mention.concept.kind in (ConceptKind.WHOLE, ConceptKind.FUND):
        return _Part(mention, concept=mention.concept)
    items = mention_items(mention, finder, scope.unit_ids) if mention.is_known or mention.code else ()
    if mention.concept:
        items = tuple(dict.fromkeys((*items, *concept_target(mention.concept, finder, scope.unit_ids).items)))
    if items or mention.concept:
        return _Part(mention, items, absent="" if items or mention.concept is None else mention.concept.name)
    if len(mention.text) < 2 and len(mention.wide) < 2 and not finder.of_name(mention.text, scope.unit_ids):
        return _synonym(mention, scope, library)  # one character is never matched by likeness
    for text in dict.fromkeys((mention.wide, mention.text)):
        known = finder.of_name(text, scope.unit_ids)
        if known:
            return _Part(mention, tuple(dict.fromkeys((*known, *finder.ending_in(text, scope.unit_ids)))))
        if is_official_line(text) or finder.of_name(text, ()):
            return _Part(mention, absent=text)  # a line of its own, which no document in scope prints
    named = _below(mention, before, scope, library)
    if named is None or not named.is_found:
        named = finder.match(mention.wide or mention.text, scope.unit_ids)
    if (not named.is_found or named.is_guess) and mention.wide != mention.text:
        narrow = finder.match(mention.text, scope.unit_ids)
        named = narrow if narrow.is_found and not narrow.is_guess else named
    if counted and not named.is_clear:
        named = finder.match(mention.text + "人数", scope.unit_ids)
    if not named.is_found:
        return None
    if named.is_clear or _is_one_thing(named):
        return _Part(mention, tuple(dict.fromkeys(item for items in named.items for item in items)))
    return named if named.is_guess else _of_those_with_amount(mention, named, scope, library)


def _below(mention: Mention, before: Sequence[_Part], scope: Scope, library: Library) -> Named | None:
    """What a mention may stand for among the parts of what was named before, or beside that: 货物 … 和服务."""
    items = next((part.items for part in before if part.items), ())
    if not items:
        return None
    heads = {(item.unit_id, parent_key(item)) for item in items if item.subject.parent}
    beside = [one for item in items for one in library.base.items_of(item.unit_id) if (one.unit_id, one.key) in heads]
    return library.finder.match_below(mention.text, [*items, *beside], scope.unit_ids)


def _of_those_with_amount(mention: Mention, named: Named, scope: Scope, library: Library) -> _Part | Named:
    """Of several names the one that has an amount in scope; all of them where they print the same amount."""
    with_cells = [(items, cells) for items in named.items if (cells := find_cells(library.base, Target(items), scope))]
    if len(with_cells) == 1:
        return _Part(mention, with_cells[0][0])
    if with_cells and len(merge_equal([cell for _, cells in with_cells for cell in cells])) == 1:
        return _Part(mention, tuple(dict.fromkeys(item for items, _ in with_cells for item in items)))
    return named


def _synonym(mention: Mention, scope: Scope, library: Library) -> _Part | None:
    """What a single character is said for: 车 for 车辆."""
    named = library.finder.match_synonym(mention.text, scope.unit_ids)
    return _Part(mention, named) if named else None


def _is_one_thing(named: Named) -> bool:
    """Whether several names are only the words of one code or one item."""
    codes = {(item.unit_id, item.subject.code or item.key) for items in named.items for item in items}
    return len(codes) == 1


# ---- targets -----------------------------------------------------------------------------------------------


def _targets(parts: Sequence[_Part], scope: Scope, question: Question, library: Library) -> tuple[Target, ...]:
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


def _not_outer(parts: list[_Part], question: Question) -> list[_Part]:
    """Without the measures that a later one is said to stand inside: 基本支出里人员经费."""
    pairs = pairwise(parts)
    outer = [a for a, b in pairs if _join(a.mention, b.mention, question) is _Join.INSIDE]
    return [part for part in parts if part not in outer]


class _Join(Enum):
    """How two things stand beside each other in a question."""

    PEERS = "and"  # 会议费和培训费
    INSIDE = "in"  # 政府采购里硬件运维服务


_PEER_WORDS = ("和", "与", "及", "跟", "加", "还有")
_INSIDE_WORDS = ("里", "中", "内", "的", "下", "其中", "多少是")


def _join(first: Mention, second: Mention, question: Question) -> _Join:
    """Whether two mentions are peers or the second stands inside the first; a comma parts peers."""
    between = question.folded[max(first.end, 0) : max(second.start, 0)]
    parted = any(first.end <= cut <= second.start for cut in question.cuts)
    if first.start < 0 or any(word in between for word in _PEER_WORDS) or (parted and "多少" in between):
        return _Join.PEERS
    if not between and "各" in question.folded[second.end :]:
        return _Join.PEERS  # 水费电费各多少
    if any(word in between for word in _INSIDE_WORDS):
        return _Join.INSIDE
    return _Join.PEERS if parted else _Join.INSIDE


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
    parts: Sequence[_Part], measures: Sequence[str], fund: str, scope: Scope, question: Question, library: Library
) -> tuple[Target, ...]:
    if scope.scheme is Scheme.PROCUREMENT:
        parts = [part for part in parts if part.items[0].subject.name != _PROCUREMENT] or parts
    several = question.wants(Operation.COMPARE, Operation.SUM, Operation.CHECK)
    chosen = _same_things([part.items for part in parts]) if several else _asked(parts, question)
    chosen = [_below_those(items, parts) for items in chosen]
    targets = [Target(items, measure, fund) for items in chosen for measure in (measures or [""])]
    if measures and not any(_may_have(target, library) for target in targets):
        return _without_context(chosen, measures[0], fund)
    return tuple(targets)


def _asked(parts: Sequence[_Part], question: Question) -> list[tuple[Item, ...]]:
    """The things that are asked about: the last, with the peers before it; what it stands in is only context."""
    asked = [parts[-1].items]
    for before, part in zip(reversed(parts[:-1]), reversed(parts[1:]), strict=True):
        is_same = bool(set(before.items) & set(part.items))
        if _join(before.mention, part.mention, question) is _Join.INSIDE and not is_same:
            break
        asked.insert(0, before.items)
    groups = _same_things(asked)
    return groups if _many_asked(groups, question) else _innermost(groups)


def _below_those(items: tuple[Item, ...], parts: Sequence[_Part]) -> tuple[Item, ...]:
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


def _outer(parts: Sequence[_Part]) -> tuple[Target, ...]:
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


def _whole_target(part: _Part, measures: Sequence[str], fund: str, scope: Scope, library: Library) -> Target:
    whole = part.concept or concepts()[0]
    items = library.finder.of_whole(whole.direction, part.unit_ids or scope.unit_ids)
    measure = measures[0] if measures and whole.measure == TOTAL_MEASURE else whole.measure
    return Target(items, measure, fund, whole.direction)


def _fund_target(part: _Part, measures: list[str], scope: Scope, library: Library) -> Target:
    direction = Direction.REVENUE if "收入" in part.mention.text else Direction.EXPENDITURE
    return Target(
        library.finder.of_whole(direction, scope.unit_ids),
        measures[0] if measures else TOTAL_MEASURE,
        part.concept.name if part.concept else "",
        direction,
    )


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
    if found is Operation.FIGURE and question.units_named > 1 and len(request.scope.unit_ids) > 1:
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


def execution_asked(request: Request) -> bool:
    """Whether the question wants an execution figure."""
    return Stage.EXECUTION in request.scope.stages
