"""The figures of a document made comparable: money in 元, each with what rounding may have taken from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.amounts import FEN_PER_UNIT, half_last_digit
from knowledge.model import Aspect, DocumentFacts, Figure, Table

_FEN = 100  # in 元
_WHOLE_UNIT = "元"  # people leave its decimals away where they round; 万元 they cut short: 25 for 25.00
_ENOUGH = 3  # figures that show how many decimals a table prints


@dataclass(frozen=True, slots=True, eq=False)
class Amount:
    """One printed figure. Two amounts are the same only where they are the same cell or word."""

    figure: Figure
    value: Decimal  # money in 元, anything else in its printed unit
    slack: Decimal  # half of the last printed digit, in the same unit
    order: int  # in reading order of the facts
    table: int | None = None  # index in `DocumentFacts.tables`; None: in a sentence

    @property
    def is_money(self) -> bool:
        """Whether it counts money."""
        return self.figure.unit in FEN_PER_UNIT

    @property
    def in_text(self) -> bool:
        """Whether it stands in a sentence, not in a table or form."""
        return not self.figure.citation.table

    @property
    def printed(self) -> str:
        """As printed."""
        return self.figure.printed


@dataclass(frozen=True, slots=True)
class Gap:
    """A blank cell of a table whose column or row is filled elsewhere."""

    table: int
    cell: tuple[int, int]
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with its amounts by place."""

    index: int
    table: Table
    cells: dict[tuple[int, int], Amount]
    loose: tuple[Amount, ...] = ()  # of a form: its figures stand in no rows and columns
    unread: frozenset[tuple[int, int]] = frozenset()  # cells whose print was not understood: no blanks

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """All that it prints."""
        return (*self.cells.values(), *self.loose)

    def at(self, row: int, column: int) -> Amount | None:
        """The amount in a cell; None where it is blank."""
        return self.cells.get((row, column))

    def gap(self, row: int, column: int) -> Gap:
        """The blank cell there."""
        header = self.table.columns[column].path
        return Gap(self.index, (row, column), self.table.rows[row].label, header[-1] if header else "")

    def sides(self) -> list[list[int]]:
        """The columns of each list that stands in the table."""
        numbers = sorted({column.side for column in self.table.columns})
        return [
            [index for index, column in enumerate(self.table.columns) if column.side == number] for number in numbers
        ]

    def column(self, column: int) -> list[Amount]:
        """What is printed in a column, from the top."""
        return [amount for (_, at), amount in self.cells.items() if at == column]

    def rows_of(self, columns: Sequence[int]) -> list[int]:
        """The rows of a side: from its first to its last printed amount."""
        rows = [row for row, column in self.cells if column in columns]
        return list(range(min(rows), max(rows) + 1)) if rows else []

    def summable(self, columns: Sequence[int]) -> list[int]:
        """The columns whose amounts add up: money or counts, no percentages, codes or prices."""
        return [column for column in columns if self._adds_up(column)]

    def _adds_up(self, column: int) -> bool:
        amounts = self.column(column)
        return bool(amounts) and all(
            amount.is_money and amount.figure.aspect is Aspect.AMOUNT and not amount.figure.comparator
            for amount in amounts
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """All figures of a document."""

    facts: DocumentFacts
    sheets: tuple[Sheet, ...]
    said: tuple[tuple[Amount, ...], ...]  # for each statement its figures

    @property
    def amounts(self) -> Iterable[Amount]:
        """Every amount, those of tables first."""
        for sheet in self.sheets:
            yield from sheet.amounts
        for amounts in self.said:
            yield from amounts


def open_ledger(facts: DocumentFacts) -> Ledger:
    """Make the figures of a document comparable."""
    order = 0
    sheets: list[Sheet] = []
    for index, table in enumerate(facts.tables):
        decimals = _usual_decimals(table.figures)
        amounts = [_amount(figure, order + at, index, decimals) for at, figure in enumerate(table.figures)]
        order += len(amounts)
        cells = {amount.figure.cell: amount for amount in amounts if amount.figure.cell is not None}
        loose = tuple(amount for amount in amounts if amount.figure.cell is None)
        sheets.append(Sheet(index, table, cells, loose, frozenset(one.cell for one in table.unread)))
    said: list[tuple[Amount, ...]] = []
    for statement in facts.statements:
        said.append(tuple(_amount(figure, order + at, None, 0) for at, figure in enumerate(statement.figures)))
        order += len(statement.figures)
    return Ledger(facts, tuple(sheets), tuple(said))


def _amount(figure: Figure, order: int, table: int | None, decimals: int) -> Amount:
    factor = Decimal(FEN_PER_UNIT.get(figure.unit, _FEN)) / _FEN
    printed = decimals_of(figure.value) if figure.unit == _WHOLE_UNIT else max(decimals_of(figure.value), decimals)
    slack = Decimal(5).scaleb(-printed - 1) if table is not None else half_last_digit(figure.value)
    if figure.unit not in FEN_PER_UNIT and figure.unit != "%":
        slack = Decimal(0)  # people and cars are counted, not rounded
    return Amount(figure, figure.value * factor, slack * factor, order, table)


def decimals_of(value: Decimal) -> int:
    """How many decimals are printed."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _usual_decimals(figures: Sequence[Figure]) -> int:
    """The decimals that a table prints most often: a table that prints 46.56 and 25 has cut 25.00 short."""
    counts = Counter(decimals_of(figure.value) for figure in figures if figure.value and figure.unit in FEN_PER_UNIT)
    if counts.total() < _ENOUGH:
        return 0
    return max(counts, key=lambda decimals: (counts[decimals], -decimals))
