"""Sentences as the patterns see them: in one width and without spaces, with the way back to the print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WIDTH = str.maketrans("０１２３４５６７８９％．():;﹪〔〕", "0123456789%.（）：；%（）")
_SPACE = re.compile(r"\s+")
_IN_NUMBER = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_COMMA = re.compile(r",")
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
    """The text for matching. A space stays only between two Latin words or numbers."""
    offsets = [index for index, character in enumerate(printed) if not character.isspace()]
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
