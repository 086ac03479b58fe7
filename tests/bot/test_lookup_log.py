"""What is asked on the command line is logged, after it was answered, and a log in trouble stops no answer."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from commands import Run

from bot.cli.sampling import build_from_samples
from knowledge.engine import Engine
from knowledge.service.accounts import Person, Role
from knowledge.service.service import open_service
from knowledge.store.read import KnowledgeBase

QUESTION = "12333咨询服务运维经费多少"
ANSWER = "12333咨询服务运维经费：220.0 万元\n"
Row = tuple[object, ...]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with a knowledge base and an empty service.db."""
    build_from_samples(tmp_path / "knowledge.db")
    open_service(tmp_path / "service.db", time.time).close()
    return tmp_path


def logged(folder: Path, columns: str = "channel, chat, user, question, status") -> list[Row]:
    """The rows of the query log."""
    with closing(sqlite3.connect(folder / "service.db")) as conn:
        return conn.execute(f"SELECT {columns} FROM query ORDER BY id").fetchall()


def test_a_question_is_logged_without_a_name(run: Run, folder: Path) -> None:
    """And with personal data masked."""
    assert run("ask", QUESTION, data=folder).out.startswith(ANSWER)
    run("ask", "我的手机13812345678，社保卡怎么补办", data=folder)
    first, second = logged(folder)
    assert first == ("cli", "", "", QUESTION, "answered")
    assert second[3] == "我的手机〔手机号〕，社保卡怎么补办"


def test_a_conversation_is_logged_with_what_it_leans_on(run: Run, folder: Path) -> None:
    """Its questions, not its commands."""
    said = run("chat", data=folder, stdin=f"{QUESTION}\n/explain\n占项目支出多少\n/quit\n".encode())
    assert "28.61%" in said.out
    rows = logged(folder, "question, frame_before <> '', status")
    assert [row[0] for row in rows] == [QUESTION, "占项目支出多少"]
    assert rows[1][1:] == (1, "answered")


@pytest.mark.parametrize(
    ("words", "stdin"), [(("ask", "--json", QUESTION), b""), (("ask", "--jsonl"), b'{"q": "12333"}\n')]
)
def test_what_programs_ask_is_not_logged(run: Run, folder: Path, words: tuple[str, ...], stdin: bytes) -> None:
    """A bench or a script is nobody who waits for a better answer."""
    assert run(*words, data=folder, stdin=stdin).status == 0
    assert logged(folder) == []


def test_no_log_is_made_by_asking(run: Run, tmp_path: Path) -> None:
    """Only `serve` and `review` make a service.db: who just asks keeps no record of it."""
    run("ask", QUESTION, data=tmp_path)
    assert not (tmp_path / "service.db").exists()


@pytest.mark.parametrize("words", [("ask", QUESTION), ("chat",)])
def test_a_broken_log_stops_no_answer(run: Run, folder: Path, words: tuple[str, ...]) -> None:
    """Stderr says what is wrong, stdout is as ever."""
    for path in folder.glob("service.db*"):
        path.unlink()
    (folder / "service.db").write_bytes(b"no database at all" * 100)
    ran = run(*words, data=folder, stdin=f"{QUESTION}\n{QUESTION}\n".encode())
    assert ran.status == 0
    assert ran.out.startswith(ANSWER)
    assert ran.err.count("the question is not logged") == 1
    assert str(folder / "service.db") in ran.err


def test_half_a_character_is_answered_and_not_logged(run: Run, folder: Path) -> None:
    """What no file can hold."""
    ran = run("ask", "\udc80多少", data=folder)
    assert (ran.status, ran.err) == (0, "")
    assert logged(folder) == []


def test_an_editors_answer_counts_a_hit(run: Run, folder: Path) -> None:
    """Once for each time that it is given."""
    base = KnowledgeBase(folder / "knowledge.db")
    service = open_service(folder / "service.db", time.time)
    editing = service.editing(Person("老王", Role.APPROVER))
    kept = editing.draft_faq(["社保卡怎么补办"], "请到服务大厅办理。")
    editing.approve_faq(kept.faq.id, Engine(base))
    base.close()
    for _ in range(2):
        assert run("ask", "社保卡怎么补办", data=folder).out == "请到服务大厅办理。\n"
    found = service.published.faq(kept.faq.id)
    service.close()
    assert found is not None
    assert found.hits == 2


def test_the_answer_does_not_wait_for_the_log(folder: Path) -> None:
    """It is there while another process keeps the log from being written."""
    code = "import sys; from bot.cli.main import main; sys.exit(main())"
    environment = {**os.environ, "BUDGET_BOT_DATA": str(folder)}
    with closing(sqlite3.connect(folder / "service.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with subprocess.Popen(
            [sys.executable, "-c", code, "ask", QUESTION], stdout=subprocess.PIPE, env=environment
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline().decode() == ANSWER
            assert process.poll() is None
            other.execute("ROLLBACK")
            process.stdout.read()
            assert process.wait(timeout=30) == 0
    assert len(logged(folder)) == 1
