"""Which columns must add up."""

from __future__ import annotations

import pytest

from knowledge.identities import Identity, Path, column_identities, is_total_word


@pytest.mark.parametrize(
    ("paths", "identities"),
    [
        ([("合计",), ("基本支出",), ("项目支出",)], [Identity(0, (1, 2))]),
        (
            [("合计",), ("基本支出", "小计"), ("基本支出", "人员经费"), ("基本支出", "公用经费"), ("项目支出",)],
            [Identity(1, (2, 3)), Identity(0, (1, 4))],
        ),
        (  # the total may stand last
            [("货物",), ("工程",), ("合计",)],
            [Identity(2, (0, 1))],
        ),
        (  # a group without its own total gives its parts to the one above
            [("合计",), ("本年", "一般"), ("本年", "基金"), ("结转",)],
            [Identity(0, (1, 2, 3))],
        ),
        (  # budget and final accounts never mix
            [("合计", "预算数"), ("合计", "决算数"), ("办公费", "预算数"), ("办公费", "决算数")],
            [Identity(0, (2,)), Identity(1, (3,))],
        ),
        ([("基本支出",), ("项目支出",)], []),
        ([("合计",)], []),
        ([], []),
    ],
)
def test_column_identities(paths: list[Path], identities: list[Identity]) -> None:
    """Header paths promise sums."""
    assert column_identities(paths) == identities


@pytest.mark.parametrize(
    ("label", "is_total"),
    [("合 计", True), ("本年收入小计", True), ("总计", True), ("合计数", False), ("统计信息事务", False), ("", False)],
)
def test_is_total_word(label: str, *, is_total: bool) -> None:
    """A sum says so at its end."""
    assert is_total_word(label) is is_total
