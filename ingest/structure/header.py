"""The header band of a grid: how many rows it has, and the path of header cells above each column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.document import Cell, Grid
from ingest.structure.roles import role_of_header
from knowledge.amounts import is_blank, is_number
from knowledge.identities import is_total_word
from knowledge.text import compact, fold_name

Path = tuple[str, ...]
_Row = Sequence[Cell | None]

_CODE = re.compile(r"^\d{2,7}$")
_NUMBERED = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d{1,2}[.．、](?!\d))")
_AMONG = re.compile(r"^\s*其中[:：](?=.)")
_COLUMN_NUMBER = re.compile(r"\*+|[-—]|\d{1,3}|[a-z甲乙丙]|[\d一二三]+=[\d+\-—－().（）]+|栏次|行次", re.IGNORECASE)
_ORDINAL_WORDS = frozenset({"栏次", "行次", "栏目"})
_MOST_ROWS = 6  # of a header band that words tell
_MOST_DRAWN_ROWS = 14  # of one that merged cells draw: rules may part each line of its text


def cell_text(cell: Cell | None) -> str:
    """A cell's text in one line, without the spaces that layout put in."""
    return compact(cell.text.replace("\n", "")) if cell else ""


def _texts(row: _Row) -> list[str]:
    return [text for cell in row if (text := cell_text(cell))]


# ---- how many rows ---------------------------------------------------------------------------------


def header_rows(grid: Grid) -> tuple[int, ...]:
    """The indices of the rows that are the grid's header; none where it has no header."""
    height = _height(grid)
    return tuple(range(height))


def header_height(grid: Grid) -> int:
    """How many rows at the top of a grid are its header."""
    return _height(grid)


def _height(grid: Grid) -> int:
    rows = grid.rows
    if not rows or not _may_open(rows[0]):
        return 0
    drawn = _drawn_height(rows) if grid.merges_known else 0
    if drawn:
        return drawn
    return _told_height(rows)


def _drawn_height(rows: Sequence[_Row]) -> int:
    """The height that merged cells draw: the band ends where no cell reaches further down or spans columns.

    0 where nothing is merged, so that the words must tell.
    """
    sure, likely, index = 0, 0, 0  # last row that a cell reaches down to; that the members of a group stand in
    merged = False
    while index <= max(sure, likely) and index < min(len(rows), _MOST_DRAWN_ROWS):
        if index > 0 and (_has_numbers(rows[index]) if index <= sure else not _goes_on(rows[index])):
            break
        cells = [cell for cell in rows[index] if cell]
        sure = max([sure, *(index + cell.row_span - 1 for cell in cells)])
        if index >= sure and any(cell.column_span > 1 and cell.text.strip() for cell in cells):
            likely = index + 1
        merged = merged or any(cell.row_span > 1 or cell.column_span > 1 for cell in cells)
        index += 1
    return index if merged else 0


def _told_height(rows: Sequence[_Row]) -> int:
    """The height that words tell: rows of names that are no labels of the body."""
    height = 1
    while height < min(len(rows), _MOST_ROWS) and _goes_on(rows[height]):
        height += 1
    return height


def _goes_on(row: _Row) -> bool:
    texts = _texts(row)
    if not texts or not _is_words(row) or (len(texts) == 1 and is_total_word(texts[0])):
        return False
    known = sum(1 for text in texts if role_of_header(text))
    return len(texts) > 1 or known == 1 or any(c and c.column_span > 1 for c in row)


def _may_open(row: _Row) -> bool:
    return bool(_texts(row)) and _is_words(row)


def _is_words(row: _Row) -> bool:
    """Whether a row holds names only: no number, no code, no numbered label."""
    texts = _texts(row)
    if _has_numbers(row) or any(_NUMBERED.match(text) for text in texts):
        return False
    return len(texts) > 1 or not any(_AMONG.match(text) for text in texts)  # beside 小计 it names a column


def _has_numbers(row: _Row) -> bool:
    return any(is_number(text) or _CODE.match(text) or is_blank(text) for text in _texts(row))


def opens_header(row: _Row) -> bool:
    """Whether a row could be the first of a header: words only, and among them one that names a column."""
    return _may_open(row) and any(role_of_header(text) for text in _texts(row))


def is_column_numbers(row: _Row) -> bool:
    """Whether a row only numbers the columns: 栏次 | 1 | 2 | 3; ** | 1 | 2; 1 | 2 | 3=1+2."""
    texts = _texts(row)
    numbers = [int(text) for text in texts if text.isdigit()]
    if any(fold_name(text) in _ORDINAL_WORDS for text in texts):
        return bool(numbers) and _counts_on(numbers)
    if len(texts) < 2 or not all(_COLUMN_NUMBER.fullmatch(text) for text in texts):
        return False
    return bool(numbers) and _counts_on(numbers) and (len(numbers) >= 3 or any("*" in text for text in texts))


def _counts_on(numbers: Sequence[int]) -> bool:
    """Whether numbers count on by one; a column of names may have none."""
    return numbers[0] in (1, 2) and all(b == a + 1 for a, b in pairwise(numbers))


# ---- paths -----------------------------------------------------------------------------------------


def header_paths(grid: Grid, header: Sequence[int], width: int) -> Iterator[tuple[Path, ...]]:
    """The ways to read the header band, the plain one first.

    Where the format loses merges, a leaf that was printed below its group may have slipped to the end of its
    row, and what stands above it one column too far left. The second reading puts it back behind its neighbour.
    """
    if not header:
        yield tuple(() for _ in range(width))
        return
    band = _covering_texts(grid.rows, header, width)
    if grid.merges_known:
        yield _paths(band, width)
        return
    yield _paths(_fill_right(band), width)
    filled = [column for column in range(width) if band[-1][column]]
    if len(filled) > 1 and filled[-1] == width - 1 and filled[-2] + 1 < width - 1:
        target = filled[-2] + 1
        moved = [[*row[:target], "", *row[target:-1]] for row in band]
        moved[-1][target] = band[-1][-1]
        yield _paths(_fill_right(moved), width)


def _covering_texts(rows: Sequence[_Row], header: Sequence[int], width: int) -> list[list[str]]:
    """For each header row the text above each column, merged cells spread over what they cover."""
    spread = [["" for _ in range(width)] for _ in header]
    for index in header:
        for column, cell in enumerate(rows[index]):
            if cell is None:
                continue
            for down in range(index, min(index + cell.row_span, header[-1] + 1)):
                for right in range(column, min(column + cell.column_span, width)):
                    spread[down - header[0]][right] = cell_text(cell)
    return spread


def _fill_right(band: list[list[str]]) -> list[list[str]]:
    """Give a blank header cell its left neighbour's text where both stand under the same group."""
    filled: list[list[str]] = []
    for depth, row in enumerate(band):
        new = list(row)
        for column in range(1, len(row)):
            above_same = all(upper[column] == upper[column - 1] for upper in filled)
            has_below = any(lower[column] for lower in band[depth + 1 :]) or depth + 1 < len(band)
            if not row[column] and above_same and has_below and (depth == 0 or filled[-1][column]):
                new[column] = new[column - 1]
        filled.append(new)
    return filled


def _paths(band: Sequence[Sequence[str]], width: int) -> tuple[Path, ...]:
    paths: list[Path] = []
    for column in range(width):
        path: list[str] = []
        for row in band:
            if row[column] and (not path or path[-1] != row[column]):
                path.append(row[column])
        paths.append(tuple(path))
    return tuple(paths)
