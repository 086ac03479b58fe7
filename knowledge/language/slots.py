"""What is written by rule: years, amounts, percents, codes, ranks, counts, with their values. The patterns are data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from knowledge.language.numerals import parse_number


@dataclass(frozen=True, slots=True)
class Years:
    """Years that a question names, oldest first. `offset` counts from the current one where the words did."""

    years: tuple[int, ...]

    def __str__(self) -> str:
        return "、".join(map(str, self.years))


@dataclass(frozen=True, slots=True)
class Code:
    """A classification code, its parts joined: 208类05款05项 gives 2080505."""

    digits: str

    def __str__(self) -> str:
        return self.digits


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount, percent or count: 12.5% is 12.5 with the unit %, 600多万 is 6000000 元 with the bound >."""

    value: Decimal | None  # None for 几百万
    unit: str  # 元, %, 辆; empty where none was said
    bound: str = ""  # >, >=, <, <=, ~

    def __str__(self) -> str:
        shown = "几" if self.value is None else f"{self.value.normalize():f}"
        return f"{self.bound}{shown}{self.unit}"


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in an order, or how many places; None for 前几."""

    count: int | None
    from_last: bool = False

    def __str__(self) -> str:
        return f"{'倒数' if self.from_last else ''}{'几' if self.count is None else self.count}"


Value = Years | Code | Quantity | Rank


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch that a pattern read; `name` is the pattern's."""

    start: int
    end: int
    name: str
    kind: str
    value: Value


def find_slots(text: str, current_year: int) -> tuple[Slot, ...]:
    """The slots of a folded text, in order, none overlapping: an earlier pattern goes first."""
    taken = bytearray(len(text))
    found: list[Slot] = []
    for pattern in _patterns():
        for match in pattern.regex.finditer(text):
            start, end = match.span()
            if start == end or any(taken[start:end]):
                continue
            value = _READERS[pattern.kind](match, current_year)
            if value is not None:
                taken[start:end] = b"\1" * (end - start)
                found.append(Slot(start, end, pattern.name, pattern.kind, value))
    return tuple(sorted(found, key=lambda slot: slot.start))


# ---- the patterns ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pattern:
    name: str
    kind: str
    regex: re.Pattern[str]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("slots.toml").read_text(encoding="utf-8"))


@cache
def _patterns() -> tuple[_Pattern, ...]:
    fragments = dict(_data()["fragments"])
    words = sorted(_data()["relative"], key=len, reverse=True)
    fragments["relative"] = "|".join(map(re.escape, words))
    return tuple(
        _Pattern(slot["name"], slot["kind"], re.compile(_filled(slot["pattern"], fragments)))
        for slot in _data()["slot"]
    )


def _filled(pattern: str, fragments: dict[str, str]) -> str:
    """The pattern with its fragments put in, as often as they name others. {1,2} is no fragment."""
    fragment = re.compile(r"\{([a-z]+)\}")
    while fragment.search(pattern):
        pattern = fragment.sub(lambda match: fragments[match[1]], pattern)
    return pattern


@cache
def _bounds() -> dict[str, str]:
    return {word: sign for sign, words in _data()["bounds"].items() for word in words}


# ---- values ------------------------------------------------------------------------------------------


def _group(match: re.Match[str], name: str) -> str:
    return match.groupdict().get(name) or ""


def _code(match: re.Match[str], _: int) -> Value | None:
    return Code(match["a"] + "".join(part.zfill(2) for name in "bc" if (part := _group(match, name))))


def _year(match: re.Match[str], _: int) -> Value | None:
    number = parse_number(_group(match, "year").replace("o", "0") or _group(match, "short"))
    if number is None:
        return None
    return Years((int(number) + (2000 if number < 100 else 0),))


def _year_range(match: re.Match[str], _: int) -> Value | None:
    first, last = (int(match[name]) + (2000 if len(match[name]) == 2 else 0) for name in ("from", "to"))
    return Years(tuple(range(first, last + 1))) if first <= last <= first + 30 else Years((first, last))


def _ago(match: re.Match[str], current_year: int) -> Value | None:
    count = parse_number(match["count"])
    return None if count is None else Years((current_year - int(count),))


def _last(match: re.Match[str], current_year: int) -> Value | None:
    count = parse_number(match["count"]) or Decimal(3)
    return Years(tuple(range(current_year - int(count) + 1, current_year + 1)))


def _relative(match: re.Match[str], current_year: int) -> Value | None:
    return Years((current_year + int(_data()["relative"][match["word"]]),))


def _bounded(match: re.Match[str], value: Decimal | None, unit: str) -> Quantity:
    more = ">" if _group(match, "more") or _group(match, "more2") else ""
    before, after = _group(match, "before"), _group(match, "after")
    before = re.sub("^(?:有没有|是否|是不是)", "", before)
    return Quantity(value, unit, _bounds().get(before) or _bounds().get(after) or more)


def _percent(match: re.Match[str], _: int) -> Value | None:
    tenths = _group(match, "tenths")
    if tenths:
        number = {"半": Decimal("0.5")}.get(tenths) or parse_number(tenths)
        value = None if number is None else number * 10 + (5 if _group(match, "half") == "半" else 0)
    else:
        value = parse_number(_group(match, "number") or _group(match, "han"))
    return _bounded(match, value, "%")


_FOREIGN = ("美元", "美金", "港币", "欧元")


def _amount(match: re.Match[str], _: int) -> Value | None:
    number, scale, tail = match["number"], _group(match, "scale"), _group(match, "tail")
    money = _group(match, "money") or _group(match, "only")
    value = parse_number(number + (scale if tail else "") + tail)
    if value is not None and scale and not tail:
        value *= _data()["scales"][scale]
    return _bounded(match, value, money if money in _FOREIGN else "元")


def _count(match: re.Match[str], _: int) -> Value | None:
    return _bounded(match, parse_number(match["number"]), match["measure"])


def _number(match: re.Match[str], _: int) -> Value | None:
    return _bounded(match, parse_number(match["number"]), "")


def _rank(match: re.Match[str], _: int) -> Value | None:
    count = parse_number(match["count"])
    return Rank(None if count is None else int(count), bool(match["last"]) or "后" in match.group())


_READERS: dict[str, Callable[[re.Match[str], int], Value | None]] = {
    "code": _code,
    "year": _year,
    "years": _year_range,
    "ago": _ago,
    "last": _last,
    "relative": _relative,
    "percent": _percent,
    "amount": _amount,
    "count": _count,
    "number": _number,
    "rank": _rank,
}
