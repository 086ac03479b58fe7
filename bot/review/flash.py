"""A line that the next screen shows: kept in a cookie for one request."""

from __future__ import annotations

from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import Response

_COOKIE = "budget_bot_said"
_SECONDS = 30
_LONGEST = 300


def with_flash(response: Response, words: str) -> Response:
    """The response, and the line for the screen after it."""
    if words:
        response.set_cookie(_COOKIE, quote(words[:_LONGEST]), max_age=_SECONDS, httponly=True, samesite="strict")
    return response


def flash_of(request: Request) -> str:
    """The line that the act before left; empty where it left none."""
    return unquote(request.cookies.get(_COOKIE, ""))[:_LONGEST]


def without_flash(request: Request, response: Response) -> Response:
    """The response that has shown the line."""
    if _COOKIE in request.cookies:
        response.delete_cookie(_COOKIE, httponly=True, samesite="strict")
    return response
