"""What a sheet of a workbook prints, whatever the file format: the texts of the rows and columns that are shown."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.readers.limits import MAX_GRID_CELLS

_LOOK_AHEAD = 200  # rows or columns of a merge among which one that is shown is looked for

Texts = dict[int, dict[int, str]]  # printed text by row and column, both from 0, in their order; blanks left out


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, its ends included; rows and columns from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as its format stores it: with what is hidden."""

    name: str
    page: int  # its place in the workbook, from 1
    texts: Texts = field(default_factory=dict)
    merges: Sequence[Merge] = ()
    hidden_rows: AbstractSet[int] = frozenset()
    hidden_columns: Callable[[int], bool] = lambda _column: False
    are_rows_hidden: bool = False  # rows without content are hidden
    has_picture: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row that prints something: its number from 1 and the texts by column from 0."""

    number: int
    texts: dict[int, str]
    after_blank: bool  # a shown row without text stands above it


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet prints."""

    name: str
    page: int
    rows: tuple[Row, ...]
    merges: Mapping[int, Mapping[int, Merge]]  # by row and column, from 0, of the first place with text beside it
    has_picture: bool = False


def printed_sheet(raw: RawSheet) -> Sheet:
    """A sheet without its hidden rows and columns, and without what stands below merged cells."""
    used = {column for texts in raw.texts.values() for column in texts}
    hidden = {column for column in used if raw.hidden_columns(column)}
    shown = {
        row: {column: text for column, text in texts.items() if column not in hidden}
        for row, texts in raw.texts.items()
        if row not in raw.hidden_rows
    }
    _move_into_sight(raw, shown)
    columns = sorted({column for texts in shown.values() for column in texts})
    merges = _shown_merges(raw, shown, columns)
    _clear_covered(shown, merges, columns)
    rows = _rows(shown, sorted(raw.hidden_rows), rest_is_hidden=raw.are_rows_hidden)
    return Sheet(raw.name, raw.page, tuple(rows), merges, raw.has_picture)


def _shown_merges(raw: RawSheet, shown: Texts, columns: Sequence[int]) -> dict[int, dict[int, Merge]]:
    """The merges by their first place in a shown row and column with text."""
    rows = sorted(shown)
    merges: dict[int, dict[int, Merge]] = {}
    for merge in raw.merges:
        row, column = _first_within(rows, merge.top, merge.bottom), _first_within(columns, merge.left, merge.right)
        if row is not None and column is not None:
            merges.setdefault(row, {}).setdefault(column, merge)
    return merges


def _first_within(numbers: Sequence[int], low: int, high: int) -> int | None:
    index = bisect_left(numbers, low)
    return numbers[index] if index < len(numbers) and numbers[index] <= high else None


def _move_into_sight(raw: RawSheet, shown: Texts) -> None:
    """Print the text of merged cells whose own place is hidden at the first shown place of the merge."""
    for merge in raw.merges:
        text = raw.texts.get(merge.top, {}).get(merge.left, "")
        if not text or (merge.top not in raw.hidden_rows and not raw.hidden_columns(merge.left)):
            continue
        rows = range(merge.top, min(merge.bottom + 1, merge.top + _LOOK_AHEAD))
        columns = range(merge.left, min(merge.right + 1, merge.left + _LOOK_AHEAD))
        row = next((row for row in rows if row not in raw.hidden_rows), None)
        column = next((column for column in columns if not raw.hidden_columns(column)), None)
        if row is not None and column is not None:
            shown.setdefault(row, {})[column] = text


def _clear_covered(shown: Texts, merges: Mapping[int, Mapping[int, Merge]], columns: Sequence[int]) -> None:
    """Drop what stands below merged cells. Raises ValueError where merges lie over each other without end."""
    rows = sorted(shown)
    places = 0
    for top, left, merge in ((top, left, merge) for top, row in merges.items() for left, merge in row.items()):
        covered_rows = rows[bisect_left(rows, top) : bisect_right(rows, merge.bottom)]
        covered_columns = columns[bisect_left(columns, left) : bisect_right(columns, merge.right)]
        places += len(covered_rows) * len(covered_columns)
        if places > MAX_GRID_CELLS:
            raise ValueError("too many merged cells")
        for row in covered_rows:
            for column in covered_columns:
                if (row, column) != (top, left):
                    shown[row].pop(column, None)


def _rows(shown: Texts, hidden_rows: Sequence[int], *, rest_is_hidden: bool) -> Iterator[Row]:
    numbers = [row for row in sorted(shown) if shown[row]]
    for above, row in pairwise([-1, *numbers]):
        between = row - above - 1
        hidden = bisect_left(hidden_rows, row) - bisect_right(hidden_rows, above)
        is_below_blank = above >= 0 and not rest_is_hidden and between > hidden
        yield Row(row + 1, dict(sorted(shown[row].items())), is_below_blank)
