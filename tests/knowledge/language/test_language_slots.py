"""What is written by rule, with its value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge.language.fold import fold_question
from knowledge.language.numerals import parse_number
from knowledge.language.slots import find_slots


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,250.5", "1250.5"), ("二百二十", "220"), ("二〇二二", "2022"), ("三点五", "3.5"), ("壹仟万", "10000000"),
        ("1250万2", "12502000"), ("三万五", "35000"), ("三百五", "350"), ("一百零五", "105"), ("十二", "12"),
        ("两亿三千万", "230000000"), ("一百零八点五万", "1085000"), ("1.2亿", "120000000"), ("", None), ("万里", None),
    ],
)  # fmt: skip
def test_numbers(text: str, number: str | None) -> None:
    """Numbers in digits and characters."""
    assert parse_number(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("二〇二二年", ["year-chinese 二〇二二年 2022"]),
        ("22年的", ["year-short 22年 2022"]),
        ("FY2022", ["year fy2022 2022"]),
        ("２０２２年度", ["year 2022年度 2022"]),
        ("去年", ["year-relative 去年 2025"]),
        ("上上年", ["year-relative 上上年 2024"]),
        ("大前年", ["year-relative 大前年 2023"]),
        ("3年前", ["years-ago 3年前 2023"]),
        ("近三年", ["years-last 近三年 2024、2025、2026"]),
        ("超过220万", ["amount 超过220万 >2200000元"]),
        ("600多万", ["amount 600多万 >6000000元"]),
        ("1250万2", ["amount 1250万2 12502000元"]),
        ("壹仟万元整", ["amount 壹仟万元整 10000000元"]),
        ("不到三成", ["percent 不到三成 <30%"]),
        ("12.5 %", ["percent 12.5% 12.5%"]),
        ("百分之八十以上", ["percent 百分之八十以上 >=80%"]),
        ("208类05款05项", ["code-words 208类05款05项 2080505"]),
        ("2080505", ["code 2080505 2080505"]),
        ("302-39", ["code-parts 302-39 30239"]),
        ("前三名", ["rank-ordinal 前三名 3"]),
        ("第二", ["rank-place 第二 2"]),
        ("至少5个", ["count 至少5个 >=5个"]),
        ("两辆", ["count 两辆 2辆"]),
        ("你好", []),
    ],
)
def test_slots(text: str, found: list[str]) -> None:
    """The pattern, the stretch and the value; the year now is 2026."""
    folded = fold_question(text).text
    slots = find_slots(folded, 2026)
    assert [f"{slot.name} {folded[slot.start : slot.end]} {slot.value}" for slot in slots] == found
