"""From the mentions of a question to the items that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from knowledge.cells import Target
from knowledge.classification import name_forms
from knowledge.concepts import Concept, ConceptKind, concept_of, subject_key
from knowledge.lexicon import load
from knowledge.model import PATH_SEPARATOR, TOTAL_MEASURE, Direction, Scheme
from knowledge.names.match import Match, NameScorer
from knowledge.question import Mention
from knowledge.store.read import Item, KnowledgeBase
from knowledge.text import fold_name

_NUMBER = re.compile(r"\d{3,}")
_ALL_OF_IT = 0.95  # share of a mention with a synonym that a name must hold: the synonym alone proves nothing
_LONG_PARENT = 5  # characters from which a mention may be that of a thing whose parts alone have amounts
_SURE = 75.0  # score from which a match is taken without looking for names one slip away
_WHOLE = {"收入", "支出", "收支"}
_SHORT = 2  # characters up to which a mention proves nothing inside a long name: 工作 in 绩效目标编报工作
_SHORT_NAMED = 0.34  # share of the name that a short mention must make up
_FEW = 4  # characters up to which a mention that only sounds like a part of a name proves nothing
_SOUND_NAMED = 0.5  # share of the name that it must make up: 主费 is no 伙食补助费


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a match is good enough (config.toml [matching])."""

    floor: float = 68.0  # score, 0 to 100, below which a name is not taken for what was said
    gap: float = 10.0  # points by which the best name must stand out; else the answer is a question back


DEFAULT_THRESHOLDS = Thresholds()


@dataclass(frozen=True, slots=True)
class Named:
    """What a mention may stand for, best first; several names where none is clearly the best."""

    mention: str
    names: tuple[str, ...]  # folded
    items: tuple[tuple[Item, ...], ...]  # the items of each name
    matches: tuple[Match, ...] = ()
    is_guess: bool = False  # one slip of the hand away: an answer only where it can be one thing alone
    is_weak: bool = False  # a short word inside a long name: asked back, never answered

    @property
    def is_clear(self) -> bool:
        """Whether one name stands out."""
        return len(self.names) == 1 and self.is_said

    @property
    def is_said(self) -> bool:
        """Whether enough of the names was said to go on with them."""
        return self.is_found and not self.is_guess and not self.is_weak

    @property
    def is_found(self) -> bool:
        """Whether any name fits."""
        return bool(self.names)


def item_names(item: Item) -> set[str]:
    """The folded names of an item: as printed, its key, and for what the lexicon knows all of its words."""
    names = {item.key, fold_name(item.subject.name)}
    if item.subject.parent and item.subject.scheme is Scheme.SPECIAL:
        names.add(fold_name(item.subject.parent.split(PATH_SEPARATOR)[-1] + item.subject.name))
    if item.subject.scheme in (Scheme.SPECIAL, Scheme.REVENUE):
        concept = concept_of(item.subject.name, ConceptKind.SPECIAL, ConceptKind.REVENUE)
        names |= {fold_name(word) for word in concept.words} if concept else set()
    return names


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    return {fold_name(word): tuple(map(fold_name, others)) for word, others in load("questions")["synonyms"].items()}


class ItemFinder:
    """Finds the items of one knowledge base by name."""

    def __init__(self, base: KnowledgeBase, thresholds: Thresholds) -> None:
        self._base = base
        self._thresholds = thresholds
        self._scorers: dict[tuple[int, ...], NameScorer] = {}
        self._totals: dict[tuple[int, ...], tuple[Item, ...]] = {}
        self._by_name: dict[tuple[int, ...], dict[str, list[Item]]] = {}
        self._parents: dict[tuple[int, ...], tuple[dict[str, list[Item]], NameScorer]] = {}

    def _unit_ids(self, unit_ids: Sequence[int]) -> tuple[int, ...]:
        return tuple(sorted(unit_ids)) or tuple(self._base.units)

    def directory(self, unit_ids: Sequence[int]) -> dict[str, list[Item]]:
        """The items of some units by folded name."""
        ids = self._unit_ids(unit_ids)
        if ids not in self._by_name:
            by_name: dict[str, list[Item]] = {}
            for unit_id in ids:
                for item in self._base.items_of(unit_id):
                    for name in item_names(item):
                        by_name.setdefault(name, []).append(item)
            self._by_name[ids] = by_name
        return self._by_name[ids]

    def scorer(self, unit_ids: Sequence[int]) -> NameScorer:
        """Scores mentions against the names of some units."""
        ids = self._unit_ids(unit_ids)
        if ids not in self._scorers:
            named = (
                name
                for name, items in self.directory(ids).items()
                if any(i.subject.scheme is not Scheme.TOTAL for i in items)
            )
            self._scorers[ids] = NameScorer(name for name in named if len(name) > 1)
        return self._scorers[ids]

    # ---- known names -----------------------------------------------------------------------------------

    def of_code(self, code: str, unit_ids: Sequence[int]) -> tuple[Item, ...]:
        """The items with a classification code."""
        return tuple(
            item
            for unit_id in self._unit_ids(unit_ids)
            for item in self._base.items_of(unit_id)
            if item.subject.code == code
        )

    def of_whole(self, direction: Direction, unit_ids: Sequence[int]) -> tuple[Item, ...]:
        """The whole budget, or one side of it."""
        ids = self._unit_ids(unit_ids)
        if ids not in self._totals:
            self._totals[ids] = tuple(
                item
                for unit_id in ids
                for item in self._base.items_of(unit_id)
                if item.subject.scheme is Scheme.TOTAL and item.subject.name in _WHOLE
            )
        names = {direction.value, "收支"} if direction else _WHOLE
        return tuple(item for item in self._totals[ids] if item.subject.name in names)

    def of_name(self, name: str, unit_ids: Sequence[int]) -> tuple[Item, ...]:
        """The items with a name, letter by letter; 支出 and the like at its end may be left out or put on."""
        directory = self.directory(unit_ids)
        return next((tuple(directory[form]) for form in name_forms(fold_name(name)) if form in directory), ())

    def ending_in(self, text: str, unit_ids: Sequence[int]) -> tuple[Item, ...]:
        """The items whose names end in a text: 机关事业单位职业年金缴费支出 for 职业年金缴费支出."""
        folded = fold_name(text)
        names = [name for name in self.scorer(unit_ids).ending_in(folded) if not contradicts(folded, name)]
        directory = self.directory(unit_ids)
        return tuple(item for name in names for item in directory[name])

    def match_synonym(self, word: str, unit_ids: Sequence[int]) -> tuple[Item, ...]:
        """The items that a synonym of a word names letter by letter."""
        return next((items for other in _synonyms().get(word, ()) if (items := self.of_name(other, unit_ids))), ())

    def parts_of(self, item: Item, digits: int | None = None) -> list[Item]:
        """The items one level below (or of `digits` digits): by code where there is one, else by the parent's name."""
        siblings = self._base.items_of(item.unit_id)
        code = item.subject.code
        if not code:
            return [one for one in siblings if one.subject.parent and parent_key(one) == item.key]
        length = digits if digits and digits > len(code) else len(code) + 2
        return [one for one in siblings if one.subject.code.startswith(code) and len(one.subject.code) == length]

    # ---- mistyped and shortened names --------------------------------------------------------------------

    def match_below(self, mention: str, parents: Sequence[Item]) -> Named:
        """What a mention may stand for among the parts of some items: 货物 of 政府采购."""
        above = {(parent.unit_id, parent.key) for parent in parents}
        below = [
            item
            for unit_id in {parent.unit_id for parent in parents}
            for item in self._base.items_of(unit_id)
            if item.subject.parent and (unit_id, parent_key(item)) in above
        ]
        names = {name for item in below for name in item_names(item) if mention in name}
        found = [item for item in below if item_names(item) & names]
        keys = {item.key for item in found}
        return Named(mention, (mention,), (tuple(found),)) if len(keys) == 1 else Named(mention, (), ())

    def match(self, mention: str, unit_ids: Sequence[int]) -> Named:
        """What a mention may stand for among the names of some units."""
        scorer = self.scorer(unit_ids)
        ranked = scorer.rank(mention, self._thresholds.floor)
        found = {match.name: match for match in ranked if not contradicts(mention, match.name)}
        for wording in _wordings(mention):
            for match in scorer.rank(wording, self._thresholds.floor):
                if match.said > _ALL_OF_IT and (match.name not in found or match.score > found[match.name].score):
                    found[match.name] = match
        named = self._named(mention, sorted(found.values(), key=lambda match: -match.score), unit_ids)
        if any(match.score >= _SURE and not match.by_sound for match in found.values()):
            return named
        guesses = [name for name in scorer.near_misses(mention) if not contradicts(mention, name)]
        return self._with_guesses(named, guesses, unit_ids)

    def _with_guesses(self, named: Named, guesses: Sequence[str], unit_ids: Sequence[int]) -> Named:
        """A weak match beside names that are one slip away (三公费经): either may be meant, and only they are asked."""
        directory = self.directory(unit_ids)
        others = [name for name in guesses if tuple(directory[name]) not in named.items]
        if not others:
            return named
        names = (*others, *named.names)
        return Named(named.mention, names, tuple(tuple(directory[name]) for name in names), is_guess=True)

    def slips_of(self, text: str, unit_ids: Sequence[int]) -> list[tuple[str, tuple[Item, ...]]]:
        """The names that a text is a slip of the hand, or a left out word, away from; with their items."""
        scorer, directory = self.scorer(unit_ids), self.directory(unit_ids)
        names = dict.fromkeys((*scorer.near_misses(text), *scorer.holding(text)))
        return [(name, tuple(directory[name])) for name in names]

    def nearest(self, mention: str, unit_ids: Sequence[int], count: int) -> list[Item]:
        """The items whose names are least unlike a mention, for a refusal's suggestions."""
        ranked = self.scorer(unit_ids).rank(mention, 0.0)
        directory = self.directory(unit_ids)
        return [directory[match.name][0] for match in ranked[:count]]

    def _named(self, mention: str, ranked: Sequence[Match], unit_ids: Sequence[int]) -> Named:
        if not ranked:
            return Named(mention, (), ())
        near = [match for match in ranked if match.score >= ranked[0].score - self._thresholds.gap]
        quiet = load("questions")["contrast"]["quiet"]
        plain = [match for match in near if not any(word in match.name and word not in mention for word in quiet)]
        directory = self.directory(unit_ids)
        near = plain or near
        by_items: dict[tuple[Item, ...], str] = {}  # several names of the same items are one
        for match in near:
            by_items.setdefault(tuple(directory[match.name]), match.name)
        best = ranked[0]
        is_part = len(mention) <= _SHORT and best.named < _SHORT_NAMED
        is_echo = best.by_sound and len(mention) <= _FEW and best.named < _SOUND_NAMED
        is_weak = is_part or is_echo
        return Named(mention, tuple(by_items.values()), tuple(by_items), tuple(ranked), is_weak=is_weak)

    def below(self, mention: str, unit_ids: Sequence[int]) -> tuple[Item, ...]:
        """The parts of a thing that itself has no amount (a project with four payments), by its name."""
        if len(mention) < _LONG_PARENT:
            return ()
        ids = self._unit_ids(unit_ids)
        if ids not in self._parents:
            parts = self._parts_by_parent(ids)
            self._parents[ids] = parts, NameScorer(parts)
        parts, scorer = self._parents[ids]
        ranked = scorer.rank(mention, self._thresholds.floor)
        is_sure = bool(ranked) and ranked[0].said > 0.9 and not contradicts(mention, ranked[0].name)
        return tuple(parts[ranked[0].name]) if is_sure else ()

    def _parts_by_parent(self, unit_ids: Sequence[int]) -> dict[str, list[Item]]:
        parts: dict[str, list[Item]] = {}
        for unit_id in unit_ids:
            for item in self._base.items_of(unit_id):
                if item.subject.parent:
                    parts.setdefault(fold_name(item.subject.parent.split(PATH_SEPARATOR)[-1]), []).append(item)
        return parts


@cache
def _contrasts() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(fold_name, group)) for group in load("questions")["contrast"]["groups"])


def contradicts(mention: str, name: str) -> bool:
    """Whether a name says another thing than the mention in a word that matters: 离休 for 退休, 其他 left out."""
    said_numbers, printed_numbers = set(_NUMBER.findall(mention)), set(_NUMBER.findall(name))
    if said_numbers and printed_numbers and not said_numbers & printed_numbers:
        return True  # 12345 is not 12333
    for word in load("questions")["contrast"]["added"]:
        if word in mention and word not in name:
            return True
    for group in _contrasts():
        said, printed = {word for word in group if word in mention}, {word for word in group if word in name}
        if said and printed and not said & printed:
            return True
    return False


@lru_cache(maxsize=100_000)
def parent_key(item: Item) -> str:
    """The key of the item's nearest parent, by which its parts find it."""
    last = item.subject.parent.split(PATH_SEPARATOR)[-1]
    concept = concept_of(last, ConceptKind.SPECIAL, ConceptKind.REVENUE)
    return fold_name(concept.name) if concept else subject_key(last, item.subject.scheme)


def _wordings(mention: str) -> Iterator[str]:
    """The mention with each synonym put in for what people say."""
    for word, others in _synonyms().items():
        if word in mention:
            yield from (mention.replace(word, other) for other in others if other not in mention)


def concept_target(concept: Concept, finder: ItemFinder, unit_ids: Sequence[int]) -> Target:
    """What a word of the concept lexicon names in some units."""
    match concept.kind:
        case ConceptKind.WHOLE:
            measure = concept.measure
            return Target(finder.of_whole(concept.direction, unit_ids), measure, direction=concept.direction)
        case ConceptKind.FUND:
            return Target(
                finder.of_whole(Direction.EXPENDITURE, unit_ids),
                TOTAL_MEASURE,
                concept.name,
                Direction.EXPENDITURE,
            )
        case ConceptKind.REVENUE | ConceptKind.SPECIAL:
            return Target(finder.of_name(concept.name, unit_ids))


def mention_items(mention: Mention, finder: ItemFinder, unit_ids: Sequence[int]) -> tuple[Item, ...]:
    """The items that a known mention names letter by letter."""
    if mention.code:
        return finder.of_code(mention.code, unit_ids)
    return finder.of_name(mention.text, unit_ids)
