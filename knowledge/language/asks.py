"""What a question asks, and whether it leans on the one before: linear classifiers over its words and its stretches."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.language.features import find_cues, likeness
from knowledge.language.fold import Folded
from knowledge.language.marks import Ask, Label
from knowledge.language.slots import Slot
from knowledge.language.tagger import Tagged
from knowledge.tokens import cut

JOINER = "+"
_INSIDE = frozenset((Label.ITEM, Label.OTHER, Label.RANK, Label.BASE, Label.AMOUNT, Label.TABLE))


def ask_features(folded: Folded, stretches: Sequence[Tagged], slots: Sequence[Slot], follows: bool) -> list[str]:
    """What the classifiers see: chatter with labels in place of stretches, the stretches' own words, and counts."""
    tokens = list(_tokens(folded.text, stretches))
    labels = [token for token in tokens if len(token) > 1]
    found = {"bias", "follows" if follows else "first", f"size{min(len(tokens) // 4, 6)}"}
    found.update(_ngrams(["⟨", *tokens, "⟩"], 4))
    found.update("l" + gram for gram in _ngrams(["⟨", *labels, "⟩"], 3))
    found.update(f"{label}×{min(labels.count(label), 3)}" for label in {*labels})
    found.update(f"no{label}" for label in Label if f"⟦{label}⟧" not in labels)
    found.update("s" + slot.kind for slot in slots)
    found.update(_words(tokens))
    classes = list(_classes(folded.text, stretches))
    found.update("k" + gram for gram in _ngrams(classes, 3))
    found.update(f"K{kind}" for kind in classes)
    for stretch in stretches:
        if stretch.label in _INSIDE:
            found.update(_inside(stretch.label, folded.text[stretch.start : stretch.end]))
    found.add(_most_like(folded.text, stretches))
    if follows:
        found.update(f"f{gram}" for gram in _ngrams(["⟨", *tokens[:3]], 3))
        found.add(f"f{min(len(labels), 3)}{min(len(tokens) // 3, 4)}")
    return sorted(found)


def _tokens(text: str, stretches: Sequence[Tagged]) -> Iterator[str]:
    at = 0
    for stretch in stretches:
        yield from text[at : stretch.start]
        yield f"⟦{stretch.label}⟧"
        at = stretch.end
    yield from text[at:]


def _ngrams(tokens: Sequence[str], longest: int) -> Iterator[str]:
    for size in range(1, longest + 1):
        for at in range(len(tokens) - size + 1):
            yield "".join(tokens[at : at + size])


def _words(tokens: Sequence[str]) -> Iterator[str]:
    text = "".join(token if len(token) == 1 else "\n" for token in tokens)
    words = [word for word in cut(text) if word.strip()] if text else []
    for word, after in zip(words, [*words[1:], "⟩"], strict=False):
        yield f"w{word}"
        yield f"w{word}_{after}"


def _classes(text: str, stretches: Sequence[Tagged]) -> Iterator[str]:
    """Labels and classes of asking words, in order; asking words inside stretches with their label."""
    at = 0
    for start, _, kind in (*find_cues(text), (len(text), len(text), "⟩")):
        while at < len(stretches) and stretches[at].start <= start:
            yield f"⟦{stretches[at].label}⟧"
            at += 1
        inside = next((stretch.label for stretch in stretches if stretch.start <= start < stretch.end), None)
        yield f"{kind}." if inside is None else f"{inside}/{kind}."


def _most_like(text: str, stretches: Sequence[Tagged]) -> str:
    """How like names of budgets the items are: 世界杯 is like none."""
    items = [text[each.start : each.end] for each in stretches if each.label in (Label.ITEM, Label.BASE)]
    unit = any(each.label is Label.UNIT for each in stretches)
    return f"like{max(map(likeness, items), default='-')}{unit}"


def _inside(label: Label, text: str) -> Iterator[str]:
    sign = f"{label}:"
    yield f"{sign}={text}"
    yield f"{sign}{text[-2:]}⟩"
    yield f"{sign}{text[-1:]}⟩"
    yield f"{sign}⟨{text[:2]}"
    for at in range(len(text) - 1):
        yield sign + text[at : at + 2]


SCALE = 100.0  # weights are stored as whole hundredths


@dataclass(frozen=True, slots=True)
class Decision:
    """What is asked, how certain that is, each ask's own probability, and that of leaning."""

    asks: tuple[Ask, ...]
    probability: float
    each: Mapping[Ask, float]
    leans: float


class Classifiers:
    """One classifier over what can be asked together, one for leaning. They share their features.

    A set of asks (amount and reason) is one class: what is asked together is not independent.
    """

    def __init__(self, sets: Sequence[str], written: Mapping[str, str]) -> None:
        """`written`: of a feature, "number weight number weight …"; the number behind the sets is that of leaning."""
        self._sets = tuple(tuple(Ask(ask) for ask in name.split(JOINER)) for name in sets)
        self._written = written
        self._rows: dict[str, list[int]] = {}
        self._read: dict[
            str, tuple[tuple[int, int], ...]
        ] = {}  # numbers are read when they are needed: loading is short

    @staticmethod
    def load(file: Path) -> Classifiers:
        """The classifiers of a model file: the sets on its first line, then a feature with its weights on each."""
        head, *lines = file.read_text(encoding="utf-8").split("\n")
        return Classifiers(head.split("\t"), dict(line.split("\t") for line in lines if line))

    def _weights(self, feature: str) -> tuple[tuple[int, int], ...]:
        read = self._read.get(feature)
        if read is None:
            numbers = list(map(int, self._written.get(feature, "").split()))
            read = tuple(zip(numbers[::2], numbers[1::2], strict=True))
            if read:
                self._read[feature] = read
        return read

    def decide(self, features: Iterable[str]) -> Decision:
        """The most probable set."""
        sums = self._sums(features)
        leans = 1 / (1 + math.exp(-max(-30.0, min(30.0, sums.pop() / SCALE))))
        highest = max(sums)
        powers = [math.exp((total - highest) / SCALE) for total in sums]
        whole = sum(powers)
        each: dict[Ask, float] = {}
        for asks, power in zip(self._sets, powers, strict=True):
            for ask in asks:
                each[ask] = each.get(ask, 0.0) + power / whole
        best = max(range(len(powers)), key=powers.__getitem__)
        return Decision(self._sets[best], powers[best] / whole, each, leans)

    def loudest(self, features: Iterable[str], most: int) -> tuple[tuple[str, float], ...]:
        """The features that spoke most for the best set and against the second, or the other way round."""
        listed = list(features)
        sums = self._sums(listed)[:-1]
        best, second = sorted(range(len(sums)), key=sums.__getitem__, reverse=True)[:2]
        spoken = [(feature, self._weight(feature, best) - self._weight(feature, second)) for feature in listed]
        return tuple(sorted((each for each in spoken if each[1]), key=lambda each: -abs(each[1]))[:most])

    def _weight(self, feature: str, number: int) -> float:
        return dict(self._weights(feature)).get(number, 0) / SCALE

    def _sums(self, features: Iterable[str]) -> list[int]:
        sums = [0] * (len(self._sets) + 1)
        rows = []
        for feature in features:
            weights = self._weights(feature)
            if len(weights) > _MANY:
                rows.append(self._row(feature))
                continue
            for number, weight in weights:
                sums[number] += weight
        return list(map(sum, zip(sums, *rows, strict=True)))

    def _row(self, feature: str) -> list[int]:
        """The weights of a feature that has many, one for each class: rows are added faster than pairs."""
        row = self._rows.get(feature)
        if row is None:
            row = self._rows[feature] = [0] * (len(self._sets) + 1)
            for number, weight in self._weights(feature):
                row[number] = weight
        return row


_MANY = 20
