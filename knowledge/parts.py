"""What each mention of a question turned out to be: items, a whole, a measure, or nothing known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from knowledge.amounts import FEN_PER_UNIT
from knowledge.answer.request import Library
from knowledge.cells import Scope, Target, find_cells, merge_equal
from knowledge.classification import is_official_line
from knowledge.concepts import Concept, ConceptKind
from knowledge.names.items import Named, concept_target, mention_items, parent_key
from knowledge.question import Mention, Operation, Question
from knowledge.store.read import Item

_AMOUNT = re.compile(r"(\d+)(亿元|万元|元)")
PROCUREMENT = "政府采购"  # named beside a project or an item it is the table that the amount stands in
_MOST_SAID = 0.7  # share of a whole stretch that a name must hold to be what it means
_ALL_SAID = 0.8  # share of several mentions that one name must hold to be what they mean together


@dataclass(frozen=True, slots=True)
class Part:
    """What one mention turned out to be."""

    mention: Mention
    items: tuple[Item, ...] = ()
    concept: Concept | None = None  # a whole, or a kind of money
    measure: str = ""
    absent: str = ""  # the name of something that every budget may have and no document in scope prints
    unit_ids: tuple[int, ...] = ()  # of the unit that is named right before it, where the question names several


@dataclass(frozen=True, slots=True)
class Parts:
    """What the mentions of a question turned out to be."""

    parts: tuple[Part, ...] = ()
    unclear: Named | None = None
    missing: str = ""


class Join(Enum):
    """How two things stand beside each other in a question."""

    PEERS = "and"  # 会议费和培训费
    INSIDE = "in"  # 政府采购里硬件运维服务


_PEER_WORDS = ("和", "与", "及", "跟", "加", "还有")
_INSIDE_WORDS = ("里", "中", "内", "的", "下", "其中", "多少是")


def join_of(first: Mention, second: Mention, question: Question) -> Join:
    """Whether two mentions are peers or the second stands inside the first; a comma parts peers."""
    between = question.folded[max(first.end, 0) : max(second.start, 0)]
    parted = any(first.end <= cut <= second.start for cut in question.cuts)
    if first.start < 0 or any(word in between for word in _PEER_WORDS) or (parted and "多少" in between):
        return Join.PEERS
    if not between and "各" in question.folded[second.end :]:
        return Join.PEERS  # 水费电费各多少
    if any(word in between for word in _INSIDE_WORDS):
        return Join.INSIDE
    return Join.PEERS if parted else Join.INSIDE


def resolve(mentions: Sequence[Mention], question: Question, scope: Scope, library: Library) -> Parts:
    """Each mention as an item, a whole or a measure; a name that prints another amount than the question is missing."""
    parts = _resolve(mentions, question, scope, library)
    items = [item for part in parts.parts for item in part.items]
    items += [item for named in (parts.unclear.items if parts.unclear else ()) for item in named]
    return Parts(missing=question.stretch) if _is_of_another_amount(items, question) else parts


def _resolve(mentions: Sequence[Mention], question: Question, scope: Scope, library: Library) -> Parts:
    """Several unknown stretches are tried as one name first."""
    whole_name = _as_one_name(mentions, question, scope, library)
    if whole_name:
        return Parts((whole_name,))
    parts = _one_by_one(mentions, question, scope, library)
    if parts.missing:
        stretch = _as_one_stretch(mentions, question, scope, library)
        return Parts((stretch,)) if isinstance(stretch, Part) else Parts(unclear=stretch) if stretch else parts
    return parts


def _is_of_another_amount(items: Sequence[Item], question: Question) -> bool:
    """Whether all names print other amounts than the question: 单价100万元以上 for 单价10万元以上."""
    said = {amount.value * FEN_PER_UNIT[amount.unit] for amount in question.amounts if amount.unit in FEN_PER_UNIT}
    printed = [{Decimal(number) * FEN_PER_UNIT[unit] for number, unit in _AMOUNT.findall(item.key)} for item in items]
    return bool(said and printed) and all(amounts and not said & amounts for amounts in printed)


def _as_one_stretch(
    mentions: Sequence[Mention], question: Question, scope: Scope, library: Library
) -> Part | Named | None:
    """All from the first to the last mention as one name: a wrong character may look like a known word."""
    if len(question.stretch) < 2 or question.wants(Operation.COMPARE, Operation.SUM, Operation.LIST, Operation.SHARE):
        return None  # one character is never matched by likeness
    named = library.finder.match(question.stretch, scope.unit_ids)
    if not named.is_found or (not named.is_guess and named.matches[0].said < _MOST_SAID):
        return None
    return Part(mentions[0], named.items[0]) if named.is_clear else named


def _one_by_one(mentions: Sequence[Mention], question: Question, scope: Scope, library: Library) -> Parts:
    parts: list[Part] = []
    adds_up = question.wants(Operation.SUM)
    counts_people = any("人" in words for words in question.cues.values())
    for at, mention in enumerate(mentions):
        resolved = _resolve_one(mention, parts, scope, library, counted=counts_people)
        if resolved is None and adds_up:
            resolved = _rest_as_one_name(mentions[at:], scope, library)
        if isinstance(resolved, Part):
            parts.append(resolved)
        elif isinstance(resolved, Named) and adds_up:
            return Parts((*parts, *(Part(mention, items) for items in resolved.items)))
        elif isinstance(resolved, Named):
            return Parts(tuple(parts), unclear=resolved)
        elif below := library.finder.below(mention.text, scope.unit_ids):
            parts += [] if len(mentions) > 1 else [Part(mention, (item,)) for item in below]
        elif len(mention.text) > 1 or (len(mentions) == 1 and not question.amounts):
            return Parts(tuple(parts), missing=mention.text)
    return Parts(tuple(_of_their_units(parts, question)))


def _of_their_units(parts: list[Part], question: Question) -> Iterator[Part]:
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
    return named if named and named.is_said else None


def _as_one_name(mentions: Sequence[Mention], question: Question, scope: Scope, library: Library) -> Part | None:
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
    if not match.is_clear or match.matches[0].said <= _ALL_SAID or match.matches[0].is_moved:
        return None
    return Part(named[0], match.items[0])


def _resolve_one(
    mention: Mention, before: Sequence[Part], scope: Scope, library: Library, *, counted: bool
) -> Part | Named | None:
    finder = library.finder
    if mention.measure:
        return Part(mention, measure=mention.measure)
    if mention.concept and mention.concept.kind in (ConceptKind.WHOLE, ConceptKind.FUND):
        return Part(mention, concept=mention.concept)
    items = mention_items(mention, finder, scope.unit_ids) if mention.is_known or mention.code else ()
    if mention.concept:
        items = tuple(dict.fromkeys((*items, *concept_target(mention.concept, finder, scope.unit_ids).items)))
    if items or mention.concept:
        return Part(mention, items, absent="" if items or mention.concept is None else mention.concept.name)
    if len(mention.text) < 2 and len(mention.wide) < 2 and not finder.of_name(mention.text, scope.unit_ids):
        return _synonym(mention, scope, library)  # one character is never matched by likeness
    for text in dict.fromkeys((mention.wide, mention.text)):
        known = finder.of_name(text, scope.unit_ids)
        if known:
            return Part(mention, tuple(dict.fromkeys((*known, *finder.ending_in(text, scope.unit_ids)))))
        if is_official_line(text) or finder.of_name(text, ()):
            return Part(mention, absent=text)  # a line of its own, which no document in scope prints
    named = _below(mention, before, library)
    if named is None or not named.is_found:
        named = finder.match(mention.wide or mention.text, scope.unit_ids)
    if not named.is_said and mention.wide != mention.text:
        if len(mention.text) < 2:
            return _synonym(mention, scope, library) or (named if named.is_found else None)
        narrow = finder.match(mention.text, scope.unit_ids)
        if named.is_guess and named.is_found and not set(named.names) & set(narrow.names):
            named = _either(named, narrow)  # 办公于 is one slip away from 办公费, and 办公 alone is like others
        elif narrow.is_said or not named.is_found:
            named = narrow
    if counted and not named.is_clear:
        named = finder.match(mention.text + "人数", scope.unit_ids)
    if not named.is_found:
        return None
    if named.is_clear or (_is_one_thing(named) and not named.is_weak):
        return Part(mention, tuple(dict.fromkeys(item for items in named.items for item in items)))
    return _of_those_with_amount(mention, named, scope, library) if named.is_said else named


def _either(guess: Named, narrow: Named) -> Named:
    """Names one slip away from all that was said, and those like a part of it: only the person knows."""
    return replace(guess, names=(*guess.names, *narrow.names), items=(*guess.items, *narrow.items))


def _below(mention: Mention, before: Sequence[Part], library: Library) -> Named | None:
    """What a mention may stand for among the parts of what was named before, or beside that: 货物 … 和服务."""
    items = next((part.items for part in before if part.items), ())
    if not items:
        return None
    heads = {(item.unit_id, parent_key(item)) for item in items if item.subject.parent}
    beside = [one for item in items for one in library.base.items_of(item.unit_id) if (one.unit_id, one.key) in heads]
    return library.finder.match_below(mention.text, [*items, *beside])


def _of_those_with_amount(mention: Mention, named: Named, scope: Scope, library: Library) -> Part | Named:
    """Of several names the one that has an amount in scope; all of them where they print the same amount."""
    with_cells = [(items, cells) for items in named.items if (cells := find_cells(library.base, Target(items), scope))]
    if len(with_cells) == 1:
        return Part(mention, with_cells[0][0])
    if with_cells and len(merge_equal([cell for _, cells in with_cells for cell in cells])) == 1:
        return Part(mention, tuple(dict.fromkeys(item for items, _ in with_cells for item in items)))
    return named


def _synonym(mention: Mention, scope: Scope, library: Library) -> Part | None:
    """What a single character is said for: 车 for 车辆."""
    named = library.finder.match_synonym(mention.text, scope.unit_ids)
    return Part(mention, named) if named else None


def _is_one_thing(named: Named) -> bool:
    """Whether several names are only the words of one code or one item."""
    codes = {(item.unit_id, item.subject.code or item.key) for items in named.items for item in items}
    return len(codes) == 1
