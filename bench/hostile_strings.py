"""Random and hostile strings to ask, by kind; the same for the same seed and knowledge base."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.store.read import KnowledgeBase

QUESTIONS = Path(__file__).parent.parent / "tests" / "data" / "sample_questions.jsonl"

_PIECES = tomllib.loads((Path(__file__).parent / "hostile.toml").read_text(encoding="utf-8"))
KEYWORDS: list[str] = _PIECES["keywords"]
SCRIPTS: list[str] = _PIECES["scripts"]
ODD_NUMBERS: list[str] = _PIECES["odd_numbers"]
ATTACKS: list[str] = _PIECES["attacks"]
BRACKETS: list[str] = _PIECES["brackets"]
MARKS: str = _PIECES["marks"]
PUNCTUATION: str = _PIECES["punctuation"]


@dataclass(frozen=True, slots=True)
class Words:
    """What real questions to a knowledge base are made of."""

    questions: tuple[str, ...]
    names: tuple[str, ...]

    def any(self, rng: random.Random) -> str:
        """A question, a name of an item or unit, or a keyword."""
        return rng.choice(rng.choice((self.questions, self.names, KEYWORDS)))


def words_of(base: KnowledgeBase) -> Words:
    """The names of a knowledge base, and questions about the samples."""
    questions = tuple(json.loads(line)["q"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines())
    names = {item.subject.name for unit in base.units for item in base.items_of(unit)}
    return Words(questions, tuple(sorted(names | {unit.name for unit in base.units.values()})))


def some(rng: random.Random, pieces: Sequence[str], most: int = 60) -> str:
    """Up to `most` of the pieces."""
    return "".join(rng.choices(pieces, k=rng.randint(1, most)))


def code_points(rng: random.Random, spans: Sequence[tuple[int, int]], most: int = 80) -> str:
    """Up to `most` characters of the spans of code points."""
    return "".join(chr(rng.randint(*rng.choice(spans))) for _ in range(rng.randint(1, most)))


def scripts(rng: random.Random) -> str:
    """Characters of some of the world's scripts, odd digits among them."""
    return code_points(rng, [(ord(span[0]), ord(span[1])) for span in rng.choices(SCRIPTS, k=4)])


def strewn(rng: random.Random, text: str, pieces: Sequence[str]) -> str:
    """A text with some of the pieces put in anywhere."""
    for _ in range(rng.randint(1, 8)):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice(pieces) + text[at:]
    return text


def shuffled(rng: random.Random, words: Words) -> str:
    """The characters of real words in another order."""
    text = words.any(rng) + words.any(rng)
    return "".join(rng.sample(text, len(text)))


def spliced(rng: random.Random, words: Words) -> str:
    """Pieces of real words."""
    cuts = [words.any(rng) for _ in range(rng.randint(2, 6))]
    return "".join(text[rng.randrange(len(text)) :][: rng.randint(1, 12)] for text in cuts)


def long(rng: random.Random, words: Words) -> str:
    """Thousands of characters; one in twenty has 20,000."""
    size = 20_000 if rng.random() < 0.05 else rng.randint(600, 5_000)
    piece = rng.choice(
        (words.any(rng), scripts(rng), spliced(rng, words), rng.choice(ATTACKS), rng.choice("9和（a ？"))
    )
    return (piece * size)[:size]


def nested(rng: random.Random, words: Words) -> str:
    """Deep brackets, closed or not."""
    pair, depth = rng.choice(BRACKETS), rng.randint(1, 240)
    return pair[0] * depth + words.any(rng) + pair[1] * rng.choice((0, depth, depth + 1))


KINDS: dict[str, Callable[[random.Random, Words], str]] = {
    "scripts": lambda rng, _: scripts(rng),
    "any code point": lambda rng, _: code_points(rng, [(0, 0x10FFFF), (0, 0xFFFF), (0, 0x2FF)]),
    "control": lambda rng, words: strewn(rng, words.any(rng), [chr(code) for code in (*range(32), *range(127, 160))]),
    "surrogates": lambda rng, words: strewn(rng, words.any(rng), [chr(code) for code in range(0xD800, 0xE000, 77)]),
    "marks": lambda rng, words: strewn(rng, words.any(rng), MARKS),
    "combining": lambda rng, words: strewn(rng, words.any(rng), [code_points(rng, [(0x300, 0x36F), (0x20D0, 0x20F0)])]),
    "emoji": lambda rng, words: strewn(rng, words.any(rng), [code_points(rng, [(0x1F300, 0x1FAFF), (0x2600, 0x27BF)])]),
    "attack": lambda rng, words: strewn(rng, rng.choice((words.any(rng), "")), ATTACKS),
    "shuffled": shuffled,
    "spliced": spliced,
    "keywords": lambda rng, _: some(rng, KEYWORDS, 12),
    "names and keywords": lambda rng, words: some(rng, [words.any(rng) for _ in range(4)] + KEYWORDS[:40], 10),
    "name and two keywords": lambda rng, words: rng.choice(words.names) + "".join(rng.choices(KEYWORDS, k=2)) + "多少",
    "repeated": lambda rng, words: words.any(rng) * rng.randint(2, 120),
    "odd numbers": lambda rng, words: strewn(rng, words.any(rng), ODD_NUMBERS),
    "huge numbers": lambda rng, words: strewn(rng, words.any(rng), [some(rng, "0123456789.,", 450)]),
    "digits": lambda rng, _: some(rng, rng.choice(("0123456789", "0９٣²½", "〇一二三十百千万亿", "12.,-%")), 500),
    "punctuation": lambda rng, _: some(rng, PUNCTUATION, 500),
    "brackets": nested,
    "long": long,
}


def hostile(seed: int, number: int, words: Words) -> tuple[str, str]:
    """The kind and the text of one string."""
    rng = random.Random(f"{seed} {number}")
    kind = list(KINDS)[number % len(KINDS)]
    return kind, KINDS[kind](rng, words)
