"""The trained reader: plain questions are read right, hostile ones are read at all, training repeats itself."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.errors import ConfigError
from knowledge.language.corpus import Line, load_corpus
from knowledge.language.fold import fold_question
from knowledge.language.marks import Ask, Label
from knowledge.language.reader import Reader, package_model, with_lone_budget, with_stage_apart, without_tail
from knowledge.language.tagger import Tagged
from knowledge.language.train.fit import train


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The reader that comes with the program."""
    return Reader(package_model(), 2026)


@pytest.mark.parametrize(
    ("question", "spans", "asks"),
    [
        ("青山区司法局2025年差旅费多少", ["unit 青山区司法局", "year 2025年", "item 差旅费"], ["amount"]),
        ("万里街道去年的培训费为什么增加", ["unit 万里街道", "year 去年", "item 培训费"], ["reason"]),
        ("云溪縣教育局會議費多少", ["unit 云溪縣教育局", "item 會議費"], ["amount"]),
        ("什么是机关运行经费", ["item 机关运行经费"], ["definition"]),
        ("你好", [], ["smalltalk"]),
        ("人员经费和公用经费各多少", ["item 人员经费", "item 公用经费"], ["amount"]),
    ],
)
def test_plain_questions(reader: Reader, question: str, spans: list[str], asks: list[str]) -> None:
    """What nobody would read otherwise."""
    reading = reader.read(question)
    assert [f"{span.label} {span.text}" for span in reading.spans] == spans
    assert [str(read.ask) for read in reading.asks] == asks
    assert not reading.leans


def test_values(reader: Reader) -> None:
    """The values of patterns inside stretches, counted from the year that is given."""
    reading = reader.read("安平县水利局前年的差旅费超过220万了吗")
    assert [(span.text, str(span.value)) for span in reading.spans if span.value is not None] == [
        ("前年", "2024"),
        ("超过220万", ">2200000元"),
    ]


def test_leaning(reader: Reader) -> None:
    """A follow-up leans where something came before it, and on nothing where nothing did."""
    assert reader.read("那去年呢", follows=True).leans
    assert not reader.read("那去年呢").leans


@pytest.mark.parametrize("seed", range(5))
def test_hostile_strings(reader: Reader, seed: int) -> None:
    """Each string has a reading whose stretches stand in it, in order."""
    rolled = random.Random(seed)
    alphabet = "预算多少年2022万%[]|{}\\\"'<>\x00\n\u202e\u200b\ud800🥔Ａ㎡①é́ "
    for _ in range(200):
        text = "".join(rolled.choice(alphabet) for _ in range(rolled.choice((0, 1, 2, 7, 40, 700))))
        at = 0
        reading = reader.read(text, rolled.random() < 0.5)
        for span in reading.spans:
            assert at <= span.start < span.end <= len(text)
            assert span.text == text[span.start : span.end]
            at = span.end
        assert reading.asks
        assert 0 <= reading.probability <= 1


@pytest.mark.parametrize(
    ("text", "labels", "asks", "read"),
    [
        ("预算多少", ["stage"], [Ask.AMOUNT], ["item"]),
        ("预算有哪些表", ["stage"], [Ask.CONTENTS], ["stage"]),
        ("预算工资", ["stage", "item"], [Ask.AMOUNT], ["stage", "item"]),
        ("预算决算", ["stage", "stage"], [Ask.DIFFERENCE], ["stage", "stage"]),
        ("预算预算", ["stage", "stage"], [Ask.CHANGE_AMOUNT], ["item", "stage"]),
    ],
)
def test_lone_budget(text: str, labels: list[str], asks: Sequence[Ask], read: list[str]) -> None:
    """A lone 预算 is what is asked of; beside anything else it is a stage."""
    stretches = tuple(Tagged(at * 2, at * 2 + 2, Label(label), 1.0) for at, label in enumerate(labels))
    assert [each.label for each in with_lone_budget(text, stretches, asks)] == read


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("培训费合计", 3),
        ("满意度的指标", 3),
        ("基本支出合计", 4),
        ("支出合计", 4),
        ("质量指标", 4),
        ("中期资金总额", 6),
    ],
)
def test_without_tail(name: str, end: int) -> None:
    """What only follows a name is no part of it."""
    assert without_tail(name, Tagged(0, len(name), Label.ITEM, 1.0)).end == end


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("公积金预算", ["item 公积金", "stage 预算"]),
        ("收入决算数", ["item 收入", "stage 决算数"]),
        ("一般公共预算", ["item 一般公共预算"]),
        ("预算", ["item 预算"]),
    ],
)
def test_stage_apart(name: str, parts: list[str]) -> None:
    """A stage behind a kind of money is a stretch of its own."""
    found = with_stage_apart(name, Tagged(0, len(name), Label.ITEM, 1.0))
    assert [f"{each.label} {name[each.start : each.end]}" for each in found] == parts


def test_no_model(tmp_path: Path) -> None:
    """Without its files the reader says what to do."""
    with pytest.raises(ConfigError, match="make train"):
        Reader(tmp_path, 2026)


def test_training_repeats_itself(tmp_path: Path) -> None:
    """The same corpus gives the same bytes."""
    lines: list[Line] = [line for line in load_corpus() if line.voice == "clerk"][:60]
    for name in ("one", "two"):
        train(lines, tmp_path / name, copies=2)
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_folding_is_part_of_the_model() -> None:
    """Traditional characters are read as simplified ones."""
    assert fold_question("預算").text == "预算"
