"""`python -m knowledge.language.counts`: what the corpus holds, by voice, ask, label and trait."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from knowledge.language.corpus import PLACEHOLDER, Line, load_corpus
from knowledge.language.marks import Ask, Label

_BOUND = re.compile(
    "超|至少|不到|不足|[多几来]|以[上下内]|左右|约|大概|将近|上下|[低高大小]于|不[少低高]|[最顶]多|逼近|接近|近|突破|出头|[\u4e00-\u9fff]整|万[\\d一二三四五六七八九]$"
)
_COMPARED = (Label.UNIT, Label.YEAR, Label.STAGE, Label.LEVEL)
_SMALL = frozenset((Ask.SMALLTALK, Ask.OUTSIDE))


def main() -> int:
    """Print the counts."""
    lines = load_corpus()
    for name, count in counts(lines):
        print(f"{name:<28}{count:>8,}")
    return 0


def counts(lines: Sequence[Line]) -> Iterator[tuple[str, int]]:
    """Each count with its name."""
    yield "questions", len(lines)
    yield "in sessions", sum(line.session is not None for line in lines)
    yield "skeletons", len({skeleton(line) for line in lines})
    yield "four-character stretches", len({part for line in lines for part in _fours(line)})
    for name, holds in _KINDS.items():
        yield name, sum(map(holds, lines))
    for head, counter in _counters(lines):
        yield from ((f"{head} {name}", counter[name]) for name in sorted(counter))


_KINDS: dict[str, Callable[[Line], bool]] = {
    "two or more asks": lambda line: len(line.asks) > 1,
    "smalltalk or outside": lambda line: bool(_SMALL.intersection(line.asks)),
    "fragments of 2 to 6": lambda line: 2 <= len(PLACEHOLDER.sub("某某某", line.marked.text)) <= 6,
    "comparisons": lambda line: _is_comparison(line),
    "bounds": lambda line: any(_BOUND.search(text) for text in _stretches(line, Label.AMOUNT)),
    "leaning": lambda line: line.leans,
}


def skeleton(line: Line) -> str:
    """The question with one sign for each stretch."""
    return "◆".join(_outside(line))


def _outside(line: Line) -> Iterator[str]:
    at = 0
    for mark in line.marked.marks:
        yield line.marked.text[at : mark.start]
        at = mark.end
    yield line.marked.text[at:]


def _fours(line: Line) -> Iterator[str]:
    for part in _outside(line):
        yield from (part[at : at + 4] for at in range(len(part) - 3))


def _stretches(line: Line, label: Label) -> list[str]:
    return [line.marked.text[mark.start : mark.end] for mark in line.marked.marks if mark.label is label]


def _is_comparison(line: Line) -> bool:
    return any(len(_stretches(line, label)) > 1 for label in _COMPARED)


def _counters(lines: Sequence[Line]) -> Iterator[tuple[str, Counter[str]]]:
    yield "voice", Counter(line.voice for line in lines)
    yield "ask", Counter(str(ask) for line in lines for ask in line.asks)
    yield "label", Counter(str(label) for line in lines for label in {mark.label for mark in line.marked.marks})
    yield "trait", Counter(trait for line in lines for trait in line.traits)


if __name__ == "__main__":
    sys.exit(main())
