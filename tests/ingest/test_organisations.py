"""Whose document, of which year and which stage."""

from __future__ import annotations

import pytest

from ingest.document import Cell, Grid, Line, SourceDocument
from ingest.organisations import Given, identify
from knowledge.errors import IngestError
from knowledge.model import Level, Location, Stage


def _source(*texts: str) -> SourceDocument:
    lines = tuple(Line(text, Location(line=number)) for number, text in enumerate(texts, start=1))
    return SourceDocument("x.pdf", "0" * 64, lines)


@pytest.mark.parametrize(
    ("lines", "unit_name", "year", "stage", "level"),
    [
        (
            ["青山省民政信息中心", "2023 年单位预算", "2023年2月"],
            "青山省民政信息中心",
            2023,
            Stage.BUDGET,
            Level.UNIT,
        ),
        (
            ["清河市白水区2025年区级部门预算", "预算主管部门：清河市白水区司法局"],
            "清河市白水区司法局",
            2025,
            Stage.BUDGET,
            Level.DEPARTMENT,
        ),
        (
            ["中共清河市白水区委", "社会工作部 2023 年度", "部门决算"],
            "中共清河市白水区委社会工作部",
            2023,
            Stage.FINAL,
            Level.DEPARTMENT,
        ),
        (
            ["2024年部门预算公开", "部门（单位）名称", "清河市白水区档案馆", "填报人 某某"],
            "清河市白水区档案馆",
            2024,
            Stage.BUDGET,
            Level.DEPARTMENT,
        ),
        (
            ["清河市白水区人民政府万安街道办事处（部门）2024年部门预算"],
            "清河市白水区人民政府万安街道办事处",
            2024,
            Stage.BUDGET,
            Level.DEPARTMENT,
        ),
    ],
    ids=["cover", "label", "wrapped", "form", "street"],
)
def test_identify(lines: list[str], unit_name: str, year: int, stage: Stage, level: Level) -> None:
    """The cover, a label or a form says it."""
    document = identify(_source(*lines))
    assert (document.unit_name, document.year, document.stage, document.level) == (unit_name, year, stage, level)
    assert document.title == f"{unit_name}{year}年{level.value}{stage.value}"
    assert (document.file, document.sha256) == ("x.pdf", "0" * 64)


def test_last_years_words_do_not_win() -> None:
    """A budget that speaks of last year's is this year's."""
    document = identify(
        _source("青山市民政局2024年部门预算", "比2023年预算增加5万元", "与2023年预算持平", "较2023年预算减少3万元")
    )
    assert document.year == 2024


def test_a_label_inside_a_table() -> None:
    """The first rows of a grid may name the unit."""
    grid = Grid(((Cell("编制单位：青山市民政局", Location(line=2)), None),), Location(line=2))
    source = SourceDocument("x.xlsx", "0" * 64, (Line("2024年度部门决算", Location(line=1)), grid))
    assert identify(source).unit_name == "青山市民政局"
    assert identify(source).stage is Stage.FINAL


def test_the_region_is_read_off_the_name() -> None:
    """上海市普陀区司法局 belongs to 上海市普陀区."""
    document = identify(_source("预算部门：上海市普陀区司法局", "2024年部门预算"))
    assert document.region == "上海市普陀区"


def test_the_line_below_a_label_is_no_part_of_the_name() -> None:
    """A name ends with its line where it is complete there."""
    document = identify(_source("预算单位：青山市民政局", "目录", "2024年部门预算"))
    assert document.unit_name == "青山市民政局"


@pytest.mark.parametrize(
    ("lines", "options"),
    [
        (["会议纪要", "今天天气很好。"], ["--unit", "--year", "--stage"]),
        (["2024年部门预算"], ["--unit"]),
        (["预算单位：青山市民政局", "1"], ["--year", "--stage"]),
        ([], ["--unit", "--year", "--stage"]),
    ],
)
def test_what_is_not_said_is_asked_for(lines: list[str], options: list[str]) -> None:
    """The message names the file and the options that are missing."""
    with pytest.raises(IngestError, match=r"x\.pdf") as raised:
        identify(_source(*lines))
    assert [option for option in ("--unit", "--year", "--stage") if option in str(raised.value)] == options


def test_given_counts_more_than_read() -> None:
    """What a person says of a document is taken."""
    given = Given("青山市档案馆", 2022, Stage.FINAL, Level.UNIT)
    document = identify(_source("青山市民政局2024年部门预算"), given)
    assert (document.unit_name, document.year, document.stage, document.level) == (
        "青山市档案馆",
        2022,
        Stage.FINAL,
        Level.UNIT,
    )
