"""Names behind labels."""

from __future__ import annotations

import pytest

from ingest.document import Cell, Grid, Line, SourceDocument
from ingest.labels import Labelled, labelled
from knowledge.model import Location

AT = Location(line=1)


def _source(*texts: str) -> SourceDocument:
    return SourceDocument("x.pdf", "0" * 64, tuple(Line(text, AT) for text in texts))


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["预算单位：青山市民政局"], "青山市民政局"),
        (["部 门: 中共青山省委办公厅 单位：万元"], "中共青山省委办公厅"),
        (["编制部门：[201]青山市白水区司法局"], "青山市白水区司法局"),
        (["部门：201001-青山市白水区司法局 单位：元"], "青山市白水区司法局"),
        (["部门（单位）名称", "青山市白水区档案馆", "填报人 某某"], "青山市白水区档案馆"),
        (["预算主管部门：青山市白水区人民政府", "花溪街道办事处", "目录"], "青山市白水区人民政府花溪街道办事处"),
        (["填报单位：青山市委机构编制委员会办公室 负责人：某某"], "青山市委机构编制委员会办公室"),
        (["单位名称：青山市教育局（本级）"], "青山市教育局"),
        (["预算单位：青山市教育局", "青山市第一中学"], "青山市教育局"),
    ],
)
def test_labelled_lines(lines: list[str], name: str) -> None:
    """Codes, what follows on the line and the next lines are no part of a name, unless it is broken."""
    assert next(labelled(_source(*lines))).name == name


@pytest.mark.parametrize(
    "text",
    [
        "单位：万元",
        "项目单位：青山市第一中学",
        "主管部门：青山市教育局",
        "实施单位：青山市第一中学",
        "部门：收入支出",
        "单位：青山市民政局负责全市工作",
        "本单位青山市民政局",
    ],
)
def test_other_labels(text: str) -> None:
    """The unit of amounts, of a project, a superior, a sentence."""
    assert not list(labelled(_source(text)))


@pytest.mark.parametrize(
    "row",
    [
        ("收支预算总表\n部门：青山省人大常委会办\n公厅 单位：万元",),
        ("部门：", "青山省人大常委会办公厅", "单位：万元"),
    ],
    ids=["one-cell", "next-cell"],
)
def test_labels_in_grids(row: tuple[str, ...]) -> None:
    """Behind the label in the same cell, over its lines, or in the next one."""
    grid = Grid((tuple(Cell(text, AT) for text in row),), AT)
    found = list(labelled(SourceDocument("x.xlsx", "0" * 64, (grid,))))
    assert found[:1] == [Labelled("青山省人大常委会办公厅", 0)]


def test_who_put_it_on_the_web() -> None:
    """The issuing body is told apart: it may be another."""
    assert list(labelled(_source("索引号 | 123 | 发布机构 | 白水县花溪镇 |"))) == [Labelled("白水县花溪镇", 0, True)]
