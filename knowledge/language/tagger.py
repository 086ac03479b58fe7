"""The stretches of a question with their labels: a linear-chain CRF over its characters."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from knowledge.language.features import features
from knowledge.language.fold import Folded
from knowledge.language.marks import Label, Marked
from knowledge.language.slots import Slot

OUTSIDE = "O"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A stretch of the folded text."""

    start: int
    end: int
    label: Label
    probability: float


def signs_of(marked: Marked, folded: Folded) -> list[str]:
    """The sign of each folded character: B-unit begins a stretch, I-unit goes on with it, O is chatter."""
    signs = [OUTSIDE] * len(folded.text)
    for mark in marked.marks:
        inside = [at for at in range(len(folded.text)) if mark.start <= folded.places[at] < mark.end]
        for at in inside:
            signs[at] = ("I-" if at != inside[0] else "B-") + mark.label
    return signs


class Tagger:
    """Tags with one trained model."""

    def __init__(self, model: Path) -> None:
        self._tagger = pycrfsuite.Tagger()
        self._model = zlib.decompress(model.read_bytes())  # kept: the library reads it where it lies
        self._tagger.open_inmemory(self._model)

    def tag(self, folded: Folded, slots: tuple[Slot, ...]) -> tuple[tuple[Tagged, ...], float]:
        """The stretches, and the probability of all of them together."""
        if not folded.text:
            return (), 1.0
        signs = self._tagger.tag(features(folded, slots))
        return self._stretches(signs), self._tagger.probability(signs)

    def _stretches(self, signs: Sequence[str]) -> tuple[Tagged, ...]:
        found: list[Tagged] = []
        start = 0
        for at in range(1, len(signs) + 1):
            if at < len(signs) and signs[at].startswith("I-") and signs[at][2:] == signs[start][2:]:
                continue
            if signs[start] != OUTSIDE:
                certain = min(self._tagger.marginal(signs[place], place) for place in range(start, at))
                found.append(Tagged(start, at, Label(signs[start][2:]), certain))
            start = at
        return tuple(found)
