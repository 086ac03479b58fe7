"""Header bands, label columns and lists side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.document import Cell, Grid
from ingest.structure.grid import ReadGrid, read_grid
from ingest.structure.header import header_height
from knowledge.model import Location


def _grid(*rows: Sequence[str | tuple[str, int, int] | None], merges_known: bool = True) -> Grid:
    """A grid; a tuple is a cell with its row span and column span, None a place that one covers."""
    cells = []
    for line, row in enumerate(rows, start=1):
        at = Location(line=line)
        cells.append(
            tuple(
                None if text is None else Cell(text, at) if isinstance(text, str) else Cell(text[0], at, *text[1:])
                for text in row
            )
        )
    return Grid(tuple(cells), Location(line=1), merges_known)


def _columns(read: ReadGrid) -> list[tuple[tuple[int, ...], int | None, tuple[int, ...]]]:
    return [(side.codes, side.label, side.values) for side in read.sides]


def test_a_plain_table() -> None:
    """One header row, a code, a name, amounts."""
    read = read_grid(
        _grid(
            ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
            ("208", "社会保障和就业支出", "30.0", "10.0", "20.0"),
            ("", "合计", "30.0", "10.0", "20.0"),
        )
    )
    assert (read.header, read.body) == ((0,), (1, 2))
    assert read.paths[2:] == (("合计",), ("基本支出",), ("项目支出",))
    assert _columns(read) == [((0,), 1, (2, 3, 4))]


def test_a_header_of_two_rows() -> None:
    """Merged header cells are spread over what they cover; a path is read from the top."""
    read = read_grid(
        _grid(
            (("科目名称", 2, 1), ("合计", 2, 1), ("基本支出", 1, 2), None, ("项目支出", 2, 1)),
            (None, None, "人员经费", "公用经费", None),
            ("教育支出", "6.0", "1.0", "2.0", "3.0"),
        )
    )
    assert read.header == (0, 1)
    assert read.paths == (
        ("科目名称",),
        ("合计",),
        ("基本支出", "人员经费"),
        ("基本支出", "公用经费"),
        ("项目支出",),
    )


def test_codes_in_three_columns() -> None:
    """类 款 项 are columns of codes, not of amounts."""
    read = read_grid(
        _grid(
            (("功能分类科目编码", 1, 3), None, None, ("功能分类科目名称", 2, 1), ("合计", 2, 1)),
            ("类", "款", "项", None, None),
            ("208", "05", "05", "养老保险缴费支出", "1,839,485.00"),
        )
    )
    assert _columns(read) == [((0, 1, 2), 3, (4,))]


def test_two_lists_side_by_side() -> None:
    """收入 | 支出 are two sides with labels of their own."""
    read = read_grid(
        _grid(
            (("收 入", 1, 2), None, ("支 出", 1, 2), None),
            ("项 目", "预算数", "项 目", "预算数"),
            ("一、一般公共预算拨款收入", "988.7", "一、教育支出", ""),
            ("", "", "二、卫生健康支出", "11.4"),
        )
    )
    assert _columns(read) == [((), 0, (1,)), ((), 2, (3,))]
    assert read.paths[1] == ("收入", "预算数")
    assert read.paths[3] == ("支出", "预算数")


def test_a_row_that_numbers_the_columns_is_no_body() -> None:
    """栏次 1 2 3 are no amounts."""
    read = read_grid(_grid(("项目", "预算数", "决算数", "差额"), ("栏次", "1", "2", "3"), ("教育支出", "5", "4", "1")))
    assert read.body == (2,)


@pytest.mark.parametrize(
    ("rows", "height"),
    [
        ([("项目", "金额"), ("教育支出", "5")], 1),
        ([("项目", "金额"), ("一、教育支出", "")], 1),
        ([("项目", "金额"), ("合计", "")], 1),
        ([("教育支出", "5"), ("卫生支出", "6")], 0),
        ([(("项目", 2, 1), ("预算", 1, 2), None), (None, "基本支出", "项目支出"), ("教育", "1", "2")], 2),
        ([("项目", "金额")], 1),
    ],
)
def test_header_height(rows: list[Sequence[str]], height: int) -> None:
    """The header ends where numbering, codes, totals or numbers begin."""
    assert header_height(_grid(*rows)) == height


def test_lost_merges_are_filled() -> None:
    """Where the format loses merges, a blank header cell stands below the group at its left."""
    read = read_grid(
        _grid(
            ("名称", "合计", "基本支出", "", "", "项目支出"),
            ("", "", "小计", "人员经费", "公用经费", ""),
            ("教育支出", "6.0", "3.0", "1.0", "2.0", "3.0"),
            merges_known=False,
        )
    )
    assert read.paths[2:] == (
        ("基本支出", "小计"),
        ("基本支出", "人员经费"),
        ("基本支出", "公用经费"),
        ("项目支出",),
    )


SLIPPED_HEADER = (  # 其他 stands last, though it is printed below 单位资金, and 上年结转 is one column too far left
    ("名称", "合计", "本年收入", "", "", "", "上年结转", "", "", "", ""),
    ("", "", "小计", "拨款", "单位资金", "", "小计", "拨款", "基金", "单位资金", ""),
    ("", "", "", "", "小计", "事业", "", "", "", "", "其他"),
)


@pytest.mark.parametrize(
    ("total", "paths"),
    [
        (  # the plain reading breaks 合计, the other keeps it
            "10",
            [
                ("本年收入", "单位资金", "其他"),
                ("上年结转", "小计"),
                ("上年结转", "拨款"),
                ("上年结转", "基金"),
                ("上年结转", "单位资金"),
            ],
        ),
        (  # neither keeps it: the plain one stays
            "99",
            [
                ("上年结转", "小计"),
                ("上年结转", "拨款"),
                ("上年结转", "基金"),
                ("上年结转", "单位资金"),
                ("上年结转", "单位资金", "其他"),
            ],
        ),
    ],
)
def test_a_slipped_leaf_goes_back_where_the_sums_say_so(total: str, paths: list[tuple[str, ...]]) -> None:
    """A leaf at the end of its row is put behind its neighbour only where that makes all sums hold."""
    body = ("教育局", total, "6", "6", "", "", "", "4", "4", "", "")
    assert list(read_grid(_grid(*SLIPPED_HEADER, body, merges_known=False)).paths[6:]) == paths


def test_a_column_of_words_is_an_attribute() -> None:
    """备注 and the like hold words, and are no list of their own."""
    read = read_grid(_grid(("项目名称", "金额", "备注"), ("维修项目", "15.5", "跨年"), ("热线", "20.0", "")))
    assert _columns(read) == [((), 0, (1,))]
    assert read.sides[0].attributes == (2,)


def test_text_and_place_of_covered_cells() -> None:
    """A covered place has no text, and the place of its row."""
    read = read_grid(_grid(("项目", "金额"), (("教育支出", 1, 2), None)))
    assert read.text(1, 1) == ""
    assert read.location(1, 1) == Location(line=2)


def test_a_grid_without_header() -> None:
    """Rows of amounts without any header have empty paths."""
    read = read_grid(_grid(("教育支出", "5.0"), ("卫生支出", "6.0")))
    assert read.header == ()
    assert read.paths == ((), ())
    assert _columns(read) == [((), 0, (1,))]
