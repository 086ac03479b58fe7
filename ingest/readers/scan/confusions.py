"""What a recogniser confuses, set right where it is certain: amounts by their pattern, labels by the known names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.classification import official_lines
from knowledge.concepts import concepts
from knowledge.text import fold_name

_DIGIT = re.compile(r"\d")
_AMOUNT = re.compile(r"-?\d{1,3}(?:[,.]\d{3})*[,.]\d{2}|-?\d+[,.]\d{2}")
_MARK = re.compile(r"[,.]")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d{1,2}[.、])")


@cache
def _data() -> dict[str, Any]:
    with (Path(__file__).parent / "confusions.toml").open("rb") as file:
        return tomllib.load(file)


def corrected(text: str) -> str:
    """A line of as many characters, with what is certainly another one set right."""
    return _amount(text) or _label(text) or text


def _amount(text: str) -> str | None:
    """A number of digits in threes with two decimals, in the marks that it has; None: it is no such number."""
    usual = "".join(_data()["amounts"].get(character, character) for character in text)
    if not _DIGIT.search(usual) or not _AMOUNT.fullmatch(usual):
        return None
    return _MARK.sub(",", usual[:-3]) + "." + usual[-2:]


def _label(text: str) -> str | None:
    """The known name that one exchange of characters that look alike makes of a line; None: none, or several."""
    start = found.end() if (found := _NUMBERING.match(text)) else 0
    name = text[start:]
    if len(name) < _data()["labels"]["least"] or name in _names():
        return None
    known = {other for other in _exchanged(name) if other in _names()}
    return text[:start] + known.pop() if len(known) == 1 else None


def _exchanged(name: str) -> Iterator[str]:
    for index, character in enumerate(name):
        for other in _alike().get(character, ""):
            yield name[:index] + other + name[index + 1 :]


@cache
def _alike() -> dict[str, str]:
    """By character: those that look like it."""
    found: dict[str, str] = {}
    for group in _data()["labels"]["alike"]:
        for character in group:
            found[character] = found.get(character, "") + group.replace(character, "")
    return found


@cache
def _names() -> frozenset[str]:
    """The names of the official classification, and the words of the lexicon."""
    words = {fold_name(word) for concept in concepts() for word in (*concept.words, concept.name)}
    return official_lines() | words
