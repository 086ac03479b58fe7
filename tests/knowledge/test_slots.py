"""Years, codes and amounts in questions."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.slots import Amount, Code, Slot, Year, chinese_number, find_slots
from knowledge.words import WordKind

CODES = {"2080505", "20805", "208", "30217", "302"}


def _slots(text: str) -> list[Slot]:
    found = sorted((span for _, span in find_slots(text, CODES.__contains__)), key=lambda span: span.start)
    return [value for span in found if isinstance(value := span.value(WordKind.SLOT), Slot)]


def _amount(value: str, unit: str, bound: str = "") -> Amount:
    return Amount(Decimal(value), unit, bound)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("2022年收入", [Year(2022)]),
        ("2022年度收入", [Year(2022)]),
        ("二〇二二年收入", [Year(2022)]),
        ("二零二二年", [Year(2022)]),
        ("22年预算", [Year(2022)]),
        ("2022 2021对比", [Year(2022), Year(2021)]),
        ("2080505是多少", [Code("2080505")]),
        ("208类05款05项", [Code("2080505")]),
        ("208类5款5项", [Code("2080505")]),
        ("208 05 05", [Code("2080505")]),
        ("208-05-05", [Code("2080505")]),
        ("30217", [Code("30217")]),
        ("12333咨询服务", []),  # a telephone number, and no code that a document prints
        ("2080599", []),
        ("220万", [_amount("220", "万元")]),
        ("220.5万元", [_amount("220.5", "万元")]),
        ("2,200,000元", [_amount("2200000", "元")]),
        ("2亿元", [_amount("2", "亿元")]),
        ("5千元", [_amount("5", "千元")]),
        ("8000块", [_amount("8000", "元")]),
        ("二百二十万", [_amount("220", "万元")]),
        ("三十五万元", [_amount("35", "万元")]),
        ("一点五万元", [_amount("1.5", "万元")]),
        ("三百万以上", [_amount("300", "万元", "≥")]),
        ("100万元以下", [_amount("100", "万元", "≤")]),
        ("0.75是什么", [_amount("0.75", "")]),
        ("公用经费2.22、其他15，", [_amount("2.22", ""), _amount("15", "")]),
        ("2022年220万", [Year(2022), _amount("220", "万元")]),
        ("12个月", []),
        ("", []),
    ],
)
def test_find_slots(text: str, slots: list[Slot]) -> None:
    """Each pattern reads what it should and leaves the rest."""
    assert _slots(text) == slots


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二百二十", "220"),
        ("二〇二二", "2022"),
        ("三点五", "3.5"),
        ("十五", "15"),
        ("一百零五", "105"),
        ("两千三百", "2300"),
        ("三万五千", "35000"),
        ("一亿二千万", "120000000"),
        ("零", "0"),
        ("五点零二", "5.02"),
    ],
)
def test_chinese_number(text: str, value: str) -> None:
    """Numbers in characters are the numbers in digits."""
    assert chinese_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "多少", "三个", "点五", "3", "五点多"])
def test_no_chinese_number(text: str) -> None:
    """Other words are none."""
    assert chinese_number(text) is None


@given(st.text(alphabet="0123456789.,万亿元年类款项 第二百十零点以上块千%安徽", max_size=30))
def test_slots_do_not_overlap(text: str) -> None:
    """Every slot is a piece of the text, and no two share a character."""
    spans = sorted((span for _, span in find_slots(text, lambda _: True)), key=lambda span: span.start)
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
