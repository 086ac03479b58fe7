"""How names sound: each character as the code of its syllable without tone, so that homophones are equal."""

from __future__ import annotations

import os
from functools import lru_cache

_PRIVATE = 0xE000  # syllables become characters of the private use area, so that any string metric compares them
_syllables: dict[str, int] = {}


@lru_cache(maxsize=200_000)
def _sound_of(char: str) -> str:
    if char < "\u3400":
        return char
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # single characters need no phrases: 20 ms instead of 130
    from pypinyin import Style, lazy_pinyin

    syllable = lazy_pinyin(char, style=Style.NORMAL)[0]
    return chr(_PRIVATE + _syllables.setdefault(syllable, len(_syllables)))


def sound(text: str) -> str:
    """The text with each Chinese character replaced by its syllable: as long as the text itself."""
    return "".join(map(_sound_of, text))
