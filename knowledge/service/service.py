"""All of service.db behind one value."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from knowledge.editorial.editorial import Editorial
from knowledge.editorial.faq import Thresholds
from knowledge.service.accounts import Accounts, Person
from knowledge.service.acts import Acts
from knowledge.service.chats import Chats
from knowledge.service.digests import Digests
from knowledge.service.editing import Editing
from knowledge.service.groups import Groups
from knowledge.service.inbox import Clock, Inbox
from knowledge.service.kept_files import KeptFiles
from knowledge.service.proof import Bank
from knowledge.service.pseudonym import Pseudonyms, load_pseudonyms
from knowledge.service.published import Published
from knowledge.service.querylog import QueryLog
from knowledge.service.schema import connect
from knowledge.service.statistics import Statistics
from knowledge.service.waiting import WaitingList

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
    groups: Groups
    acts: Acts
    published: Published
    bank: Bank
    accounts: Accounts
    waiting: WaitingList
    statistics: Statistics
    digests: Digests

    def close(self) -> None:
        """Close the connection."""
        self.conn.close()

    def editing(self, person: Person) -> Editing:
        """The acts of one person."""
        return Editing(person, self.acts, self.groups, self.published, self.bank, self.clock)

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
        self.waiting.purge(days)
        self.bank.purge(days)
        return Purged(self.log.purge(days), self.inbox.purge(), self.chats.purge(since), self.files.purge(days))


@dataclass(frozen=True, slots=True)
class Expiry:
    """Seconds after which a conversation is over, a login without a click ends, and any login ends."""

    frame: float = 1800.0
    idle_login: float = 1800.0
    login: float = 28_800.0


DEFAULT_EXPIRY = Expiry()


def load_editorial(path: Path, clock: Clock, thresholds: Thresholds) -> Editorial:
    """What editors have approved, from service.db."""
    conn = connect(path)
    try:
        return Published(conn, clock).editorial(thresholds)
    finally:
        conn.close()


def open_service(path: Path, clock: Clock, expiry: Expiry = DEFAULT_EXPIRY) -> Service:
    """Open service.db, made or migrated where it must be. Raises ServiceStoreUnusable with the cure."""
    conn = connect(path)
    pseudonyms = load_pseudonyms(path.with_name(KEY_FILE))
    return Service(
        conn,
        clock,
        pseudonyms,
        Inbox(conn, clock),
        QueryLog(conn, clock),
        Chats(conn, clock, expiry.frame),
        KeptFiles(conn, clock),
        Groups(conn, clock),
        Acts(conn, clock),
        Published(conn, clock),
        Bank(conn, clock),
        Accounts(conn, clock, expiry.idle_login, expiry.login),
        WaitingList(conn, clock),
        Statistics(conn, clock),
        Digests(conn, clock),
    )
