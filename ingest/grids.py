"""From a drawn grid to labelled rows and columns: header bands, label columns, lists side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from ingest.document import Cell, Grid
from ingest.specs import load_specs
from knowledge.amounts import BLANKS, half_last_digit, is_number, parse_amount
from knowledge.errors import UnreadableCell
from knowledge.identities import column_identities, is_total_word
from knowledge.model import Location
from knowledge.text import compact, fold_name

_CODE = re.compile(r"^\d{2,7}$")
_BODY_LABEL = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|\d{1,2}[.．、](?!\d)|其中[:：])"
)


class Role(StrEnum):
    """What a column holds."""

    CODE = "code"
    LABEL = "label"
    ATTRIBUTE = "attribute"
    ORDINAL = "ordinal"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Side:
    """The columns of one list in the grid: usually one, two where 收入 and 支出 stand side by side."""

    codes: tuple[int, ...]
    label: int | None
    values: tuple[int, ...]
    attributes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadGrid:
    """A grid whose header is understood. Column indices in `sides` and `paths` are the grid's."""

    header: tuple[int, ...]  # indices of the header rows
    body: tuple[int, ...]  # indices of the rows that may hold amounts
    paths: tuple[tuple[str, ...], ...]  # header path of each column, compacted
    sides: tuple[Side, ...]
    cells: tuple[tuple[Cell | None, ...], ...]

    def text(self, row: int, column: int) -> str:
        """The printed text of a cell; empty where a merged cell covers the place."""
        cell = self.cells[row][column]
        return cell.text if cell else ""

    def label(self, row: int, column: int) -> str:
        """The printed text at a place, or that of the merged cell that reaches over it from the left."""
        for left in range(column, -1, -1):
            cell = self.cells[row][left]
            if cell is not None:
                return cell.text if left + cell.column_span > column else ""
        return ""

    def location(self, row: int, column: int) -> Location:
        """Where a cell stands; that of the row's first cell for a covered place."""
        cell = self.cells[row][column] or next((other for other in self.cells[row] if other), None)
        return cell.location if cell else Location()


# ---- header words --------------------------------------------------------------------------------


@cache
def _roles() -> dict[str, Role]:
    spec = load_specs("headers")["role"]
    return {fold_name(word): Role(role) for role, words in spec.items() for word in words}


@cache
def _skipped_first_cells() -> frozenset[str]:
    return frozenset(fold_name(word) for word in load_specs("headers")["skip"]["first_cell"])


def _role_of_path(path: Sequence[str]) -> Role | None:
    """The role that the lowest known header cell gives; a total word leaves it to the cell above."""
    for text in reversed(path):
        role = _roles().get(fold_name(text))
        if role:
            return role
        if not is_total_word(text):
            return None
    return None


# ---- header band ---------------------------------------------------------------------------------


def _texts(row: Sequence[Cell | None]) -> list[str]:
    return [compact(cell.text) if cell else "" for cell in row]


def _is_header_row(row: Sequence[Cell | None], is_first: bool) -> bool:
    texts = [text for text in _texts(row) if text]
    if not texts or any(is_number(text) or _CODE.match(text) or text in BLANKS for text in texts):
        return False
    if any(_BODY_LABEL.match(text) for text in texts):
        return False
    if is_first:
        return True
    known = sum(1 for text in texts if fold_name(text) in _roles())
    only_total = len(texts) == 1 and is_total_word(texts[0])
    return not only_total and (len(texts) > 1 or known == 1 or any(c and c.column_span > 1 for c in row))


def _header_rows(rows: Sequence[Sequence[Cell | None]]) -> tuple[int, ...]:
    header: list[int] = []
    deepest = 0  # last row that a header cell reaches down to
    for index, row in enumerate(rows):
        if index > deepest and not _is_header_row(row, is_first=False):
            break
        if index == 0 and not _is_header_row(row, is_first=True):
            break
        header.append(index)
        deepest = max([deepest, *(index + cell.row_span - 1 for cell in row if cell)])
    return tuple(header)


def _is_ordinal_row(row: Sequence[Cell | None]) -> bool:
    """A row that only numbers the columns: 栏次 | 1 | 2 | 3."""
    texts = [text for text in _texts(row) if text]
    numbers = [text for text in texts if text.isdigit()]
    named = [text for text in texts if fold_name(text) in _skipped_first_cells()]
    if named and (named[0] == texts[0] or numbers == [str(n) for n in range(1, len(numbers) + 1)]):
        return True
    return (
        len(numbers) > 2
        and len(numbers) >= len(texts) - 1
        and numbers == [str(number) for number in range(1, len(numbers) + 1)]
    )


# ---- header paths --------------------------------------------------------------------------------


def _covering_texts(rows: Sequence[Sequence[Cell | None]], header: Sequence[int], width: int) -> list[list[str]]:
    """For each header row the text above each column, merged cells spread over what they cover."""
    spread = [["" for _ in range(width)] for _ in header]
    for index in header:
        for column, cell in enumerate(rows[index]):
            if cell is None:
                continue
            for down in range(index, min(index + cell.row_span, header[-1] + 1)):
                for right in range(column, min(column + cell.column_span, width)):
                    spread[header.index(down)][right] = compact(cell.text)
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


def _paths(band: Sequence[Sequence[str]], width: int) -> tuple[tuple[str, ...], ...]:
    paths: list[tuple[str, ...]] = []
    for column in range(width):
        path: list[str] = []
        for row in band:
            if row[column] and (not path or path[-1] != row[column]):
                path.append(row[column])
        paths.append(tuple(path))
    return tuple(paths)


def _header_variants(grid: Grid, header: tuple[int, ...], width: int) -> Iterator[tuple[tuple[str, ...], ...]]:
    """The ways to read the header band, the plain one first.

    Where the format loses merges, a leaf that was printed below its group may have slipped to the end of its
    row, and what stands above it one column too far left. The second reading puts it back behind its neighbour.
    """
    rows = grid.rows
    band = _covering_texts(rows, header, width)
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


# ---- columns -------------------------------------------------------------------------------------


def _printed(grid: Grid, body: Sequence[int], column: int) -> list[str]:
    """What stands in a column; blanks and dashes tell nothing."""
    texts = (compact(cell.text) for index in body if (cell := grid.rows[index][column]))
    return [text for text in texts if text not in BLANKS]


def _role_by_content(grid: Grid, body: Sequence[int], column: int) -> Role:
    texts = _printed(grid, body, column)
    words = [text for text in texts if not is_number(text)]
    return Role.LABEL if words and len(words) * 2 > len(texts) else Role.VALUE


def _column_roles(grid: Grid, body: Sequence[int], paths: Sequence[tuple[str, ...]]) -> list[Role]:
    roles: list[Role] = []
    for column, path in enumerate(paths):
        role = _role_of_path(path)
        by_content = _role_by_content(grid, body, column)
        if role is None or (role is Role.LABEL and by_content is Role.VALUE and _holds_amounts(grid, body, column)):
            role = by_content
        roles.append(role)
    return roles


def _holds_amounts(grid: Grid, body: Sequence[int], column: int) -> bool:
    texts = _printed(grid, body, column)
    return bool(texts) and not any(_CODE.match(text) for text in texts)


def _sides(roles: Sequence[Role], paths: Sequence[tuple[str, ...]]) -> tuple[Side, ...]:
    """Cut the columns where a label follows an amount: there a new list begins."""
    groups: list[list[int]] = [[]]
    for column, role in enumerate(roles):
        starts_list = role in (Role.LABEL, Role.CODE, Role.ORDINAL)
        if starts_list and any(roles[other] is Role.VALUE for other in groups[-1]):
            groups.append([])
        groups[-1].append(column)
    merged: list[list[int]] = []
    for group in groups:
        if merged and not any(roles[column] is Role.VALUE for column in group):
            merged[-1].extend(group)  # trailing words such as 备注
        else:
            merged.append(group)
    return tuple(_side(group, roles, paths) for group in merged)


def _side(columns: Sequence[int], roles: Sequence[Role], paths: Sequence[tuple[str, ...]]) -> Side:
    labels = [column for column in columns if roles[column] is Role.LABEL]
    best = [fold_name(word) for word in load_specs("headers")["label_rank"]["words"]]
    ranked = sorted(
        labels,
        key=lambda c: next((best.index(fold_name(p)) for p in reversed(paths[c]) if fold_name(p) in best), 99),
    )
    label = ranked[0] if ranked else None
    attributes = [c for c in columns if roles[c] is Role.ATTRIBUTE or (roles[c] is Role.LABEL and c != label)]
    return Side(
        codes=tuple(c for c in columns if roles[c] is Role.CODE),
        label=label,
        values=tuple(c for c in columns if roles[c] is Role.VALUE),
        attributes=tuple(attributes),
    )


# ---- choosing a reading --------------------------------------------------------------------------


def _amounts(grid: Grid, row: int, columns: Sequence[int]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for column in columns:
        cell = grid.rows[row][column]
        try:
            value = parse_amount(cell.text) if cell else None
        except UnreadableCell:
            continue  # reported when the cell becomes a figure
        if value is not None:
            found[column] = value
    return found


def _check_sums(read: ReadGrid, grid: Grid) -> tuple[int, int]:
    """How many of the row sums that the header promises hold, and how many do not."""
    held = broken = 0
    for side in read.sides:
        identities = column_identities([read.paths[column] for column in side.values])
        for row in read.body:
            amounts = _amounts(grid, row, side.values)
            for identity in identities:
                total = amounts.get(side.values[identity.total])
                parts = [amounts[c] for part in identity.parts if (c := side.values[part]) in amounts]
                if total is None and not parts:
                    continue
                slack = sum((half_last_digit(part) for part in parts), half_last_digit(total or Decimal(0)))
                if abs((total or Decimal(0)) - sum(parts, Decimal(0))) <= slack:
                    held += 1
                else:
                    broken += 1
    return held, broken


def _read_with(
    grid: Grid, header: tuple[int, ...], body: tuple[int, ...], paths: tuple[tuple[str, ...], ...]
) -> ReadGrid:
    roles = _column_roles(grid, body, paths)
    return ReadGrid(header, body, paths, _sides(roles, paths), grid.rows)


def read_grid(grid: Grid) -> ReadGrid:
    """Understand a grid's header.

    Another reading than the plain one is taken only where the plain one breaks sums and the other keeps
    them all, and no fewer of them.
    """
    width = max((len(row) for row in grid.rows), default=0)
    header = _header_rows(grid.rows)
    after = range(header[-1] + 1 if header else 0, len(grid.rows))
    body = tuple(index for index in after if not _is_ordinal_row(grid.rows[index]))
    if not header:
        return _read_with(grid, header, body, tuple(() for _ in range(width)))
    variants = _header_variants(grid, header, width)
    plain = _read_with(grid, header, body, next(variants))
    held, broken = _check_sums(plain, grid)
    if broken:
        for paths in variants:
            other = _read_with(grid, header, body, paths)
            other_held, other_broken = _check_sums(other, grid)
            if not other_broken and other_held >= held + broken:
                return other
    return plain


def opens_header(row: Sequence[Cell | None]) -> bool:
    """Whether a row could be the first of a header: words only, and among them one that names a column."""
    return _is_header_row(row, is_first=True) and any(fold_name(text) in _roles() for text in _texts(row))


def header_height(grid: Grid) -> int:
    """How many rows at the top of a grid are its header."""
    return len(_header_rows(grid.rows))
