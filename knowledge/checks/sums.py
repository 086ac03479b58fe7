"""Sums within one table: along its rows, down its columns, from the parts of a line to the line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from itertools import takewhile

from knowledge.checks.evidence import Equation, Verdict
from knowledge.checks.ledger import Amount, Gap, Ledger, Sheet
from knowledge.checks.rules import data, identities, words
from knowledge.concepts import ConceptKind, concept_of
from knowledge.identities import Identity, column_identities, is_total_word
from knowledge.model import Aspect, Level, Scheme, Stage, TableRow
from knowledge.text import fold, fold_name

_ZERO = Decimal(0)
_FEW = 2  # sums that fail: with one only, no other reading of the columns is looked for
_BETTER = 3  # of so many sums that fail one may fail still, where another reading of the columns mends the others
_LONGEST = 60  # rows that a row without code may sum: no list without codes is longer
_NESTED = Decimal("1.5")  # a list whose sum is so much more than its total holds parts beside their wholes


def sum_checks(ledger: Ledger) -> Iterator[Equation]:
    """Every sum that the tables promise."""
    for sheet in ledger.sheets:
        for columns in sheet.sides():
            yield from _side_sums(sheet, columns)
        yield from _equal_sides(sheet)
        yield from _form_sums(sheet)


def _side_sums(sheet: Sheet, columns: Sequence[int]) -> Iterator[Equation]:
    adding = [column for column in sheet.summable(columns) if _is_summable(sheet, column)]
    rows = sheet.rows_of(columns)
    rows = [row for row in rows if not _is_rate(sheet.table.rows[row].label)]
    yield from _row_sums(sheet, adding, rows)
    yield from _named_sums(sheet, adding, rows)
    yield from _column_sums(sheet, [column for column in adding if _is_of_one_moment(sheet, column)], rows)


def _is_summable(sheet: Sheet, column: int) -> bool:
    path = sheet.table.columns[column].path
    return not path or (fold_name(path[-1]) not in words("columns", "not_summable") and not _is_rate(path[-1]))


def _is_rate(label: str) -> bool:
    """Whether a header or a row names a percentage or a term of years, whatever unit stands above the table."""
    return any(word in fold(label) for word in data()["columns"]["rates"])


# ---- along the rows ------------------------------------------------------------------------------------


def _row_sums(sheet: Sheet, columns: Sequence[int], rows: Sequence[int]) -> Iterator[Equation]:
    for group in _by_moment(sheet, columns):
        paths = [sheet.table.columns[column].path for column in group]
        for identity in column_identities(paths):
            yield from _best_reading(sheet, rows, _placed(sheet, identity, group))


def _best_reading(sheet: Sheet, rows: Sequence[int], columns: _Columns) -> list[Equation]:
    """The sums of one identity; without a column that is none of its parts, where that makes all rows hold.

    政府采购 beside 基本支出 and 项目支出 tells what is bought with them, whatever its header says.
    """
    found = _identity_sums(sheet, rows, columns)
    failing = _failing(found)
    if failing < _FEW:
        return found
    for part in columns.parts:
        fewer = replace(columns, parts=tuple(other for other in columns.parts if other != part))
        other = _identity_sums(sheet, rows, fewer) if fewer.parts else []
        if other and _failing(other) <= failing // _BETTER:
            return other
    return found


def _failing(checks: Sequence[Equation]) -> int:
    return sum(1 for check in checks if check.verdict is Verdict.BROKEN)


def _identity_sums(sheet: Sheet, rows: Sequence[int], columns: _Columns) -> list[Equation]:
    return [check for row in rows if (check := _row_sum(sheet, row, rows, columns)) is not None]


def _by_moment(sheet: Sheet, columns: Sequence[int]) -> list[list[int]]:
    """Columns of one year and stage add up among themselves only."""
    groups: dict[tuple[int, Stage], list[int]] = {}
    for column in columns:
        counts = Counter((amount.figure.year, amount.figure.stage) for amount in sheet.column(column))
        groups.setdefault(counts.most_common(1)[0][0], []).append(column)
    return list(groups.values())


@dataclass(frozen=True, slots=True)
class _Columns:
    total: int
    parts: tuple[int, ...]
    complete: bool


def _placed(sheet: Sheet, identity: Identity, group: Sequence[int]) -> _Columns:
    """The columns of an identity; parts that a header names with 其中 need not be complete."""
    total, parts = group[identity.total], [group[part] for part in identity.parts]
    parts = [part for part in parts if not _is_within(sheet, part, total)] or parts
    full = [part for part in parts if not _is_among(sheet, part)]
    return _Columns(total, tuple(full or parts), complete=bool(full))


def _is_among(sheet: Sheet, column: int) -> bool:
    return any(fold(text).startswith(data()["columns"]["among"]) for text in sheet.table.columns[column].path)


def _is_within(sheet: Sheet, column: int, total: int) -> bool:
    """Whether a column tells what is bought with the amounts of the others."""
    own = set(sheet.table.columns[column].path) - set(sheet.table.columns[total].path)
    return any(word in fold(text) for text in own for word in data()["columns"]["within"])


def _row_sum(sheet: Sheet, row: int, rows: Sequence[int], columns: _Columns) -> Equation | None:
    total = sheet.at(row, columns.total)
    if total is None or any((row, column) in sheet.unread for column in columns.parts):
        return None
    parts = tuple(amount for column in columns.parts if (amount := sheet.at(row, column)) is not None)
    gaps = tuple(sheet.gap(row, column) for column in columns.parts if sheet.at(row, column) is None)
    if not parts and not any(
        sheet.at(other, column) is not None
        for other in rows
        if _level(sheet, other) == _level(sheet, row)
        for column in columns.parts
    ):
        return None  # blank for all lines of this level: it proves nothing
    structure = f"row-sum {columns.total}"
    check = Equation("row-sum", total, parts, excess_only=not columns.complete, structure=structure)
    if check.verdict is Verdict.HOLDS or not gaps or check.difference < 0:
        return check
    return replace(check, rule="row-sum-blank", gaps=gaps)


def _level(sheet: Sheet, row: int) -> int:
    return len(sheet.table.rows[row].subject.code)


def _named_sums(sheet: Sheet, columns: Sequence[int], rows: Sequence[int]) -> Iterator[Equation]:
    """Sums that the meaning of the columns promises, whatever their headers look like."""
    by_measure = {sheet.table.columns[column].measure: column for column in reversed(columns)}
    for identity in identities():
        if identity.total not in by_measure or not all(name in by_measure for name in identity.plus):
            continue
        for row in rows:
            total = sheet.at(row, by_measure[identity.total])
            plus = _cells(sheet, row, [by_measure[name] for name in identity.plus])
            minus = _cells(sheet, row, [by_measure[name] for name in identity.minus if name in by_measure])
            if total is not None and plus:
                yield Equation(identity.rule, total, plus, minus, structure=identity.rule)


def _cells(sheet: Sheet, row: int, columns: Sequence[int]) -> tuple[Amount, ...]:
    return tuple(amount for column in columns if (amount := sheet.at(row, column)) is not None)


def _summed_below(total: Amount | None, following: Sequence[Amount | None]) -> int:
    """How many of the following amounts come to the total, rounding aside; 0 where none do."""
    if total is None or not total.value:
        return 0
    seen, slack = _ZERO, total.slack
    for count, amount in enumerate(following[:_LONGEST], start=1):
        if amount is not None:
            seen, slack = seen + amount.value, slack + amount.slack
        if amount is not None and amount.value and abs(seen - total.value) <= slack:
            return count
    return 0


def _is_of_one_moment(sheet: Sheet, column: int) -> bool:
    """Whether all rows of a column are of one year and one stage: rows of moments are never added together."""
    figures = (amount.figure for amount in sheet.column(column))
    return len({(figure.year, figure.stage, figure.aspect) for figure in figures}) <= 1


# ---- down the columns ----------------------------------------------------------------------------------


class _Role(Enum):
    """What a row at the top of its list is."""

    WHOLE = "whole"
    SUBTOTAL = "subtotal"
    BALANCE = "balance"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class _List:
    """The rows of one side: which is part of which, and what those at the top are."""

    sheet: Sheet
    children: dict[int, list[int]]
    top: list[int]
    wholes: frozenset[int]  # the rows that sum all others
    filled: frozenset[int]  # the rows that print an amount
    is_coded: bool  # whether codes say what is part of what
    roles: dict[int, _Role] = field(default_factory=dict)

    def role(self, row: int) -> _Role:
        """What a row is, found once."""
        if row not in self.roles:
            self.roles[row] = self._role(row)
        return self.roles[row]

    def _role(self, row: int) -> _Role:
        line = self.sheet.table.rows[row]
        if line.is_whole and row in self.wholes:
            return _Role.WHOLE
        if line.is_whole:
            return _Role.SUBTOTAL if row in self.filled else _Role.LINE
        concept = concept_of(line.label, ConceptKind.WHOLE)
        if concept and fold_name(concept.measure) in words("rows", "balances"):
            return _Role.BALANCE
        is_yearly = concept is not None and fold_name(concept.measure) in words("rows", "subtotals")
        return _Role.SUBTOTAL if is_yearly or is_total_word(line.label) else _Role.LINE

    def of(self, role: _Role) -> list[int]:
        return [row for row in self.top if self.role(row) is role]

    def parts(self, rows: Sequence[int], column: int) -> tuple[list[Amount], list[Gap]]:
        """What is printed for these rows; for a blank row what is printed for its parts."""
        amounts: list[Amount] = []
        gaps: list[Gap] = []
        for row in rows:
            amount = self.sheet.at(row, column)
            if amount is not None:
                amounts.append(amount)
                continue
            below, missing = self.parts(self.children.get(row, []), column)
            amounts += below
            gaps += missing if below else [self.sheet.gap(row, column)]
        return amounts, gaps

    def is_unread(self, rows: Sequence[int], column: int) -> bool:
        """Whether something that is printed in these rows was not understood."""
        return any((row, column) in self.sheet.unread for row in rows)

    def unnested(self, rows: Sequence[int], column: int) -> list[int]:
        """These rows without those that a row above them already sums: 财政拨款 followed by its kinds."""
        values = [self.sheet.at(row, column) for row in rows]
        found: list[int] = []
        at = 0
        while at < len(rows):
            found.append(rows[at])
            at += 1 + _summed_below(values[at], values[at + 1 :])
        return found

    def first_below(self, whole: int, column: int) -> list[int]:
        """The rows right below a whole that come to it: those of other units follow them."""
        below = [row for row in self.top if row > whole] if whole == self.top[0] else []
        return below[: _summed_below(self.sheet.at(whole, column), [self.sheet.at(row, column) for row in below])]

    def around(self, subtotal: int, *, before: bool = False) -> list[int]:
        """All rows between a subtotal and the next one, or the one before it, balances too."""
        at = self.top.index(subtotal) if subtotal in self.top else 0
        rows = reversed(self.top[:at]) if before else self.top[at + 1 :]
        return list(takewhile(lambda row: self.role(row) in (_Role.LINE, _Role.BALANCE), rows))

    def covered(self, subtotal: int) -> list[int]:
        """The lines that a subtotal sums: those since the one before it, else those that follow."""
        if subtotal in self.children:
            return self.children[subtotal]
        before: list[int] = []
        after: list[int] = []
        met = False
        for row in self.top:
            role = self.role(row)
            if row == subtotal:
                met = True
            elif role is not _Role.LINE:
                if met:
                    break
                before = []
            else:
                (after if met else before).append(row)
        return before or after


def _column_sums(sheet: Sheet, columns: Sequence[int], rows: Sequence[int]) -> Iterator[Equation]:
    listed = _read_list(sheet, rows)
    if listed is None:
        return
    yield from _hierarchy(listed, columns)
    subtotals = [check for row in listed.of(_Role.SUBTOTAL) for check in _subtotal(listed, row, columns)]
    yield from subtotals
    off = any(check.verdict is Verdict.BROKEN for check in subtotals)
    for whole in listed.of(_Role.WHOLE):
        found = ((column, _whole(listed, whole, column, off)) for column in columns)
        for column, check in found:
            if check is not None:
                doubt = _strays(listed, column) or _is_doubled(check)
                yield replace(check, doubt=doubt, is_loose=not listed.is_coded)


def _read_list(sheet: Sheet, rows: Sequence[int]) -> _List | None:
    """None where a line stands twice: several units in one list, whose lines we cannot tell apart."""
    lines = [sheet.table.rows[row] for row in rows]
    printed = Counter((line.subject.code, line.label) for line in lines if line.subject.code)
    if any(count > 1 for count in printed.values()):
        return None
    parent_of = {row: _parent(sheet.table.rows, row, rows) for row in rows}
    children: dict[int, list[int]] = {}
    for row, parent in parent_of.items():
        if parent is not None:
            children.setdefault(parent, []).append(row)
    top = [row for row in rows if parent_of[row] is None]
    filled = frozenset(row for row, _ in sheet.cells)
    is_coded = any(sheet.table.rows[row].subject.code for row in top)
    return _List(sheet, children, top, _wholes(sheet, top), filled, is_coded)


def _wholes(sheet: Sheet, top: Sequence[int]) -> frozenset[int]:
    """The rows that are called the whole: of several the last, unless they stand one upon the other at the top."""
    lines = sheet.table.rows
    has_units = any(lines[row].subject.scheme is Scheme.UNIT_NAME for row in top)
    called = [row for row in top if lines[row].is_whole and (is_total_word(lines[row].label) or not has_units)]
    is_one = not called or called[0] == top[0]
    return frozenset(called if is_one else called[-1:])


def _parent(lines: Sequence[TableRow], row: int, rows: Sequence[int]) -> int | None:
    """The row that this one is a part of: as it was read, by its code, or the project of what is bought."""
    line = lines[row]
    if line.parent is not None and line.parent in rows:
        return line.parent
    above = [other for other in rows if other < row]
    if code := line.subject.code:
        shorter = [other for other in above if _is_above(lines[other].subject.code, code)]
        return max(shorter, key=lambda other: (len(lines[other].subject.code), other), default=None)
    if line.subject.scheme is Scheme.PROCUREMENT and line.subject.parent:
        named = [other for other in above if lines[other].subject.name == line.subject.parent]
        return named[-1] if named else None
    return None


def _is_above(code: str, of: str) -> bool:
    """Whether a code is that of a line above another: 208 of 20805, 20805 of 2080501."""
    return 0 < len(code) < len(of) and of.startswith(code)


_CODED = (Scheme.FUNCTION, Scheme.DEPARTMENT_ECONOMIC, Scheme.GOVERNMENT_ECONOMIC)


def _strays(listed: _List, column: int) -> bool:
    """Whether a line has lost its code among lines that have theirs: where it belongs is not known."""
    lines = listed.sheet.table.rows
    return listed.is_coded and any(
        lines[row].subject.scheme in _CODED and not lines[row].subject.code and _value(listed.sheet, row, column)
        for row in listed.top
    )


def _is_doubled(check: Equation) -> bool:
    """Whether all rows come to twice the total: each stands among them once more, as a part of another."""
    return abs(check.expected - 2 * check.total.value) <= check.slack


def _value(sheet: Sheet, row: int, column: int) -> Decimal:
    amount = sheet.at(row, column)
    return amount.value if amount else _ZERO


def _hierarchy(listed: _List, columns: Sequence[int]) -> Iterator[Equation]:
    for parent, children in listed.children.items():
        if listed.role(parent) is _Role.SUBTOTAL:
            continue
        complete = _is_complete(listed.sheet.table.rows, parent, children)
        for column in columns:
            total = listed.sheet.at(parent, column)
            parts, gaps = listed.parts(children, column)
            if total is not None and parts and not listed.is_unread(children, column):
                check = _sum("hierarchy", total, parts, gaps, excess_only=not complete)
                is_bought = listed.sheet.table.rows[parent].subject.scheme is Scheme.PROCUREMENT
                doubt = is_bought or _strays(listed, column)  # what is bought is placed by its amounts alone
                yield replace(check, doubt=doubt, is_loose=not listed.is_coded)


def _is_complete(lines: Sequence[TableRow], parent: int, children: Sequence[int]) -> bool:
    """Whether the parts of a line are all there: by its code, or because the lexicon knows the line."""
    if all(lines[child].subject.code for child in children):
        return True
    if lines[parent].subject.scheme is Scheme.PROCUREMENT:
        return True
    return len(children) > 1 and concept_of(lines[parent].label) is not None


def _sum(
    rule: str, total: Amount, parts: Sequence[Amount], gaps: Sequence[Gap], *, excess_only: bool = False
) -> Equation:
    """A sum; its blank cells count only where something is missing."""
    structure = f"{rule} {_column_of(total)}" if _is_of_government(total) else rule
    check = Equation(rule, total, tuple(parts), excess_only=excess_only, structure=structure)
    if check.verdict is Verdict.HOLDS or check.difference < 0:
        return check
    return replace(check, gaps=tuple(gaps))


def _is_of_government(amount: Amount) -> bool:
    return amount.figure.citation.document.level is Level.GOVERNMENT


def _column_of(amount: Amount) -> int:
    return amount.figure.cell[1] if amount.figure.cell else -1


def _subtotal(listed: _List, row: int, columns: Sequence[int]) -> Iterator[Equation]:
    for column in columns:
        total = listed.sheet.at(row, column)
        covered = listed.covered(row)
        if total is None or listed.is_unread(covered, column):
            continue
        lists = (covered, listed.unnested(covered, column), listed.around(row, before=True), listed.around(row))
        readings = [listed.parts(rows, column) for rows in lists]
        checks = [_sum("column-sum", total, parts, gaps) for parts, gaps in readings if parts]
        if checks:
            best = min(checks, key=lambda check: check.verdict)
            yield replace(best, doubt=_strays(listed, column), is_loose=not listed.is_coded)


def _whole(listed: _List, whole: int, column: int, subtotal_off: bool) -> Equation | None:
    """The total of a list: of its subtotals and balances, or of its lines; the reading that holds counts."""
    total = listed.sheet.at(whole, column)
    if total is None or listed.is_unread(listed.top, column):
        return None
    some = _names_a_region(listed, whole)
    lists = [*_readings(listed, column), listed.parts(listed.first_below(whole, column), column)]
    readings = [_sum("column-sum", total, parts, gaps, excess_only=some) for parts, gaps in lists if parts]
    if not readings:
        return None
    first = readings[0]
    holding = next((check for check in readings if check.verdict is not Verdict.BROKEN), None)
    if holding is None:
        return None if _may_be_nested(listed, first) else first
    is_first = holding is first or not listed.of(_Role.SUBTOTAL)
    return holding if is_first or not subtotal_off else first


def _names_a_region(listed: _List, whole: int) -> bool:
    """Whether the whole is a region by its name, with its counties below it: what it spends itself is no row."""
    line = listed.sheet.table.rows[whole]
    level = listed.sheet.table.citation.document.level
    return level is Level.GOVERNMENT and not listed.is_coded and not is_total_word(line.label)


def _readings(listed: _List, column: int) -> Iterator[tuple[list[Amount], list[Gap]]]:
    lines, subtotals = listed.of(_Role.LINE), listed.of(_Role.SUBTOTAL)
    balances = listed.of(_Role.BALANCE)
    coded: Callable[[int], bool] = lambda row: bool(listed.sheet.table.rows[row].subject.code)  # noqa: E731
    if subtotals:
        covered = {row for subtotal in subtotals for row in listed.covered(subtotal)}
        rest = [row for row in lines if row not in covered]
        yield listed.parts([*subtotals, *rest, *balances], column)
        yield listed.parts([*subtotals, *balances], column)
        yield listed.parts(subtotals, column)
    yield listed.parts([*lines, *balances], column)
    yield listed.parts(listed.unnested([*lines, *balances], column), column)
    yield listed.parts([row for row in lines if coded(row)], column)
    yield listed.parts([row for row in lines if not coded(row)], column)


def _may_be_nested(listed: _List, check: Equation) -> bool:
    """A list without codes that comes to far more than its total names parts beside their wholes."""
    uncoded = not any(listed.sheet.table.rows[row].subject.code for row in listed.top)
    return uncoded and check.expected > check.total.value * _NESTED and len(check.parts) > _FEW


# ---- two sides ---------------------------------------------------------------------------------------------


def _equal_sides(sheet: Sheet) -> Iterator[Equation]:
    if sheet.table.kind not in data()["sides"]["kinds"]:
        return
    wholes = [
        amount
        for (row, _), amount in sheet.cells.items()
        if _is_grand_total(sheet, row) and amount.is_money and amount.figure.measure == "合计"
    ]
    for revenue in wholes:
        for spending in wholes:
            one, other = revenue.figure, spending.figure
            same = (one.fund, one.year, one.stage, one.aspect) == (
                other.fund,
                other.year,
                other.stage,
                other.aspect,
            )
            if one.direction == "收入" and other.direction == "支出" and same:
                yield Equation("sides", revenue, (spending,), structure="sides")


def _is_grand_total(sheet: Sheet, row: int) -> bool:
    """Whether a row is the total of its side, transfers and money carried over included: no 小计."""
    line = sheet.table.rows[row]
    return line.is_whole and not fold_name(line.label).endswith(tuple(data()["sides"]["partial"]))


# ---- forms -------------------------------------------------------------------------------------------------


def _form_sums(sheet: Sheet) -> Iterator[Equation]:
    """合计 below 收入构成 or 支出构成 of a form."""
    groups: dict[tuple[str, str, int], list[Amount]] = {}
    for amount in sheet.loose:
        figure = amount.figure
        if figure.subject.parent and amount.is_money and figure.aspect is Aspect.AMOUNT:
            groups.setdefault((figure.subject.parent, figure.citation.column, figure.year), []).append(amount)
    for amounts in groups.values():
        totals = [amount for amount in amounts if is_total_word(amount.figure.subject.name)]
        parts = tuple(amount for amount in amounts if amount not in totals)
        if len(totals) == 1 and len(parts) > 1:
            yield Equation("column-sum", totals[0], parts)
