"""What header paths say of the amounts below them."""

from __future__ import annotations

import pytest

from ingest.columns import ColumnMeaning, column_meaning
from knowledge.model import Aspect, Direction, Document, Stage

DOCUMENT = Document("x", "x.pdf", "0", "青山市民政局", 2024, Stage.BUDGET)
SPENT = Direction.EXPENDITURE


@pytest.mark.parametrize(
    ("path", "meaning"),
    [
        (("合计",), ColumnMeaning()),
        ((), ColumnMeaning()),
        (("基本支出",), ColumnMeaning("基本支出", direction=SPENT)),
        (("基本支出", "小计"), ColumnMeaning("基本支出", direction=SPENT)),
        (("基本支出", "人员经费"), ColumnMeaning("人员经费", direction=SPENT)),
        (("一般公共预算",), ColumnMeaning(fund="一般公共预算")),
        (("本年一般公共预算基本支出", "合计"), ColumnMeaning("基本支出", "一般公共预算", SPENT)),
        (("决算数",), ColumnMeaning(stage=Stage.FINAL)),
        (("预算数",), ColumnMeaning(stage=Stage.BUDGET)),
        (("2024年预算数",), ColumnMeaning(stage=Stage.BUDGET, year=2024)),
        (("上年预算数",), ColumnMeaning(stage=Stage.BUDGET, year=2023)),
        (("上年执行数",), ColumnMeaning(stage=Stage.EXECUTION, year=2023)),
        (("2023年执行数",), ColumnMeaning(stage=Stage.EXECUTION, year=2023)),
        (("增减额",), ColumnMeaning(aspect=Aspect.CHANGE)),
        (("增减%",), ColumnMeaning(aspect=Aspect.RATE, unit="%")),
        (("占比",), ColumnMeaning(aspect=Aspect.SHARE, unit="%")),
        (("金额（元）",), ColumnMeaning(unit="元")),
        (("预算数(万元)",), ColumnMeaning(stage=Stage.BUDGET, unit="万元")),
        (("公务接待费",), ColumnMeaning(other="公务接待费")),
        (("公务用车购置及运行费", "运行费"), ColumnMeaning(other="公务用车运行维护费")),
        (("中期资金总额",), ColumnMeaning(other="中期资金总额")),
    ],
)
def test_column_meaning(path: tuple[str, ...], meaning: ColumnMeaning) -> None:
    """Measure, fund, side, stage, year, aspect and unit; the lower cell counts for more."""
    assert column_meaning(path, DOCUMENT) == meaning
