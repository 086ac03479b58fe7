"""What a follow-up keeps, and what it changes."""

from __future__ import annotations

import pytest

from knowledge.conversation import EMPTY, Frame
from knowledge.engine import Engine
from knowledge.reply import Answer, Status


def _talk(engine: Engine, *texts: str) -> list[Answer]:
    frame: Frame = EMPTY
    answers = []
    for text in texts:
        reply = engine.ask(text, frame)
        frame = reply.frame
        answers.append(reply.answer)
    return answers


@pytest.mark.parametrize(
    ("texts", "value"),
    [
        (("青山市民政局办公费多少", "差旅费呢"), "1.10"),
        (("青山市民政局办公费多少", "那差旅费"), "1.10"),
        (("青山市民政局住房公积金多少", "白水县司法局呢"), "150000"),
        (("青山市民政局住房公积金多少", "白水的呢"), "150000"),
        (("青山市民政局办公费", "差旅费呢", "两个加起来呢"), "4.30"),
        (("青山市民政局办公费", "差旅费呢", "这两个一共多少"), "4.30"),
        (("青山市民政局临时救助支出", "比上年增加多少"), "5.0"),
        (("青山市民政局临时救助支出", "占支出总计的多少"), "45.00"),
        (("青山市民政局临时救助支出", "上年呢"), "40.0"),
        (("青山市民政局办公费", "白水县司法局法律援助多少"), "300000"),
        (("住房公积金多少", "青山的"), "12.0"),
        (("青山市民政局办公费", "2210201"), "12.0"),
    ],
)
def test_follow_ups(engine: Engine, texts: tuple[str, ...], value: str) -> None:
    """What is named changes; the rest stays."""
    answer = _talk(engine, *texts)[-1]
    assert answer.status is Status.ANSWERED, answer.text
    assert answer.values[0].value == value


def test_why_after_a_change(engine: Engine) -> None:
    """为什么 means what was just said."""
    answer = _talk(engine, "青山市民政局临时救助支出比上年增加多少", "为什么")[-1]
    assert "救助标准提高" in answer.text


def test_another_units_item_is_not_taken(engine: Engine) -> None:
    """A follow-up stays with its unit: what that unit does not print is refused."""
    answer = _talk(engine, "青山市民政局办公费", "法律援助呢")[-1]
    assert answer.status is not Status.ANSWERED


def test_a_refusal_leaves_the_conversation_as_it_was(engine: Engine) -> None:
    """After an unknown item the next question still leans on what was known."""
    answer = _talk(engine, "青山市民政局办公费", "图书购置呢", "差旅费呢")[-1]
    assert [value.value for value in answer.values] == ["1.10"]


def test_without_a_conversation_nothing_is_kept(engine: Engine) -> None:
    """A follow-up alone is no question."""
    assert _talk(engine, "两个加起来呢")[0].status is not Status.ANSWERED
    assert _talk(engine, "为什么")[0].status is not Status.ANSWERED


def test_a_frame_is_not_changed(engine: Engine) -> None:
    """Frames are values: two answers from one frame do not disturb each other."""
    frame = engine.ask("青山市民政局办公费").frame
    first = engine.ask("差旅费呢", frame).answer
    engine.ask("白水县司法局法律援助", frame)
    assert engine.ask("差旅费呢", frame).answer == first
