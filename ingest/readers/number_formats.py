"""Numbers and dates of a workbook as their number format prints them."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

Value = str | float | bool | date | time | timedelta

_DIGITS_KEPT = 15  # Excel stores no more
_SECTIONS = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')  # semicolons outside of quotes
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<symbol>[^\]-]*)[^\]]*\]'
    r"|(?P<condition>\[[<>=][^\]]*\])|\[[^\]]*\]|_.|\*."  # colours; room for a bracket; fillers: not printed
    r"|(?P<digits>[#0?][#0?,]*(?:\.[#0?]*)?,*|\.[#0?]+)|(?P<other>.)",
    re.DOTALL,
)
_UNKNOWN = frozenset("/EeGg@")  # fractions, powers of ten, General, text


def print_value(value: Value, code: str) -> str:
    """The text that a cell shows; `code` is its number format, "" or "General" for none.

    A number in a format that is not understood is printed in full.
    """
    match value:
        case str():
            return value.strip()
        case bool():
            return "TRUE" if value else "FALSE"
        case date():  # datetime, too: a budget prints no hours
            return _print_date(value, code)
        case time():
            return value.isoformat(timespec="minutes")
        case timedelta():
            return str(value)
        case _:
            return _print_number(Decimal(f"{value:.{_DIGITS_KEPT}g}"), code)


def _print_date(value: date, code: str) -> str:
    letters = "".join(match["other"] or "" for match in _TOKEN.finditer(code)).lower()
    has_day = "d" in letters or not letters
    if "年" in code:
        return f"{value.year}年{value.month}月" + (f"{value.day}日" if has_day else "")
    return value.isoformat()[: 10 if has_day else 7]


def _print_number(number: Decimal, code: str) -> str:
    section, shown = _section(number, code)
    tokens = list(_TOKEN.finditer(section))
    runs = [token["digits"] for token in tokens if token["digits"]]
    is_unknown = any(token["condition"] or (token["other"] or "") in _UNKNOWN for token in tokens)
    if not code or is_unknown or len(runs) > 1:
        return f"{number.normalize():f}"
    percents = sum(token["other"] == "%" for token in tokens)
    digits = _print_digits(shown.scaleb(2 * percents), runs[0]) if runs else ""
    return "".join(_print_token(token, digits) for token in tokens).strip()


def _section(number: Decimal, code: str) -> tuple[str, Decimal]:
    """The part of a format for this number, and the number with the sign that the part leaves to it."""
    match _SECTIONS.split(code):
        case [_, negative, *_] if number < 0:
            return negative, -number
        case [_, _, zero, *_] if number == 0:
            return zero, number
        case [first, *_]:
            return first, number
    return code, number


def _print_token(token: re.Match[str], digits: str) -> str:
    if token["digits"]:
        return digits
    return next((token[name] for name in ("quoted", "escaped", "symbol", "other") if token[name]), "")


def _print_digits(number: Decimal, run: str) -> str:
    """A number by one run of placeholders, such as #,##0.00 or 0, (thousands)."""
    body = run.rstrip(",")
    whole, _, fraction = body.partition(".")
    number = number.scaleb(-3 * (len(run) - len(body)))
    rounded = number.quantize(Decimal(1).scaleb(-len(fraction)), rounding=ROUND_HALF_UP)
    integer, _, decimals = f"{abs(rounded):f}".partition(".")
    integer = integer.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole and integer:
        integer = f"{int(integer):,}"
    kept = len(fraction.rstrip("#?"))
    decimals = decimals[:kept] + decimals[kept:].rstrip("0")
    sign = "-" if rounded < 0 else ""
    return sign + integer + ("." + decimals if decimals else "")
