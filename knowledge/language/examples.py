"""From written questions to what the reader is trained on: names put in, noise of the hand and the ear put over it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from knowledge.language.corpus import PLACEHOLDER, Line
from knowledge.language.marks import Ask, Label, Mark, Marked
from knowledge.language.names import INVENTED, Named, Names
from knowledge.language.noise import add_noise
from knowledge.language.weave import add_amount, add_tail, ask_whether, end_otherwise, join, turn, weave


@dataclass(frozen=True, slots=True)
class Example:
    """One question with names in it."""

    line: Line
    marked: Marked
    asks: tuple[Ask, ...]
    leans: bool
    follows: bool  # another question of its session came before it


def make_examples(lines: Sequence[Line], copies: int, seed: int, names: Names = INVENTED) -> Iterator[Example]:
    """Each line `copies` times with other names: as written first, then with noise and with items of other lines."""
    pools = _pools(lines)
    for copy in range(copies):
        random = Random(f"{seed}/{copy}")
        before: Example | None = None
        for example in fill(lines, random, names):
            if not copy:
                yield example
                continue
            if before and example.leans and not before.leans and random.random() < _JOINED:
                yield _noisy(_together(before, example), random)
            before = example
            yield _noisy(_changed(example, pools, random), random)


_JOINED = 0.3  # of the questions with one that leans on them: both in one breath
_TAILED = 0.1
_TURNED = 0.4
_WHETHER = 0.12


def _changed(example: Example, pools: dict[Label, list[str]], random: Random) -> Example:
    marked, asks = _exchange(example.marked, pools, random), example.asks
    if random.random() < _TURNED:
        marked, asks = turn(marked, asks, random)
    elif not example.leans and random.random() < _WHETHER:
        marked = ask_whether(marked, asks, random)
    marked = weave(marked, asks, random)
    if not example.leans and random.random() < _TAILED:
        marked, asks = add_tail(marked, asks, random)
    return replace(example, marked=marked, asks=asks)


def more_asked(examples: Iterable[Example], seed: int) -> Iterator[Example]:
    """The examples, and some of them once more with an amount asked beside or at the end of them."""
    random = Random(f"{seed}/asked")
    for example in examples:
        yield example
        if example.leans or random.random() > _ONCE_MORE:
            continue
        marked, asks = end_otherwise(example.marked, example.asks, random)
        if marked is example.marked:
            marked, asks = add_amount(marked, asks, random)
        if marked is not example.marked:
            yield replace(example, marked=marked, asks=asks)


_ONCE_MORE = 0.25


def _together(first: Example, second: Example) -> Example:
    asks = tuple(dict.fromkeys((*first.asks, *second.asks)))
    return replace(first, marked=join(first.marked, second.marked), asks=asks)


def _noisy(example: Example, random: Random) -> Example:
    return replace(example, marked=add_noise(example.marked, example.line.voice, random))


def fill(lines: Iterable[Line], random: Random, names: Names = INVENTED) -> Iterator[Example]:
    """The lines with names in place of placeholders: in one session one placeholder is one name."""
    session: str | None = None
    named: dict[tuple[str, str], Named] = {}
    for line in lines:
        follows = line.session is not None and line.session == session
        if not follows:
            named = {}
        session = line.session
        yield Example(line, _filled(line.marked, named, names, random), line.asks, line.leans, follows)


def _filled(marked: Marked, named: dict[tuple[str, str], Named], names: Names, random: Random) -> Marked:
    def name(match: re.Match[str]) -> str:
        kind, digit, short = match.groups()
        key = kind, digit
        if key not in named:
            named[key] = names.make(kind, random)
        return named[key].said(bool(short), random)

    parts: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for mark in marked.marks:
        between = marked.text[at : mark.start]
        stretch = _joined(PLACEHOLDER.sub(name, marked.text[mark.start : mark.end]))
        start = length + len(between)
        length = start + len(stretch)
        marks.append(replace(mark, start=start, end=length))
        parts += (between, stretch)
        at = mark.end
    return Marked("".join(parts) + marked.text[at:], tuple(marks))


def _joined(name: str) -> str:
    """A place before a short name that begins with its rank: 青山区区司法局 is said 青山区司法局."""
    return re.sub(r"([省市县区镇])\1", r"\1", name)


# ---- items of other lines ----------------------------------------------------------------------------


_EXCHANGED = {Label.ITEM: 0.35, Label.UNIT: 0.3, Label.YEAR: 0.3, Label.TABLE: 0.3, Label.BASE: 0.3, Label.AMOUNT: 0.3}
_INVENTED_SHARE = {
    Label.ITEM: ("project", "economic", "subject", "indicator", "term"),
    Label.UNIT: ("unit", "unit", "place"),
}


def _pools(lines: Iterable[Line]) -> dict[Label, list[str]]:
    """The stretches without placeholders, by label."""
    pools: dict[Label, list[str]] = {label: [] for label in _EXCHANGED}
    for line in lines:
        for mark in line.marked.marks:
            stretch = line.marked.text[mark.start : mark.end]
            if mark.label in pools and "{" not in stretch:
                pools[mark.label].append(stretch)
    return {label: sorted(set(stretches)) for label, stretches in pools.items()}


def _exchange(marked: Marked, pools: dict[Label, list[str]], random: Random) -> Marked:
    """Some stretches replaced by others of the same label: what is asked of 取暖费 can be asked of 培训费."""
    parts: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for mark in marked.marks:
        between = marked.text[at : mark.start]
        stretch = marked.text[mark.start : mark.end]
        if random.random() < _EXCHANGED.get(mark.label, 0) and len(stretch) > 1:
            stretch = _other(mark.label, pools, random) or stretch
        start = length + len(between)
        length = start + len(stretch)
        marks.append(replace(mark, start=start, end=length))
        parts += (between, stretch)
        at = mark.end
    return Marked("".join(parts) + marked.text[at:], tuple(marks))


def _other(label: Label, pools: dict[Label, list[str]], random: Random) -> str:
    kinds = _INVENTED_SHARE.get(label)
    if kinds and random.random() < 0.4:
        return INVENTED.make(random.choice(kinds), random).said(random.random() < 0.4, random)
    return random.choice(pools[label]) if pools[label] else ""
