"""Amounts that were recognised in a picture: those that break a sum of their table do not count as figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from ingest.structure.hierarchy import Parents, sums_of_parts, sums_of_totals
from ingest.structure.labels import RawRow
from ingest.structure.sums import Row, adds_up
from knowledge.identities import Path, column_identities
from knowledge.model import Figure, Table, Unread

DOUBTFUL = "recognised-doubtful"

Place = tuple[int, int]  # row and column


def doubtful_places(
    rows: Sequence[RawRow], parent_of: Parents, paths: Sequence[Path], numbers: Sequence[Row]
) -> frozenset[Place]:
    """The places of one side whose amounts take part in a sum that fails, along a row or down a column."""
    down = [*sums_of_parts(rows, parent_of), *sums_of_totals(rows, parent_of, numbers)]
    across = column_identities(paths)
    sums = (
        *([(total, c), *((part, c) for part in parts)] for total, parts in down for c in range(len(paths))),
        *([(r, sum_.total), *((r, part) for part in sum_.parts)] for sum_ in across for r in range(len(rows))),
    )
    return frozenset(place for places in sums for place in _failing(places, numbers))


def _failing(places: Sequence[Place], numbers: Sequence[Row]) -> Iterator[Place]:
    """The places of a sum, the total first, if it fails."""
    total, *parts = (numbers[row][column] for row, column in places)
    if adds_up(total, parts) is False:
        yield from places


def without_doubtful(table: Table, places: Set[Place]) -> Table:
    """The table in which the recognised amounts at those places are printed and not understood.

    What no picture says keeps its place: there the document errs, and not its reading.
    """
    doubted = [figure for figure in table.figures if _is_doubted(figure, places)]
    if not doubted:
        return table
    kept = tuple(figure for figure in table.figures if not _is_doubted(figure, places))
    unread = sorted((*table.unread, *map(_unread, doubted)), key=lambda one: one.cell)
    return replace(table, figures=kept, unread=tuple(unread))


def _is_doubted(figure: Figure, places: Set[Place]) -> bool:
    return figure.cell in places and figure.citation.location.scanned


def _unread(figure: Figure) -> Unread:
    assert figure.cell
    return Unread(figure.printed, DOUBTFUL, figure.citation, figure.cell)
