"""Several documents at once, on the smallest ones that agree, differ, or differ for a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from check_documents import (
    DOCUMENT,
    SPENDING,
    Column,
    Row,
    Said,
    columns,
    facts,
    passage,
    statement,
    table,
)

from knowledge.checks.across import find_contradictions_across
from knowledge.model import (
    Aspect,
    Contradiction,
    Direction,
    Document,
    DocumentFacts,
    Figure,
    Level,
    Passage,
    Scheme,
    Severity,
    Stage,
    Statement,
    Subject,
    Table,
    Trend,
)

LATER = replace(DOCUMENT, level=Level.DEPARTMENT, sha256="1")
EARLIER = replace(LATER, title="某局2025年部门预算", file="y.pdf", sha256="2", year=2025)
HEALTH = Subject("卫生健康支出", "210", Scheme.FUNCTION)


def _of(document: Document, *parts: Table | Statement | Passage) -> DocumentFacts:
    """A document of these parts; a column that says 上年 or 年初 is of that budget."""
    made = facts(*parts)
    tables = [replace(one, figures=tuple(_dated(figure, document) for figure in one.figures)) for one in made.tables]
    said = [replace(one, figures=tuple(_cited(figure, document) for figure in one.figures)) for one in made.statements]
    return replace(made, document=document, tables=tuple(tables), statements=tuple(said))


def _cited(figure: Figure, document: Document) -> Figure:
    return replace(figure, citation=replace(figure.citation, document=document))


def _dated(figure: Figure, document: Document) -> Figure:
    year, stage = document.year, document.stage
    column = figure.citation.column
    if "上年" in column:
        year, stage = year - 1, Stage.EXECUTION if "执行" in column else stage
    if "年初" in column:
        stage = Stage.BUDGET
    return replace(_cited(figure, document), year=year, stage=stage)


def _column(header: str, *cells: str, unit: str = "万元", kind: str = "支出总表", fund: str = "") -> Table:
    """A table of one column: lines 201, 205, 208, …, and the total last."""
    lines = zip(("201", "205", "208", "210", "221"), cells[:-1], strict=False)
    rows = [*(Row(f"科目{code}", (cell,), code) for code, cell in lines), Row("合计", cells[-1:], whole=True)]
    return table(kind, (Column((header,)),), rows, unit=unit, fund=fund)


def _signs(*documents: DocumentFacts) -> list[tuple[str, Severity]]:
    found = find_contradictions_across(documents)
    assert set(found) <= {documents[0].document}
    return [(one.rule, one.severity) for one in found.get(documents[0].document, ())]


def _only(*documents: DocumentFacts) -> Contradiction:
    ((found,),) = find_contradictions_across(documents).values()
    return found


PERHAPS = ("published-perhaps", Severity.NOTE)
CERTAIN = ("published", Severity.ERROR)


# ---- last year's figures -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("later", "earlier", "expected"),
    [
        (_column("上年预算数", "4.00", "6.00", "10.00"), _column("预算数", "4.00", "6.00", "10.00"), []),
        (_column("上年预算数", "4.00", "7.00"), _column("预算数", "4.00", "6.00"), [PERHAPS]),
        # 年初预算 is no adjusted budget
        (_column("上年年初预算数", "4.00", "7.00"), _column("预算数", "4.00", "6.00"), [CERTAIN]),
        # one another kind of table is not certain
        (
            _column("上年年初预算数", "4.00", "7.00", kind="收支总表"),
            _column("预算数", "4.00", "6.00"),
            [PERHAPS],
        ),
        # 元 against 万元: rounded, and beyond rounding
        (_column("上年年初预算数", "60,049.00", unit="元"), _column("预算数", "6.00"), []),
        (_column("上年年初预算数", "60,149.00", unit="元"), _column("预算数", "6.00"), [CERTAIN]),
        # this year's amount, and last year's execution, are not last year's budget
        (_column("预算数", "7.00"), _column("预算数", "6.00"), []),
        (_column("上年执行数", "7.00"), _column("预算数", "6.00"), []),
        # money of another fund; a line that was not printed
        (_column("上年预算数", "7.00", fund="一般公共预算"), _column("预算数", "6.00"), []),
        (_column("上年预算数", "7.00", ""), _column("预算数", "", ""), []),
        # most of a table differs: one finding
        (
            _column("上年预算数", "1.00", "2.00", "4.00", "7.00"),
            _column("预算数", "1.00", "3.00", "5.00", "9.00"),
            [("published-otherwise", Severity.NOTE)],
        ),
        # the same difference in a line and in the total is one finding
        (_column("上年预算数", "7.00", "7.00"), _column("预算数", "6.00", "6.00"), [PERHAPS]),
    ],
)
def test_last_year_in_a_table(later: Table, earlier: Table, expected: list[tuple[str, Severity]]) -> None:
    """Last year's column against what was published then."""
    assert _signs(_of(LATER, later), _of(EARLIER, earlier)) == expected


def test_finding_names_both_documents() -> None:
    """The later document is cited, the earlier one named with its page."""
    found = _only(_of(LATER, _column("上年预算数", "4.00", "7.00")), _of(EARLIER, _column("预算数", "4.00", "6.00")))
    assert found.arithmetic == "7.00 ≠ 6.00"
    assert "《某局2025年部门预算》第3页" in found.message
    assert {citation.document.year for citation in found.citations} == {2026}


@pytest.mark.parametrize(
    "earlier",
    [
        replace(EARLIER, unit_name="另一局"),
        replace(EARLIER, level=Level.UNIT),
        replace(EARLIER, year=2024),
        replace(EARLIER, stage=Stage.FINAL),
        LATER,
    ],
)
def test_other_documents_are_not_compared(earlier: Document) -> None:
    """Another unit, level, year or stage says nothing of last year's budget."""
    later = _of(LATER, _column("上年预算数", "7.00"))
    assert _signs(later, _of(earlier, _column("预算数", "6.00"))) == []


def test_two_versions_are_not_told_apart() -> None:
    """Which of two published versions is meant we do not guess; one file given twice is one version."""
    later = _of(LATER, _column("上年预算数", "7.00"))
    earlier = _of(EARLIER, _column("预算数", "6.00"))
    other = _of(replace(EARLIER, sha256="3"), _column("预算数", "6.50"))
    assert _signs(later, earlier, other) == []
    assert _signs(later, earlier, earlier) == [PERHAPS]


FINAL = replace(LATER, stage=Stage.FINAL, sha256="4")
BUDGET = replace(LATER, sha256="5")


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (_column("年初预算数", "6.00"), []),
        (_column("年初预算数", "7.00"), [CERTAIN]),
        (_column("决算数", "7.00"), []),
        (
            statement(HEALTH, "年初预算为7万元。", Said("7.00", measure="年初预算")),
            [("published-in-text", Severity.NOTE)],
        ),
        (statement(HEALTH, "年初预算为5万元。", Said("5.00", measure="年初预算")), []),
        (statement(HEALTH, "全年预算为7万元。", Said("7.00", measure="全年预算")), []),
    ],
)
def test_budget_in_the_final_accounts(later: Table | Statement, expected: list[tuple[str, Severity]]) -> None:
    """Of the same year only 年初预算 is what the budget says."""
    rows = [Row("卫生健康支出", ("5.00",), "210"), Row("合计", ("6.00",), whole=True)]
    assert _signs(_of(FINAL, later), _of(BUDGET, table("支出总表", (Column(("预算数",)),), rows))) == expected


def _change(now: str, change: str, trend: Trend, base: str = "2025年预算", fund: str = "") -> Statement:
    said = Said(change, aspect=Aspect.CHANGE, trend=trend, base=base, base_year=2025)
    return statement(SPENDING, f"支出{now}万元，比{base}{trend}{change}万元。", Said(now), said, fund=fund)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (_change("9.00", "3.00", Trend.UP), []),
        (_change("5.00", "1.00", Trend.DOWN), []),
        (_change("6.00", "0.00", Trend.FLAT), []),
        (_change("9.00", "2.99", Trend.UP), []),  # rounding
        (_change("9.00", "2.00", Trend.UP), ["published-change"]),
        (_change("5.00", "3.00", Trend.DOWN), ["published-change"]),
        (_change("9.00", "0.00", Trend.FLAT), ["published-change"]),
        # against the execution, or without a stage: not what was published
        (_change("9.00", "2.00", Trend.UP, "2025年预算执行数"), []),
        (_change("9.00", "2.00", Trend.UP, "上年"), []),
        # of one fund, which the other document does not print
        (_change("9.00", "2.00", Trend.UP, fund="一般公共预算"), []),
    ],
)
def test_change_against_the_published_budget(said: Statement, expected: list[str]) -> None:
    """This year less the change is last year's published budget."""
    assert [rule for rule, _ in _signs(_of(LATER, said), _of(EARLIER, _column("预算数", "6.00")))] == expected


def test_change_may_be_of_another_fund() -> None:
    """A sentence that leaves out the fund may mean the amount of another table."""
    earlier = _of(
        EARLIER, _column("预算数", "6.00"), _column("预算数", "7.00", kind="一般公共预算支出表", fund="一般公共预算")
    )
    assert _signs(_of(LATER, _change("9.00", "2.00", Trend.UP)), earlier) == []


# ---- a department and its units ----------------------------------------------------------------------------

OFFICE = replace(DOCUMENT, unit_name="某市某局", level=Level.DEPARTMENT, sha256="10")
OWN = replace(OFFICE, level=Level.UNIT, file="own.pdf", sha256="11")
CENTRE = replace(OWN, unit_name="某市服务中心", file="centre.pdf", sha256="12")
STATION = replace(OWN, unit_name="某市检测站", file="station.pdf", sha256="13")
LIST = ("某市某局部门预算包括局本部以及下属1家预算单位。", "1. 某局本部", "2. 某市服务中心。")


def _listed(*texts: str) -> list[Passage]:
    return [passage(text, "单位构成") for text in texts]


def _budget(document: Document, basic: str, projects: str, total: str, *parts: Passage | Table) -> DocumentFacts:
    row = Row("合计", (total, basic, projects), whole=True)
    return _of(document, table("支出总表", columns("合计", "基本支出", "项目支出"), [row]), *parts)


def _office(texts: Sequence[str], *cells: str) -> DocumentFacts:
    return _budget(OFFICE, *cells, *_listed(*texts))


UNITS = (_budget(OWN, "3.00", "2.00", "5.00"), _budget(CENTRE, "1.00", "1.00", "2.00"))
WHOLE = ("4.00", "3.00", "7.00")
ODD = ("5.00", "3.00", "8.00")
SUBSIDY = table(
    "收入总表",
    (Column(("上级补助收入",), measure="上级补助收入", direction=Direction.REVENUE),),
    [Row("合计", ("1.00",), whole=True, direction=Direction.REVENUE)],
)


@pytest.mark.parametrize(
    ("department", "units", "count"),
    [
        (_office(LIST, *WHOLE), UNITS, 0),
        (_office(LIST, *ODD), UNITS, 2),  # total and 基本支出
        (_office(["包括：某局本部、某市服务中心。"], *ODD), UNITS, 2),
        (_office(LIST, "4.01", "3.01", "7.01"), UNITS, 0),  # rounding
        (_office(LIST, *ODD), UNITS[:1], 0),  # not all are here
        (_office(LIST, *ODD), (*UNITS, _budget(STATION, "1.00", "0.00", "1.00")), 2),  # another's unit
        (_office([*LIST, "3. 某市检测站"], *ODD), UNITS, 0),
        (_office([*LIST, "3. 其他"], *ODD), UNITS, 0),  # no name of a unit
        (_office([LIST[0].replace("1家", "2家"), *LIST[1:]], *ODD), UNITS, 0),  # one more than is listed
        (_office([], *ODD), UNITS, 0),
        # money that moves between them
        (_office(LIST, *ODD), (UNITS[0], _budget(CENTRE, "1.00", "1.00", "2.00", SUBSIDY)), 0),
        # another year; a unit without that table
        (_office(LIST, *ODD), (UNITS[0], _budget(replace(CENTRE, year=2025), "1.00", "1.00", "2.00")), 0),
        (_office(LIST, *ODD), (UNITS[0], _of(CENTRE, _column("合计", "2.00", kind="收支总表"))), 0),
    ],
)
def test_units_add_up_to_the_department(
    department: DocumentFacts, units: tuple[DocumentFacts, ...], count: int
) -> None:
    """Only where the department names exactly the units that are here."""
    assert _signs(department, *units) == [("units-sum", Severity.NOTE)] * count


def test_sum_is_written_out() -> None:
    """The sum of the units against the printed total."""
    found = find_contradictions_across([*UNITS, _office(LIST, *ODD)])
    assert [one.arithmetic for one in found[OFFICE]] == ["5.00 + 2.00 = 7.00 ≠ 8.00", "3.00 + 1.00 = 4.00 ≠ 5.00"]
    assert "某市某局、某市服务中心" in found[OFFICE][0].message
