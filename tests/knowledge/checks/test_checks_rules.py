"""Each rule on the smallest document that keeps it, breaks it, or breaks it only by rounding."""

from __future__ import annotations

from dataclasses import replace

import pytest
from check_documents import (
    REVENUE,
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

from knowledge.checks import find_contradictions
from knowledge.model import (
    Aspect,
    Contradiction,
    Direction,
    DocumentFacts,
    Proof,
    Scheme,
    Severity,
    Stage,
    Statement,
    Subject,
    Table,
    Trend,
)

SPENT = columns("合计", "基本支出", "项目支出")
IN_FULL = columns("合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出")
HEALTH = Subject("卫生健康支出", "210", Scheme.FUNCTION)


def _spent(*rows: Row, unit: str = "万元") -> Table:
    return table("支出总表", SPENT, rows, unit=unit)


def _line(cells: tuple[str, ...], code: str = "208", parent: int | None = None) -> Row:
    return Row(f"科目{code}", cells, code, parent)


def _whole(*cells: str) -> Row:
    return Row("合计", cells, whole=True)


def _signs(document: DocumentFacts) -> list[tuple[str, Severity]]:
    return [(found.rule, found.severity) for found in find_contradictions(document)]


def _only(document: DocumentFacts) -> Contradiction:
    (found,) = find_contradictions(document)
    return found


# ---- sums ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([_line(("3.0", "1.0", "2.0"))], []),
        ([_line(("3.0", "", "3.0"))], []),
        ([_line(("3.0", "1.0", "1.9"))], [("row-sum", Severity.ROUNDING)]),
        ([_line(("3.0", "1.0", "2.6"))], [("row-sum", Severity.ERROR)]),
        # blank: the total is printed, the parts cannot reach it, other rows fill the column
        (
            [_line(("3.0", "1.0", "")), _line(("3.0", "1.0", "2.0"), "210")],
            [("row-sum-blank", Severity.ERROR)],
        ),
        # blank wherever the parts stand: it proves nothing
        ([_line(("3.0", "", "")), _line(("5.0", "", ""), "210")], []),
        # filled for another level only
        ([_line(("3.0", "", "")), _line(("3.0", "1.0", "2.0"), "20801", 0)], []),
    ],
)
def test_row_sum(rows: list[Row], expected: list[tuple[str, Severity]]) -> None:
    """Columns add up to their 合计; half of the last printed digit of each figure is rounding."""
    assert _signs(facts(_spent(*rows))) == expected


@pytest.mark.parametrize(
    ("total", "expected"),
    [("9.0", []), ("9.1", [("column-sum", Severity.ROUNDING)]), ("9.5", [("column-sum", Severity.ERROR)])],
)
def test_column_sum(total: str, expected: list[tuple[str, Severity]]) -> None:
    """The total row is the sum of the 类; their 款 and 项 do not count again."""
    rows = [
        _line(("4.0",), "208"),
        _line(("4.0",), "20801", 0),
        _line(("5.0",), "210"),
        _whole(total),
    ]
    assert _signs(facts(table("支出总表", columns("合计"), rows))) == expected


def test_hierarchy() -> None:
    """A 类 is the sum of its 款, also where the 款 in between is blank."""
    rows = [
        _line(("9.0",), "208"),
        _line(("",), "20801", 0),
        _line(("4.0",), "2080101", 1),
        _line(("5.0",), "20805", 0),
    ]
    document = facts(table("支出总表", columns("合计"), rows))
    assert _signs(document) == []
    broken = [Row(rows[0].label, ("8.0",), "208"), *rows[1:]]
    assert _signs(facts(table("支出总表", columns("合计"), broken))) == [("hierarchy", Severity.ERROR)]


def test_subtotals_and_balances_make_the_total() -> None:
    """收入总计 is 本年收入小计 and 上年结转, not the lines twice."""
    head = (Column(("收入", "预算数"), direction=Direction.REVENUE),)
    side = Direction.REVENUE

    def rows(total: str) -> list[Row]:
        return [
            Row(
                "财政拨款收入",
                ("90.0",),
                subject=Subject("财政拨款收入", scheme=Scheme.REVENUE),
                direction=side,
            ),
            Row("其他收入", ("8.0",), subject=Subject("其他收入", scheme=Scheme.REVENUE), direction=side),
            Row("本年收入小计", ("98.0",), subject=REVENUE, direction=side),
            Row("上年结转结余", ("2.0",), subject=REVENUE, direction=side),
            Row("收入总计", (total,), whole=True, direction=side),
        ]

    assert _signs(facts(table("收支总表", head, rows("100.0")))) == []
    assert _signs(facts(table("收支总表", head, rows("198.0")))) == [("column-sum", Severity.ERROR)]


def test_both_sides_are_equal() -> None:
    """收入总计 and 支出总计 of one 收支总表."""
    heads = (Column(("收入", "预算数"), direction=Direction.REVENUE), Column(("支出", "预算数"), side=1))
    rows = [
        Row("收入总计", ("100.0", ""), whole=True, direction=Direction.REVENUE),
        Row("支出总计", ("", "90.0"), whole=True),
    ]
    assert _signs(facts(table("收支总表", heads, rows))) == [("sides", Severity.ERROR)]


def test_units_in_one_list_are_not_summed() -> None:
    """A list that gives the same code for several units: which line is part of which is not known."""
    rows = [_line(("4.0",)), _line(("5.0",), "20801", 0), _line(("4.0",)), _whole("8.0")]
    assert _signs(facts(table("支出总表", columns("合计"), rows))) == []


def test_a_table_where_no_row_adds_up_is_misread() -> None:
    """Many rows against a header's promise, none for it: the fault is not the document's."""
    rows = [_line((f"{n}.0", "1.0", "0.5"), f"2{n:02}") for n in range(3, 9)]
    assert [sign for sign in _signs(facts(_spent(*rows))) if sign[0] == "row-sum"] == []


def test_quantities_and_prices_do_not_add_up() -> None:
    """Columns of numbers that are no amounts of the whole."""
    rows = [Row("电脑", ("2.0",)), Row("桌子", ("5.0",)), _whole("99.0")]
    assert _signs(facts(table("政府采购表", columns("数量"), rows))) == []


def test_revenue_carried_over() -> None:
    """年初结转 + 本年收入 − 年末结转 is 本年支出, in a table of one fund."""
    heads = (
        Column(("年初结转和结余",), "上年结转结余"),
        Column(("本年收入",), "本年收入"),
        Column(("本年支出", "合计"), "本年支出"),
        Column(("年末结转和结余",), "年终结转结余"),
    )
    title = "政府性基金预算支出表"
    assert _signs(facts(table(title, heads, [_line(("1.0", "5.0", "4.0", "2.0"))]))) == []
    broken = facts(table(title, heads, [_line(("1.0", "5.0", "4.5", "2.0"))]))
    assert _signs(broken) == [("carried-over", Severity.ERROR)]


# ---- several places --------------------------------------------------------------------------------------


def _totals(kind: str, fund: str, *amounts: str) -> Table:
    codes = ("208", "210", "221", "229")
    rows = [_line((amount,), code) for amount, code in zip(amounts[:-1], codes, strict=False)]
    return table(kind, columns("合计"), [*rows, _whole(amounts[-1])], fund=fund)


def test_tables_agree_line_by_line_where_all_money_is_of_one_fund() -> None:
    """The totals are equal, so must be the lines; the odd one breaks its own sum as well."""
    found = _only(
        facts(
            _totals("支出总表", "", "4.0", "5.0", "9.0"),
            _totals("一般公共预算支出表", "一般公共预算", "4.0", "6.0", "9.0"),
        )
    )
    assert found.severity is Severity.ERROR
    assert found.figures[0].printed == "6.0"
    assert "5.0" in found.message


def test_tables_of_different_money_differ() -> None:
    """The totals differ: there is other money, and the lines may differ too."""
    document = facts(
        _totals("支出总表", "", "4.0", "5.0", "9.0"),
        _totals("一般公共预算支出表", "一般公共预算", "4.0", "3.0", "7.0"),
    )
    assert _signs(document) == []


def test_tables_that_differ_in_most_lines_are_strangers() -> None:
    """Two tables of one kind, of two units: no line is an error."""
    document = facts(
        _totals("支出总表", "", "4.0", "5.0", "6.0", "15.0"),
        _totals("支出总表", "", "1.0", "2.0", "3.0", "6.0"),
    )
    assert _signs(document) == []


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("11.50", []),
        ("11.5", []),
        ("11.49", [("text-vs-table", Severity.ROUNDING)]),  # cut off instead of rounded
        ("12.50", [("text-vs-table", Severity.ERROR)]),
    ],
)
def test_text_against_table(printed: str, expected: list[tuple[str, Severity]]) -> None:
    """A sentence in 万元 is the table's 元, rounded."""
    document = facts(
        table("支出总表", columns("合计"), [Row("卫生健康支出", ("114,967.8",), "210")], unit="元"),
        statement(HEALTH, f"卫生健康支出{printed}万元。", Said(printed)),
    )
    assert _signs(document) == expected


def test_a_sentence_may_mean_another_measure() -> None:
    """The sentence names no measure, and a table prints its amount as the line's 基本支出."""
    document = facts(
        table("支出总表", SPENT, [Row("卫生健康支出", ("3.00", "1.00", "2.00"), "210")]),
        statement(HEALTH, "卫生健康支出1.00万元。", Said("1.00")),
    )
    assert _signs(document) == []


def test_text_against_text() -> None:
    """One amount said in two ways."""
    document = facts(
        statement(HEALTH, "卫生健康支出2.50万元。", Said("2.50"), section="一"),
        statement(HEALTH, "卫生健康支出2.80万元。", Said("2.80"), section="二"),
    )
    assert _signs(document) == [("text-vs-text", Severity.ERROR)]


# ---- sentences -------------------------------------------------------------------------------------------


def _changed(now: str, change: str, rate: str, trend: Trend = Trend.DOWN) -> Statement:
    against = {"base": "2025年预算", "base_year": 2025, "trend": trend}
    return statement(
        HEALTH,
        f"卫生健康支出{now}万元，比2025年预算{trend}{change}万元，{trend}{rate}%。",
        Said(now),
        Said(change, aspect=Aspect.CHANGE, **against),  # type: ignore[arg-type]
        Said(rate, "%", Aspect.RATE, **against),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (_changed("61.33", "0.75", "1.21"), []),
        (_changed("61.33", "0.75", "0.98"), [("rate", Severity.ERROR)]),
        (_changed("0.04", "0.003", "8.11", Trend.UP), []),
        (_changed("0.04", "0.003", "9.00", Trend.UP), [("rate", Severity.ROUNDING)]),
        (_changed("0.04", "0.003", "0.92", Trend.UP), [("rate", Severity.ERROR)]),
        (_changed("5.00", "5.00", "100.00", Trend.UP), [("rate-from-nothing", Severity.NOTE)]),
    ],
)
def test_rate_of_change(said: Statement, expected: list[tuple[str, Severity]]) -> None:
    """A percentage is the change over what was before, at some point within the rounding of both."""
    assert _signs(facts(said)) == expected


def _against(now: str, before: str, rate: str, trend: Trend) -> Statement:
    base = "2025年预算执行数"
    return statement(
        HEALTH,
        f"{base}为{before}万元，2026年预算安排{now}万元，比{base}{trend}{rate}%。",
        Said(before, year=2025, stage=Stage.EXECUTION),
        Said(now),
        Said(rate, "%", Aspect.RATE, trend, base=base, base_year=2025),
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (_against("91.97", "77.99", "17.93", Trend.UP), []),
        (_against("91.97", "77.99", "17.92", Trend.UP), [("rate", Severity.ROUNDING)]),  # cut off
        (_against("91.97", "77.99", "17.66", Trend.UP), [("rate", Severity.ERROR)]),
        (_against("77.99", "91.97", "15.20", Trend.UP), [("rate", Severity.ERROR)]),  # it fell
        (_against("77.99", "0.00", "15.20", Trend.UP), [("percent-of-nothing", Severity.ERROR)]),
        (_against("77.99", "0.00", "100.00", Trend.UP), [("rate-from-nothing", Severity.NOTE)]),
    ],
)
def test_rate_against_a_printed_base(said: Statement, expected: list[tuple[str, Severity]]) -> None:
    """This year over last year, with the sign that the word gives."""
    assert _signs(facts(said)) == expected


def test_the_finer_amount_of_a_table_explains_a_percentage() -> None:
    """114.97 / 59.43 gives 93.46; with the table's 元 it is 93.45."""
    said = _against("11.5", "5.9", "94.86", Trend.UP)
    assert _signs(facts(said)) == [("rate", Severity.ROUNDING)]
    finer = table("支出总表", columns("合计"), [Row("卫生健康支出", ("114,967.8",), "210")], unit="元")
    assert _signs(facts(finer, said)) == []


@pytest.mark.parametrize(
    ("change", "word", "expected"),
    [
        ("3.00", Trend.UP, []),
        ("3.50", Trend.UP, [("change", Severity.ERROR)]),
        ("3.00", Trend.DOWN, [("change", Severity.ERROR)]),
        ("持平", Trend.FLAT, [("change", Severity.ERROR)]),
    ],
)
def test_change_between_two_printed_amounts(change: str, word: Trend, expected: list[tuple[str, Severity]]) -> None:
    """A change is this year less last year; 持平 is a change of nothing."""
    base = "2025年预算"
    said = statement(
        HEALTH,
        f"2025年预算8.00万元，2026年预算11.00万元，比2025年预算{word}{change}。",
        Said("8.00", year=2025),
        Said("11.00"),
        Said(change, aspect=Aspect.CHANGE, trend=word, base=base, base_year=2025),
    )
    assert _signs(facts(said)) == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [("23.34", []), ("23.33", [("share", Severity.ROUNDING)]), ("24.34", [("share", Severity.ERROR)])],
)
def test_share(share: str, expected: list[tuple[str, Severity]]) -> None:
    """A part over the total that its list names."""
    document = facts(
        statement(SPENDING, "支出预算1003.1万元。", Said("1003.1")),
        statement(
            SPENDING,
            f"基本支出234.1万元，占{share}%。",
            Said("234.1", measure="基本支出"),
            Said(share, "%", Aspect.SHARE, base="支出预算", measure="基本支出"),
        ),
    )
    assert _signs(document) == expected


@pytest.mark.parametrize(
    ("budget", "rate", "expected"),
    [
        ("52.00", "98.69", []),
        ("52.00", "89.69", [("completion", Severity.ERROR)]),
        ("0", "98.69", [("percent-of-nothing", Severity.ERROR)]),
    ],
)
def test_completion(budget: str, rate: str, expected: list[tuple[str, Severity]]) -> None:
    """决算 over the budget that the words name."""
    said = statement(
        HEALTH,
        f"全年预算为{budget}万元，支出决算为51.32万元，完成全年预算的{rate}%。",
        Said(budget, measure="全年预算"),
        Said("51.32", stage=Stage.FINAL),
        Said(rate, "%", Aspect.COMPLETION, stage=Stage.FINAL, base="全年预算"),
    )
    assert _signs(facts(said)) == expected


def _parts(total: str, *parts: str, opener: str = "其中：", last: str = "丙费") -> list[Statement]:
    names = ["甲费", "乙费", last][: len(parts)]
    text = f"运转经费{total}万元，{opener}" + "、".join(
        f"{name}{part}万元" for name, part in zip(names, parts, strict=True)
    )
    return [
        statement(Subject(name, scheme=Scheme.SPECIAL), text + "。", Said(amount))
        for name, amount in zip(["运转经费", *names], [total, *parts], strict=True)
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (_parts("2.22", "0.75", "0.47", "1.00"), []),
        (_parts("2.22", "0.75", "0.47", "1.01"), [("list", Severity.ROUNDING)]),
        (_parts("2.22", "0.75", "0.47", "1.60"), [("list-excess", Severity.NOTE)]),
        (_parts("2.22", "0.75", "0.47"), []),  # 其中 need not name all
        (_parts("2.22", "0.75", "0.47", opener="分为："), [("list", Severity.ERROR)]),
        (_parts("2.22", "0.75", "0.47", "0.50", last="其他费用"), [("list", Severity.ERROR)]),
    ],
)
def test_list_in_a_sentence(said: list[Statement], expected: list[tuple[str, Severity]]) -> None:
    """Parts make their total where the words say that they are all of it."""
    assert _signs(facts(*said)) == expected


def test_known_parts_make_their_total() -> None:
    """人员经费 and 公用经费 are all of 基本支出, whatever the words between."""
    text = "基本支出9.0万元。人员经费6.0万元，公用经费2.0万元。"
    document = facts(
        *(
            statement(SPENDING, text, Said(amount, measure=measure))
            for measure, amount in (("基本支出", "9.0"), ("人员经费", "6.0"), ("公用经费", "2.0"))
        )
    )
    assert _signs(document) == [("list", Severity.ERROR)]


def test_last_year_balances_too() -> None:
    """Revenue and spending of last year follow from the changes, and must be equal."""
    against = {"aspect": Aspect.CHANGE, "base": "2025年预算", "base_year": 2025}

    def told(change: str) -> DocumentFacts:
        return facts(
            statement(REVENUE, "收入", Said("100.0"), Said("5.0", trend=Trend.UP, **against), section="一"),  # type: ignore[arg-type]
            statement(SPENDING, "支出", Said("100.0"), Said(change, trend=Trend.UP, **against), section="二"),  # type: ignore[arg-type]
        )

    assert _signs(told("5.0")) == []
    assert _signs(told("6.0")) == [("last-year", Severity.ERROR)]


# ---- words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "year", "expected"),
    [
        ("2026年预算", 2026, [("same-year", Severity.ERROR)]),
        ("2025年预算", 2025, []),
        ("2026年执行数", 2026, []),
    ],
)
def test_budget_against_its_own_year(base: str, year: int, expected: list[tuple[str, Severity]]) -> None:
    """2026年预算比2026年预算: last year's words, half replaced."""
    said = statement(
        HEALTH,
        f"卫生健康支出9.00万元，比{base}增加1.00万元。",
        Said("9.00"),
        Said("1.00", aspect=Aspect.CHANGE, trend=Trend.UP, base=base, base_year=year),
    )
    assert _signs(facts(said)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年1月1日-2025年12月31日", [("period", Severity.ERROR)]),
        ("2026年1月1日-2026年12月31日", []),
        ("2024年至2027年", []),
        ("2023年至2025年", [("period-perhaps", Severity.NOTE)]),
    ],
)
def test_period_of_a_project(text: str, expected: list[tuple[str, Severity]]) -> None:
    """A project of this budget takes place in its year."""
    assert _signs(facts(passage(text, "实施周期", "某项目"))) == expected


def test_class_name() -> None:
    """One code, two names in one document."""
    document = facts(
        table("支出总表", columns("合计"), [Row("卫生健康支出", ("2.50",), "210")]),
        statement(HEALTH, "医疗卫生与计划生育支出（210类）2.50万元。", Said("2.50")),
    )
    assert _signs(document) == [("class-name", Severity.NOTE)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）", []),
        ("医疗卫生支出（类）行政事业单位医疗（款）行政单位医疗（项）", ["医疗卫生支出 ≠ 卫生健康支出"]),
        (
            "卫生健康支出（210类）行政事业单位医疗（11款）事业单位医疗（01项）",
            ["事业单位医疗 ≠ 行政单位医疗"],
        ),
    ],
)
def test_names_of_each_level(text: str, found: list[str]) -> None:
    """Names are compared by their code, printed or that of the line the sentence speaks of."""
    names = {"210": "卫生健康支出", "21011": "行政事业单位医疗", "2101101": "行政单位医疗"}
    rows = [
        Row(name, ("2.50",), code, parent) for (code, name), parent in zip(names.items(), (None, 0, 1), strict=True)
    ]
    item = Subject("行政单位医疗", "2101101", Scheme.FUNCTION)
    document = facts(table("支出总表", columns("合计"), rows), statement(item, text + "2.50万元。", Said("2.50")))
    assert [one.arithmetic for one in find_contradictions(document)] == found


@pytest.mark.parametrize(
    ("final", "words", "expected"),
    [
        ("51.32", "决算数小于全年预算数的主要原因", []),
        ("51.32", "决算数大于全年预算数的主要原因", [("more-or-less", Severity.ERROR)]),
        ("52.00", "决算数与全年预算数持平", []),
        ("51.32", "决算数与全年预算数持平", [("more-or-less", Severity.ERROR)]),
        ("51.32", "决算数与全年预算数基本持平", []),
        ("51.32", "决算数大于年初预算数的主要原因", []),  # that budget is not printed
    ],
)
def test_words_of_final_against_budget(final: str, words: str, expected: list[tuple[str, Severity]]) -> None:
    """大于, 小于 and 持平 are as the two printed amounts are."""
    said = statement(
        HEALTH,
        f"全年预算为52.00万元，支出决算为{final}万元。{words}。",
        Said("52.00", measure="全年预算"),
        Said(final, stage=Stage.FINAL),
    )
    assert _signs(facts(said)) == expected


@pytest.mark.parametrize(
    ("note", "cells", "expected"),
    [
        ("注：本部门无此项预算，故本表为空表。", ("2.0",), [("note-empty", Severity.ERROR)]),
        ("注：本部门无此项预算，故本表为空表。", ("0.00",), []),
        ("注：本部门无此项预算，故本表为空表。", ("",), []),
        ("", ("",), [("empty-unsaid", Severity.NOTE)]),
        ("", ("2.0",), []),
    ],
)
def test_note_below_a_table(note: str, cells: tuple[str, ...], expected: list[tuple[str, Severity]]) -> None:
    """空表 over a table with amounts, and a blank table without a word."""
    printed = table("政府性基金预算支出表", columns("合计"), [_line(cells)], note=note)
    assert _signs(facts(printed)) == expected


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("用于信息化建设等方面的支出。。", ["doubled"]),
        ("开展“人民调解协议书检查”、优秀调解案例”活动。", ["unpaired"]),
        ("根据《关于开展试点工作的意见（皖政〔2011〕77号）执行。", ["unpaired"]),
        ("比上年增加（减少）20万元。", ["leftover"]),
        ("主要用于XX项目的支出。", ["leftover"]),
        ("开展“检查”、“评选”活动，费用约5万元。", []),
    ],
)
def test_punctuation_and_leftovers(text: str, rules: list[str]) -> None:
    """What a template or a hurried edit leaves behind."""
    assert [found.rule for found in find_contradictions(facts(passage(text)))] == rules


def test_reason_against_the_change() -> None:
    """It fell because it rose."""
    said = _against("110.60", "114.00", "2.98", Trend.DOWN)
    explained = facts(Statement(HEALTH, said.text, said.citation, figures=said.figures, reason="事务经费增加"))
    assert _signs(explained) == [("reason", Severity.NOTE)]


# ---- judgement -------------------------------------------------------------------------------------------


def test_the_odd_cell_is_named_first_and_once() -> None:
    """Its row, its column and another table all say 7.0: one finding, the cell first."""
    codes = ("208", "210")

    def rows(odd: str) -> list[Row]:
        lines = [("9.0", "2.0", odd), ("4.0", "3.0", "1.0")]
        return [
            *(_line(cells, code) for cells, code in zip(lines, codes, strict=True)),
            _whole("13.0", "5.0", "8.0"),
        ]

    odd = table("一般公共预算支出表", SPENT, rows("6.0"), fund="一般公共预算")
    found = _only(facts(_spent(*rows("7.0")), odd))
    assert (found.severity, found.figures[0].printed) == (Severity.ERROR, "6.0")
    assert found.citations[0].table == "一般公共预算支出表"
    assert "7.0" in found.message
    assert {"9.0", "2.0", "8.0", "7.0"} <= {figure.printed for figure in found.figures}


def test_equal_lines_are_reported_once() -> None:
    """类, 款 and 项 print the same broken sum: one finding with all three lines."""
    rows = [
        _line(("11.4", "11.4", "10.6", "", ""), "210"),
        _line(("11.4", "11.4", "10.6", "", ""), "21011", 0),
        _line(("9.0", "9.0", "8.0", "1.0", ""), "208"),
    ]
    found = _only(facts(table("一般公共预算支出表", IN_FULL, rows)))
    assert found.rule == "row-sum-blank"
    assert [figure.printed for figure in found.figures] == ["11.4", "10.6", "11.4", "10.6"]


# ---- doubt of ourselves ----------------------------------------------------------------------------------


def _moments(*years: int) -> Table:
    """A column whose rows are of several years, with a total that is of one."""
    rows = [_line(("4.0",), f"20{n}") for n in range(1, len(years) + 1)]
    listed = table("支出总表", columns("合计"), [*rows, _whole("4.0")])
    figures = [replace(figure, year=year) for figure, year in zip(listed.figures, (*years, 2026), strict=True)]
    return replace(listed, figures=tuple(figures))


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        # a table whose sums do not prove how it was read
        (replace(_spent(_line(("3.0", "1.0", "9.0"))), proof=Proof.BROKEN), [("unverified", Severity.UNVERIFIED)]),
        (replace(_spent(_line(("3.0", "1.0", "9.0"))), proof=Proof.PROVED), [("row-sum", Severity.ERROR)]),
        # what fails again and again
        (
            _spent(*[_line((f"{n}.0", "1.0", "0.5"), f"2{n:02}") for n in range(3, 9)]),
            [("unverified", Severity.UNVERIFIED)],
        ),
        # rows of years are never added together
        (_moments(2025, 2026), []),
        # a total that is half of its rows: each stands among them twice
        (
            table(
                "支出总表", columns("合计"), [_line((n,), f"20{n[0]}") for n in ("1.0", "3.0", "4.0")] + [_whole("4.0")]
            ),
            [("unverified", Severity.UNVERIFIED)],
        ),
        # a line without its code among lines that have theirs
        (
            table(
                "支出总表",
                columns("合计"),
                [
                    _line(("4.0",), "201"),
                    _line(("5.0",), "202"),
                    Row("某支出", ("3.0",), subject=Subject("某支出", scheme=Scheme.FUNCTION)),
                    _whole("9.5"),
                ],
            ),
            [("unverified", Severity.UNVERIFIED)],
        ),
    ],
)
def test_what_is_not_proved_is_no_error(document: Table, expected: list[tuple[str, Severity]]) -> None:
    """Sums that fail because of how we read the table are 未能核实, or no sums at all."""
    assert _signs(facts(document)) == expected


def test_what_is_bought_is_no_part() -> None:
    """A column of 政府采购 beside 基本支出 and 项目支出 is bought with their amounts."""
    heads = columns("合计", "基本支出", "项目支出", "政府采购项目")
    assert _signs(facts(table("支出总表", heads, [_line(("3.0", "1.0", "2.0", "0.5"))]))) == []


def test_two_tables_of_one_title_are_not_compared() -> None:
    """One title for two tables is the title of neither."""
    assert (
        _signs(facts(_totals("支出总表", "", "4.0", "5.0", "9.0"), _totals("支出总表", "", "4.0", "6.0", "10.0"))) == []
    )


def _split(*said: Said) -> list[Statement]:
    """A sentence whose amount and whose change are read as two statements of two subjects."""
    text = "甲支出3,666万元，与上年相比增加21.8万元，增长" + said[1].printed + "%。"
    change = (Said("21.8", aspect=Aspect.CHANGE, trend=Trend.UP, base="上年", base_year=2025), said[1])
    return [
        statement(Subject("甲支出", scheme=Scheme.FUNCTION), text, said[0]),
        statement(Subject("与上年相"), text, *change),
    ]


@pytest.mark.parametrize(
    ("rate", "expected"),
    [("0.60", []), ("0.61", [("rate", Severity.ROUNDING)]), ("0.06", [("rate", Severity.ERROR)])],
)
def test_rate_is_of_the_amount_in_its_sentence(rate: str, expected: list[tuple[str, Severity]]) -> None:
    """Whatever statement each was put into; one last digit is rounding."""
    percent = Said(rate, "%", Aspect.RATE, Trend.UP, base="上年", base_year=2025)
    assert _signs(facts(*_split(Said("3,666"), percent))) == expected


def test_list_without_a_word_that_opens_it() -> None:
    """A total and its parts, but for one digit; equal decimals say that whole amounts are whole."""
    total = Said("474.56", measure="项目支出")
    names = (("甲经费", "116"), ("乙经费", "30"), ("丙经费", "312"), ("丁经费", "15.56"))
    text = "项目支出474.56万元，" + "，".join(name + amount + "万元" for name, amount in names) + "。"
    parts = [statement(Subject(name, scheme=Scheme.PROJECT), text, Said(amount)) for name, amount in names]
    assert _signs(facts(statement(SPENDING, text, total), *parts)) == [("list", Severity.ERROR)]


def test_nothing_of_nothing_is_no_contradiction() -> None:
    """0 % where the base is 0."""
    assert _signs(facts(_against("0.00", "0.00", "0.00", Trend.UP))) == []
