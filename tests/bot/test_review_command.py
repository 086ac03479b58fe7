"""`budget-bot review`, `faq` and `regress`: the acts of editors without a browser."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from pathlib import Path

import pytest
from commands import Run

from bot.cli.sampling import build_from_samples
from bot.render.faq_file import FaqFileUnusable, read_faqs, write_faqs
from knowledge.conversation import EMPTY
from knowledge.editorial.faq import Faq, FaqKind
from knowledge.engine import Engine
from knowledge.service.accounts import Role
from knowledge.service.published import KeptFaq, Made, State
from knowledge.service.querylog import Asker
from knowledge.service.service import open_service
from knowledge.store.read import KnowledgeBase

ASKED = ("12333咨询服务运维经费多少", "打12333一年花多少", "打12333一年要花多少", "社保卡怎么补办", "热线的钱是多少")


@pytest.fixture
def asked(tmp_path: Path, engine: Engine) -> Path:
    """A data folder with a knowledge base and some logged questions."""
    build_from_samples(tmp_path / "knowledge.db")
    service = open_service(tmp_path / "service.db", time.time)
    for question in ASKED:
        service.log.record(Asker("telegram", question, question), engine.ask(question), EMPTY, engine.library.base, 1)
    service.close()
    return tmp_path


def _group(run: Run, data: Path, words: str) -> str:
    (group,) = json.loads(run("review", "list", "--words", words, "--json", data=data).out)
    return str(group["id"])


def test_from_the_list_to_a_published_answer(run: Run, asked: Path) -> None:
    """Listed, looked at, drafted, published, given, taken back."""
    assert "社保卡怎么补办" in run("review", "list", "--failed", data=asked).out
    group = _group(run, asked, "打12333")
    shown = run("review", "show", group, data=asked).out
    assert "1 × 打12333一年要花多少" in shown
    assert "{{" in shown
    words = ("--as", "小李", "faq", "new", group, "--answer", "{{12333咨询服务运维经费多少}}。")
    assert "草稿" in run("review", *words, data=asked).out
    assert "220.0 万元。" not in run("ask", "打12333一年花多少", data=asked).out
    approved = run("review", "faq", "approve", "1", data=asked)
    assert approved.status == 0
    assert "发布" in approved.out
    assert run("ask", "请问打12333一年花多少", data=asked).out.startswith("220.0 万元。\n")
    log = run("review", "log", data=asked).out
    assert "cli:小李  起草常见问题" in log
    assert "undo 3" in run("review", "faq", "retire", "1", data=asked).out
    assert "220.0 万元。" not in run("ask", "打12333一年花多少", data=asked).out
    assert run("review", "undo", "3", data=asked).status == 0
    assert run("ask", "打12333一年花多少", data=asked).out.startswith("220.0 万元。\n")


def test_an_alias_is_published_once_its_changes_were_seen(run: Run, asked: Path) -> None:
    """The digest stands in what was shown."""
    run("review", "alias", "new", "热线的钱", "12333咨询服务运维经费", data=asked)
    refused = run("review", "alias", "approve", "1", data=asked)
    assert refused.status == 1
    assert "现在 [" in refused.out
    assert "220.0 万元" in refused.out
    digest = re.search(r"--seen (\w+)", refused.out)
    assert digest is not None
    assert "发布" in run("review", "alias", "approve", "1", "--seen", digest.group(1), data=asked).out
    assert "220.0 万元" in run("ask", "热线的钱是多少", data=asked).out


def test_groups_are_decided_about(run: Run, asked: Path) -> None:
    """Dismissed, noted, not ours: each leaves the list."""
    group = _group(run, asked, "社保卡")
    run("review", "dismiss", group, data=asked)
    assert "社保卡" not in run("review", "list", data=asked).out
    run("review", "reopen", group, data=asked)
    run("review", "note", group, "缺文件", data=asked)
    assert "社保卡" in run("review", "list", "--state", "data-team", data=asked).out
    assert "给数据组的话：缺文件" in run("review", "show", group, data=asked).out
    run("review", "reopen", group, data=asked)
    assert "草稿" in run("review", "not-ours", group, data=asked).out


@pytest.mark.parametrize(
    "words",
    [
        ("show", "99"),
        ("dismiss", "99"),
        ("faq", "approve", "99"),
        ("faq", "edit", "99"),
        ("faq", "new", "--answer", "220万元", "--wording", "甲"),
        ("alias", "new", "多少", "差旅费"),
        ("undo", "99"),
        ("account", "password", "nobody"),
        (),
    ],
)
def test_what_cannot_be_done_says_what_to_do(run: Run, asked: Path, words: tuple[str, ...]) -> None:
    """Exit status 2 and one line."""
    ran = run("review", *words, data=asked, stdin=b"long enough password\n")
    assert ran.status == 2
    assert ran.err.startswith("budget-bot: ")
    assert ran.err.count("\n") == 1


def test_accounts_take_their_password_from_stdin(run: Run, asked: Path) -> None:
    """And never show it."""
    ran = run("review", "account", "add", "老王", "--role", "approver", data=asked, stdin=b"a long password\n")
    assert "a long password" not in ran.out + ran.err
    assert "老王  审批" in run("review", "account", "list", data=asked).out
    service = open_service(asked / "service.db", time.time)
    assert service.accounts.log_in("老王", "a long password", "1")
    assert service.accounts.role_of("老王") is Role.APPROVER
    service.close()
    assert run("review", "account", "remove", "老王", data=asked).status == 0


# ---- files ---------------------------------------------------------------------------------------------------

HOSTILE = ("=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "'=1", 'a,b"c\n=d', "好")


def _kept(number: int, text: str) -> KeptFaq:
    faq = Faq(number, FaqKind.ANSWER, text, (text.strip() or "x", "第二种"))
    return KeptFaq(faq, State.DRAFT, None, 0, None, Made("", 0.0, "", None))


def test_no_cell_of_an_export_runs_in_a_spreadsheet() -> None:
    """Each begins with no sign that a spreadsheet takes for a formula."""
    text = write_faqs([_kept(number, one) for number, one in enumerate(HOSTILE)], "csv")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == len(HOSTILE) + 1
    for row in rows:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@")), cell


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_export_is_read_back(form: str) -> None:
    """Also what was made safe."""
    faqs = [_kept(number, one) for number, one in enumerate(HOSTILE)]
    again = read_faqs(write_faqs(faqs, form))
    read = [(entry.answer.replace("\r", "\n"), entry.wordings[-1]) for entry in again]
    assert read == [(kept.faq.answer.replace("\r", "\n"), "第二种") for kept in faqs]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", '{"answer": 1}\n', "kind,wordings,answer\nodd,甲,乙\n", "{\n"])
def test_a_file_of_something_else_is_refused(text: str) -> None:
    """With the line."""
    with pytest.raises(FaqFileUnusable, match=r"第 \d+ 行"):
        read_faqs(text)


def test_import_drafts_and_publishes_nothing(run: Run, asked: Path, tmp_path: Path) -> None:
    """Known ones are left, unusable ones named."""
    file = tmp_path / "answers.jsonl"
    file.write_text(
        '{"wordings": ["社保卡怎么补办"], "answer": "请到大厅。"}\n{"wordings": ["热线"], "answer": "220万元"}\n',
        encoding="utf-8",
    )
    ran = run("faq", "import", str(file), data=asked)
    assert ran.status == 1
    assert "第 1 行：" in ran.out
    assert "写死的数字" in ran.out
    assert "相同，跳过" in run("faq", "import", str(file), data=asked).out
    exported = run("faq", "export", "--format", "jsonl", data=asked).out
    assert json.loads(exported)["state"] == "draft"


# ---- what moved ----------------------------------------------------------------------------------------------


def test_an_ingest_says_which_answers_moved(run: Run, asked: Path, tmp_path: Path) -> None:
    """A new version of a document changes a figure that was asked for."""
    assert run("regress", data=asked).status == 0
    base = KnowledgeBase(asked / "knowledge.db")
    stored = next(one for one in base.documents.values() if "anhui" in one.document.file)
    text = Path(stored.path).read_text(encoding="utf-8")
    base.close()
    assert "220.0" in text
    file = tmp_path / "anhui-2022.md"
    file.write_text(text.replace("220.0", "330.0").replace("220 万元", "330 万元"), encoding="utf-8")
    said = run("ingest", str(file), data=asked).out
    assert "个的答复变了" in said
    assert "12333咨询服务运维经费：220.0 万元" in said
    moved = run("regress", "--json", data=asked)
    assert moved.status == 1
    assert "330.0" in json.loads(moved.out)["moved"][0]["after"]["text"]
    assert run("regress", "--accept", data=asked).status == 0
    assert run("regress", data=asked).status == 0
