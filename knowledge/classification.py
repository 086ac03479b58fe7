"""The official classification: which names are lines of their own, whether or not a document prints them."""

from __future__ import annotations

from functools import cache

from knowledge.lexicon import load
from knowledge.text import fold_name

_GENERIC_ENDS = ("支出", "费用", "经费", "项目")


@cache
def _official() -> frozenset[str]:
    sections = load("classification").values()
    return frozenset(fold_name(name) for section in sections for name in section.values())


def official_lines() -> frozenset[str]:
    """The folded names of all lines that the lexicon has."""
    return _official()


def name_forms(name: str) -> tuple[str, ...]:
    """A folded name, and the same without or with 支出 and the like at its end."""
    ends = [end for end in _GENERIC_ENDS if name.endswith(end) and len(name) > len(end) + 1]
    bare = name.removesuffix(ends[0]) if ends else name
    return (name, bare, f"{bare}支出") if ends else (name, f"{name}支出")


def is_official_line(name: str) -> bool:
    """Whether a folded name is a line of the official classification, with or without 支出 at its end."""
    return any(form in _official() for form in name_forms(name))
