"""What rows are of, and which row they are a part of."""

from __future__ import annotations

import pytest

from ingest.document import Cell, Grid
from ingest.rows import parent_path, row_meaning
from ingest.specs import spec_for
from ingest.structure.grid import read_grid
from ingest.structure.hierarchy import parents
from ingest.structure.labels import RawRow, raw_rows
from knowledge.model import Direction, Document, Location, Scheme, Stage

DOCUMENT = Document("x", "x.pdf", "0", "青山市民政局", 2024, Stage.BUDGET)
SPENT, GOT = Direction.EXPENDITURE, Direction.REVENUE


def _rows(*labels: str) -> list[RawRow]:
    """Rows; a label may begin with its code and a blank."""
    rows = []
    for index, text in enumerate(labels):
        code, _, label = text.partition(" ")
        rows.append(RawRow(index, label, code) if code.isdigit() else RawRow(index, text, ""))
    return rows


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        (["208 社保", "20805 养老", "2080505 保险", "2080506 年金", "221 住房"], [None, 0, 1, 1, None]),
        (["208 社保", "2080505 保险"], [None, 0]),  # the 款 is not printed
        (["2080505 保险", "2080506 年金"], [None, None]),
        (
            ["一、本年收入", "（一）一般公共预算", "（二）政府性基金", "二、上年结转", "（一）一般公共预算"],
            [None, 0, 0, None, 3],
        ),
        (["五、单位资金收入", "其中：事业收入", "上级补助收入", "六、其他"], [None, 0, 0, None]),
        (["一、财政拨款收入", "1. 一般公共预算", "2. 政府性基金", "二、事业收入"], [None, 0, 0, None]),
        (["上年结转结余", "一般公共预算", "政府性基金预算", "收入总计"], [None, 0, 0, None]),
        (["教育支出", "卫生健康支出"], [None, None]),
        ([], []),
    ],
)
def test_parents(labels: list[str], found: list[int | None]) -> None:
    """By codes where they are printed, else by numbering."""
    assert parents(_rows(*labels)) == found


def test_parent_path() -> None:
    """All parents from the top, without numbering."""
    rows = _rows("208 社会保障和就业支出", "20805 行政事业单位养老支出", "2080505 基本养老保险缴费支出")
    assert parent_path(2, rows, parents(rows)) == "社会保障和就业支出 › 行政事业单位养老支出"
    assert parent_path(0, rows, parents(rows)) == ""


def _raw(*rows: tuple[str, ...]) -> list[RawRow]:
    grid = Grid(
        tuple(tuple(Cell(text, Location(line=line)) for text in row) for line, row in enumerate(rows)), Location()
    )
    read = read_grid(grid)
    return raw_rows(read, read.sides[0])


def test_codes_are_joined() -> None:
    """208 | 05 | 2 is 2080502, whatever zeros are printed."""
    rows = _raw(
        ("类", "款", "项", "科目名称", "合计"),
        ("208", "", "", "社会保障和就业支出", "3"),
        ("208", "05", "", "行政事业单位养老支出", "3"),
        ("208", "05", "2", "事业单位离退休", "3"),
        ("合计", "", "", "", "9"),
    )
    assert [(row.code, row.label) for row in rows] == [
        ("208", "社会保障和就业支出"),
        ("20805", "行政事业单位养老支出"),
        ("2080502", "事业单位离退休"),
        ("", "合计"),
    ]


@pytest.mark.parametrize(
    ("printed", "code", "label"),
    [
        ("2080505-机关事业单位基本养老保险缴费支出", "2080505", "机关事业单位基本养老保险缴费支出"),
        ("[208]社会保障和就业支出", "208", "社会保障和就业支出"),
        ("30201 办公费", "30201", "办公费"),
        ("2024年收入", "", "2024年收入"),
        ("机关事业单位\n职业年金缴费支出", "", "机关事业单位职业年金缴费支出"),
    ],
)
def test_codes_in_labels(printed: str, code: str, label: str) -> None:
    """A code before a name is the row's code, a year or a wrapped line is not."""
    [row] = _raw(("科目名称", "合计"), (printed, "1"))
    assert (row.code, row.label) == (code, label)


@pytest.mark.parametrize(
    ("title", "row", "direction", "name", "scheme"),
    [
        ("支出总表", "2080505 养老保险缴费支出", SPENT, "养老保险缴费支出", Scheme.FUNCTION),
        ("一般公共预算基本支出表", "30201 办公费", SPENT, "办公费", Scheme.DEPARTMENT_ECONOMIC),
        ("支出总表", "50201 办公经费", SPENT, "办公经费", Scheme.GOVERNMENT_ECONOMIC),
        ("收支总表", "一、教育支出", SPENT, "教育支出", Scheme.FUNCTION),
        ("收支总表", "五、事业收入", GOT, "事业收入", Scheme.REVENUE),
        ("项目支出表", "12333 咨询服务运维经费", SPENT, "12333 咨询服务运维经费", Scheme.PROJECT),
        ("支出总表", "合计", SPENT, "支出", Scheme.TOTAL),
        ("支出总表", "青山市民政局", SPENT, "支出", Scheme.TOTAL),
        ("收支总表", "收 入 总 计", GOT, "收入", Scheme.TOTAL),
        ("政府采购支出表", "加工纸", SPENT, "加工纸", Scheme.PROCUREMENT),
        ("政府采购支出表", "青山市民政局", SPENT, "政府采购", Scheme.SPECIAL),
        ("收支总表", "其中：公务接待费", SPENT, "公务接待费", Scheme.SPECIAL),
    ],
)
def test_row_meaning(title: str, row: str, direction: Direction, name: str, scheme: Scheme) -> None:
    """A row's code, its label and its table say what it is of."""
    [raw] = _rows(row) if row[:5] != "12333" else [RawRow(0, row, "")]
    meaning = row_meaning(raw, "", direction, spec_for(title), DOCUMENT)
    assert (meaning.subject.name, meaning.subject.scheme) == (name, scheme)


def test_a_balance_is_a_measure_of_the_whole() -> None:
    """上年结转结余 is no subject of its own, and not the total."""
    meaning = row_meaning(_rows("上年结转结余")[0], "", GOT, spec_for("收支总表"), DOCUMENT)
    assert (meaning.subject.scheme, meaning.measure, meaning.is_whole) == (Scheme.TOTAL, "上年结转结余", False)
