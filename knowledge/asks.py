"""What a text asks for: how, where, when … (lexicon/asks.toml)."""

from __future__ import annotations

from functools import cache

from knowledge.lexicon import load


@cache
def asking_words() -> dict[str, str]:
    """Each word that asks, with what it asks for."""
    return {word: sort for sort, words in load("asks")["asks"].items() for word in words}


def asks_of(folded: str) -> frozenset[str]:
    """What a folded text asks for."""
    return frozenset(sort for word, sort in asking_words().items() if word in folded)


def asks_otherwise(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts ask for different things; one that does not say for what may ask for any."""
    return bool(one and other) and one.isdisjoint(other)
