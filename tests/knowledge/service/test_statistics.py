"""Counts by day, response times, and what is covered."""

from __future__ import annotations

from review_desk import Hand, Log

from knowledge.engine import Engine
from knowledge.service.service import Service
from knowledge.service.statistics import Times, coverage


def test_days_times_and_top_groups(kept: Service, log: Log, hand: Hand) -> None:
    """A day without a question is zero; the newest day comes last."""
    assert kept.statistics.times(30) == Times(0.0, 0.0)
    log("青山市民政局办公费多少")
    hand.now += 2 * 86_400
    for _ in range(2):
        log("怎么补办社保卡")
    log("住房公积金多少")
    kept.groups.catch_up()
    days = kept.statistics.days(4)
    assert [(day.asked, day.answered, day.clarified, day.refused) for day in days] == [
        (0, 0, 0, 0),
        (1, 1, 0, 0),
        (0, 0, 0, 0),
        (3, 0, 1, 2),
    ]
    assert kept.statistics.times(30) == Times(1.0, 1.0)
    first = kept.statistics.top_groups(30)[0]
    assert (first.title, first.asked) == ("怎么补办社保卡", 2)


def test_coverage_counts_tables_by_kind(engine: Engine) -> None:
    """One row a document."""
    found = coverage(engine.library.base)
    assert found.kinds == ("一般公共预算基本支出表", "支出总表", "项目支出表")
    assert [(row.unit_name, row.year, row.counts) for row in found.rows] == [
        ("白水县司法局", 2024, (1, 1, 0)),
        ("青山市民政局", 2024, (1, 1, 1)),
    ]
