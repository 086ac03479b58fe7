"""Answers as Telegram shows them: markup, escaping, limits."""

from __future__ import annotations

import re

import pytest

from bot.render.telegram_html import (
    Run,
    answer_lines,
    fit,
    pack,
    plain_lines,
    render_answer,
    shorten,
    utf16_length,
)
from knowledge.model import Citation, Document, Stage
from knowledge.reply import Answer, Kind, Status, Value

DOCUMENT = Document("某单位2022年单位预算", "a<b>.pdf", "0", "某单位", 2022, Stage.BUDGET)
CITATION = Citation(DOCUMENT, "220.0", table="项目支出表")


def _answer(text: str, *warnings: str, units: tuple[str, ...] = ("万元",)) -> Answer:
    values = tuple(Value("1", unit, "x", "某单位", 2022, "预算") for unit in units)
    return Answer("q", Status.ANSWERED, Kind.FIGURE, text, values=values, citations=(CITATION,), warnings=warnings)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("经费：1,220.0 万元", "经费：<b>1,220.0 万元</b>"),
        ("占比 76.66%", "占比 <b>76.66%</b>"),
        ("满意度：≥ 90 %", "满意度：<b>≥ 90 %</b>"),
        ("2022年共 4 项", "2022年共 4 项"),
        ("<script>alert(1)</script> & 5 元", "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <b>5 元</b>"),
        ("某单位 2022年预算 · 表 › 行 › 5 元", "某单位 2022年预算 · 表 › 行 › 5 元"),
        ("来源：题（a<b>.pdf）", "<i>来源：题（a&lt;b&gt;.pdf）</i>"),
    ],
)
def test_lines(text: str, html: str) -> None:
    """Amounts are bold before the scope, the source is in italics, markup in the data is none."""
    assert pack(answer_lines(_answer(text)))[0] == html


def test_units_of_the_answer_are_bold_too() -> None:
    """人 and 辆 where the values have them."""
    assert pack(answer_lines(_answer("编制 12 人", units=("人",))))[0] == "编制 <b>12 人</b>"


def test_warnings_stand_once() -> None:
    """A warning that the text says already is not said again."""
    text = pack(answer_lines(_answer("数：1 元\n注意甲", "注意甲", "注意<乙>")))[0]
    assert text.count("注意甲") == 1
    assert text.endswith("⚠️ 注意&lt;乙&gt;")


@pytest.mark.parametrize("text", ["行\n" * 3000, "长" * 10_000, "😀" * 5000, "<&>" * 4000, "a\n" + "b" * 4096 + "\nc"])
def test_messages_fit(text: str) -> None:
    """No message is longer than Telegram takes, nothing is lost, no tag or escape is cut."""
    messages = pack([(Run(line, "b"),) for line in text.splitlines()])
    assert all(0 < utf16_length(message) <= 4096 for message in messages)
    for message in messages:
        assert message.count("<b>") == message.count("</b>")
        assert not re.search(r"&(?!(lt|gt|amp);)", message)
    bare = re.sub(r"</?b>|\n", "", "".join(messages)).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert bare == text.replace("\n", "")


def test_captions_fit() -> None:
    """The first lines, at most 1024 units."""
    caption = fit(plain_lines("\n".join(["十个字的一行文字啊啊"] * 200)))
    assert 900 < utf16_length(caption) <= 1024


@pytest.mark.parametrize(
    ("text", "units", "short"), [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("😀😀", 3, "😀…"), ("😀a", 2, "…")]
)
def test_shorten(text: str, units: int, short: str) -> None:
    """An emoji is two units and is never halved."""
    assert shorten(text, units) == short


def test_an_empty_answer_is_no_message() -> None:
    """Nothing to say is not sent."""
    assert render_answer(_answer("")) == []
