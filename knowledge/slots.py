"""What patterns read in a question: years, classification codes, amounts. Each pattern has a name for `explain`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from knowledge.words import Meaning, Span, WordKind

_DIGITS = dict(zip("〇零○一二三四五六七八九两", "0001234567892", strict=True))
_SCALE = {"十": 10, "百": 100, "千": 1000}
_UNITS = {"亿": "亿元", "万": "万元", "千": "千元", "": "元"}


@dataclass(frozen=True, slots=True)
class Year:
    """A year that the question names."""

    year: int


@dataclass(frozen=True, slots=True)
class Code:
    """A classification code, its parts joined: 208类05款05项 gives 2080505."""

    digits: str


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that the question names; `unit` is empty where it was not said."""

    value: Decimal
    unit: str
    bound: str = ""  # ≥ or ≤ where the question sets a bound


Slot = Year | Code | Amount


def chinese_number(text: str) -> Decimal | None:
    """二百二十 gives 220, 二〇二二 gives 2022, 三点五 gives 3.5; None for anything else."""
    whole, _, fraction = text.partition("点")
    if not whole or any(char not in _DIGITS and char not in _SCALE and char not in "万亿" for char in whole):
        return None
    is_row = all(char in _DIGITS for char in whole)  # 二〇二二, as against 二百二十
    digits = "".join(_DIGITS[char] for char in whole) if is_row else str(_scaled(whole))
    if fraction and any(char not in _DIGITS for char in fraction):
        return None
    return Decimal(digits + ("." + "".join(_DIGITS[char] for char in fraction) if fraction else ""))


def _scaled(text: str) -> int:
    for mark, factor in (("亿", 10**8), ("万", 10**4)):
        if mark in text:
            high, _, low = text.partition(mark)
            return (_scaled(high) or 1) * factor + _scaled(low)
    total = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = int(_DIGITS[char])
        else:
            total += (digit or 1) * _SCALE[char]
            digit = 0
    return total + digit


# ---- patterns ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pattern:
    name: str
    regex: re.Pattern[str]
    read: Callable[[re.Match[str]], Slot | None]


def _amount(match: re.Match[str]) -> Slot | None:
    number = match["number"].replace(",", "")
    scale = match["scale"] or match["scale_alone"] or ""
    if not number[0].isdigit() and number[-1] in "万亿":
        number, scale = number[:-1], number[-1]
    value = Decimal(number) if number[0].isdigit() else chinese_number(number)
    if value is None:
        return None
    bound = "≥" if match["over"] else "≤" if match["under"] else ""
    return Amount(value, _UNITS[scale], bound)


def _short_year(match: re.Match[str]) -> Slot | None:
    return Year(2000 + int(match["year"]))


def _chinese_year(match: re.Match[str]) -> Slot | None:
    value = chinese_number(match["year"])
    return Year(int(value) + (2000 if value < 100 else 0)) if value is not None else None


_PATTERNS = (
    _Pattern(
        "code-words",
        re.compile(r"(?P<a>2\d\d|[35]\d\d)类(?:(?P<b>\d{1,2})款)?(?:(?P<c>\d{1,2})项)?"),
        lambda m: Code(m["a"] + (m["b"] or "").zfill(2 if m["b"] else 0) + (m["c"] or "").zfill(2 if m["c"] else 0)),
    ),
    _Pattern(
        "code-parts",
        re.compile(r"(?<!\d)(?P<a>[2-5]\d\d)[ \-./·](?P<b>\d\d)(?:[ \-./·](?P<c>\d\d))?(?!\d)"),
        lambda m: Code(m["a"] + m["b"] + (m["c"] or "")),
    ),
    _Pattern("year", re.compile(r"(?<!\d)(?P<year>20[0-4]\d)(?:年度?|(?!\d))"), lambda m: Year(int(m["year"]))),
    _Pattern(
        "year-chinese",
        re.compile(r"(?P<year>[二〇零○一三四五六七八九]{4}|[一二三][一二三四五六七八九〇零])年度?"),
        _chinese_year,
    ),
    _Pattern("year-short", re.compile(r"(?<![\d.])(?P<year>[012]\d)年度?"), _short_year),
    _Pattern(
        "amount",
        re.compile(
            r"(?<![\d.])(?P<number>\d[\d,]*(?:\.\d+)?|[〇零一二三四五六七八九两十百千点]+[万亿]?)[多来余]?"
            r"(?:(?P<scale>[亿万千])?(?P<yuan>元|块钱|块)|(?P<scale_alone>[亿万]))(?P<over>及?以上)?(?P<under>以下|以内)?"
        ),
        _amount,
    ),
    _Pattern(
        "amount-chinese",
        re.compile(
            r"(?P<number>[〇零一二三四五六七八九两十百千点]+[万亿])(?P<scale>)(?P<scale_alone>)(?P<over>及?以上)?(?P<under>以下|以内)?"
        ),
        _amount,
    ),
    _Pattern(
        "number",
        re.compile(r"(?<![\d.])(?P<number>\d+\.\d+)(?![\d%％.])"),
        lambda m: Amount(Decimal(m["number"]), ""),
    ),
    _Pattern("code", re.compile(r"(?<![\d.])(?P<a>[1-5]\d{6}|[1-5]\d{4})(?![\d.])"), lambda m: Code(m["a"])),
)

_DECIMAL = re.compile(r"\d\.\d")
_WHOLE_NUMBER = (
    _Pattern(  # beside printed decimals a number at the end of a clause is an amount: 公用经费2.22、其他运转类15，
        "number-beside-decimals",
        re.compile(r"(?<=[\u4e00-\u9fff])(?P<number>\d{1,6})(?=[、，,。;；加和]|$)"),
        lambda m: Amount(Decimal(m["number"]), ""),
    )
)


def find_slots(text: str, is_code: Callable[[str], bool]) -> Iterator[tuple[str, Span]]:
    """The slots of a text with the names of their patterns, none overlapping, earlier patterns first.

    A bare number is a code only where `is_code` knows it: 12333 is a telephone number.
    """
    taken: set[int] = set()
    patterns = (*_PATTERNS, _WHOLE_NUMBER) if _DECIMAL.search(text) else _PATTERNS
    for pattern in patterns:
        for match in pattern.regex.finditer(text):
            places = range(match.start(), match.end())
            slot = pattern.read(match)
            if slot is None or taken.intersection(places) or (isinstance(slot, Code) and not is_code(slot.digits)):
                continue
            taken.update(places)
            yield (
                pattern.name,
                Span(match.start(), match.end(), match.group(), (Meaning(WordKind.SLOT, slot),)),
            )
