"""Pictures that Telegram keeps for us: sent once, then named by their file_id."""

from __future__ import annotations

import sqlite3

from knowledge.service.inbox import Clock


class KeptFiles:
    """file_ids by the key of what the picture shows."""

    def __init__(self, conn: sqlite3.Connection, clock: Clock) -> None:
        self._conn = conn
        self._clock = clock

    def find(self, key: str) -> str | None:
        """The file_id of a picture that was sent before."""
        row = self._conn.execute("SELECT file_id FROM kept_file WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def keep(self, key: str, file_id: str) -> None:
        """Remember a picture that was sent."""
        self._conn.execute(
            "INSERT INTO kept_file (key, file_id, time) VALUES (?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET file_id = excluded.file_id, time = excluded.time",
            (key, file_id, self._clock()),
        )

    def drop(self, key: str) -> None:
        """Forget a file_id that Telegram does not know any more."""
        self._conn.execute("DELETE FROM kept_file WHERE key = ?", (key,))

    def purge(self, days: float) -> int:
        """Forget pictures of long ago; how many there were."""
        return self._conn.execute("DELETE FROM kept_file WHERE time < ?", (self._clock() - days * 86_400,)).rowcount
