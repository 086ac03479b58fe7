"""Budgets that add up give no error; one wrong digit in them is found and named."""

from __future__ import annotations

import pytest
from check_documents import budget, mixed_budget
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.mutations import mutate
from knowledge.checks import find_contradictions
from knowledge.model import Severity


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), unit=st.sampled_from(["元", "万元"]))
def test_consistent_budget_gives_no_error(seed: int, unit: str) -> None:
    """Rounded print of amounts that add up is no error, at most a rounding."""
    found = find_contradictions(budget(seed, unit))
    assert [one.message for one in found if one.severity is Severity.ERROR] == []


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_exact_print_leaves_nothing_to_report_in_tables(seed: int) -> None:
    """Where the printed figures of tables add up exactly, no sum is reported at all."""
    found = find_contradictions(budget(seed, "元"))
    assert [one.message for one in found if one.kind in ("row-sum", "column-sum", "hierarchy")] == []


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_money_of_several_kinds_gives_no_error(seed: int) -> None:
    """Tables of other money differ from each other, and that is right."""
    found = find_contradictions(mixed_budget(seed))
    assert [one.message for one in found] == []


@pytest.mark.parametrize("seed", range(4))
def test_one_wrong_digit_among_several_kinds_of_money_is_found(seed: int) -> None:
    """The same, where fewer tables say the same."""
    outcome = mutate(mixed_budget(seed), count=60, seed=seed)
    assert outcome.found >= 0.98 * outcome.tried, outcome.missed
    assert outcome.named >= 0.98 * outcome.found, outcome.missed


@pytest.mark.parametrize(("seed", "unit"), [(1, "元"), (2, "元"), (3, "万元"), (4, "万元")])
def test_one_wrong_digit_is_found(seed: int, unit: str) -> None:
    """Of figures that take part in a check 98 % are found when one digit changes, and named."""
    outcome = mutate(budget(seed, unit, whole_fen=True), count=60, seed=seed)
    assert outcome.found >= 0.98 * outcome.tried, outcome.missed
    assert outcome.named >= 0.98 * outcome.found, outcome.missed
