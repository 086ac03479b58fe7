"""From printed lines to paragraphs: wrapped lines joined, with the way back to each printed line."""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.document import Block, Line
from ingest.patterns import compiled, load
from knowledge.model import Location

_UNFINISHED = compiled("outline", "unfinished")
_STOPPED = compiled("outline", "stopped")
_FINISHED = compiled("outline", "finished")
_CLOSING = compiled("outline", "closing")
_OPENER = compiled("outline", "opener")
_LEADER = compiled("outline", "leader")
_COMPLETE = compiled("outline", "complete")
_NUMBERED = re.compile("|".join(rule["pattern"] for rule in load("outline")["heading"]))
_PROSE = compiled("outline", "prose")
_WIDE = re.compile(r"[^\x00-\xff]")

_SENTENCE = re.compile("[，。；]")  # what holds several clauses is no title
_LEVEL = re.compile("[（(][类款项][）)]")  # what belongs to the name before it
_WORD_END = re.compile(r"[\u4e00-\u9fff]$")
_WORD_BEGIN = re.compile(r"[\u4e00-\u9fff]+[，。；：、%\d]|[（(][类款项][）)]")
_WORD = re.compile(r"[\x21-\x7e]+")

_PAGE_LINES = 8  # a page with fewer lines does not show its own right edge
_FULL = 0.85  # of the usual width: a line at least so long ran to the edge
_NARROWEST, _WIDEST = 40, 140  # columns that text broken at one width is wide
_LONG = 40  # characters; a paragraph so long that lacks its end was cut off by the page


@dataclass(frozen=True, slots=True)
class Draft:
    """A paragraph before it has a place in the outline."""

    text: str
    starts: tuple[tuple[int, Location], ...]
    heading: int  # the format's own level; 0: none
    indented: bool


def join_lines(blocks: Sequence[Block]) -> Iterator[Draft | Block]:
    """Each run of lines as paragraphs, each grid as it is, in reading order."""
    edge = _Edge.of(blocks)
    run: list[Line] = []
    for block in blocks:
        if isinstance(block, Line) and (not run or _continues(run, block, edge)):
            run.append(block)
            continue
        if run:
            yield _draft(run)
        run = [block] if isinstance(block, Line) else []
        if not isinstance(block, Line):
            yield block
    if run:
        yield _draft(run)


def _draft(run: Sequence[Line]) -> Draft:
    text, starts = "", []
    for line in run:
        printed = line.text.strip()
        # Chinese is broken anywhere, so nothing stands between the lines; Latin words and numbers are not.
        joint = text[-1:] + printed[:1]
        gap = " " if len(joint) == 2 and joint.isascii() and joint.isalnum() else ""
        text += gap
        starts.append((len(text), line.location))
        text += printed
    return Draft(text, tuple(starts), run[0].heading, run[0].indented)


def _continues(run: Sequence[Line], line: Line, edge: _Edge) -> bool:
    """Whether `line` goes on with the paragraph whose lines so far are `run`."""
    previous, text, before = run[-1], line.text.strip(), run[-1].text.strip()
    if line.heading or previous.heading:
        return False
    if _CLOSING.match(text):
        return True
    if _NUMBERED.match(text) or _OPENER.match(text) or _LEADER.search(before):
        return False
    if _UNFINISHED.search(before):
        return True
    if line.whole or previous.whole:
        return False
    if not edge.wraps:
        return _was_cut(before)
    if not edge.is_full(previous, text):
        return not line.indented and _is_torn(run, text)
    return not _ends_at_edge(run, line, before, text)


def _was_cut(before: str) -> bool:
    """Where each source line is a paragraph: whether this one lacks its end, because its page ended."""
    return not _FINISHED.search(before) and (len(before) >= _LONG or "。" in before)


def _is_torn(run: Sequence[Line], text: str) -> bool:
    """Whether a sentence stops in the middle of a word, though its line had room: a page or a column ends there."""
    told = "".join(line.text.strip() for line in run)
    if _COMPLETE.search(told) or not (_SENTENCE.search(told) or _LEVEL.match(text)):
        return False
    return bool(_WORD_END.search(told)) and bool(_WORD_BEGIN.match(text))


def _ends_at_edge(run: Sequence[Line], line: Line, before: str, text: str) -> bool:
    """Whether a paragraph whose last line is full ends there all the same."""
    if len(run) == 1 and _COMPLETE.search(before) and not _PROSE.search(before):
        is_rest = len(text) <= 6 and not _PROSE.search(text) and line.location.page == run[0].location.page
        return not is_rest  # a heading; a short rest is its second line
    return line.indented and bool(_STOPPED.search(before))


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where lines break: the right edge of each page, or the usual width where there are no boxes."""

    wraps: bool
    width: float
    pages: dict[int | None, float]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> _Edge:
        lines = [block for block in blocks if isinstance(block, Line)]
        if any(line.location.box for line in lines):
            return cls(True, 0, _right_edges(blocks))
        widths = sorted(_columns(line.text) for line in lines)
        usual = widths[int(len(widths) * 0.95)] if widths else 0
        return cls(_is_wrapped(widths, usual), usual, {})

    def is_full(self, line: Line, following: str) -> bool:
        """Whether the first word of the following line had no room on this one."""
        word = _WORD.match(following)
        room = len(word[0]) if word else 0  # in columns: Latin words and numbers are kept whole
        box = line.location.box
        if box is None or not self.pages:
            return _columns(line.text) + room >= _FULL * self.width
        return box.x1 >= self.pages[line.location.page] - (2 + room / 2) * (box.bottom - box.top)


def _right_edges(blocks: Iterable[Block]) -> dict[int | None, float]:
    """Where the text of each page ends; a page of few lines shows it by its tables, or has the usual edge."""
    lines: dict[int | None, list[float]] = defaultdict(list)
    grids: dict[int | None, float] = {}
    for block in blocks:
        page, box = block.location.page, block.location.box
        if box and isinstance(block, Line):
            lines[page].append(box.x1)
        elif box:
            grids[page] = max(box.x1, grids.get(page, 0))
    shown = {
        page: max(found) if len(found) >= _PAGE_LINES else max(*found, grids.get(page, 0))
        for page, found in lines.items()
    }
    usual = median(shown[page] for page, found in lines.items() for _ in found)
    return {page: edge if len(lines[page]) >= _PAGE_LINES else max(usual, edge) for page, edge in shown.items()}


def _is_wrapped(widths: Sequence[int], usual: int) -> bool:
    """Whether a plain text breaks its lines at one width, as text from a PDF does."""
    long = len(widths) - bisect(widths, usual * 0.6)
    full = len(widths) - bisect(widths, usual * _FULL)
    return _NARROWEST <= usual <= _WIDEST and full >= 3 and full >= long * 0.6


def _columns(text: str) -> int:
    """Printed width: a Chinese character is two columns wide."""
    stripped = text.strip()
    return len(stripped) + len(_WIDE.findall(stripped))
