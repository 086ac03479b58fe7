"""People who asked what was not answered and agreed to hear back: told once, then their chat's id is forgotten."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from knowledge.service.inbox import Clock


@dataclass(frozen=True, slots=True)
class Waiting:
    """One question that somebody waits for. `chat_id` is Telegram's own."""

    id: int
    query_id: int
    chat_id: int
    question: str  # personal data masked


class WaitingList:
    """Who waits for what, in one service."""

    def __init__(self, conn: sqlite3.Connection, clock: Clock) -> None:
        self._conn = conn
        self._clock = clock

    def agree(self, query_id: int, chat: str, chat_id: int, question: str) -> bool:
        """Note that a chat wants to hear back about a logged question. False where that is known already."""
        cursor = self._conn.execute(
            "INSERT OR IGNORE INTO waiting (query_id, chat, chat_id, question, agreed_time) VALUES (?, ?, ?, ?, ?)",
            (query_id, chat, chat_id, question, self._clock()),
        )
        return cursor.rowcount == 1

    def all(self) -> list[Waiting]:
        """Who has not heard back, the longest waiting first."""
        rows = self._conn.execute(
            "SELECT id, query_id, chat_id, question FROM waiting WHERE told_time IS NULL ORDER BY id"
        )
        return [Waiting(*row) for row in rows]

    def count(self, group_id: int) -> int:
        """How many people wait for the answer to a group of questions."""
        found: int = self._conn.execute(
            "SELECT count(*) FROM waiting JOIN query ON query.id = query_id WHERE told_time IS NULL AND group_id = ?",
            (group_id,),
        ).fetchone()[0]
        return found

    def told(self, waiting: Waiting) -> bool:
        """Note that the answer is being sent, before it is: nobody is told twice. False where that was done."""
        cursor = self._conn.execute(
            "UPDATE waiting SET told_time = ?, chat_id = NULL WHERE id = ? AND told_time IS NULL",
            (self._clock(), waiting.id),
        )
        return cursor.rowcount == 1

    def not_told(self, waiting: Waiting) -> None:
        """Take that back where the message surely did not leave this machine."""
        self._conn.execute(
            "UPDATE waiting SET told_time = NULL, chat_id = ? WHERE id = ?", (waiting.chat_id, waiting.id)
        )

    def forget(self, chat: str) -> None:
        """Forget all that a chat waits for."""
        self._conn.execute("DELETE FROM waiting WHERE chat = ?", (chat,))

    def purge(self, days: float) -> int:
        """Forget what was agreed to long ago; how many there were."""
        return self._conn.execute(
            "DELETE FROM waiting WHERE agreed_time < ?", (self._clock() - days * 86_400,)
        ).rowcount
