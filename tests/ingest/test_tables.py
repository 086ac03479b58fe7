"""Tables: title, unit, note, continuation, and what each amount means."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.document import Cell, Grid
from ingest.forms import is_form
from ingest.outline import Paragraph, Placed, PlacedGrid
from ingest.specs import spec_for
from ingest.structure.pieces import join_continued
from ingest.surroundings import clean_title
from ingest.tables import read_table
from knowledge.model import Document, Location, Stage, Table

DOCUMENT = Document("x", "x.pdf", "0", "青山市民政局", 2024, Stage.BUDGET)
HEADER = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")


def _grid(*rows: tuple[str, ...], line: int = 1) -> Grid:
    cells = tuple(tuple(Cell(text, Location(line=line + number)) for text in row) for number, row in enumerate(rows))
    return Grid(cells, Location(line=line))


def _paragraph(text: str) -> Paragraph:
    return Paragraph(text, "部门预算表", ((0, Location(line=1)),))


def _placed(*rows: tuple[str, ...], above: tuple[str, ...] = (), below: tuple[str, ...] = ()) -> PlacedGrid:
    return PlacedGrid(_grid(*rows), "部门预算表", tuple(map(_paragraph, above)), tuple(map(_paragraph, below)))


def _printed(table: Table) -> dict[tuple[str, str], str]:
    return {(figure.citation.row, figure.citation.column): figure.printed for figure in table.figures}


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("青山市民政局 2024 年收支总表", "收支总表"),
        ("2024年部门支出预算总表", "部门支出预算总表"),
        ("表3 青山市民政局2024年支出总表", "支出总表"),
        ("附表1-2：一般公共预算支出表", "一般公共预算支出表"),
        ("公开01表 收入支出决算总表", "收入支出决算总表"),
        ("2024年部门“三公”经费和机关运行经费预算表", "部门“三公”经费和机关运行经费预算表"),
        ("支出总表（续表）", "支出总表"),
        ("项 目 支 出 表", "项目支出表"),
        ("12333经费表", "12333经费表"),
        ("表一般公共预算支出", "表一般公共预算支出"),
        ("二〇二四年度收入总表", "收入总表"),
    ],
)
def test_clean_title(printed: str, title: str) -> None:
    """A title is known without number, unit, year and marks of continuation."""
    assert clean_title(printed, DOCUMENT) == title


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("收支总表", "收支总表"),
        ("部门财务收支预算总表", "收支总表"),
        ("财政拨款收支总表", "财政拨款收支总表"),
        ("财政拨款收入支出决算总表", "财政拨款收支总表"),
        ("部门“三公”经费和机关运行经费预算表", "三公经费表"),
        ("政府性基金预算支出表", "政府性基金预算支出表"),
        ("领导分工表", ""),
    ],
)
def test_kinds(title: str, kind: str) -> None:
    """Titles of many provinces name one kind; an unknown title names none."""
    assert spec_for(title).kind == kind


def test_a_table_is_read_whole() -> None:
    """Title, unit, section, note, rows, columns and figures with all that they mean."""
    table, problems = read_table(
        _placed(
            HEADER,
            ("208", "社会保障和就业支出", "30.0", "10.0", "20.0"),
            ("20802", "民政管理事务", "30.0", "10.0", "20.0"),
            ("", "合计", "30.0", "10.0", "20.0"),
            above=("青山市民政局2024年支出总表", "单位：万元"),
            below=("注：本表不含上年结转。", "下一段。"),
        ),
        DOCUMENT,
    )
    assert not problems
    assert (table.title, table.unit, table.note, table.is_empty) == (
        "支出总表",
        "万元",
        "注：本表不含上年结转。",
        False,
    )
    assert [row.label for row in table.rows] == ["社会保障和就业支出", "民政管理事务", "合计"]
    assert [row.parent for row in table.rows] == [None, 0, None]
    assert [row.is_whole for row in table.rows] == [False, False, True]
    assert len(table.figures) == 9
    figure = table.figures[5]
    assert (figure.subject.code, figure.measure, figure.value, figure.unit) == (
        "20802",
        "项目支出",
        Decimal("20.0"),
        "万元",
    )
    assert (figure.year, figure.stage, figure.cell) == (2024, Stage.BUDGET, (1, 2))
    assert (figure.citation.section, figure.citation.table, figure.citation.row) == (
        "部门预算表",
        "支出总表",
        "民政管理事务",
    )
    assert figure.citation.location == Location(line=3)


@pytest.mark.parametrize(
    ("above", "unit"),
    [
        ("单位：万元", "万元"),
        ("单位:元", "元"),
        ("编制部门：青山市民政局 单位：元", "元"),
        ("金额单位：亿元", "亿元"),
        ("单 位 ： 万 元", ""),
    ],
)
def test_unit_above(above: str, unit: str) -> None:
    """The unit stands above the table, in many forms."""
    table, _ = read_table(_placed(("项目", "金额"), ("教育支出", "5"), above=("支出总表", above)), DOCUMENT)
    assert table.unit == unit


def test_amounts_without_a_unit_are_held_back() -> None:
    """No unit is assumed: there is no figure, a Problem says so, and the table is not called empty."""
    table, [problem] = read_table(_placed(HEADER, ("208", "社保", "3", "1", "2"), above=("支出总表",)), DOCUMENT)
    assert table.figures == ()
    assert not table.is_empty
    assert problem.kind == "no-unit"


def test_blank_cells_are_no_figures() -> None:
    """Blank, dash and zero are three things: only zero is printed."""
    table, problems = read_table(
        _placed(HEADER, ("208", "社保", "0.00", "", "—"), above=("支出总表", "单位：万元")), DOCUMENT
    )
    assert not problems
    assert _printed(table) == {("社保", "合计"): "0.00"}


def test_an_unreadable_cell_is_a_problem() -> None:
    """Words among amounts are told with their place; the other cells are kept."""
    table, [problem] = read_table(
        _placed(
            HEADER,
            ("208", "社保", "30.0", "见附注", "20.0"),
            ("221", "住房", "3.0", "1.0", "2.0"),
            above=("支出总表", "单位：万元"),
        ),
        DOCUMENT,
    )
    assert (problem.kind, problem.location) == ("unreadable-cell", Location(line=2))
    assert len(table.figures) == 5


def test_an_empty_table() -> None:
    """A table without amounts is empty, and its note says why."""
    table, problems = read_table(
        _placed(
            HEADER,
            ("", "合计", "", "", ""),
            above=("政府性基金预算支出表", "单位：万元"),
            below=("注：本部门2024年无政府性基金预算，故本表为空表。",),
        ),
        DOCUMENT,
    )
    assert table.is_empty
    assert "故本表为空表" in table.note
    assert not problems


def test_two_sides() -> None:
    """Revenue and expenditure beside each other keep their sides."""
    table, _ = read_table(
        _placed(
            ("收入", "预算数", "支出", "预算数"),
            ("一、一般公共预算拨款收入", "30.0", "一、教育支出", "10.0"),
            ("", "", "二、卫生健康支出", "20.0"),
            ("收入总计", "30.0", "支出总计", "30.0"),
            above=("收支总表", "单位：万元"),
        ),
        DOCUMENT,
    )
    sides = {(figure.citation.row, figure.direction.value) for figure in table.figures}
    assert sides == {
        ("一般公共预算拨款收入", "收入"),
        ("教育支出", "支出"),
        ("卫生健康支出", "支出"),
        ("收入总计", "收入"),
        ("支出总计", "支出"),
    }


def test_subjects_in_columns() -> None:
    """The table of 三公经费 names its subjects in the header."""
    table, _ = read_table(
        _placed(
            ("单位名称", "合计", "因公出国（境）费", "公务接待费"),
            ("青山市民政局", "10.81", "0", "0.83"),
            above=("“三公”经费预算表", "单位：万元"),
        ),
        DOCUMENT,
    )
    assert {figure.subject.name: figure.printed for figure in table.figures} == {
        "“三公”经费": "10.81",
        "因公出国（境）费": "0",
        "公务接待费": "0.83",
    }


def test_the_total_of_a_joint_table_is_of_all_its_things() -> None:
    """Beside 会议费 the total is not that of 三公经费, which has its own."""
    table, _ = read_table(
        _placed(
            ("单位名称", "合计", "“三公”经费合计", "因公出国（境）费", "公务接待费", "会议费", "培训费"),
            ("青山市民政局", "10.83", "0.83", "0.00", "0.83", "4.00", "6.00"),
            above=("“三公”经费、会议费、培训费预算表", "单位：万元"),
        ),
        DOCUMENT,
    )
    amounts = {figure.subject.name: figure.printed for figure in table.figures}
    assert (amounts["“三公”经费"], amounts["三公经费、会议费、培训费"]) == ("0.83", "10.83")


def test_a_table_below_a_list_of_titles_is_no_form() -> None:
    """The contents end with the title of a form; the nearest title is that of the table."""
    table = _placed(
        ("项目", "预算数", "项目", "预算数"),
        ("一、财政拨款", "3.0", "教育支出", "3.0"),
        above=("表10.项目支出预算表", "表11.项目支出绩效表", "表1：收支预算总表", "单位：万元"),
    )
    assert not is_form(table)


# ---- over several pages ----------------------------------------------------------------------------------

FIRST = _placed(HEADER, ("208", "社保", "3", "1", "2"), above=("支出总表", "单位：万元"))


@pytest.mark.parametrize(
    ("second", "rows"),
    [
        (_placed(("221", "住房", "3", "1", "2")), [3]),  # goes on without a header
        (_placed(HEADER, ("221", "住房", "3", "1", "2")), [3]),  # the header again
        (_placed(HEADER, ("221", "住房", "3", "1", "2"), above=("支出总表（续表）",)), [3]),
        (_placed(HEADER, ("221", "住房", "3", "1", "2"), above=("一般公共预算支出表", "单位：万元")), [2, 2]),
        (_placed(("项目", "金额"), ("教育支出", "5")), [2, 2]),  # other columns
        (_placed(("221", "住房", "3", "1", "2"), above=("本部门情况如下。",)), [2, 1]),
    ],
    ids=["bare", "repeated-header", "continued", "new-title", "other-columns", "text-between"],
)
def test_join_continued(second: PlacedGrid, rows: list[int]) -> None:
    """A table over several pages is one; another table is another."""
    joined: list[Placed] = join_continued([FIRST, second])
    assert [len(block.grid.rows) for block in joined if isinstance(block, PlacedGrid)] == rows


def test_the_note_below_the_last_page_is_kept() -> None:
    """A note belongs to the whole table."""
    [whole] = join_continued([FIRST, _placed(HEADER, ("221", "住房", "3", "1", "2"), below=("注：共两页。",))])
    assert isinstance(whole, PlacedGrid)
    assert read_table(whole, DOCUMENT)[0].note == "注：共两页。"
