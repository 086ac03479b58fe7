"""Updates that came in: stored before they are handled, so that a crash loses none and answers none twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

Clock = Callable[[], float]
"""Seconds since 1970."""

_KEPT_SECONDS = 86_400.0  # Telegram delivers an update for 24 hours; as long its id must be known


class State(IntEnum):
    """How far an update has come."""

    WAITING = 0
    WRITTEN = 1  # a reply left this machine; whether it arrived is not known yet
    DONE = 2
    EXPIRED = 3  # too old to answer after a crash


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """An update that was not answered."""

    update_id: int
    payload: str


class Inbox:
    """The inbox of one bot."""

    def __init__(self, conn: sqlite3.Connection, clock: Clock) -> None:
        self._conn = conn
        self._clock = clock

    def accept(self, update_id: int, payload: str) -> bool:
        """Store an update. False where it is known already: Telegram delivered it twice."""
        cursor = self._conn.execute(
            "INSERT OR IGNORE INTO inbox (update_id, received, state, replays, payload) VALUES (?, ?, 0, 0, ?)",
            (update_id, self._clock(), payload),
        )
        return cursor.rowcount == 1

    def mark(self, update_id: int, state: State) -> None:
        """Note how far an update has come; what is done needs its text no longer."""
        if state is State.DONE:
            self._conn.execute("UPDATE inbox SET state = 2, payload = NULL WHERE update_id = ?", (update_id,))
        else:
            self._conn.execute("UPDATE inbox SET state = ? WHERE update_id = ? AND state < 2", (int(state), update_id))

    def replay(self, younger_than: float) -> list[StoredUpdate]:
        """What a crash left unanswered, oldest first, each only once; older ones expire.

        An update whose reply was written counts as answered: to send it again might say it twice.
        """
        since = self._clock() - younger_than
        with self._conn:
            self._conn.execute("BEGIN IMMEDIATE")
            self._conn.execute("UPDATE inbox SET state = 2, payload = NULL WHERE state = 1")
            self._conn.execute(
                "UPDATE inbox SET state = 3, payload = NULL WHERE state = 0 AND (received < ? OR replays > 0)",
                (since,),
            )
            self._conn.execute("UPDATE inbox SET replays = replays + 1 WHERE state = 0")
        rows = self._conn.execute("SELECT update_id, payload FROM inbox WHERE state = 0 ORDER BY update_id")
        return [StoredUpdate(*row) for row in rows]

    def waiting(self) -> int:
        """How many updates are not answered yet."""
        count: int = self._conn.execute("SELECT count(*) FROM inbox WHERE state = 0").fetchone()[0]
        return count

    def purge(self) -> int:
        """Forget updates that Telegram cannot deliver again; how many there were."""
        return self._conn.execute("DELETE FROM inbox WHERE received < ?", (self._clock() - 2 * _KEPT_SECONDS,)).rowcount
