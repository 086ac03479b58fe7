"""What stands around a table, and how amounts are counted."""

from __future__ import annotations

import pytest

from ingest.surroundings import clean_title, printed_title, unit_of
from ingest.units import unit_in
from knowledge.model import Document, Stage
from tests.ingest.structure.made import made_grid, placed

DOCUMENT = Document("x", "x.pdf", "0", "青山市民政局", 2026, Stage.BUDGET)
GRID = made_grid(("项目", "金额"), ("教育支出", "5.0"))


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (["收支总表", "单位：万元"], "收支总表"),
        (["公开 01 表", "收支总表", "部门：青山市民政局 单位：万元"], "收支总表"),
        (["收支总表", "公开01表", "2026年度", "单位：万元"], "收支总表"),
        (["青山市民政局2026年一般公共预算", "支出情况表", "单位：元"], "支出情况表"),
        (["2026年度", "一般公共预算“三公”经费", "和机关运行经费支出表"], "和机关运行经费支出表"),
        (["表2：2026年市级部门收入预算总表", "部门名称：青山市民政局单位：万元"], "市级部门收入预算总表"),
        (["附件3", "对口帮扶", "资金分配表"], "资金分配表"),  # unknown, and kept as it is called
        (["本年收支情况说明如下。", "收入预算总体情况"], "收入预算总体情况"),
        (["本部门收支总表如下，请见附件。", "单位：万元"], ""),
        ([], ""),
    ],
)
def test_title_of(above: list[str], title: str) -> None:
    """The nearest line that is called 表; captions and sentences are none."""
    assert clean_title(printed_title(placed(GRID, above), DOCUMENT), DOCUMENT) == title


@pytest.mark.parametrize(
    ("above", "unit"),
    [
        (["收支总表", "单位：万元"], "万元"),
        (["收支总表（万元）"], "万元"),
        (["金额单位：元"], "元"),
        (["单位：万"], "万元"),  # cut off
        (["单位：元/人"], "元/人"),
        (["收支总表"], ""),
    ],
)
def test_unit_of(above: list[str], unit: str) -> None:
    """The unit of money stands above the table."""
    assert unit_of(placed(GRID, above)) == unit


@pytest.mark.parametrize(
    ("text", "unit", "rest"),
    [
        ("单价（元）", "元", "单价"),
        ("人均公用经费（元/人）", "元/人", "人均公用经费"),
        ("年末在编人数(人)", "人", "年末在编人数"),
        ("增减(%)", "%", "增减"),
        ("预算数（单位：万元）", "万元", "预算数"),
        ("因公出国（境）费", "", "因公出国（境）费"),
        ("维修（护）费", "", "维修（护）费"),
    ],
)
def test_unit_in(text: str, unit: str, rest: str) -> None:
    """A unit in brackets goes before the table's; other brackets are of the name."""
    assert unit_in(text) == (unit, rest)
