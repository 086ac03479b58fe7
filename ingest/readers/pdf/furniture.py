"""Page numbers, running headers and footers: found by what repeats at the edges of the pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Block, Grid, Line
from ingest.readers.pdf.printed import PrintedPage

_EDGE_LINES = 2  # header lines and page number; more is text
_EDGE_BAND = 0.13  # of the page height, above and below
_MIN_PAGES = 3  # a table's own title repeats on the pages that continue it
_MIN_SHARE = 0.3  # of the pages: even and odd pages may have headers of their own
_MAX_TITLE_LINES = 4  # between a page's first line and its table
_DASHES = "-—–－_·~"
_PAGE_NUMBER = re.compile(
    r"(?P<mark>[-—–－_·~ ]*)(?P<word>第 ?)?(?P<number>\d{1,4})(?(word) ?页(?:[ ,，/]*共 ?\d{1,4} ?页)?)"
    r"(?: ?/ ?\d{1,4})?[-—–－_·~ ]*"
)
_NUMBER_WORD = re.compile(r"(?<![\d.,])\d{1,4}(?![\d.,])")


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line that stands alone at the top or the bottom of a page."""

    page: PrintedPage
    index: int
    line: Line
    at_top: bool

    def names_table(self) -> bool:
        """Whether only few lines part it from a table: then it may be the table's title or note."""
        blocks = self.page.blocks
        beside = blocks[self.index + 1 :] if self.at_top else blocks[: self.index][::-1]
        return any(isinstance(placed.block, Grid) for placed in beside[:_MAX_TITLE_LINES])


def without_furniture(pages: Sequence[PrintedPage]) -> Iterator[Block]:
    """The blocks of all pages, without what the page layout adds."""
    edges = [edge for page in pages for edge in _edges(page)]
    furniture = {(edge.page.number, edge.index) for edge in _page_numbers(edges)}
    rest = [edge for edge in edges if (edge.page.number, edge.index) not in furniture]
    furniture |= {(edge.page.number, edge.index) for edge in _running_lines(rest, len(pages))}
    for page in pages:
        for index, placed in enumerate(page.blocks):
            if (page.number, index) not in furniture:
                yield placed.block


def _edges(page: PrintedPage) -> Iterator[_Edge]:
    """The lines within the page's upper and lower band, from the edge to the first grid."""
    count = len(page.blocks)
    for at_top in (True, False):
        for step in range(min(_EDGE_LINES, count)):
            index = step if at_top else count - 1 - step
            placed = page.blocks[index]
            if isinstance(placed.block, Grid):
                break
            depth = placed.bottom if at_top else page.height - placed.top
            if depth <= _EDGE_BAND * page.height:
                yield _Edge(page, index, placed.block, at_top)


def _page_numbers(edges: Iterable[_Edge]) -> Iterator[_Edge]:
    """Lines that are only a number, marked as a page's or counting on with the pages."""
    numbered = [(edge, match) for edge in edges if (match := _PAGE_NUMBER.fullmatch(edge.line.text))]
    shifts = Counter(int(match["number"]) - edge.page.number for edge, match in numbered)
    for edge, match in numbered:
        is_marked = bool(match["word"] or (match["mark"].strip() and edge.line.text[-1] in _DASHES))
        if is_marked or shifts[int(match["number"]) - edge.page.number] >= 2:
            yield edge


def _running_lines(edges: Iterable[_Edge], pages: int) -> Iterator[_Edge]:
    """Lines that return on many pages, also on pages where they cannot belong to a table."""
    groups: defaultdict[tuple[bool, str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        groups[edge.at_top, _without_page_number(edge)].append(edge)
    for group in groups.values():
        count = len({edge.page.number for edge in group})
        if count < max(_MIN_PAGES, _MIN_SHARE * pages) or all(edge.names_table() for edge in group):
            continue
        yield from group


def _without_page_number(edge: _Edge) -> str:
    """The line's text with a number that is the page's own made equal on all pages."""
    own = {str(edge.page.number + shift) for shift in (-2, -1, 0)}  # a cover or contents may not count
    return _NUMBER_WORD.sub(lambda match: "#" if match[0] in own else match[0], edge.line.text)
