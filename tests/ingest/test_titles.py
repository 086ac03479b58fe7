"""Titles are explained whole or not at all."""

from __future__ import annotations

import pytest

from ingest.titles import is_of_other_text, part_in, read_reversed_title, read_title
from knowledge.model import Level


@pytest.mark.parametrize(
    ("text", "name", "level"),
    [
        ("青山市民政局2023年度部门决算公开", "青山市民政局", "部门"),
        ("2023年青山市民政局部门决算", "青山市民政局", "部门"),
        ("青山市统计局部门 2026 年度部门预算信息公开", "青山市统计局", "部门"),
        ("2026年度青山市交通运输局（本级）单位预算公开", "青山市交通运输局", "单位"),
        ("第二部分白水县审计局2022年部门预算情况说明", "白水县审计局", "部门"),
        ("【财政预算】白水县花溪镇政府2020年部门预算情况说明", "白水县花溪镇政府", "部门"),
        ("- 标题: 白水县司法局2022年“三公”经费预算情况", "白水县司法局", ""),
        ("第一部分　白水县财政局概况 ……………… 3", "白水县财政局", ""),
        ("青山市民政局2023年部门预算 - 青山市人民政府", "青山市民政局", "部门"),
        ("白水县2024年县级部门预算公开-白水县档案馆", "白水县档案馆", "部门"),
        ("3-2024青山市民政局部门预算", "青山市民政局", "部门"),
        ("（公开）青山市民政局：2024年部门预算", "青山市民政局", "部门"),
        ("上海市 XX 局2024年度部门决算", "上海市XX局", "部门"),
    ],
)
def test_titles_of_bodies(text: str, name: str, level: str) -> None:
    """The name as printed, and the level that the title says."""
    title = read_title(text)
    assert title
    assert (title.name, title.level, title.is_of_government) == (name, Level(level), False)


@pytest.mark.parametrize(
    ("text", "place", "is_report"),
    [
        ("关于青山市2024年预算执行情况和2025年预算草案的报告", "青山市", True),
        ("关于2025年全市及市本级财政预算执行情况和2026年全市及市本级财政预算草案的报告（书面）", "", True),
        ("白水县2023年财政决算（草案）的报告", "白水县", True),
        ("2025年青山市一般公共预算支出执行情况表", "青山市", False),
        ("50 重庆市2021年地方政府一般债务余额情况表", "重庆市", True),
        ("2026 年市本级一般公共预算支出政府经济科目表（草案）", "", False),
    ],
)
def test_titles_of_governments(text: str, place: str, *, is_report: bool) -> None:
    """A region in place of a body, or 全市, and no 部门."""
    title = read_title(text)
    assert title
    assert title.is_of_government
    assert (title.place, title.is_report_of_government) == (place, is_report)


@pytest.mark.parametrize(
    "text",
    [
        "青山市民政局2022年一般公共预算“三公”经费支出预算为79万元,比上年减少49万元",
        "按照综合预算的原则,花溪镇所有收入和支出均纳入部门预算管理",
        "贯彻落实市委2024年预算",
        "负责组织编制全市2024年预算草案",
        "青山市财政局局长 张某",
        "关于批复青山市审计局2024年部门预算的通知",
        "2024年预算比2023年预算增长",
        "民政局",
        "",
    ],
)
def test_sentences_are_no_titles(text: str) -> None:
    """What is not explained from its beginning to its end says nothing of whose document it is."""
    title = read_title(text)
    assert title is None or not (title.name or title.place)


def test_a_cover_may_name_the_body_last() -> None:
    """2024年度部门决算 above the body's name."""
    title = read_reversed_title("2024年度部门决算青山市民政局")
    assert title
    assert (title.name, title.level) == ("青山市民政局", Level.DEPARTMENT)
    assert read_reversed_title("2024年度部门决算比上年增加") is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("青山市民政局2024年部门预算公开表", "公开表"),
        ("青山市民政局2024年部门预算编制说明", "编制说明"),
        ("qsmz-2024-tables", "公开表"),
        ("关于青山市2024年预算执行情况的报告（书面）", "报告"),
        ("青山市民政局2024年部门预算", ""),
    ],
)
def test_parts(text: str, part: str) -> None:
    """The end of a title or of a file's name says which part of a publication it is."""
    assert part_in(text) == part


@pytest.mark.parametrize("text", ["2026年度部门预算公开情况检查表", "青山市2024年工作总结", "2024年绩效评价报告"])
def test_other_texts(text: str) -> None:
    """A check list, a plan, a report on performance are no budgets."""
    assert is_of_other_text(text)
    assert not is_of_other_text("新闻中心")
