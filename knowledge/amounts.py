"""Money and numbers as printed in budgets: parse, compare in 分, show with separators."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from knowledge.errors import UnreadableCell

FEN_PER_UNIT = {
    "元": 100,
    "千元": 100_000,
    "万元": 1_000_000,
    "百万元": 100_000_000,
    "亿元": 10_000_000_000,
    "万亿元": 100_000_000_000_000,
}
"""How many 分 one unit of money is."""

BLANKS = frozenset({"", "-", "--", "—", "——", "–", "/", "无", "\\"})
_FOOTNOTE = re.compile(r"[①-⑳⑴-⒇⓪²³¹⁰-⁹*＊]+$")  # marks behind a number that folding would make digits
_NUMBER = re.compile(r"[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+−]?\.\d+")


def parse_amount(cell: str) -> Decimal | None:
    """Read one table cell as a number, in whatever unit its table states.

    "1,003.10" gives Decimal("1003.10"); a blank or a dash gives None: no such item, not zero.
    Brackets around a number mean less than zero, as accountants print it.
    Raises UnreadableCell for anything else; the caller knows where the cell stood.
    """
    bare = _FOOTNOTE.sub("", cell.strip())
    if any(unicodedata.category(char) == "No" for char in bare):
        raise UnreadableCell(f"{cell!r} is neither a number nor a blank")  # ½ and ① inside, which folding would change
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", bare))
    if text in BLANKS:
        return None
    negative = text.startswith("(") and text.endswith(")")
    digits = text[1:-1] if negative else text
    if not _NUMBER.fullmatch(digits):
        raise UnreadableCell(f"{cell!r} is neither a number nor a blank")
    value = Decimal(digits.replace(",", "").replace("−", "-"))
    return -value if negative else value


def is_number(cell: str) -> bool:
    """Whether a cell holds a number and nothing else."""
    try:
        return parse_amount(cell) is not None
    except UnreadableCell:
        return False


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
    """The printed number with thousands separators: "12971818.00" gives "12,971,818.00"."""
    value = parse_amount(printed)
    return printed if value is None else format(value, ",f")
