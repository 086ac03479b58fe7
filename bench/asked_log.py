"""A log of questions with known meanings: what a service is asked in weeks, made from a knowledge base.

Half of the meanings are figures, changes and reasons that the documents print, the other half matters of which no
budget speaks (asked_log.toml). Each is asked in 1 to `most` wordings, some of them damaged.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import product
from typing import Any

from bench.robustness import DAMAGES, Case, cases
from knowledge.store.read import KnowledgeBase

_DAMAGED = 0.15  # share of the wordings that are mistyped
_DAMAGES = ("one wrong character", "one missing", "two swapped", "one doubled", "homophone", "full width")


@dataclass(frozen=True, slots=True)
class Asking:
    """One question of the log with the number of its meaning."""

    meaning: int
    text: str


@dataclass(frozen=True, slots=True)
class _Meaning:
    name: str  # the part that may be mistyped
    templates: tuple[str, ...]  # {name} and what stands around it


def make_log(base: KnowledgeBase, meanings: int, most: int, rng: random.Random) -> list[Asking]:
    """Askings of `meanings` meanings, each 1 to `most` times, in any order."""
    words = tomllib.loads(resources.files("bench").joinpath("asked_log.toml").read_text(encoding="utf-8"))
    unknown = list(_matters(words))
    known = list(_figures(base, words["asking"]))
    rng.shuffle(unknown)
    rng.shuffle(known)
    chosen = unknown[: meanings // 2]
    chosen += known[: meanings - len(chosen)]
    asked = [
        Asking(number, _wording(meaning, rng))
        for number, meaning in enumerate(chosen)
        for _ in range(rng.randint(1, most))
    ]
    rng.shuffle(asked)
    return asked


def _matters(words: dict[str, Any]) -> Iterator[_Meaning]:
    for topic, matter in product(words["topics"], words["matter"]):
        yield _Meaning(topic, tuple(one.replace("{topic}", "{name}") for one in matter["wordings"]))


def _figures(base: KnowledgeBase, asking: dict[str, Sequence[str]]) -> Iterator[_Meaning]:
    for case in cases(base):
        yield _Meaning(case.name, tuple(_around(case, asking["before"], asking["after"])))
        yield _Meaning(case.name, tuple(_around(case, asking["before"], asking["change"])))
        yield _Meaning(case.name, tuple(_around(case, asking["before"], asking["why"])))


def _around(case: Case, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    for start, end in product(before, after):
        yield f"{start}{case.unit}{case.year}年{{name}}{end}"
        yield f"{start}{case.year}年{case.unit}{{name}}{end}"
        yield f"{start}{case.year}年{case.unit}的{{name}}{end}"


def _wording(meaning: _Meaning, rng: random.Random) -> str:
    name = meaning.name
    if rng.random() < _DAMAGED and len(name) > 3:
        name = DAMAGES[rng.choice(_DAMAGES)](name, rng)
    return rng.choice(meaning.templates).replace("{name}", name)
