"""What the bot says besides answers, from texts.toml."""

from __future__ import annotations

import html
import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def _load() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("texts.toml").read_text(encoding="utf-8"))


def say(name: str, /, **given: object) -> str:
    """A text as HTML with what is given put in; KeyError for a name that the file does not have."""
    text: str = _load()[name].strip()
    return text.format_map(
        {key: html.escape(value, quote=False) if isinstance(value, str) else value for key, value in given.items()}
    )


def button(name: str) -> str:
    """The words on a button."""
    words: str = _load()["buttons"][name]
    return words


def reasons() -> dict[str, str]:
    """Why an answer was not good: key and words."""
    found: dict[str, str] = _load()["reasons"]
    return found
