"""Percentages as checks, with the finer amounts that tables print beside those of the sentence."""

from __future__ import annotations

from knowledge.checks.evidence import Ratio
from knowledge.checks.ledger import Amount
from knowledge.checks.places import Places
from knowledge.model import Trend

_ALL = 100  # percent: how people write a growth from nothing


def ratio(
    places: Places,
    rule: str,
    rate: Amount,
    top: tuple[tuple[int, Amount], ...],
    bottom: tuple[tuple[int, Amount], ...],
    trend: Trend = Trend.NONE,
) -> Ratio:
    """A percentage, with the finer amounts of tables beside those of the sentence."""
    finer = Ratio(rule, rate, places.finest(top), places.finest(bottom), trend)
    check = Ratio(rule, rate, top, bottom, trend, finer=finer)
    if check.is_of_nothing:
        return check
    if check.is_against_nothing and abs(rate.value) == _ALL:
        return Ratio("rate-from-nothing", rate, top, bottom, trend)
    return Ratio("percent-of-nothing", rate, top, bottom, trend) if check.center is None else check
