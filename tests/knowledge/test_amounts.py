"""Numbers as printed: what is read can be printed, what is printed can be read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.amounts import (
    convert,
    grouped,
    half_last_digit,
    is_blank,
    is_number,
    parse_amount,
    parse_cell,
    plain,
    to_fen,
)
from knowledge.errors import UnreadableCell

AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,003.10", "1003.10"),
        ("119,385,303", "119385303"),
        ("１２．５", "12.5"),
        ("１，００３．１", "1003.1"),
        (" 70.7 ", "70.7"),
        ("1 003.1", "1003.1"),
        ("0", "0"),
        ("0.00", "0.00"),
        (".5", "0.5"),
        ("-3.2", "-3.2"),
        ("−3.2", "-3.2"),
        ("+3.2", "3.2"),
        ("(3.2)", "-3.2"),
        ("（3,200）", "-3200"),
        ("220①", "220"),
        ("1.5²", "1.5"),
        ("30*", "30"),
        ("44.0（注1）", "44.0"),
        ("33.0 [3]", "33.0"),
        ("33.0注2", "33.0"),
        ("159.5⑴", "159.5"),
        ("﹣3.2", "-3.2"),
        ("－3.2", "-3.2"),
        ("–3.2", "-3.2"),
        ("—3.2", "-3.2"),
        ("负3.2", "-3.2"),
        ("负 3.2", "-3.2"),
        ("- 3.2", "-3.2"),
        ("¥30.5", "30.5"),
        ("￥ 30.5", "30.5"),
        ("RMB30.5", "30.5"),
        ("人民币30.5", "30.5"),
        ("-¥30.5", "-30.5"),
        ("¥-30.5", "-30.5"),
        ("(¥30.5)", "-30.5"),
        ("\u200b200.5", "200.5"),
        ("180.0\u00a0", "180.0"),
        ("1，234.5", "1234.5"),
        ("1\u2009234.5", "1234.5"),
        ("1\u202f234\u202f567", "1234567"),
        ("12\u00a0500", "12500"),
        ("1 234 567", "1234567"),
        ("3,594, 026", "3594026"),
        ("1 2 . 5 0", "12.50"),
        ("12,345,\n678.90", "12345678.90"),
        ("12,345,67\n8.90", "12345678.90"),
        ("12345678.\n90", "12345678.90"),
        ("12345678.9\n0", "12345678.90"),
        ("1\n003.1", "1003.1"),
        ("12\n345.0", "12345.0"),
    ],
)
def test_parse_amount(cell: str, value: str) -> None:
    """A cell becomes its number with all the digits that are printed."""
    assert str(parse_amount(cell)) == value


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        "\n",
        "-",
        "--",
        "—",
        "——",
        "———",
        "- -",
        "–",
        "－",
        "/",
        "／",
        "\\",
        "无",
        "N/A",
        "\u3000",
        "\u200b",
        "①",
        "—①",
    ],
)
def test_blank_is_not_zero(cell: str) -> None:
    """A blank or a dash is no number."""
    assert parse_amount(cell) is None
    assert parse_cell(cell) is None
    assert is_blank(cell)
    assert not is_number(cell)


@pytest.mark.parametrize(
    "cell",
    [
        *("合计", "12,34", "1.2.3", "12-5", "1e5", "NaN", "Infinity", "三", "((3))", "2①2", "½", "12.", "12.5-"),
        *(
            "▲12.5",
            "△12.5",
            "2OO.5",
            "#REF!",
            "#DIV/0!",
            "…",
            "...",
            "*",
            "***",
            "约12",
            "1.2万",
            "2024年",
            "(-3)",
            "--3",
        ),
        *("200 180", "200\n180", "1234.5\n20", "1 2 3", "12.5 30.0", "-元", "第3人"),
    ],
)
def test_words_are_no_number(cell: str) -> None:
    """Anything else is said to be unreadable, with the cell in the message."""
    for parse in (parse_amount, parse_cell):
        with pytest.raises(UnreadableCell, match="neither a number nor a blank"):
            parse(cell)
    assert not is_number(cell)
    assert not is_blank(cell)


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        ("1,003.10", "1003.10", ""),
        ("1,234.5元", "1234.5", "元"),
        ("220万元", "220", "万元"),
        ("35000（元）", "35000", "元"),
        ("3,500元/人", "3500", "元/人"),
        ("3500 元/人·月", "3500", "元/人·月"),
        ("0.3万元／平方米", "0.3", "万元／平方米"),
        ("25人", "25", "人"),
        ("12台（套）", "12", "台（套）"),
        ("1200m²", "1200", "m²"),
        ("12.5%", "12.5", "%"),
        ("１２．５％", "12.5", "%"),
        ("(12.5%)", "-12.5", "%"),
        ("-3.1 %", "-3.1", "%"),
        ("159.5元①", "159.5", "元"),
        ("159.5①元", "159.5", "元"),
        ("人民币12万元", "12", "万元"),
    ],
)
def test_parse_cell(cell: str, value: str, unit: str) -> None:
    """A number with a unit of its own keeps it; without asking for the unit it is no number."""
    amount = parse_cell(cell)
    assert amount is not None
    assert (str(amount.value), amount.unit) == (value, unit)
    assert is_number(cell) is not bool(unit)
    if unit:
        with pytest.raises(UnreadableCell, match="neither a number nor a blank"):
            parse_amount(cell)


@given(AMOUNTS)
def test_what_is_printed_can_be_read(value: Decimal) -> None:
    """Plain, grouped and in full width a number is the same number."""
    full_width = plain(value).translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    assert parse_amount(plain(value)) == value
    assert parse_amount(grouped(plain(value))) == value
    assert parse_amount(full_width) == value


@given(st.text(max_size=20))
def test_any_cell_is_read_blank_or_refused(cell: str) -> None:
    """No text makes another error than the one that callers expect."""
    try:
        value = parse_amount(cell)
    except UnreadableCell:
        return
    assert value is None or value.is_finite()


@pytest.mark.parametrize(
    ("value", "unit", "fen"),
    [
        ("1", "元", 100),
        ("0.01", "元", 1),
        ("0.005", "元", 1),
        ("220.0", "万元", 220_000_000),
        ("1.5", "千元", 150_000),
        ("0.10031", "亿元", 1_003_100_000),
        ("3", "辆", None),
        ("90", "%", None),
    ],
)
def test_to_fen(value: str, unit: str, fen: int | None) -> None:
    """Money is compared in 分; what is no money has none."""
    assert to_fen(Decimal(value), unit) == fen


@given(AMOUNTS, st.sampled_from(["元", "千元", "万元", "亿元"]), st.sampled_from(["元", "万元", "亿元"]))
def test_conversion_keeps_the_amount(value: Decimal, unit: str, to: str) -> None:
    """There and back is the same."""
    assert convert(convert(value, unit, to), to, unit) == value


def test_conversion_of_no_money() -> None:
    """Vehicles are no money."""
    with pytest.raises(KeyError):
        convert(Decimal(1), "辆", "元")


@pytest.mark.parametrize(
    ("value", "half"), [("119", "0.5"), ("0.3", "0.05"), ("28.60", "0.005"), ("1E+2", "0.5"), ("0", "0.5")]
)
def test_half_last_digit(value: str, half: str) -> None:
    """How far rounding can have moved a number follows from its printed digits."""
    assert half_last_digit(Decimal(value)) == Decimal(half)


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("12971818.00", "12,971,818.00"),
        ("0.75", "0.75"),
        ("1003.1", "1,003.1"),
        ("35000元", "35,000"),
        ("—", "—"),
        ("", ""),
        ("▲3", "▲3"),
    ],
)
def test_grouped(printed: str, shown: str) -> None:
    """Thousands are set apart; no digit is lost or added."""
    assert grouped(printed) == shown
