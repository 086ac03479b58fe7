"""The question bank: what answers otherwise than it was logged or accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_facts import civil_budget
from review_desk import Log

from knowledge.engine import Engine
from knowledge.service.proof import QuestionFileUnusable, read_questions
from knowledge.service.service import Service
from knowledge.store.read import KnowledgeBase
from knowledge.store.write import KnowledgeWriter


@pytest.fixture
def revised(tmp_path: Path) -> Engine:
    """An engine on the civil affairs bureau's budget alone, with another office cost."""
    with KnowledgeWriter(tmp_path / "revised.db") as writer:
        writer.write(civil_budget(office="9.90", version="2"))
    return Engine(KnowledgeBase(tmp_path / "revised.db"))


def test_nothing_moves_while_the_documents_stay(kept: Service, engine: Engine, log: Log) -> None:
    """The same engine says the same."""
    log("青山市民政局办公费多少")
    log("青山市民政局差旅费多少")
    log("地铁建设花了多少")  # unanswered: not in the bank
    proof = kept.bank.since_asked(engine)
    assert (proof.asked, proof.moved) == (2, ())


def test_another_figure_is_reported_until_it_is_accepted(
    kept: Service, revised: Engine, log: Log, tmp_path: Path
) -> None:
    """The log says what was answered; a question file is compared from its second run on."""
    file = tmp_path / "bank.jsonl"
    file.write_text('{"q": "青山市民政局住房公积金多少"}\n\n{"q": "为什么", "session": "s"}\n', encoding="utf-8")
    log("青山市民政局办公费多少")
    log("青山市民政局差旅费多少")
    proof = kept.bank.since_asked(revised, [file])
    assert [(one.question.text, one.question.source) for one in proof.moved] == [("青山市民政局办公费多少", "log")]
    assert "3.20" in proof.moved[0].before.text
    assert "9.90" in proof.moved[0].after.text
    assert [one.text for one, _ in proof.new] == ["青山市民政局住房公积金多少", "为什么"]
    kept.bank.accept(proof)
    again = kept.bank.since_asked(revised, [file])
    assert (again.asked, again.moved, again.new) == (4, (), ())


def test_questions_of_one_session_follow_each_other(engine: Engine, kept: Service, tmp_path: Path) -> None:
    """A follow-up is asked in its conversation."""
    file = tmp_path / "bank.jsonl"
    file.write_text(
        '{"q": "青山市民政局办公费多少", "session": "a"}\n{"q": "那差旅费呢", "session": "a"}\n', encoding="utf-8"
    )
    proof = kept.bank.since_asked(engine, [file])
    assert "1.10" in proof.new[1][1].text


@pytest.mark.parametrize("line", ["{", '{"question": "x"}', "[1]", "3"])
def test_a_file_that_is_no_question_file_is_refused(tmp_path: Path, line: str) -> None:
    """With the line at fault."""
    file = tmp_path / "bank.jsonl"
    file.write_text(f'{{"q": "好"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(QuestionFileUnusable, match="line 2"):
        read_questions(file)
