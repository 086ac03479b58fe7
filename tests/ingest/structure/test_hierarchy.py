"""Which row is a part of which, and whether the sums hold."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.structure.hierarchy import parents, part_sums, total_sums
from ingest.structure.labels import RawRow
from ingest.structure.sums import Row, to_number


def _list(*lines: tuple[str, str]) -> tuple[list[RawRow], list[Row]]:
    """Rows and their amounts; a label may begin with its code, or with its unit's code in brackets."""
    rows: list[RawRow] = []
    numbers: list[Row] = []
    for index, (text, amounts) in enumerate(lines):
        code, _, label = text.partition(" ")
        row = RawRow(index, label, code) if code.isdigit() else RawRow(index, text, "")
        if text.startswith("["):
            row = RawRow(index, text.partition("]")[2], "", unit_code=text[1:].partition("]")[0])
        rows.append(row)
        numbers.append([to_number(Decimal(amount)) if amount else None for amount in amounts.split("|")])
    return rows, numbers


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (
            [("合计", "9"), ("一、教育支出", "4"), ("进修及培训", "4"), ("培训支出", "4"), ("二、住房", "5")],
            [None, None, 1, 2, None],
        ),
        (
            [("税收收入", "9|8"), ("增值税", "4|5"), ("契税", "5|3"), ("非税收入", "1|1"), ("合计", "10|9")],
            [None, 0, 0, None, None],
        ),
        (
            [("合计", "7"), ("[117]民政局", "7"), ("[117001]民政局本级", "4"), ("[117002]救助站", "3")],
            [None, None, 1, 1],
        ),
        (
            [("合计", "7"), ("民政局本级", "4"), ("208 社保", "4"), ("救助站", "3"), ("208 社保", "3")],
            [None, None, 1, None, 3],
        ),
        (
            [("财政拨款", "5"), ("1.一般公共预算", "4"), ("2.政府性基金", "1"), ("本年收入合计", "5")],
            [None, 0, 0, None],
        ),
        ([("教育支出", "5"), ("卫生支出", "5"), ("合计", "10")], [None, None, None]),  # equal, and no parts
    ],
    ids=["below-numbers", "by-sums", "unit-codes", "units-with-lines", "below-unnumbered", "no-parts"],
)
def test_parents(lines: list[tuple[str, str]], found: list[int | None]) -> None:
    """Of several readings the one whose sums hold is taken."""
    assert parents(*_list(*lines)) == found


@pytest.mark.parametrize(
    ("lines", "held", "broken"),
    [
        ([("教育", "4"), ("住房", "5"), ("合计", "9")], 1, 0),
        ([("合计", "9"), ("教育", "4"), ("住房", "5")], 1, 0),
        ([("教育", "4.0"), ("住房", "5.0"), ("合计", "8.0")], 0, 1),
        ([("教育", "4.04"), ("住房", "5.04"), ("合计", "9.1")], 1, 0),  # rounding
        ([("敬老院", "4"), ("本页小计", "4"), ("救助站", "5"), ("本页小计", "5"), ("累计", "9")], 3, 0),
        ([("教育", "4"), ("本年支出合计", "4"), ("结转下年", "1"), ("支出总计", "5")], 2, 0),
        ([("一、利润", "4"), ("二、股息", "1"), ("经营收入", "5"), ("上年结余", "2"), ("总计", "7")], 2, 0),
        ([("一、部门预算", ""), ("1、教育", "4"), ("2、住房", "5"), ("本年支出合计", "9")], 1, 0),
    ],
    ids=["below", "above", "fails", "rounding", "pages", "running", "not-called-total", "hollow-parent"],
)
def test_totals(lines: list[tuple[str, str]], held: int, broken: int) -> None:
    """Totals stand above or below, run on, and sum what stands since the one before."""
    rows, numbers = _list(*lines)
    tally = total_sums(rows, parents(rows, numbers), numbers)
    assert (tally.held, tally.broken) == (held, broken)


def test_what_is_called_among_is_not_all() -> None:
    """其中 need not add up."""
    rows, numbers = _list(("一、拨款", "9"), ("其中：专项", "4"))
    assert part_sums(rows, parents(rows, numbers), numbers).checked == 0
