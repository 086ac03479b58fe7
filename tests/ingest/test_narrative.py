"""Sentences become statements: each amount with its subject, year, stage and aspect."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from ingest.document import Line, SourceDocument
from ingest.narrative import NarrativeFacts, read_narrative
from ingest.organisations import identify
from ingest.outline import Paragraph, Placed, outline
from ingest.readers import read_document
from knowledge.model import Aspect, Document, Figure, Location, Scheme, Stage, Trend

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
FILES = sorted(CORPUS.glob("*/*.*")) if CORPUS.exists() else []
BUDGET = Document("2023年部门预算", "x.md", "0" * 64, "某市某局", 2023, Stage.BUDGET)
FINAL = Document("2023年度部门决算", "x.md", "0" * 64, "某市某局", 2023, Stage.FINAL)


def read(text: str, document: Document = BUDGET, section: str = "第三部分 情况说明") -> NarrativeFacts:
    """The facts of paragraphs, one a line, below one heading path."""
    placed = [
        Paragraph(line, section, ((0, Location(line=number)),)) for number, line in enumerate(text.split("\n"), start=1)
    ]
    return read_narrative(placed, document)


def figures(facts: NarrativeFacts) -> list[Figure]:
    return [figure for statement in facts.statements for figure in statement.figures]


def brief(figure: Figure) -> tuple[str, str, str]:
    return figure.subject.name, figure.printed, figure.unit


# ---- amounts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("某市某局2023年收支总预算1003.1万元。", [("收支总预算", "1003.1", "万元")]),
        ("1．预算收入情况：2023 年预算收入总额 61.33 万元。", [("预算收入总额", "61.33", "万元")]),
        ("2023年度收、支总计均为1,234.56万元。", [("收、支总计", "1,234.56", "万元")]),
        ("2023年本部门政府采购预算1486.42万元。", [("政府采购预算", "1486.42", "万元")]),
        ("2023年某市某局预算共安排项目支出769万元。", [("项目支出", "769", "万元")]),
        (
            "其中：办公费0.75万元、印刷费0.06万元、维修（护）费0.05万元。",
            [("办公费", "0.75", "万元"), ("印刷费", "0.06", "万元"), ("维修（护）费", "0.05", "万元")],
        ),
        (
            "2023年，某市某局收入预算100万元，其中：财政拨款收入90万元；事业收入0万元。",
            [("收入预算", "100", "万元"), ("财政拨款收入", "90", "万元"), ("事业收入", "0", "万元")],
        ),
        (
            "公务用车购置及运行费9.98万元。其中：公务用车购置费0万元；公务用车运行费9.98万元。",
            [
                ("公务用车购置及运行费", "9.98", "万元"),
                ("公务用车购置费", "0", "万元"),
                ("公务用车运行费", "9.98", "万元"),
            ],
        ),
        (
            "人员经费95.36万元，主要包括：基本工资、津贴补贴；公用经费10.23万元，主要包括：办公费、电费。",
            [("人员经费", "95.36", "万元"), ("公用经费", "10.23", "万元")],
        ),
        (
            "2023年收入预算100万元，支出预算100万元。",
            [("收入预算", "100", "万元"), ("支出预算", "100", "万元")],
        ),
        (
            "某市某局下属1家机关和1家参公事业单位财政拨款的机关运行经费预算为217.83万元。",
            [("财政拨款的机关运行经费预算", "217.83", "万元")],
        ),
        (
            "在面向中小企业预留的政府采购项目中，由中小企业供应商中标或成交的，采购金额21.07万元。",
            [("由中小企业供应商中标或成交的采购金额", "21.07", "万元")],
        ),
        ("本部门所需经费500,000元。", [("所需经费", "500,000", "元")]),
    ],
)
def test_amounts(text: str, expected: list[tuple[str, str, str]]) -> None:
    """Each amount has the subject that its own words name, as printed."""
    assert [brief(figure) for figure in figures(read(text))] == expected


def test_parents_of_lists() -> None:
    """What is a part of something smaller than the whole budget keeps its list."""
    facts = read("2023年机关运行经费预算总额2.22万元。其中：办公费0.75万元。")
    assert [figure.subject.parent for figure in figures(facts)] == ["", "机关运行经费预算总额"]
    nested = read("项目支出769万元。主要包括：本年财政拨款安排754.6万元（其中，一般公共预算安排754.6万元）。")
    assert [figure.subject.parent for figure in figures(nested)] == [
        "",
        "项目支出",
        "项目支出 › 本年财政拨款",
    ]


def test_fund_of_lists_and_sections() -> None:
    """The fund comes from the words, from the list and from the heading."""
    facts = read(
        "2023年一般公共预算基本支出234.1万元，其中：人员经费215.8万元。",
        section="六、一般公共预算基本支出表的说明",
    )
    assert [(figure.subject.name, figure.fund) for figure in figures(facts)] == [
        ("基本支出", "一般公共预算"),
        ("人员经费", "一般公共预算"),
    ]


# ---- subject paths -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "code", "parent"),
    [
        (
            "2、公共安全支出（204类）司法（06款）基层司法业务（04项）2170.39万元。",
            "基层司法业务",
            "2040604",
            "公共安全支出 › 司法",
        ),
        (
            "1. “一般公共服务支出（类）统计信息事务（款）专项普查活动（项）”25.77万元，主要用于普查。",
            "专项普查活动",
            "",
            "一般公共服务支出 › 统计信息事务",
        ),
        (
            "3. 卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）2023年预算2.23万元。",
            "行政单位医疗",
            "",
            "卫生健康支出 › 行政事业单位医疗",
        ),
        ("一般公共服务支出（类）264.87万元，占86.05%。", "一般公共服务支出", "", ""),
    ],
)
def test_subject_paths(text: str, name: str, code: str, parent: str) -> None:
    """The last part of a path is the subject, those before it are its parents."""
    subject = figures(read(text))[0].subject
    assert (subject.name, subject.code, subject.scheme, subject.parent) == (
        name,
        code,
        Scheme.FUNCTION,
        parent,
    )


def test_path_governs_its_paragraph() -> None:
    """Sentences without a subject speak of the one that the paragraph opened."""
    facts = read(
        "12、住房保障支出（221类）住房改革支出（02款）住房公积金（01项）208.8万元。主要用于：缴纳住房公积金。"
        "2022年当年预算执行数为198.34万元，2023年预算安排201.50万元，比2022年预算执行数增加5.27%。"
        "主要原因是：支出增加。"
    )
    assert len(facts.statements) == 1
    statement = facts.statements[0]
    assert (statement.subject.code, statement.purpose, statement.reason) == (
        "2210201",
        "缴纳住房公积金",
        "支出增加",
    )
    assert [(figure.printed, figure.year, figure.stage) for figure in statement.figures] == [
        ("208.8", 2023, Stage.BUDGET),
        ("198.34", 2022, Stage.EXECUTION),
        ("201.50", 2023, Stage.BUDGET),
        ("5.27", 2023, Stage.BUDGET),
    ]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("行政运行（项）2023年预算数为500.5万元。", "行政运行", ""),
        ("2050201学前教育100万元，主要用于幼儿园支出。", "学前教育", "2050201"),
        ("教育支出（类）支出100万元，占11.1%。", "教育支出", ""),
    ],
)
def test_lines_without_their_path(text: str, name: str, code: str) -> None:
    """A classification line is known by its kind or its code."""
    subject = figures(read(text))[0].subject
    assert (subject.name, subject.code, subject.scheme) == (name, code, Scheme.FUNCTION)


def test_review_of_a_project() -> None:
    """In the review of a project, amounts without a name are of the project."""
    facts = read(
        "（1）“智慧城管”项目绩效自评综述：根据年初设定的绩效目标，项目自评得分为95分。"
        "项目全年预算数为100万元，执行数为90万元，完成预算的90%。",
        FINAL,
    )
    money = [figure for figure in figures(facts) if figure.unit != "分"]
    assert [(f.subject.name, f.printed, f.stage) for f in money] == [
        ("智慧城管项目", "100", Stage.BUDGET),
        ("智慧城管项目", "90", Stage.EXECUTION),
        ("智慧城管项目", "90", Stage.FINAL),
    ]


@pytest.mark.parametrize(
    ("text", "name", "fund"),
    [
        ("2023年本部门预算总支出1000万元。", "预算总支出", ""),
        ("2023年，我单位一般公共预算当年拨款收入1,500.25万元。", "一般公共预算拨款收入", ""),
        ("“三公”经费财政拨款预算数为5.5万元。", "“三公”经费", ""),
        ("2023年度财政拨款收、支总计900万元。", "财政拨款收、支总计", ""),
        ("2023年一般公共预算基本支出234.1万元。", "基本支出", "一般公共预算"),
    ],
)
def test_names_that_the_lexicon_knows(text: str, name: str, fund: str) -> None:
    """Of a longer name that part is kept which the lexicon knows; a fund before it is told apart."""
    figure = figures(read(text))[0]
    assert (figure.subject.name, figure.fund) == (name, fund)


# ---- stages and measures -----------------------------------------------------------------------------


def test_budget_and_final_of_one_subject() -> None:
    """年初预算, 全年预算 and 支出决算 are of the same subject; 完成 says how much of which."""
    facts = read(
        "教育支出（类）普通教育（款）小学教育（项）。年初预算为 10 万元，全年预算为12万元，"
        "支出决算为 8.5 万元，完成年初预算的85%。决算数小于预算数的主要原因：厉行节约。",
        FINAL,
    )
    assert [(f.printed, f.stage, f.measure, f.aspect) for f in figures(facts)] == [
        ("10", Stage.BUDGET, "年初预算", Aspect.AMOUNT),
        ("12", Stage.BUDGET, "全年预算", Aspect.AMOUNT),
        ("8.5", Stage.FINAL, "合计", Aspect.AMOUNT),
        ("85", Stage.FINAL, "合计", Aspect.COMPLETION),
    ]
    assert {figure.subject.name for figure in figures(facts)} == {"小学教育"}
    assert figures(facts)[-1].base == "年初预算"
    assert facts.statements[0].reason == "厉行节约"


def test_three_public_expenses_of_a_final_account() -> None:
    """“三公”经费…其中：因公出国（境）费支出决算0万元，占0%."""
    facts = read(
        "2023年度“三公”经费财政拨款支出预算为10万元，支出决算为8.5万元，完成预算的85%，"
        "较上年减少0.3万元，下降3.4%，主要是厉行节约。其中：因公出国（境）费支出决算0万元，占0%；"
        "公务接待费支出决算2.5万元，占29.4%。",
        FINAL,
    )
    assert [(f.printed, f.stage, f.aspect) for f in figures(facts)] == [
        ("10", Stage.BUDGET, Aspect.AMOUNT),
        ("8.5", Stage.FINAL, Aspect.AMOUNT),
        ("85", Stage.FINAL, Aspect.COMPLETION),
        ("0.3", Stage.FINAL, Aspect.CHANGE),
        ("3.4", Stage.FINAL, Aspect.RATE),
        ("0", Stage.FINAL, Aspect.AMOUNT),
        ("0", Stage.FINAL, Aspect.SHARE),
        ("2.5", Stage.FINAL, Aspect.AMOUNT),
        ("29.4", Stage.FINAL, Aspect.SHARE),
    ]
    assert facts.statements[0].reason == "厉行节约"


# ---- changes and shares ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "本年收入988.7万元，比2022年预算增加165.3万元，增长20.08%。",
            [
                ("165.3", Aspect.CHANGE, Trend.UP, "2022年预算", 2022),
                ("20.08", Aspect.RATE, Trend.UP, "2022年预算", 2022),
            ],
        ),
        (
            "收入支出总计307.82万元。与2022年度相比，收入支出总计减少7.8万元，下降2.5%。",
            [
                ("7.8", Aspect.CHANGE, Trend.DOWN, "2022年度", 2022),
                ("2.5", Aspect.RATE, Trend.DOWN, "2022年度", 2022),
            ],
        ),
        (
            "支出总计100万元，比上年决算数增加4.5万元，增长4.7%。",
            [
                ("4.5", Aspect.CHANGE, Trend.UP, "上年决算数", 2022),
                ("4.7", Aspect.RATE, Trend.UP, "上年决算数", 2022),
            ],
        ),
        (
            "机关运行经费2.22万元，比上年预算 0.02 万元，增长 1 %。",
            [
                ("0.02", Aspect.CHANGE, Trend.UP, "上年预算", 2022),
                ("1", Aspect.RATE, Trend.UP, "上年预算", 2022),
            ],
        ),
        (
            "机关运行经费2.22万元，比上年预算0.02万元。",
            [("0.02", Aspect.CHANGE, Trend.NONE, "上年预算", 2022)],
        ),
        ("公务接待费0.83万元，与2022年预算持平。", [("持平", Aspect.CHANGE, Trend.FLAT, "2022年预算", 2022)]),
        ("公务接待费0.83万元，同比下降5%。", [("5", Aspect.RATE, Trend.DOWN, "", None)]),
        (
            "财政拨款收入988.70万元，占98.6%；其他收入14.00万元，占1.4%。",
            [("98.6", Aspect.SHARE, Trend.NONE, "", None), ("1.4", Aspect.SHARE, Trend.NONE, "", None)],
        ),
        (
            "社会保障和就业支出55.14万元，占本年支出89.91％。",
            [("89.91", Aspect.SHARE, Trend.NONE, "本年支出", None)],
        ),
        (
            "授予中小企业合同金额80.4万元，占政府采购支出总额的80%。",
            [("80", Aspect.SHARE, Trend.NONE, "政府采购支出总额", None)],
        ),
    ],
)
def test_changes_and_shares(text: str, expected: list[tuple[str, Aspect, Trend, str, int | None]]) -> None:
    """A change has its direction and what it is against; a share what it is of."""
    found = [figure for figure in figures(read(text)) if figure.aspect is not Aspect.AMOUNT]
    assert [(f.printed, f.aspect, f.trend, f.base, f.base_year) for f in found] == expected


def test_change_belongs_to_the_nearest_subject() -> None:
    """Each item of a list has its own change."""
    facts = read("政府性基金支出5万元，比2022年预算增加1万元；国有资本经营支出0万元，与2022年预算持平。")
    changes = [figure for figure in figures(facts) if figure.aspect is Aspect.CHANGE]
    assert [(figure.subject.name, figure.printed) for figure in changes] == [
        ("政府性基金支出", "1"),
        ("国有资本经营支出", "持平"),
    ]


# ---- reasons and purposes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "subject", "reason"),
    [
        ("本年收入9万元，比2022年预算增加1万元，增长原因主要是人员增加。", "本年收入", "人员增加"),
        ("本年收入9万元，比2022年预算减少1万元。减少原因全部为结转减少。", "本年收入", "结转减少"),
        ("公务接待费4万元，较上年增加1万元，原因为人员增资，接待增加。", "公务接待费", "人员增资，接待增加"),
        (
            "预算支出总额61万元，比上年预算减少1万元。其中：人员类项目支出44万元。支出减少的主要原因是预算调整。",
            "预算支出总额",
            "预算调整",
        ),
        ("项目支出9万元，比2022年减少1万元，主要原因：项目完工。", "项目支出", "项目完工"),
    ],
)
def test_reasons(text: str, subject: str, reason: str) -> None:
    """A reason belongs to the subject whose change it explains."""
    assert {s.subject.name: s.reason for s in read(text).statements if s.reason} == {subject: reason}


def test_reason_in_a_paragraph_of_its_own() -> None:
    """A reason that names its subjects is said of them, and of nobody else."""
    facts = read(
        "财政拨款收入9万元，比2022年预算增加1万元；事业收入0万元。\n"
        "财政拨款支出预算9万元，比2022年预算增加1万元。\n"
        "财政拨款收入支出增加的主要原因是工作量增加"
    )
    assert {s.subject.name for s in facts.statements if s.reason == "工作量增加"} == {
        "财政拨款收入",
        "财政拨款支出预算",
        "财政拨款收入支出",
    }


def test_amounts_in_a_reason_are_of_their_own_words() -> None:
    """An amount that explains a change is no amount of the subject."""
    facts = read("支出预算100万元，比上年预算减少5万元，减少的主要原因是压减一般性支出3万元。")
    assert brief(figures(facts)[-1]) == ("压减一般性支出", "3", "万元")


# ---- counts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "截至2022年12月31日，本部门共有车辆12辆，其中，副部（省）级及以上领导用车0辆、主要领导干部用车1辆；"
            "单价100万元（含）以上设备（不含车辆）2台（套）。",
            [
                ("车辆", "12", "辆"),
                ("副部（省）级及以上领导用车", "0", "辆"),
                ("主要领导干部用车", "1", "辆"),
                ("单价100万元（含）以上设备（不含车辆）", "2", "台（套）"),
            ],
        ),
        (
            "单位价值 50 万元以上的通用设备 3 台（套）。",
            [("单位价值50万元以上的通用设备", "3", "台（套）")],
        ),
        (
            "2023年单位预算安排购置公务用车 0 辆，购置费 0 万元。",
            [("购置公务用车", "0", "辆"), ("购置费", "0", "万元")],
        ),
        (
            "编报绩效目标的项目20个，涉及项目预算资金7054.05万元。",
            [("编报绩效目标的项目", "20", "个"), ("涉及项目预算资金", "7054.05", "万元")],
        ),
        ("编制人数 6 人，其中事业编制 5 人。", [("编制人数", "6", "人"), ("事业编制", "5", "人")]),
        ("绩效自评平均得分 100.00 分。", [("绩效自评平均得分", "100.00", "分")]),
        (
            "绩效评级为“优”的项目 1 个；绩效评级为“良”的项目 0 个。",
            [("绩效评级为“优”的项目", "1", "个"), ("绩效评级为“良”的项目", "0", "个")],
        ),
        ("提供24小时服务，办理100个事项。", []),
    ],
)
def test_counts(text: str, expected: list[tuple[str, str, str]]) -> None:
    """Numbers of vehicles, people and projects are figures; a price in a name is not."""
    assert [brief(figure) for figure in figures(read(text))] == expected


# ---- nothing there -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("某市某局为事业单位，未安排机关运行经费。", ["机关运行经费"]),
        ("2023年没有政府性基金预算拨款收入。", ["政府性基金预算拨款收入"]),
        ("2023 年政府采购预算无收支。", ["政府采购预算"]),
        ("2023年度无“三公”经费财政拨款支出。", ["“三公”经费财政拨款支出"]),
        (
            "2023年度无政府性基金预算财政拨款收入和支出。",
            ["政府性基金预算财政拨款收入", "政府性基金预算财政拨款支出"],
        ),
        ("备注：《政府性基金预算支出表》为空表", ["政府性基金预算支出"]),
        ("注:本部门2023年无“三公”经费和机关运行经费预算，故本表为空表。", ["“三公”经费", "机关运行经费预算"]),
        ("截至上年底，本部门无占有使用国有资产情况。", ["国有资产"]),
    ],
)
def test_negative_statements(text: str, subjects: list[str]) -> None:
    """What a unit has not is a statement without a figure."""
    statements = read(text).statements
    assert [statement.subject.name for statement in statements] == subjects
    assert not any(statement.figures for statement in statements)


# ---- sections ----------------------------------------------------------------------------------------


def test_prose_stays_prose() -> None:
    """Amounts in duties and descriptions are no budget figures."""
    facts = read("（一）负责管理1000万元以上的工程。", section="第一部分 概况 › 一、主要职责")
    assert not facts.statements
    assert [(passage.topic, passage.owner) for passage in facts.passages] == [("主要职责", "")]


def test_project_sections() -> None:
    """A project's description belongs to it, and what it costs is a figure of it."""
    section = "十二、其他事项 › 1. 12345 热线运维经费"
    facts = read(
        "（1）项目概述。用于支付热线人员支出。\n（6）年度预算安排。2023年单位预算编制专项经费预算220万元。",
        section=section,
    )
    assert [(p.owner, p.topic) for p in facts.passages] == [("12345热线运维经费", "项目概述")]
    figure = figures(facts)[0]
    assert (figure.subject.name, figure.subject.scheme, figure.printed) == (
        "12345热线运维经费",
        Scheme.PROJECT,
        "220",
    )


def test_project_named_by_its_heading() -> None:
    """人民调解项目经费情况说明 describes 人民调解项目."""
    facts = read("795万元", section="人民调解项目经费情况说明 › 六、年度预算安排")
    assert brief(figures(facts)[0]) == ("人民调解项目", "795", "万元")


@pytest.mark.parametrize(
    "text",
    [
        "填报人 张三 联系电话 13800000000",
        "联系电话：0550-1234567",
        "身份证号 110101199001011234",
        "项目负责人 李四 联系电话 5297000",
    ],
)
def test_personal_data_is_left_out(text: str) -> None:
    """A line with a person's telephone becomes nothing but a problem without the data."""
    facts = read(text)
    assert not facts.statements
    assert not facts.passages
    assert [problem.kind for problem in facts.problems] == ["personal-data"]
    assert not any(digits in problem.message for problem in facts.problems for digits in re.findall(r"\d+", text))


def test_citation_is_the_printed_sentence() -> None:
    """The quote is the sentence over its lines; the location is the line of the number."""
    blocks = [
        Line("2023年机关运行经费预算总额2.22万元。其中：办公费0.75万元、水", Location(line=1)),
        Line("费0.05万元，", Location(line=3)),
        Line("电费 0.10 万元。", Location(line=5)),
    ]
    facts = read_narrative(outline(SourceDocument("x.txt", "0" * 64, tuple(blocks))), BUDGET)
    last = figures(facts)[-1]
    assert last.citation.quote.startswith("其中：办公费0.75万元")
    assert last.citation.quote.endswith("费0.05万元，电费 0.10 万元。")
    assert last.citation.location == Location(line=5)


# ---- whole documents ---------------------------------------------------------------------------------

_AMOUNT = re.compile(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)\s*(?:万元|亿元|元|[%％])(?!\s*(?:（含）)?以[上下])")
_DESCRIPTION = re.compile(r"职责|职能|概[述况]|立项依据|项目内容|绩效目标$|名词解释|申报表|工作任务|实施")

missing_corpus = pytest.mark.skipif(not FILES, reason="the corpus is not beside this repository")


@missing_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_coverage_of_whole_documents(path: Path) -> None:
    """At least 95 % of the amounts and percentages in sentences are figures, and all quotes are printed."""
    source = read_document(path)
    document = identify(source)
    placed = outline(source)
    facts = read_narrative(placed, document)
    printed = _printed_amounts(placed)
    read_amounts = Counter(figure.printed for figure in figures(facts))
    missed = printed - read_amounts
    assert sum(missed.values()) <= 0.05 * sum(printed.values()), dict(missed)
    flat = re.sub(r"\s", "", "".join(part.text for part in placed if isinstance(part, Paragraph)))
    for statement in facts.statements:
        assert re.sub(r"\s", "", statement.citation.quote) in flat
        for figure in statement.figures:
            assert figure.printed in figure.citation.quote


def _printed_amounts(placed: tuple[Placed, ...]) -> Counter[str]:
    """All amounts and percentages of the sentences, by a pattern that knows nothing of budgets."""
    return Counter(
        number
        for part in placed
        if isinstance(part, Paragraph) and not _DESCRIPTION.search(part.section)
        for number in _AMOUNT.findall(part.text)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # Beijing prints the amount that is compared with
            "2023年收入预算1,286.40万元，比2022年1,200.00万元增加86.40万元，增长7.20%。",
            [
                ("收入预算", "1,286.40", 2023, Aspect.AMOUNT),
                ("收入预算", "1,200.00", 2022, Aspect.AMOUNT),
                ("收入预算", "86.40", 2023, Aspect.CHANGE),
                ("收入预算", "7.20", 2023, Aspect.RATE),
            ],
        ),
        (  # a sentence that names what the next ones speak of
            "2.公务接待费。2023年预算数0.50万元，比2022年预算数1.00万元减少0.50万元。",
            [
                ("公务接待费", "0.50", 2023, Aspect.AMOUNT),
                ("公务接待费", "1.00", 2022, Aspect.AMOUNT),
                ("公务接待费", "0.50", 2023, Aspect.CHANGE),
            ],
        ),
        (
            "“三公”经费支出决算为5.60万元，完成预算8.00万元的70.00%。",
            [
                ("“三公”经费", "5.60", 2023, Aspect.AMOUNT),
                ("“三公”经费", "8.00", 2023, Aspect.AMOUNT),
                ("“三公”经费", "70.00", 2023, Aspect.COMPLETION),
            ],
        ),
        (
            "填报绩效目标的预算项目3个，占全部预算项目3个的100%。",
            [
                ("填报绩效目标的预算项目", "3", 2023, Aspect.AMOUNT),
                ("填报绩效目标的预算项目", "100", 2023, Aspect.SHARE),
            ],
        ),
        (
            "公务用车购置费2023年预算数0万元；公务用车运行维护费2023年预算数18.00万元。",
            [
                ("公务用车购置费", "0", 2023, Aspect.AMOUNT),
                ("公务用车运行维护费", "18.00", 2023, Aspect.AMOUNT),
            ],
        ),
        (
            "绩效自评的2023年度项目1个，涉及预算金额175.52万元，平均得分100.00分。",
            [
                ("绩效自评的项目", "1", 2023, Aspect.AMOUNT),
                ("涉及预算金额", "175.52", 2023, Aspect.AMOUNT),
                ("绩效自评平均得分", "100.00", 2023, Aspect.AMOUNT),
            ],
        ),
        (
            "2023年某市某局本级等1家行政单位以及2家参公单位的机关运行经费1,860.00万元。",
            [("机关运行经费", "1,860.00", 2023, Aspect.AMOUNT)],
        ),
    ],
)
def test_what_stands_around_an_amount(text: str, expected: list[tuple[str, str, int, Aspect]]) -> None:
    """Amounts that others are measured by, topics, shares of counted things, named years, average scores."""
    assert Counter((f.subject.name, f.printed, f.year, f.aspect) for f in figures(read(text))) == Counter(expected)
