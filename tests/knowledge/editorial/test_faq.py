"""Editors' answers: when they are given, and that their figures are the documents' own."""

from __future__ import annotations

import pytest

from knowledge.conversation import EMPTY
from knowledge.editorial.editorial import Editorial
from knowledge.editorial.faq import OUT_OF_SCOPE, Faq, FaqKind, FaqUnusable
from knowledge.engine import Engine
from knowledge.reply import Kind, Status

HOTLINE = Faq(
    1,
    FaqKind.ANSWER,
    "养老热线一年的经费是{{养老服务热线运行经费多少}}。",
    ("养老电话一年要花多少钱", "打养老电话花国家多少钱"),
)
CARD = Faq(2, FaqKind.NOT_OURS, "社保卡请到服务大厅办理。", ("社保卡怎么补办",))
HOURS = Faq(3, FaqKind.ANSWER, "服务大厅周一至周五上班。", ("服务大厅星期几上班",))
GONE = Faq(4, FaqKind.ANSWER, "地铁花了{{地铁建设花了多少}}。", ("地铁一共花了多少",))


@pytest.fixture
def edited(engine: Engine) -> Engine:
    return engine.edited(Editorial((HOTLINE, CARD, HOURS, GONE)))


def test_its_figures_are_asked_for_anew_and_cited(edited: Engine) -> None:
    """The figure stands in the text as printed, with its place."""
    reply = edited.ask("请问养老电话一年要花多少钱？")
    assert (reply.faq_id, reply.answer.status, reply.answer.kind) == (1, Status.ANSWERED, Kind.FAQ)
    assert reply.answer.text.startswith("养老热线一年的经费是20.0 万元。\n青山市民政局 2024年单位预算 · 项目支出表")
    assert [(value.value, value.unit) for value in reply.answer.values] == [("20.0", "万元")]
    assert reply.answer.citations[0].quote == "20.0"


@pytest.mark.parametrize(
    "question",
    [
        "2023年养老电话一年要花多少钱",
        "白水县司法局养老电话一年要花多少钱",
        "养老电话为什么花钱",
        "养老服务热线运行经费多少",
        "办公费多少",
    ],
)
def test_another_question_is_left_to_the_documents(edited: Engine, engine: Engine, question: str) -> None:
    """Another year, unit, operation or thing: the answer is that without any FAQ."""
    reply = edited.ask(question)
    assert reply.faq_id is None
    assert reply.answer == engine.ask(question).answer


def test_a_follow_up_is_about_what_was_talked_about(engine: Engine) -> None:
    """A wording that names only what documents name does not take over a conversation."""
    faq = Faq(1, FaqKind.ANSWER, "青山{{青山市民政局住房公积金多少}}", ("住房公积金多少",))
    edited = engine.edited(Editorial((faq,)))
    assert edited.ask("住房公积金多少", EMPTY).faq_id == 1
    talked = edited.ask("白水县司法局办公费多少").frame
    assert "150,000" in edited.ask("住房公积金多少", talked).answer.text


def test_what_is_not_ours_is_a_polite_refusal(edited: Engine) -> None:
    """It gives no figure and says why in the log."""
    answer = edited.ask("社保卡怎么补办呢").answer
    assert (answer.status, answer.kind, answer.reason) == (Status.REFUSED, Kind.FAQ, OUT_OF_SCOPE)
    assert answer.text == "社保卡请到服务大厅办理。"


def test_what_cites_no_document_is_help(edited: Engine) -> None:
    """An answered FAQ has a citation; one without says nothing about a budget."""
    answer = edited.ask("服务大厅星期几上班").answer
    assert (answer.status, answer.kind, answer.citations) == (Status.ANSWERED, Kind.HELP, ())


def test_an_answer_whose_figure_is_gone_is_not_given(edited: Engine, caplog: pytest.LogCaptureFixture) -> None:
    """Rather the documents' refusal than a sentence with a hole."""
    assert edited.ask("地铁一共花了多少").faq_id is None
    assert "an approved answer is not given" in caplog.text


def test_two_answers_that_fit_alike_are_none(engine: Engine) -> None:
    """Where it is not clear which one is meant, neither is taken."""
    one = Faq(1, FaqKind.ANSWER, "甲", ("礼堂灯光怎么报修",))
    other = Faq(2, FaqKind.ANSWER, "乙", ("礼堂灯光如何报修",))
    assert engine.edited(Editorial((one,))).ask("礼堂灯光怎么报修").faq_id == 1
    assert engine.edited(Editorial((one, other))).ask("礼堂灯光怎么报修").faq_id is None


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("一年220.0万元", "写死的数字"),
        ("增长了 5 %", "写死的数字"),
        ("共２００元", "写死的数字"),
        ("一年{{热线多少}", "没有配对"),
        ("  ", "都要填写"),
    ],
)
def test_what_could_become_wrong_is_refused(answer: str, says: str) -> None:
    """An amount that nobody would update, a broken placeholder, nothing."""
    with pytest.raises(FaqUnusable, match=says):
        Faq(1, FaqKind.ANSWER, answer, ("热线多少",)).check()


def test_a_telephone_number_is_no_amount() -> None:
    """Numbers that are no amounts may stand in an answer."""
    Faq(1, FaqKind.ANSWER, "请拨打12333，周一至周五9点到17点。", ("电话",)).check()
