"""Whether an answer is what a question with a known answer expects."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from knowledge.amounts import FEN_PER_UNIT, half_last_digit
from knowledge.model import Citation
from knowledge.reply import Answer, Status, Value


class Verdict(StrEnum):
    """What an answer is worth."""

    RIGHT = "right"
    WRONG = "wrong"  # answered, with something else
    UNFOUNDED = "unfounded"  # answered though the documents do not say it
    MISSED = "missed"  # not answered though the documents say it

    @property
    def is_harmful(self) -> bool:
        """Whether a person would leave with a falsehood."""
        return self in (Verdict.WRONG, Verdict.UNFOUNDED)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with a known answer: a line of tests/data/questions.jsonl."""

    id: str
    docs: tuple[str, ...]
    session: str | None
    text: str
    statuses: tuple[str, ...]
    values: tuple[tuple[Decimal, str], ...]
    said: tuple[tuple[str, ...], ...]  # of each group one must stand in the text
    unsaid: tuple[str, ...]
    warned: tuple[tuple[str, ...], ...]
    cited: tuple[dict[str, str], ...]
    tags: tuple[str, ...]


def read_questions(path: Path) -> list[Asked]:
    """The questions of a file, in order."""
    return [_asked(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _asked(line: dict[str, Any]) -> Asked:
    expect = line["expect"]
    status = expect["status"]
    return Asked(
        id=line["id"],
        docs=tuple(line["docs"]),
        session=line["session"],
        text=line["q"],
        statuses=(status,) if isinstance(status, str) else tuple(status),
        values=tuple((Decimal(value["value"]), value["unit"]) for value in expect.get("values", ())),
        said=tuple(map(tuple, expect.get("text", ()))),
        unsaid=tuple(expect.get("not_text", ())),
        warned=tuple(map(tuple, expect.get("warn", ()))),
        cited=tuple(line["cite"]),
        tags=tuple(line["tags"]),
    )


def judge(asked: Asked, answer: Answer) -> tuple[Verdict, str]:
    """The verdict with its reason."""
    answered = answer.status is Status.ANSWERED
    if answer.status.value not in asked.statuses:
        due = "/".join(asked.statuses)
        return (Verdict.UNFOUNDED if answered else Verdict.MISSED), f"{answer.status} where {due} was due"
    if answered and asked.values:
        lost = _lost(asked, answer)
        if lost:
            return (Verdict.WRONG if answer.values else Verdict.MISSED), lost
    if answered and not _holds(answer.text, asked.said):
        return (Verdict.WRONG if asked.values else Verdict.MISSED), "the text lacks what is due"
    if any(_fold(word) in _fold(answer.text) for word in asked.unsaid):
        return Verdict.WRONG, "the text says what it must not"
    if answered and not _holds("".join(answer.warnings), asked.warned):
        return Verdict.MISSED, "no warning of the kind due"
    return Verdict.RIGHT, ""


def is_cited(asked: Asked, answer: Answer) -> bool:
    """Whether one citation is one of those expected; true where none is."""
    return not asked.cited or any(_matches(wanted, citation) for wanted in asked.cited for citation in answer.citations)


def _matches(wanted: dict[str, str], citation: Citation) -> bool:
    found = {"table": citation.table, "row": citation.row, "quote": citation.quote}
    return all(_fold(text) in _fold(found[field]) for field, text in wanted.items())


def _lost(asked: Asked, answer: Answer) -> str:
    """What the values lack; with one figure expected it must come first."""
    given = answer.values[:1] if len(asked.values) == 1 else answer.values
    lost = [f"{value}{unit}" for value, unit in asked.values if not any(_same(value, unit, v) for v in given)]
    return f"lacks {'、'.join(lost)}, has {[f'{value.value}{value.unit}' for value in given]}" if lost else ""


def _same(wanted: Decimal, unit: str, value: Value) -> bool:
    """Equal within half of the last digit expected; money in any unit of money."""
    slack = half_last_digit(wanted)
    if unit in FEN_PER_UNIT and value.unit in FEN_PER_UNIT:
        scale, other = FEN_PER_UNIT[unit], FEN_PER_UNIT[value.unit]
        return abs(wanted * scale - value.number * other) <= slack * scale
    return (unit == value.unit or not unit or not value.unit) and abs(wanted - value.number) <= slack


def _holds(text: str, groups: tuple[tuple[str, ...], ...]) -> bool:
    folded = _fold(text)
    return all(any(_fold(word) in folded for word in group) for group in groups)


def _fold(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
