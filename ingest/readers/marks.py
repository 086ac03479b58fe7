"""Raised text: marks of notes behind a name or an amount are no part of them, the 2 of m² is."""

from __future__ import annotations

import re

_NOTE = re.compile(
    r"[\s,，、]*(?:[\[［〔(（【]?\s*(?:注|备注|note)?\s*(?:[\d①-⑳*＊※†‡§#a-z]{1,2}|[一二三四五六七八九十])\s*[\]］〕)）】]?[\s,，、]*)+"
    r"|[\[［〔(（【]?注[\]］〕)）】]?",
    re.IGNORECASE,
)
_NEAR = 8  # characters before raised text that are looked at
_POWERS = {"2": "²", "3": "³"}
_LENGTH = re.compile(r"(?:^|[^A-Za-z])(?:m|cm|mm|km|dm|Ｍ|ｍ|米)\s*$", re.IGNORECASE)


def raised(text: str, before: str) -> str:
    """What raised text is worth behind `before`: nothing where it is the mark of a note, ² and ³ behind a length."""
    digits = text.strip()
    if digits in _POWERS and _LENGTH.search(before[-_NEAR:]):
        return _POWERS[digits]
    return "" if _NOTE.fullmatch(text) or not digits else text
