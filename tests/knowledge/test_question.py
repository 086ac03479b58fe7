"""How questions are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_facts import CIVIL, JUSTICE

from knowledge.conversation import EMPTY
from knowledge.engine import MOST_CHARACTERS, Engine
from knowledge.model import Level, Scheme, Stage
from knowledge.question import Operation, Question
from knowledge.reading import QuestionReader, normalise
from knowledge.reply import Answer, Status
from knowledge.store.read import KnowledgeBase


@pytest.fixture(scope="session")
def reader(base: KnowledgeBase) -> QuestionReader:
    """Reads questions with the words of the two made-up budgets."""
    return QuestionReader(base)


def _units(base: KnowledgeBase, question: Question) -> list[str]:
    return [base.units[unit_id].name for unit_id in question.unit_ids]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("２０２４年", "2024年"),
        ("績效工資", "绩效工资"),
        ("  a\t b  ", "a b"),
        ("其它支出", "其他支出"),
        ("total 支出 budget", "合计 支出 预算"),
        ("how much 培训费", "多少 培训费"),
        ("办\u200b公\u202e费", "办公费"),
        ("NULL", "null"),
    ],
)
def test_normalise(text: str, plain: str) -> None:
    """Width, script, English words and invisible characters are gone before anything is read."""
    assert normalise(text) == plain


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("为什么临时救助支出增加", Operation.WHY),
        ("临时救助支出比上年增加多少", Operation.CHANGE),
        ("办公费占基本支出的比例", Operation.SHARE),
        ("办公费和差旅费哪个多", Operation.COMPARE),
        ("哪个项目花钱最多", Operation.RANK),
        ("办公费和差旅费加起来多少", Operation.SUM),
        ("有几个项目", Operation.COUNT),
        ("办公费是不是3万", Operation.VERIFY),
        ("有没有政府性基金支出", Operation.HAS),
        ("20万是什么项目", Operation.REVERSE),
        ("什么是基本支出", Operation.DEFINITION),
        ("项目支出有哪些", Operation.LIST),
        ("服务对象满意度指标", Operation.INDICATOR),
        ("有哪些单位", Operation.CONTENTS),
        ("办公费合计对得上吗", Operation.CHECK),
        ("你好", Operation.SMALLTALK),
        ("怎么用", Operation.HELP),
    ],
)
def test_operations(reader: QuestionReader, text: str, operation: Operation) -> None:
    """Each operation has its words."""
    assert reader.read(text).wants(operation)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("青山市民政局办公费", [CIVIL]),
        ("青山民政局办公费", [CIVIL]),
        ("青山的办公费", [CIVIL]),
        ("县司法局办公费", [JUSTICE]),
        ("白水和青山的住房公积金", [JUSTICE, CIVIL]),
        ("办公费", []),
    ],
)
def test_units(base: KnowledgeBase, reader: QuestionReader, text: str, units: list[str]) -> None:
    """A unit is named by its name, a short form or its region."""
    assert _units(base, reader.read(text)) == units


@pytest.mark.parametrize("text", ["武汉市民政局办公费多少", "北京的办公费", "红河市司法局住房公积金"])
def test_unknown_places(reader: QuestionReader, text: str) -> None:
    """A unit elsewhere is not one of ours, though its body is called the same."""
    assert reader.read(text).unknown_place


@pytest.mark.parametrize(
    ("text", "years", "offsets", "stages"),
    [
        ("2024年办公费", (2024,), (), ()),
        ("去年的办公费", (), (-1,), ()),
        ("2023年和2024年办公费", (2023, 2024), (), ()),
        ("办公费决算数", (), (), (Stage.FINAL,)),
        ("办公费预算执行数", (), (), (Stage.EXECUTION,)),
        ("办公费预算", (), (), (Stage.BUDGET,)),
    ],
)
def test_when(
    reader: QuestionReader,
    text: str,
    years: tuple[int, ...],
    offsets: tuple[int, ...],
    stages: tuple[Stage, ...],
) -> None:
    """Years and stages, named or relative."""
    question = reader.read(text)
    assert (question.years, question.year_offsets, question.stages) == (years, offsets, stages)


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("办公费多少", ["办公费"]),
        ("请问一下，办公费是多少呀？谢谢", ["办公费"]),
        ("办公费和差旅费各多少", ["办公费", "差旅费"]),
        ("养老热线多少钱", ["养老热线"]),
        ("2210201", ["2210201"]),
        ("多少钱", []),
        ("", []),
    ],
)
def test_mentions(reader: QuestionReader, text: str, mentions: list[str]) -> None:
    """What is asked about, without the words around it."""
    assert [mention.text for mention in reader.read(text).mentions] == mentions


def test_share_has_two_sides(reader: QuestionReader) -> None:
    """占 parts what is shared from what it is a share of."""
    question = reader.read("办公费占差旅费多少")
    at = question.share_at
    assert at is not None
    assert [mention.start < at for mention in question.mentions] == [True, False]


def test_level_scheme_and_code_level(reader: QuestionReader) -> None:
    """Words for the level of a document, for lists and for the depth of codes."""
    question = reader.read("部门预算里哪个项级科目最多")
    assert (question.level, question.scheme, question.code_digits) == (Level.DEPARTMENT, Scheme.FUNCTION, 7)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("局长的手机号", "personal"),
        ("你觉得合理吗", "opinion"),
        ("预测2030年的办公费", "forecast"),
        ("局长一年工资多少", "person-pay"),
    ],
)
def test_refusals(reader: QuestionReader, text: str, reason: str) -> None:
    """What the documents never say is known by its words."""
    assert reason in reader.read(text).refusals


# ---- whole answers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("青山市民政局办公费多少", "3.20", "万元"),
        ("白水县司法局住房公积金", "150000", "元"),
        ("青山养老热线多少钱", "20.0", "万元"),
        ("青山民政局2210201", "12.0", "万元"),
        ("法律援助多少", "300000", "元"),
        ("青山市民政局临时救助支出比上年增加多少", "5.0", "万元"),
        ("青山市民政局办公费和差旅费加起来", "4.30", "万元"),
        ("青山市民政局哪个项目钱最多", "20.0", "万元"),
        ("白水县司法局办公费", "0.00", "元"),
    ],
)
def test_answers(engine: Engine, text: str, value: str, unit: str) -> None:
    """The figure asked for comes first, as printed."""
    answer = engine.ask(text).answer
    assert answer.status is Status.ANSWERED
    assert (answer.values[0].value, answer.values[0].unit) == (value, unit)
    assert answer.citations


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("青山市民政局2019年办公费", "no-year"),
        ("青山市民政局法律援助多少", "no-item"),
        ("武汉市民政局办公费", "no-unit"),
        ("青山市民政局局长手机号", "personal"),
        ("青山市民政局2024年办公费决算", ""),
    ],
)
def test_refuses(engine: Engine, text: str, reason: str) -> None:
    """What is not there is refused, with its reason, and no figure is said."""
    answer = engine.ask(text).answer
    assert answer.status is Status.REFUSED
    assert not answer.values
    assert answer.reason == reason or not reason


def test_a_blank_cell_is_no_zero(engine: Engine) -> None:
    """A row without an amount is said to be blank."""
    answer = engine.ask("青山市民政局外交支出多少").answer
    assert not answer.values
    assert "空白" in answer.text


def test_asks_back(engine: Engine) -> None:
    """An item of two units is asked back, with a complete question for each."""
    answer = engine.ask("住房公积金多少").answer
    assert answer.status is Status.CLARIFY
    assert len(answer.options) == 2
    assert all(engine.ask(option).answer.status is Status.ANSWERED for option in answer.options)


def test_related_questions_have_answers(engine: Engine) -> None:
    """What is suggested next can be answered."""
    answer = engine.ask("青山市民政局临时救助支出多少").answer
    assert all(engine.ask(text).answer.status is Status.ANSWERED for text in answer.related)


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(
        alphabet="办公费差旅的和占比上年增加多少为什么2024年0.3%万元青山民政局，？' ;-%s{}<>\x00\u202e", max_size=60
    ),
)


@given(HOSTILE)
def test_any_text_has_an_answer(engine: Engine, text: str) -> None:
    """Whatever is typed gives an answer, which repeats no more than it must."""
    answer = engine.ask(text).answer
    assert isinstance(answer, Answer)
    assert answer.text
    assert answer.status is not Status.ANSWERED or answer.citations or not answer.values


@pytest.mark.parametrize("text", ["", " ", "\n\t", "？？？", "的" * 100_000, "办公费" * 50_000, "2" * 100_000])
def test_empty_and_long_texts(engine: Engine, text: str) -> None:
    """Nothing and too much are answered too."""
    answer = engine.ask(text, EMPTY).answer
    assert answer.text
    assert len(answer.text) < 10 * MOST_CHARACTERS
