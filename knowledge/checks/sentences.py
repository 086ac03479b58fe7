"""Arithmetic in sentences: changes, percentages, shares, completion, and lists whose parts make a total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.checks.evidence import Check, Equation, Ratio, Verdict
from knowledge.checks.ledger import Amount, Ledger
from knowledge.checks.lines import Lines, read_lines
from knowledge.checks.lists import list_checks
from knowledge.checks.places import Places
from knowledge.checks.ratios import ratio
from knowledge.checks.rules import data
from knowledge.checks.shares import share_checks
from knowledge.model import TOTAL_MEASURE, Aspect, Direction, Figure, Level, Scheme, Stage, Trend
from knowledge.text import fold, fold_name

_PREFIX = 2  # characters that tell 年初预算 from 全年预算


def sentence_checks(ledger: Ledger, places: Places) -> Iterator[Check]:
    """All that the amounts of sentences must fulfil."""
    lines = read_lines(ledger)
    found = [check for amounts in ledger.said for check in _Told(amounts, places, lines).checks()]
    found += [*share_checks(ledger, places), *list_checks(ledger, lines)]
    yield from found if not is_report(ledger) else (replace(check, doubt=True) for check in found)
    yield from _last_years(ledger)


def is_report(ledger: Ledger) -> bool:
    """Whether it is a report of a government: its sentences go from one scope and one budget to the next."""
    return ledger.facts.document.level is Level.GOVERNMENT


# ---- one subject ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    """The figures of one statement in reading order: all of one subject."""

    amounts: tuple[Amount, ...]
    places: Places
    lines: Lines

    def checks(self) -> Iterator[Check]:
        for at, amount in enumerate(self.amounts):
            match amount.figure.aspect:
                case Aspect.RATE:
                    yield from self._rate(at, amount)
                case Aspect.CHANGE:
                    yield from self._change(at, amount)
                case Aspect.COMPLETION:
                    yield from self._completion(at, amount)

    def _now(self, at: int) -> Amount | None:
        """The amount that a change before or after it is of: of the year and stage that the change names."""
        figure = self.amounts[at].figure
        before = [
            amount
            for amount in self.amounts[:at]
            if _is_money(amount) and (amount.figure.year, amount.figure.stage) == (figure.year, figure.stage)
        ]
        return before[-1] if before else None

    def _base(self, at: int) -> Amount | None:
        """The printed amount that a change is against."""
        figure = self.amounts[at].figure
        if figure.base_year is None:
            return None if figure.stage is Stage.BUDGET else _budget_named(figure.base, self.amounts[:at])
        stage = base_stage(figure)
        before = [
            amount for amount in self.amounts[:at] if _is_money(amount) and _is_base(amount.figure, figure, stage)
        ]
        return before[-1] if before else None

    def _beside(self, at: int) -> Amount | None:
        """The change that the percentage repeats: right before or after it, against the same."""
        around = [*reversed(self.amounts[:at][-1:]), *self.amounts[at + 1 : at + 2]]
        return next(
            (
                amount
                for amount in around
                if amount.figure.aspect is Aspect.CHANGE
                and amount.is_money
                and amount.figure.base_year == self.amounts[at].figure.base_year
                and _is_same_base(amount, self.amounts[at])
                and amount.figure.trend is self.amounts[at].figure.trend
            ),
            None,
        )

    def _rate(self, at: int, rate: Amount) -> Iterator[Check]:
        if _is_unlike(rate):
            return
        now, base, change = self._now(at), self._base(at), self._beside(at)
        trend = rate.figure.trend
        if now and base:
            yield self._ratio("rate", rate, ((1, now), (-1, base)), ((1, base),), trend)
        if change and base:
            yield self._ratio("rate", rate, ((1, change),), ((1, base),))
        elif change and change.figure.trend is not Trend.NONE:
            yield from self._of_change(rate, change, now)

    def _of_change(self, rate: Amount, change: Amount, now: Amount | None) -> Iterator[Check]:
        """A percentage beside its change: of the amount before it, of several of the one that explains it."""
        before = self.lines.before(change)
        named = [amount for amount in (now, *reversed(before)) if amount is not None and amount in before]
        elsewhere = [] if named else [now, *self.lines.around(change), *self._wholes(change.figure)]
        sign = 1 if change.figure.trend is Trend.DOWN else -1
        checks = [
            self._ratio("rate", rate, ((1, change),), ((1, amount), (sign, change)))
            for amount in (named or elsewhere)
            if amount is not None
        ]
        if checks:
            best = min(checks, key=lambda check: check.verdict)  # of equal ones the first
            yield best if named else replace(best, doubt=True)

    def _wholes(self, figure: Figure) -> list[Amount]:
        sides = [figure.direction] if figure.direction else [Direction.EXPENDITURE, Direction.REVENUE]
        return [a for side in sides for a in self.places.wholes(side, TOTAL_MEASURE, figure.year, figure.stage)]

    def _change(self, at: int, change: Amount) -> Iterator[Check]:
        now, base = self._now(at), self._base(at)
        if now is None or base is None or not change.is_money or _is_about(change) or _is_unlike(change):
            return
        greater, less = (base, now) if change.figure.trend is Trend.DOWN else (now, base)
        yield Equation("change", change, (greater,), (less,))

    def _completion(self, at: int, rate: Amount) -> Iterator[Check]:
        final = next(
            (
                amount
                for amount in reversed(self.amounts[:at])
                if _is_money(amount) and amount.figure.stage is not Stage.BUDGET
            ),
            None,
        )
        base = _budget_named(rate.figure.base, self.amounts[:at])
        if final and base:
            yield self._ratio("completion", rate, ((1, final),), ((1, base),))

    def _ratio(
        self,
        rule: str,
        rate: Amount,
        top: tuple[tuple[int, Amount], ...],
        bottom: tuple[tuple[int, Amount], ...],
        trend: Trend = Trend.NONE,
    ) -> Ratio:
        return ratio(self.places, rule, rate, top, bottom, trend)


def _budget_named(words: str, amounts: Sequence[Amount]) -> Amount | None:
    """The 年初预算 or 全年预算 that the words name; where they say only 预算, the one that is printed."""
    budgets = [a for a in amounts if _is_money(a) and a.figure.stage is Stage.BUDGET]
    named = [a for a in budgets if a.figure.measure[:_PREFIX] == fold(words)[:_PREFIX]]
    if not named and fold(words).startswith(Stage.BUDGET) and len(budgets) == 1:
        return budgets[0]
    return named[-1] if named else None


def _is_money(amount: Amount) -> bool:
    return amount.is_money and amount.figure.aspect is Aspect.AMOUNT


def _is_about(change: Amount) -> bool:
    """基本持平 says only that it is nearly the same."""
    return change.figure.trend is Trend.FLAT and "基本持平" in fold(change.figure.citation.quote)


def _is_unlike(change: Amount) -> bool:
    """Whether a change is not of the amounts as printed, but of like with like."""
    figure = change.figure
    return any(word in text for text in (figure.subject.name, figure.base) for word in data()["base"]["unlike"])


def base_stage(figure: Figure) -> Stage | None:
    """The stage of what a change is against, by its words; None where they name none."""
    words = fold(figure.base)
    stages = data()["base"]["stages"].items()
    return next((Stage(stage) for stage, names in stages if any(name in words for name in names)), None)


def _is_base(amount: Figure, change: Figure, stage: Stage | None) -> bool:
    if amount.year != change.base_year or (amount.year, amount.stage) == (change.year, change.stage):
        return False
    return stage is None or amount.stage is stage


# ---- last year, from this year and the change -----------------------------------------------------------


def _last_years(ledger: Ledger) -> Iterator[Equation]:
    """Revenue and spending balance in each year: so must what the changes say of last year's budget."""
    wholes = {
        direction: list(_changed(ledger, (direction, TOTAL_MEASURE)))
        for direction in (Direction.REVENUE, Direction.EXPENDITURE)
    }
    spending = wholes[Direction.EXPENDITURE][:1]
    revenue = wholes[Direction.REVENUE][:1] or _parts_of_revenue(ledger)
    if not spending or not revenue:
        return
    (total, change) = spending[0]
    if not _balances(total, [now for now, _ in revenue]):
        return  # nor need last year's
    plus = [now for now, _ in revenue] + [c for _, c in revenue if c.figure.trend is Trend.DOWN]
    minus = [c for _, c in revenue if c.figure.trend is Trend.UP]
    (minus if change.figure.trend is Trend.DOWN else plus).append(change)
    if _is_same_base(change, revenue[0][1]):
        yield Equation("last-year", total, tuple(plus), tuple(minus))


def _balances(spending: Amount, revenue: Sequence[Amount]) -> bool:
    return Equation("", spending, tuple(revenue)).verdict is not Verdict.BROKEN


def _is_same_base(one: Amount, other: Amount) -> bool:
    return fold_name(one.figure.base) == fold_name(other.figure.base)


def _parts_of_revenue(ledger: Ledger) -> list[tuple[Amount, Amount]]:
    found = [list(_changed(ledger, (Direction.REVENUE, measure))) for measure in data()["last_year"]["parts"]]
    return [changed[0] for changed in found if changed] if all(found) else []


def _changed(ledger: Ledger, whole: tuple[Direction, str]) -> Iterator[tuple[Amount, Amount]]:
    """This year's amount of the whole budget beside its change against last year's budget."""
    document = ledger.facts.document
    for amounts in ledger.said:
        for now, change in pairwise(amounts):
            one, other = now.figure, change.figure
            is_whole = one.subject.scheme is Scheme.TOTAL and not one.subject.parent and not one.fund
            if not is_whole or (one.direction, one.measure) != whole or not (now.is_money and change.is_money):
                continue
            if one.aspect is not Aspect.AMOUNT or other.aspect is not Aspect.CHANGE:
                continue
            of_budget = one.stage is Stage.BUDGET and base_stage(other) in (Stage.BUDGET, None)
            if of_budget and one.year == document.year and other.base_year == document.year - 1:
                yield now, change
