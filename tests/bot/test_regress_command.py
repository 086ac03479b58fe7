"""`budget-bot regress`, and the same after an ingest: which answers have moved."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from commands import Run
from logged_questions import ASKED, log_questions

from ingest.samples import SAMPLES
from knowledge.engine import Engine

OLD, NEW = "12333咨询服务运维经费：220.0 万元", "12333咨询服务运维经费：330.0 万元"


@pytest.fixture
def asked(tmp_path: Path, engine: Engine) -> Path:
    """A data folder with a knowledge base and some logged questions."""
    return log_questions(tmp_path, engine)


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A newer version of a sample, with another amount for 12333咨询服务运维经费."""
    sample = next(sample for sample in SAMPLES if "anhui" in sample.name)
    text = sample.read_text(encoding="utf-8")
    assert "220.0" in text
    file = tmp_path / sample.name
    file.write_text(text.replace("220.0", "330.0").replace("220 万元", "330 万元"), encoding="utf-8")
    return file


def test_nothing_has_moved(run: Run, asked: Path) -> None:
    """Exit status 0."""
    ran = run("regress", data=asked)
    assert (ran.status, ran.out) == (0, "重新问了 1 个问题：0 个的答复变了，0 个第一次记下。\n")


def test_an_ingest_says_which_answers_moved(run: Run, asked: Path, newer: Path) -> None:
    """Below its own report, first line against first line; its exit status is its own."""
    ran = run("ingest", newer, data=asked)
    assert ran.status == 0
    report, said = ran.out.split("重新问了以前问过的 1 个问题：1 个的答复变了。\n")
    assert newer.name in report
    assert said.splitlines() == [
        f"• {ASKED[0]}",
        f"    原来 [已回答] {OLD}",
        f"    现在 [已回答] {NEW}",
        "看全部：budget-bot regress；都对就记下：budget-bot regress --accept",
    ]
    again = run("ingest", newer, data=asked)
    assert "重新问了" not in again.out


def test_what_moved_is_reported_until_it_is_accepted(run: Run, asked: Path, newer: Path) -> None:
    """Exit status 1 until then, 0 from then on; as text and as JSON."""
    run("ingest", newer, data=asked)
    moved = run("regress", data=asked)
    assert moved.status == 1
    assert OLD in moved.out
    assert NEW in moved.out
    as_json = run("regress", "--json", data=asked)
    assert as_json.status == 1
    fields = json.loads(as_json.out)
    assert (fields["asked"], fields["new"], fields["moved"][0]["question"]) == (1, 0, ASKED[0])
    assert fields["moved"][0]["source"] == "log"
    assert fields["moved"][0]["before"]["text"].startswith(OLD)
    assert fields["moved"][0]["after"]["text"].startswith(NEW)
    accepted = run("regress", "--accept", data=asked)
    assert accepted.status == 0
    assert "已作为正确的答复记下" in accepted.out
    assert run("regress", data=asked).status == 0


def test_a_question_file_is_recorded_quietly_and_then_compared(run: Run, asked: Path, newer: Path) -> None:
    """The first time its answers are new; afterwards they may move. Lines of one session lean on each other."""
    file = asked / "questions.jsonl"
    lines = ({"q": "信息化建设多少", "session": "1"}, {"q": "那12333咨询服务运维经费呢", "session": "1"})
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    assert run("regress", file, data=asked).out == "重新问了 3 个问题：0 个的答复变了，2 个第一次记下。\n"
    assert "0 个第一次记下" in run("regress", file, data=asked).out
    run("ingest", newer, data=asked)
    moved = json.loads(run("regress", file, "--json", data=asked).out)["moved"]
    assert {(one["question"], one["source"]) for one in moved} == {
        (ASKED[0], "log"),
        ("那12333咨询服务运维经费呢", file.name),
    }


def test_approved_answers_are_asked_too(run: Run, asked: Path, newer: Path) -> None:
    """An answer with a live figure moves when the figure does."""
    run("review", "faq", "new", "--wording", "热线花费", "--answer", "{{12333咨询服务运维经费多少}}。", data=asked)
    run("review", "faq", "approve", "1", data=asked)
    assert run("regress", data=asked).status == 0
    run("ingest", newer, data=asked)
    moved = json.loads(run("regress", "--json", data=asked).out)["moved"]
    assert "330.0 万元。" in next(one for one in moved if one["source"] == "faq")["after"]["text"]


@pytest.mark.parametrize("content", [None, '{"q": 1', '{"question": "甲"}'])
def test_a_question_file_that_is_none(run: Run, asked: Path, content: str | None) -> None:
    """Exit status 2 and what to write."""
    file = asked / "questions.jsonl"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    ran = run("regress", file, data=asked)
    assert (ran.status, ran.out) == (2, "")
    assert str(file) in ran.err


# ---- after an ingest -----------------------------------------------------------------------------------------


def test_where_nobody_asked_an_ingest_says_nothing_of_it(run: Run, tmp_path: Path, newer: Path) -> None:
    """Without a service.db, which no ingest makes, and with an empty one."""
    data = tmp_path / "data"
    assert "重新问了" not in run("ingest", *SAMPLES, data=data).out
    assert not (data / "service.db").exists()
    run("review", "list", data=data)
    assert "重新问了" not in run("ingest", newer, data=data).out


def test_a_broken_service_does_not_make_an_ingest_fail(run: Run, asked: Path, newer: Path) -> None:
    """The documents are stored; stderr says what is not known."""
    for path in asked.glob("service.db*"):
        path.unlink()
    (asked / "service.db").write_bytes(b"no database at all" * 100)
    ran = run("ingest", newer, data=asked)
    assert ran.status == 0
    assert "which answers moved is not known" in ran.err
    assert "Traceback" not in ran.err
    assert "330.0" in run("ask", ASKED[0], data=asked).out


def test_after_an_ingest_at_most_twenty_are_shown(run: Run, asked: Path, newer: Path) -> None:
    """However many moved; the number of all is said."""
    with closing(sqlite3.connect(asked / "service.db")) as conn, conn:
        names = [row[1] for row in conn.execute("PRAGMA table_info(query)") if row[1] not in ("id", "key", "question")]
        copied = ", ".join(f'"{name}"' for name in names)
        for number in range(24):
            conn.execute(
                f"INSERT INTO query (key, question, {copied}) "
                f"SELECT ?, question || ?, {copied} FROM query WHERE id = 1",
                (f"copy {number}", "？" * (number + 1)),
            )
    said = run("ingest", newer, data=asked).out
    assert "重新问了以前问过的 25 个问题：25 个的答复变了。" in said
    assert said.count("• ") == 20
    assert run("regress", data=asked).out.count("• ") == 25
