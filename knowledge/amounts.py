"""Money and numbers as printed in budgets: parse, compare in 分, show with separators."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from knowledge.errors import UnreadableCell
from knowledge.lexicon import load

FEN_PER_UNIT = {
    "元": 100,
    "千元": 100_000,
    "万元": 1_000_000,
    "百万元": 100_000_000,
    "亿元": 10_000_000_000,
    "万亿元": 100_000_000_000_000,
}
"""How many 分 one unit of money is."""


_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
_NUMBER = re.compile(rf"{_DIGITS}")
_PLAIN = re.compile(rf"-?(?:{_DIGITS})")  # nearly all amounts: nothing to fold
_STANDS_ALONE = re.compile(r"(?:0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)(?:\.[0-9]+)?")
_THIN_SPACE = re.compile(r"(?<=[0-9])[\u00a0\u2004-\u200a\u202f](?=[0-9]{3}(?![0-9]))")  # GB/T 15835
_SPACED_THOUSANDS = re.compile(  # by ordinary spaces, where it cannot be two numbers such as 200 180
    r"[1-9][0-9]{0,2}(?:(?: [0-9]{3}){2,}(?:\.[0-9]+)?| [0-9]{3}\.[0-9]+| 0[0-9]{2})"
)
_SPACED_OUT = re.compile(r"[0-9](?: [0-9])*(?: [,.](?: [0-9])+)+")  # 1 2 . 5
_LAST_DIGIT_WRAPPED = re.compile(r"[0-9,]{3,}\.[0-9]\n[0-9]")  # a narrow column: 12345678.9 and 0 below
_LONGEST = 60  # characters: longer cells are words, and no cache should keep them


class Amount(NamedTuple):
    """A number with the unit that its own cell prints; empty where it prints none."""

    value: Decimal
    unit: str


def parse_amount(cell: str) -> Decimal | None:
    """Read one table cell as a number, in whatever unit its table states.

    "1,003.10" gives Decimal("1003.10"); a blank or a dash gives None: no such item, not zero.
    Brackets around a number mean less than zero, as accountants print it; marks of notes behind it are no digits.
    Raises UnreadableCell for anything else, also for a number with a unit of its own, which parse_cell reads; the
    caller knows where the cell stood.
    """
    amount = parse_cell(cell)
    if amount is not None and amount.unit:
        raise UnreadableCell(f"{cell!r} is neither a number nor a blank")
    return amount and amount.value


def parse_cell(cell: str) -> Amount | None:
    """Read one table cell as a number and the unit behind it, which goes before the unit of the table.

    "3,500元/人" gives 3500 and 元/人, "12.5%" 12.5 and %, "1,003.10" no unit; a blank gives None.
    Raises UnreadableCell for anything else.
    """
    read = _read(cell)
    if isinstance(read, _Words):
        raise UnreadableCell(f"{cell!r} is neither a number nor a blank")
    return read


def is_number(cell: str) -> bool:
    """Whether a cell holds a number and nothing else."""
    read = _read(cell)
    return isinstance(read, Amount) and not read.unit


def is_blank(cell: str) -> bool:
    """Whether a cell prints nothing, or a sign for nothing such as a dash."""
    return _read(cell) is None


# ---- one cell ----------------------------------------------------------------------------------------


class _Words(Enum):
    """What a cell is that holds neither a number nor a blank."""

    WORDS = "words"


class _Patterns(NamedTuple):
    """`lexicon/cells.toml`, compiled."""

    blank: re.Pattern[str]
    notes: re.Pattern[str]  # at the end, one or more
    stars: re.Pattern[str]
    unit: re.Pattern[str]  # at the end, with or without brackets
    signed: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = load("cells")
    units = _one_of(unit for name in ("money", "foreign", "share", "counted", "measured") for unit in words[name])
    unit = rf"{units}(?:[/／]每?{_one_of(words['per'])}){{0,2}}(?:[·・]{_one_of(words['per'])})?"
    sign = rf"(?:{_one_of(words['minus'])}|\+)"
    return _Patterns(
        blank=re.compile(rf"{_one_of(words['blank'])}|(?:{words['dash']}\s*)+"),
        notes=re.compile(rf"(?:\s*(?:{'|'.join([*words['notes'], words['stars']])}))+$"),
        stars=re.compile(words["stars"]),
        unit=re.compile(rf"\s*(?:(?P<bare>{unit})|[(（]\s*(?P<inside>{unit})\s*[)）])$"),
        signed=re.compile(
            rf"(?P<open>\()?\s*(?P<sign>{sign})?\s*(?:{_one_of(words['currency'])})?\s*(?P<inner>{sign})?"
            r"\s*(?P<digits>[0-9.,][0-9.,\s]*)(?(open)\))"
        ),
    )


def _one_of(words: Iterable[str]) -> str:
    """The words as one pattern, the longest first."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})"


def _read(cell: str) -> Amount | _Words | None:
    """The number and its unit; None for a blank."""
    text = cell.strip()
    return _read_short(text) if len(text) <= _LONGEST else _Words.WORDS


@lru_cache(maxsize=1 << 16)
def _read_short(cell: str) -> Amount | _Words | None:
    if _PLAIN.fullmatch(cell):
        return Amount(Decimal(cell.replace(",", "")), "")
    text = "".join(char for char in cell if unicodedata.category(char) != "Cf")  # zero width: not printed
    text = _THIN_SPACE.sub("", text)
    bare, unit = _without_unit(text)
    if any(unicodedata.category(char) == "No" for char in bare):
        return _Words.WORDS  # ½ and ① inside, which folding would change
    folded = unicodedata.normalize("NFKC", bare).strip()
    if _patterns().blank.fullmatch(folded):
        is_told = unit or (not folded and _patterns().stars.search(text))
        return _Words.WORDS if is_told else None
    value = _signed(folded)
    return _Words.WORDS if value is None else Amount(value, unit)


def _without_unit(text: str) -> tuple[str, str]:
    """What stands before the unit and the marks of notes, and the unit: "3500元/人①" gives 3500 and 元/人."""
    if text[:1] in ("(", "（") and text[-1:] in (")", "）"):  # (12.5%) is less than zero
        inside, unit = _without_unit(text[1:-1])
        if unit:
            return f"({inside})", unit
    for candidate in (text, _patterns().notes.sub("", text)):
        if match := _patterns().unit.search(candidate):
            bare = candidate[: match.start()]
            return _patterns().notes.sub("", bare), (match["bare"] or match["inside"]).replace("％", "%")
    return candidate, ""


def _signed(text: str) -> Decimal | None:
    """A number with its signs; None where it is none, or less than zero twice."""
    match = _patterns().signed.fullmatch(text)
    digits = _joined(match["digits"]) if match else ""
    if match is None or not _NUMBER.fullmatch(digits):
        return None
    signs = [sign for sign in (match["open"], match["sign"], match["inner"]) if sign]
    if len(signs) > 1:
        return None
    value = Decimal(digits.replace(",", ""))
    return -value if signs and signs != ["+"] else value


def _joined(digits: str) -> str:
    """Digits without the white space that layout put between them.

    It is left where the pieces may be two numbers, one beside or below the other.
    """
    text = re.sub(r"[^\S\n]+", " ", digits.strip())
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if _SPACED_OUT.fullmatch(text) or _LAST_DIGIT_WRAPPED.fullmatch("\n".join(lines)):
        return re.sub(r"\s", "", text)
    if len(lines) > 1 and all(map(_STANDS_ALONE.fullmatch, lines)) and not _SPACED_THOUSANDS.fullmatch(" ".join(lines)):
        return text
    closed = re.sub(r" ?([,.]) ?", r"\1", "".join(lines))
    return closed.replace(" ", "") if _SPACED_THOUSANDS.fullmatch(closed) else closed


# ---- money -------------------------------------------------------------------------------------------


def to_fen(value: Decimal, unit: str) -> int | None:
    """The amount in 分 for comparing; None where `unit` is not money."""
    factor = FEN_PER_UNIT.get(unit)
    return None if factor is None else int((value * factor).to_integral_value(ROUND_HALF_UP))


def half_last_digit(value: Decimal) -> Decimal:
    """Half of the last printed digit: how far rounding can have moved a printed number."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is not a finite number")
    return Decimal(5).scaleb(min(exponent, 0) - 1)


def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """The same money in another unit, exactly. Raises KeyError where a unit is not money."""
    return value * FEN_PER_UNIT[unit] / FEN_PER_UNIT[to]


def plain(value: Decimal) -> str:
    """A number in plain digits, without exponent: Decimal("1E+2") gives "100"."""
    return format(value, "f")


def grouped(printed: str) -> str:
    """The printed number with thousands separators, without its unit: "12971818.00" gives "12,971,818.00".

    What is no number is given as printed.
    """
    read = _read(printed)
    return format(read.value, ",f") if isinstance(read, Amount) else printed
