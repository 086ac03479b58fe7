"""Personal data in what people type: masked before it is kept."""

from __future__ import annotations

import re

_DIGIT = r"[0-9０-９]"
_GAP = r"[ \u3000\-－—]?"
_NOT_BEFORE, _NOT_AFTER = r"(?<![0-9０-９A-Za-z])", r"(?![0-9０-９A-Za-z])"
_PATTERNS = (
    ("邮箱", re.compile(r"[\w.+-]+[@＠][\w-]+(?:[.．][\w-]+)+")),
    # 18 digits with the birth date inside, or 15 of the old form
    ("证件号", re.compile(rf"{_NOT_BEFORE}(?:{_DIGIT}{_GAP}){{17}}[0-9０-９XxＸｘ]{_NOT_AFTER}")),
    ("证件号", re.compile(rf"{_NOT_BEFORE}{_DIGIT}{{15}}{_NOT_AFTER}")),
    (
        "手机号",
        re.compile(
            rf"(?<![0-9０-９])(?:[+＋]?[8８][6６]{_GAP})?[1１][3-9３-９]{_DIGIT}{_GAP}{_DIGIT}{{4}}{_GAP}{_DIGIT}{{4}}(?![0-9０-９])"
        ),
    ),
)


def mask_personal(text: str) -> str:
    """The text with mobile and identity numbers and e-mail addresses replaced by 〔手机号〕 and the like."""
    for name, pattern in _PATTERNS:
        text = pattern.sub(f"〔{name}〕", text)
    return text
