"""One setting: a field with its default, its range, or the environment variable that alone may give it."""

from __future__ import annotations

from dataclasses import field
from typing import Any


def within(default: float, low: float, high: float) -> Any:
    """A number with its range."""
    return field(default=default, metadata={"low": low, "high": high})


def secret(variable: str) -> Any:
    """A text that only the environment gives; it may not stand in config.toml, and no log shows it."""
    return field(default="", metadata={"variable": variable}, repr=False)
