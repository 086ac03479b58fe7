"""Titles, units and owners that stand inside a grid."""

from __future__ import annotations

import pytest

from ingest.outline import PlacedGrid
from ingest.structure.captions import Caption, caption_of, lift_captions
from tests.ingest.structure.made import made_grid, placed, texts

HEADER = ("项目", "预算数", "备注")
BODY = ("教育支出", "5.00", "")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("收支总表", Caption.TITLE),
        ("财政拨款支出预算表（功能科目）", Caption.TITLE),
        ("单位：万元", Caption.UNIT),
        ("预算单位：青山市民政局 单位：万元", Caption.UNIT),
        ("部门名称：青山市民政局", Caption.OWNER),
        ("公开 01 表", Caption.NUMBER),
        ("公开表一", Caption.NUMBER),
        ("附表3", Caption.NUMBER),
        ("预算02表", Caption.NUMBER),
        ("表1-2", Caption.NUMBER),
        ("2026年度", Caption.YEAR),
        ("注：本表无数据。", Caption.NOTE),
        ("12", None),
        ("一", None),
        ("本部门编制了收支总表，如下。", None),
    ],
)
def test_caption_of(line: str, said: Caption | None) -> None:
    """A number of a table is no title, a bare number no number of a table."""
    assert caption_of(line) is said


@pytest.mark.parametrize(
    "rows",
    [
        [("收支总表", "", ""), ("单位：万元", "", "")],
        [(("收支总表（预算表1）", 1, 3), None, None), (("部门：青山市民政局", 1, 2), None, "单位：万元")],
        [(("收支总表\n公开表一\n部门：青山市民政局 单位：万元", 1, 3), None, None)],
        [("部门：青山市民政局", "收支总表", "单位：万元")],
        [("公开01", "表", ""), ("收支", "总", "表"), ("部门：青山市", "民政局", "单位：万元")],
        [("青山市\n部门：青山", "收支总\n市民政局", "表\n单位：万元")],
    ],
    ids=["rows", "merged", "lines", "in-one-row", "cut", "cut-lines"],
)
def test_captions_are_put_above(rows: list[tuple[str, ...]]) -> None:
    """Whatever way a title stands in the grid, the grid begins with its header and the title stands above."""
    [part] = lift_captions([placed(made_grid(*rows, HEADER, BODY))])
    assert isinstance(part, PlacedGrid)
    assert texts(part.grid) == [list(HEADER), list(BODY)]
    above = [paragraph.text for paragraph in part.before]
    assert any("总表" in text for text in above)
    assert any("单位：万元" in text for text in above)


def test_a_table_below_another_begins_with_its_title() -> None:
    """Two tables drawn as one grid are two."""
    grid = made_grid(HEADER, BODY, (("支出总表", 1, 3), None, None), ("", "", "单位：元"), HEADER, BODY)
    first, second = lift_captions([placed(grid)])
    assert isinstance(first, PlacedGrid)
    assert isinstance(second, PlacedGrid)
    assert (len(first.grid.rows), len(second.grid.rows)) == (2, 2)
    assert [paragraph.text for paragraph in second.before] == ["支出总表", "单位：元"]


def test_a_title_at_the_foot_of_a_page_is_of_the_table_overleaf() -> None:
    """A grid that is nothing but captions is none."""
    foot = made_grid(("收支总表", ""), ("单位：万元", ""))
    [table] = lift_captions([placed(foot), placed(made_grid(HEADER, BODY))])
    assert isinstance(table, PlacedGrid)
    assert [paragraph.text for paragraph in table.before] == ["收支总表", "单位：万元"]


def test_a_row_over_the_whole_width_that_opens_a_group_is_body() -> None:
    """Numbered rows and totals are no titles."""
    grid = made_grid(HEADER, (("一、基本支出", 1, 3), None, None), BODY)
    [part] = lift_captions([placed(grid)])
    assert isinstance(part, PlacedGrid)
    assert len(part.grid.rows) == 3
