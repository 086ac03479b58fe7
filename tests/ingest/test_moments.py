"""When: years in any spelling, and the moment of the budget cycle."""

from __future__ import annotations

import pytest

from ingest.moments import Moment, moment_of, moments_of, plain, stage_of, years_of
from knowledge.model import Stage

BUDGET, FINAL, ADJUSTED, DONE = Stage.BUDGET, Stage.FINAL, Stage.ADJUSTED, Stage.EXECUTION


@pytest.mark.parametrize(
    "text", ["二○二五年度", "二〇二五年", "2025 年度", "２０２５ 年", "二 O 二 五 年", "二零二五年末"]
)
def test_years_in_any_spelling(text: str) -> None:
    """Digits, full-width digits and Chinese numerals with any sign for nought."""
    assert years_of(text) == (2025,)


@pytest.mark.parametrize("text", ["2025年12月27日", "共2025个", "12025年", "第2025号", "2025.5万元"])
def test_what_is_no_year(text: str) -> None:
    """The date of a meeting, a count, a part of a longer number."""
    assert years_of(text) == ()


@pytest.mark.parametrize(
    ("title", "moments"),
    [
        ("青山市民政局2023年度部门决算公开", [(2023, FINAL)]),
        ("关于青山市2025年预算执行情况和2026年预算草案的报告", [(2025, DONE), (2026, BUDGET)]),
        ("2025年市本级预算和市总预算执行情况与2026年市本级预算草案", [(2025, DONE), (2026, BUDGET)]),
        ("2024年市本级预算调整方案（草案）", [(2024, ADJUSTED)]),
        ("2024年末地方政府债务限额及余额决算情况表", [(2024, FINAL)]),
        ("2024年度一般公共预算财政拨款支出决算表", [(2024, FINAL)]),
        ("2024年度一般公共预算支出表", [(2024, None)]),
        ("2025年全市一般公共预算收入预计完成", [(2025, DONE)]),
        ("2026—2028年收支规划表", [(2028, None)]),
        ("2022年、2023年决算", [(2022, FINAL), (2023, FINAL)]),
        ("部门收支预算总表", [(None, BUDGET)]),
        ("绩效目标表", []),
        ("预算绩效目标表", []),
        ("一般公共预算", []),
        ("比2024年决算数增长", []),
    ],
)
def test_moments_of_titles(title: str, moments: list[tuple[int | None, Stage | None]]) -> None:
    """A title may speak of two years; a fund's name and a comparison are no moments."""
    assert moments_of(title) == tuple(Moment(*moment) for moment in moments)


@pytest.mark.parametrize(
    ("header", "year", "stage"),
    [
        ("2025年执行数（快报）", 2025, DONE),
        ("2025年预计数", 2025, DONE),
        ("2026年预算数", 2026, BUDGET),
        ("2024年决算数", 2024, FINAL),
        ("上年决算数", 2024, FINAL),
        ("本年预算", 2025, BUDGET),
        ("年初预算数", None, BUDGET),
        ("调整预算数", None, ADJUSTED),
        ("预算调整数", None, ADJUSTED),
        ("完成数", None, DONE),
        ("2025年", 2025, None),
        ("金额", None, None),
        ("比上年增减", None, None),
        ("完成预算的%", None, None),
        ("占调整预算的55.4%", None, None),
        ("2024年、2025年", None, None),
    ],
)
def test_moment_of_headers(header: str, year: int | None, stage: Stage | None) -> None:
    """What a column header says of the amounts below it; 上年 is relative to the document's year."""
    assert moment_of(header, 2025) == Moment(year, stage)
    assert stage_of(header) is stage or year is not None


def test_plain_text_keeps_its_case() -> None:
    """Width, spaces and brackets are folded, letters are not."""
    assert plain("某市 ＸＸ 局( 本级 )") == "某市XX局（本级）"
