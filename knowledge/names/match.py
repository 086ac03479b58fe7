"""Which names a mistyped, shortened or half-remembered mention may stand for, with scores."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA, LCSseq

from knowledge.names.sound import sound

_SHORTLIST = 24  # names that are scored in full after the first look
_LIGHTEST = 0.4  # weight of a character that nearly all names hold (支, 出), beside 1 for a rare one
_DIGIT = 0.3  # weight of a digit: 12333 is one word, not five rare characters
_SAID, _NAMED, _PAIRS = 60.0, 25.0, 15.0
"""Points for 'all that was said is in the name', 'the name holds little more' and 'neighbours are neighbours in it'."""
_LONG = 7  # characters from which two slips are still the same name
_SOUND_COST = 4.0  # points by which a match of sounds is weaker than one of characters


@dataclass(frozen=True, slots=True)
class Match:
    """A name that a mention may stand for. Scores are 0 to 100."""

    name: str
    score: float
    said: float  # how much of the mention is in the name
    named: float  # how much of the name is in the mention
    by_sound: bool = False


class NameScorer:
    """Scores mentions against a fixed list of folded names."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(names))
        self._weights = Weights(self.names)

    @cached_property
    def _sounds(self) -> tuple[str, ...]:
        return tuple(map(sound, self.names))

    @cached_property
    def _sound_weights(self) -> Weights:
        return Weights(self._sounds)

    def rank(self, mention: str, floor: float) -> list[Match]:
        """The names that score at least `floor`, best first; homophones are tried where letters find nothing sure."""
        found = {match.name: match for match in self._rank(mention, self.names, self.names, self._weights)}
        if not found or max(match.said for match in found.values()) < 1:
            heard = self._rank(sound(mention), self._sounds, self.names, self._sound_weights)
            for match in heard:
                weaker = Match(match.name, match.score - _SOUND_COST, match.said, match.named, by_sound=True)
                if weaker.score > found.get(match.name, weaker).score or match.name not in found:
                    found[match.name] = weaker
        return sorted((match for match in found.values() if match.score >= floor), key=lambda match: -match.score)

    def _rank(self, mention: str, texts: Sequence[str], names: Sequence[str], weights: Weights) -> list[Match]:
        if not texts or not mention:
            return []
        common = [LCSseq.similarity(mention, text) for text in texts]
        best = sorted(range(len(texts)), key=lambda i: (-common[i], len(texts[i])))[:_SHORTLIST]
        most = weights.of(mention)
        return [_score(mention, most, texts[i], names[i], weights) for i in best if common[i] > 0]


class Weights:
    """How much each character says: the fewer names hold it, the more."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._holding = Counter(char for text in texts for char in set(text))
        self._texts = len(texts)
        self._known: dict[str, float] = {}

    def of(self, text: str) -> float:
        """The weight of a text: that of its characters together."""
        return sum(map(self._of_char, text))

    def _of_char(self, char: str) -> float:
        weight = self._known.get(char)
        if weight is None:
            weight = self._known[char] = _DIGIT if char.isdigit() else self._rarity(char)
        return weight

    def _rarity(self, char: str) -> float:
        rarity = math.log(1 + self._texts / (1 + self._holding[char])) / math.log(1 + self._texts)
        return _LIGHTEST + (1 - _LIGHTEST) * min(1.0, max(0.0, rarity))


def _score(mention: str, most: float, text: str, name: str, weights: Weights) -> Match:
    blocks = [block for block in LCSseq.opcodes(mention, text) if block.tag == "equal"]
    common = weights.of("".join(mention[block.src_start : block.src_end] for block in blocks))
    said, named = common / most, common / weights.of(text)
    return Match(name, _SAID * said + _NAMED * named + _PAIRS * _pairs_kept(mention, text), said, named)


def _pairs_kept(mention: str, text: str) -> float:
    """The share of the mention's neighbouring characters that are neighbours in the text."""
    pairs = [mention[at : at + 2] for at in range(len(mention) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def near_misses(mention: str, names: Iterable[str]) -> list[str]:
    """Names that one slip of the hand away from the mention: a character wrong, missing, doubled or two swapped."""
    most = 1 if len(mention) < _LONG else 2
    return [name for name in names if len(mention) > 2 and OSA.distance(mention, name, score_cutoff=most) <= most]
