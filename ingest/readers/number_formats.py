"""Numbers, dates and texts of a workbook as their number format prints them (ECMA-376, 18.8.31)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

BUILTIN = {**BUILTIN_FORMATS, 27: "m月", 28: "m月d日", 31: 'yyyy"年"m"月"d"日"', 57: 'yyyy"年"m"月"'}  # Chinese Excel's

_DIGITS_KEPT = 15  # Excel stores no more
_GENERAL_WIDTH = 11  # characters that General shows
_SECTIONS = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')  # semicolons outside of quotes
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|\[\$(?P<symbol>[^\]-]*)[^\]]*\]'
    r"|\[(?P<operator>[<>]=?|=|<>)(?P<bound>-?[\d.]+)\]|\[(?P<bracket>[^\]]*)\]|_.|\*."  # room, fillers: not printed
    r"|(?P<general>G/通用格式|General)|(?P<place>[#0?])|(?P<comma>,)|(?P<point>\.)|(?P<percent>%)"
    r"|(?P<unknown>[/EeGg])|(?P<text>@)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_PLAIN_PLACES = re.compile(r"#*0(?:\.0+)?")
_RED = frozenset({"red", "红色", "红", "color3", "颜色3", "颜色 3"})
_COMPARE = {
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
    "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}


def print_number(value: float, code: str, *, since_1904: bool = False) -> str:
    """The text that a cell with a number shows; `code` is its number format, "" or "General" for none.

    A number in a format that is not understood (a fraction, a power of ten) is printed in full.
    """
    number = Decimal(f"{value:.{_DIGITS_KEPT}g}")
    if code and _is_of_dates(code):
        return _print_serial(value, code, since_1904=since_1904) or _plain(number)
    return _print(number, code)


def print_text(text: str, code: str) -> str:
    """The text that a cell with text shows: a format may put words around it, or hide it."""
    if not code or code == "General":
        return text.strip()
    sections = _sections(code)
    section = sections[3] if len(sections) > 3 else sections[-1]
    if len(sections) < 4 and not any(token.kind == "text" for token in section.tokens):
        return text.strip()
    parts = (text if token.kind == "text" else token.printed for token in section.tokens)
    return "".join(parts).strip()


@lru_cache(maxsize=4096)
def _is_of_dates(code: str) -> bool:
    return bool(is_date_format(code))


# ---- dates -------------------------------------------------------------------------------------------


def _print_serial(value: float, code: str, *, since_1904: bool) -> str:
    """A day counted from 1900 or 1904; empty where there is no such day."""
    try:
        found = from_excel(value, MAC_EPOCH if since_1904 else WINDOWS_EPOCH, timedelta="[h" in code.lower())
    except (OverflowError, ValueError):
        return ""
    match found:
        case datetime() | date():  # a budget prints no hours
            return _print_date(found, code)
        case time():
            return found.isoformat(timespec="minutes")
        case _:
            return str(found)


def _print_date(value: date, code: str) -> str:
    letters = "".join(match["other"] or "" for match in _TOKEN.finditer(code)).lower()
    has_day = "d" in letters or not letters
    if "年" in code:
        return f"{value.year}年{value.month}月" + (f"{value.day}日" if has_day else "")
    if "月" in code and "y" not in letters:
        return f"{value.month}月" + (f"{value.day}日" if has_day else "")
    return value.isoformat()[: 10 if has_day else 7]


# ---- numbers -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of a format: its kind (the group of _TOKEN) and what it prints by itself."""

    kind: str
    printed: str = ""


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a format, and what follows from its tokens."""

    tokens: tuple[_Token, ...]
    operator: str = ""
    bound: Decimal = Decimal(0)
    is_red: bool = False
    has_mark: bool = False  # of less than zero: a dash, a bracket
    whole: tuple[int, ...] = ()  # indexes of the places before the point
    fraction: tuple[int, ...] = ()  # and behind it
    scale: int = 0  # powers of ten
    is_grouped: bool = False
    kinds: frozenset[str] = field(default_factory=frozenset)
    around: tuple[str, str] | None = None  # what stands beside a plain number such as #,##0.00; None: it is not plain


@lru_cache(maxsize=4096)
def _sections(code: str) -> tuple[_Section, ...]:
    return tuple(_section(text) for text in _SECTIONS.split(code))


def _section(text: str) -> _Section:
    matches = list(_TOKEN.finditer(text))
    tokens = tuple(_token(match) for match in matches)
    kinds = [token.kind for token in tokens]
    point = kinds.index("point") if "point" in kinds else len(kinds)
    places = [index for index, kind in enumerate(kinds) if kind == "place"]
    whole, fraction = [i for i in places if i < point], [i for i in places if i > point]
    last = max(whole, default=-1)
    commas = [index for index, kind in enumerate(kinds) if kind == "comma"]
    scaling = [i for i in commas if last < i <= point or i > max(fraction, default=point)]
    condition = next((match for match in matches if match["operator"]), None)
    return _Section(
        tokens,
        operator=condition["operator"] if condition else "",
        bound=Decimal(condition["bound"]) if condition else Decimal(0),
        is_red=any((match["bracket"] or "").lower() in _RED for match in matches),
        has_mark=any(mark in token.printed for token in tokens for mark in "-(（"),
        whole=tuple(whole),
        fraction=tuple(fraction),
        scale=2 * kinds.count("percent") - 3 * len(scaling),
        is_grouped=any(i < last for i in commas),
        kinds=frozenset(kinds),
        around=_around(tokens),
    )


def _around(tokens: Sequence[_Token]) -> tuple[str, str] | None:
    """What a format prints before and behind a plain number; None where it needs its places one by one."""
    bare = [index for index, token in enumerate(tokens) if token.kind in {"place", "point", "comma"}]
    if not _PLAIN_PLACES.fullmatch("".join(tokens[index].printed for index in bare)):
        return None
    first, last = bare[0], bare[-1]
    if len(bare) != last - first + 1:
        return None
    before, behind = tokens[:first], tokens[last + 1 :]
    return "".join(token.printed for token in before), "".join(token.printed for token in behind)


def _token(match: re.Match[str]) -> _Token:
    kind = match.lastgroup or "room"
    printed = "" if kind in {"room", "bracket", "operator", "bound", "comma"} else match[kind]
    return _Token("condition" if kind in {"operator", "bound"} else kind, printed)


def _print(number: Decimal, code: str) -> str:
    section, shown, sign = _chosen(number, _sections(code or "General"))
    if section is None or "unknown" in section.kinds:
        return _plain(number)
    if "general" in section.kinds or "text" in section.kinds:
        printed = {index: _general(shown) for index, t in enumerate(section.tokens) if t.kind in {"general", "text"}}
    elif section.around and not section.operator:
        return sign + _plainly(shown.scaleb(section.scale), section)
    else:
        printed = _places(shown.scaleb(section.scale), section)
        is_zero = not any(digit in "123456789" for text in printed.values() for digit in text)
        if shown < 0 and not is_zero and not (section.operator and section.has_mark):
            sign = "-"
    texts = (printed.get(index, token.printed) for index, token in enumerate(section.tokens))
    text = "".join(texts).strip()
    return sign + text if text else ""


def _chosen(number: Decimal, sections: Sequence[_Section]) -> tuple[_Section | None, Decimal, str]:
    """The part of a format for this number, the number as that part takes it, and the sign that stands for red."""
    if any(section.operator for section in sections):
        return _by_condition(number, sections[:3]), number, ""
    if number < 0 and len(sections) > 1:
        negative = sections[1]
        return negative, -number, "-" if negative.is_red and not negative.has_mark else ""
    if number == 0 and len(sections) > 2:
        return sections[2], number, ""
    return sections[0], number, ""


def _by_condition(number: Decimal, sections: Sequence[_Section]) -> _Section | None:
    """The first part whose condition holds; one without condition takes what is left."""
    holding = (s for s in sections if s.operator and _COMPARE[s.operator](number, s.bound))
    rest = (s for s in reversed(sections) if not s.operator)
    return next(holding, None) or next(rest, None)


def _plainly(number: Decimal, section: _Section) -> str:
    """A number in a plain format, such as #,##0.00 or 0: nearly all are."""
    rounded = number.quantize(Decimal(1).scaleb(-len(section.fraction)), rounding=ROUND_HALF_UP)
    before, behind = section.around or ("", "")
    text = f"{before}{abs(rounded):{',' if section.is_grouped else ''}f}{behind}".strip()
    return f"-{text}" if rounded < 0 else text


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _general(number: Decimal) -> str:
    """As General shows a number: decimals only as far as the usual width reaches."""
    text = _plain(number)
    whole = text.partition(".")[0]
    room = max(0, _GENERAL_WIDTH - len(whole.lstrip("-")) - 1)
    return _plain(round(number, room)) if "." in text else text


def _places(number: Decimal, section: _Section) -> dict[int, str]:
    """What each place of a format prints, by its index among the tokens.

    The places before the point share the digits of the whole number, one each and the first what is left, so
    that 0!.0 prints 2005 as 200.5.
    """
    rounded = abs(number).quantize(Decimal(1).scaleb(-len(section.fraction)), rounding=ROUND_HALF_UP)
    integer, _, decimals = f"{rounded:f}".partition(".")
    printed = _whole_places(integer.lstrip("0"), section)
    kept = len(decimals.rstrip("0"))
    for position, index in enumerate(section.fraction):
        is_shown = position < kept or any(section.tokens[i].printed == "0" for i in section.fraction[position:])
        printed[index] = decimals[position] if is_shown else ""
    point = next((index for index, token in enumerate(section.tokens) if token.kind == "point"), None)
    if point is not None:
        printed[point] = "." if any(printed[index] for index in section.fraction) else ""
    return printed


def _whole_places(integer: str, section: _Section) -> dict[int, str]:
    printed: dict[int, str] = {}
    used = 0
    for index in reversed(section.whole):
        is_first = index == section.whole[0]
        digits = integer[: len(integer) - used] if is_first else integer[len(integer) - used - 1 : len(integer) - used]
        if used >= len(integer):
            digits = "0" if section.tokens[index].printed == "0" else ""
        printed[index] = _grouped(digits, used) if section.is_grouped else digits
        used += max(1, len(digits))
    return printed


def _grouped(digits: str, used: int) -> str:
    """Digits with a comma before each third from the right, `used` of which are printed already."""
    text = ""
    for position, digit in enumerate(reversed(digits), start=used):
        text = digit + ("," if position and position % 3 == 0 else "") + text
    return text
