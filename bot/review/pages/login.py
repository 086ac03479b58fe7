"""Logging in and out."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.review.desk import ReviewDesk
from bot.review.views import render
from bot.review.visit import COOKIE, Visit, read_form

_HOME = "/groups"


def login_page(desk: ReviewDesk) -> Callable[[Request], Awaitable[Response]]:
    """The form, and what is done with it."""

    async def handle(request: Request) -> Response:
        if request.method == "POST":
            _refuse_other_sites(request)
            return _log_in(desk, request, await read_form(request))
        return render(request, "login.html", next=request.query_params.get("next", ""), name="", problem="")

    return handle


def _log_in(desk: ReviewDesk, request: Request, form: dict[str, str]) -> Response:
    name, address = form.get("name", "").strip(), request.client.host if request.client else ""
    wait = desk.service.accounts.must_wait(name, address)
    token = None if wait else desk.service.accounts.log_in(name, form.get("password", ""), address)
    if token is None:
        problem = f"试的次数太多，请过 {math.ceil(wait / 60)} 分钟再试。" if wait else "账号或密码不对。"
        shown = {"next": form.get("next", ""), "name": name, "problem": problem}
        return render(request, "login.html", 429 if wait else 401, **shown)
    response = RedirectResponse(_own_path(form.get("next", "")), 303)
    response.set_cookie(COOKIE, token, httponly=True, samesite="strict", secure=desk.is_secure)
    return response


def _refuse_other_sites(request: Request) -> None:
    """A form on another site must not log anybody in: browsers say where a form stands."""
    origin = request.headers.get("origin", "")
    if origin and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise HTTPException(403, "这个表单不是从本页面提交的，没有执行。请返回页面重试。")


def _own_path(given: str) -> str:
    """A path of this page; never an address elsewhere."""
    is_own = given.startswith("/") and not given.startswith(("//", "/\\")) and given.isprintable()
    return given if is_own else _HOME


def log_out(visit: Visit) -> Response:
    """End the session."""
    visit.desk.service.accounts.log_out(visit.request.cookies.get(COOKIE, ""))
    response = visit.back("/login", "已退出。")
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response
