"""A question as it is read: width, case and script folded character by character, so that places stay."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Folded:
    """The characters that are read, without white space, and where each stood."""

    text: str
    places: tuple[int, ...]  # in the text as asked, one for each character and the end
    gaps: frozenset[int]  # characters that white space stood before

    def span_as_asked(self, start: int, end: int) -> tuple[int, int]:
        """The place of a stretch in the text as asked."""
        return self.places[start], self.places[end - 1] + 1


def fold_characters(text: str) -> str:
    """The same number of characters: Ａ is a, 萬 is 万, ⑫ stays."""
    plain = text if text.isascii() else "".join(map(_fold_one, text))
    return plain.lower() if plain.isascii() else plain.translate(_simple())


def fold_question(text: str) -> Folded:
    """The text without white space and invisible signs."""
    kept: list[str] = []
    places: list[int] = []
    gaps: set[int] = set()
    for place, char in enumerate(fold_characters(text)):
        if char.isspace() or unicodedata.category(char) in _INVISIBLE:
            gaps.add(len(kept))
        else:
            kept.append(char)
            places.append(place)
    return Folded("".join(kept), (*places, len(text)), frozenset(gaps))


_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me")


@cache
def _fold_one(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).lower()
    return folded if len(folded) == 1 else char


def traditional_pairs() -> list[str]:
    """Traditional characters, each with its simplified one behind it."""
    table = resources.files(__package__).joinpath("model", "traditional.txt")
    return table.read_text(encoding="utf-8").split()


@cache
def _simple() -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in traditional_pairs()}
