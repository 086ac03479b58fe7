"""One request: who is logged in, what was sent. Without a login nothing is shown, without a token nothing done."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.review.desk import ReviewDesk
from bot.review.flash import with_flash
from bot.review.views import render
from knowledge.editorial.faq import FaqUnusable
from knowledge.errors import BudgetError
from knowledge.service.accounts import Session
from knowledge.service.editing import NotAllowed

COOKIE = "budget_bot_review"
_MOST_BYTES = 64 * 1024  # of a form
_MOST_FIELDS = 50

Form = dict[str, str]


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody who is logged in."""

    desk: ReviewDesk
    request: Request
    session: Session
    form: Form = field(default_factory=dict)

    def number(self, name: str = "id") -> int:
        """A number of the path."""
        return int(self.request.path_params[name])

    def query(self, name: str) -> str:
        """What stands behind the ? of the address; empty where it does not."""
        return self.request.query_params.get(name, "")

    def page(self, template: str, status: int = 200, /, **values: object) -> Response:
        """A screen."""
        return render(self.request, template, status, session=self.session, **values)

    def back(self, path: str, words: str = "") -> Response:
        """On to a screen of ours after an act, which says what was done."""
        return with_flash(RedirectResponse(path, 303), words)


Page = Callable[[Visit], Response]
Handler = Callable[[Request], Awaitable[Response]]


def guarded(desk: ReviewDesk, page: Page) -> Handler:
    """The page for those who are logged in; a POST also needs the session's token."""

    async def handle(request: Request) -> Response:
        session = desk.service.accounts.session(request.cookies.get(COOKIE, ""))
        if session is None:
            if request.method == "POST":
                raise HTTPException(403, "登录已经结束，请重新登录后再做一次。")
            return RedirectResponse(f"/login?next={quote(request.url.path)}", 303)
        form = await read_form(request) if request.method == "POST" else {}
        if request.method == "POST" and not hmac.compare_digest(form.get("csrf", "").encode(), session.csrf.encode()):
            raise HTTPException(403, "这个表单不是从本页面提交的，没有执行。请返回页面重试。")
        visit = Visit(desk, request, session, form)
        try:
            return page(visit)
        except NotAllowed as error:
            raise HTTPException(403, str(error)) from error
        except (BudgetError, FaqUnusable) as error:
            raise HTTPException(422, str(error)) from error

    return handle


async def read_form(request: Request) -> Form:
    """The fields of a form as they were typed; HTTPException 400 and 413 for what is none or too large."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise HTTPException(413, "内容太长，请缩短后再提交。")
    try:
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400, "表单内容无法读取，请返回页面重试。") from error
    return {name: values[-1].replace("\r\n", "\n") for name, values in fields.items()}
