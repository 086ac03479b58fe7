"""Tables that go on overleaf and to the right."""

from __future__ import annotations

import pytest

from ingest.document import Grid
from ingest.outline import PlacedGrid
from ingest.structure.pieces import join_continued
from tests.ingest.structure.made import made_grid, placed, texts

HEADER = ("科目编码", "科目名称", "合计", "说明")
FIRST = placed(made_grid(HEADER, ("208", "社会保障和就业支出", "30.0", "用于")), ["支出总表", "单位：万元"])


def _joined(*parts: PlacedGrid) -> list[Grid]:
    return [part.grid for part in join_continued(parts) if isinstance(part, PlacedGrid)]


@pytest.mark.parametrize(
    ("second", "above", "rows"),
    [
        (made_grid(("221", "住房保障支出", "3.0", ""), page=2), [], [3]),
        (made_grid(HEADER, ("221", "住房保障支出", "3.0", ""), page=2), ["支出总表", "单位：万元"], [3]),
        (made_grid(HEADER, ("221", "住房保障支出", "3.0", ""), page=2), ["支出总表（续）"], [3]),
        (made_grid(HEADER, ("221", "住房保障支出", "3.0", ""), page=2), ["一般公共预算支出表"], [2, 2]),
        (made_grid(HEADER, ("221", "住房保障支出", "3.0", ""), page=2), ["支出总表", "部门：青山市救助站"], [3]),
        (made_grid(("项目", "金额"), ("教育支出", "5.0"), page=2), [], [2, 2]),
    ],
    ids=["bare", "repeated", "continued", "new-title", "owner-named", "other-columns"],
)
def test_down(second: Grid, above: list[str], rows: list[int]) -> None:
    """A table over several pages is one; another table is another."""
    assert [len(grid.rows) for grid in _joined(FIRST, placed(second, above))] == rows


def test_another_owner_is_another_table() -> None:
    """Each unit of a department prints the same table."""
    first = placed(FIRST.grid, ["支出总表", "部门：青山市民政局"])
    second = placed(made_grid(HEADER, ("221", "住房保障支出", "3.0", "")), ["支出总表", "部门：青山市救助站"])
    assert len(_joined(first, second)) == 2


def test_a_row_that_the_page_break_parts_is_one() -> None:
    """Words overleaf without name and number go on the last row."""
    [grid] = _joined(FIRST, placed(made_grid(("", "", "", "养老待遇。"), ("221", "住房", "3.0", ""), page=2)))
    assert texts(grid)[1:] == [["208", "社会保障和就业支出", "30.0", "用于\n养老待遇。"], ["221", "住房", "3.0", ""]]


def test_pieces_of_other_widths_are_put_below_their_columns() -> None:
    """A piece whose grid is drawn with a column less, further left, keeps its amounts in their columns."""
    second = made_grid(("221", ("住房保障支出", 1, 2), None, "3.0"), page=2, left=40.0)
    first = placed(made_grid(("编码", "名称", "", "合计"), ("208", "社保", "", "30.0")), ["支出总表"])
    [grid] = _joined(first, placed(second))
    assert texts(grid)[-1][3] == "3.0"


def test_to_the_right() -> None:
    """Amounts alone, in as many rows below a header of their own, are the right half of the table."""
    right = made_grid(("基本支出", "项目支出"), ("10.0", "20.0"), page=2)
    [grid] = _joined(FIRST, placed(right))
    assert texts(grid)[1] == ["208", "社会保障和就业支出", "30.0", "用于", "10.0", "20.0"]
