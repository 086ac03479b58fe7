"""Performance forms become indicators and amounts of their project."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.document import Cell, Grid
from ingest.forms import FormFacts, is_form, join_grids, read_form
from ingest.loose_forms import find_loose_forms, read_loose_form
from ingest.narrative import read_narrative
from ingest.outline import Paragraph, PlacedGrid, outline
from ingest.personal import has_personal_data
from ingest.readers import read_document
from ingest.targets import read_target, split_targets
from knowledge.amounts import is_number
from knowledge.model import Aspect, Document, Location, Scheme, Stage

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
SEEDS = sorted((CORPUS / "seeds").glob("*")) if CORPUS.exists() else []
DOCUMENT = Document("2023年部门预算", "x.md", "0" * 64, "某市某局", 2023, Stage.BUDGET)

HEADER = "绩效指标|一级指标|二级指标|三级指标|指标值|二级指标|三级指标|指标值"
TWO_PERIODS = f"""
项目名称|热线运维经费||||||
项目资金(万元)|中期资金总额:|660||年度资金总额:|220||
|其中:财政拨款|660||其中:财政拨款|220||
总体目标|2023-2025|||年度目标|||
|稳定人员队伍，提升服务水平和质量。|||在2023年稳定人员队伍，提升服务水平。|||
{HEADER}
|产出指标|数量指标|保障人员数量|大于等于 20 人|数量指标|保障人员数量|26
||质量指标|接通率|接通率达 80%及以上|质量指标|接通率|≥85%
|满意度指标|服务对象满意度指标|服务对象满意度|大于 90%|服务对象满意度指标|服务对象满意度|明显提高
"""
SELF_ASSESSMENT = """
项目名称|道路养护||||
项目资金（万元）||年初预算数|全年预算数|全年执行数|分值
|年度资金总额|100.00|110.00|105.50|10
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值
产出指标|数量指标|养护里程|≥50公里|52公里|20
||养护次数|12|12|10
"""
LIST = """
单位名称|项目名称|一级指标|二级指标|三级指标|绩效指标性质|绩效指标值|绩效度量单位
某市某局|信息系统运维|产出指标|数量指标|系统数量|≥|3|个
||满意度指标|服务对象满意度指标|满意度|≥|95|%
某市某局|普法宣传|产出指标|时效指标|完成时间|定性|12月底前|
"""


def _placed(table: str, *before: str) -> PlacedGrid:
    rows = [
        tuple(Cell(text, Location(line=number)) for text in line.split("|"))
        for number, line in enumerate(table.strip().splitlines(), start=1)
    ]
    width = max(map(len, rows))
    padded = tuple(row + (Cell("", Location()),) * (width - len(row)) for row in rows)
    above = tuple(Paragraph(text, "一、项目", ((0, Location(line=1)),)) for text in before)
    return PlacedGrid(Grid(padded, Location(line=1), merges_known=False), "一、项目", above, ())


def _read(table: str, *before: str) -> FormFacts:
    return read_form(_placed(table, *(before or ("项目支出绩效目标申报表", "（2023年度）"))), DOCUMENT)


# ---- grids -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "before", "expected"),
    [
        (TWO_PERIODS, "绩效目标申报表", True),
        (SELF_ASSESSMENT, "", True),
        (LIST, "部门预算项目绩效目标表", True),
        ("||数量指标|甲|1\n||质量指标|乙|2", "", True),
        ("项目名称|热线\n项目资金|5", "项目申报表", True),
        ("类型|项目名称|合计\n特定目标类|热线|220.0", "项目支出表", False),
        ("科目编码|科目名称|合计\n208|社会保障|1.0", "", False),
    ],
)
def test_is_form(table: str, before: str, expected: bool) -> None:
    """A form is known by its labels; a list of projects with amounts is none."""
    assert is_form(_placed(table, *([before] if before else []))) is expected


def test_amounts_of_a_form() -> None:
    """The year's amount and the longer period's stay apart, and so does the fund."""
    table = _read(TWO_PERIODS).table
    assert table is not None
    assert (table.title, table.unit) == ("项目支出绩效目标申报表", "万元")
    amounts = [figure for figure in table.figures if figure.aspect is Aspect.AMOUNT]
    assert [(f.printed, f.unit, f.measure, f.fund, f.citation.column) for f in amounts] == [
        ("660", "万元", "中期资金总额", "", "中期资金总额"),
        ("220", "万元", "合计", "", "年度资金总额"),
        ("660", "万元", "中期资金总额", "财政拨款", "中期资金总额 › 其中：财政拨款"),
        ("220", "万元", "合计", "财政拨款", "年度资金总额 › 其中：财政拨款"),
    ]
    assert {(f.subject.name, f.subject.scheme) for f in amounts} == {("热线运维经费", Scheme.PROJECT)}


def test_indicators_of_two_periods() -> None:
    """中期 stands left and 年度 right; level 1 is shared and carried down."""
    indicators = _read(TWO_PERIODS).indicators
    assert [(i.period, i.level1, i.level3, i.comparator, i.value, i.unit) for i in indicators] == [
        ("中期", "产出指标", "保障人员数量", "≥", Decimal(20), "人"),
        ("年度", "产出指标", "保障人员数量", "", Decimal(26), ""),
        ("中期", "产出指标", "接通率", "≥", Decimal(80), "%"),
        ("年度", "产出指标", "接通率", "≥", Decimal(85), "%"),
        ("中期", "满意度指标", "服务对象满意度", ">", Decimal(90), "%"),
        ("年度", "满意度指标", "服务对象满意度", "", None, ""),
    ]
    assert {indicator.owner for indicator in indicators} == {"热线运维经费"}


def test_texts_of_a_form() -> None:
    """Goals are passages of the project."""
    passages = _read(TWO_PERIODS).passages
    assert [(passage.topic, passage.owner) for passage in passages] == [
        ("总体目标", "热线运维经费"),
        ("年度目标", "热线运维经费"),
    ]


def test_columns_of_amounts() -> None:
    """A form of self-assessment has headers above its amounts."""
    table = _read(SELF_ASSESSMENT, "项目支出绩效自评表").table
    assert table is not None
    amounts = [f for f in table.figures if f.citation.row == "年度资金总额"]
    assert [(f.printed, f.unit, f.measure, f.stage) for f in amounts] == [
        ("100.00", "万元", "年初预算数", Stage.BUDGET),
        ("110.00", "万元", "全年预算数", Stage.BUDGET),
        ("105.50", "万元", "全年执行数", Stage.EXECUTION),
        ("10", "分", "分值", Stage.BUDGET),
    ]


def test_list_of_projects() -> None:
    """One table lists the indicators of all projects, with sign and unit in columns of their own."""
    indicators = _read(LIST, "部门预算项目绩效目标表").indicators
    assert [(i.owner, i.level3, i.comparator, i.value, i.unit) for i in indicators] == [
        ("信息系统运维", "系统数量", "≥", Decimal(3), "个"),
        ("信息系统运维", "满意度", "≥", Decimal(95), "%"),
        ("普法宣传", "完成时间", "", None, ""),
    ]


@pytest.mark.parametrize("table", [TWO_PERIODS, SELF_ASSESSMENT, LIST])
def test_every_number_is_a_figure(table: str) -> None:
    """Each cell that holds a number and nothing else is in a figure."""
    read = _read(table).table
    assert read is not None
    numbers = sorted(cell for line in table.splitlines() for cell in line.split("|") if cell and is_number(cell))
    assert sorted(figure.printed for figure in read.figures if is_number(figure.citation.quote)) == numbers


def test_personal_data_in_a_form() -> None:
    """A row with a person's telephone is left out, and reported without it."""
    facts = _read("项目名称|热线||\n项目负责人|张三|联系电话|13800000000\n项目资金（万元）|5||")
    assert facts.table is not None
    assert [figure.printed for figure in facts.table.figures] == ["5"]
    assert [problem.kind for problem in facts.problems] == ["personal-data"]


def test_a_form_goes_on_in_the_next_grid() -> None:
    """A piece without a header belongs to the form before it."""
    first, rest = (
        _placed(TWO_PERIODS, "绩效目标申报表"),
        _placed("||成本指标|总成本|5万元|成本指标|总成本|3万元"),
    )
    (joined,) = join_grids([first, rest])
    assert read_form(joined, DOCUMENT).indicators[-1].level1 == "满意度指标"
    assert read_form(joined, DOCUMENT).indicators[-1].value == Decimal(3)


# ---- targets -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit"),
    [
        ("大于 90%", ">", "90", "%"),
        ("大于等于 90%", "≥", "90", "%"),
        ("综合接通率达 80%及以上", "≥", "80", "%"),
        ("小于等于 26 人", "≤", "26", "人"),
        ("≤1.5万元", "≤", "1.5", "万元"),
        ("服务响应时间不大于 2 小时", "≤", "2", "小时"),
        ("提供不少于 1 人的驻场服务", "≥", "1", "人"),
        ("每季度 1 份", "", "1", "份"),
        ("100%", "", "100", "%"),
        ("200", "", "200", ""),
        ("项目在 2022 年完成", "", None, ""),
        ("12月底前完成", "", None, ""),
        ("提升 12333 服务水平", "", None, ""),
        ("明显", "", None, ""),
        ("小于等于总预算数", "", None, ""),
    ],
)
def test_read_target(text: str, comparator: str, value: str | None, unit: str) -> None:
    """A number counts with a sign, with a unit or alone; years and names do not."""
    target = read_target(text)
    assert (target.comparator, target.value, target.unit) == (
        comparator,
        None if value is None else Decimal(value),
        unit,
    )


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        ("满意度", "大于 90%", [("满意度", "大于 90%")]),
        (
            "时限 驻场 数量",
            "响应不大于 2 小时，更换不超过 72 小时； 不少于 1 人； 大于等于 200。",
            [
                ("时限", "响应不大于 2 小时"),
                ("时限", "更换不超过 72 小时"),
                ("驻场", "不少于 1 人"),
                ("数量", "大于等于 200"),
            ],
        ),
        (
            "支出时效性 完成时间",
            "按合同支付，大于或等于序时进度 项目在 2022 年完成",
            [("支出时效性", "按合同支付，大于或等于序时进度"), ("完成时间", "项目在 2022 年完成")],
        ),
        (  # the names come in another order than the values: nothing is paired
            "支出合规性 质量合格率 验收合格率",
            "100% 大于等于 90% 合规",
            [
                ("支出合规性 质量合格率 验收合格率", "100%"),
                ("支出合规性 质量合格率 验收合格率", "大于等于 90%"),
                ("支出合规性 质量合格率 验收合格率", "合规"),
            ],
        ),
        ("财务管理；经费合规性", "健全；合规", [("财务管理", "健全"), ("经费合规性", "合规")]),
    ],
)
def test_split_targets(names: str, text: str, expected: list[tuple[str, str]]) -> None:
    """One clause an indicator, with its own name where names and clauses pair."""
    assert [(name, target.text) for name, target in split_targets(names, text)] == expected


# ---- loose lines -------------------------------------------------------------------------------------


def _loose(*lines: str) -> list[Paragraph]:
    title, *rest = lines
    below = [Paragraph(text, title, ((0, Location(line=n)),)) for n, text in enumerate(rest, start=2)]
    return [Paragraph(title, "", ((0, Location(line=1)),), is_heading=True), *below]


def _facts(lines: Sequence[str]) -> FormFacts:
    paragraphs = _loose(*lines)
    assert find_loose_forms(paragraphs) == [paragraphs]
    return read_loose_form(paragraphs, DOCUMENT)


def test_loose_rows_with_certain_columns() -> None:
    """As many numbers as headers: each number has its column."""
    lines = [
        "部门整体绩效目标申报表",
        "填报日期：2022 年 12 月 1 日 单位：万元",
        "总体资金情况 当年金额 占比",
    ]
    lines += ["近两年收支金额", "2021 年 2022 年", "收入", "构成", "财政拨款 64.03 100% 61.66 61.95"]
    table = _facts(lines).table
    assert table is not None
    assert [(f.printed, f.unit, f.year, f.citation.row, f.citation.column) for f in table.figures] == [
        ("64.03", "万元", 2023, "收入构成 › 财政拨款", "当年金额"),
        ("100", "%", 2023, "收入构成 › 财政拨款", "占比"),
        ("61.66", "万元", 2021, "收入构成 › 财政拨款", "2021年"),
        ("61.95", "万元", 2022, "收入构成 › 财政拨款", "2022年"),
    ]


def test_loose_rows_without_certain_columns() -> None:
    """Fewer numbers than headers: the line stays a passage and is reported."""
    lines = ["部门整体绩效目标申报表", "单位：万元", "总体资金情况 当年金额 占比", "财政拨款 64.03"]
    facts = _facts(lines)
    assert facts.table is not None
    assert not facts.table.figures
    assert [passage.text for passage in facts.passages] == ["财政拨款 64.03"]
    assert [problem.kind for problem in facts.problems] == ["unread-form"]


def test_loose_amounts_of_a_project() -> None:
    """Labels broken over lines are put together; an amount alone has the lines before it as its label."""
    lines = [
        "项目申报表",
        "项目名称 服务中心经费",
        "项目总预算 15 万元 项目当年预算 14 万元",
        "项目前两年预",
        "算",
    ]
    lines += ["2021 年：12 万元；2022 年：13 万元", "项目支出明", "细预算", "合计 14 万元"]
    lines += ["1.电话服务员人员工资", "缴费等", "13.62 万元", "2.工作经费 0.38 万元"]
    table = _facts(lines).table
    assert table is not None
    assert [(f.subject.name, f.printed, f.year, f.measure) for f in table.figures] == [
        ("服务中心经费", "15", 2023, "项目总预算"),
        ("服务中心经费", "14", 2023, "合计"),
        ("服务中心经费", "12", 2021, "合计"),
        ("服务中心经费", "13", 2022, "合计"),
        ("服务中心经费", "14", 2023, "合计"),
        ("电话服务员人员工资缴费等", "13.62", 2023, "合计"),
        ("工作经费", "0.38", 2023, "合计"),
    ]


def test_loose_indicators() -> None:
    """A value beside its kind, or in the words below; two values beside it are not told apart."""
    lines = [
        "部门整体绩效目标申报表",
        "长期绩效指",
        "标",
        "产出",
        "指标",
        "数量指标 57 万",
        "电子社保卡累计签",
        "发量 57 万",
    ]
    lines += ["效益", "指标", "时效指标", "咨询服务中", "心接通率 76%", "年度绩效指", "标", "产出", "指标"]
    lines += ["数量指标 35 万 36 万", "续签合同"]
    facts = _facts(lines)
    assert [(i.period, i.level1, i.level2, i.level3, i.value, i.unit) for i in facts.indicators] == [
        ("长期", "产出指标", "数量指标", "电子社保卡累计签发量 57 万", Decimal(57), "万"),
        ("长期", "效益指标", "时效指标", "咨询服务中心接通率", Decimal(76), "%"),
    ]
    assert [problem.kind for problem in facts.problems] == ["unread-form"]


# ---- whole documents ---------------------------------------------------------------------------------


@pytest.mark.skipif(not SEEDS, reason="the corpus is not beside this repository")
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_forms_of_whole_documents(path: Path) -> None:
    """Every number in the forms is a figure, and no telephone number is anywhere."""
    placed = outline(read_document(path))
    facts = read_narrative(placed, DOCUMENT)
    assert facts.indicators
    forms = [part for part in placed if isinstance(part, PlacedGrid) and is_form(part)]
    printed = {cell.text for form in forms for row in form.grid.rows for cell in row if cell and is_number(cell.text)}
    assert printed <= {figure.printed for table in facts.tables for figure in table.figures}
    texts = [passage.text for passage in facts.passages] + [part.target for part in facts.indicators]
    assert not any(has_personal_data(text) for text in texts)
