"""The lexicons: words of budgets as data. Each TOML file here has one reader next to its use."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from knowledge.errors import ConfigError


@cache
def load(name: str) -> dict[str, Any]:
    """The content of `knowledge/lexicon/NAME.toml`. Raises ConfigError where it is not TOML."""
    text = resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"knowledge/lexicon/{name}.toml: {error}. Mend that line.") from error
