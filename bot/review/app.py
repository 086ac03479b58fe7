"""The review page put together: which screen answers which address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from importlib import resources

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.review.desk import ReviewDesk
from bot.review.pages import acts, aliases, documents, faqs, groups, login, statistics
from bot.review.views import render
from bot.review.visit import COOKIE, Page, guarded

_GETS: dict[str, Page] = {
    "/groups": groups.queue_page,
    "/groups/{id:int}": groups.group_page,
    "/faqs": faqs.faqs_page,
    "/faqs/new": faqs.new_faq_page,
    "/faqs/{id:int}": faqs.faq_page,
    "/aliases": aliases.aliases_page,
    "/aliases/{id:int}": aliases.alias_page,
    "/acts": acts.acts_page,
    "/documents": documents.documents_page,
    "/documents/{id:int}": documents.document_page,
    "/documents/{id:int}/tables/{table:int}": documents.table_page,
    "/figures/{id:int}": documents.figure_page,
    "/figures/{id:int}/picture": documents.figure_picture,
    "/findings": documents.findings_page,
    "/statistics": statistics.statistics_page,
    "/keys": lambda visit: visit.page("keys.html"),
}
_POSTS: dict[str, Page] = {
    **{f"/groups/{{id:int}}/{name}": act for name, act in groups.ACTS.items()},
    "/faqs/new": faqs.create,
    "/faqs/{id:int}": faqs.edit,
    "/faqs/{id:int}/approve": faqs.approve,
    "/faqs/{id:int}/retire": faqs.retire,
    "/aliases": aliases.create,
    "/aliases/{id:int}/approve": aliases.approve,
    "/aliases/{id:int}/retire": aliases.retire,
    "/acts/{id:int}/undo": acts.undo,
    "/acts/undo-last": acts.undo_last,
    "/logout": login.log_out,
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


def build_app(desk: ReviewDesk) -> ASGIApp:
    """The application with its headers on every response."""
    return WithHeaders(build_routes(desk))


def build_routes(desk: ReviewDesk) -> Starlette:
    """The screens; each route but the login and the files of the page itself needs a login."""
    static = StaticFiles(directory=str(resources.files(__package__).joinpath("static")))
    return Starlette(
        routes=[
            Route("/", _home),
            Route("/login", login.login_page(desk), methods=["GET", "POST"]),
            Mount("/static", static),
            *_routes(desk),
        ],
        exception_handlers={HTTPException: _on_refused(desk), Exception: _on_fault},
    )


def _routes(desk: ReviewDesk) -> Iterator[Route]:
    for method, pages in (("GET", _GETS), ("POST", _POSTS)):
        for path, page in pages.items():
            yield Route(path, guarded(desk, page), methods=[method])


async def _home(_request: Request) -> Response:
    return RedirectResponse("/groups", 303)


def _on_refused(desk: ReviewDesk) -> Callable[[Request, Exception], Awaitable[Response]]:
    """What was refused or is not there, as a screen with the reason and the way back."""

    async def handle(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        reason = error.detail if isinstance(error, HTTPException) else ""
        session = desk.service.accounts.session(request.cookies.get(COOKIE, ""))
        return render(
            request, "refused.html", status, status=status, reason=_in_chinese(status, reason), session=session
        )

    return handle


def _in_chinese(status: int, reason: str) -> str:
    """Our reasons are Chinese; the framework's own for a wrong address or method are not."""
    if not reason.isascii():
        return reason
    return "没有这个页面。" if status in (404, 405) else "这个请求无法处理，请返回页面重试。"


async def _on_fault(request: Request, _error: Exception) -> Response:
    """A fault of ours: the server logs it, the person is told without details."""
    return render(
        request,
        "refused.html",
        500,
        status=500,
        reason="页面出错了，请稍后再试；如果总是这样，请告诉管理员。",
        session=None,
    )


class WithHeaders:
    """Puts the security headers on every response, also on errors and files."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    *((name.lower().encode(), value.encode()) for name, value in _HEADERS.items()),
                ]
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
