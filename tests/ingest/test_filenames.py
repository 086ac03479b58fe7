"""What a file's name says."""

from __future__ import annotations

import pytest

from ingest.filenames import hints_of
from knowledge.model import Level, Stage


@pytest.mark.parametrize(
    ("file", "name", "year", "stage", "level", "place", "part"),
    [
        ("青山市民政局2024年部门预算公开表.xlsx", "青山市民政局", 2024, Stage.BUDGET, "部门", "", "公开表"),
        ("青山市民政局2023年部门决算（定稿）20240901.pdf", "青山市民政局", 2023, Stage.FINAL, "部门", "", ""),
        ("gov-jiangxi-nanchang-2025-rev.pdf", "", 2025, None, "政府", "南昌市", ""),
        ("js-wjw-unit-2023-final-tables.pdf", "", 2023, Stage.FINAL, "单位", "", "公开表"),
        ("suzhou-2023.pdf", "", 2023, None, "", "", ""),
        ("jiangsu_suzhou_2023.pdf", "", 2023, None, "", "苏州市", ""),
        ("scan0001.pdf", "", None, None, "", "", ""),
    ],
)
def test_hints(file: str, name: str, year: int | None, stage: Stage | None, level: str, place: str, part: str) -> None:
    """A title, or words and romanised regions; a reading that two regions share says nothing."""
    hints = hints_of(file)
    assert (hints.title.name if hints.title else "") == name
    assert (hints.year, hints.stage, hints.level, hints.place, hints.part) == (year, stage, Level(level), place, part)
