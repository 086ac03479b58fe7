"""From printed lines to paragraphs and grids, each below its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.document import Grid, Line, SourceDocument
from ingest.paragraphs import Draft, join_lines
from ingest.patterns import compiled, load
from knowledge.model import PATH_SEPARATOR, Location

_HEADINGS = [(rule["rank"], re.compile(rule["pattern"])) for rule in load("outline")["heading"]]
_TITLE = compiled("outline", "title")
_CENTRED_TITLE = compiled("outline", "centred_title")
_TABLE_TITLE = compiled("outline", "table_title")
_OPENER = compiled("outline", "opener")
_FORM_TITLE = compiled("outline", "form_title")
_AMOUNT = compiled("outline", "amount")
_PROSE = compiled("outline", "prose")
_CONTENTS = compiled("outline", "contents")
_LEADER = compiled("outline", "leader")
_STOPPED = compiled("outline", "stopped")
_PAGE_NUMBER = compiled("outline", "page_number")
_NOT_WORD = re.compile(r"[\W\d_]+")

_PART = 1.0
_UNNUMBERED = 2.0  # rank of a heading without a number: above 一、 and below 第一部分
_LIST_RANK = 5  # from 1. inwards a number may also count the items of a list
_NUMBERED = 3.0  # rank of 一、, the outermost number but for that of a part
_INSIDE = 0.5  # below the rank of the numbered heading that holds one without a number
_CHINESE = re.compile(
    r"^[（(]?(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十))?(?P<ones>[一二三四五六七八九])?\s*[）)、．.]"
)
_DIGITS = "〇一二三四五六七八九"
_TABLE = 99.0  # rank of a table's title: it holds its table and nothing else
_HEADING_LENGTH = 45  # characters; what is longer is a sentence
_UNNUMBERED_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph whose wrapped lines are joined."""

    text: str
    section: str  # heading path, joined with PATH_SEPARATOR
    starts: tuple[tuple[int, Location], ...]  # offset in `text` at which each printed line begins
    is_heading: bool = False

    def locate(self, offset: int) -> Location:
        """The printed line that holds the character at `offset`."""
        return next(location for start, location in reversed(self.starts) if start <= offset)


@dataclass(frozen=True, slots=True)
class PlacedGrid:
    """A grid with what stands around it: its title and unit are above, its note is below."""

    grid: Grid
    section: str
    before: tuple[Paragraph, ...]  # nearest last, back to the grid before
    after: tuple[Paragraph, ...]  # up to the next grid


Placed = Paragraph | PlacedGrid


@dataclass(frozen=True, slots=True)
class _Heading:
    """A paragraph that may be a heading."""

    rank: float
    title: str
    is_certain: bool = False  # the format says so


def outline(source: SourceDocument) -> tuple[Placed, ...]:
    """Paragraphs and grids in reading order, each with its heading path; the contents page is left out."""
    parts = _without_contents(list(join_lines(source.blocks)))
    headings = _nested(_confirmed([_heading(part) if isinstance(part, Draft) else None for part in parts], parts))
    paths = _paths(headings)
    placed = [
        part if isinstance(part, Grid) else Paragraph(part.text, path, part.starts, is_heading=heading is not None)
        for part, heading, path in zip(parts, headings, paths, strict=True)
    ]
    return tuple(_with_surroundings(placed, paths))


# ---- headings ----------------------------------------------------------------------------------------


def _heading(draft: Draft) -> _Heading | None:
    """What the paragraph would be as a heading; None where it can be none."""
    text = draft.text.strip()
    title = text.rstrip("。：:") if draft.heading else text.rstrip("：:")
    if len(title) > (2 * _HEADING_LENGTH if draft.heading else _HEADING_LENGTH) or _CONTENTS.match(text):
        return None
    if not draft.heading and (_AMOUNT.search(title) or _PROSE.search(title)):
        return None
    for rank, number in _HEADINGS:
        if found := number.match(title):
            has_words = bool(title[found.end() :].strip())
            return _Heading(rank, title, bool(draft.heading)) if has_words else None
    return _unnumbered(draft, title)


def _unnumbered(draft: Draft, title: str) -> _Heading | None:
    if draft.heading:
        rank = _TABLE if _TABLE_TITLE.search(title) else _UNNUMBERED + draft.heading / 10
        return _Heading(rank, title, is_certain=True)
    words = re.sub(r"\s", "", title)
    if not 2 < len(words) <= _UNNUMBERED_LENGTH or "：" in title or "、" in title or _OPENER.match(title):
        return None
    if not (_TITLE.search(words) or (draft.indented and _CENTRED_TITLE.search(words))):
        return None
    return _Heading(_TABLE if _TABLE_TITLE.search(words) else _UNNUMBERED, title)


def _confirmed(found: Sequence[_Heading | None], parts: Sequence[Draft | Grid]) -> list[_Heading | None]:
    """Headings that have something below them. A numbered line with nothing below is an item of a list."""
    confirmed: list[_Heading | None] = []
    open_ranks: list[float] = []
    in_form = False
    for index, heading in enumerate(found):
        in_form = in_form and not isinstance(parts[index], Grid)
        if heading and not heading.is_certain:
            heading = _checked(index, heading, found, confirmed, open_ranks, in_form)
        confirmed.append(heading)
        if heading:
            open_ranks = [rank for rank in open_ranks if rank < heading.rank] + [heading.rank]
            in_form = heading.rank == _TABLE and bool(_FORM_TITLE.search(heading.title))
    return confirmed


def _checked(
    index: int,
    heading: _Heading,
    found: Sequence[_Heading | None],
    confirmed: Sequence[_Heading | None],
    open_ranks: Sequence[float],
    in_form: bool,
) -> _Heading | None:
    """The heading, with another rank where what follows shows it; None where it is no heading."""
    below = found[index + 1] if index + 1 < len(found) else heading
    above = confirmed[index - 1] if index else None
    if heading.rank == _TABLE and below is not None and below.rank == _TABLE:
        return replace(heading, rank=_PART)  # not a table but the part that holds the tables
    if below is not None and below.rank <= heading.rank:
        return None
    if heading.rank in (_UNNUMBERED, _TABLE):
        restated = above is not None and heading.title.endswith(_NOT_WORD.sub("", unnumber(above.title)) or "-")
        return None if restated else heading
    if heading.rank < _LIST_RANK:
        return heading
    is_first = _number(heading.title) == 1
    return heading if not in_form and (is_first or heading.rank in open_ranks) else None


def unnumber(title: str) -> str:
    """A heading without its number: "1. 12333 咨询服务" gives "12333 咨询服务"."""
    for _, number in _HEADINGS:
        if found := number.match(title):
            return title[found.end() :]
    return title


def _nested(headings: Sequence[_Heading | None]) -> list[_Heading | None]:
    """Headings without a number that stand inside a numbered one: 二、 goes on behind them where 一、 has left off."""
    following: dict[float, int] = {}
    next_numbers: list[dict[float, int]] = []
    for heading in reversed(headings):
        next_numbers.append(following)
        if heading and heading.rank >= _NUMBERED:
            following = {**following, heading.rank: _chinese_number(heading.title)}
    next_numbers.reverse()
    nested: list[_Heading | None] = []
    last: _Heading | None = None  # the outermost numbered heading that is open
    for heading, coming in zip(headings, next_numbers, strict=True):
        inside = heading is not None and not heading.is_certain and heading.rank == _UNNUMBERED and last is not None
        if heading and inside and last and coming.get(last.rank) == _chinese_number(last.title) + 1:
            heading = replace(heading, rank=last.rank + _INSIDE)
        elif heading and heading.rank < _NUMBERED:
            last = None
        elif heading and heading.rank < _TABLE and (last is None or heading.rank <= last.rank):
            last = heading
        nested.append(heading)
    return nested


def _chinese_number(title: str) -> int:
    """The number of 十二、 and the like; what has another counts as in `_number`."""
    found = _CHINESE.match(title)
    if found is None:
        return _number(title)
    tens, ten, ones = found["tens"], found["ten"], found["ones"]
    return (10 * (_DIGITS.index(tens) if tens else 1) if ten else 0) + (_DIGITS.index(ones) if ones else 0)


def numbering_rank(text: str) -> int | None:
    """The rank of the number that a paragraph begins with, smaller further out; None where it begins with none."""
    return next((rank for rank, number in _HEADINGS if number.match(text.strip())), None)


def _number(title: str) -> int:
    digits = re.search(r"\d+", title)
    return int(digits[0]) if digits else 1  # ① and its like


def _paths(headings: Sequence[_Heading | None]) -> list[str]:
    """The heading path of each part. A heading's own path ends above it."""
    stack: list[_Heading] = []
    paths = []
    for heading in headings:
        if heading is not None:
            stack = _above(stack, heading)
        paths.append(PATH_SEPARATOR.join(entry.title for entry in stack))
        if heading is not None:
            stack.append(heading)
    return paths


def _above(stack: Sequence[_Heading], heading: _Heading) -> list[_Heading]:
    """Those open headings that the new one stands below."""
    if heading.rank == _TABLE and any(_UNNUMBERED <= entry.rank < _UNNUMBERED + 1 for entry in stack):
        return [entry for entry in stack if entry.rank < _UNNUMBERED]  # a table of its own closes an unnumbered part
    return [entry for entry in stack if entry.rank < heading.rank]


# ---- contents page -----------------------------------------------------------------------------------


def _without_contents(parts: Sequence[Draft | Line | Grid]) -> list[Draft | Grid]:
    kept: list[Draft | Grid] = []
    position = 0
    while position < len(parts):
        part = parts[position]
        if isinstance(part, Draft) and _CONTENTS.match(re.sub(r"\s", "", part.text)):
            position = _end_of_contents(parts, position + 1)
            continue
        if not _is_leader(part) and not isinstance(part, Line) and not _is_page_number(part, kept):
            kept.append(part)
        position += 1
    return kept


def _is_page_number(part: Draft | Grid, before: Sequence[Draft | Grid]) -> bool:
    """Whether a bare number stands where a sentence or a heading has ended, not inside a form."""
    if isinstance(part, Grid) or not _PAGE_NUMBER.match(part.text):
        return False
    last = before[-1] if before else None
    return not isinstance(last, Draft) or _numbered(last) or bool(_STOPPED.search(last.text))


def _end_of_contents(parts: Sequence[Draft | Line | Grid], start: int) -> int:
    """Where the text begins: at the first entry that comes a second time, or that is no entry."""
    seen: set[str] = set()
    for position in range(start, len(parts)):
        part = parts[position]
        if _is_leader(part):
            seen.add(_words(part))
            continue
        if not isinstance(part, Draft) or _words(part) in seen:
            return position
        is_rest = len(part.text) <= 6 and _is_long_entry(parts[position - 1])
        if not (_heading(part) and (not seen or _numbered(part))) and not is_rest:
            return position
        seen.add(_words(part))
    return len(parts)


def _is_long_entry(part: Draft | Line | Grid) -> bool:
    return isinstance(part, Draft) and len(part.text) >= 20 and not _is_leader(part)


def _numbered(draft: Draft) -> bool:
    return any(number.match(draft.text.strip()) for _, number in _HEADINGS)


def _is_leader(part: Draft | Line | Grid) -> bool:
    """Whether the part is made of entries with dotted leaders."""
    if isinstance(part, Grid):
        return any(cell is not None and bool(_LEADER.search(cell.text)) for row in part.rows for cell in row)
    return len(part.text) < 200 and bool(_LEADER.search(part.text))


def _words(part: Draft | Line | Grid) -> str:
    return "" if isinstance(part, Grid) else _NOT_WORD.sub("", _LEADER.sub("", part.text))


# ---- surroundings ------------------------------------------------------------------------------------


def _with_surroundings(parts: Sequence[Paragraph | Grid], paths: Sequence[str]) -> Iterator[Placed]:
    """Grids with the paragraphs between them and their neighbours."""
    runs: list[list[Paragraph]] = [[]]
    for part in parts:
        if isinstance(part, Paragraph):
            runs[-1].append(part)
        else:
            runs.append([])
    grids = 0
    for part, path in zip(parts, paths, strict=True):
        if isinstance(part, Grid):
            yield PlacedGrid(part, path, tuple(runs[grids]), tuple(runs[grids + 1]))
            grids += 1
        else:
            yield part
