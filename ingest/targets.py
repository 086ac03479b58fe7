"""The words of an indicator's target as clauses with comparator, number and unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.patterns import load
from ingest.sentences import fold_text

_RULES = load("forms")
_SIGNS = {word: sign for sign, words in _RULES["signs"].items() for word in words}
_SIGN_WORDS = "|".join(re.escape(word) for word in sorted(_SIGNS, key=len, reverse=True))
_RANGE = _RULES["target"]["range"]
_NUMBER = re.compile(
    f"(?P<sign>{_SIGN_WORDS})?(?<![\\d.])(?P<number>{_RULES['target']['number']})"
    f"(?P<unit>{_RULES['target']['unit']})?(?P<range>{_RANGE})?"
)
_DATE = re.compile(_RULES["target"]["date"])
_LINK = re.compile(_RULES["target"]["link"])
_ENDS_IN_SIGN = re.compile(f"(?:{_SIGN_WORDS})$")
_STRONG = re.compile(r"\s*[；;\n]\s*")
_WEAK = re.compile(r"[，,]")


@dataclass(frozen=True, slots=True)
class Target:
    """One clause of a target. `value` is None where it says no number."""

    text: str  # as printed
    comparator: str = ""
    value: Decimal | None = None
    unit: str = ""


def read_target(text: str) -> Target:
    """The first number of a clause with its comparator and unit."""
    numbers = list(_numbers(text))
    if not numbers:
        return Target(text)
    found = numbers[0]
    word = found["sign"] or found["range"] or ""
    comparator = _SIGNS.get(found["range"] or "", "") or _SIGNS.get(word, "")
    value = Decimal(found["number"].replace(",", ""))
    return Target(text, comparator, value, found["unit"] or "")


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """The numbers that say how much, not those of dates, names and telephones."""
    folded = fold_text(text).text
    for found in _NUMBER.finditer(folded):
        if _DATE.match(folded[found.end("number") :]):
            continue
        alone = found["number"] == folded.strip("。；，")
        if found["sign"] or found["unit"] or alone:
            yield found


def split_targets(names: str, text: str) -> Iterator[tuple[str, Target]]:
    """The clauses of one cell, each with the name of its indicator.

    Several indicators share a cell where their names do: 服务时限 人员驻场 | 不大于 2 小时； 不少于 1 人.
    Where names and clauses do not pair, every clause keeps all the names.
    """
    parts, labels = _parts(text), _parts(names)
    if len(labels) == 1:
        labels = _at_spaces(names)
    if len(parts) == 1 and len(_at_spaces(text)) == len(labels):
        parts = _at_spaces(text)
    paired = len(labels) == len(parts) > 1 and _fit(labels, parts)
    if len(parts) > 1 and not paired and len(labels) <= 1 and not any(_has_number(part) for part in parts):
        parts = [text.strip()]
    for index, part in enumerate(parts):
        name = labels[index] if paired else names.strip()
        for clause in _clauses(part):
            yield name, read_target(clause)


def _parts(text: str) -> list[str]:
    parts = [part.strip().strip("。") for part in _STRONG.split(text)]
    return [part for part in parts if part] or [text.strip()]


def _at_spaces(text: str) -> list[str]:
    """Parts that only spaces divide; a space around a number or behind a sign divides nothing."""
    parts = [""]
    for piece in re.split(r"(\s+)", text.strip()):
        if piece.isspace():
            parts.append("")
        elif (
            len(parts) > 1
            and (parts[-2][-1:].isdigit() or _ENDS_IN_SIGN.search(parts[-2]) or piece[:1].isdigit())
            and not parts[-1]
        ):
            joined = parts[-2] + " " + piece
            parts[-2:] = [joined]
        else:
            parts[-1] += piece
    return [part.strip("。；;") for part in parts if part]


def _fit(labels: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether the names can belong to the clauses in this order: no 合规性 of 100%."""
    return not any("%" in part and label.endswith("性") for label, part in zip(labels, parts, strict=True))


def _has_number(text: str) -> bool:
    return next(_numbers(text), None) is not None


def _clauses(part: str) -> list[str]:
    """The clauses of a part that hold a number each; the whole part where it holds one or none."""
    if sum(1 for _ in _numbers(part)) < 2:
        return [part]
    clauses: list[str] = []
    before = ""
    for clause in _WEAK.split(part):
        if _has_number(clause):
            begin = f"{before}，" if before and _LINK.match(clause.strip()) else ""
            text = begin + clause.strip()
            clauses.append(text if text in part else clause.strip())
        before = clause.strip()
    return clauses or [part]
