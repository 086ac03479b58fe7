"""Patterns of printed Chinese as data: one TOML file a concern, each rule with a name."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.errors import ConfigError


@cache
def load(name: str) -> dict[str, Any]:
    """The rules of `ingest/patterns/{name}.toml`.

    Raises ConfigError for a rule that stands twice or is no pattern.
    """
    rules = tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    for section, entries in rules.items():
        if isinstance(entries, list):
            _check(f"ingest/patterns/{name}.toml [[{section}]]", entries)
    return rules


def _check(where: str, entries: list[Any]) -> None:
    named = [entry for entry in entries if isinstance(entry, dict)]
    names = [entry.get("name") for entry in named]
    if None in names or len(set(names)) != len(names):
        raise ConfigError(f"{where}: each rule needs a name of its own, not {names}")
    for entry in named:
        try:
            re.compile(entry.get("pattern", ""))
        except re.error as error:
            raise ConfigError(f"{where} {entry['name']}: {error}") from error


def compiled(name: str, key: str) -> re.Pattern[str]:
    """The single pattern that stands under `key`."""
    return re.compile(load(name)[key])
