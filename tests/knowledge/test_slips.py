"""A slip of the hand that leaves the name of something else is asked back, never answered with that other thing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.load import load_document
from ingest.samples import SAMPLES
from knowledge.engine import Engine
from knowledge.reply import Status
from knowledge.store.read import KnowledgeBase
from knowledge.store.write import KnowledgeWriter

SLIPS = [
    ("安徽人社信息中心2022年政府采购有务是多少", "政府采购服务"),  # 政府采购 is printed too
    ("安徽人社信息中心2022年政府采购服是多少", "政府采购服务"),
    ("安徽人社信息中心2022年其商品和服务支出是多少", "其他商品和服务支出"),  # 商品和服务支出 is printed too
    ("天门人社信息中心2022年印国费是多少", "印刷费"),  # sounds like a part of 因公出国（境）费
    ("办公于，天门人社信息中心2022年是多少", "办公费"),
]
PLAIN = [
    ("安徽人社信息中心2022年的政府采购是多少", "363.7"),
    ("安徽人社信息中心2022年其中商品和服务支出是多少", "18.3"),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on the embedded samples."""
    path = tmp_path_factory.mktemp("samples") / "knowledge.db"
    with KnowledgeWriter(path) as writer:
        for sample in SAMPLES:
            writer.write(load_document(sample))
    base = KnowledgeBase(path)
    yield Engine(base)
    base.close()


@pytest.mark.parametrize(("text", "meant"), SLIPS)
def test_slips_are_asked_back(engine: Engine, text: str, meant: str) -> None:
    """What was meant is among the options, or is itself the answer."""
    answer = engine.ask(text).answer
    if answer.status is Status.ANSWERED:
        assert answer.values[0].label == meant
    else:
        assert any(option.endswith(f"{meant}是多少") for option in answer.options), answer.options


@pytest.mark.parametrize(("text", "value"), PLAIN)
def test_words_around_a_name_are_no_slips(engine: Engine, text: str, value: str) -> None:
    """的 and 其中 before a name say nothing."""
    answer = engine.ask(text).answer
    assert answer.status is Status.ANSWERED
    assert answer.values[0].value == value


def test_an_empty_table_says_nothing_of_a_balance(engine: Engine) -> None:
    """The empty table of a fund's spending has no column for what was carried over."""
    assert engine.ask("安徽人社信息中心2022年政府性基金预算项目支出是多少").answer.status is Status.ANSWERED
    assert engine.ask("安徽人社信息中心2022年政府性基金预算年终结转结余是多少").answer.status is Status.REFUSED
