"""Tables whose rows are parted by level rules or by shading, and whose columns are parted by space alone.

Among them three-line tables, which rule only the header and the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ingest.readers.pdf.columns import Row, column_bounds, grid_of_rows, is_table, row_of, rows_of
from ingest.readers.pdf.page import Page, Stroke
from ingest.readers.pdf.printed import Placed, PrintedLine
from ingest.readers.pdf.rules import joined

_SAME_EXTENT = 6.0  # points that the ends of the rules of one table may differ
_SHORTEST = 100.0  # points: a shorter rule underlines words
_REACH = 3.0  # points that text may stick out of the rules
_MIN_COLUMNS = 2


def part_banded(
    page: Page, lines: Sequence[PrintedLine], grids: Iterable[Placed]
) -> tuple[list[Placed], list[PrintedLine]]:
    """The tables between rules that are not those of `grids`, and the lines that stand in none."""
    tables = []
    for rules in _tables_rules(page.across, list(grids)):
        bands = [_between(above, below, lines) for above, below in pairwise(rules)]
        if table := _table(page, [band for band in bands if band]):
            tables.append(table)
            taken = {line for band in bands for line in band}
            lines = [line for line in lines if line not in taken]
    return tables, list(lines)


def _tables_rules(across: Iterable[Stroke], grids: Sequence[Placed]) -> Iterator[list[Stroke]]:
    """Rules of the same extent with no ruled table between them."""
    groups: list[list[Stroke]] = []
    for rule in sorted(joined(across)):
        if rule.end - rule.start < _SHORTEST or any(grid.top - 1 <= rule.at <= grid.bottom + 1 for grid in grids):
            continue
        alike = next((group for group in groups if _are_alike(group[-1], rule, grids)), None)
        if alike:
            alike.append(rule)
        else:
            groups.append([rule])
    return (group for group in groups if len(group) > 1)


def _are_alike(above: Stroke, below: Stroke, grids: Sequence[Placed]) -> bool:
    return (
        abs(above.start - below.start) <= _SAME_EXTENT
        and abs(above.end - below.end) <= _SAME_EXTENT
        and not any(above.at < grid.top < below.at for grid in grids)
    )


def _between(above: Stroke, below: Stroke, lines: Iterable[PrintedLine]) -> list[PrintedLine]:
    return [
        line
        for line in lines
        if above.at < (line.top + line.bottom) / 2 < below.at
        and above.start - _REACH <= line.x0
        and line.x1 <= above.end + _REACH
    ]


def _table(page: Page, bands: Sequence[Sequence[PrintedLine]]) -> Placed | None:
    """The table that the bands make, the first of which is its header; None where they make none."""
    below = [line for band in bands[1:] for line in band]
    bounds = column_bounds(below)
    if len(bounds) < _MIN_COLUMNS:
        return None
    rows = [*_header(bands[0], bounds), *(row for band in bands[1:] for row in rows_of(band, bounds))]
    if not is_table(rows, len(bounds)):
        return None
    return Placed(grid_of_rows(page, rows, bounds), rows[0].top, rows[-1].bottom)


def _header(lines: Sequence[PrintedLine], bounds: Sequence[tuple[float, float]]) -> list[Row]:
    """One row, or two where a heading spans several columns that have headings of their own."""
    spanning = [
        number
        for number, line in enumerate(lines)
        if any(piece.first < piece.last for piece in row_of([line], bounds).pieces)
    ]
    split = spanning[-1] + 1 if spanning else 0
    return [row_of(part, bounds) for part in (lines[:split], lines[split:]) if part]
