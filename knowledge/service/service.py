"""All of service.db behind one value."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from knowledge.service.chats import Chats
from knowledge.service.inbox import Clock, Inbox
from knowledge.service.kept_files import KeptFiles
from knowledge.service.pseudonym import Pseudonyms, load_pseudonyms
from knowledge.service.querylog import QueryLog
from knowledge.service.schema import connect

KEY_FILE = "service.key"


@dataclass(frozen=True, slots=True)
class Purged:
    """What a retention run deleted."""

    questions: int
    updates: int
    frames: int
    files: int


@dataclass(frozen=True, slots=True)
class Service:
    """What people did, open for writing: one for each process."""

    conn: sqlite3.Connection
    clock: Clock
    pseudonyms: Pseudonyms
    inbox: Inbox
    log: QueryLog
    chats: Chats
    files: KeptFiles

    def close(self) -> None:
        """Close the connection."""
        self.conn.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several writes as one transaction: one commit, all or none."""
        self.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.conn.execute("ROLLBACK")
            raise
        self.conn.execute("COMMIT")

    def purge(self, days: float) -> Purged:
        """Delete what is older than the retention."""
        since = self.clock() - days * 86_400
        return Purged(self.log.purge(days), self.inbox.purge(), self.chats.purge(since), self.files.purge(days))


def open_service(path: Path, clock: Clock, frame_seconds: float = 1800.0) -> Service:
    """Open service.db, made or migrated where it must be. Raises ServiceStoreUnusable with the cure."""
    conn = connect(path)
    pseudonyms = load_pseudonyms(path.with_name(KEY_FILE))
    return Service(
        conn,
        clock,
        pseudonyms,
        Inbox(conn, clock),
        QueryLog(conn, clock),
        Chats(conn, clock, frame_seconds),
        KeptFiles(conn, clock),
    )
