"""`budget-bot faq`: editors' answers go into a spreadsheet and come back, and nothing in them runs there."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from commands import Run
from hypothesis import given
from hypothesis import strategies as st
from logged_questions import log_questions

from bot.render.faq_file import FORMATS, FaqFileUnusable, read_faqs, write_faqs
from knowledge.editorial.faq import Faq, FaqKind
from knowledge.engine import Engine
from knowledge.service.published import KeptFaq, Made, State

HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "\tx",
    "\r=1",
    "\n=1",
    " =1",
    "＝1＋1",
    '=HYPERLINK("http://x")',
    "'=1",
    "''",
    'a,b"c\n=d',
    "a\u2028b\x85c",
    "好",
)


@pytest.fixture
def asked(tmp_path: Path, engine: Engine) -> Path:
    """A data folder with a knowledge base and some logged questions."""
    return log_questions(tmp_path, engine)


def _kept(number: int, answer: str, *wordings: str) -> KeptFaq:
    faq = Faq(number, FaqKind.ANSWER, answer, wordings or ("甲", "乙"))
    return KeptFaq(faq, State.DRAFT, None, 0, None, Made("", 0.0, "", None))


# ---- files ---------------------------------------------------------------------------------------------------


def test_no_cell_of_an_export_runs_in_a_spreadsheet() -> None:
    """None begins with a sign that a spreadsheet takes for a formula, the bytes say that they are UTF-8."""
    text = write_faqs([_kept(number, one, one, "乙") for number, one in enumerate(HOSTILE)], "csv")
    assert text.encode().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == len(HOSTILE) + 1
    for row in rows:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")), cell
            assert not cell.startswith(("\t", "\r", "\n")), cell


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(FORMATS))
def test_any_answer_comes_back_as_it_was(answer: str, form: str) -> None:
    """Character by character, what was made safe too."""
    assert [entry.answer for entry in read_faqs(write_faqs([_kept(1, answer)], form))] == [answer]


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_cells_come_back_as_they_were(form: str) -> None:
    """All in one file, answers and wordings."""
    faqs = [_kept(number, one, f"{number}", one.strip() or "x") for number, one in enumerate(HOSTILE)]
    read = read_faqs(write_faqs(faqs, form))
    assert [entry.answer for entry in read] == list(HOSTILE)
    assert [" ".join(entry.wordings[1].split()) for entry in read] == [" ".join(one.split()) for one in HOSTILE]


def test_a_wording_is_one_line_of_its_cell() -> None:
    """A question that somebody asked in two lines stays one wording."""
    (entry,) = read_faqs(write_faqs([_kept(1, "答", "热线\n多少", "=乙")], "csv"))
    assert entry.wordings == ("热线 多少", "=乙")


def test_a_row_is_named_by_the_line_that_it_begins_on() -> None:
    """Also after cells of several lines."""
    text = write_faqs([_kept(1, "一\n二", "甲", "乙"), _kept(2, "三")], "csv")
    assert [entry.line for entry in read_faqs(text)] == [2, 5]


def test_columns_may_be_moved_and_left_out() -> None:
    """A spreadsheet of one's own needs two columns; blank rows are none."""
    (entry,) = read_faqs('answer,mine,wordings\n答,x,"甲\n乙"\n,,\n')
    assert (entry.kind, entry.wordings, entry.answer) == (FaqKind.ANSWER, ("甲", "乙"), "答")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("a,b\n1,2\n", 1),
        ("kind,wordings,answer\nanswer,甲,乙\nodd,甲,乙\n", 3),
        ("wordings,answer\n甲,乙\n甲,乙,丙\n", 3),
        ('wordings,answer\n甲,乙\n甲,"乙\n丙,丁\n', 3),
        ('wordings,answer\n甲,"乙"丙\n', 2),
        (f"wordings,answer\n甲,{'长' * 200_000}\n", 2),
        ('{"wordings": ["甲"], "answer": "乙"}\n{"answer": 1}\n', 2),
        ('{"wordings": "甲乙", "answer": "丙"}\n', 1),
        ('{"wordings": ["甲"], "answer": null}\n', 1),
        ('{"wordings": ["甲"], "answer": "\\ud800"}\n', 1),
        ('{"wordings": ["甲"], "answer": "乙", "kind": "odd"}\n', 1),
        ("{\n", 1),
        ('{"wordings": ' + "[" * 100_000, 1),
    ],
    ids=range(14),
)
def test_a_broken_file_is_refused_with_the_line(text: str, line: int) -> None:
    """Whatever its other lines say."""
    with pytest.raises(FaqFileUnusable, match=f"第 {line} 行"):
        read_faqs(text)


# ---- the command ---------------------------------------------------------------------------------------------


def test_import_drafts_and_publishes_nothing(run: Run, asked: Path, tmp_path: Path) -> None:
    """Each line is told what became of it; what may not be said is not taken, the others are."""
    file = tmp_path / "answers.jsonl"
    file.write_text(
        '{"wordings": ["社保卡怎么补办"], "answer": "请到大厅。"}\n'
        '{"wordings": ["热线"], "answer": "220万元"}\n'
        '{"wordings": [" 社保卡怎么补办 "], "answer": "请到大厅。\\n", "state": "approved"}\n'
        '{"wordings": ["天气"], "answer": "请看天气预报。", "kind": "not-ours"}\n'
        '{"wordings": [], "answer": "甲"}\n',
        encoding="utf-8",
    )
    ran = run("faq", "import", file, "--as", "小李", data=asked)
    assert ran.status == 1
    assert [line.split("，")[0].split("。")[0] for line in ran.out.splitlines()] == [
        "第 1 行：草稿 1",
        "第 2 行：没有收下",
        "第 3 行：与常见问题 1（草稿）相同",
        "第 4 行：草稿 2",
        "第 5 行：没有收下",
        "共 5 条：起草 2",
    ]
    assert "“220万元”是写死的数字" in ran.out
    assert "请到大厅" not in run("ask", "社保卡怎么补办", data=asked).out
    assert "cli:小李  起草常见问题" in run("review", "log", data=asked).out
    lines = run("faq", "export", "--format", "jsonl", data=asked).out.splitlines()
    assert [(json.loads(line)["kind"], json.loads(line)["state"]) for line in lines] == [
        ("not-ours", "draft"),
        ("answer", "draft"),
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_imported_again_changes_nothing(run: Run, asked: Path, tmp_path: Path, form: str) -> None:
    """Every line is known, whatever its state, its breaks of lines and what was masked in it."""
    for wording, answer in (("=甲\n乙", "=1\n二"), ("我的手机13812345678怎么换", "@答")):
        run("review", "faq", "new", "--wording", wording, "--answer", answer, data=asked)
    run("review", "faq", "retire", "1", data=asked)
    file = tmp_path / f"answers.{form}"
    file.write_bytes(run("faq", "export", "--format", form, data=asked).out.encode())
    ran = run("faq", "import", file, data=asked)
    assert ran.status == 0
    assert "共 2 条：起草 0，跳过 2，没有收下 0。" in ran.out
    assert "（已停用）相同" in ran.out
    assert len(run("faq", "export", "--format", "jsonl", data=asked).out.splitlines()) == 2


def test_export_of_one_state(run: Run, asked: Path) -> None:
    """Only what is published, say."""
    for wording in ("补卡", "挂失"):
        run("review", "faq", "new", "--wording", wording, "--answer", "请到大厅。", data=asked)
    run("review", "faq", "approve", "2", data=asked)
    (line,) = run("faq", "export", "--format", "jsonl", "--state", "approved", data=asked).out.splitlines()
    assert json.loads(line)["wordings"] == ["挂失"]


@pytest.mark.parametrize(
    "content",
    [
        None,
        "问法,答复\n甲,乙\n".encode("gb18030"),
        "wordings,answer\n甲,乙\n甲,乙,丙\n".encode(),
        b'{"wordings": ["x"], "answer": "y"}\n{\n',
    ],
    ids=["missing", "other encoding", "csv", "jsonl"],
)
def test_of_a_broken_file_nothing_is_taken(run: Run, asked: Path, tmp_path: Path, content: bytes | None) -> None:
    """Exit status 2, one line that says what to do, and no draft."""
    file = tmp_path / "answers"
    if content is not None:
        file.write_bytes(content)
    ran = run("faq", "import", file, data=asked)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("budget-bot: ")
    assert ran.err.count("\n") == 1
    assert run("faq", "export", "--format", "jsonl", data=asked).out == ""
