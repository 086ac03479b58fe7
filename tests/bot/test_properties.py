"""What holds for every question and every amount, not only for the rows of the tables of cases."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli.ask import answer_lines
from bot.render.contract import answer_fields
from bot.render.plain import printable
from bot.render.spreadsheet import safe_cell
from ingest.samples import SAMPLES
from knowledge.amounts import grouped, parse_amount, plain
from knowledge.engine import Engine
from knowledge.reply import Answer, Status

FEW = settings(max_examples=60, deadline=None)

_WORDS = (
    *(
        "多少",
        "占",
        "比上年",
        "为什么",
        "的",
        "和",
        "2022年",
        "2021年",
        "去年",
        "安徽",
        "天门",
        "项目支出",
        "基本支出",
    ),
    *(
        "12333",
        "经费",
        "运维",
        "三公",
        "预算",
        "决算",
        "指标",
        "是不是",
        "220万",
        "有哪些",
        "最多",
        "一共",
        "什么是",
    ),
    *("呢", "？", "，", " ", "a", "%", "0.75", "人员", "208", "2080505", "対", "維", "…", "\n", "🙂"),
)
QUESTIONS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(_WORDS), max_size=9).map("".join))


def squeezed(text: str) -> str:
    """Text without white space and without the marks of Markdown."""
    return re.sub(r"[\s*#|]+", "", text)


SOURCES = {sample.name: squeezed(sample.read_text(encoding="utf-8")) for sample in SAMPLES}


def assert_sound(answer: Answer) -> None:
    """What every answer owes: text, a citation for what it says, and quotes that stand in their source."""
    assert answer.text.strip()
    if answer.status is Status.ANSWERED and answer.kind not in ("smalltalk", "help"):
        assert answer.citations
    if answer.status in (Status.CLARIFY, Status.REFUSED):
        assert not answer.values
    for citation in answer.citations:
        assert squeezed(citation.quote) in SOURCES[citation.document.file]


@FEW
@given(QUESTIONS)
def test_any_string_gets_an_answer(engine: Engine, question: str) -> None:
    """Whatever is asked: an answer, and JSON can carry it."""
    answer = engine.ask(question).answer
    assert_sound(answer)
    json.dumps(answer_fields(answer, question=question, elapsed_ms=0.0))


@FEW
@given(st.lists(QUESTIONS, min_size=1, max_size=5))
def test_any_conversation_goes_on(engine: Engine, questions: list[str]) -> None:
    """Follow-ups of any kind lean on any frame."""
    frame = engine.ask("12333咨询服务运维经费多少").frame
    for question in questions:
        reply = engine.ask(question, frame)
        assert_sound(reply.answer)
        frame = reply.frame


@FEW
@given(st.lists(st.binary(max_size=60).filter(lambda line: b"\n" not in line), max_size=8))
def test_one_line_out_for_each_line_in(engine: Engine, lines: list[bytes]) -> None:
    """Bytes of any kind: as many answers as lines."""
    assert len(list(answer_lines(lines, engine))) == len(lines)


def _names(engine: Engine) -> Iterator[str]:
    base = engine.library.base
    for unit in base.units.values():
        for item in base.items_of(unit.id):
            yield f"{unit.name}{item.subject.name}是多少"


def test_each_name_of_the_documents(engine: Engine) -> None:
    """Asked by its full name, each item is known; each figure that is said stands on the cited line."""
    for question in _names(engine):
        answer = engine.ask(question).answer
        assert_sound(answer)
        assert answer.reason != "no-item", question


def test_each_figure_stands_in_its_source(engine: Engine) -> None:
    """A figure's quote stands in its source, and what is printed stands in the quote."""
    for stored in engine.library.base.figures("1"):
        citation = stored.figure.citation
        assert squeezed(citation.quote) in SOURCES[citation.document.file]
        assert squeezed(stored.figure.printed) in squeezed(citation.quote)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**13), max_value=10**13))
def test_printed_amounts_can_be_read_back(value: Decimal) -> None:
    """With separators, with full-width digits, in brackets: the same amount."""
    printed = grouped(plain(value))
    wide = printed.translate(str.maketrans("0123456789,.", "０１２３４５６７８９，．"))
    assert parse_amount(printed) == parse_amount(wide) == value
    assert parse_amount(f"({grouped(plain(abs(value)))})") == -abs(value)


@given(st.text())
def test_no_cell_runs_in_a_spreadsheet(text: str) -> None:
    """What begins like a formula and is no number is written as text."""
    cell = safe_cell(text)
    assert cell.lstrip()[:1] not in ("=", "+", "-", "@") or re.fullmatch(r"[+-][\d,]+(\.\d+)?%?", cell)
    assert cell.removeprefix("'") == text.removeprefix("'")


@given(st.text())
def test_no_text_commands_a_terminal(text: str) -> None:
    """No control character but line break and tab is printed."""
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printable(text))
