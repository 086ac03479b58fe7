"""What each column of a grid holds: told from its cells, and by its header where they do not tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from ingest.specs import load_specs
from knowledge.amounts import is_blank, parse_cell
from knowledge.errors import UnreadableCell
from knowledge.identities import is_total_word
from knowledge.text import fold_name

_DIGIT = re.compile(r"\d")
_WHOLE = re.compile(r"\d+")
_CODE = re.compile(r"\d{2,9}")
_CODE_LENGTHS = frozenset({3, 5, 7, 9})
_YEAR = re.compile(r"(?:19|20)\d\d")
_MIN_ORDINALS = 5  # numbers that count on in the first column: they number the rows
_MIN_CODES = 3  # alike digits that are surely codes
_MIN_NESTED = 0.5  # of the longer codes: begin with a shorter one of the column
_CODED = re.compile(r"编码|代码|编号")


class Role(StrEnum):
    """What a column holds."""

    CODE = "code"
    LABEL = "label"
    ATTRIBUTE = "attribute"
    ORDINAL = "ordinal"
    VALUE = "value"


@cache
def _patterns() -> tuple[tuple[Role, re.Pattern[str]], ...]:
    return tuple((Role(entry["name"]), re.compile(entry["pattern"])) for entry in load_specs("roles")["role"])


@lru_cache(maxsize=4096)
def role_of_header(text: str) -> Role | None:
    """The role that a header cell gives the column below it; None for a word that gives none."""
    if is_total_word(text):
        return None
    folded = fold_name(text)
    return next((role for role, pattern in _patterns() if pattern.search(folded)), None)


def _role_of_path(path: Sequence[str]) -> Role | None:
    """The role that the lowest header cell gives; a total word leaves it to the cell above."""
    for text in reversed(path):
        if role := role_of_header(text):
            return role
        if not is_total_word(text):
            return role_of_header("".join(path)) if len(path) > 1 else None  # a word that a rule parts: 序, 号
    return None


@lru_cache(maxsize=1024)
def label_rank(path: tuple[str, ...]) -> int:
    """How surely a label column names the row, by its header: lower is surer."""
    patterns: Sequence[str] = load_specs("roles")["rank"]["patterns"]
    folded = fold_name(path[-1]) if path else ""
    return next((rank for rank, pattern in enumerate(patterns) if re.search(pattern, folded)), len(patterns))


@dataclass(frozen=True, slots=True)
class Profile:
    """What is printed in a column below its header, blanks aside."""

    numbers: int  # cells that are numbers, codes among them
    words: int
    digits: int  # words that hold a digit
    decimals: int  # numbers with a point or separators: no codes
    codes: int  # numbers that have as many digits as a code of the classification
    nested: bool  # longer ones begin with shorter ones, as codes do
    counts_on: bool  # 1, 2, 3 …
    years: int  # numbers that may be years


def profile(texts: Iterable[str]) -> Profile:
    """The profile of a column's cells, each without spaces."""
    printed = [text for text in texts if not is_blank(text)]
    numbers = [text for text in printed if _is_amount(text)]
    whole = [text for text in numbers if _WHOLE.fullmatch(text)]
    return Profile(
        numbers=len(numbers),
        words=len(printed) - len(numbers),
        digits=sum(1 for text in printed if text not in numbers and _DIGIT.search(text)),
        decimals=len(numbers) - len(whole),
        codes=sum(1 for text in whole if len(text) in _CODE_LENGTHS),
        nested=_are_nested(whole),
        years=sum(1 for text in whole if _YEAR.fullmatch(text)),
        counts_on=len(whole) > 1 and whole == [str(n) for n in range(int(whole[0]), int(whole[0]) + len(whole))],
    )


def _is_amount(text: str) -> bool:
    """Whether a cell is a number, with or without a unit of its own."""
    try:
        return parse_cell(text) is not None
    except UnreadableCell:
        return False


def _are_nested(whole: Sequence[str]) -> bool:
    known = {text for text in whole if _CODE.fullmatch(text)}
    longer = [text for text in known if len(text) > 3]
    inside = [text for text in longer if text[:-2] in known or text[:-4] in known]
    return len(known) >= _MIN_CODES and bool(longer) and len(inside) >= _MIN_NESTED * len(longer)


def column_roles(columns: Sequence[Sequence[str]], paths: Sequence[tuple[str, ...]]) -> list[Role]:
    """The role of each column; `columns` are its cells below the header, top down."""
    profiles = [profile(texts) for texts in columns]
    roles = [_role(path, seen) for path, seen in zip(paths, profiles, strict=True)]
    if not any(seen.words for seen in profiles):
        return roles
    if not any(role is Role.LABEL and seen.words for role, seen in zip(roles, profiles, strict=True)):
        roles[_wordiest(profiles)] = Role.LABEL
    if roles[0] is Role.VALUE and profiles[0].counts_on and profiles[0].numbers >= _MIN_ORDINALS:
        roles[0] = Role.ORDINAL
    return [
        Role.ATTRIBUTE if role is Role.LABEL and not seen.words else role
        for role, seen in zip(roles, profiles, strict=True)
    ]


def _wordiest(profiles: Sequence[Profile]) -> int:
    return max(range(len(profiles)), key=lambda column: (profiles[column].words, -column))


def _role(path: tuple[str, ...], seen: Profile) -> Role:
    """Content first: codes are never money, decimals never codes; the header decides what the cells leave open."""
    told = _role_of_path(path)
    holds_amounts = bool(seen.numbers) or seen.digits == seen.words
    if path and is_total_word(path[-1]) and holds_amounts:
        return Role.VALUE
    if _is_code(path, seen, told):
        return Role.ATTRIBUTE if told is Role.ATTRIBUTE else Role.CODE
    if told in (Role.ATTRIBUTE, Role.ORDINAL):
        return told
    if told is Role.VALUE and holds_amounts:
        return Role.VALUE
    if seen.numbers > seen.words:
        return Role.ATTRIBUTE if seen.years == seen.numbers else Role.VALUE
    if seen.words and told in (None, Role.CODE, Role.VALUE):
        return Role.LABEL
    return told or Role.VALUE


def _is_code(path: Sequence[str], seen: Profile, told: Role | None) -> bool:
    if seen.decimals or not seen.numbers or seen.words > seen.numbers:
        return False
    is_named = told is Role.CODE or any(_CODED.search(text) for text in path)
    return is_named or (seen.nested and seen.codes == seen.numbers)
