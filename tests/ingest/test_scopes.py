"""Of which part of a government, of which budget, of which debt."""

from __future__ import annotations

import pytest

from ingest.scopes import Debt, debt_of, fund_of, scope_of


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("2025年全市一般公共预算收入执行表", "全市"),
        ("2025年市级国有资本经营预算收支总表", "市级"),
        ("（二）区本级预算", "区本级"),
        ("青山市本级", "市本级"),
        ("青山市市本级", "市本级"),
        ("全省", "全省"),
        ("自治区本级一般公共预算", "自治区本级"),
        ("全地区政府性基金收入完成", "全地区"),
        ("地区本级", "地区本级"),
        ("市本级（含高新开发区）", "市本级（含高新开发区）"),
        ("本级（含园区）", "本级（含园区）"),
        ("全市（不含省直管县）", "全市（不含省直管县）"),
        ("区县", "区县"),
        ("全市一般公共预算收入完成144.8亿元，其中市本级", "市本级"),
        ("市级“三公”经费", "市级"),
        ("一、青山经济技术开发区", "青山经济技术开发区"),
        ("2026年高新区政府性基金预算支出表", "高新区"),
        ("西山管理区", "西山管理区"),
    ],
)
def test_scope_of(text: str, scope: str) -> None:
    """Titles, headings, headers, rows, and the words before an amount: the nearest counts."""
    assert scope_of(text) == scope


@pytest.mark.parametrize(
    "text",
    [
        "2025年全市及市本级财政预算执行情况",
        "全市和市级",
        "市本级预算和市总预算执行情况",
        "市级部门预算",
        "2026年区级单位预算",
        "省级财政补助",
        "省级以上文物",
        "国家级",
        "县级公立医院",
        "全市场监管",
        "全区域",
        "青山市交通运输局（本级）",
        "支持经济技术开发区建设",
        "社区",
        "上级补助收入",
        "",
    ],
)
def test_no_scope(text: str) -> None:
    """Two in one breath, the level of a department, money from above, other words."""
    assert scope_of(text) == ""


@pytest.mark.parametrize(
    ("text", "fund"),
    [
        ("全市一般公共预算收入", "一般公共预算"),
        ("公共财政预算支出表", "一般公共预算"),
        ("2.政府性基金预算", "政府性基金预算"),
        ("市级国有资本经营预算收支总表", "国有资本经营预算"),
        ("社会保险基金预算收支平衡表", "社会保险基金预算"),
        ("一般公共服务支出", ""),
        ("一般公共预算和政府性基金预算", ""),
        ("债务限额表", ""),
    ],
)
def test_fund_of(text: str, fund: str) -> None:
    """The four budgets by their canonical names."""
    assert fund_of(text) == fund


@pytest.mark.parametrize(
    ("text", "debt"),
    [
        ("2022年地方政府专项债务新增限额", Debt("专项债务", "新增限额")),
        ("2021年末地方政府一般债务余额限额", Debt("一般债务", "限额")),
        ("一般债务余额", Debt("一般债务", "余额")),
        ("地方政府债务限额及余额决算情况表", Debt("政府债务", "")),
        ("2021年地方政府一般债务还本额", Debt("一般债务", "还本额")),
        ("专项债券还本付息", Debt("专项债务", "还本付息额")),
        ("债务付息支出", Debt("政府债务", "付息额")),
        ("地方政府债券发行额", Debt("政府债务", "发行额")),
        ("一般公共预算支出", None),
    ],
)
def test_debt_of(text: str, debt: Debt | None) -> None:
    """Which debt, and which amount of it."""
    assert debt_of(text) == debt
