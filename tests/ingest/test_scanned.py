"""Recognised amounts count as figures only where no sum of their table fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.document import Cell, Grid
from ingest.outline import PlacedGrid
from ingest.tables import read_table
from knowledge.answer.wording import place
from knowledge.model import Citation, Document, Location, Stage, Table
from tests.ingest.structure.made import made_grid, placed

_DOCUMENT = Document("x", "x.pdf", "0", "青山市民政局", 2024, Stage.BUDGET)
_ROWS = (
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("208", "社会保障和就业支出", "30.00", "10.00", "20.00"),
    ("20805", "行政事业单位养老支出", "30.00", "10.00", "20.00"),
    ("210", "卫生健康支出", "5.00", "5.00", ""),
    ("", "合计", "35.00", "15.00", "20.00"),
)


def _scanned(grid: Grid) -> Grid:
    def marked(cell: Cell | None) -> Cell | None:
        return replace(cell, location=replace(cell.location, scanned=True)) if cell else None

    rows = tuple(tuple(map(marked, row)) for row in grid.rows)
    return replace(grid, rows=rows, location=replace(grid.location, scanned=True))


def _table(row: int, column: int, text: str, is_scanned: bool = True) -> Table:
    rows = [list(cells) for cells in _ROWS]
    rows[row][column] = text
    grid = made_grid(*rows)
    above: PlacedGrid = placed(_scanned(grid) if is_scanned else grid, ["支出总表", "单位：万元"])
    return read_table(above, _DOCUMENT)[0]


@pytest.mark.parametrize(
    ("row", "column", "text", "held_back"),
    [
        (1, 2, "30.00", set()),  # all sums hold
        (3, 3, "6.00", {"5.00", "6.00", "10.00", "15.00"}),  # 合计 of its row, and of its column
        (4, 4, "26.00", {"35.00", "15.00", "20.00", "26.00"}),
    ],
)
def test_amounts_that_break_a_sum(row: int, column: int, text: str, held_back: set[str]) -> None:
    """They are printed and not understood, with their place; the others stay."""
    table = _table(row, column, text)
    assert {one.printed for one in table.unread} == held_back
    assert {one.reason for one in table.unread} <= {"recognised-doubtful"}
    assert all(one.citation.location.scanned for one in table.unread)
    assert not {figure.cell for figure in table.figures} & {one.cell for one in table.unread}
    assert len(table.figures) + len(table.unread) == 11


def test_a_printed_contradiction() -> None:
    """Where nothing was recognised the document errs: its figures count."""
    table = _table(3, 3, "6.00", is_scanned=False)
    assert not table.unread
    assert len(table.figures) == 11


def test_the_place_says_it() -> None:
    """Whoever reads an answer is told to look at the picture."""
    citation = Citation(_DOCUMENT, "5.00", table="支出总表", location=Location(page=3, scanned=True))
    assert place(citation) == "支出总表（第3页，扫描识别，请核对原图）"
