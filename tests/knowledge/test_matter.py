"""Questions about a named project that no amount answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from made_facts import CIVIL, civil_budget, document, figure, subject, table

from knowledge.engine import Engine
from knowledge.model import Citation, Passage
from knowledge.reply import Kind, Status
from knowledge.store.read import KnowledgeBase
from knowledge.store.write import KnowledgeWriter

SITE = "养老院位于青山路与白水路路口，建筑面积约300平方米。"
GOAL = "维修后作为日间照料场所。"
RUN = "项目执行单位 养老服务中心 项目属性 持续性项目"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """The civil affairs bureau with paragraphs about one of its projects."""
    of = document(CIVIL)
    said = tuple(
        Passage(text, Citation(of, text), topic="项目", owner="养老院消防设施维修项目") for text in (SITE, GOAL, RUN)
    )
    budget = civil_budget()
    whole = table(of, figure(of, subject("社会保障和就业支出", "208"), "60.0"), title="一般公共预算支出表")
    with KnowledgeWriter(tmp_path / "knowledge.db") as writer:
        writer.write(replace(budget, tables=(*budget.tables, whole), passages=(*budget.passages, *said)))
    return Engine(KnowledgeBase(tmp_path / "knowledge.db"))


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("养老院消防设施维修项目在哪里", SITE),
        ("养老院消防设施维修项目的建筑面积", SITE),
        ("养老院消防设施维修项目的执行单位是谁", RUN),
        ("养老院消防设施维修项目的日间照料场所", GOAL),
    ],
)
def test_the_projects_paragraph_answers(engine: Engine, question: str, quote: str) -> None:
    """That which holds the question's own words, or says where."""
    answer = engine.ask(question).answer
    assert (answer.status, answer.kind) == (Status.ANSWERED, Kind.PASSAGE)
    assert [citation.quote for citation in answer.citations] == [quote]


@pytest.mark.parametrize("question", ["养老服务热线运行经费在哪里", "住房公积金是谁"])
def test_no_amount_answers_who_and_where(engine: Engine, question: str) -> None:
    """Where no paragraph says it, that is said."""
    answer = engine.ask(question).answer
    assert (answer.status, answer.values, answer.reason) == (Status.REFUSED, (), "no-passage")


@pytest.mark.parametrize(
    "question", ["养老院消防设施维修项目多少钱", "养老院消防设施维修项目", "养老院消防设施维修项目预算"]
)
def test_an_amount_is_still_an_amount(engine: Engine, question: str) -> None:
    """The figure where nothing else is asked for."""
    assert [value.value for value in engine.ask(question).answer.values] == ["15.5"]


def test_a_reason_of_the_only_part_is_given_with_its_name(engine: Engine) -> None:
    """社会保障和就业支出 has a reason only in one of its lines, which the answer names."""
    answer = engine.ask("社会保障和就业支出为什么增加").answer
    assert answer.text.startswith("救助标准提高\n临时救助支出：45.0 万元")
