"""The same question with more said around its names: year, level and stage, as `frames.toml` has them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from knowledge.language.marks import Ask, Label, Mark, Marked, read_marks

_TIMES = frozenset((Label.YEAR, Label.STAGE, Label.LEVEL))
_MONEY = frozenset((Ask.AMOUNT, Ask.CHANGE_AMOUNT, Ask.CHANGE_PERCENT, Ask.REASON, Ask.WHICH_MORE, Ask.DIFFERENCE))
_ENDS_OF_MONEY = re.compile(r"(?:支出|费|费用|经费|收入|资金|补助|补贴|工资|奖金|缴费|公积金|运行|工程|项目|采购)$")


def weave(marked: Marked, asks: tuple[Ask, ...], random: Random) -> Marked:
    """The question with something woven in, where it has a place for it."""
    roll = random.random()
    if roll < 0.05 and _MONEY.issuperset(asks):
        marked = _instead(marked, "alone", random) or marked
    elif roll < 0.15 and _MONEY.issuperset(asks):
        marked = _instead(marked, "sides", random) or marked
    elif roll < 0.4:
        marked = _behind(marked, asks, random) or marked
    if random.random() < 0.3:
        marked = _between(marked, random) or marked
    elif random.random() < 0.06 and not _has(marked, *_TIMES):
        marked = _insert(marked, _end_of(marked.text), "end", random)
    return marked


def add_tail(marked: Marked, asks: tuple[Ask, ...], random: Random) -> tuple[Marked, tuple[Ask, ...]]:
    """The question with a second one in the same breath, and what both ask."""
    tail = random.choice(_tails())
    more = tuple(Ask(ask) for ask in tail["asks"])
    if _LONELY.intersection(asks) or set(more) <= set(asks) or (more == (Ask.CONVERT,) and asks != (Ask.AMOUNT,)):
        return marked, asks
    at = _end_of(marked.text)
    return _replaced(marked, at, len(marked.text), read_marks(random.choice(tail["words"]))), (*asks, *more)


_LONELY = frozenset((Ask.SMALLTALK, Ask.HELP, Ask.OUTSIDE, Ask.CONTENTS, Ask.CONVERT, Ask.DEFINITION, Ask.REVERSE))


def add_amount(marked: Marked, asks: tuple[Ask, ...], random: Random) -> tuple[Marked, tuple[Ask, ...]]:
    """The question with 是多少 behind it: what most people want beside anything else."""
    if not _WITH_AMOUNT.issuperset(asks):
        return marked, asks
    words = next(tail["words"] for tail in _tails() if tail["asks"] == [Ask.AMOUNT])
    at = _end_of(marked.text)
    return _replaced(marked, at, len(marked.text), read_marks(random.choice(words))), (*asks, Ask.AMOUNT)


_WITH_AMOUNT = frozenset(
    (
        Ask.REVERSE,
        Ask.WHICH_MORE,
        Ask.LIST,
        Ask.PURPOSE,
        Ask.WHO,
        Ask.RANK,
        Ask.DEFINITION,
        Ask.SHARE,
        Ask.TEXT,
        Ask.REASON,
    )
)


def end_otherwise(marked: Marked, asks: tuple[Ask, ...], random: Random) -> tuple[Marked, tuple[Ask, ...]]:
    """The question that ends in 多少 with another ending of `frames.toml`."""
    endings = [ending for ending in _frames()["ending"] if tuple(ending["asks"]) == asks]
    match = _AT_END.search(marked.text)
    if not endings or match is None or any(mark.end > match.start() for mark in marked.marks):
        return marked, asks
    ending = random.choice(endings)
    changed = _replaced(marked, match.start(), len(marked.text), read_marks(random.choice(ending["words"])))
    return changed, tuple(Ask(ask) for ask in ending["gives"])


_AT_END = re.compile(r"是?(?:多少|几多|百分之几|百分之多少|几成)(?:钱|元|万元)?[？?。！ ]*$")


@cache
def _tails() -> tuple[dict[str, list[str]], ...]:
    return tuple(_frames()["tail"])


def turn(marked: Marked, asks: tuple[Ask, ...], random: Random) -> tuple[Marked, tuple[Ask, ...]]:
    """The amount that is asked of the only item turned into a number of things, a target or a share of another."""
    items = [mark for mark in marked.marks if mark.label in _CONTENT]
    if asks != (Ask.AMOUNT,) or len(items) != 1 or items[0].label is not Label.ITEM:
        return marked, asks
    item = items[0]
    outside = marked.text[: item.start] + marked.text[item.end :]
    if not _HOW_MUCH.match(marked.text[item.end :]) or _MONEY_WORDS.search(outside):
        return marked, asks
    turned = random.choice(_frames()["turned"])
    name = random.choice(turned["items"])
    without = replace(marked, marks=tuple(mark for mark in marked.marks if mark is not item))
    new = Marked(name, (Mark(0, len(name), Label.ITEM),))
    return _replaced(without, item.start, item.end, new), tuple(Ask(ask) for ask in turned["asks"])


_CONTENT = frozenset((Label.ITEM, Label.BASE, Label.TABLE, Label.AMOUNT, Label.RANK, Label.OTHER))
_HOW_MUCH = re.compile(r"(?:一共|总共)?[是为有报]?(?:多少|几多|几何)")
_MONEY_WORDS = re.compile("[钱元花万亿拨块掏烧砸使用支收付印交补走]")


def ask_whether(marked: Marked, asks: tuple[Ask, ...], random: Random) -> Marked:
    """The amount asked as whether there is such money: 有没有差旅费."""
    items = [mark for mark in marked.marks if mark.label in _CONTENT]
    if asks != (Ask.AMOUNT,) or len(items) != 1 or items[0].label is not Label.ITEM or items[0] is not marked.marks[-1]:
        return marked
    kept = [(marked.text[mark.start : mark.end], mark) for mark in marked.marks]
    before, behind = random.choice(frames_of("whether")).split("|")
    if len(kept) == 1:
        before = before.removeprefix("里")
    parts: list[str] = []
    marks: list[Mark] = []
    for text, mark in kept:
        parts.append(before if mark is items[0] else "")
        start = sum(map(len, parts))
        parts.append(text)
        marks.append(replace(mark, start=start, end=start + len(text)))
    return Marked("".join((*parts, behind)), tuple(marks))


def join(first: Marked, second: Marked) -> Marked:
    """Two questions in one breath."""
    at = _end_of(first.text)
    comma = _replaced(first, at, len(first.text), Marked("，", ()))
    return _replaced(comma, at + 1, at + 1, second)


def _has(marked: Marked, *labels: Label) -> bool:
    return any(mark.label in labels for mark in marked.marks)


def _end_of(text: str) -> int:
    return len(text.rstrip("？?。！! "))


def _between(marked: Marked, random: Random) -> Marked | None:
    """Year, level and stage behind the unit."""
    unit = next((mark for mark in marked.marks if mark.label is Label.UNIT), None)
    if unit is None or _has(marked, *_TIMES):
        return None
    return _insert(marked, unit.end, "between", random)


def _behind(marked: Marked, asks: tuple[Ask, ...], random: Random) -> Marked | None:
    """A stage or 合计 behind a kind of money; 指标 behind a target."""
    items = [mark for mark in marked.marks if mark.label is Label.ITEM]
    if len(items) != 1:
        return None
    if asks == (Ask.INDICATOR,):
        return _insert(marked, items[0].end, "target", random)
    is_money = _ENDS_OF_MONEY.search(marked.text[items[0].start : items[0].end])
    if not is_money or not _MONEY.issuperset(asks) or _has(marked, Label.STAGE):
        return None
    return _insert(marked, items[0].end, "behind", random)


def _instead(marked: Marked, frames: str, random: Random) -> Marked | None:
    """The only item replaced."""
    content = [mark for mark in marked.marks if mark.label not in (Label.UNIT, Label.YEAR)]
    if len(content) != 1 or content[0].label is not Label.ITEM:
        return None
    if not _has(marked, Label.UNIT):
        return None
    without = replace(marked, marks=tuple(mark for mark in marked.marks if mark is not content[0]))
    cut = _replaced(without, content[0].start, content[0].end, Marked("", ()))
    return _insert(cut, content[0].start, frames, random)


def _insert(marked: Marked, at: int, frames: str, random: Random) -> Marked:
    choices = frames_of(frames)
    if _has(marked, Label.YEAR):
        choices = tuple(frame for frame in choices if "{year}" not in frame)
    frame = random.choice(choices)
    while "{year}" in frame:
        frame = frame.replace("{year}", random.choice(frames_of("years")), 1)
    return _replaced(marked, at, at, read_marks(frame))


def _replaced(marked: Marked, start: int, end: int, new: Marked) -> Marked:
    moved = len(new.text) - (end - start)
    before = (mark for mark in marked.marks if mark.end <= start)
    behind = (
        replace(mark, start=mark.start + moved, end=mark.end + moved) for mark in marked.marks if mark.start >= end
    )
    inside = (Mark(mark.start + start, mark.end + start, mark.label, mark.name) for mark in new.marks)
    return Marked(marked.text[:start] + new.text + marked.text[end:], (*before, *inside, *behind))


@cache
def _frames() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("frames.toml").read_text(encoding="utf-8"))


@cache
def frames_of(kind: str) -> tuple[str, ...]:
    """The frames of one kind."""
    return tuple(_frames()[kind])
