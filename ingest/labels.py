"""The names that stand behind a label: 预算单位：青山市民政局, in a line, in the next lines, or in the next cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.document import Grid, Line, SourceDocument
from ingest.moments import plain
from ingest.patterns import compiled, load
from knowledge.names.regions import split_regions
from knowledge.names.units import is_whole_name

_RULES = load("labels")
_OTHER_BEFORE = compiled("labels", "other_before")
_END = re.compile(rf"$|[^\u4e00-\u9fff〇A-Za-z0-9×（）·]|20\d\d|{_RULES['next']}")
_LABELLED = re.compile(
    rf"(?P<label>{_RULES['own']}(?:（[^（）]{{1,8}}）)?[:：]|{_RULES['named']}(?:（[^（）]{{1,8}}）)?[:：]?"
    rf"|(?P<issuing>{_RULES['issuing']})[:：|]+){_RULES['code']}"
)
_LABEL_LINES = 3  # a label and its name may be broken over so many printed lines
_TOP_ROWS = 4  # of a grid, above its header
_LONGEST = 44  # characters of a name
_READ = 400  # characters of a line or a cell; a label stands near its beginning
_BROKEN = 30  # characters of a line that may go on in the next


@dataclass(frozen=True, slots=True)
class Labelled:
    """A name behind a label, and the number of its block in the document."""

    name: str
    block: int
    is_issuing: bool = False  # of who put it on the web


def labelled(source: SourceDocument) -> Iterator[Labelled]:
    """All names behind labels, in printed order."""
    for number, block in enumerate(source.blocks):
        texts = _after(source, number) if isinstance(block, Line) else _top(block)
        for window in texts:
            if found := _longest([one for text in window if (one := _read(text))]):
                yield Labelled(found[0], number, found[1])
                break


def _longest(found: Sequence[tuple[str, bool]]) -> tuple[str, bool] | None:
    """The name of the first window, or a longer one that goes on from it and is not of another body of the region."""
    chosen = found[0] if found else None
    for name, is_issuing in found[1:]:
        more = name.removeprefix(chosen[0]) if chosen else ""
        if more and more != name and not split_regions(more)[0]:
            chosen = name, is_issuing
    return chosen


def _read(text: str) -> tuple[str, bool] | None:
    words = plain(text[:_READ])
    for label in _LABELLED.finditer(words):
        name = "" if _OTHER_BEFORE.search(words[: label.start()]) else _name_at(words, label.end())
        if name:
            return name, bool(label["issuing"])
    return None


def _name_at(words: str, at: int) -> str:
    """The longest whole name that begins at a place and ends where a name can."""
    ends = (end for end in range(min(len(words), at + _LONGEST), at + 2, -1) if _END.match(words, end))
    return next((_without_aside(words[at:end]) for end in ends if is_whole_name(words[at:end])), "")


def _without_aside(name: str) -> str:
    """A name without what is said of it in brackets behind it: （本级）."""
    return re.sub(r"（(?:部门|单位|本级|汇总|机关|本部|公章|盖章)[^（）]*）$", "", name)


def _after(source: SourceDocument, number: int) -> Iterator[Sequence[str]]:
    """A line alone, then with those after it, into which a long name may be broken."""
    lines: list[str] = []
    for block in source.blocks[number : number + _LABEL_LINES]:
        if not isinstance(block, Line) or (lines and len(lines[-1]) > _BROKEN):
            break
        lines.append(block.text)
    yield _growing(lines)


def _top(grid: Grid) -> Iterator[Sequence[str]]:
    """The printed lines of the first rows' cells, each with those after it, and a label with the cell after it."""
    for row in grid.rows[:_TOP_ROWS]:
        cells = [cell.text for cell in row if cell and cell.text.strip()]
        for cell in cells:
            lines = cell.split("\n")
            for first in range(len(lines)):
                yield _growing(lines[first : first + _LABEL_LINES])
        yield from ([one + other] for one, other in pairwise(cells) if one.rstrip().endswith((":", "：")))


def _growing(lines: Sequence[str]) -> Sequence[str]:
    return ["".join(lines[: count + 1]) for count in range(len(lines))]
