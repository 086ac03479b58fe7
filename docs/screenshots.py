"""Makes the pictures of docs/使用手册.md anew, from the embedded samples and a few made-up questions.

    python docs/screenshots.py [FOLDER]

Needs chromium and a font with Chinese characters. The answers in the pictures are what the program says now.
"""

from __future__ import annotations

import html
import secrets
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

from playwright.sync_api import Page, sync_playwright

from bot.cli.sampling import build_from_samples
from bot.current_engine import CurrentEngine
from bot.render.telegram_html import render_answer
from bot.render.text import answer_text
from bot.review.desk import ReviewDesk
from bot.review.server import serve_review
from knowledge.conversation import EMPTY
from knowledge.engine import Engine
from knowledge.service.accounts import Role
from knowledge.service.querylog import Asker
from knowledge.service.service import Service, open_service
from knowledge.store.read import KnowledgeBase

_NAME = "王编辑"
_ASKED = {
    "社保卡怎么补办": 9,
    "补办社保卡怎么办": 4,
    "打12333一年花多少": 7,
    "打12333一年要花多少钱": 5,
    "热线的钱是多少": 4,
    "2023年三公经费多少": 6,
    "12333咨询服务运维经费多少": 12,
    "天门公务接待费多少": 5,
    "信息化建设为什么比上年多": 3,
}
_TALK = ("12333咨询服务运维经费多少", "占项目支出多少", "那上年信息化建设是多少", "政府性基金预算支出有多少")
_STYLE = """
body { margin: 0; padding: 24px; background: #dfe7ec; font: 17px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; }
div { max-width: 620px; padding: 10px 16px; border-radius: 14px; margin: 10px 0; white-space: pre-wrap; }
.me { background: #d9f5c5; margin-left: auto; width: max-content; } .bot { background: #fff; }
pre { background: #16202a; color: #e5edf3; padding: 18px; border-radius: 10px; white-space: pre-wrap; margin: 0; }
"""


def make(folder: Path) -> None:
    """Write all pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        build_from_samples(Path(data) / "knowledge.db")
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 760}, locale="zh-CN")
        engine = Engine(KnowledgeBase(Path(data) / "knowledge.db"))
        _shoot_html(page, _chat(engine, _TALK), folder / "telegram.png")
        _shoot_html(page, _terminal(engine, _TALK[:2]), folder / "terminal.png")
        engine.library.base.close()
        with _served(Path(data)) as (address, password):
            _log_in(page, address, password)
            _shoot_review(page, address, folder)
        browser.close()


# ---- talks ---------------------------------------------------------------------------------------------------


def _chat(engine: Engine, questions: Sequence[str]) -> str:
    frame, parts = EMPTY, []
    for question in questions:
        reply = engine.ask(question, frame)
        frame = reply.frame
        parts.append(f'<div class="me">{html.escape(question)}</div>')
        parts += [f'<div class="bot">{message}</div>' for message in render_answer(reply.answer)]
    return "".join(parts)


def _terminal(engine: Engine, questions: Sequence[str]) -> str:
    frame, lines = EMPTY, ["$ budget-bot chat"]
    for question in questions:
        reply = engine.ask(question, frame)
        frame = reply.frame
        lines += [f"› {question}", answer_text(reply.answer), ""]
    return f"<pre>{html.escape(chr(10).join(lines))}</pre>"


def _shoot_html(page: Page, body: str, path: Path) -> None:
    page.set_content(f'<!doctype html><html lang="zh-CN"><style>{_STYLE}</style><body>{body}</body></html>')
    page.locator("body").screenshot(path=path)


# ---- the review page -----------------------------------------------------------------------------------------


@contextmanager
def _served(data: Path) -> Iterator[tuple[str, str]]:
    """The address of a review page with a few questions, and the password of its account."""
    addresses: Queue[str] = Queue()
    password = secrets.token_urlsafe(16)
    threading.Thread(target=_serve, args=(data, password, addresses.put), daemon=True).start()
    yield addresses.get(timeout=60), password


def _serve(data: Path, password: str, on_start: Callable[[str], None]) -> None:
    service = open_service(data / "service.db", time.time)
    current = CurrentEngine(lambda: Engine(KnowledgeBase(data / "knowledge.db")), service)
    _fill(service, current.engine)
    service.accounts.add(_NAME, Role.APPROVER, password)
    serve_review(ReviewDesk(service, current), "127.0.0.1", 0, on_start)


def _fill(service: Service, engine: Engine) -> None:
    for question, count in _ASKED.items():
        for number in range(count):
            user = f"{question}{number}"
            reply = engine.ask(question)
            service.log.record(Asker("telegram", user, user), reply, EMPTY, engine.library.base, 0.5)


def _log_in(page: Page, address: str, password: str) -> None:
    page.goto(f"{address}/login")
    page.get_by_label("账号").fill(_NAME)
    page.get_by_label("密码").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=退出")


def _shoot_review(page: Page, address: str, folder: Path) -> None:
    page.goto(f"{address}/groups")
    page.screenshot(path=folder / "queue.png")
    page.get_by_role("link", name="打12333一年花多少").first.click()
    page.wait_for_selector("#answer")
    page.locator("#answer").fill("12333热线一年的运维经费是{{12333咨询服务运维经费多少}}。")
    page.locator("#faq button").click()
    page.wait_for_selector(".bubble")
    page.screenshot(path=folder / "faq.png")
    page.goto(f"{address}/findings")
    page.screenshot(path=folder / "findings.png")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("images"))
