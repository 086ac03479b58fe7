"""Other words for known names."""

from __future__ import annotations

import pytest

from knowledge.editorial.alias import Alias, AliasKind
from knowledge.editorial.editorial import Editorial
from knowledge.engine import Engine
from knowledge.reply import Status

ALIASES = (
    Alias(1, AliasKind.ITEM, "打电话的钱", "养老服务热线运行经费"),
    Alias(2, AliasKind.UNIT, "老年局", "青山市民政局"),
    Alias(3, AliasKind.ITEM, "公费", "差旅费"),
)


@pytest.fixture
def edited(engine: Engine) -> Engine:
    return engine.edited(Editorial(aliases=ALIASES))


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("打电话的钱多少", "20.0 万元"),
        ("打电话 的钱，多少？", "20.0 万元"),
        ("2024年老年局住房公积金多少", "12.0 万元"),
        ("老年局打电话的钱", "20.0 万元"),
        ("青山市民政局办公费多少", "3.20 万元"),  # a longer known name goes before the alias inside it
    ],
)
def test_an_alias_stands_for_its_name(edited: Engine, question: str, figure: str) -> None:
    """The answer is that to the question with the name in the alias's place, and it names what it took."""
    answer = edited.ask(question).answer
    assert answer.status is Status.ANSWERED
    assert figure in answer.text
    assert answer.question == question


def test_another_engine_knows_nothing_of_it(engine: Engine, edited: Engine) -> None:
    """The engine without it answers as before."""
    assert edited.ask("打电话的钱多少").answer.status is Status.ANSWERED
    assert engine.ask("打电话的钱多少").answer.status is not Status.ANSWERED


def test_an_alias_brings_no_year_and_no_unit(edited: Engine) -> None:
    """Where the unit does not have it, that is said."""
    assert edited.ask("白水县司法局打电话的钱多少").answer.status is not Status.ANSWERED
    assert edited.ask("2019年打电话的钱多少").answer.status is not Status.ANSWERED
