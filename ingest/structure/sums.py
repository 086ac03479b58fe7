"""What must add up in a table: along its rows by the header, down its columns by the parts of each row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ingest.document import Cell
from knowledge.amounts import half_last_digit, parse_cell
from knowledge.errors import UnreadableCell
from knowledge.identities import Path, column_identities

_NOT_ADDED = re.compile(r"[%％]|比例|占比|比重|幅度|增幅|[增完][长成]率|增减率|单价|标准|权重|面积|数量")
_SCALE = 6  # decimals kept: amounts in 亿元 are printed with at most so many


class Number(NamedTuple):
    """A printed number and how far rounding can have moved it, both in millionths: whole numbers add fast."""

    value: int
    slack: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many sums hold, and how many do not."""

    held: int = 0
    broken: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.held + other.held, self.broken + other.broken)

    @property
    def checked(self) -> int:
        """How many sums there were to check."""
        return self.held + self.broken


Row = Sequence[Number | None]  # the numbers of one row, one for each column of amounts


def number_of(cell: Cell | None) -> Number | None:
    """The number in a cell; None for a blank, for what is no number, and for one in a unit of its own."""
    try:
        amount = parse_cell(cell.text) if cell else None
    except UnreadableCell:
        return None
    return None if amount is None or amount.unit else to_number(amount.value)


def to_number(value: Decimal) -> Number:
    """A printed amount as whole millionths."""
    return Number(int(value.scaleb(_SCALE)), int(half_last_digit(value).scaleb(_SCALE)))


def adds_up(total: Number | None, parts: Iterable[Number | None]) -> bool | None:
    """Whether parts make a total, rounding aside; None where nothing is printed to compare."""
    known = [part for part in parts if part is not None]
    if total is None or not known:
        return None
    slack = total.slack + sum(part.slack for part in known)
    return abs(total.value - sum(part.value for part in known)) <= slack


def is_additive(path: Sequence[str]) -> bool:
    """Whether the amounts of a column add up: percentages and prices do not."""
    return not _NOT_ADDED.search("".join(path))


def row_sums(paths: Sequence[Path], rows: Iterable[Row]) -> Tally:
    """The sums that the header promises in each row."""
    identities = column_identities(paths)
    held = broken = 0
    for row in rows:
        for identity in identities:
            verdict = adds_up(row[identity.total], [row[part] for part in identity.parts])
            held += verdict is True
            broken += verdict is False
    return Tally(held, broken)


def column_sums(total: Row, parts: Sequence[Row]) -> Tally:
    """Whether the amounts of a row are the sums of those of its parts, column by column."""
    held = broken = 0
    for column, amount in enumerate(total):
        verdict = adds_up(amount, [part[column] for part in parts])
        held += verdict is True
        broken += verdict is False
    return Tally(held, broken)
