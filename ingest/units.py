"""How amounts are counted, where a line, a header, a row's name or the cell itself prints it."""

from __future__ import annotations

import re

_MONEY = r"(?:百万|千万|万|千|百|亿)?元(?:/[\u4e00-\u9fff]{1,3})*"
_COUNTS = "人次|人|辆|台套|台|套|个|件|项|次|批次|批|平方米|㎡|公里|亩|吨|天|户|所|份|家|处|座|张|册|间|床|名|场|期"
_UNIT = rf"{_MONEY}|[%％]|{_COUNTS}"
_MONEY_LINE = re.compile(
    rf"(?:金额)?单\s*位\s*[:：]\s*(?:人民币)?\s*(?P<unit>{_MONEY}|[万亿](?=\s*$))|[(（]\s*(?P<alone>{_MONEY})\s*[)）]\s*$"
)
_IN_BRACKETS = re.compile(rf"\s*[(（](?:单位\s*[:：]|金额\s*[:：])?\s*(?:人民币)?\s*(?P<unit>{_UNIT})\s*[)）]\s*")


def money_line(text: str) -> str:
    """The unit that a line such as 单位：万元 gives to a table; empty where it gives none."""
    found = _MONEY_LINE.search(text)
    unit = (found["unit"] or found["alone"]) if found else ""
    return f"{unit}元" if unit in ("万", "亿") else unit  # a line that is cut off


def unit_in(text: str) -> tuple[str, str]:
    """A unit in brackets and the text without it: 单价（元） gives 元 and 单价."""
    found = _IN_BRACKETS.search(text)
    if not found:
        return "", text
    return found["unit"].replace("％", "%"), (text[: found.start()] + text[found.end() :]).strip()
