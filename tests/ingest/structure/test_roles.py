"""What columns hold, told from their cells."""

from __future__ import annotations

import pytest

from ingest.structure.roles import Role, column_roles

NAMES = ["教育支出", "普通教育", "小学教育", "卫生健康支出"]
MONEY = ["30.0", "20.0", "10.0", "5.0"]


@pytest.mark.parametrize(
    ("header", "cells", "role"),
    [
        ("科目编码", ["205", "20502", "2050202", "210"], Role.CODE),
        ("功能科目代码", ["205", "20502", "2050202", "210"], Role.CODE),
        ("功能分类科目", ["205", "20502", "2050202", "210"], Role.CODE),  # whatever its header is called
        ("金额", ["205", "20502", "2050202", "210"], Role.CODE),
        ("金额", ["205", "300", "12", "21000"], Role.VALUE),  # whole amounts that nest nowhere
        ("金额", ["205.00", "20502.00", "2050202.00", "210.00"], Role.VALUE),
        ("单位编码", ["105", "105001", "105002", "105003"], Role.ATTRIBUTE),
        ("项目编码", ["0001", "0002", "0003", "0004"], Role.ATTRIBUTE),
        ("序号", ["1", "2", "3", "4"], Role.ORDINAL),
        ("预算数", ["-12.5%", "3.0%", "", "4.1%"], Role.VALUE),
        ("预算数", ["2OO.5", "#REF!1", "", "x1"], Role.VALUE),  # amounts that cannot be read
        ("年度", ["2022", "2023", "2022", "2023"], Role.ATTRIBUTE),
        ("备注", ["含追加", "", "", "其他"], Role.ATTRIBUTE),
        ("增减变化情况", ["1.0", "", "2.0", ""], Role.VALUE),
        ("基本支出", ["见附注", "1.0", "2.0", ""], Role.VALUE),
        ("", ["一", "二", "三", "四"], Role.LABEL),
    ],
)
def test_roles(header: str, cells: list[str], role: Role) -> None:
    """Content first, the header where the content leaves it open."""
    paths = [("科目名称",), (header,) if header else (), ("合计",)]
    if header == "增减变化情况":
        paths[1] = (header, "合计")
    assert column_roles([NAMES, cells, MONEY], paths)[1] is role


def test_a_table_without_a_header_for_its_names_has_names() -> None:
    """The column with most words names the rows."""
    assert column_roles([NAMES, MONEY], [("",), ("金额",)]) == [Role.LABEL, Role.VALUE]


def test_a_first_column_that_counts_on_numbers_the_rows() -> None:
    """Whatever its header is called."""
    numbers = ["1", "2", "3", "4", "5"]
    roles = column_roles([numbers, [*NAMES, "其他"], [*MONEY, "1.0"]], [("",), ("科目",), ("金额",)])
    assert roles[0] is Role.ORDINAL
