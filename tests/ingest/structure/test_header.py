"""The height of header bands, rows of column numbers, blank rows and columns."""

from __future__ import annotations

import pytest

from ingest.structure.blanks import without_blank_columns, without_blank_rows
from ingest.structure.grid import read_grid
from ingest.structure.header import header_height, is_column_numbers
from tests.ingest.structure.made import Text, made_grid, texts


@pytest.mark.parametrize(
    ("rows", "height"),
    [
        ([(("科目", 2, 1), ("预算数", 1, 2), None), (None, "小计", "其中：专项资金"), ("教育", "3.0", "1.0")], 2),
        ([(("收入", 1, 2), None), ("项目", "金额"), ("一、拨款", "3.0")], 2),
        ([(("科目", 1, 2), None, "金额"), ("合计", "", "3.0")], 1),
        ([(("科目", 1, 2), None, "金额"), ("", "合计", "")], 1),
        ([("2026年", "3.0"), ("2025年", "2.0")], 0),
        (
            [
                ("科目", ("基金支出", 1, 3), None, None),
                ("", "小计", "其中：基本支出", "项目支出"),
                ("城乡", "3", "1", "2"),
            ],
            2,
        ),
    ],
    ids=["rows-spanned", "groups", "group-without-members", "blank-total", "none", "of-which"],
)
def test_header_height(rows: list[tuple[Text, ...]], height: int) -> None:
    """Merged cells draw the band; a row of the body ends it."""
    assert header_height(made_grid(*rows)) == height


@pytest.mark.parametrize(
    ("row", "is_numbers"),
    [
        (("栏次", "1", "2", "3"), True),
        (("**", "**", "1", "2"), True),
        (("类", "款", "栏次", "1", "2"), True),
        (("1", "2", "3=1+2"), False),  # two numbers may be amounts
        (("1", "2", "3", "4=1+2"), True),
        (("教育支出", "1", "2", "3"), False),
        (("2", "3", "5"), False),
        (("栏次", "1", "3"), False),
    ],
)
def test_column_numbers(row: tuple[str, ...], is_numbers: bool) -> None:
    """A row that only numbers the columns is no body."""
    assert is_column_numbers(made_grid(row).rows[0]) is is_numbers


def test_blank_rows_and_columns_go() -> None:
    """What double rules and shading draw holds nothing; cells that span it are smaller."""
    grid = made_grid(
        (("", 1, 2), None, ""),
        (("合计", 1, 2), None, "3.0"),
        (("教育支出", 2, 1), "", "3.0"),
        (None, "", ""),
    )
    bare = without_blank_columns(without_blank_rows(grid))
    assert texts(bare) == [["合计", "3.0"], ["教育支出", "3.0"]]
    assert all(cell and (cell.row_span, cell.column_span) == (1, 1) for row in bare.rows for cell in row)


def test_a_header_behind_its_amounts_column_is_theirs() -> None:
    """Amounts that reach over a blank column have the header that stands above that one."""
    grid = made_grid(
        (("收入", 1, 3), None, None),
        ("项目", "", "预算数"),
        ("一、财政拨款", ("30.0", 1, 2), None),
        ("二、事业收入", ("3.0", 1, 2), None),
    )
    read = read_grid(grid)
    assert read.paths[1] == ("收入", "预算数")


def test_columns_that_follow_amounts_are_no_second_list() -> None:
    """Codes and words behind a count belong to the same list as the money behind them."""
    read = read_grid(
        made_grid(
            ("采购项目", "数量", "类", "款", "采购时间", "预算金额", "说明"),
            ("台式计算机", "2", "302", "01", "2026-03", "1.2", "更新"),
            ("打印机", "1", "302", "01", "2026-04", "0.3", ""),
        )
    )
    [side] = read.sides
    assert (side.label, side.values) == (0, (1, 5))
