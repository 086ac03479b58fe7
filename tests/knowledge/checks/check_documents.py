"""Documents for tests of the checks: tables and sentences written down, and whole budgets that add up."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from knowledge.amounts import parse_amount
from knowledge.model import (
    Aspect,
    Citation,
    Direction,
    Document,
    DocumentFacts,
    Figure,
    Location,
    Passage,
    Scheme,
    Stage,
    Statement,
    Subject,
    Table,
    TableColumn,
    TableRow,
    Trend,
)

DOCUMENT = Document("某局2026年部门预算", "x.pdf", "0" * 64, "某局", 2026, Stage.BUDGET)
SPENDING = Subject("支出", scheme=Scheme.TOTAL)
REVENUE = Subject("收入", scheme=Scheme.TOTAL)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells as printed, blanks as empty strings."""

    label: str
    cells: tuple[str, ...]
    code: str = ""
    parent: int | None = None
    subject: Subject | None = None
    whole: bool = False
    direction: Direction = Direction.EXPENDITURE


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header path and what it means."""

    path: tuple[str, ...]
    measure: str = "合计"
    fund: str = ""
    direction: Direction = Direction.EXPENDITURE
    side: int = 0


def columns(*headers: str) -> tuple[Column, ...]:
    """Columns by their headers: 基本支出/小计 stands for two levels; the last known word is the measure."""
    return tuple(Column(tuple(header.split("/")), _measure(header)) for header in headers)


def _measure(header: str) -> str:
    words = [word for word in header.split("/") if word not in ("合计", "小计")]
    return words[-1] if words else "合计"


def table(
    kind: str,
    heads: Sequence[Column],
    rows: Sequence[Row],
    *,
    unit: str = "万元",
    fund: str = "",
    note: str = "",
    whole_measure: str = "合计",
) -> Table:
    """A table with the figures that its rows print."""
    figures: list[Figure] = []
    for r, row in enumerate(rows):
        for c, printed in enumerate(row.cells):
            head = heads[c]
            value = parse_amount(printed)
            if value is None:
                continue
            subject = _subject(row)
            measure = head.measure
            if row.whole and measure == "合计":
                measure = whole_measure
            citation = Citation(DOCUMENT, printed, "预算表", kind, row.label, " › ".join(head.path), Location(page=3))
            figures.append(
                Figure(
                    subject,
                    printed,
                    value,
                    unit,
                    DOCUMENT.year,
                    DOCUMENT.stage,
                    citation,
                    measure,
                    head.fund or fund,
                    row.direction,
                    cell=(r, c),
                )
            )
    return Table(
        kind=kind,
        title=kind,
        unit=unit,
        citation=Citation(DOCUMENT, kind, table=kind, location=Location(page=3)),
        note=note,
        is_empty=not figures,
        rows=tuple(TableRow(_subject(row), row.label, row.direction, row.parent, row.whole) for row in rows),
        columns=tuple(TableColumn(head.path, head.measure, head.fund, head.direction, head.side) for head in heads),
        figures=tuple(figures),
    )


def _subject(row: Row) -> Subject:
    if row.subject:
        return row.subject
    if row.whole:
        return SPENDING if row.direction is Direction.EXPENDITURE else REVENUE
    scheme = {"2": Scheme.FUNCTION, "3": Scheme.DEPARTMENT_ECONOMIC}.get(row.code[:1], Scheme.PROJECT)
    return Subject(row.label, row.code, scheme)


@dataclass(frozen=True, slots=True)
class Said:
    """One number of a sentence."""

    printed: str
    unit: str = "万元"
    aspect: Aspect = Aspect.AMOUNT
    trend: Trend = Trend.NONE
    year: int = 2026
    stage: Stage = Stage.BUDGET
    base: str = ""
    base_year: int | None = None
    measure: str = "合计"


def statement(
    subject: Subject, text: str, *said: Said, section: str = "说明", fund: str = "", reason: str = ""
) -> Statement:
    """A sentence with its figures."""
    citation = Citation(DOCUMENT, text, section, location=Location(page=8))
    side = Direction.REVENUE if "收入" in subject.name else Direction.EXPENDITURE
    figures = []
    for one in said:
        value = parse_amount(one.printed) if one.printed[0].isdigit() else Decimal("0.00")
        assert value is not None
        figures.append(
            Figure(
                subject,
                one.printed,
                value,
                one.unit,
                one.year,
                one.stage,
                replace(citation, row=subject.name),
                one.measure,
                fund,
                side,
                one.aspect,
                trend=one.trend,
                base_year=one.base_year,
                base=one.base,
            )
        )
    return Statement(subject, text, citation, figures=tuple(figures), reason=reason)


def passage(text: str, topic: str = "", owner: str = "") -> Passage:
    """A paragraph."""
    return Passage(text, Citation(DOCUMENT, text, topic, location=Location(page=9)), topic, owner)


def facts(*parts: Table | Statement | Passage) -> DocumentFacts:
    """A document of these parts."""
    return DocumentFacts(
        DOCUMENT,
        tables=tuple(part for part in parts if isinstance(part, Table)),
        statements=tuple(part for part in parts if isinstance(part, Statement)),
        passages=tuple(part for part in parts if isinstance(part, Passage)),
    )


# ---- a whole budget that adds up -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """One 项 with its money in 分."""

    code: str
    name: str
    staff: int
    running: int
    projects: int

    @property
    def total(self) -> int:
        return self.staff + self.running + self.projects


@dataclass(frozen=True, slots=True)
class _Printer:
    """How a document prints 分."""

    unit: str

    def __call__(self, fen: int) -> str:
        if self.unit == "元":
            return f"{Decimal(fen) / 100:,.2f}"
        return f"{(Decimal(fen) / 1_000_000).quantize(Decimal('0.01'), ROUND_HALF_UP)}"


_CLASSES = (
    ("201", "一般公共服务支出"),
    ("208", "社会保障和就业支出"),
    ("210", "卫生健康支出"),
    ("221", "住房保障支出"),
)


def budget(seed: int, unit: str = "元", *, whole_fen: bool = False) -> DocumentFacts:
    """A consistent budget: five tables and sentences, all from the same lines.

    `unit` is that of the tables. With `whole_fen` amounts have no more digits than 万元 with two decimals
    shows, so that sums of printed figures hold exactly in either unit.
    """
    chance = random.Random(seed)
    step = 10_000 if whole_fen or (unit == "元" and chance.random() < 0.3) else 1
    lines = _lines(chance, step)
    show = _Printer(unit)
    spending = _spending(lines)
    return facts(
        _both_sides(lines, show),
        table(
            "支出总表",
            columns("合计", "基本支出", "项目支出"),
            [_printed(r, show, _SPENT) for r in spending],
            unit=unit,
        ),
        table(
            "一般公共预算支出表",
            columns("合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"),
            [_printed(r, show, _SPENT_IN_FULL) for r in spending],
            unit=unit,
            fund="一般公共预算",
        ),
        _projects(lines, show, chance),
        *_sentences(lines, chance),
    )


def _lines(chance: random.Random, step: int) -> list[_Line]:
    found: list[_Line] = []
    for code, name in _CLASSES[: chance.randint(2, 4)]:
        for group in range(1, chance.randint(2, 3)):
            for item in range(1, chance.randint(2, 4)):
                amounts = [chance.randint(0, 10**9 // step) * step * chance.randint(0, 1) for _ in range(3)]
                amounts[0] += step * chance.randint(10_000_000 // step, 50_000_000 // step + 10)
                found.append(_Line(f"{code}{group:02}{item:02}", f"{name[:4]}事务{group}{item}", *amounts))
    return found


@dataclass(frozen=True, slots=True)
class _Sum:
    """A line of the spending tables: an item, its 款 or 类, or the total."""

    label: str
    code: str
    parent: int | None
    lines: tuple[_Line, ...]


def _spending(lines: Sequence[_Line]) -> list[_Sum]:
    found: list[_Sum] = []
    at: dict[str, int] = {}
    names = dict(_CLASSES)
    for line in lines:
        for length in (3, 5, 7):
            code = line.code[:length]
            if code not in at:
                at[code] = len(found)
                label = names.get(code) or (line.name if length == 7 else f"{line.name[:6]}{code}")
                members = tuple(other for other in lines if other.code.startswith(code))
                found.append(_Sum(label, code, at.get(code[:-2]) if length > 3 else None, members))
    return [*found, _Sum("合计", "", None, tuple(lines))]


def _SPENT(lines: Sequence[_Line]) -> list[int]:  # noqa: N802  a table's columns, as constant as a header
    basic = sum(line.staff + line.running for line in lines)
    projects = sum(line.projects for line in lines)
    return [basic + projects, basic, projects]


def _SPENT_IN_FULL(lines: Sequence[_Line]) -> list[int]:  # noqa: N802
    total, basic, projects = _SPENT(lines)
    return [total, basic, sum(line.staff for line in lines), sum(line.running for line in lines), projects]


def _printed(line: _Sum, show: _Printer, amounts: object) -> Row:
    cells = amounts(line.lines)  # type: ignore[operator]
    return Row(
        line.label,
        tuple(show(fen) if fen else "" for fen in cells),
        line.code,
        line.parent,
        whole=not line.code,
    )


def _both_sides(lines: Sequence[_Line], show: _Printer) -> Table:
    total = sum(line.total for line in lines)
    heads = (
        Column(("收入", "预算数"), direction=Direction.REVENUE),
        Column(("支出", "预算数"), side=1),
    )
    source = Subject("财政拨款收入", scheme=Scheme.REVENUE)
    rows = [
        Row("财政拨款收入", (show(total), ""), subject=source, direction=Direction.REVENUE),
        Row("收入总计", (show(total), ""), whole=True, direction=Direction.REVENUE),
        *(
            Row(one.label, ("", show(sum(line.total for line in one.lines))), one.code)
            for one in _spending(lines)
            if len(one.code) == 3
        ),
        Row("支出总计", ("", show(total)), whole=True),
    ]
    return table("收支总表", heads, rows, unit=show.unit)


def _projects(lines: Sequence[_Line], show: _Printer, chance: random.Random) -> Table:
    total = sum(line.projects for line in lines)
    cuts = sorted(chance.randint(0, total // 10_000) * 10_000 for _ in range(3))
    parts = [after - before for before, after in zip([0, *cuts], [*cuts, total], strict=True)]
    rows = [Row(f"项目{number}", (show(part),)) for number, part in enumerate(parts) if part]
    rows.append(Row("合计", (show(total),), whole=True))
    return table("项目支出表", columns("合计"), rows, unit=show.unit, whole_measure="项目支出")


def _sentences(lines: Sequence[_Line], chance: random.Random) -> list[Statement]:
    show = _Printer("万元")
    total = sum(line.total for line in lines)
    basic, projects = _SPENT(lines)[1:]
    shares = [f"{Decimal(100 * part) / total:.2f}" for part in (basic, projects)]
    text = (
        f"支出预算{show(total)}万元，其中：基本支出{show(basic)}万元，占{shares[0]}%；"
        f"项目支出{show(projects)}万元，占{shares[1]}%。"
    )
    said = [
        statement(SPENDING, text, Said(show(total))),
        *(
            statement(
                SPENDING,
                text,
                Said(show(part), measure=measure),
                Said(share, "%", Aspect.SHARE, base="支出预算", measure=measure),
            )
            for part, share, measure in ((basic, shares[0], "基本支出"), (projects, shares[1], "项目支出"))
        ),
    ]
    for number, line in enumerate(lines):
        before = max(1_000_000, line.total + chance.randint(-line.total // 2, line.total))
        said.append(_change(line, before, show, number))
    return said


def _change(line: _Line, before: int, show: _Printer, number: int) -> Statement:
    rate = Decimal(100 * (line.total - before)) / before
    trend = Trend.UP if rate >= 0 else Trend.DOWN
    printed = f"{abs(rate):.2f}"
    base = "2025年预算执行数"
    text = (
        f"{line.name}（项）{show(line.total)}万元。{base}为{show(before)}万元，2026年预算安排{show(line.total)}万元，"
        f"比{base}{trend.value}{printed}%。"
    )
    return statement(
        Subject(line.name, line.code, Scheme.FUNCTION),
        text,
        Said(show(line.total)),
        Said(show(before), year=2025, stage=Stage.EXECUTION),
        Said(show(line.total)),
        Said(printed, "%", Aspect.RATE, trend, base=base, base_year=2025),
        section=f"说明 › {number}",
    )


# ---- a budget with money of several kinds ----------------------------------------------------------------

_GENERAL, _FUND = "一般公共预算", "政府性基金预算"


def mixed_budget(seed: int) -> DocumentFacts:
    """A consistent budget with 政府性基金, 事业收入 and money carried over: most tables differ, rightly."""
    chance = random.Random(seed)
    show = _Printer("元")
    general = _lines(chance, 100)
    of_fund = [
        _Line(f"21208{item:02}", f"土地出让安排{item}", 0, 0, 100 * chance.randint(1_000_000, 9_000_000))
        for item in range(1, chance.randint(2, 4))
    ]
    own = 100 * chance.randint(10_000, 9_000_000)
    carried = 100 * chance.randint(0, 1) * chance.randint(10_000, 900_000)
    first = general[0]
    spent = [replace(first, projects=first.projects + own), *general[1:], *of_fund]
    return facts(
        _revenue_and_spending(general, of_fund, own, carried, spent, show),
        _revenue_by_source(general, of_fund, own, carried, show),
        _by_line("支出总表", spent, show),
        _fiscal(general, of_fund, carried, show),
        _by_line("一般公共预算支出表", general, show, _GENERAL),
        _by_line("政府性基金预算支出表", of_fund, show, _FUND),
        *(_plain(line, number) for number, line in enumerate([*general, *of_fund])),
    )


def _all(lines: Sequence[_Line]) -> int:
    return sum(line.total for line in lines)


def _by_line(kind: str, lines: Sequence[_Line], show: _Printer, fund: str = "") -> Table:
    rows = [_printed(row, show, _SPENT) for row in _spending(lines)]
    return table(kind, columns("合计", "基本支出", "项目支出"), rows, unit=show.unit, fund=fund)


def _source(name: str, *cells: str, parent: int | None = None) -> Row:
    subject = Subject(name, scheme=Scheme.REVENUE)
    return Row(name, cells, subject=subject, direction=Direction.REVENUE, parent=parent)


def _total(name: str, *cells: str, direction: Direction, whole: bool) -> Row:
    subject = REVENUE if direction is Direction.REVENUE else SPENDING
    return Row(name, cells, subject=subject, whole=whole, direction=direction)


def _revenue_and_spending(
    general: Sequence[_Line],
    of_fund: Sequence[_Line],
    own: int,
    carried: int,
    spent: Sequence[_Line],
    show: _Printer,
) -> Table:
    heads = (Column(("收入", "预算数"), direction=Direction.REVENUE), Column(("支出", "预算数"), side=1))
    total, fiscal = _all(spent), _all(general) + _all(of_fund) - carried
    revenue = [
        _source("财政拨款收入", show(fiscal), ""),
        _source("一般公共预算拨款收入", show(_all(general) - carried), "", parent=0),
        _source("政府性基金预算拨款收入", show(_all(of_fund)), "", parent=0),
        _source("事业收入", show(own), ""),
        _total("本年收入合计", show(total - carried), "", direction=Direction.REVENUE, whole=False),
        _total("上年结转结余", show(carried), "", direction=Direction.REVENUE, whole=False),
        _total("收入总计", show(total), "", direction=Direction.REVENUE, whole=True),
    ]
    classes = [Row(one.label, ("", show(_all(one.lines))), one.code) for one in _spending(spent) if len(one.code) == 3]
    end = _total("支出总计", "", show(total), direction=Direction.EXPENDITURE, whole=True)
    printed = table("收支总表", heads, [*revenue, *classes, end], unit=show.unit)
    return _with_measures(printed, {"本年收入合计": "本年收入", "上年结转结余": "上年结转结余"})


def _with_measures(printed: Table, measures: dict[str, str]) -> Table:
    """Rows of the whole that are not all of it."""
    figures = tuple(
        replace(figure, measure=measures.get(figure.citation.row, figure.measure)) for figure in printed.figures
    )
    return replace(printed, figures=figures)


def _revenue_by_source(
    general: Sequence[_Line], of_fund: Sequence[_Line], own: int, carried: int, show: _Printer
) -> Table:
    this_year = _all(general) - carried + _all(of_fund) + own
    heads = [
        Column((head,) if "/" not in head else tuple(head.split("/")), measure, fund, Direction.REVENUE)
        for head, measure, fund in (
            ("合计", "合计", ""),
            ("本年收入/小计", "本年收入", ""),
            ("本年收入/一般公共预算", "本年收入", _GENERAL),
            ("本年收入/政府性基金预算", "本年收入", _FUND),
            ("本年收入/事业收入", "事业收入", ""),
            ("上年结转结余", "上年结转结余", ""),
        )
    ]
    amounts = (this_year + carried, this_year, _all(general) - carried, _all(of_fund), own, carried)
    row = Row("某局", tuple(show(fen) for fen in amounts), whole=True, direction=Direction.REVENUE)
    return table("收入总表", heads, [row], unit=show.unit)


def _fiscal(general: Sequence[_Line], of_fund: Sequence[_Line], carried: int, show: _Printer) -> Table:
    heads = (
        Column(("收入", "预算数"), direction=Direction.REVENUE),
        Column(("支出", "合计"), side=1),
        Column(("支出", "一般公共预算"), fund=_GENERAL, side=1),
        Column(("支出", "政府性基金预算"), fund=_FUND, side=1),
    )
    total = _all(general) + _all(of_fund)
    revenue = [
        _total("本年收入", show(total - carried), "", "", "", direction=Direction.REVENUE, whole=False),
        _source("一般公共预算拨款收入", show(_all(general) - carried), "", "", "", parent=0),
        _source("政府性基金预算拨款收入", show(_all(of_fund)), "", "", "", parent=0),
        _total("上年结转", show(carried), "", "", "", direction=Direction.REVENUE, whole=False),
        _total("收入总计", show(total), "", "", "", direction=Direction.REVENUE, whole=True),
    ]
    by_class = {one.code: one for one in _spending([*general, *of_fund]) if len(one.code) == 3}
    classes = [
        Row(
            one.label,
            (
                "",
                show(_all(one.lines)),
                show(_all([line for line in one.lines if line in general])),
                show(_all([line for line in one.lines if line in of_fund])),
            ),
            code,
        )
        for code, one in by_class.items()
    ]
    end = Row("支出总计", ("", show(total), show(_all(general)), show(_all(of_fund))), whole=True)
    printed = table("财政拨款收支总表", heads, [*revenue, *classes, end], unit=show.unit, fund="财政拨款")
    return _with_measures(printed, {"本年收入": "本年收入", "上年结转": "上年结转结余"})


def _plain(line: _Line, number: int) -> Statement:
    show = _Printer("万元")
    subject = Subject(line.name, line.code, Scheme.FUNCTION)
    text = f"{line.name}（项）{show(line.total)}万元。"
    return statement(subject, text, Said(show(line.total)), section=f"说明 › {number}")
