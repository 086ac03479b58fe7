"""The signs of a reading: labels of stretches, what can be asked, and questions written with their marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What a stretch of a question is."""

    UNIT = "unit"
    YEAR = "year"
    STAGE = "stage"
    LEVEL = "level"
    ITEM = "item"
    BASE = "base"
    TABLE = "table"
    AMOUNT = "amount"
    RANK = "rank"
    OTHER = "other"


class Ask(StrEnum):
    """What a question wants; it may want several things."""

    AMOUNT = "amount"
    LIST = "list"
    SHARE = "share"
    CHANGE_AMOUNT = "change_amount"
    CHANGE_PERCENT = "change_percent"
    REASON = "reason"
    PURPOSE = "purpose"
    DIFFERENCE = "difference"
    WHICH_MORE = "which_more"
    RANK = "rank"
    SUM = "sum"
    COUNT = "count"
    VERIFY = "verify"
    REVERSE = "reverse"
    DEFINITION = "definition"
    TEXT = "text"
    WHO = "who"
    INDICATOR = "indicator"
    CONTENTS = "contents"
    CONSISTENCY = "consistency"
    CONVERT = "convert"
    SMALLTALK = "smalltalk"
    HELP = "help"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text and what it is."""

    start: int
    end: int
    label: Label
    name: str = ""  # as a document would print it, where that differs


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its marks, in order, none overlapping."""

    text: str
    marks: tuple[Mark, ...]


class BrokenMarks(ValueError):
    """The marks of a line can't be read."""


_MARK = re.compile(r"\[([^\[\]|]+)\|([a-z_]+)(?::([^\[\]|]*))?\]")
_SIGNS = re.compile(r"[\[\]|]")


def read_marks(tagged: str) -> Marked:
    """`[天门|unit]多少` gives 天门多少 and where 天门 stands. Raises BrokenMarks."""
    parts: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for match in _MARK.finditer(tagged):
        between = tagged[at : match.start()]
        start = length + len(between)
        length = start + len(match[1])
        marks.append(Mark(start, length, _label(match[2]), match[3] or ""))
        parts += (between, match[1])
        at = match.end()
    parts.append(tagged[at:])
    if any(_SIGNS.search(between) for between in parts[::2]):
        raise BrokenMarks(f"a mark is not closed, or stands inside another: {tagged}")
    return Marked("".join(parts), tuple(marks))


def _label(word: str) -> Label:
    try:
        return Label(word)
    except ValueError:
        raise BrokenMarks(f"{word} is no label; the labels are {', '.join(Label)}") from None


def write_marks(marked: Marked) -> str:
    """The inverse of `read_marks`."""
    parts: list[str] = []
    at = 0
    for mark in marked.marks:
        name = f":{mark.name}" if mark.name else ""
        parts.append(f"{marked.text[at : mark.start]}[{marked.text[mark.start : mark.end]}|{mark.label}{name}]")
        at = mark.end
    return "".join(parts) + marked.text[at:]
