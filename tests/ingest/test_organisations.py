"""Whose document, of which year and which stage."""

from __future__ import annotations

import pytest

from ingest.document import Cell, Grid, Line, SourceDocument
from ingest.organisations import Given, identify
from knowledge.errors import IngestError
from knowledge.model import Level, Location, Stage


def _source(*texts: str, file: str = "x.pdf") -> SourceDocument:
    lines = tuple(Line(text, Location(line=number)) for number, text in enumerate(texts, start=1))
    return SourceDocument(file, "0" * 64, lines)


# Covers and titles in the styles of many provinces: lines are told apart by |.
COVERS = """
白水县水利局2023年度部门决算公开 -> 白水县水利局 2023 决算 部门
中共青山市委宣传部2024年单位预算 -> 中共青山市委宣传部 2024 预算 单位
青山省教育厅2025年部门预算公开说明 -> 青山省教育厅 2025 预算 部门
白水区人民法院2022年度决算 -> 白水区人民法院 2022 决算 部门
2024年度|青山市住房和城乡建设局|部门预算|目 录 -> 青山市住房和城乡建设局 2024 预算 部门
青山市公安局2024年部门预算（单位）公开 -> 青山市公安局 2024 预算 部门
青山市民政局|2023年度部门决算|公开时间：2024年9月 -> 青山市民政局 2023 决算 部门
附件2：|2025年青山市花溪第一中学单位预算 -> 青山市花溪第一中学 2025 预算 单位
广西壮族自治区地质博物馆 2024 年度单位决算 -> 广西壮族自治区地质博物馆 2024 决算 单位
2025年度青山市文化馆（本级）预算公开 -> 青山市文化馆 2025 预算 单位
监督索引号53052300110000|白水县花溪镇人民政府2024年预算公开目录 -> 白水县花溪镇人民政府 2024 预算 部门
2024年度|青山市社会医疗保险中心|单位预算|二〇二四年二月 -> 青山市社会医疗保险中心 2024 预算 单位
白水旗林业和草原局2025年度部门预算公开报告 -> 白水旗林业和草原局 2025 预算 部门
青山市总工会2023年度部门决算（草案）公开 -> 青山市总工会 2023 决算 部门
新疆维吾尔自治区和田地区白水县财政局2024年部门预算公开 -> 新疆维吾尔自治区和田地区白水县财政局 2024 预算 部门
天津市白水区红十字会2024年部门预算 -> 天津市白水区红十字会 2024 预算 部门
白水自治县人大常委会办公室2024年度部门预算及“三公”经费预算信息公开 -> 白水自治县人大常委会办公室 2024 预算 部门
2023年度青山市城市管理和综合执法局部门决算 -> 青山市城市管理和综合执法局 2023 决算 部门
江西省白水县人民检察院2023年度部门决算 -> 江西省白水县人民检察院 2023 决算 部门
民革青山市委员会2024年部门预算 -> 民革青山市委员会 2024 预算 部门
政协青山市委员会办公室二〇二四年部门预算 -> 政协青山市委员会办公室 2024 预算 部门
共青团青山市委员会2022年度部门决算 -> 共青团青山市委员会 2022 决算 部门
青山市青云街道办事处2025年部门预算 -> 青山市青云街道办事处 2025 预算 部门
青山经济技术开发区管理委员会2024年部门预算 -> 青山经济技术开发区管理委员会 2024 预算 部门
青山市博物馆２０２４年度部门预算 -> 青山市博物馆 2024 预算 部门
青山市第一人民医院二○二三年单位决算 -> 青山市第一人民医院 2023 决算 单位
青山市公安局交通警察支队2024年度单位预算公开 -> 青山市公安局交通警察支队 2024 预算 单位
财政部2024年度部门决算 -> 财政部 2024 决算 部门
青山市|2025年本级部门预算|部门名称：青山市信访局 -> 青山市信访局 2025 预算 部门
青山市机关事务服务中心|（本级）|2024年单位预算 -> 青山市机关事务服务中心 2024 预算 单位
2024年白水县部门预算公开表|部门（单位）名称：[203]白水县统计局 -> 白水县统计局 2024 预算 部门
2022年度|部门决算|白水县乡村振兴局 -> 白水县乡村振兴局 2022 决算 部门
白水县教育体育局所属|白水县第三小学|2024年部门预算公开 -> 白水县第三小学 2024 预算 部门
目录|第一部分 白水县档案馆概况|第二部分 2024年度部门决算表|第三部分 情况说明 -> 白水县档案馆 2024 决算 部门
关于青山市2024年预算执行情况和2025年预算草案的报告 -> 青山市 2025 预算 政府
关于2024年全市和市级|预算执行情况与2025年全市和市级|预算草案的报告（书面）|青山市财政局 -> 青山市 2025 预算 政府
白水县2023年财政决算（草案）的报告 -> 白水县 2023 决算 政府
关于2024年白水县本级预算调整方案（草案）的报告 -> 白水县 2024 调整预算 政府
白水县2025年政府预算公开 -> 白水县 2025 预算 政府
白水县花溪镇2024年财政预算执行情况和2025年财政预算草案的报告 -> 白水县花溪镇 2025 预算 政府
青山省2025年全省和省级一般公共预算收入预算表|青山省财政厅 -> 青山省 2025 预算 政府
2025年全市一般公共预算收入执行情况表|青山市财政局 -> 青山市 2025 预算执行数 政府
"""


@pytest.mark.parametrize(("cover", "said"), [line.split(" -> ") for line in COVERS.strip().splitlines()])
def test_covers_of_many_styles(cover: str, said: str) -> None:
    """Whose, when and on which level, whatever the order of the words and the lines."""
    document = identify(_source(*cover.split("|")))
    assert f"{document.unit_name} {document.year} {document.stage} {document.level}" == said


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


@pytest.mark.parametrize(
    ("lines", "file", "unit_name", "year"),
    [
        (["2025年全市一般公共预算收入执行情况表"], "gov-jiangxi-nanchang-2025.pdf", "南昌市", 2025),
        (["收支预算总表", "部门：青山市民政局"], "qs-mz-2024.pdf", "青山市民政局", 2024),
        (["2024年部门预算公开表"], "青山市民政局2024年部门预算.pdf", "青山市民政局", 2024),
        (["青山市民政局2024年部门预算"], "白水县司法局2023年部门预算.pdf", "青山市民政局", 2024),
    ],
    ids=["place", "year", "name", "text-wins"],
)
def test_the_files_name_fills_what_the_text_does_not_say(
    lines: list[str], file: str, unit_name: str, year: int
) -> None:
    """A hint, never against the text."""
    document = identify(_source(*lines, file=file))
    assert (document.unit_name, document.year) == (unit_name, year)


def test_a_place_of_another_level_is_not_taken() -> None:
    """区本级 of a file that names only the city: a person must say which district."""
    with pytest.raises(IngestError, match="--unit"):
        identify(_source("2021年区本级“三公”经费预算支出表", file="web-chongqing-jb-2021.txt"))


@pytest.mark.parametrize(
    "lines",
    [
        ["某市十五届人大三次会议秘书处", "2024年预算"],
        ["2024年", "支出300.5万元市本级", "部门预算"],
        ["按照青山市财政局的要求编制2024年部门预算", "并报青山市人民代表大会"],
    ],
)
def test_no_name_from_a_sentence(lines: list[str]) -> None:
    """What is only mentioned is not whose document it is."""
    with pytest.raises(IngestError, match="--unit"):
        identify(_source(*lines))


@pytest.mark.parametrize("title", ["2026年度青山区部门预算公开情况检查表", "青山市民政局2024年部门预算绩效评价报告"])
def test_what_is_no_budget(title: str) -> None:
    """Its title says so, though it names a unit and a year; a person may say otherwise."""
    source = _source(title, "部门名称：青山市民政局")
    with pytest.raises(IngestError, match="no budget but"):
        identify(source)
    assert identify(source, Given("青山市民政局", 2024, Stage.BUDGET)).unit_name == "青山市民政局"


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["普陀区司法局2024年部门预算", "部门：上海市普陀区司法局"], "上海市普陀区司法局"),
        (
            ["市人社信息中心2024年部门预算", "部门名称：青山市人力资源和社会保障信息中心"],
            "青山市人力资源和社会保障信息中心",
        ),
        (["花溪镇人民政府2024年部门预算", "第一部分 白水县花溪镇人民政府概况"], "白水县花溪镇人民政府"),
        (["青山省委办公厅2024年部门预算", "一、省委办公厅2024年部门预算表"], "青山省委办公厅"),
    ],
)
def test_the_fullest_form_of_a_name(lines: list[str], name: str) -> None:
    """With its region where that is printed."""
    assert identify(_source(*lines)).unit_name == name


@pytest.mark.parametrize(
    ("lines", "region"),
    [
        (["鼓楼区司法局2024年部门预算", "南京市鼓楼区人民政府"], "江苏省南京市鼓楼区"),
        (["上海市2026年市级单位预算", "预算单位：上海水产老干部活动室"], "上海市"),
        (["政协长沙市委员会2024年部门预算"], "湖南省长沙市"),
        (["花溪镇人民政府2024年部门预算", "白水县人民政府", "白水县财政局"], "白水县"),
        (["财政部2024年部门预算", "湖北省财政厅", "江西省财政厅", "江西省人民政府"], ""),
        (["国家信访局2024年部门预算"], ""),
    ],
)
def test_region(lines: list[str], region: str) -> None:
    """From the name, completed by the titles, the text and what is known of China."""
    assert identify(_source(*lines)).region == region


def test_titles_of_documents() -> None:
    """A report of two years says both; a part of a publication says which."""
    report = identify(_source("关于青山市2024年预算执行情况和2025年预算草案的报告"))
    assert report.title == "青山市2024年预算执行情况和2025年预算报告"
    part = identify(_source("青山市民政局2024年部门预算公开表"))
    assert (part.title, part.part) == ("青山市民政局2024年部门预算公开表", "公开表")


def test_a_report_of_two_years_by_its_headings() -> None:
    """Where the title is lost, headings that speak of last year's execution and this year's budget say it."""
    headings = [f"2024年市级{fund}预算执行情况表" for fund in ("一般公共", "政府性基金", "国有资本经营")]
    budget = [f"2025年市级{fund}预算收支草案" for fund in ("一般公共", "政府性基金", "国有资本经营", "社会保险基金")]
    document = identify(_source("青山市财政局局长 某某", *headings, *budget, *["各位代表："] * 20))
    assert document.title == "青山市2024年预算执行情况和2025年预算"


def test_a_name_that_a_line_cuts_off_is_the_one_that_most_tables_print() -> None:
    """…委员会办 and 公厅 below it, where the other tables print 委员会办公厅 whole."""
    whole = ("收支总表", "部门：青山市教育委员会办公厅 单位：万元")
    cut = ("2026年收入总表", "部门：青山市教育委员会办", "单位：万元", "公厅")
    lines = [Line(text, Location(page=page)) for page, texts in enumerate([cut, whole, whole], 1) for text in texts]
    source = SourceDocument("tables.pdf", "0", tuple(lines), pages=3)
    assert identify(source, Given(year=2026, stage=Stage.BUDGET)).unit_name == "青山市教育委员会办公厅"
