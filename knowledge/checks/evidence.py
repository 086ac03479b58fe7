"""What printed figures must fulfil: sums and ratios that hold, hold but for rounding, or do not hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum
from functools import cached_property
from itertools import product

from knowledge.amounts import plain
from knowledge.checks.ledger import Amount, Gap, decimals_of
from knowledge.model import Trend

Term = Amount | Gap
_HUNDRED = Decimal(100)
_ZERO = Decimal(0)
_FINE = 2  # decimals that do not agree by chance


class Verdict(IntEnum):
    """Whether printed figures fulfil a check."""

    HOLDS = 0
    ROUNDING = 1  # only because printed figures are rounded
    BROKEN = 2


@dataclass(frozen=True, eq=False)
class Equation:
    """`total` is the sum of `parts`, less `minus`; one part alone is the same thing printed twice."""

    rule: str
    total: Amount
    parts: tuple[Amount, ...]
    minus: tuple[Amount, ...] = ()
    gaps: tuple[Gap, ...] = ()  # blank cells that belong to the sum
    excess_only: bool = False  # the parts need not be complete
    structure: str = ""  # which sums of its table are read alike: they are right or misread together
    is_loose: bool = False  # no codes say what its parts are: another of its structure must hold
    doubt: bool = False  # what it compares rests on a guess: where it fails, nothing is certain

    @cached_property
    def difference(self) -> Decimal:
        """How much more the total is than what its parts come to."""
        return self.total.value - self.expected

    @cached_property
    def expected(self) -> Decimal:
        """What the parts come to."""
        return sum((part.value for part in self.parts), _ZERO) - sum((part.value for part in self.minus), _ZERO)

    @cached_property
    def slack(self) -> Decimal:
        """How far rounding alone can part the two sides."""
        return self.total.slack + sum((part.slack for part in (*self.parts, *self.minus)), _ZERO)

    @cached_property
    def verdict(self) -> Verdict:
        """Whether the sum holds. The same thing in two units must round to each other."""
        if self.is_restatement:
            return self._restated()
        if self.difference == 0 or (self.excess_only and self.difference > 0):
            return Verdict.HOLDS
        is_rounded = abs(self.difference) <= self.slack and not self._is_whole_apart()
        return Verdict.ROUNDING if is_rounded else Verdict.BROKEN

    def _is_whole_apart(self) -> bool:
        """Whether the decimals add up and whole units are missing: then 116 beside 15.56 stands for 116.00."""
        units = {amount.figure.unit for amount in self.amounts}
        finest = max(decimals_of(amount.figure.value) for amount in self.amounts)
        if len(units) != 1 or finest < _FINE:
            return False
        values = [amount.figure.value for amount in self.amounts]
        signs = [1] + [-1] * len(self.parts) + [1] * len(self.minus)
        apart = sum((sign * value for sign, value in zip(signs, values, strict=True)), _ZERO)
        return apart != 0 and apart == apart.to_integral_value()

    def _restated(self) -> Verdict:
        coarse = max(self.total.slack, self.parts[0].slack)
        if abs(self.difference) <= coarse:
            return Verdict.HOLDS
        return Verdict.ROUNDING if abs(self.difference) <= 2 * coarse else Verdict.BROKEN  # one last digit

    @property
    def is_restatement(self) -> bool:
        """Whether it says that two figures are the same amount."""
        return len(self.parts) == 1 and not self.minus and not self.gaps and not self.excess_only

    @property
    def is_telling(self) -> bool:
        """Whether that it holds says anything: two parts at least that are not 0."""
        return sum(1 for part in (*self.parts, *self.minus) if part.value) > 1

    @property
    def terms(self) -> tuple[Term, ...]:
        """All that takes part, the total first."""
        return (self.total, *self.parts, *self.minus, *self.gaps)

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """The printed figures that take part, the total first."""
        return (self.total, *self.parts, *self.minus)

    def wanted(self, term: Term) -> Decimal:
        """What the term would have to be, in 元, for the rest to be right."""
        if term is self.total:
            return self.expected
        if isinstance(term, Gap):
            return self.difference
        return term.value - self.difference if term in self.minus else term.value + self.difference


@dataclass(frozen=True, eq=False)
class Ratio:
    """`rate` is 100 · top ÷ bottom, where both are sums of signed amounts."""

    rule: str
    rate: Amount
    top: tuple[tuple[int, Amount], ...]
    bottom: tuple[tuple[int, Amount], ...]
    trend: Trend = Trend.NONE  # the sign that the words give the percentage
    finer: Ratio | None = None  # the same with the finer figures that tables print of these amounts
    doubt: bool = False  # as of Equation

    @cached_property
    def center(self) -> Decimal | None:
        """The percentage that the printed figures give; None where the base is 0."""
        return self._at({})

    def _at(self, moved: dict[int, Decimal]) -> Decimal | None:
        top, bottom = (
            sum((sign * (a.value + moved.get(a.order, _ZERO)) for sign, a in side), _ZERO)
            for side in (self.top, self.bottom)
        )
        return None if bottom == 0 else _HUNDRED * top / bottom

    @property
    def printed(self) -> Decimal:
        """The printed percentage with the sign of its word."""
        value = self.rate.value
        return -value if self.trend is Trend.DOWN else value

    @cached_property
    def verdict(self) -> Verdict:
        """Whether the percentage follows from the amounts, at some point within their rounding."""
        if self.is_of_nothing:
            return Verdict.HOLDS
        if self.center is None:
            return Verdict.BROKEN
        if self._is_met() or (self.finer is not None and self.finer._is_met()):
            return Verdict.HOLDS
        if self._is_near():
            return Verdict.ROUNDING
        corners = [value for value in self._corners() if value is not None]
        low, high = min(corners), max(corners)
        if low - self.rate.slack <= self.printed <= high + self.rate.slack or self._bottom_may_be_zero():
            return Verdict.ROUNDING
        return Verdict.BROKEN

    def _is_met(self) -> bool:
        return self.center is not None and abs(self.center - self.printed) <= self.rate.slack

    def _is_near(self) -> bool:
        """Whether it is off by one last digit: cut off, or mended so that all percentages come to 100."""
        if self.center is None or self.center * self.printed < 0:
            return False
        return abs(self.center - self.printed) < 3 * self.rate.slack

    @property
    def is_of_nothing(self) -> bool:
        """Whether it is of 0 against 0, or 0 % where no percentage can be: nothing contradicts that."""
        return self.center is None and (not self.rate.value or not any(amount.value for _, amount in self.top))

    @property
    def is_against_nothing(self) -> bool:
        """Whether the base is 0, or may be but for rounding."""
        return self.center is None or self._bottom_may_be_zero()

    def _corners(self) -> Iterator[Decimal | None]:
        """The percentage at both ends of the rounding of each amount."""
        amounts = sorted({a.order: a for _, a in (*self.top, *self.bottom)}.values(), key=lambda a: a.order)
        for signs in product((-1, 1), repeat=len(amounts)):
            yield self._at({a.order: sign * a.slack for sign, a in zip(signs, amounts, strict=True)})

    def _bottom_may_be_zero(self) -> bool:
        bottom = sum((sign * a.value for sign, a in self.bottom), _ZERO)
        return abs(bottom) <= sum((a.slack for _, a in self.bottom), _ZERO)

    @property
    def is_telling(self) -> bool:
        """A percentage always says something, but 0 of 0."""
        return bool(self.rate.value)

    @property
    def terms(self) -> tuple[Term, ...]:
        """All that takes part, the percentage first."""
        return self.amounts

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """The printed figures that take part, the percentage first."""
        found = {self.rate.order: self.rate}
        for _, amount in (*self.top, *self.bottom):
            found.setdefault(amount.order, amount)
        return tuple(found.values())

    def wanted(self, term: Term) -> Decimal | None:
        """What the term would have to be for the rest to be right; None where that is not one value."""
        if term is self.rate:
            return None if self.center is None else self._rounded(abs(self.center))
        if isinstance(term, Gap):
            return None
        share = self.printed / _HUNDRED
        # top(x) = share · bottom(x), and both are linear in x: a·x + b = share · (c·x + d)
        a = sum(sign for sign, amount in self.top if amount is term)
        c = sum(sign for sign, amount in self.bottom if amount is term)
        b = sum((sign * amount.value for sign, amount in self.top if amount is not term), _ZERO)
        d = sum((sign * amount.value for sign, amount in self.bottom if amount is not term), _ZERO)
        slope = a - share * c
        return None if slope == 0 else (share * d - b) / slope

    def _rounded(self, value: Decimal) -> Decimal:
        return value.quantize(Decimal(1).scaleb(-decimals_of(self.rate.figure.value)), ROUND_HALF_UP)


Check = Equation | Ratio


@dataclass(frozen=True, slots=True)
class Case:
    """Failed checks that one figure explains."""

    suspect: Term
    checks: tuple[Check, ...]


def written(amount: Amount) -> str:
    """A figure in arithmetic: its digits without separators, its unit where it is no money."""
    return plain(amount.figure.value)
