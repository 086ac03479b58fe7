"""Made-up documents in the styles of several provinces: whose they are, and what their amounts mean."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from ingest.load import load_document
from knowledge.model import DocumentFacts, Figure

STYLES = Path(__file__).parents[1] / "data" / "styles"


@cache
def read(file: str) -> DocumentFacts:
    return load_document(STYLES / file)


def found(facts: DocumentFacts, subject: str, **said: object) -> set[str]:
    """The printed amounts of a subject (a code, a name, or a name below a parent) of which all this is true."""
    parent, _, name = subject.rpartition(" › ")
    return {
        f"{figure.printed}{figure.unit}"
        for figure in facts.figures
        if name in (figure.subject.name, figure.subject.code)
        and (not parent or figure.subject.parent.endswith(parent))
        and all(_value(figure, key) == value for key, value in {"aspect": "amount", **said}.items())
    }


def _value(figure: Figure, key: str) -> object:
    return figure.citation.table if key == "table" else getattr(figure, key)


@pytest.mark.parametrize(
    ("file", "title", "region"),
    [
        ("beijing-2024-unit.txt", "北京市通州区水文总站2024年单位预算", "北京市通州区"),
        ("zhejiang-2023-dept.html", "杭州市西湖区市场监督管理局2023年部门预算", "浙江省杭州市西湖区"),
        ("guangdong-2022-final.html", "佛山市南海区图书馆2022年单位决算", "广东省佛山市南海区"),
        ("sichuan-2023-dept.html", "绵阳市涪城区农业农村局2023年部门预算", "四川省绵阳市涪城区"),
        ("jiangsu-2021-final.md", "江苏省长江航道测绘院2021年单位决算", "江苏省"),
    ],
)
def test_whose_document_it_is(file: str, title: str, region: str) -> None:
    """Unit, year, level and stage stand in covers and titles of every style."""
    document = read(file).document
    assert (document.title, document.region) == (title, region)


@pytest.mark.parametrize(
    ("file", "subject", "said", "amounts"),
    [
        # amounts that others are measured by, in the year they belong to
        ("beijing-2024-unit.txt", "收入", {"year": 2023, "measure": "合计"}, {"1,200.00万元"}),
        ("beijing-2024-unit.txt", "支出", {"year": 2023, "measure": "项目支出"}, {"430.00万元"}),
        ("beijing-2024-unit.txt", "公务接待费", {"year": 2024}, {"0.50万元"}),
        ("beijing-2024-unit.txt", "公务接待费", {"year": 2023}, {"1.00万元"}),
        ("beijing-2024-unit.txt", "公务接待费", {"year": 2024, "aspect": "change", "table": ""}, {"0.50万元"}),
        ("beijing-2024-unit.txt", "公务用车运行维护费", {"year": 2023}, {"19.00万元"}),
        ("beijing-2024-unit.txt", "2130313", {"measure": "项目支出"}, {"500.00万元"}),
        ("beijing-2024-unit.txt", "水质监测", {"measure": "合计", "fund": ""}, {"150.00万元", "30.00万元"}),
        ("beijing-2024-unit.txt", "水质监测", {"fund": "财政拨款"}, {"130.00万元"}),
        ("beijing-2024-unit.txt", "水质监测", {"measure": "事业收入"}, {"20.00万元"}),
        ("beijing-2024-unit.txt", "水质监测", {"measure": "数量"}, {"3台"}),
        ("beijing-2024-unit.txt", "实有人数", {}, {"34人"}),
        ("beijing-2024-unit.txt", "填报绩效目标的预算项目", {"aspect": "share"}, {"100%"}),
        # a list of units: the total is the department's, the rest the units'
        ("zhejiang-2023-dept.html", "公务接待费", {"year": 2023}, {"20.50万元"}),
        (
            "zhejiang-2023-dept.html",
            "杭州市西湖区食品安全检测中心",
            {"measure": "公务接待费"},
            {"5.50万元"},
        ),
        ("zhejiang-2023-dept.html", "2013816", {"stage": "预算执行数"}, {"3600.00万元"}),
        ("zhejiang-2023-dept.html", "2013816", {"stage": "预算", "measure": "合计"}, {"3680.00万元", "3,680.00万元"}),
        ("zhejiang-2023-dept.html", "2013816", {"aspect": "rate"}, {"2.22%"}),
        ("zhejiang-2023-dept.html", "机关运行经费", {}, {"1,860.00万元"}),
        # titles and units inside the grid, 栏次, three lists side by side, a total merged over two lists
        ("guangdong-2022-final.html", "收入", {"measure": "使用非财政拨款结余"}, {"10.00万元"}),
        ("guangdong-2022-final.html", "支出", {"measure": "年终结转结余", "fund": ""}, {"27.00万元"}),
        ("guangdong-2022-final.html", "支出", {"measure": "公用经费"}, {"100.00万元"}),
        ("guangdong-2022-final.html", "2070104", {"measure": "项目支出"}, {"430.00万元"}),
        ("guangdong-2022-final.html", "栏次", {}, set()),
        ("guangdong-2022-final.html", "212", {"fund": "政府性基金预算"}, {"50.00万元"}),
        ("guangdong-2022-final.html", "“三公”经费", {"stage": "预算"}, {"8.00万元"}),
        ("guangdong-2022-final.html", "“三公”经费", {"stage": "决算"}, {"5.60万元"}),
        ("guangdong-2022-final.html", "“三公”经费", {"aspect": "completion"}, {"70.00%"}),
        ("guangdong-2022-final.html", "来宾", {}, {"48人次"}),
        # 类 | 款 | 项 | 单位代码 | 单位名称（科目）: lines of each unit below its row
        ("sichuan-2023-dept.html", "支出", {"measure": "合计", "unit": "元", "fund": ""}, {"9,100,000.00元"}),
        ("sichuan-2023-dept.html", "绵阳市涪城区农业技术推广站", {"measure": "项目支出"}, {"500,000.00元"}),
        (
            "sichuan-2023-dept.html",
            "绵阳市涪城区农业技术推广站 › 机关事业单位基本养老保险缴费支出",
            {"measure": "合计"},
            {"200,000.00元"},
        ),
        ("sichuan-2023-dept.html", "2080505", {}, set()),
        (
            "sichuan-2023-dept.html",
            "支出",
            {"measure": "项目支出", "fund": "一般公共预算"},
            {"2,500,000.00元"},
        ),
        ("sichuan-2023-dept.html", "“三公”经费", {"unit": "元"}, {"120,000.00元"}),
        # units that stand in headers, and none at all
        ("jiangsu-2021-final.md", "2200115", {"measure": "基本支出"}, {"3,210,000.00元"}),
        ("jiangsu-2021-final.md", "收入", {"measure": "上年结转结余"}, {"800,000.00元", "80.00万元"}),
        ("jiangsu-2021-final.md", "收入", {"measure": "使用非财政拨款结余", "year": 2020}, {"0.00万元"}),
        ("jiangsu-2021-final.md", "测绘船舶改造", {}, set()),
    ],
)
def test_what_an_amount_means(file: str, subject: str, said: dict[str, object], amounts: set[str]) -> None:
    """Each amount is found under its meaning, and no other amount is."""
    assert found(read(file), subject, **said) == amounts


def test_amounts_without_a_unit_are_held_back() -> None:
    """A table without any unit gives no figure but a problem that names it."""
    problems = [problem.message for problem in read("jiangsu-2021-final.md").problems if problem.kind == "no-unit"]
    assert len(problems) == 1
    assert "项目支出决算表" in problems[0]


def test_sheets_of_a_workbook(tmp_path: Path) -> None:
    """Each sheet is a table with its title and unit in its first rows; units are rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "1收支总表"
    rows: list[list[object]] = [
        ["部门公开表1"],
        ["部门收支总表"],
        ["部门：404_衡阳市蒸湘区统计局", None, None, "单位：万元"],
        ["收入", None, "支出", None],
        ["项目（按资金来源）", "本年预算数", "项目（按功能分类）", "本年预算数"],
        ["一、一般公共预算拨款收入", 432.5, "（一）一般公共服务支出", 380.5],
        ["二、上级财政补助收入", None, "（二）社会保障和就业支出", 52],
        ["本 年 收 入 合 计", 432.5, "本 年 支 出 合 计", 432.5],
    ]
    for row in rows:
        sheet.append(row)
    for start in ("A1:D1", "A2:D2", "A4:B4", "C4:D4"):
        sheet.merge_cells(start)
    sheet = book.create_sheet("3支出总表")
    rows = [
        ["部门公开表3"],
        ["2024年部门支出总体情况表"],
        ["部门：404_衡阳市蒸湘区统计局", None, None, None, None, "单位：万元"],
        ["单位代码", "单位名称（功能科目）", "总计", "基本支出", "项目支出", "备注"],
        [None, "合计", 432.5, 300, 132.5],
        ["404", "衡阳市蒸湘区统计局", 432.5, 300, 132.5],
        ["404001", "衡阳市蒸湘区统计局机关", 402.5, 270, 132.5],
        ["404002", "衡阳市蒸湘区普查中心", 30, 30, 0],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("A2:F2")
    path = tmp_path / "衡阳市蒸湘区统计局2024年部门预算公开表.xlsx"
    book.save(path)
    facts = load_document(path)
    assert facts.document.title == "衡阳市蒸湘区统计局2024年部门预算公开表"
    assert [table.title for table in facts.tables] == ["部门收支总表", "部门支出总体情况表"]
    assert {figure.value for figure in facts.figures if figure.subject.name == "支出" and figure.measure == "合计"} == {
        Decimal("432.5")
    }
    assert found(facts, "衡阳市蒸湘区普查中心", measure="合计") == {"30万元"}
    assert found(facts, "衡阳市蒸湘区统计局（本级）", measure="合计") == {"402.5万元"}


def test_an_amount_beside_no_name_is_held_back(tmp_path: Path) -> None:
    """It is not taken for the total: a problem says where it stands."""
    path = tmp_path / "made.txt"
    path.write_text(
        "滨江市民政局2023年度部门预算\n\n支出总表\n\n单位：万元\n\n"
        "科目编码\t科目名称\t合计\n\t合计\t30.00\n201\t一般公共服务支出\t20.00\n\t\t10.00\n",
        encoding="utf-8",
    )
    facts = load_document(path)
    assert [figure.printed for table in facts.tables for figure in table.figures] == ["30.00", "20.00"]
    assert [(problem.kind, problem.location.line) for problem in facts.problems] == [("no-label", 10)]
