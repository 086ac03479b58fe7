"""A week's work in a real browser: the page over HTTP, its keyboard, and the bot that answers with what came of it.

The screens are written as pictures to build/screens, which git ignores.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness import Bot, Peer, Person, running, text_of
from playwright.sync_api import Page, sync_playwright

from bench.asked_log import make_log
from bot.cli.sampling import build_from_samples
from knowledge.conversation import EMPTY
from knowledge.engine import Engine
from knowledge.service.accounts import Role
from knowledge.service.querylog import Asker
from knowledge.service.service import Service, open_service
from knowledge.store.read import KnowledgeBase

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SCREENS = Path(__file__).parents[3] / "build" / "screens"
WEEK = 7 * 86_400.0
QUESTIONS = 2_000
WIDTHS = (1280, 380)
PASSWORD = "correct horse battery"
CITIZEN = "轨道交通换乘优惠怎么领"

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine")


def _fill(folder: Path) -> None:
    """A knowledge base of the samples, a week of questions, two accounts."""
    build_from_samples(folder / "knowledge.db")
    engine = Engine(KnowledgeBase(folder / "knowledge.db"))
    asked = make_log(engine.library.base, 300, 30, random.Random(7))[:QUESTIONS]
    assert len(asked) == QUESTIONS
    begin = time.time() - WEEK
    clock = iter(begin + WEEK * number / QUESTIONS for number in range(QUESTIONS))
    service = open_service(folder / "service.db", lambda: next(clock))
    with service.together():
        for number, one in enumerate(asked):
            asker = Asker("telegram", f"chat {number % 500}", f"user {number % 500}")
            service.log.record(asker, engine.ask(one.text), EMPTY, engine.library.base, 1.0)
    service.close()
    engine.library.base.close()
    service = open_service(folder / "service.db", time.time)
    service.accounts.add("老王", Role.APPROVER, PASSWORD)
    service.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the week."""
    path = tmp_path_factory.mktemp("week")
    _fill(path)
    return path


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The address of the page, served by the command."""
    (folder / "review.toml").write_text("[review]\nport = 0\n", encoding="utf-8")
    code = "import sys; from bot.cli.main import main; sys.exit(main())"
    environment = {
        **os.environ,
        "BUDGET_BOT_DATA": str(folder),
        "BUDGET_BOT_CONFIG": str(folder / "review.toml"),
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    with subprocess.Popen(
        [sys.executable, "-c", code, "review"], env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found is not None
        yield found.group()
        server.terminate()
        assert server.wait(10) in (0, -15)


@pytest.fixture(scope="module")
def page(address: str) -> Iterator[Page]:
    """A logged-in browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        page.set_default_timeout(10_000)
        page.goto(f"{address}/groups")
        _shoot(page, "login")
        page.get_by_label("账号").fill("老王")
        page.get_by_label("密码").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_selector("text=退出")
        yield page
        browser.close()


@pytest.fixture(scope="module")
def bot(folder: Path) -> Iterator[Bot]:
    """The bot on the same data, with the Bot API of the tests."""
    peer = Peer()
    peer.start()
    with running(Bot(peer, folder, {"reload_seconds": 0.2, "poll_seconds": 5})) as started:
        yield started
    peer.stop()


@pytest.fixture
def service(folder: Path) -> Iterator[Service]:
    opened = open_service(folder / "service.db", time.time)
    yield opened
    opened.close()


def _shoot(page: Page, name: str) -> None:
    """A picture of the screen at each width; none may be wider than its window."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=SCREENS / f"{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width}"
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def _arrive(page: Page, words: str) -> None:
    """Wait for a screen with these words, and until its keys work."""
    page.wait_for_selector(f"text={words}")
    page.wait_for_load_state("load")


def test_the_queue_is_worked_through_by_keyboard(page: Page, address: str, service: Service) -> None:
    """Down, dismiss, undo, not ours, without a mouse."""
    page.goto(f"{address}/groups")
    _shoot(page, "groups")
    titles = page.locator("[data-open]").all_inner_texts()
    assert len(titles) == 20
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.innerText") == titles[1]
    page.keyboard.press("d")
    _arrive(page, "已完成")
    assert titles[1] not in page.locator("[data-open]").all_inner_texts()
    page.keyboard.press("u")
    _arrive(page, "已撤销：")
    assert titles[1] in page.locator("[data-open]").all_inner_texts()
    assert [act.kind for act in service.acts.last(2)] == ["undo", "dismiss"]
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.wait_for_url("**/faqs/*")
    assert "草稿已保存" in page.inner_text("main")
    page.keyboard.press("?")
    page.wait_for_url("**/keys")
    _shoot(page, "keys")
    page.keyboard.press("g")
    page.wait_for_url("**/groups")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


def test_an_answer_is_written_published_and_told(page: Page, address: str, service: Service, bot: Bot) -> None:
    """From a citizen's question to the group, the proof, the publication; who asked hears it, others get it."""
    citizen, other = Person(bot.peer), Person(bot.peer)
    citizen.press(citizen.ask(CITIZEN), "有答案时告诉我")
    citizen.hear_one()
    page.goto(f"{address}/groups?failed=1&words=轨道交通")
    page.keyboard.press("j")
    page.keyboard.press("f")
    page.wait_for_url("**/groups/*")
    _shoot(page, "group")
    assert page.inner_text("h1") == CITIZEN
    assert "1 人在等答复" in page.inner_text("main")
    assert page.evaluate("document.activeElement.id") == "answer"
    page.get_by_label("答复", exact=True).fill("经费是{{12333咨询服务运维经费多少}}，其他请到大厅询问。")
    page.locator("#faq button").click()
    page.wait_for_url("**/faqs/*")
    assert "220.0 万元" in page.inner_text(".bubble")
    _shoot(page, "faq")
    page.get_by_role("button", name=re.compile("发布$")).click()
    page.wait_for_selector("text=已发布。")
    assert [faq.wordings for faq in service.published.editorial().faqs] == [(CITIZEN,)]
    told = [text_of(one) for one in citizen.hear("sendMessage", count=2)]
    assert told[0].startswith(f"您问过：{CITIZEN}")
    assert "<b>220.0 万元</b>" in told[1]
    assert "<b>220.0 万元</b>" in text_of(other.ask(f"请问{CITIZEN}呢"))
    assert citizen.hears_nothing()
    page.goto(f"{address}/faqs")
    _shoot(page, "faqs")


def test_an_alias_is_published_and_taken_back(page: Page, address: str, service: Service) -> None:
    """With the answers that it changes side by side."""
    page.goto(f"{address}/aliases")
    page.get_by_label("人们说的").fill("电话费用大头")
    page.get_by_label("文件里的名称").fill("12333咨询服务运维经费")
    page.locator("main button.main").click()
    page.wait_for_url("**/aliases/*")
    page.get_by_role("button", name=re.compile("发布$")).click()
    page.wait_for_selector("text=已发布。")
    assert service.published.editorial().aliases
    _shoot(page, "alias")
    page.goto(f"{address}/aliases")
    _shoot(page, "aliases")
    page.goto(f"{address}/acts")
    _shoot(page, "acts")
    page.get_by_role("button", name="撤销").first.click()
    page.wait_for_selector("text=已撤销：")
    assert not service.published.editorial().aliases


def test_the_other_screens(page: Page, address: str) -> None:
    """Documents, a table, a figure's place, findings, statistics: all fit a telephone."""
    for name in ("documents", "findings", "statistics"):
        page.goto(f"{address}/{name}")
        _shoot(page, name)
    page.goto(f"{address}/documents")
    page.locator("tbody a").first.click()
    _shoot(page, "document")
    page.locator("tbody a", has_text="支出").first.click()
    _shoot(page, "table")
    page.locator("td a").first.click()
    _shoot(page, "figure")
    assert page.locator("q").count() == 1


def test_nothing_is_logged_by_the_browser_as_refused(page: Page, address: str) -> None:
    """The policy forbids nothing that the page needs."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("groups", "statistics", "faqs/1", "keys"):
        page.goto(f"{address}/{path}")
    assert said == []
