"""From a text to a Reading: its stretches with their values, what it asks, whether it leans on the question before."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from knowledge.errors import ConfigError
from knowledge.language.asks import Classifiers, ask_features
from knowledge.language.fold import Folded, fold_question
from knowledge.language.marks import Ask, Label
from knowledge.language.slots import Slot, Value, find_slots
from knowledge.language.tagger import Tagged, Tagger

TAGGER_FILE, ASKS_FILE = "stretches.crfsuite.z", "asks.txt"
_CERTAIN = 0.5
_LONGEST = 500  # characters that are read: nobody asks longer, and time grows with them


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """A stretch of the question as asked."""

    start: int
    end: int
    label: Label
    text: str
    probability: float
    value: Value | None = None  # where a pattern reads one in it


@dataclass(frozen=True, slots=True)
class ReadAsk:
    """One thing that is asked."""

    ask: Ask
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a question say, before any document is looked at."""

    text: str
    spans: tuple[ReadSpan, ...]
    asks: tuple[ReadAsk, ...]
    leans: bool
    leans_probability: float
    probability: float  # of all of it together
    slots: tuple[Slot, ...] = ()  # of the folded text

    def asks_for(self, *asks: Ask) -> bool:
        """Whether one of `asks` is asked."""
        return any(read.ask in asks for read in self.asks)


class Reader:
    """Reads questions with one trained model."""

    def __init__(self, folder: Path, current_year: int) -> None:
        """`folder` holds the model's files. Raises ConfigError where they are missing."""
        for name in (TAGGER_FILE, ASKS_FILE):
            if not (folder / name).is_file():
                raise ConfigError(f"No {name} in {folder}. Train the reader with: make train")
        self._tagger = Tagger(folder / TAGGER_FILE)
        self._classifiers = Classifiers.load(folder / ASKS_FILE)
        self._current_year = current_year

    def read(self, text: str, follows: bool = False) -> Reading:
        """The reading of a text; `follows` where another question of its conversation came before."""
        folded = fold_question(text[:_LONGEST])
        slots = find_slots(folded.text, self._current_year)
        stretches, certain = self._stretches(folded, slots)
        decision = self._classifiers.decide(ask_features(folded, stretches, slots, follows))
        leans = decision.leans if follows else 0.0  # nothing leans on nothing
        if leans < _CERTAIN:
            stretches = with_lone_budget(folded.text, stretches, decision.asks)
        return Reading(
            text=text,
            spans=tuple(_span(text, folded, stretch, slots) for stretch in stretches),
            asks=tuple(ReadAsk(ask, decision.each[ask]) for ask in decision.asks),
            leans=leans >= _CERTAIN,
            leans_probability=leans,
            probability=certain * decision.probability * max(leans, 1 - leans),
            slots=slots,
        )

    def why(self, text: str, follows: bool = False, most: int = 8) -> tuple[tuple[str, float], ...]:
        """The features that weighed most for what is asked, loudest first."""
        folded = fold_question(text[:_LONGEST])
        slots = find_slots(folded.text, self._current_year)
        stretches, _ = self._stretches(folded, slots)
        return self._classifiers.loudest(ask_features(folded, stretches, slots, follows), most)

    def _stretches(self, folded: Folded, slots: tuple[Slot, ...]) -> tuple[tuple[Tagged, ...], float]:
        tagged, certain = self._tagger.tag(folded, slots)
        parts = (part for stretch in tagged for part in with_stage_apart(folded.text, stretch))
        return tuple(without_tail(folded.text, part) for part in parts), certain


def _span(text: str, folded: Folded, stretch: Tagged, slots: Sequence[Slot]) -> ReadSpan:
    start, end = folded.span_as_asked(stretch.start, stretch.end)
    inside = [slot for slot in slots if stretch.start <= slot.start and slot.end <= stretch.end]
    value = max(inside, key=lambda slot: slot.end - slot.start).value if inside else None
    return ReadSpan(start, end, stretch.label, text[start:end], stretch.probability, value)


# ---- borders -----------------------------------------------------------------------------------------


def without_tail(text: str, stretch: Tagged) -> Tagged:
    """The stretch without the words of `borders.toml` that only follow a name: 培训费合计 is 培训费."""
    if stretch.label not in (Label.ITEM, Label.BASE):
        return stretch
    name = text[stretch.start : stretch.end]
    end = next((match.end(1) for border in _borders() if (match := border.fullmatch(name))), len(name))
    return replace(stretch, end=stretch.start + end)


def with_stage_apart(text: str, stretch: Tagged) -> tuple[Tagged, ...]:
    """The stretch, or the name in it and the stage behind that: 公积金预算 is 公积金 and 预算."""
    match = _stage_behind().fullmatch(text[stretch.start : stretch.end]) if stretch.label is Label.ITEM else None
    if match is None:
        return (stretch,)
    border = stretch.start + match.end(1)
    return replace(stretch, end=border), replace(stretch, start=border, label=Label.STAGE)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("borders.toml").read_text(encoding="utf-8"))


@cache
def _borders() -> tuple[re.Pattern[str], ...]:
    borders = _data()["border"]
    return tuple(re.compile(f"(.*(?:{'|'.join(each['ends'])}))(?:{'|'.join(each['tails'])})") for each in borders)


@cache
def _stage_behind() -> re.Pattern[str]:
    stage = _data()["stage"]
    return re.compile(f"(.*(?:{'|'.join(stage['behind'])}))(?:{'|'.join(stage['stages'])})")


# ---- the budget itself -------------------------------------------------------------------------------

_BUDGETS = frozenset(("预算", "决算"))
_CONTENT = frozenset((Label.ITEM, Label.BASE, Label.TABLE, Label.AMOUNT, Label.RANK, Label.OTHER))
_OF_BUDGETS = frozenset((Ask.CONTENTS, Ask.TEXT, Ask.REVERSE, Ask.SMALLTALK, Ask.HELP, Ask.OUTSIDE, Ask.CONSISTENCY))


def with_lone_budget(text: str, stretches: tuple[Tagged, ...], asks: Sequence[Ask]) -> tuple[Tagged, ...]:
    """A lone 预算, of which an amount is asked and beside which nothing else is named, is the item.

    The tagger sees a few characters at a time and can't know that nothing else comes.
    """
    stages = [stretch for stretch in stretches if stretch.label is Label.STAGE]
    words = {text[stage.start : stage.end] for stage in stages}
    if len(words) != 1 or not words <= _BUDGETS or any(stretch.label in _CONTENT for stretch in stretches):
        return stretches
    if not asks or _OF_BUDGETS.intersection(asks):
        return stretches
    return tuple(replace(each, label=Label.ITEM) if each is stages[0] else each for each in stretches)


@cache
def package_model() -> Path:
    """The folder of the model that comes with the program."""
    return Path(str(resources.files(__package__) / "model"))
