"""The rules as data: reads rules.toml and checks it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from knowledge.errors import ConfigError
from knowledge.model import Severity
from knowledge.text import fold_name

_BY_ARITHMETIC = "arithmetic"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; rules.toml explains the fields."""

    name: str
    kind: str
    message: str
    severity: Severity | None  # None: by arithmetic
    rank: int  # place in the file: of several rules that name one figure the first speaks


@dataclass(frozen=True, slots=True)
class ColumnIdentity:
    """`total` = Σ `plus` − Σ `minus`, all names of measures."""

    rule: str
    total: str
    plus: tuple[str, ...]
    minus: tuple[str, ...]


@cache
def data() -> dict[str, Any]:
    """All that rules.toml says."""
    text = resources.files(__package__).joinpath("rules.toml").read_text(encoding="utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"knowledge/checks/rules.toml: {error}. Mend that line.") from error


@cache
def rules() -> dict[str, Rule]:
    """The rules by name, in the order of the file. Raises ConfigError where a name stands twice."""
    found: dict[str, Rule] = {}
    for rank, entry in enumerate(data()["rule"]):
        if entry["name"] in found:
            raise ConfigError(f"knowledge/checks/rules.toml: rule {entry['name']!r} stands twice.")
        severity = None if entry["severity"] == _BY_ARITHMETIC else Severity(entry["severity"])
        found[entry["name"]] = Rule(entry["name"], entry["kind"], entry["message"], severity, rank)
    return found


@cache
def identities() -> tuple[ColumnIdentity, ...]:
    """The sums of columns that their names promise."""
    return tuple(
        ColumnIdentity(entry["rule"], entry["total"], tuple(entry["plus"]), tuple(entry["minus"]))
        for entry in data()["identity"]
    )


@cache
def words(section: str, name: str) -> frozenset[str]:
    """A list of words, folded."""
    return frozenset(fold_name(word) for word in data()[section][name])
