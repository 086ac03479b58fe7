"""Tables that go on: overleaf below, with or without their header, or to the right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Cell, Grid
from ingest.outline import Paragraph, Placed, PlacedGrid
from ingest.structure.blanks import without_blank_columns
from ingest.structure.captions import Caption, caption_of
from ingest.structure.header import cell_text, header_height, is_column_numbers
from knowledge.amounts import is_blank, is_number
from knowledge.text import compact, fold_name

_CONTINUED = re.compile(r"^[(（]?续|续表?[)）]?$")
_WIDTH = 8.0  # points by which the widths of its pieces may differ
_EDGE = 4.0  # points by which the edges of one table may differ from page to page
_Row = tuple[Cell | None, ...]


def join_continued(placed: Sequence[Placed]) -> list[Placed]:
    """Join a grid to the one before it where it goes on.

    Between them stand at most captions that the first has, too. A repeated header is dropped, a row that the page
    break parts is put together, a note below the last piece belongs to the whole.
    """
    joined: list[Placed] = []
    last: int | None = None  # where the last grid stands, while only captions have followed
    for block in placed:
        first = joined[last] if last is not None else None
        if not isinstance(block, PlacedGrid):
            joined.append(block)
            continue
        if isinstance(first, PlacedGrid) and last is not None and _goes_on(first, block):
            del joined[last + 1 :]
            joined[last] = replace(first, grid=_joined_down(first.grid, block.grid), after=block.after)
        elif isinstance(first, PlacedGrid) and last is not None and _goes_right(first, block):
            joined[last] = replace(first, grid=_joined_right(first.grid, block.grid), after=block.after)
        else:
            last = len(joined)
            joined.append(block)
    return joined


# ---- whether it goes on ----------------------------------------------------------------------------


def _goes_on(first: PlacedGrid, second: PlacedGrid) -> bool:
    repeated = _repeated_rows(first.grid, second.grid)
    if not _only_repeats(first, second, has_header=repeated > 0):
        return False
    if repeated:
        return True
    is_bare = header_height(second.grid) == 0 or not _has_header(second.grid)
    return is_bare and (_same_columns(first.grid, second.grid) or _same_edges(first.grid, second.grid))


def _only_repeats(first: PlacedGrid, second: PlacedGrid, has_header: bool) -> bool:
    """Whether nothing but the captions of the first stands between two grids."""
    said = {_folded(paragraph) for paragraph in first.before}
    rest = [paragraph for paragraph in second.before if _folded(paragraph) not in said]
    if not has_header and rest:
        return False
    has_owner = any(caption_of(paragraph.text) is Caption.OWNER for paragraph in first.before)
    return all(_continues(paragraph, has_owner) for paragraph in rest)


def _continues(paragraph: Paragraph, has_owner: bool) -> bool:
    """Whether a line before a later piece opens nothing new: 续表, its unit. Another owner opens another table."""
    text = compact(paragraph.text)
    kind = caption_of(text)
    return bool(_CONTINUED.search(text)) or kind is Caption.UNIT or (kind is Caption.OWNER and not has_owner)


def _folded(paragraph: Paragraph) -> str:
    return fold_name(paragraph.text)


def _repeated_rows(first: Grid, second: Grid) -> int:
    """How many rows at the top of `second` are the header of `first` again; its column numbers with it."""
    height = header_height(first)
    if not height or height > len(second.rows):
        return 0
    if any(_texts(first.rows[index]) != _texts(second.rows[index]) for index in range(height)):
        return 0
    numbered = height < len(second.rows) and is_column_numbers(second.rows[height])
    return height + numbered


def _texts(row: _Row) -> list[str]:
    """The texts of a header row; how many cells its page has drawn does not matter."""
    return [folded for cell in row if cell and (folded := fold_name(cell.text))]


def _has_header(grid: Grid) -> bool:
    """Whether a grid's first rows name columns, not rows whose amounts are blank: below a header there are amounts
    in columns that it names."""
    height = header_height(grid)
    named = {column for row in grid.rows[:height] for column, cell in enumerate(row) if cell and cell.text.strip()}
    amounts = {column for row in grid.rows[height:] for column, cell in enumerate(row) if cell and is_number(cell.text)}
    return bool(amounts) and amounts <= _covered(grid, height, named)


def _covered(grid: Grid, height: int, named: set[int]) -> set[int]:
    """The columns below the named header cells, merged ones with all that they cover."""
    spans = (
        range(column, column + cell.column_span)
        for row in grid.rows[:height]
        for column, cell in enumerate(row)
        if cell and column in named
    )
    return {column for span in spans for column in span}


def _same_columns(first: Grid, second: Grid) -> bool:
    """Whether two grids have as many columns, or as many that anything is printed in."""
    if len(first.rows[0]) == len(second.rows[0]):
        return True
    return len(without_blank_columns(first).rows[0]) == len(without_blank_columns(second).rows[0])


def _same_edges(first: Grid, second: Grid) -> bool:
    """Whether two grids are as wide as each other: even and odd pages may have other margins."""
    a, b = first.location.box, second.location.box
    return a is not None and b is not None and abs((a.x1 - a.x0) - (b.x1 - b.x0)) < _WIDTH


# ---- below -----------------------------------------------------------------------------------------


def _joined_down(first: Grid, second: Grid) -> Grid:
    rows = second.rows[_repeated_rows(first, second) :]
    width = len(first.rows[0])
    if len(second.rows[0]) != width and not _same_edges(first, second):
        return _joined_down(without_blank_columns(first), without_blank_columns(second))
    if len(second.rows[0]) != width:
        shift = _shift(first, second)
        rows = tuple(_put_below(first, row, width, shift) for row in rows)
    if rows and _is_rest_of_row(rows[0], first.rows[-1]):
        return replace(first, rows=(*first.rows[:-1], _row_joined(first.rows[-1], rows[0]), *rows[1:]))
    return replace(first, rows=first.rows + rows)


def _shift(first: Grid, second: Grid) -> float:
    """How far the second piece stands to the left of the first: by the edges that differ less."""
    a, b = first.location.box, second.location.box
    return min(a.x0 - b.x0, a.x1 - b.x1, key=abs) if a and b else 0.0


def _put_below(first: Grid, row: _Row, width: int, shift: float) -> _Row:
    """A row of a later piece, drawn with fewer or more cells, put below the columns of the first piece."""
    edges = {
        c: cell.location.box.x0
        for r in first.rows
        for c, cell in enumerate(r)
        if cell and cell.column_span == 1 and cell.location.box
    }
    if not edges:
        return (*row, *[None] * width)[:width]
    placed: list[Cell | None] = [None] * width
    for cell in row:
        box = cell.location.box if cell else None
        if cell is None or box is None:
            continue
        x0, x1 = box.x0 + shift - _EDGE, box.x1 + shift - _EDGE
        covered = [c for c, at in sorted(edges.items()) if x0 < at < x1]
        if covered:
            placed[covered[0]] = replace(cell, column_span=len(covered))
    return tuple(placed)


def _is_rest_of_row(row: _Row, last: _Row) -> bool:
    """Whether the first row overleaf is the rest of the last one: words only, and none in the first filled column.

    A row of its own begins where the rows above begin: with a name, a number or a code in the columns to the left.
    """
    filled = [column for column, cell in enumerate(row) if cell and not is_blank(cell.text)]
    begun = [column for column, cell in enumerate(last) if cell and not is_blank(cell.text)]
    if not filled or not begun or any(_is_value(row[column]) for column in filled):
        return False
    return filled[0] > begun[0] and all(column in begun for column in filled)


def _is_value(cell: Cell | None) -> bool:
    return cell is not None and is_number(cell_text(cell))


def _row_joined(above: _Row, below: _Row) -> _Row:
    return tuple(_cell_joined(top, rest) for top, rest in zip(above, below, strict=True))


def _cell_joined(top: Cell | None, rest: Cell | None) -> Cell | None:
    if top is None or rest is None or not rest.text.strip():
        return top or rest
    return replace(top, text=f"{top.text}\n{rest.text}" if top.text.strip() else rest.text)


# ---- to the right ----------------------------------------------------------------------------------


def _goes_right(first: PlacedGrid, second: PlacedGrid) -> bool:
    """Whether a grid is the right half of the one before: amounts alone, in as many rows, below a header of its own."""
    if second.before or len(first.grid.rows) != len(second.grid.rows):
        return False
    height = header_height(second.grid)
    if not height or height != header_height(first.grid):
        return False
    body = [cell for row in second.grid.rows[height:] for cell in row if cell and not is_blank(cell.text)]
    return bool(body) and all(is_number(cell.text) for cell in body)


def _joined_right(first: Grid, second: Grid) -> Grid:
    rows = tuple(left + right for left, right in zip(first.rows, second.rows, strict=True))
    return replace(first, rows=rows)
