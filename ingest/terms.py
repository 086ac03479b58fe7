"""The terms that amounts are of: found inside whatever people write around them.

本部门机关运行经费安排, 机关运行经费预算总计 and 财政拨款安排的机关运行经费支出 all speak of 机关运行经费. A term
counts only where every word around it is neutral: 住房公积金贷款 is not 住房公积金.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.patterns import load
from knowledge.classification import official_lines
from knowledge.concepts import ConceptKind, concept_of, concepts
from knowledge.identities import is_total_word
from knowledge.model import Scheme, Table
from knowledge.text import fold_name

_RULES = load("terms")
_NEUTRAL = _RULES["neutral"]
_NOTE = re.compile(_NEUTRAL["note"])
_NOT_TERM = frozenset(_RULES["lexicon"]["not"])
_THIS_YEAR = re.compile("当年|本年度?")
_SIDES = ("收入", "支出", "收支")
_SIDED = (ConceptKind.WHOLE, ConceptKind.FUND, ConceptKind.REVENUE)
_SIDE = 2  # letters of a bare side
_OFFICIAL = re.compile(_RULES["lexicon"]["official"])
_SHORTEST = 3  # characters of a row's name; shorter ones say too little in a sentence
_FUND = re.compile(
    "|".join(
        sorted((word for c in concepts() if c.kind is ConceptKind.FUND for word in c.words), key=len, reverse=True)
    )
)


@dataclass(frozen=True, slots=True)
class Named:
    """A term in the words before an amount."""

    name: str  # as printed
    around: str  # folded: the neutral words before and after it


class Terms:
    """What the sentences of one document may name: the lexicon, the official lines and the document's own rows."""

    def __init__(self, tables: Sequence[Table] = (), *, totals_differ: bool = False) -> None:
        """With `totals_differ` 一般公共预算收入总计 is not 一般公共预算收入, as in the reports of governments."""
        totals = [] if totals_differ else _NEUTRAL["totals"]
        self._before = re.compile("|".join(_NEUTRAL["before"]))
        self._after = re.compile("|".join([*_NEUTRAL["after"], *totals]))
        self._after_project = re.compile("|".join([*_NEUTRAL["after_project"], *_NEUTRAL["after"], *totals]))
        self._projects = frozenset(_row_names(tables, of_projects=True))
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for word in _lexicon() | frozenset(_row_names(tables, of_projects=False)) | self._projects:
            self._by_start[word[:2]].append(word)
        for start, words in list(self._by_start.items()):  # 对个人和家庭的补助 is said without 的
            self._by_start[start] += [word.replace("的", "") for word in words if "的" in word[2:]]
        for words in self._by_start.values():
            words.sort(key=len, reverse=True)

    def find(self, words: str) -> Named | None:
        """The longest term among words that are neutral but for it; None where there is none.

        一般公共预算当年拨款收入 is 一般公共预算拨款收入: words for this year inside a term do not part it.
        """
        found = self._find(words, *_letters(words))
        if found is None or len(found.name) <= _SIDE:
            letters, places = _letters(words, _THIS_YEAR)
            found = self._find(words, letters, places) or found
        return found

    def _find(self, words: str, text: str, places: Sequence[int]) -> Named | None:
        for start, word in sorted(self._hits(text), key=lambda hit: len(hit[1]), reverse=True):
            before, after = text[:start], text[start + len(word) :]
            behind = self._after_project if self._takes_project(word) else self._after
            if _is_all(self._before, before) and _is_all(behind, after) and not _parts_sides(word, after):
                end = start + len(word)
                return Named(_printed(words, places[start], places[end - 1]), f"{before} {after}")
        return None

    def _hits(self, text: str) -> Iterator[tuple[int, str]]:
        for start in range(len(text) - 1):
            for word in self._by_start.get(text[start : start + 2], ()):
                if text.startswith(word, start):
                    yield start, word

    def _takes_project(self, word: str) -> bool:
        """Whether 项目 behind it changes nothing: 政府采购项目, and projects that a table names without it."""
        return word in self._projects or concept_of(word, ConceptKind.SPECIAL) is not None


@cache
def _lexicon() -> frozenset[str]:
    known = {fold_name(word) for concept in concepts() for word in (*concept.words, concept.name) if word}
    official = {name for name in official_lines() if _OFFICIAL.match(name)}
    return frozenset((known | official) - _NOT_TERM)


def _row_names(tables: Iterable[Table], *, of_projects: bool) -> Iterator[str]:
    for table in tables:
        for row in table.rows:
            name = fold_name(row.subject.name)
            is_project = row.subject.scheme is Scheme.PROJECT
            if is_project is of_projects and len(name) >= _SHORTEST and not is_total_word(name):
                yield name


def _parts_sides(word: str, after: str) -> bool:
    """Whether the words behind a term name another side than it does: 国有资本经营 is not 国有资本经营支出."""
    named = [side for side in _SIDES if side in word]
    others = [side for side in _SIDES if side in after and side not in named]
    return bool(others) and (bool(named) or _is_fund(word)) and concept_of(word, *_SIDED) is not None


def _is_fund(word: str) -> bool:
    return concept_of(word, ConceptKind.FUND) is not None


def _letters(words: str, *left_out: re.Pattern[str]) -> tuple[str, list[int]]:
    """The letters of the words as terms are folded, without asides, with the place of each in `words`."""
    notes = {at for pattern in (_NOTE, *left_out) for note in pattern.finditer(words) for at in range(*note.span())}
    kept = [(folded[0], at) for at, mark in enumerate(words) if at not in notes and (folded := fold_name(mark))]
    return "".join(letter for letter, _ in kept), [at for _, at in kept]


def _printed(words: str, first: int, last: int) -> str:
    """The print from the first to the last letter, with the marks that belong to it."""
    start, end = first, last + 1
    if words[max(start - 1, 0) : start] in ("“", '"') and any(mark in words[start:end] for mark in '”"'):
        start -= 1
    inside = words[start:end]
    if inside.count("（") > inside.count("）") and words[end : end + 1] == "）":
        end += 1
    return words[start:end]


def _is_all(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the pattern explains a text word by word."""
    at = 0
    while at < len(text):
        found = pattern.match(text, at)
        if found is None or found.end() == at:
            return False
        at = found.end()
    return True


@cache
def fund_in_words(words: str) -> str:
    """The fund that folded words name; empty where they name none."""
    found = _FUND.search(words)
    concept = concept_of(found[0], ConceptKind.FUND) if found else None
    return concept.name if concept else ""
