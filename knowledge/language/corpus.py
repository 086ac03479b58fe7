"""The written questions that the reader learns from: `corpus/*.jsonl`, a file a voice, checked when they are loaded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Any

from knowledge.errors import BudgetError
from knowledge.language.marks import Ask, BrokenMarks, Marked, read_marks

PLACEHOLDER = re.compile(r"\{([a-z]+)(\d?)(?:\.(short))?\}")
_ANY_BRACES = re.compile(r"\{[^{}]*\}")
KINDS = (
    "unit", "place", "government", "subject", "economic", "project", "indicator", "term", "organ", "code", "table",
)  # fmt: skip
WITH_SHORT = ("unit", "project")
TRAITS = ("slip", "foreign")


class CorpusFault(BudgetError):
    """A written question breaks the form of the corpus."""


@dataclass(frozen=True)
class Line:
    """One written question. Names in it may be placeholders."""

    id: str
    session: str | None
    tagged: str
    asks: tuple[Ask, ...]
    leans: bool
    traits: tuple[str, ...] = ()

    @property
    def voice(self) -> str:
        """Who wrote it: clerk-0012 is the clerk's."""
        return self.id.rpartition("-")[0]

    @cached_property
    def marked(self) -> Marked:
        """The text and its marks."""
        return read_marks(self.tagged)


def read_lines(text: str, where: str) -> list[Line]:
    """The lines of one JSON Lines text, each checked. Raises CorpusFault with the line that is wrong."""
    lines = []
    for number, row in enumerate(text.splitlines(), 1):
        if not row.strip():
            continue
        try:
            lines.append(_line(json.loads(row)))
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusFault(f"{where}, line {number}: {error}. Mend that line.") from error
    _check_sessions(lines, where)
    return lines


def load_corpus() -> tuple[Line, ...]:
    """All written questions, by voice and number. Raises CorpusFault."""
    folder = resources.files(__package__) / "corpus"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".jsonl")), key=lambda file: file.name)
    lines = [line for file in files for line in read_lines(file.read_text(encoding="utf-8"), file.name)]
    _check_doubles(lines)
    return tuple(lines)


def _line(record: dict[str, Any]) -> Line:
    asks = tuple(Ask(ask) for ask in record["asks"])
    if not asks or len(set(asks)) < len(asks):
        raise ValueError(f"asks must be named, each once: {record['asks']}")
    traits = tuple(record.get("traits", ()))
    if set(traits) - set(TRAITS):
        raise ValueError(f"traits can be {', '.join(TRAITS)}: {traits}")
    line = Line(record["id"], record["session"], record["tagged"], asks, bool(record["leans"]), traits)
    _check_marks(line.marked)
    return line


def _check_marks(marked: Marked) -> None:
    if not marked.text.strip():
        raise BrokenMarks("the question is empty")
    for mark in marked.marks:
        if marked.text[mark.start : mark.end] != marked.text[mark.start : mark.end].strip():
            raise BrokenMarks(f"a mark begins or ends with a space: {marked.text}")
    for found in _ANY_BRACES.finditer(marked.text):
        if not _is_placeholder(found.group()):
            raise BrokenMarks(f"{found.group()} is no placeholder")
        if not any(mark.start <= found.start() and found.end() <= mark.end for mark in marked.marks):
            raise BrokenMarks(f"{found.group()} stands outside a mark")


def _is_placeholder(text: str) -> bool:
    match = PLACEHOLDER.fullmatch(text)
    return bool(match and match[1] in KINDS and (not match[3] or match[1] in WITH_SHORT))


def _check_sessions(lines: Sequence[Line], where: str) -> None:
    started: set[str] = set()
    for line in lines:
        if line.leans and (line.session is None or line.session not in started):
            raise CorpusFault(f"{where}: {line.id} leans on nothing. Put it behind a question of its session.")
        if line.session is not None:
            started.add(line.session)


def _check_doubles(lines: Iterable[Line]) -> None:
    ids: set[str] = set()
    alone: dict[str, str] = {}
    for line in lines:
        if line.id in ids:
            raise CorpusFault(f"{line.id} stands twice. Give one of them another id.")
        ids.add(line.id)
        if line.session is None and (other := alone.setdefault(line.marked.text, line.id)) != line.id:
            raise CorpusFault(f"{line.id} and {other} are the same question. Remove one.")
