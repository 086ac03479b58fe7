"""Cells of CSV files that a spreadsheet program may open."""

from __future__ import annotations

import re

# What begins with one of these, a spreadsheet takes for a formula; so it does after a tab or a line break.
_FORMULA = re.compile(r"\s*[=+\-@]")
_NUMBER = re.compile(r"[+-]?[\d,]+(?:\.\d+)?%?")


def safe_cell(value: str | int | None) -> str:
    """The cell as text; what would run as a formula gets an apostrophe before it, a number stays."""
    text = "" if value is None else str(value)
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
