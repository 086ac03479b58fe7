"""Nothing is shown without a login, nothing done without role and token, and no text becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from page_visitor import PASSWORD, Hand, Visitor
from starlette.routing import Route

from bot.review.app import build_app, build_routes
from bot.review.desk import ReviewDesk
from knowledge.conversation import EMPTY
from knowledge.service.querylog import Asker
from knowledge.service.service import Service

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{7*7}} \u202eabc ${7*7} </textarea>"
OPEN_TO_ALL = {"/", "/login"}


def _paths(desk: ReviewDesk, method: str) -> list[str]:
    """All addresses of the page that take a method, with 1 for each number."""
    routes = (route for route in build_routes(desk).routes if isinstance(route, Route))
    found = [route.path for route in routes if method in (route.methods or ()) and route.path not in OPEN_TO_ALL]
    return [re.sub(r"\{\w+:int\}", "1", path) for path in found]


def test_no_screen_without_a_login(desk: ReviewDesk, visitor: Visitor) -> None:
    """Every address leads to the login."""
    paths = _paths(desk, "GET")
    assert len(paths) > 12
    for path in paths:
        response = visitor.get(path)
        assert (response.status_code, response.headers["location"]) == (303, f"/login?next={path}")


def test_no_act_without_a_login(desk: ReviewDesk, visitor: Visitor, service: Service) -> None:
    """Every form is refused, and nothing is noted."""
    paths = _paths(desk, "POST")
    assert len(paths) > 12
    for path in paths:
        assert visitor.request("POST", path, {"csrf": "x"}).status_code == 403
    assert not service.acts.last()


@pytest.mark.parametrize("token", [None, "", "wrong", "é"])
def test_no_act_without_the_token(desk: ReviewDesk, approver: Visitor, service: Service, token: str | None) -> None:
    """A form from elsewhere carries none or another, and changes nothing."""
    for path in _paths(desk, "POST"):
        fields = {} if token is None else {"csrf": token}
        assert (
            approver.request("POST", path, {**fields, "note": "x", "wordings": "甲", "answer": "乙"}).status_code == 403
        )
    assert not service.acts.last()
    assert approver.get("/groups").status_code == 200, "not even the logout was done"


def test_another_session_has_another_token(editor: Visitor, approver: Visitor) -> None:
    """The token of one person does not serve another."""
    assert editor.token != approver.token
    assert editor.request("POST", "/groups/1/dismiss", {"csrf": approver.token}).status_code == 403


def test_only_approvers_publish(editor: Visitor, approver: Visitor, service: Service) -> None:
    """An editor drafts; publishing, retiring what is published and undoing that are refused."""
    editor.post("/faqs/new", wordings="社保卡怎么补办", answer="请到大厅。")
    editor.post("/aliases", wording="热线的钱", target="12333咨询服务运维经费", kind="item")
    for path in ("/faqs/1/approve", "/aliases/1/approve"):
        assert editor.post(path).status_code == 403
    assert "发布" not in re.findall(r"<button[^>]*>([^<]+)", editor.get("/faqs/1").text)
    approver.post("/faqs/1/approve")
    approved = service.acts.last()[0].id
    assert editor.post("/faqs/1/retire").status_code == 403
    assert editor.post("/faqs/1", wordings="社保卡怎么补办", answer="改了").status_code == 403
    assert editor.post(f"/acts/{approved}/undo").status_code == 403
    assert service.published.editorial().faqs


# ---- logins --------------------------------------------------------------------------------------------------


def test_logout_ends_the_session(editor: Visitor) -> None:
    """The cookie of before does not work any more."""
    kept = editor.cookies
    assert editor.post("/logout").status_code == 303
    again = Visitor(editor.app, kept)
    assert again.get("/groups").status_code == 303


def test_sessions_end_by_themselves(editor: Visitor, hand: Hand) -> None:
    """After half an hour without a click."""
    hand.now += 1700
    assert editor.get("/groups").status_code == 200
    hand.now += 1801
    assert editor.get("/groups").status_code == 303


def test_wrong_passwords_make_wait(visitor: Visitor) -> None:
    """The sixth try waits, also with the right password, and says how long."""
    for _ in range(5):
        assert visitor.log_in("小李", "wrong").status_code == 401
    response = visitor.log_in("小李")
    assert response.status_code == 429
    assert "15 分钟" in response.text


@pytest.mark.parametrize("is_secure", [False, True])
def test_the_cookie_is_for_the_server_alone(desk: ReviewDesk, is_secure: bool) -> None:
    """Neither scripts nor other sites get it; behind https it goes over https only."""
    visitor = Visitor(build_app(replace(desk, is_secure=is_secure)))
    cookie = visitor.log_in("小李").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert ("secure" in cookie) is is_secure


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/faqs", "/faqs"),
        ("https://evil.example/", "/groups"),
        ("//evil.example/", "/groups"),
        ("/\\evil.example", "/groups"),
        ("/faqs\r\nSet-Cookie: a=b", "/groups"),
        ("", "/groups"),
    ],
)
def test_the_login_leads_to_no_other_site(visitor: Visitor, wanted: str, given: str) -> None:
    """Only a path of the page is followed."""
    assert visitor.log_in("小李", next=wanted).headers["location"] == given


def test_another_site_logs_nobody_in(visitor: Visitor) -> None:
    """A form whose origin is elsewhere is refused."""
    fields = {"name": "小李", "password": PASSWORD}
    assert visitor.request("POST", "/login", fields, origin="https://evil.example").status_code == 403
    assert visitor.request("POST", "/login", fields, origin="http://review.test").status_code == 303


# ---- what people typed ---------------------------------------------------------------------------------------


def test_no_text_becomes_markup(desk: ReviewDesk, service: Service, approver: Visitor) -> None:
    """Hostile questions, answers, notes and aliases are shown as they were typed, on every screen."""
    engine = desk.engine
    for user in ("a", "b"):
        reply = engine.ask(HOSTILE)
        logged = service.log.record(Asker("telegram", user, user), reply, EMPTY, engine.library.base, 1.0)
        service.log.judge(logged.key, "-", "<b>reason</b>")
    service.groups.catch_up()
    number = next(group.id for group in service.groups.queue().groups if "script" in group.title)
    approver.post(f"/groups/{number}/note", note=HOSTILE)
    approver.post(f"/groups/{number}/faq", wordings=HOSTILE, answer=HOSTILE)
    approver.post("/aliases", wording="x<b>y</b>经费", target="12333咨询服务运维经费", kind="item")
    paths = [*_paths(desk, "GET"), f"/groups/{number}", "/groups?state=all", f"/groups?words={HOSTILE}"]
    shown = {path: approver.get(path).text for path in paths}
    for path, text in shown.items():
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert "<b>reason" not in text, path
        assert "x<b>y" not in text, path
        assert "${49}" not in text, path
        assert re.search(r"\son\w+=", re.sub(r"&lt;.*?&gt;", "", text)) is None, path
    assert "&lt;script&gt;" in shown["/groups?state=all"]
    assert "{{7*7}}" in shown["/groups?state=all"]


def test_headers_are_on_every_response(visitor: Visitor, editor: Visitor) -> None:
    """Screens, redirects, errors, files."""
    for path in ("/groups", "/login", "/nowhere", "/static/review.css", "/static/nothing", "/groups/999999"):
        for who in (Visitor(visitor.app), editor):
            headers = who.get(path).headers
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["x-frame-options"] == "DENY"
            assert headers["referrer-policy"] == "same-origin"


def test_no_screen_has_inline_script_or_style(desk: ReviewDesk, approver: Visitor) -> None:
    """The policy would forbid it."""
    for path in _paths(desk, "GET"):
        text = approver.get(path).text
        assert "<style" not in text
        assert " style=" not in text
        assert re.search(r"<script(?! src=)", text) is None


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2fconfig.py",
        "/static//etc/passwd",
        "/figures/../../etc/passwd/picture",
        "/figures/1e9/picture",
        "/documents/-1",
    ],
)
def test_no_path_leads_out(approver: Visitor, path: str) -> None:
    """Files are those of the page, documents are known by number."""
    response = approver.get(path)
    assert response.status_code in (404, 405)
    assert "root:" not in response.text


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"\xff\xfe=1", 400), (b"a=" + b"x" * 70_000, 413), (b"&".join(b"a=1" for _ in range(99)), 400)],
)
def test_broken_forms_are_refused(editor: Visitor, content: bytes, status: int) -> None:
    """Too large, too many fields, not readable."""
    assert editor.request("POST", "/groups/1/dismiss", content).status_code == status
