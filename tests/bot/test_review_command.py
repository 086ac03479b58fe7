"""`budget-bot review`: the acts of editors without a browser."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import Run
from logged_questions import log_questions

from knowledge.engine import Engine
from knowledge.service.accounts import Role
from knowledge.service.service import open_service

LIVE = "{{12333咨询服务运维经费多少}}。"


@pytest.fixture
def asked(tmp_path: Path, engine: Engine) -> Path:
    """A data folder with a knowledge base and some logged questions."""
    return log_questions(tmp_path, engine)


def group_of(run: Run, data: Path, words: str) -> str:
    """The number of the one group with these words."""
    (group,) = json.loads(run("review", "list", "--state", "all", "--words", words, "--json", data=data).out)
    return str(group["id"])


# ---- groups --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ((), {"打12333一年花多少", "社保卡怎么补办", "热线的钱是多少", "12333咨询服务运维经费多少"}),
        (("--failed",), {"打12333一年花多少", "社保卡怎么补办"}),
        (("--words", "社保卡"), {"社保卡怎么补办"}),
        (("--words", "要花"), {"打12333一年花多少"}),
        (("--state", "dismissed"), set()),
        (("--days", "1", "--failed"), {"打12333一年花多少", "社保卡怎么补办"}),
        (("--count", "1"), {"打12333一年花多少"}),
    ],
    ids=" ".join,
)
def test_the_queue(run: Run, asked: Path, words: tuple[str, ...], titles: set[str]) -> None:
    """Those first that an act would help most, or what was asked for; as lines the same as in JSON."""
    said = run("review", "list", *words, data=asked).out
    assert f"列出 {len(titles)} 组" in said
    assert {line.split()[-1] for line in said.splitlines()[:-1]} == titles
    groups = json.loads(run("review", "list", *words, "--json", data=asked).out)
    assert {group["title"] for group in groups} == titles


def test_one_group_with_all_about_it(run: Run, asked: Path) -> None:
    """What was asked and answered, what people thought, how it was read, what an editor may begin with."""
    service = open_service(asked / "service.db", time.time)
    disliked = service.conn.execute("SELECT key FROM query WHERE question = '打12333一年花多少'").fetchone()[0]
    service.log.judge(disliked, "-", "missing")
    service.close()
    group = group_of(run, asked, "打12333")
    run("review", "note", group, "缺文件", data=asked)
    shown = run("review", "show", group, data=asked).out
    for part in (
        f"第 {group} 组（缺文件）：打12333一年花多少",
        "问过 2 次，2 人",
        "1 × 打12333一年要花多少",
        "2 × [未答，没有这一项]",
        "没有答全：1",
        "等答复的人：0",
        "folded     打12333一年花多少",
        "：{{安徽省人力资源和社会保障信息中心2022年单位预算12333咨询服务运维经费是多少}}",
        "相近的名称：12333咨询服务运维经费",
        "转数据组",
        "给数据组的话：缺文件",
    ):
        assert part in shown


def test_groups_are_decided_about(run: Run, asked: Path) -> None:
    """Dismissed, noted, not ours: each leaves the queue, and reopened it is back."""
    group = group_of(run, asked, "社保卡")
    for act, state in ((("dismiss", group), "dismissed"), (("note", group, "缺文件"), "data-team")):
        assert run("review", *act, data=asked).status == 0
        assert "社保卡" not in run("review", "list", data=asked).out
        assert "社保卡" in run("review", "list", "--state", state, data=asked).out
        run("review", "reopen", group, data=asked)
        assert "社保卡" in run("review", "list", data=asked).out
    assert "常见问题 1 已保存为草稿" in run("review", "not-ours", group, "--reply", "请问人社局。", data=asked).out
    run("review", "faq", "approve", "1", data=asked)
    assert run("ask", "社保卡怎么补办", data=asked).out == "请问人社局。\n"


def test_of_several_groups_all_are_dismissed_or_none(run: Run, asked: Path) -> None:
    """One wrong number stops the others, too."""
    first, second = group_of(run, asked, "社保卡"), group_of(run, asked, "热线")
    assert run("review", "dismiss", first, second, "99", data=asked).status == 2
    assert "列出 0 组" in run("review", "list", "--state", "dismissed", data=asked).out
    assert run("review", "dismiss", first, second, data=asked).out.count("忽略：") == 2


# ---- answers -------------------------------------------------------------------------------------------------


def test_from_the_queue_to_a_published_answer(run: Run, asked: Path) -> None:
    """Drafted, published, given, retired, and given again once that is undone."""
    group = group_of(run, asked, "打12333")
    drafted = run("review", "faq", "new", group, "--answer", LIVE, "--as", "小李", data=asked)
    assert "常见问题 1 已保存为草稿" in drafted.out
    assert "220.0 万元。" not in run("ask", "打12333一年花多少", data=asked).out
    assert "发布后有 0 个的答复会改变" in run("review", "faq", "prove", "1", data=asked).out
    approved = run("review", "--as", "老王", "faq", "approve", "1", data=asked)
    assert (approved.status, approved.out) == (
        0,
        "发布常见问题：打12333一年花多少（操作 2，撤销：budget-bot review undo 2）\n",
    )
    assert run("ask", "请问打12333一年花多少", data=asked).out.startswith("220.0 万元。\n")
    shown = run("review", "faq", "show", "1", data=asked).out
    for part in ("起草：cli:小李", "发布：cli:老王", "答过 1 次", "  打12333一年要花多少\n", LIVE, "  220.0 万元。\n"):
        assert part in shown
    assert "undo 3" in run("review", "faq", "retire", "1", data=asked).out
    assert "220.0 万元。" not in run("ask", "打12333一年花多少", data=asked).out
    assert run("review", "undo", "3", data=asked).status == 0
    assert run("ask", "打12333一年花多少", data=asked).out.startswith("220.0 万元。\n")


def test_an_answer_is_written_and_changed(run: Run, asked: Path, tmp_path: Path) -> None:
    """For wordings of one's own, from a file; what is changed is a draft again."""
    file = tmp_path / "answer.txt"
    file.write_text("\ufeff请到大厅。\n", encoding="utf-8")
    run("review", "faq", "new", "--wording", "补卡", "--wording", "挂失", "--answer-file", file, data=asked)
    run("review", "faq", "approve", "1", data=asked)
    assert "已发布" in run("review", "faq", "list", "--state", "approved", data=asked).out
    assert run("review", "faq", "edit", "1", "--answer", "请到窗口。", data=asked).status == 0
    shown = run("review", "faq", "show", "1", data=asked).out
    assert "（草稿，答复）" in shown
    assert "  补卡\n  挂失\n答复\n  请到窗口。\n" in shown
    run("review", "faq", "edit", "1", "--wording", "补卡", data=asked)
    assert "挂失" not in run("review", "faq", "show", "1", data=asked).out
    assert "共 0 条" in run("review", "faq", "list", "--state", "approved", data=asked).out


# ---- aliases -------------------------------------------------------------------------------------------------


def test_an_alias_is_published_once_its_changes_were_seen(run: Run, asked: Path) -> None:
    """What moves is shown side by side, and the digest of just that is asked for."""
    run("review", "alias", "new", "热线的钱", "12333咨询服务运维经费", data=asked)
    refused = run("review", "alias", "approve", "1", data=asked)
    assert refused.status == 1
    assert re.search(r"• 热线的钱是多少\n    现在 \[反问\] .*\n(.*\n)*    以后 \[已回答\] .*220\.0 万元", refused.out)
    digest = re.search(r"--seen (\w+)", refused.out)
    assert digest is not None
    assert run("review", "alias", "approve", "1", "--seen", "0" * 16, data=asked).status == 1
    assert "草稿" in run("review", "alias", "list", data=asked).out
    approved = run("review", "alias", "approve", "1", "--seen", digest.group(1), data=asked)
    assert approved.out.startswith("发布别名：热线的钱 → 12333咨询服务运维经费")
    assert "220.0 万元" in run("ask", "热线的钱是多少", data=asked).out
    run("review", "undo", "2", data=asked)
    assert "220.0 万元" not in run("ask", "热线的钱是多少", data=asked).out.split("\n")[0]
    assert "1 个的答复会改变" in run("review", "alias", "prove", "1", data=asked).out


def test_an_alias_of_a_group_and_of_a_unit(run: Run, asked: Path) -> None:
    """The group leaves the queue, and is back when the alias is retired."""
    group = group_of(run, asked, "热线")
    target = "安徽省人力资源和社会保障信息中心"
    assert run("review", "alias", "new", "人社信息所", target, "--unit", "--group", group, data=asked).status == 0
    assert f"单位  人社信息所 → {target}" in run("review", "alias", "list", "--state", "draft", data=asked).out
    assert "热线" not in run("review", "list", data=asked).out
    run("review", "alias", "retire", "1", data=asked)
    assert "热线" in run("review", "list", data=asked).out


# ---- the audit log -------------------------------------------------------------------------------------------


def test_each_act_is_noted_with_who(run: Run, asked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name given, else that of the login; the newest first; what was undone says so."""
    monkeypatch.setenv("LOGNAME", "王工")
    group = group_of(run, asked, "社保卡")
    run("review", "dismiss", group, data=asked)
    run("review", "undo", "1", "--as", "小李", data=asked)
    newest, oldest = run("review", "log", data=asked).out.splitlines()
    assert "cli:小李  撤销  社保卡怎么补办（撤销操作 1）" in newest
    assert "cli:王工  忽略  社保卡怎么补办（已由操作 2 撤销）" in oldest
    assert run("review", "log", "--count", "1", data=asked).out.splitlines() == [newest]


def test_who_may_write_the_file_may_publish(run: Run, asked: Path) -> None:
    """Also under the name of an account that may not on the page: the log says that it came from here."""
    run("review", "account", "add", "小李", "--role", "editor", data=asked, stdin=b"a long password\n")
    run("review", "faq", "new", "--wording", "补卡", "--answer", "请到大厅。", "--as", "小李", data=asked)
    assert run("review", "faq", "approve", "1", "--as", "小李", data=asked).status == 0
    assert "cli:小李  发布常见问题" in run("review", "log", data=asked).out


def test_a_user_without_a_name_gives_one(run: Run, asked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container; what only looks needs none."""

    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr("getpass.getuser", nameless)
    group = group_of(run, asked, "社保卡")
    refused = run("review", "dismiss", group, data=asked)
    assert refused.status == 2
    assert "--as" in refused.err
    assert run("review", "dismiss", group, "--as", "小李", data=asked).status == 0


# ---- accounts ------------------------------------------------------------------------------------------------


def test_accounts_take_their_password_from_stdin(run: Run, asked: Path) -> None:
    """And never show it."""
    ran = run("review", "account", "add", "老王", "--role", "approver", data=asked, stdin=b"a long password\r\n")
    assert ran.out == "账号 老王（审批）可以登录了。\n"
    assert run("review", "account", "list", data=asked).out == "老王  审批\n共 1 个账号。\n"
    assert run("review", "account", "password", "老王", data=asked, stdin=b"another password").status == 0
    service = open_service(asked / "service.db", time.time)
    assert service.accounts.log_in("老王", "a long password", "1") is None
    assert service.accounts.log_in("老王", "another password", "1")
    assert service.accounts.role_of("老王") is Role.APPROVER
    service.close()
    assert run("review", "account", "remove", "老王", data=asked).status == 0
    assert run("review", "account", "list", data=asked).out == "共 0 个账号。\n"


@pytest.mark.parametrize(
    ("words", "stdin", "cure"),
    [
        (("add", "老王"), b"", "密码太短"),
        (("add", "老王"), b"short\n", "至少 10 个字符"),
        (("add", "老王 "), b"a long password\n", "账号名"),
        (("password", "nobody"), b"a long password\n", "budget-bot review account list"),
        (("remove", "nobody"), b"", "budget-bot review account list"),
    ],
)
def test_accounts_that_cannot_be_made(run: Run, asked: Path, words: tuple[str, ...], stdin: bytes, cure: str) -> None:
    """One line that says what to give."""
    ran = run("review", "account", *words, data=asked, stdin=stdin)
    assert (ran.status, ran.out) == (2, "")
    assert cure in ran.err


# ---- what cannot be done -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        (("show", "99"), "budget-bot review list"),
        (("dismiss", "99"), "budget-bot review list"),
        (("reopen", "99"), "budget-bot review list"),
        (("not-ours", "99"), "budget-bot review list"),
        (("note", "99", "缺"), "budget-bot review list"),
        (("note", "1", " "), "请写明"),
        (("note", "1", "\udcff"), "UTF-8"),
        (("faq", "show", "99"), "budget-bot review faq list"),
        (("faq", "edit", "99", "--answer", "甲"), "budget-bot review faq list"),
        (("faq", "prove", "99"), "budget-bot review faq list"),
        (("faq", "approve", "99"), "budget-bot review faq list"),
        (("faq", "retire", "99"), "budget-bot review faq list"),
        (("faq", "new", "99", "--answer", "甲"), "budget-bot review list"),
        (("faq", "new", "--answer", "甲"), "--wording"),
        (("faq", "new", "1"), "--answer-file"),
        (("faq", "new", "1", "--answer-file", "none.txt"), "UTF-8"),
        (("faq", "new", "--answer", "220万元", "--wording", "甲"), "{{"),
        (("alias", "new", "多少", "差旅费"), "更具体"),
        (("alias", "new", "热线的钱", "没有的项目"), "完整名称"),
        (("alias", "new", "热线的钱", "12333咨询服务运维经费", "--group", "99"), "budget-bot review list"),
        (("alias", "prove", "99"), "budget-bot review alias list"),
        (("alias", "approve", "99"), "budget-bot review alias list"),
        (("alias", "retire", "99"), "budget-bot review alias list"),
        (("undo", "99"), "budget-bot review log"),
        (("undo", "0"), "--help"),
        (("show", "9" * 30), "--help"),
        (("list", "--days", "nan"), "--help"),
        (("list", "--days", "-1"), "--help"),
        (("list", "--state", "odd"), "--help"),
        (("faq",), "--help"),
        ((), "budget-bot review account add"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_says_what_to_do(run: Run, asked: Path, words: tuple[str, ...], cure: str) -> None:
    """Exit status 2, one line, and nothing is done."""
    ran = run("review", *words, data=asked)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("budget-bot")
    assert ran.err.count("\n") == 1
    assert cure in ran.err
    assert run("review", "log", data=asked).out == ""


def test_an_answer_with_nothing_to_change(run: Run, asked: Path) -> None:
    """Edited to what it is, it would be a draft for nothing."""
    run("review", "faq", "new", "--wording", "补卡", "--answer", "请到大厅。", data=asked)
    ran = run("review", "faq", "edit", "1", data=asked)
    assert ran.status == 2
    assert "--answer" in ran.err


# ---- the page ------------------------------------------------------------------------------------------------


def test_the_page_is_served_until_it_is_stopped(asked: Path) -> None:
    """Its address is printed once a browser can open it."""
    service = open_service(asked / "service.db", time.time)
    service.accounts.add("老王", Role.APPROVER, "a long password")
    service.close()
    settings = asked / "config.toml"
    settings.write_text("[review]\nport = 0\n", encoding="utf-8")
    code = "import sys; from bot.cli.main import main; sys.exit(main(['review']))"
    environment = {**os.environ, "BUDGET_BOT_DATA": str(asked), "BUDGET_BOT_CONFIG": str(settings)}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        said = process.stdout.readline().decode()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
    assert re.fullmatch(r"审阅页面：http://127\.0\.0\.1:\d+\n", said)
