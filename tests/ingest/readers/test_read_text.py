"""Plain text and Markdown: lines, and tables by whatever sets their columns apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import Line, SourceDocument
from ingest.readers import read_document
from knowledge.errors import IngestError


def read(folder: Path, source: str) -> SourceDocument:
    """A text with this content, read."""
    path = folder / "a.md"
    path.write_text(source, encoding="utf-8")
    return read_document(path)


def shown(document: SourceDocument) -> list[object]:
    """Lines as texts, grids as rows of texts."""
    return [
        block.text if isinstance(block, Line) else [[cell.text for cell in row if cell] for row in block.rows]
        for block in document.blocks
    ]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("## 一、概况 ##\n", [("一、概况", 2, 1)]),
        ("#### **十一、说明**\n", [("十一、说明", 4, 1)]),
        ("   # 概况", [("概况", 1, 1)]),
        ("**2022 年预算**  \n", [("2022 年预算", 0, 1)]),
        ("预算**220**万元，__决算__200万元", [("预算220万元，决算200万元", 0, 1)]),
        ("2 ** 3 与 2**3", [("2 ** 3 与 2**3", 0, 1)]),
        ("项目：____（签字）", [("项目：____（签字）", 0, 1)]),
        ("a\n\n---\n\nb\n", [("a", 0, 1), ("b", 0, 5)]),
        ("单位：某局\t单位：元\n\n正文", [("单位：某局 单位：元", 0, 1), ("正文", 0, 3)]),
        ("#1 不是标题", [("#1 不是标题", 0, 1)]),
    ],
)
def test_lines(source: str, lines: list[tuple[str, int, int]], tmp_path: Path) -> None:
    """Marks become levels, and each line knows its number."""
    blocks = read(tmp_path, source).blocks
    assert [(b.text, b.heading, b.location.line) for b in blocks if isinstance(b, Line)] == lines


@pytest.mark.parametrize(
    ("source", "sizes"),
    [
        ("a\tb\n1\t2\n", [(2, 2)]),
        ("a\tb\n1\t2\n\n3\t4\n", [(3, 2)]),  # the source broke the page
        ("a\tb\n1\t2\n\n3\t4\t5\n6\t7\t8\n", [(2, 2), (2, 3)]),
        ("a\tb\tc\n1\n", []),
        ("\tb\t\n1\t2\t3\t4\n", [(2, 4)]),
    ],
)
def test_tab_tables(source: str, sizes: list[tuple[int, int]], tmp_path: Path) -> None:
    """Runs of tab lines are tables, joined over a blank line if they are equally wide."""
    grids = [block for block in shown(read(tmp_path, source)) if isinstance(block, list)]
    assert [(len(grid), len(grid[0])) for grid in grids] == sizes


GRID = [["科目", "数"], ["甲", "1.5"], ["乙", ""]]


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("| 科目 | 数 |\n|---|--:|\n| 甲 | 1.5 |\n| 乙 | |\n", [GRID]),
        ("科目 | 数\n:---|:-:\n甲 | 1.5\n乙 |\n", [GRID]),  # no pipes at the edges
        ("| 科目 | 数\n|---|---\n| 甲 | 1.5\n| 乙 |\n", [GRID]),
        ("科目 | 数 | 注\n甲 | 1.5 | x\n", [[["科目", "数", "注"], ["甲", "1.5", "x"]]]),  # no rule
        (
            "支出表\n单位：元\n| 科目 | 数 |\n|---|---|\n| 甲 | 1.5 |\n| 乙 | |\n注：略",
            ["支出表", "单位：元", GRID, "注：略"],
        ),
        ("| 科目 | 数 |\n|---|---|\n| 甲（含\n运行维护） | 1.5 |\n", [[["科目", "数"], ["甲（含\n运行维护）", "1.5"]]]),
        ("| 科目 | 数 |\n|---|---|\n| 甲<br>乙 | **1.5** |\n", [[["科目", "数"], ["甲\n乙", "1.5"]]]),
        ("| a\\|b | 1 |\n| c | 2 |\n", [[["a|b", "1"], ["c", "2"]]]),
        ("┌──┬──┐\n│科目│数│\n├──┼──┤\n│甲│1.5│\n│乙││\n└──┴──┘\n", [GRID]),
        ("+----+----+\n| 科目 | 数 |\n+----+----+\n| 甲 | 1.5 |\n| 乙 |  |\n+----+----+\n", [GRID]),
        ("科目｜数\n甲｜1.5\n乙｜\n", [GRID]),
        ("首页 | 政务公开 | 预算\n正文。\n", ["首页 | 政务公开 | 预算", "正文。"]),
        ("甲 | 乙\n丙 | 丁 | 戊\n", ["甲 | 乙", "丙 | 丁 | 戊"]),
        ("| 甲 |\n\n正文", ["| 甲 |", "正文"]),
    ],
)
def test_pipe_tables(source: str, blocks: list[object], tmp_path: Path) -> None:
    """Pipes make columns, with or without edges, rules and frames."""
    assert shown(read(tmp_path, source)) == blocks


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        (
            "支出表\n单位名称：某局      单位：万元\n科目编码  科目名称  合计\n201       甲        1.5\n"
            "202       乙        1,003.1\n",
            [
                "支出表",
                "单位名称：某局      单位：万元",
                [["科目编码", "科目名称", "合计"], ["201", "甲", "1.5"], ["202", "乙", "1,003.1"]],
            ],
        ),
        ("项　　目　　金额\n合    计  1.50\n", [[["项目", "金额"], ["合计", "1.50"]]]),  # words that are spelled out
        (  # blanks are put by their place
            "科目          上年数      合计\n甲               1.5       2.5\n"
            "乙                         3.5\n丙               4.5\n",
            [[["科目", "上年数", "合计"], ["甲", "1.5", "2.5"], ["乙", "", "3.5"], ["丙", "4.5", ""]]],
        ),
        (  # mixed with tabs
            "科目  上年数\t合计\n甲\t1.5  2.5\n乙  3.5  4.5\n",
            [[["科目", "上年数", "合计"], ["甲", "1.5", "2.5"], ["乙", "3.5", "4.5"]]],
        ),
        (  # a heading within, and a break of the page
            "科目      合计\n税收收入\n增值税      1.5\n\n契税        2.5\n",
            [[["科目", "合计"], ["税收收入", ""], ["增值税", "1.5"], ["契税", "2.5"]]],
        ),
        (  # a name that goes on below
            "科目              合计\n信息化系统（含    1.5\n运行维护）\n增值税            2.5\n",
            [[["科目", "合计"], ["信息化系统（含运行维护）", "1.5"], ["增值税", "2.5"]]],
        ),
        (  # two words in a name
            "科目      上年数  合计\n办公  用品  1.5  2.5\n甲          1.5  3.5\n",
            [[["科目", "上年数", "合计"], ["办公 用品", "1.5", "2.5"], ["甲", "1.5", "3.5"]]],
        ),
        ("第一部分  概况\n一、职责    3\n二、机构    4\n", ["第一部分  概况", "一、职责    3", "二、机构    4"]),
        ("某局  某科\n2024年预算共1.5万元。\n", ["某局  某科", "2024年预算共1.5万元。"]),
        ("填表人  审核人\n张某    李某\n", ["填表人  审核人", "张某    李某"]),
    ],
)
def test_spaced_tables(source: str, blocks: list[object], tmp_path: Path) -> None:
    """Columns that spaces line up: a header of words, then rows with amounts."""
    assert shown(read(tmp_path, source)) == blocks


def test_uncertain_row(tmp_path: Path) -> None:
    """Amounts that stand below no column are kept as one text, which is no amount, and never counted off."""
    source = "科目    上年数   预算数   合计\n甲      1.5      2.5      4.0\n乙                  3.5     4.5\n"
    source += "丙 " + " " * 60 + "5.5  6.5\n"
    (grid,) = shown(read(tmp_path, source))
    assert isinstance(grid, list)
    assert grid[-1] == ["丙", "5.5  6.5", "", ""]


def test_csv(tmp_path: Path) -> None:
    """Commas within quotes stay, lone cells above the table are lines."""
    path = tmp_path / "a.csv"
    path.write_text('收支总表,,\n科目,合计,备注\n工资,"1,003.10",\n', encoding="gbk")
    assert shown(read_document(path)) == ["收支总表", [["科目", "合计", "备注"], ["工资", "1,003.10", ""]]]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8-sig", b""), ("gbk", b""), ("gb18030", b""), ("utf-16", b""), ("utf-16-le", b"")],
)
def test_encodings(encoding: str, mark: bytes, tmp_path: Path) -> None:
    """Text is the same in every encoding that is used for Chinese."""
    path = tmp_path / "a.txt"
    path.write_bytes(mark + "一、主要职责 2024\r\n\r\n（二）机构设置。".encode(encoding))
    assert shown(read_document(path)) == ["一、主要职责 2024", "（二）机构设置。"]


@pytest.mark.parametrize(
    "source",
    [
        "# a" + " " * 8_000 + "b",
        "**a " * 16_000,
        "\ta\n" * 20_000,
        "科目  金额\n" * 20_000,
        "合  " * 20_000,
        "|a\n" * 20_000,
        "- " * 20_000 + "x",
    ],
)
def test_hostile_text(source: str, tmp_path: Path) -> None:
    """No text takes more than a time in proportion to its length: these once took minutes."""
    assert read(tmp_path, source).blocks


def test_too_many_cells(tmp_path: Path) -> None:
    """A table in text may be as large as any other."""
    with pytest.raises(IngestError, match="more than 2000000 cells"):
        read(tmp_path, ("a\t" * 1_000 + "b\n") * 2_000)
