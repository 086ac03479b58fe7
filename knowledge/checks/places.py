"""Which figures say the same thing: one subject, measure, year, stage and fund, wherever they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from knowledge.checks.evidence import Equation, Verdict
from knowledge.checks.ledger import Amount, Ledger, Sheet
from knowledge.checks.rules import data, words
from knowledge.concepts import ConceptKind, concept_of, subject_key
from knowledge.identities import is_total_word
from knowledge.model import (
    PATH_SEPARATOR,
    TOTAL_MEASURE,
    Aspect,
    Direction,
    Figure,
    Level,
    Scheme,
    Stage,
    Subject,
)
from knowledge.text import fold, fold_name

_BOTH_SIDES = "收支"
_YEARLY = frozenset({"本年收入", "本年支出"})  # of one line they are its 合计
_OF_A_FORM = 12  # rows of amounts that the form of one project has
_KUAN = 5  # digits of the code of a 款
_PARTED = (Scheme.TOTAL, Scheme.FUNCTION, Scheme.DEPARTMENT_ECONOMIC, Scheme.GOVERNMENT_ECONOMIC)
_COMPARED = (Aspect.AMOUNT, Aspect.CHANGE, Aspect.RATE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure is of, in a form that is the same wherever it stands. `fund` is kept apart."""

    scheme: Scheme
    subject: str
    measure: str
    direction: Direction
    year: int
    stage: Stage
    aspect: Aspect
    base: str
    scope: str = ""  # of a government: 全市 and 市本级 are never one amount
    counted: str = ""  # the unit of what is no money: 项, 人


@dataclass(slots=True)
class Group:
    """Figures that should be one amount."""

    tables: list[Amount] = field(default_factory=list)
    sentences: list[Amount] = field(default_factory=list)


def meanings(amount: Amount) -> Iterator[Meaning]:
    """What a figure means; an amount for both sides means each. Nothing for what is not compared."""
    figure = amount.figure
    if figure.aspect not in _COMPARED or figure.comparator:
        return
    for direction in _directions(figure):
        found = _revenue_line(figure) or _subject(figure, direction)
        if found is None:
            continue
        scheme, subject, measure = found
        base = f"{figure.base_year}{fold_name(figure.base)}" if figure.aspect is not Aspect.AMOUNT else ""
        counted = "" if amount.is_money else figure.unit
        yield Meaning(
            scheme, subject, measure, direction, figure.year, figure.stage, figure.aspect, base, figure.scope, counted
        )


def _directions(figure: Figure) -> tuple[Direction, ...]:
    if figure.subject.scheme is Scheme.TOTAL and figure.subject.name == _BOTH_SIDES:
        return (Direction.REVENUE, Direction.EXPENDITURE)
    if figure.subject.scheme in (Scheme.SPECIAL, Scheme.PROJECT, Scheme.PROCUREMENT):
        return (Direction.NONE,)
    return (figure.direction,)


def _revenue_line(figure: Figure) -> tuple[Scheme, str, str] | None:
    """A column of the revenue table that is a line of the revenue list: 财政拨款收入, 本年一般公共预算."""
    if figure.subject.scheme is not Scheme.TOTAL or figure.direction is not Direction.REVENUE:
        return None
    named = concept_of(figure.measure, ConceptKind.REVENUE)
    if named:
        return Scheme.REVENUE, fold_name(named.name), TOTAL_MEASURE
    fund = concept_of(figure.fund, ConceptKind.FUND) if figure.fund else None
    if fund and fund.revenue and figure.measure != TOTAL_MEASURE:
        measure = TOTAL_MEASURE if figure.measure in _YEARLY else figure.measure
        return Scheme.REVENUE, fold_name(fund.revenue), measure
    return None


def as_whole(figure: Figure) -> tuple[Subject, str]:
    """Subject and measure of a figure; 合计 and 项目支出 below 支出构成 of a form are of the whole budget."""
    subject = figure.subject
    if subject.scheme is not Scheme.OTHER or subject.parent not in data()["same"]["composition"]:
        return subject, figure.measure
    whole = Subject(figure.direction.value, scheme=Scheme.TOTAL)
    if is_total_word(subject.name):
        return whole, figure.measure
    concept = concept_of(subject.name, ConceptKind.WHOLE)
    return (whole, concept.measure) if concept else (subject, figure.measure)


def _subject(figure: Figure, direction: Direction) -> tuple[Scheme, str, str] | None:
    subject, measure = as_whole(figure)
    key = subject_key(subject.name, subject.scheme)
    last = fold_name(subject.parent.split(PATH_SEPARATOR)[-1])
    match subject.scheme:
        case Scheme.OTHER | Scheme.ASSET | Scheme.UNIT_NAME:
            return None
        case Scheme.TOTAL:
            if subject.parent or subject.name not in (direction, _BOTH_SIDES):
                return None
            return subject.scheme, "", measure
        case Scheme.SPECIAL:
            known = concept_of(subject.name, ConceptKind.SPECIAL)
            if known is None:
                return None  # numbers of projects and of findings: said of many things in the same words
            parent = "" if _is_parent(last, known.parent) else last
            return subject.scheme, parent + PATH_SEPARATOR + key, measure
        case Scheme.REVENUE | Scheme.PROJECT:
            return subject.scheme, key, _of_line(measure)
        case _:
            return subject.scheme, subject.code or last + PATH_SEPARATOR + key, _of_line(measure)


def _is_parent(printed: str, known: str) -> bool:
    concept = concept_of(printed, ConceptKind.SPECIAL) if printed else None
    return not printed or (concept.name if concept else printed) == known


def _of_line(measure: str) -> str:
    return TOTAL_MEASURE if measure in _YEARLY else measure


# ---- kinds of money ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Funds:
    """Which kinds of money are the whole budget in this document: then tables of either must agree."""

    wholes: dict[Direction, frozenset[str]]
    is_government: bool = False  # each of its budgets is of its own money

    def of(self, figure: Figure, meaning: Meaning) -> str:
        """The fund that counts for comparing; empty: all money."""
        if self.is_government:
            return figure.fund
        if meaning.scheme is Scheme.REVENUE:
            return figure.fund if _is_balance(figure.subject.name) else ""
        if meaning.scheme is Scheme.SPECIAL and fold_name(figure.subject.name) in words("same", "one_fund"):
            return ""
        side = meaning.direction if meaning.direction is not Direction.NONE else Direction.EXPENDITURE
        return "" if figure.fund in self.wholes.get(side, frozenset()) else figure.fund


def _is_balance(name: str) -> bool:
    """Whether a line of the revenue list is money carried over: of all money, or of that of the table."""
    return any(word in name for word in data()["same"]["carried_over"])


def read_funds(ledger: Ledger) -> Funds:
    """The kinds of money whose total is the total of the whole budget."""
    wholes = {side: _whole_funds(ledger, side) for side in (Direction.REVENUE, Direction.EXPENDITURE)}
    return Funds(wholes, ledger.facts.document.level is Level.GOVERNMENT)


def _whole_funds(ledger: Ledger, side: Direction) -> frozenset[str]:
    """The funds whose total is that of all money, of each measure that tables print of both."""
    totals: dict[str, dict[str, list[Amount]]] = {}
    for amount in (amount for sheet in _named(ledger) for amount in sheet.amounts):
        figure = amount.figure
        is_whole = figure.subject.scheme is Scheme.TOTAL and figure.direction is side
        if is_whole and figure.measure in (TOTAL_MEASURE, *_YEARLY) and _is_current(ledger, figure):
            totals.setdefault(figure.fund, {}).setdefault(figure.measure, []).append(amount)
    everything = totals.get("", {})
    return frozenset(fund for fund, by_measure in totals.items() if _is_everything(by_measure, everything))


def _is_everything(fund: dict[str, list[Amount]], everything: dict[str, list[Amount]]) -> bool:
    pairs = [(_most(fund[measure]), _most(everything[measure])) for measure in fund if measure in everything]
    return any(one.value for one, _ in pairs) and all(_agree(one, other) for one, other in pairs)


def _most(amounts: list[Amount]) -> Amount:
    return max(amounts, key=lambda amount: amount.value)


def _named(ledger: Ledger) -> list[Sheet]:
    """The tables whose title says what they are of: without one of its own a table's fund and scope are not known."""
    titles = Counter(sheet.table.title for sheet in ledger.sheets if not _is_of_projects(sheet))
    return [sheet for sheet in ledger.sheets if sheet.table.title and titles[sheet.table.title] < 2]


def _is_of_projects(sheet: Sheet) -> bool:
    """Whether it is one of the forms of which each project has its own, all under one title: it names few things."""
    subjects = [amount.figure.subject for amount in sheet.loose]
    is_of_lines = any(subject.scheme in (Scheme.FUNCTION, Scheme.TOTAL) for subject in subjects)
    rows = {amount.figure.citation.row for amount in sheet.loose}
    return not sheet.cells and not is_of_lines and len(rows) <= _OF_A_FORM


def _is_current(ledger: Ledger, figure: Figure) -> bool:
    document = ledger.facts.document
    return (figure.year, figure.stage) == (document.year, document.stage)


def _agree(one: Amount, other: Amount) -> bool:
    return Equation("", one, (other,)).verdict is Verdict.HOLDS


# ---- groups ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Places:
    """All figures of a document by what they mean."""

    groups: dict[tuple[Meaning, str], Group]
    funds: Funds

    def finest(self, terms: tuple[tuple[int, Amount], ...]) -> tuple[tuple[int, Amount], ...]:
        """For each amount the most exact one that a table prints of it."""
        return tuple((sign, self._finest(amount)) for sign, amount in terms)

    def _finest(self, amount: Amount) -> Amount:
        same = [
            other
            for meaning in meanings(amount)
            if (group := self.groups.get((meaning, self.funds.of(amount.figure, meaning))))
            for other in group.tables
            if _agree(amount, other)
        ]
        return min([amount, *same], key=lambda other: other.slack)

    def wholes(
        self, side: Direction, measure: str, year: int, stage: Stage, funds: frozenset[str] = frozenset({""})
    ) -> list[Amount]:
        """What is printed of the whole budget, tables first; of those funds, all money first."""
        found = [
            (fund, amount)
            for (meaning, fund), group in self.groups.items()
            if (meaning.scheme, meaning.subject, meaning.aspect) == (Scheme.TOTAL, "", Aspect.AMOUNT)
            and (meaning.direction, meaning.measure, meaning.year, meaning.stage) == (side, measure, year, stage)
            and fund in funds
            for amount in (*group.tables[:1], *group.sentences[:1])
        ]
        return [amount for _, amount in sorted(found, key=lambda one: bool(one[0]))]

    def special(self, name: str, year: int, stage: Stage) -> list[Amount]:
        """What is printed of 三公经费 or another thing that the lexicon knows, tables first."""
        key = fold_name(name)
        return [
            amount
            for (meaning, _), group in self.groups.items()
            if meaning.scheme is Scheme.SPECIAL
            and meaning.subject.split(PATH_SEPARATOR)[-1] == key
            and (meaning.aspect, meaning.measure) == (Aspect.AMOUNT, TOTAL_MEASURE)
            and (meaning.year, meaning.stage) == (year, stage)
            for amount in (*group.tables[:1], *group.sentences[:1])
        ]


def read_places(ledger: Ledger) -> Places:
    """All figures by what they mean, but for a meaning that one table holds twice: not told apart there."""
    funds = read_funds(ledger)
    groups: dict[tuple[Meaning, str], Group] = {}
    carries = _carries_over(ledger)
    for sheet in _named(ledger):
        found: dict[tuple[Meaning, str], list[Amount]] = {}
        carried = _carried_columns(sheet)
        for amount in sheet.amounts:
            for meaning in meanings(amount):
                if not (_is_vague(meaning, sheet, carries) or _is_of_this_year(amount, meaning, sheet, carried)):
                    meaning = _within_table(meaning, sheet)
                    found.setdefault((meaning, funds.of(amount.figure, meaning)), []).append(amount)
        for key, same in found.items():
            groups.setdefault(key, Group()).tables.extend(_one_amount(same))
    first: dict[str, Amount] = {}
    names = _names_of_codes(ledger)
    for amount in (amount for said in ledger.said for amount in said):
        head = first.setdefault(amount.figure.citation.quote, amount)
        if (funds.is_government and not _is_explicit(amount)) or _is_part_of(amount.figure, head.figure):
            continue
        if _is_below_another(amount.figure, names):
            continue
        for meaning in meanings(amount):
            key = (meaning, funds.of(amount.figure, meaning))
            groups.setdefault(key, Group()).sentences.append(amount)
    return Places(groups, funds)


def _is_part_of(figure: Figure, head: Figure) -> bool:
    """Whether 基本支出 or 公用经费 is rather that of the line which the sentence began with."""
    is_measure = figure.subject.scheme is Scheme.TOTAL and figure.measure not in (TOTAL_MEASURE, *_YEARLY)
    return is_measure and head.subject.scheme not in (Scheme.TOTAL, Scheme.SPECIAL, Scheme.REVENUE)


def _names_of_codes(ledger: Ledger) -> dict[str, str]:
    subjects = (row.subject for sheet in ledger.sheets for row in sheet.table.rows)
    return {subject.code: subject_key(subject.name, subject.scheme) for subject in subjects if subject.code}


def _is_below_another(figure: Figure, names: dict[str, str]) -> bool:
    """Whether a sentence names another 款 than that of the line: 一般行政管理事务 stands below many."""
    code, own = figure.subject.code, names.get(figure.subject.code[:_KUAN], "")
    if len(code) <= _KUAN or not own:
        return False
    said = re.findall(data()["same"]["above"], fold(figure.citation.quote))
    return bool(said) and all(not subject_key(name, Scheme.FUNCTION).endswith(own) for name in said)


def _is_explicit(amount: Amount) -> bool:
    """Whether a sentence itself says what its amount is of and which money: a report goes from one to the next."""
    figure = amount.figure
    return bool(figure.fund and figure.scope) and fold_name(figure.subject.name) in fold_name(figure.citation.quote)


def _one_amount(amounts: list[Amount]) -> list[Amount]:
    """What a table prints of one meaning: two funds that are all the money print the same.

    Where they differ each is a part of it, and only what names no fund is all of it.
    """
    if len(amounts) != len({amount.figure.fund for amount in amounts}):
        return amounts if len(amounts) == 1 else []
    is_form = all(amount.figure.cell is None for amount in amounts)
    if is_form or all(_agree(amounts[0], other) for other in amounts[1:]):
        return amounts
    return [amount for amount in amounts if not amount.figure.fund]


def _carries_over(ledger: Ledger) -> frozenset[Direction]:
    """The sides on which money of another year is printed."""
    balances = words("rows", "balances")
    return frozenset(
        amount.figure.direction
        for amount in ledger.amounts
        if amount.value and fold_name(amount.figure.measure) in balances
    )


def _is_vague(meaning: Meaning, sheet: Sheet, carries: frozenset[Direction]) -> bool:
    """Whether a total may or may not hold money of another year: the table does not speak of such money."""
    if meaning.direction not in carries or meaning.scheme not in (Scheme.TOTAL, Scheme.REVENUE):
        return False
    return meaning.measure == TOTAL_MEASURE and not _has_balance(sheet, meaning.direction)


def _has_balance(sheet: Sheet, direction: Direction) -> bool:
    balances = words("rows", "balances")
    names = [row.label for row in sheet.table.rows if row.direction is direction or direction is Direction.NONE]
    names += [text for column in sheet.table.columns for text in column.path]
    return any((concept := _whole(name)) and fold_name(concept) in balances for name in names)


def _whole(label: str) -> str:
    concept = concept_of(label, ConceptKind.WHOLE)
    return concept.measure if concept else ""


def _carried_columns(sheet: Sheet) -> frozenset[int]:
    """The columns of money carried over from another year."""
    return frozenset(
        index
        for index, column in enumerate(sheet.table.columns)
        if any(word in text for text in column.path for word in data()["same"]["carried_over"])
    )


def _is_of_this_year(amount: Amount, meaning: Meaning, sheet: Sheet, carried: frozenset[int]) -> bool:
    """Whether a column is without the money carried over that a column beside it prints, and does not say so."""
    cell = amount.figure.cell
    if cell is None or meaning.scheme is Scheme.REVENUE or meaning.measure in _YEARLY:
        return False
    path = sheet.table.columns[cell[1]].path
    if any(text.startswith(tuple(data()["same"]["this_year"])) for text in path):
        return bool(carried)
    is_part = cell[1] not in carried and bool(amount.figure.fund)
    return is_part and any(_has_amount(sheet, cell[0], other) for other in carried)


def _has_amount(sheet: Sheet, row: int, column: int) -> bool:
    amount = sheet.at(row, column)
    return amount is not None and bool(amount.value)


def _within_table(meaning: Meaning, sheet: Sheet) -> Meaning:
    """Of a table whose title names one part of spending, all amounts are of that part, whatever their column says."""
    parts = [part for part in data()["same"]["parts"] if part in sheet.table.title]
    if len(parts) != 1 or meaning.scheme not in _PARTED or meaning.aspect is not Aspect.AMOUNT:
        return meaning
    known = {parts[0], *data()["same"]["parts"][parts[0]]}
    if meaning.measure in known:
        return meaning
    is_all = meaning.measure in (TOTAL_MEASURE, *_YEARLY)
    return replace(meaning, measure=parts[0] if is_all else parts[0] + PATH_SEPARATOR + meaning.measure)
