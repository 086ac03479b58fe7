"""Which names a mistyped, shortened or half-remembered mention may stand for, with scores."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA, LCSseq

from knowledge.names.sound import sound

_SHORTLIST = 24  # names that are scored in full after the first look
_LOOKED_AT = 500  # names that are looked at at all, where there are more
_COUNTED = 2000  # entries of the index that are counted to find those
_REMEMBERED = 16  # mentions: one question looks up its own several times
_SCORERS_KEPT = 32  # lists of names that are no names of items: indicators, owners of paragraphs, terms
_LIGHTEST = 0.4  # weight of a character that nearly all names hold (支, 出), beside 1 for a rare one
_DIGIT = 0.3  # weight of a digit: 12333 is one word, not five rare characters
_SAID, _NAMED, _PAIRS = 60.0, 25.0, 15.0
"""Points for 'all that was said is in the name', 'the name holds little more' and 'neighbours are neighbours in it'."""
_LONG = 7  # characters from which two slips are still the same name
_LONG_END = 5  # characters from which the end of a name stands for the name
_PAIRS_OF_PARTS = 0.8  # of neighbours kept by a mention that has the name's parts in another order
_WORD_LENGTHS = (2, 3, 4)  # characters of words that names begin or end with
_MOSTLY = 0.6  # share of a name that what was said of it makes up
_SOUND_COST = 4.0  # points by which a match of sounds is weaker than one of characters


@dataclass(frozen=True, slots=True)
class Match:
    """A name that a mention may stand for. Scores are 0 to 100."""

    name: str
    score: float
    said: float  # how much of the mention is in the name
    named: float  # how much of the name is in the mention
    by_sound: bool = False
    is_moved: bool = False  # the name has the parts in another order


class NameScorer:
    """Scores mentions against a fixed list of folded names."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(names))
        self._letters = Spelling(self.names)
        self._scored = lru_cache(maxsize=_REMEMBERED)(self._score_all)

    @cached_property
    def _sounds(self) -> Spelling:
        return Spelling(tuple(map(sound, self.names)))

    def rank(self, mention: str, floor: float) -> list[Match]:
        """The names that score at least `floor`, best first; homophones are tried where letters find nothing sure."""
        return [match for match in self._scored(mention) if match.score >= floor]

    def _score_all(self, mention: str) -> tuple[Match, ...]:
        found = {match.name: match for match in self._rank(mention, self._letters)}
        if not found or max(match.said for match in found.values()) < 1:
            for match in self._rank(sound(mention), self._sounds):
                weaker = Match(match.name, match.score - _SOUND_COST, match.said, match.named, by_sound=True)
                if weaker.score > found.get(match.name, weaker).score or match.name not in found:
                    found[match.name] = weaker
        return tuple(sorted(found.values(), key=lambda match: -match.score))

    def ending_in(self, text: str) -> Sequence[str]:
        """The names that end in a text of five characters or more; a shorter end stands for no name."""
        return [name for name in self._by_end.get(text[-_LONG_END:], ()) if name.endswith(text)]

    @cached_property
    def _by_end(self) -> dict[str, list[str]]:
        ends: dict[str, list[str]] = {}
        for name in self.names:
            if len(name) >= _LONG_END:
                ends.setdefault(name[-_LONG_END:], []).append(name)
        return ends

    def has_end(self, word: str) -> bool:
        """Whether some name ends with a word."""
        return word in self._ends

    def has_beginning(self, word: str) -> bool:
        """Whether some name begins with a word."""
        return word in self._beginnings

    @cached_property
    def _ends(self) -> frozenset[str]:
        return frozenset(name[-length:] for name in self.names for length in _WORD_LENGTHS if len(name) > length)

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        return frozenset(name[:length] for name in self.names for length in _WORD_LENGTHS if len(name) > length)

    def near_misses(self, mention: str) -> list[str]:
        """Names one slip of the hand away from the mention: a character wrong, missing, doubled or two swapped."""
        most = 1 if len(mention) < _LONG else 2
        names = [self.names[at] for at in self._letters.sharing(mention)] if len(mention) > 2 else []
        return [name for name in names if OSA.distance(mention, name, score_cutoff=most) <= most]

    def holding(self, text: str) -> list[str]:
        """Names that hold a text in order with little left out: 其他对个和家的补支出 of 其他对个人和家庭的补助支出."""
        names = (self.names[at] for at in self._letters.sharing(text))
        return [
            name
            for name in names
            if len(text) < len(name) <= len(text) / _MOSTLY and LCSseq.similarity(text, name) == len(text)
        ]

    def _rank(self, mention: str, spelling: Spelling) -> list[Match]:
        if not mention or not spelling.texts:
            return []
        texts, weights = spelling.texts, spelling.weights
        common = {at: LCSseq.similarity(mention, texts[at]) for at in spelling.sharing(mention)}
        best = sorted(common, key=lambda at: (-common[at], len(texts[at])))[:_SHORTLIST]
        most = weights.of(mention)
        return [_score(mention, most, texts[at], self.names[at], weights) for at in best if common[at] > 0]


@lru_cache(maxsize=_SCORERS_KEPT)
def scorer_of(names: tuple[str, ...]) -> NameScorer:
    """The scorer of some names; those of the last lists that were asked for stay in memory."""
    return NameScorer(names)


class Spelling:
    """Texts with an index from each character to the texts that hold it."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self.texts = texts
        self.weights = Weights(texts)

    @cached_property
    def _holding(self) -> dict[str, array[int]]:
        holding: dict[str, array[int]] = {}
        for at in sorted(range(len(self.texts)), key=lambda at: len(self.texts[at])):
            for char in set(self.texts[at]):
                holding.setdefault(char, array("l")).append(at)
        return holding

    def sharing(self, mention: str) -> Sequence[int]:
        """The places of the texts that share most characters with a mention, rare ones first; all if they are few."""
        if len(self.texts) <= _LOOKED_AT:
            return range(len(self.texts))
        shared: Counter[int] = Counter()
        left = _COUNTED
        for places in sorted((self._holding[char] for char in set(mention) & self._holding.keys()), key=len):
            shared.update(places[:left])  # the shortest texts come first
            left -= len(places)
            if left <= 0:
                break
        return [at for at, _ in shared.most_common(_LOOKED_AT)]


class Weights:
    """How much each character says: the fewer names hold it, the more."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._of_char = _CharWeights(texts)

    def of(self, text: str) -> float:
        """The weight of a text: that of its characters together."""
        return sum(map(self._of_char.__getitem__, text))


class _CharWeights(dict[str, float]):
    """The weight of each character, worked out when it is first asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._holding = Counter(char for text in texts for char in set(text))
        self._texts = len(texts)

    def __missing__(self, char: str) -> float:
        weight = self[char] = _DIGIT if char.isdigit() else self._rarity(char)
        return weight

    def _rarity(self, char: str) -> float:
        rarity = math.log(1 + self._texts / (1 + self._holding[char])) / math.log(1 + self._texts)
        return _LIGHTEST + (1 - _LIGHTEST) * min(1.0, max(0.0, rarity))


def _score(mention: str, most: float, text: str, name: str, weights: Weights) -> Match:
    blocks = [block for block in LCSseq.opcodes(mention, text) if block.tag == "equal"]
    common = weights.of("".join(mention[block.src_start : block.src_end] for block in blocks))
    pairs = _pairs_kept(mention, text)
    if common < most and pairs >= _PAIRS_OF_PARTS and len(mention) >= _LONG and not Counter(mention) - Counter(text):
        named = most / weights.of(text)
        return Match(name, _SAID + _NAMED * named + _PAIRS * pairs, 1.0, named, is_moved=True)
    said, named = common / most, common / weights.of(text)
    return Match(name, _SAID * said + _NAMED * named + _PAIRS * pairs, said, named)


def _pairs_kept(mention: str, text: str) -> float:
    """The share of the mention's neighbouring characters that are neighbours in the text."""
    pairs = [mention[at : at + 2] for at in range(len(mention) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0
