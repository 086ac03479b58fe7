"""Sentences as the patterns see them: in one width and without spaces, with the way back to the print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_CELL = 40  # characters; longer texts are sentences, and said once
_WIDTH = str.maketrans("０１２３４５６７８９％．():;﹪〔〕", "0123456789%.（）：；%（）")
_SPACE = re.compile(r"\s+")
_IN_NUMBER = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_COMMA = re.compile(r",")
_PAGE_MARK = re.compile(r"(?<!—)—\s*\d{1,3}\s*—(?!—)")
_SENTENCE = re.compile(r"[^。！？]+[。！？]*[”’）]*")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without spaces and in one width; `offsets` leads each character back to the print."""

    text: str
    printed: str
    offsets: tuple[int, ...]

    def quote(self, start: int, end: int) -> str:
        """The print of the characters from `start` to before `end`."""
        return self.printed[self.offsets[start] : self.offsets[end - 1] + 1] if end > start else ""

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Start and end of each sentence."""
        for found in _SENTENCE.finditer(self.text):
            if found[0].strip("。！？"):
                yield found.start(), found.end()


def fold_text(printed: str) -> Folded:
    """The text for matching. A space stays only between two Latin words or numbers; a page number stands nowhere."""
    return _fold_cell(printed) if len(printed) <= _CELL else _fold(printed)


@lru_cache(maxsize=16384)
def _fold_cell(printed: str) -> Folded:
    """Of a short text: the cells of tables say the same again and again."""
    return _fold(printed)


def _fold(printed: str) -> Folded:
    marks = {at for mark in _PAGE_MARK.finditer(printed) for at in range(*mark.span())} if "—" in printed else set()
    offsets = [index for index, character in enumerate(printed) if not character.isspace() and index not in marks]
    kept: list[str] = []
    places: list[int] = []
    for index in offsets:
        if kept and index > places[-1] + 1 and _parts(kept[-1]) and _parts(printed[index]):
            kept.append(" ")
            places.append(index - 1)
        kept.append(printed[index])
        places.append(index)
    text = "".join(kept).translate(_WIDTH)
    text = _COMMA.sub("，", _IN_NUMBER.sub("\x00", text)).replace("\x00", ",")
    return Folded(text, printed, tuple(places))


def _parts(character: str) -> bool:
    return character.isascii() and character.isalnum()
