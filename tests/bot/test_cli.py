"""The commands: what they print, their exit status, and one line for whatever is wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from commands import Ran, Run

from bot.cli.main import COMMANDS
from ingest.samples import SAMPLES
from knowledge.model import DocumentFacts
from knowledge.store.read import KnowledgeBase
from knowledge.store.write import KnowledgeWriter, Written

QUESTION = "12333咨询服务运维经费多少"


def command(*words: str, data: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own."""
    code = "import sys; from bot.cli.main import main; sys.exit(main())"
    environment = {**os.environ, "BUDGET_BOT_DATA": str(data)}
    environment.pop("BUDGET_BOT_CONFIG", None)
    return subprocess.run(
        [sys.executable, "-c", code, *words], input=stdin, capture_output=True, env=environment, timeout=60
    )


def one_line(ran: Ran) -> str:
    """The only line of stderr; nothing went to stdout."""
    assert ran.out == ""
    assert ran.err.count("\n") == 1, ran.err
    assert "Traceback" not in ran.err
    return ran.err


# ---- help and arguments ------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [["--help"], *[[one.name, "--help"] for one in COMMANDS]], ids=" ".join)
def test_help(words: list[str], run: Run, tmp_path: Path) -> None:
    """Each command has its help, and none touches the data folder."""
    ran = run(*words, data=tmp_path)
    assert ran.status == 0
    assert ran.out.startswith("usage: budget-bot")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["ask"],
        ["ask", "--jsonl", "x"],
        ["ask", "--json", "--jsonl"],
        ["ingest"],
        ["export", "statements"],
        ["ingest", "x.md", "--stage", "草案"],
        ["ingest", "x.md", "--year", "twenty"],
    ],
    ids=" ".join,
)
def test_unusable_arguments(words: list[str], run: Run, tmp_path: Path) -> None:
    """One line on stderr, status 2."""
    ran = run(*words, data=tmp_path)
    assert ran.status == 2
    assert "budget-bot" in one_line(ran)


# ---- questions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "的",
        "？" * 50,
        "多" * 100_000,
        "12333" * 20_000,
        "\x1b[31m咨询\x00\x07服务\u202e经费",
        "🏥💰多少",
        "'; DROP TABLE figure; --",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "%s%n{0}{{}}\\",
        "\udc80\ud800",
        "１２３３３咨询服务运维经费多少",
        "SELECT * FROM figure",
        "0" * 5000,
        "九" * 400,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_any_question_is_answered(question: str, run: Run, sample_folder: Path) -> None:
    """Whatever is typed: an answer without control characters, status 0, and the question as asked."""
    for words in (["ask", question], ["ask", "--json", question]):
        ran = run(*words, data=sample_folder)
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.strip()
    assert not any(char in run("ask", question, data=sample_folder).out for char in "\x1b\x00\x07\u202e")
    fields = json.loads(run("ask", "--json", question, data=sample_folder).out)
    assert fields["question"] == question


def test_first_question_builds_the_samples(run: Run, tmp_path: Path) -> None:
    """Without a knowledge base it is built, once; stderr says so, stdout is the answer alone."""
    ran = run("ask", QUESTION, data=tmp_path)
    assert ran.status == 0
    assert ran.out.startswith("12333咨询服务运维经费：220.0 万元\n")
    assert "embedded samples" in ran.err
    assert {path.name.split("-")[0] for path in tmp_path.iterdir()} == {"knowledge.db"}
    again = run("ask", QUESTION, data=tmp_path)
    assert (again.out, again.err) == (ran.out, "")


@pytest.mark.parametrize("words", [["sources"], ["export", "figures"], ["remove", "x"]], ids=" ".join)
def test_without_knowledge_base(words: list[str], run: Run, tmp_path: Path) -> None:
    """What reads the knowledge base says how to build one."""
    ran = run(*words, data=tmp_path)
    assert ran.status == 2
    assert "budget-bot ingest" in one_line(ran)


def test_knowledge_base_of_another_version(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """It is not touched; the message says what to do."""
    path = tmp_path / "knowledge.db"
    shutil.copy(sample_folder / "knowledge.db", path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = path.read_bytes()
    for words in (["ask", QUESTION], ["ingest", str(SAMPLES[0])], ["sources"]):
        ran = run(*words, data=tmp_path)
        assert ran.status == 2
        assert "999" in one_line(ran)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database at all " * 100, b"SQLite format 3\x00" + b"\x00" * 50])
def test_broken_knowledge_base(content: bytes, run: Run, tmp_path: Path) -> None:
    """A file that is no knowledge base is named, and kept."""
    path = tmp_path / "knowledge.db"
    path.write_bytes(content)
    for words in (["ask", QUESTION], ["ingest", str(SAMPLES[0])]):
        ran = run(*words, data=tmp_path)
        assert ran.status == 2
        assert str(path) in one_line(ran)
    assert path.read_bytes() == content


def test_data_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    """A file where the folder should be: one line, for asking and for ingesting."""
    folder = tmp_path / "file"
    folder.write_text("x", encoding="utf-8")
    ran = run("ingest", SAMPLES[0], data=folder)
    assert ran.status == 2
    assert str(folder) in one_line(ran)
    asked = run("ask", QUESTION, data=folder)
    assert asked.status == 2
    assert "Traceback" not in asked.err


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_data_folder(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """Answers go on where nothing can be written; an ingest says why it cannot."""
    shutil.copy(sample_folder / "knowledge.db", tmp_path / "knowledge.db")
    tmp_path.chmod(0o500)
    try:
        assert run("ask", QUESTION, data=tmp_path).status == 0
        ran = run("ingest", SAMPLES[0], data=tmp_path)
        assert ran.status == 2
        one_line(ran)
    finally:
        tmp_path.chmod(0o700)


def test_readers_that_go_away(sample_folder: Path) -> None:
    """`| head` ends the export quietly."""
    code = "import sys; from bot.cli.main import main; sys.exit(main(['export', 'figures']))"
    environment = {**os.environ, "BUDGET_BOT_DATA": str(sample_folder)}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 0


# ---- chat --------------------------------------------------------------------------------------------------


def test_chat_piped(sample_folder: Path) -> None:
    """One question piped prints just its answer."""
    ran = command("chat", data=sample_folder, stdin=f"{QUESTION}\n".encode())
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode() == command("ask", QUESTION, data=sample_folder).stdout.decode()
    assert ran.stdout.decode().startswith("12333咨询服务运维经费：220.0 万元\n")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([QUESTION, "占项目支出多少"], "28.6"),
        ([QUESTION, "/new", "占项目支出多少"], "没有看出"),
        ([QUESTION, "/explain"], "operation  figure"),
        (["/explain"], "还没有问过"),
        (["/help"], "/quit"),
        (["/nonsense"], "没有 /nonsense"),
        (["", "   ", QUESTION], "220.0"),
        ([QUESTION, "/quit", "不会读到这里"], "220.0"),
        (["\x1b[2J咨询"], "咨询"),
    ],
)
def test_chat_lines(lines: list[str], said: str, run: Run, sample_folder: Path) -> None:
    """Follow-ups and commands; the last thing said."""
    ran = run("chat", data=sample_folder, stdin="\n".join(lines).encode())
    assert (ran.status, ran.err) == (0, "")
    assert said in ran.out.split("\n\n")[-1]
    assert "\x1b" not in ran.out


# ---- explain and show --------------------------------------------------------------------------------


def test_explain(run: Run, sample_folder: Path) -> None:
    """Words with their rules, slots, candidates with scores, the operation, and the files to change."""
    ran = run("explain", "安徽2022年12333运维经废比上年增加多少", data=sample_folder)
    assert ran.status == 0
    for part in (
        "knowledge/lexicon/questions.toml [[cue]]",
        "pattern year",
        "operation  change",
        "config.toml",
    ):
        assert part in ran.out
    assert "* " in ran.out


def test_explain_reading(run: Run, sample_folder: Path) -> None:
    """First the reading: stretches with label, value and probability, asks, patterns, what weighed, what to do."""
    ran = run("explain", "安徽2022年12333运维经费比上年增加多少", data=sample_folder)
    assert ran.status == 0
    reading = ran.out.split("\n\n")[0]
    for part in (
        "reading ",
        "unit     安徽",
        "year     2022年",
        "= 2022",
        "asks ",
        "pattern  year",
        "weighed ",
        "make train",
    ):
        assert part in reading
    assert "%" in reading


def test_explain_lines(run: Run, tmp_path: Path) -> None:
    """Readings of many questions need no documents; places count characters of the question as asked."""
    lines = [
        {"id": "a", "session": "s", "q": "安 徽 2022年 差旅费多少"},
        {"id": "b", "session": "s", "q": "那去年呢"},
        {"id": "c", "session": None, "q": "那去年呢"},
    ]
    ran = run("explain", "--jsonl", data=tmp_path, stdin="\n".join(map(json.dumps, lines)).encode())
    assert (ran.status, ran.err) == (0, "")
    first, second, third = map(json.loads, ran.out.splitlines())
    assert [(span["start"], span["end"], span["label"]) for span in first["spans"]] == [
        (0, 3, "unit"),
        (4, 9, "year"),
        (10, 13, "item"),
    ]
    assert first["asks"] == ["amount"]
    assert [each["leans"] for each in (first, second, third)] == [False, True, False]


@pytest.mark.parametrize("line", ["no json", "[]", '{"id": 1}'])
def test_explain_bad_line(line: str, run: Run, tmp_path: Path) -> None:
    """A line that is no question is told by its number."""
    ran = run("explain", "--jsonl", data=tmp_path, stdin=line.encode())
    assert ran.status == 2
    assert "Line 1 " in ran.err


@pytest.mark.parametrize("what", [QUESTION, "1"])
def test_show_lines(what: str, run: Run, sample_folder: Path) -> None:
    """The cited line with its neighbours, an arrow before it."""
    ran = run("show", what, data=sample_folder)
    assert ran.status == 0
    arrow = next(line for line in ran.out.splitlines() if line.startswith(">"))
    assert ("220.0" if what == QUESTION else "988.7") in arrow


def test_show_needs_pages_to_draw(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """A text has no pages."""
    ran = run("show", QUESTION, "--png", tmp_path / "out.png", data=sample_folder)
    assert ran.status == 2
    assert "--png" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_show_without_a_place(run: Run, sample_folder: Path) -> None:
    """A refusal has nothing to show."""
    assert run("show", "明年会涨多少", data=sample_folder).status == 2


# ---- ingest, sources, remove -------------------------------------------------------------------------


def test_ingest_reports(run: Run, tmp_path: Path) -> None:
    """New, then unchanged, then a new version with the figures that changed; the JSON says the same."""
    file, report = tmp_path / "budget.md", tmp_path / "report.json"
    shutil.copy(SAMPLES[0], file)
    first = run("ingest", file, "--report", report, data=tmp_path / "data")
    assert first.status == 0
    assert "项目支出表 1" in first.out
    assert "1 new, 0 unchanged, 0 failed" in first.out
    written = json.loads(report.read_text(encoding="utf-8"))
    assert written["summary"] == {"new": 1, "unchanged": 0, "failed": 0}
    assert written["files"][0]["counts"]["figures"] > 200
    again = run("ingest", file, data=tmp_path / "data")
    assert "0 new, 1 unchanged" in again.out
    text = re.sub(r"(12333 咨询服务运维经费.*)220\.0\t220\.0", r"\g<1>221.0\t221.0", file.read_text(encoding="utf-8"))
    text = re.sub(r"(专项经费 |财政拨款\t|年度资金总额:\t)220\b", r"\g<1>221", text)
    file.write_text(text, encoding="utf-8")
    changed = run("ingest", file, "--report", report, data=tmp_path / "data")
    assert "replaces budget.md: 2 figures changed" in changed.out
    assert "220.0 -> 221.0" in changed.out
    changes = json.loads(report.read_text(encoding="utf-8"))["files"][0]["changes"]
    assert [(change["before"], change["after"]) for change in changes] == [("220.0", "221.0")] * 2
    assert "221.0" in run("ask", QUESTION, data=tmp_path / "data").out


def test_ingest_goes_on_after_bad_files(run: Run, tmp_path: Path) -> None:
    """Each bad file gets one line, the others are stored, the status is 1."""
    folder = tmp_path / "in"
    (folder / "below").mkdir(parents=True)
    shutil.copy(SAMPLES[1], folder / "below" / "good.txt")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 100)
    (folder / "prose.md").write_text("没有预算，只有一句话。", encoding="utf-8")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / ".hidden.txt").write_text("x", encoding="utf-8")
    (folder / "loop").symlink_to(folder)
    ran = run("ingest", folder, tmp_path / "none.pdf", data=tmp_path / "data")
    assert ran.status == 1
    lines = ran.err.splitlines()
    assert len(lines) == 4
    for name in ("empty.txt", "picture.pdf", "prose.md", "none.pdf"):
        assert sum(name in line for line in lines) == 1
    assert "1 new, 0 unchanged, 4 failed; 1 other file passed over (.jpg)" in ran.out


TABLES = """青山市水利局2024年部门预算公开表
支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
213\t农林水支出\t820.0\t320.0\t500.0
21303\t水利\t820.0\t320.0\t500.0
\t合计\t820.0\t320.0\t500.0
"""
TEXT = """青山市水利局2024年部门预算编制说明
一、主要职责
负责全市水资源管理。
二、“三公”经费
2024年“三公”经费预算12.5万元，其中公务接待费2.5万元，公务用车运行维护费10.0万元。
"""
NEWS = """青山市水利局2024年部门预算
近日，青山市水利局公开了2024年部门预算，支出总计820.0万元。
"""


def _files(folder: Path, **texts: str) -> list[Path]:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return [folder / f"{name}.txt" for name in texts]


@pytest.mark.parametrize("order", [("tables", "text"), ("text", "tables")])
def test_parts_of_a_publication(order: tuple[str, str], run: Run, tmp_path: Path) -> None:
    """Both are in force, in either order, and the report says so."""
    files = dict(zip(("tables", "text"), _files(tmp_path, tables=TABLES, text=TEXT), strict=True))
    for name in order:
        ran = run("ingest", files[name], data=tmp_path / "data")
        assert ran.status == 0
    assert f"in force beside {order[0]}.txt" in ran.out
    assert "820.0 万元" in run("ask", "水利支出多少", data=tmp_path / "data").out
    assert "2.5 万元" in run("ask", "公务接待费多少", data=tmp_path / "data").out


def test_a_small_file_is_kept_apart(run: Run, tmp_path: Path) -> None:
    """One line that says how to decide, status 1, and the budget stays; --part keeps both, --replace one."""
    budget, news = _files(tmp_path, budget=TABLES, news=NEWS)
    data = tmp_path / "data"
    run("ingest", budget, data=data)
    refused = run("ingest", news, data=data)
    assert refused.status == 1
    assert refused.err.count("\n") == 1
    for word in ("news.txt", "budget.txt", "--replace", "--part"):
        assert word in refused.err
    assert "1 document in" in run("sources", data=data).out
    assert run("ingest", news, "--part", "新闻", data=data).status == 0
    assert "2 documents in" in run("sources", data=data).out
    news.write_text(NEWS + "\n", encoding="utf-8")
    replaced = run("ingest", news, "--replace", data=data)
    assert "replaces budget.txt、news.txt" in replaced.out
    assert "1 document in" in run("sources", data=data).out
    assert run("ingest", news, budget, "--replace", data=data).status == 2


def test_a_file_that_cannot_be_stored(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One document that the store refuses costs no other."""
    first, second = _files(tmp_path, first=TABLES, second=TEXT)
    write = KnowledgeWriter.write

    def refuse_first(self: KnowledgeWriter, facts: DocumentFacts, *more: Any) -> Written:
        if facts.document.file == first.name:
            raise OverflowError("Python int too large to convert to SQLite INTEGER")
        return write(self, facts, *more)

    monkeypatch.setattr(KnowledgeWriter, "write", refuse_first)
    ran = run("ingest", first, second, data=tmp_path / "data")
    assert ran.status == 1
    assert "first.txt: it cannot be stored" in ran.err
    assert "1 new, 0 unchanged, 1 failed" in ran.out


def test_files_without_a_budget(run: Run, tmp_path: Path) -> None:
    """The page that links to a budget says nothing, a template has no amounts: refused, with the cure."""
    page, template = _files(
        tmp_path,
        page="青山市水利局2024年部门预算公开\n附件：青山市水利局2024年部门预算.pdf\n",
        template="青山市XX局2024年部门预算\n支出总表\n单位：万元\n科目名称\t合计\n教育支出\t\n",
    )
    ran = run("ingest", page, template, data=tmp_path / "data")
    assert ran.status == 1
    assert ran.err.count("\n") == 2
    assert "nothing of a budget" in ran.err
    assert "a template" in ran.err


def test_ingest_of_nothing(run: Run, tmp_path: Path) -> None:
    """A folder without documents: one line, status 1, and no empty knowledge base."""
    (tmp_path / "in").mkdir()
    ran = run("ingest", tmp_path / "in", data=tmp_path / "data")
    assert ran.status == 1
    assert "no documents" in ran.err
    assert not (tmp_path / "data").exists()


def test_ingest_of_gbk(run: Run, tmp_path: Path) -> None:
    """A text in GBK gives the same answer."""
    file = tmp_path / "gbk.txt"
    file.write_bytes(SAMPLES[1].read_text(encoding="utf-8").encode("gbk"))
    assert run("ingest", file, data=tmp_path / "data").status == 0
    assert "0.75 万元" in run("ask", "天门的办公费", data=tmp_path / "data").out


def test_ingest_with_what_is_given(run: Run, tmp_path: Path) -> None:
    """Whose budget it is can be said for one file, and for one file only."""
    file = tmp_path / "table.md"
    file.write_text("收入支出总表\n\n单位：万元\n\n项目\t预算数\n收入总计\t12.5\n支出总计\t12.5\n", encoding="utf-8")
    assert run("ingest", file, data=tmp_path / "data").status == 1
    given = ["--unit", "甲县教育局", "--year", "2023", "--stage", "预算", "--level", "部门"]
    assert run("ingest", file, *given, data=tmp_path / "data").status == 0
    assert "甲县教育局" in run("sources", data=tmp_path / "data").out
    several = run("ingest", file, SAMPLES[0], *given, data=tmp_path / "data")
    assert several.status == 2
    one_line(several)


def test_samples_go_when_documents_come(run: Run, tmp_path: Path) -> None:
    """The built-in budgets make room for the user's own."""
    data = tmp_path / "data"
    run("ask", QUESTION, data=data)
    file = tmp_path / "own.md"
    file.write_text(
        "甲县教育局2023年部门预算\n\n收支总表\n\n单位：万元\n\n项目\t预算数\n收入总计\t12.5\n",
        encoding="utf-8",
    )
    ran = run("ingest", file, data=data)
    assert ran.status == 0
    assert "samples are gone" in ran.err
    assert "1 document in" in run("sources", data=data).out


def test_remove(run: Run, tmp_path: Path) -> None:
    """A document goes with all it says; an unknown name is an error that says where the names are."""
    run("ingest", *SAMPLES, data=tmp_path)
    unknown = run("remove", "nothing.pdf", data=tmp_path)
    assert unknown.status == 2
    assert "budget-bot sources" in one_line(unknown)
    assert run("remove", "anhui-2022.md", data=tmp_path).status == 0
    base = KnowledgeBase(tmp_path / "knowledge.db")
    assert [stored.document.file for stored in base.documents.values()] == ["tianmen-2022.txt"]
    assert {one.figure.citation.document.file for one in base.figures("1")} == {"tianmen-2022.txt"}
    base.close()


def test_version_before_is_in_force_again(run: Run, tmp_path: Path) -> None:
    """Removing the newest version brings the one before back."""
    first, second = tmp_path / "first.md", tmp_path / "second.md"
    shutil.copy(SAMPLES[0], first)
    second.write_text(first.read_text(encoding="utf-8").replace("415.6", "415.7"), encoding="utf-8")
    run("ingest", first, second, data=tmp_path / "data")
    ran = run("remove", "second.md", data=tmp_path / "data")
    assert "in force again: first.md" in ran.out


# ---- export ------------------------------------------------------------------------------------------

CONTRACT_COLUMNS = "document,file,unit_name,year,stage,table,row_code,row,column,printed,unit,page,line"


def test_export_columns(run: Run, sample_folder: Path) -> None:
    """CSV and JSON lines hold the same, the contract's columns first."""
    table = list(csv.DictReader(io.StringIO(run("export", "figures", "--format", "csv", data=sample_folder).out)))
    lines = [
        json.loads(line) for line in run("export", "figures", "--format", "jsonl", data=sample_folder).out.splitlines()
    ]
    assert ",".join(list(table[0])[:13]) == ",".join(list(lines[0])[:13]) == CONTRACT_COLUMNS
    assert len(table) == len(lines) > 300
    for row, line in zip(table, lines, strict=True):
        assert {name: "" if value is None else str(value) for name, value in line.items()} == row
    found = [row for row in table if row["row"] == "12333咨询服务运维经费" and row["table"] == "项目支出表"]
    assert {(row["column"], row["printed"], row["unit"]) for row in found} == {
        ("合计", "220.0", "万元"),
        ("本年财政拨款 › 一般公共预算", "220.0", "万元"),
    }
