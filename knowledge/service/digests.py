"""On which days the digest was sent: once a day, also across restarts."""

from __future__ import annotations

import sqlite3
import time

from knowledge.service.inbox import Clock


class Digests:
    """The digests of one service."""

    def __init__(self, conn: sqlite3.Connection, clock: Clock) -> None:
        self._conn = conn
        self._clock = clock

    def take(self, hour: int) -> bool:
        """Whether today's digest is to be sent now, at or after an hour of local time; noted before it is sent."""
        now = time.localtime(self._clock())
        if hour < 0 or now.tm_hour < hour:
            return False
        day = time.strftime("%Y-%m-%d", now)
        cursor = self._conn.execute("INSERT OR IGNORE INTO digest (day, sent_time) VALUES (?, ?)", (day, self._clock()))
        return cursor.rowcount == 1
