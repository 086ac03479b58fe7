"""Whose part of a government, which budget, which debt: what a title, a heading, a header or a sentence says of it.

For documents of whole governments (Level.GOVERNMENT). All functions are pure and take printed text:

- `scope_of` of a table's title, a heading, a column header, a row's label, or the words of a sentence before an amount;
  what is nearer to the amount counts: ask the header first, then the title, then the headings from the inside out,
  and take the first that is not empty.
- `fund_of` which of the four budgets; `debt_of` which debt and which amount of it.
- When it was (year and stage) is read by `ingest.moments`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.moments import plain
from ingest.patterns import compiled, load
from knowledge.text import strip_numbering

_RULES = load("scopes")
_LEVEL = re.compile(
    f"(?:(?P<whole>{_RULES['whole']})|(?P<own>{_RULES['own']})|(?P<below>{_RULES['below']}))(?:{_RULES['with']})?"
)
_BEFORE_NOT = compiled("scopes", "before_not")
_AFTER_NOT = compiled("scopes", "after_not")
_WHOLE_NOT = compiled("scopes", "whole_not")
_JOINED = compiled("scopes", "joined")
_ZONE_ALONE = re.compile(_RULES["zone_alone"].replace("{zone}", _RULES["zone"]))
_ZONE_FIRST = re.compile(_RULES["zone_first"].replace("{zone}", _RULES["zone"]))
_ZONE_NOT = compiled("scopes", "zone_not")
_FUNDS = [(rule["name"], re.compile(rule["pattern"])) for rule in _RULES["fund"]]
_DEBT_KINDS = [(rule["name"], re.compile(rule["pattern"])) for rule in _RULES["debt_kind"]]
_DEBT_MEASURES = [(rule["name"], re.compile(rule["pattern"])) for rule in _RULES["debt_measure"]]


@dataclass(frozen=True, slots=True)
class Debt:
    """Which debt (一般债务, 专项债务, 政府债务: both) and which amount of it; an empty measure: several or none."""

    kind: str
    measure: str = ""


def scope_of(text: str) -> str:
    """The part of a government that a text speaks of, as printed: 全市, 市本级, 地区本级（含园区）, 常德经济技术开发区.

    Of several one after another the last counts, as it is the nearest to what follows (全市完成10亿元，其中市本级).
    Empty where it says none (市级部门 and 省级补助 are none), or two in one breath (全市及市本级预算).
    """
    words = strip_numbering(plain(text))
    found = [match for match in _LEVEL.finditer(words) if _is_scope(match, words)]
    if not found:
        return _zone(words)
    if any(_JOINED.match(words[one.end() : other.start()]) for one, other in pairwise(found)):
        return ""
    return found[-1][0]


def fund_of(text: str) -> str:
    """Which of the four budgets a text speaks of, by its canonical name; empty for none or several."""
    return _single([name for name, pattern in _FUNDS if pattern.search(plain(text))])


def debt_of(text: str) -> Debt | None:
    """Which debt a title, a heading or a row speaks of: 2022年专项债务新增限额 gives (专项债务, 新增限额).

    None where it speaks of none.
    """
    words = plain(text)
    kinds = [name for name, pattern in _DEBT_KINDS if pattern.search(words)]
    if not kinds:
        return None
    special = [kind for kind in kinds if kind != "政府债务"]
    measures = [name for name, pattern in _DEBT_MEASURES if pattern.search(words)]
    if measures[:2] == ["新增限额", "限额"]:
        measures.remove("限额")
    if measures == ["限额", "余额"] and "余额限额" in words:
        measures.remove("余额")
    return Debt(special[0] if len(special) == 1 else "政府债务", _single(measures))


def _single(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ""


def _is_scope(match: re.Match[str], words: str) -> bool:
    after = words[match.end() :]
    if match["whole"]:
        return not _WHOLE_NOT.match(after)
    if match[0] == "本级":  # （本级） behind the name of a body is that body alone
        return not after.startswith("）")
    return not _AFTER_NOT.match(after) and not _BEFORE_NOT.search(words[: match.start()])


def _zone(words: str) -> str:
    found = _ZONE_ALONE.match(words) or _ZONE_FIRST.match(words)
    return found["zone"] if found and not _ZONE_NOT.match(found["zone"]) else ""
