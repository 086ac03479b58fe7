"""A grid with its header understood: which columns make each of its lists, and what each column holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Cell, Grid
from ingest.structure.header import Path, cell_text, header_paths, header_rows, is_column_numbers
from ingest.structure.roles import Role, column_roles, label_rank
from ingest.structure.sums import Number, Tally, is_additive, number_of, row_sums
from knowledge.amounts import is_blank
from knowledge.model import Location

_TWO = 2  # columns that rules make of one


@dataclass(frozen=True, slots=True)
class Side:
    """The columns of one list in the grid: usually one, two where 收入 and 支出 stand side by side."""

    codes: tuple[int, ...]
    labels: tuple[int, ...]  # the surest first; a row is named by the first that it fills
    values: tuple[int, ...]
    attributes: tuple[int, ...] = ()

    @property
    def label(self) -> int | None:
        """The column that names the rows."""
        return self.labels[0] if self.labels else None


@dataclass(frozen=True, slots=True)
class ReadGrid:
    """A grid whose header is understood. Column indices in `sides` and `paths` are the grid's."""

    header: tuple[int, ...]  # indices of the header rows
    body: tuple[int, ...]  # indices of the rows that may hold amounts
    paths: tuple[Path, ...]  # header path of each column, compacted
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


def read_grid(grid: Grid) -> ReadGrid:
    """Understand a grid's header.

    Another reading than the plain one is taken only where the plain one breaks sums and the other keeps
    them all, and no fewer of them.
    """
    width = max((len(row) for row in grid.rows), default=0)
    header = header_rows(grid)
    after = range(len(header), len(grid.rows))
    body = tuple(index for index in after if not is_column_numbers(grid.rows[index]))
    variants = header_paths(grid, header, width)
    plain = _read_with(grid, header, body, next(variants))
    tally = _row_tally(plain, grid)
    if tally.broken:
        for paths in variants:
            other = _read_with(grid, header, body, paths)
            seen = _row_tally(other, grid)
            if not seen.broken and seen.held >= tally.held + tally.broken:
                return other
    return plain


def _read_with(grid: Grid, header: tuple[int, ...], body: tuple[int, ...], paths: tuple[Path, ...]) -> ReadGrid:
    paths = _paths_of_merged(grid, body, paths)
    columns = [[cell_text(grid.rows[index][column]) for index in body] for column in range(len(paths))]
    roles = column_roles(columns, paths)
    filled = [sum(1 for text in texts if not is_blank(text)) for texts in columns]
    return ReadGrid(header, body, paths, _sides(roles, paths, filled), grid.rows)


def _paths_of_merged(grid: Grid, body: tuple[int, ...], paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Paths in which a column whose amounts reach over the next, blank one has the longer header of both."""
    found = list(paths)
    for column in range(len(paths) - 1):
        cells = [cell for index in body if (cell := grid.rows[index][column]) and cell.text.strip()]
        beside = [cell for index in body if (cell := grid.rows[index][column + 1]) and cell.text.strip()]
        reach = [cell for cell in cells if cell.column_span == _TWO]
        if cells and not beside and len(reach) * 2 > len(cells) and len(paths[column + 1]) > len(paths[column]):
            found[column] = paths[column + 1]
    return tuple(found)


def _row_tally(read: ReadGrid, grid: Grid) -> Tally:
    """How many of the row sums that the header promises hold."""
    tally = Tally()
    for side in read.sides:
        columns = [column for column in side.values if is_additive(read.paths[column])]
        paths = [read.paths[column] for column in columns]
        rows: list[list[Number | None]] = [[number_of(grid.rows[row][c]) for c in columns] for row in read.body]
        tally += row_sums(paths, rows)
    return tally


# ---- lists side by side ----------------------------------------------------------------------------


def _sides(roles: Sequence[Role], paths: Sequence[Path], filled: Sequence[int]) -> tuple[Side, ...]:
    """Cut the columns where names follow amounts and amounts follow those names: there a new list begins."""
    groups: list[list[int]] = [[]]
    for column, role in enumerate(roles):
        opens = role in (Role.LABEL, Role.CODE, Role.ORDINAL)
        if opens and any(roles[other] is Role.VALUE for other in groups[-1]):
            groups.append([])
        groups[-1].append(column)
    merged: list[list[int]] = []
    for group in groups:
        held = {roles[column] for column in group}
        if merged and not (Role.VALUE in held and Role.LABEL in held and _is_list(group, merged[0], roles, filled)):
            merged[-1].extend(group)  # trailing words such as 备注, codes between amounts
        else:
            merged.append(group)
    return tuple(_side(group, roles, paths, filled) for group in merged)


def _is_list(group: Sequence[int], first: Sequence[int], roles: Sequence[Role], filled: Sequence[int]) -> bool:
    """Whether later columns name rows of their own: lists side by side have as many amounts and as full names."""
    own = sum(1 for column in group if roles[column] is Role.VALUE)
    others = sum(1 for column in first if roles[column] is Role.VALUE)
    if own == others:
        return True
    named = max(filled[column] for column in group if roles[column] is Role.LABEL)
    return named > 0 and own * 2 >= others


def _side(columns: Sequence[int], roles: Sequence[Role], paths: Sequence[Path], filled: Sequence[int]) -> Side:
    named = (c for c in columns if roles[c] is Role.LABEL)
    labels = sorted(named, key=lambda c: (label_rank(paths[c]), -filled[c], c))
    return Side(
        codes=tuple(c for c in columns if roles[c] is Role.CODE),
        labels=tuple(labels),
        values=tuple(c for c in columns if roles[c] is Role.VALUE),
        attributes=tuple(c for c in columns if roles[c] is Role.ATTRIBUTE),
    )
