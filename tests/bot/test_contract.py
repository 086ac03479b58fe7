"""The answer contract: exactly these fields, with these types, for every kind of question."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from commands import Run

from bot.render.contract import citation_fields, value_fields
from knowledge.answer.wording import scope_lines, value_of
from knowledge.model import Citation, Document, Figure, Level, Location, Stage, Subject

TEXT, NUMBER, WHOLE, LIST, TRUTH, NONE = (str, (int, float), int, list, bool, type(None))
ANSWER: dict[str, Any] = {
    "id": (TEXT, NONE),
    "question": TEXT,
    "status": TEXT,
    "kind": TEXT,
    "text": TEXT,
    "values": LIST,
    "citations": LIST,
    "warnings": LIST,
    "options": LIST,
    "related": LIST,
    "elapsed_ms": NUMBER,
}
VALUE: dict[str, Any] = {
    "value": TEXT,
    "comparator": (TEXT, NONE),
    "unit": TEXT,
    "label": TEXT,
    "unit_name": TEXT,
    "year": WHOLE,
    "stage": TEXT,
    "scope": (TEXT, NONE),
    "derived": TRUTH,
    "formula": (TEXT, NONE),
}
CITATION: dict[str, Any] = {
    "document": TEXT,
    "file": TEXT,
    "unit_name": TEXT,
    "year": WHOLE,
    "section": TEXT,
    "table": (TEXT, NONE),
    "row": (TEXT, NONE),
    "column": (TEXT, NONE),
    "page": (WHOLE, NONE),
    "line": (WHOLE, NONE),
    "quote": TEXT,
    "scanned": TRUTH,
}
STATUSES = {"answered", "clarify", "refused", "error"}
KINDS = {
    *("figure", "list", "share", "change", "compare", "rank", "aggregate", "verify", "definition"),
    *("passage", "indicator", "check", "faq", "smalltalk", "help"),
}
CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "sample_questions.jsonl").read_text("utf-8").splitlines()
]


def _check(fields: dict[str, Any], shape: dict[str, Any]) -> None:
    assert list(fields) == list(shape)
    for name, kind in shape.items():
        assert isinstance(fields[name], kind), f"{name}: {fields[name]!r}"


def check_answer(fields: dict[str, Any]) -> None:
    """All that the contract says of one answer."""
    _check(fields, ANSWER)
    assert fields["status"] in STATUSES
    assert fields["kind"] in KINDS
    for value in fields["values"]:
        _check(value, VALUE)
        Decimal(value["value"])
        assert value["derived"] == (value["formula"] is not None)
    for citation in fields["citations"]:
        _check(citation, CITATION)
    if fields["status"] == "answered" and fields["kind"] not in ("smalltalk", "help"):
        assert fields["citations"]
    assert all(isinstance(text, str) for name in ("warnings", "options", "related") for text in fields[name])
    assert len(fields["related"]) <= 3


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_one_question(case: dict[str, Any], run: Run, sample_folder: Path) -> None:
    """The embedded samples answer these, each in the contract's shape."""
    ran = run("ask", "--json", case["q"], data=sample_folder)
    assert (ran.status, ran.err) == (0, "")
    fields = json.loads(ran.out)
    check_answer(fields)
    assert fields["id"] is None
    assert fields["question"] == case["q"]
    assert fields["status"] == case["status"], fields["text"]
    if "value" in case:
        assert (fields["values"][0]["value"], fields["values"][0]["unit"]) == (case["value"], case["unit"])
    assert case.get("text", "") in fields["text"]


@pytest.mark.parametrize(
    ("question", "count"),
    [("安徽省人社信息中心项级科目有哪些", 16), ("安徽省人社信息中心项级科目有哪些？天门的办公费呢？", 17)],
)
def test_values_hold_a_whole_list(question: str, count: int, run: Run, sample_folder: Path) -> None:
    """The text of a long list is cut and says so; its figures and their citations are all there."""
    fields = json.loads(run("ask", "--json", question, data=sample_folder).out)
    check_answer(fields)
    assert "（其余 1 项略）" in fields["text"]
    assert "提租补贴" not in fields["text"]
    assert len(fields["values"]) == len(fields["citations"]) == count
    assert ("提租补贴", "6.0") in [(value["label"], value["value"]) for value in fields["values"]]


def _ask_lines(run: Run, folder: Path, lines: list[str | bytes]) -> list[dict[str, Any]]:
    stdin = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    ran = run("ask", "--jsonl", data=folder, stdin=stdin)
    assert (ran.status, ran.err) == (0, "")
    answers = [json.loads(line) for line in ran.out.splitlines()]
    for fields in answers:
        check_answer(fields)
    return answers


def test_sessions(run: Run, sample_folder: Path) -> None:
    """Lines of one session are one conversation, whatever stands between; others stand alone."""
    answers = _ask_lines(
        run,
        sample_folder,
        [
            '{"id": "1", "session": "a", "q": "12333咨询服务运维经费多少"}',
            '{"id": "2", "session": "b", "q": "天门的办公费"}',
            '{"id": "3", "session": "a", "q": "占项目支出多少"}',
            '{"id": "4", "q": "占项目支出多少"}',
            '{"id": "5", "session": "b", "q": "印刷费呢"}',
        ],
    )
    assert [fields["id"] for fields in answers] == ["1", "2", "3", "4", "5"]
    assert answers[2]["values"][0]["value"].startswith("28.6")
    assert answers[3]["status"] != "answered"
    assert answers[4]["values"][0]["value"] == "0.06"


@pytest.mark.parametrize(
    ("line", "question_id"),
    [
        ("no json", None),
        ("", None),
        ("[]", None),
        ("{}", None),
        ("null", None),
        ('{"id": "x"}', None),
        ('{"id": "x", "q": 3}', None),
        ('{"id": ["x"], "q": "你好"}', None),
        ('{"q": "', None),
        (b"\xff\xfe\x00", None),
        ("天门的办公费".encode("gb18030"), None),
        ("[" * 100_000, None),
    ],
)
def test_broken_line(line: str | bytes, question_id: None, run: Run, sample_folder: Path) -> None:
    """A broken line is answered with an error at its place, and the run goes on."""
    good = '{"id": "good", "q": "12333咨询服务运维经费多少"}'
    answers = _ask_lines(run, sample_folder, [good, line, good])
    assert [fields["status"] for fields in answers] == ["answered", "error", "answered"]
    assert answers[1]["id"] is question_id
    assert answers[2]["values"][0]["value"] == "220.0"


@pytest.mark.parametrize(("given", "echoed"), [('"q1"', "q1"), ("7", "7"), ("null", None), ('""', "")])
def test_id_comes_back(given: str, echoed: str | None, run: Run, sample_folder: Path) -> None:
    """The answer has the question's id."""
    answers = _ask_lines(run, sample_folder, [f'{{"id": {given}, "session": null, "q": "天门的办公费"}}'])
    assert answers[0]["id"] == echoed


def test_scope_and_scanned() -> None:
    """A government's figure says its scope; a page that is a picture says so; others have null and false."""
    of = Document("青山市2024年政府预算", "x.pdf", "x", "青山市", 2024, Stage.BUDGET, Level.GOVERNMENT)
    citation = Citation(of, "12.0", location=Location(page=3, scanned=True))
    figure = Figure(Subject("教育支出"), "12.0", Decimal("12.0"), "亿元", 2024, Stage.BUDGET, citation, scope="市本级")
    assert value_fields(value_of(figure))["scope"] == "市本级"
    assert value_fields(value_of(replace(figure, scope="")))["scope"] is None
    assert citation_fields(citation)["scanned"] is True
    assert "市本级" in scope_lines(figure)[0]
