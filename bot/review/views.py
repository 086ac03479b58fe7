"""Templates with their filters, and the words for what the code names in English."""

from __future__ import annotations

import time
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.review.flash import flash_of, without_flash


@cache
def words() -> dict[str, dict[str, str]]:
    """The Chinese words for states, acts, statuses and the like, by their sort."""
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def word(code: object, sort: str) -> str:
    """The word for a code; the code itself where none is written down."""
    return words()[sort].get(str(code), str(code))


def moment(seconds: float | None) -> str:
    """A time as a person reads it."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds)) if seconds else "—"


@cache
def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("bot.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {"word": word, "moment": moment}
    found.globals |= {"words": words}
    return found


def render(request: Request, template: str, status: int = 200, /, **values: Any) -> Response:
    """A template as a response."""
    shown = {"session": None, "flash": flash_of(request), "path": request.url.path, **values}
    return without_flash(request, HTMLResponse(_environment().get_template(template).render(shown), status))
