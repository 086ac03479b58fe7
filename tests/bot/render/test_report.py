"""The page of `check`: pictures of the figures that a finding names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from drawn_table import DOCUMENT, Drawn, Part, new_canvas

from bot.render.report import Checked, report_html
from knowledge.model import Citation, Contradiction, Severity

PICTURE = "data:image/png;base64,"


@pytest.mark.parametrize(
    ("rows", "of_others", "pictures"),
    [((0, 1), (), 1), ((0, 7), (), 2), ((0,), (7,), 1)],
    ids=["one page", "two pages", "another document"],
)
def test_a_picture_for_each_page(
    rows: tuple[int, ...], of_others: tuple[int, ...], pictures: int, tmp_path: Path
) -> None:
    """Figures of one table on one page share a picture; those of other documents have none here."""
    path = tmp_path / "a.pdf"
    drawn = Drawn(new_canvas(path))
    drawn.part(Part((90.0, 80.0, 80.0), 6, has_header=True), 1)
    drawn.canvas.showPage()
    drawn.part(Part((90.0, 80.0, 80.0), 6), 2)
    drawn.canvas.save()
    other = replace(DOCUMENT, year=2025)
    citations = [_citation(drawn, row) for row in rows]
    citations += [replace(_citation(drawn, row), document=other) for row in of_others]
    found = Contradiction("sum", "row-sum", Severity.ERROR, "不相等。", "1 ≠ 2", tuple(citations))
    page = report_html([Checked(path, DOCUMENT, (found,), (drawn.table(2),))])
    assert page.count(PICTURE) == pictures


def _citation(drawn: Drawn, row: int) -> Citation:
    return next(figure.citation for figure in drawn.figures if figure.cell == (row, 0))
