"""All titles of a document: those of its cover, joined over broken lines, its headings, and those of its tables."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.document import Grid, Line, SourceDocument
from ingest.moments import plain
from ingest.patterns import compiled
from ingest.titles import Title, read_reversed_title, read_title
from knowledge.names.units import has_region, is_whole_name

_CONTENTS = compiled("titles", "contents")
_COVER_LINES = 24  # lines before the contents that may be the cover
_JOINED = 5  # printed lines that a title may be broken into
_LONG = 42  # characters: a longer line is no line of a cover
_TOP_ROWS = 5  # of a grid, above its header


@dataclass(frozen=True, slots=True)
class Placed:
    """A title with the number of its block; `on_cover`: the heading of the whole, else on the first lines."""

    title: Title
    block: int
    on_cover: bool = False
    is_heading: bool = False  # the format says that it is the heading of the whole


def titles_of(source: SourceDocument) -> tuple[Placed, ...]:
    """The titles of a document, headings of the whole first, else in printed order."""
    cover = _cover(source)
    headings = {number for number, block in enumerate(source.blocks) if _is_heading(block)}
    joined = list(_cover_titles(cover, headings))
    seen = {placed.block for placed in joined}
    last = cover[-1][0] if cover else -1
    below = [
        Placed(title, number, isinstance(block, Line) and number <= last, _is_heading(block))
        for number, block in enumerate(source.blocks)
        if number not in seen
        for text in _texts(block)
        if (title := read_title(text))
    ]
    titles = sorted([*joined, *below], key=lambda placed: (not placed.is_heading, placed.block))
    if any(placed.is_heading and placed.title.says_all for placed in titles):  # what is around it may be links
        return tuple(replace(placed, on_cover=placed.is_heading) for placed in titles)
    return tuple(titles)


def _is_heading(block: Line | Grid) -> bool:
    return isinstance(block, Line) and block.heading == 1


def names_on_cover(source: SourceDocument) -> tuple[str, ...]:
    """Whole names that stand alone on a line of the cover."""
    names = (plain(text) for _, text in _cover(source))
    return tuple(dict.fromkeys(name for name in names if is_whole_name(name)))


def _cover(source: SourceDocument) -> list[tuple[int, str]]:
    """The first lines, up to the contents, with the numbers of their blocks."""
    lines: list[tuple[int, str]] = []
    for number, block in enumerate(source.blocks[: 2 * _COVER_LINES]):
        if isinstance(block, Line):
            if _CONTENTS.match(plain(block.text)) or len(lines) == _COVER_LINES:
                break
            lines.append((number, block.text))
    return lines


def _cover_titles(cover: Sequence[tuple[int, str]], headings: Container[int]) -> Iterator[Placed]:
    """Titles of one or more lines of the cover. Where one begins on a line, none begins inside it."""
    at = 0
    while at < len(cover):
        windows = [(count, _window(cover, at, count)) for count in range(1, _JOINED + 1)]
        found = [(count, title) for count, text in windows if text and (title := read_title(text))]
        best = _best(found)
        if best is None and at == 0:
            turned = [(count, title) for count, text in windows if text and (title := read_reversed_title(text))]
            best = _best(turned)
        if best is None or _begins_inside(cover, at, best):
            at += 1
            continue
        yield Placed(best[1], cover[at][0], True, cover[at][0] in headings)
        at += best[0]


def _begins_inside(cover: Sequence[tuple[int, str]], at: int, best: tuple[int, Title]) -> bool:
    """Whether a better title begins on a later of its lines: one with a region, behind what is no part of it."""
    count, title = best
    if not title.name or has_region(title.name):
        return False
    later = (read_title(_window(cover, at + skip, count - skip)) for skip in range(1, count))
    return any(one and one.says_all and has_region(one.name) for one in later)


def _window(cover: Sequence[tuple[int, str]], at: int, count: int) -> str:
    texts = [text for _, text in cover[at : at + count]]
    is_cover = len(texts) == count and (count == 1 or all(len(text) < _LONG for text in texts))
    return "".join(texts) if is_cover else ""


def _best(found: Sequence[tuple[int, Title]]) -> tuple[int, Title] | None:
    """The title that says most, in the fewest lines."""
    return max(found, key=lambda entry: (*_said(entry[1]), -entry[0]), default=None)


def _said(title: Title) -> tuple[bool, bool, bool, bool, int, bool, bool]:
    named = bool(title.name) and not title.is_about
    whole = sum(1 for moment in title.moments if moment.stage) if title.is_of_government else 0
    is_report = title.is_report_of_government
    return (title.says_all, named, has_region(title.name), bool(title.level), whole, not title.is_open, is_report)


def _texts(block: Line | Grid) -> Iterator[str]:
    """What may be a title in a block: the line; of a grid the printed lines of the cells at its top, and each cell."""
    if isinstance(block, Line):
        yield block.text
        return
    for row in block.rows[:_TOP_ROWS]:
        for cell in row:
            if cell and cell.text:
                lines = cell.text.split("\n")
                yield from lines if len(lines) > 1 else ()
                yield cell.text
