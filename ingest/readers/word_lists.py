"""The numbers that Word prints before the paragraphs of a list: 一、 （二） 3. (ECMA-376, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ingest.readers.word_styles import ListPlace, Styles, W

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_ENDS_IN_MARK = re.compile(r"[、，。）】〕：．；\s]$")  # Chinese marks need no space behind them


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered."""

    form: str = "decimal"
    text: str = ""  # %1 stands for the number of the first level
    start: int = 1
    restarts_after: int | None = None  # the level, from 1, after whose number this one begins anew; None: any above
    is_decimal: bool = False  # all numbers in its text as digits
    has_gap: bool = True


@dataclass(frozen=True, slots=True)
class _List:
    """A list: which definition it counts with, and its levels."""

    definition: str
    levels: dict[int, _Level]
    starts: dict[int, int]  # where this list begins anew, although it shares its definition


@dataclass(slots=True)
class Numbering:
    """Counts the paragraphs of all lists of a document in reading order."""

    lists: dict[str, _List] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)  # by definition and level
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, place: ListPlace | None) -> str:
        """What is printed before the next paragraph at a place, with the gap behind it; empty for bullets."""
        found = self.lists.get(place.list_id) if place else None
        if place is None or found is None or place.level not in found.levels:
            return ""
        counts = self._counts.setdefault(found.definition, {})
        self._count(place, found, counts)
        return _printed(found.levels, counts, place.level)

    def _count(self, place: ListPlace, found: _List, counts: dict[int, int]) -> None:
        level = place.level
        key = (place.list_id, level)
        if level in found.starts and key not in self._begun:
            counts[level] = found.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else found.levels[level].start
        self._begun.add(key)
        for lower, about in found.levels.items():
            if lower > level and (about.restarts_after is None or level < about.restarts_after):
                counts.pop(lower, None)


def _printed(levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
    about = levels[level]

    def number(match: re.Match[str]) -> str:
        other = int(match[1]) - 1
        of_other = levels.get(other, _Level())
        form = "decimal" if about.is_decimal else of_other.form
        return FORMS.get(form, str)(counts.get(other, of_other.start))

    if about.form in {"bullet", "none"} or about.form not in FORMS:
        return ""
    text = _PLACE.sub(number, about.text)
    return text + " " if text and about.has_gap and not _ENDS_IN_MARK.search(text) else text


# ---- reading numbering.xml ---------------------------------------------------------------------------


def read_numbering(root: Any | None, styles: Styles) -> Numbering:
    """The lists of a part; none where there is no such part."""
    if root is None:
        return Numbering()
    definitions = {one.get(f"{W}abstractNumId", ""): one for one in root.iterchildren(f"{W}abstractNum")}
    numbers = {number.get(f"{W}numId", ""): number for number in root.iterchildren(f"{W}num")}
    return Numbering({name: _list(number, numbers, definitions, styles) for name, number in numbers.items()})


def _list(number: Any, numbers: dict[str, Any], definitions: dict[str, Any], styles: Styles) -> _List:
    name = _value(number.find(f"{W}abstractNumId"))
    definition = definitions.get(name)
    link = "" if definition is None else _value(definition.find(f"{W}numStyleLink"))
    if link and link in styles.by_id:  # the levels stand in the definition that the style's own list has
        linked = numbers.get(_value(styles.by_id[link].find(f"{W}pPr/{W}numPr/{W}numId")))
        name = name if linked is None else _value(linked.find(f"{W}abstractNumId"))
        definition = definitions.get(name)
    levels = {} if definition is None else _levels(definition)
    starts = {}
    for override in number.iterchildren(f"{W}lvlOverride"):
        level = int(override.get(f"{W}ilvl", "0"))
        levels.update(_levels(override))
        start = _value(override.find(f"{W}startOverride"))
        if start.isdecimal():
            starts[level] = int(start)
    return _List(name, levels, starts)


def _levels(parent: Any) -> dict[int, _Level]:
    found = ((int(level.get(f"{W}ilvl", "0")), _level(level)) for level in parent.iterchildren(f"{W}lvl"))
    return {number: level for number, level in found if number < _LEVELS}


def _level(level: Any) -> _Level:
    start, restart = _value(level.find(f"{W}start")), _value(level.find(f"{W}lvlRestart"))
    return _Level(
        form=_value(level.find(f"{W}numFmt")) or "decimal",
        text=_value(level.find(f"{W}lvlText")),
        start=int(start) if start.isdecimal() else 1,
        restarts_after=int(restart) if restart.isdecimal() else None,
        is_decimal=level.find(f"{W}isLgl") is not None,
        has_gap=_value(level.find(f"{W}suff")) != "nothing",
    )


def _value(element: Any) -> str:
    return "" if element is None else element.get(f"{W}val", "")


# ---- forms of numbers --------------------------------------------------------------------------------

_DIGITS, _LEGAL_DIGITS = "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
_STEPS, _LEGAL_STEPS = ("千", "百", "十", ""), ("仟", "佰", "拾", "")
_ROMAN = tuple(zip((100, 90, 50, 40, 10, 9, 5, 4, 1), ["C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"], strict=True))


def _counted(digits: str, steps: tuple[str, ...], *, short_ten: bool) -> Callable[[int], str]:
    """Numbers below 10,000 in words: 12 is 十二, 205 二百零五."""

    def words(number: int) -> str:
        text = ""
        for position, (digit, step) in enumerate(zip(f"{number:04d}"[-4:], steps, strict=True)):
            if digit != "0":
                has_gap = text and f"{number:04d}"[-4:][position - 1] == "0"
                text += ("零" if has_gap else "") + digits[int(digit)] + step
        return text[1:] if short_ten and text.startswith(digits[1] + steps[2]) else text or digits[0]

    return words


def _each(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(digit)] for digit in str(number))


def _from(first: str, count: int) -> Callable[[int], str]:
    """Characters that follow each other in Unicode; plain digits beyond the last."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= count else str(number)


def _of(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)]


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text, number = text + letters * (number // value), number % value
    return text


def _letters(number: int) -> str:
    """a, b, … z, aa, bb, as Word counts."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_chinese = _counted(_DIGITS, _STEPS, short_ten=True)
FORMS: dict[str, Callable[[int], str]] = {  # by their names in the standard
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _each("０１２３４５６７８９"),
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _each(_DIGITS),
    "japaneseDigitalTenThousand": _each(_DIGITS),
    "taiwaneseDigital": _each(_DIGITS),
    "chineseLegalSimplified": _counted(_LEGAL_DIGITS, _LEGAL_STEPS, short_ten=False),
    "ideographLegalTraditional": _counted(_LEGAL_DIGITS, _LEGAL_STEPS, short_ten=False),
    "ideographTraditional": _of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _from("㊀", 10),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
}
