"""Every question that an answer offers is itself answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.load import load_document
from ingest.samples import SAMPLES
from knowledge.engine import Engine
from knowledge.reply import Status
from knowledge.store.read import KnowledgeBase
from knowledge.store.write import KnowledgeWriter

VAGUE = [
    "12333经费多少",
    "人员经费多少",
    "维保多少钱",
    "收入预算",
    "上海市教育局预算",
    "安徽2019年支出预算",
    "你好",
    "随便说点什么",
    "养老多少",
    "安徽会议费",
    "天门市房租多少",
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


@pytest.mark.parametrize("text", VAGUE)
def test_offered_questions_are_answered(engine: Engine, text: str) -> None:
    """What is offered to a question that is vague or cannot be answered leads to an answer, never back."""
    answer = engine.ask(text).answer
    offered = (*answer.options, *answer.related)
    assert offered
    for option in offered:
        assert engine.ask(option).answer.status is Status.ANSWERED, option


@pytest.mark.parametrize("text", ["安徽人社信息中心2022年公单位是多少", "天门市人社信息中心公是多少"])
def test_one_character_names_nothing(engine: Engine, text: str) -> None:
    """公 stands in 三公 and 公务 and means neither."""
    assert engine.ask(text).answer.status is not Status.ANSWERED


def test_another_number_is_another_thing(engine: Engine) -> None:
    """2333 is not 12333: neither its project nor a part of it is answered."""
    assert not engine.ask("安徽人社信息中心2022年2333咨询服务运维经费是多少").answer.values
