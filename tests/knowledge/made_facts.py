"""Small made-up budgets of two units, as values."""

from __future__ import annotations

from dataclasses import replace

from knowledge.amounts import parse_amount
from knowledge.model import (
    Aspect,
    Citation,
    Direction,
    Document,
    DocumentFacts,
    Figure,
    Level,
    Location,
    Passage,
    Scheme,
    Stage,
    Statement,
    Subject,
    Table,
    TableColumn,
    TableRow,
    Term,
    Trend,
)

CIVIL = "青山市民政局"
JUSTICE = "白水县司法局"


def document(unit_name: str = CIVIL, year: int = 2024, stage: Stage = Stage.BUDGET, version: str = "1") -> Document:
    """A document; another `version` has other bytes."""
    file = f"{unit_name}-{year}-{stage}-{version}.pdf"
    return Document(f"{unit_name}{year}年单位{stage}", file, file, unit_name, year, stage, Level.UNIT)


def subject(name: str, code: str = "", scheme: Scheme = Scheme.FUNCTION, parent: str = "") -> Subject:
    """A line of a classification, unless said otherwise."""
    return Subject(name, code, scheme, parent)


def figure(of: Document, what: Subject, printed: str, **more: object) -> Figure:
    """An expenditure amount in 万元 in 支出总表, unless said otherwise."""
    value = parse_amount(printed)
    assert value is not None
    made = Figure(
        what,
        printed,
        value,
        "万元",
        of.year,
        of.stage,
        Citation(of, printed, table="支出总表", row=what.name, column="合计", location=Location(page=3)),
        direction=Direction.EXPENDITURE,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def said(of: Document, what: Subject, printed: str, **more: object) -> Figure:
    """An amount in a sentence."""
    made = figure(of, what, printed, **more)
    return replace(made, citation=replace(made.citation, table="", row="", column=""))


def table(
    of: Document, *figures: Figure, title: str = "支出总表", blank: tuple[Subject, ...] = (), rank: int = 2
) -> Table:
    """A table of one column 合计; `blank` are rows without an amount."""
    rows = tuple(
        TableRow(what, what.name, Direction.EXPENDITURE)
        for what in dict.fromkeys([*(one.subject for one in figures), *blank])
    )
    placed = tuple(
        replace(one, cell=(index, 0), citation=replace(one.citation, table=title))
        for one in figures
        for index, row in enumerate(rows)
        if row.subject == one.subject
    )
    return Table(
        kind=title,
        title=title,
        unit="万元",
        citation=Citation(of, title, table=title),
        is_empty=not figures,
        rank=rank,
        rows=rows,
        columns=(TableColumn(("合计",), direction=Direction.EXPENDITURE),),
        figures=placed,
    )


WHOLE = Subject("支出", scheme=Scheme.TOTAL)
OFFICE = subject("办公费", "30201", Scheme.DEPARTMENT_ECONOMIC)
TRAVEL = subject("差旅费", "30211", Scheme.DEPARTMENT_ECONOMIC)
HOUSING = subject("住房公积金", "2210201")
RELIEF = subject("临时救助支出", "2082001")
HOTLINE = Subject("养老服务热线运行经费", scheme=Scheme.PROJECT)
REPAIRS = Subject("养老院消防设施维修项目", scheme=Scheme.PROJECT)
LEGAL_AID = subject("法律援助", "2040607")


def civil_budget(year: int = 2024, office: str = "3.20", version: str = "1") -> DocumentFacts:
    """The budget of the civil affairs bureau."""
    of = document(year=year, version=version)
    sentence = "临时救助支出45.0万元，比上年增加5.0万元，增长12.5%，主要原因是救助标准提高。"
    rise = Statement(
        RELIEF,
        sentence,
        Citation(of, sentence, section="说明"),
        direction=Direction.EXPENDITURE,
        figures=(
            said(of, RELIEF, "45.0"),
            said(of, RELIEF, "5.0", aspect=Aspect.CHANGE, trend=Trend.UP, base="上年", base_year=year - 1),
            said(of, RELIEF, "12.5", unit="%", aspect=Aspect.RATE, trend=Trend.UP, base="上年", base_year=year - 1),
        ),
        reason="救助标准提高",
    )
    return DocumentFacts(
        of,
        tables=(
            table(
                of,
                figure(of, WHOLE, "100.0"),
                figure(of, HOUSING, "12.0"),
                figure(of, RELIEF, "45.0"),
                blank=(subject("外交支出", "202"),),
            ),
            table(
                of,
                figure(of, OFFICE, office),
                figure(of, TRAVEL, "1.10"),
                title="一般公共预算基本支出表",
                rank=4,
            ),
            table(of, figure(of, HOTLINE, "20.0"), figure(of, REPAIRS, "15.5"), title="项目支出表", rank=3),
        ),
        statements=(rise,),
        terms=(
            Term("基本支出", "指为保障机构正常运转而发生的支出。", Citation(of, "指为保障机构正常运转而发生的支出。")),
        ),
        passages=(
            Passage(
                "负责全市养老服务工作。", Citation(of, "负责全市养老服务工作。", section="主要职责"), topic="主要职责"
            ),
        ),
    )


def justice_budget() -> DocumentFacts:
    """The budget of the justice bureau, in 元."""
    of = document(JUSTICE)
    yuan = {"unit": "元"}
    return DocumentFacts(
        of,
        tables=(
            table(
                of,
                figure(of, WHOLE, "2,000,000", **yuan),
                figure(of, HOUSING, "150,000", **yuan),
                figure(of, LEGAL_AID, "300,000", **yuan),
            ),
            table(of, figure(of, OFFICE, "0.00", **yuan), title="一般公共预算基本支出表", rank=4),
        ),
    )
