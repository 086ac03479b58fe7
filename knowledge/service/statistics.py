"""Counts of the query log by day, response times, what is asked most; and what the knowledge base covers."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass

from knowledge.service.inbox import Clock
from knowledge.store.read import KnowledgeBase

_DAY = 86_400.0
_TOP = 15


@dataclass(frozen=True, slots=True)
class Day:
    """The questions of one day, local time."""

    day: str
    asked: int
    answered: int
    clarified: int
    refused: int


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds from question to answer."""

    median: float
    p95: float


@dataclass(frozen=True, slots=True)
class Top:
    """A group of questions and how often it was asked."""

    group_id: int
    title: str
    asked: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which kinds of tables are known of which unit and year."""

    kinds: tuple[str, ...]
    rows: tuple[CoverageRow, ...]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One document: for each kind, how many tables."""

    unit_name: str
    year: int
    stage: str
    counts: tuple[int, ...]


class Statistics:
    """The statistics of one service."""

    def __init__(self, conn: sqlite3.Connection, clock: Clock) -> None:
        self._conn = conn
        self._clock = clock

    def days(self, count: int) -> list[Day]:
        """The last days, the oldest first; a day without a question is zero."""
        rows = self._conn.execute(
            "SELECT date(time, 'unixepoch', 'localtime'), count(*), total(status = 'answered'), "
            "total(status = 'clarify'), total(status = 'refused') FROM query WHERE time >= ? GROUP BY 1",
            (self._clock() - count * _DAY,),
        )
        found = {
            day: Day(day, asked, int(answered), int(back), int(refused)) for day, asked, answered, back, refused in rows
        }
        wanted = (
            time.strftime("%Y-%m-%d", time.localtime(self._clock() - ago * _DAY)) for ago in range(count - 1, -1, -1)
        )
        return [found.get(day, Day(day, 0, 0, 0, 0)) for day in wanted]

    def times(self, count: int) -> Times:
        """Median and 95th percentile of the last days; zero where nothing was asked."""
        taken = [
            ms
            for (ms,) in self._conn.execute(
                "SELECT elapsed_ms FROM query WHERE time >= ? AND elapsed_ms IS NOT NULL ORDER BY elapsed_ms",
                (self._clock() - count * _DAY,),
            )
        ]
        if not taken:
            return Times(0.0, 0.0)
        return Times(taken[len(taken) // 2], taken[min(len(taken) - 1, len(taken) * 95 // 100)])

    def top_groups(self, count: int) -> list[Top]:
        """What was asked most in the last days."""
        rows = self._conn.execute(
            "SELECT group_id, title, count(*) FROM query JOIN question_group ON question_group.id = group_id "
            "WHERE time >= ? GROUP BY group_id ORDER BY 3 DESC, group_id LIMIT ?",
            (self._clock() - count * _DAY, _TOP),
        )
        return [Top(*row) for row in rows]


def coverage(base: KnowledgeBase) -> Coverage:
    """Each document with its tables by kind."""
    tables = {stored.id: [one.table.kind for one in base.tables(stored.id)] for stored in base.documents.values()}
    kinds = tuple(sorted({kind for found in tables.values() for kind in found if kind}))
    rows = (
        CoverageRow(
            stored.document.unit_name,
            stored.document.year,
            str(stored.document.stage),
            tuple(tables[stored.id].count(kind) for kind in kinds),
        )
        for stored in base.documents.values()
    )
    return Coverage(kinds, tuple(sorted(rows, key=lambda row: (row.unit_name, -row.year))))
