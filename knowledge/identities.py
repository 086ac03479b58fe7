"""Which amounts of a table must add up, read off its header paths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.concepts import ConceptKind, concept_of
from knowledge.text import fold_name

Path = tuple[str, ...]

_TOTAL = re.compile(r"(?:合计|总计|小计)$")
_AMONG = re.compile(r"其中[:：]?[^:：]")
_STAGE = re.compile(r"^(?:年初|全年|调整后?)?(?:预算|决算|执行)数$|^金额$")


def is_total_word(label: str) -> bool:
    """Whether a header or label says that it is a sum."""
    return bool(_TOTAL.search(fold_name(label)))


@dataclass(frozen=True, slots=True)
class Identity:
    """The column `total` is the sum of the columns `parts` (indices into the paths)."""

    total: int
    parts: tuple[int, ...]


def column_identities(paths: Sequence[Path]) -> list[Identity]:
    """The sums that the header paths of one side of a table promise.

    合计 | 基本支出 › 小计, 人员经费, 公用经费 | 项目支出 gives 合计 = 小计 + 项目支出 and
    小计 = 人员经费 + 公用经费. Columns of different stages (预算数, 决算数) never mix.
    """
    stages: dict[str, list[tuple[int, Path]]] = {}
    for index, path in enumerate(paths):
        has_stage = len(path) > 1 and _STAGE.match(fold_name(path[-1]))
        stage, rest = (fold_name(path[-1]), path[:-1]) if has_stage else ("", path)
        stages.setdefault(stage, []).append((index, rest))
    found: list[Identity] = []
    for columns in stages.values():
        _collect(columns, 0, found)
    return found


def _collect(columns: list[tuple[int, Path]], depth: int, found: list[Identity]) -> list[int]:
    """Add the identities below one header node; return the columns that stand for its amount."""
    children: dict[str, list[tuple[int, Path]]] = {}
    for index, path in columns:
        children.setdefault(path[depth] if depth < len(path) else "", []).append((index, path))
    total: tuple[str, int] | None = None
    parts: list[tuple[str, list[int]]] = []
    for name, members in children.items():
        is_leaf = all(len(path) <= depth + 1 for _, path in members)
        if is_leaf and len(members) == 1 and total is None and (not name or is_total_word(name)):
            total = name, members[0][0]
        elif is_leaf:
            parts.append((name, [index for index, _ in members]))
        else:
            parts.append((name, _collect(members, depth + 1, found)))
    if total is None:
        return [index for _, indices in parts for index in indices]
    summed = _summed(total[0], parts)
    if summed:
        found.append(Identity(total[1], tuple(summed)))
    return [total[1]]


def _summed(name: str, parts: Sequence[tuple[str, list[int]]]) -> list[int]:
    """Of which parts beside it a total is the sum: of all, or of those that the lexicon knows as its own.

    三公经费合计 is not of 会议费, too. What is called 其中 is not all of them.
    """
    concept = concept_of(_TOTAL.sub("", fold_name(name)), ConceptKind.SPECIAL)
    if concept is not None:
        known = [(concept_of(other, ConceptKind.SPECIAL), indices) for other, indices in parts]
        return [index for other, indices in known if other and other.parent == concept.name for index in indices]
    if any(_AMONG.match(other) for other, _ in parts):
        return []
    return [index for _, indices in parts for index in indices]
