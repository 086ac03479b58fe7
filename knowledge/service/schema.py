"""The tables of service.db, one migration a version. One that was on main is never changed, only followed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlite_utils import Database

from knowledge.errors import BudgetError

Migration = Callable[[Database], None]


class ServiceStoreUnusable(BudgetError):
    """service.db cannot be opened, or a newer program made it."""


def _first_tables(db: Database) -> None:
    """Version 1: inbox, query log, chats, files that Telegram keeps for us."""
    db.table("inbox").create(
        {
            "update_id": int,
            "received": float,  # seconds since 1970, as all times here
            "state": int,  # inbox.State
            "replays": int,
            "payload": str,  # the update as JSON; NULL once it is answered
        },
        pk="update_id",
        not_null={"received", "state", "replays"},
    )
    db.table("inbox").create_index(["state"])
    db.table("query").create(
        {
            "id": int,
            "key": str,  # random; buttons and links carry it
            "time": float,
            "channel": str,
            "chat": str,  # keyed hash
            "user": str,  # keyed hash
            "question": str,  # personal data masked
            "slots": str,  # JSON: how it was read
            "status": str,
            "kind": str,
            "reason": str,
            "facts": str,  # JSON: the places cited
            "scores": str,  # JSON: names that came near, with their scores
            "elapsed_ms": float,
            "frame_before": str,  # JSON: what the conversation was about
            "frame_after": str,
            "options": str,  # JSON: complete questions offered as buttons
            "related": str,
            "question_message": int,  # ids of Telegram messages inside the chat
            "reply_message": int,
            "feedback": str,
            "feedback_reason": str,
            "feedback_time": float,
        },
        pk="id",
        not_null={"key", "time", "channel", "question", "status"},
    )
    db.table("query").create_index(["key"], unique=True)
    db.table("query").create_index(["time"])
    db.table("query").create_index(["user"])
    db.table("query").create_index(["chat", "reply_message"])
    db.table("query").create_index(["chat", "question_message"])
    db.table("chat").create(
        {"chat": str, "unit_name": str, "frame": str, "frame_time": float, "blocked_time": float}, pk="chat"
    )
    db.table("kept_file").create({"key": str, "file_id": str, "time": float}, pk="key", not_null={"file_id"})


MIGRATIONS: tuple[Migration, ...] = (_first_tables,)


def connect(path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> sqlite3.Connection:
    """The one writing connection of a process, at the newest version; an older file is brought there.

    Raises ServiceStoreUnusable where the file is newer than this program, or no SQLite file.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        conn = sqlite3.connect(path, isolation_level=None, timeout=10.0)
        conn.execute("PRAGMA journal_mode = WAL")
        # In WAL a killed process loses nothing with NORMAL; only a power failure may cost the last commits.
        conn.execute("PRAGMA synchronous = NORMAL")
        conn.execute("PRAGMA foreign_keys = ON")
        version: int = conn.execute("PRAGMA user_version").fetchone()[0]
    except (sqlite3.Error, OSError) as error:
        raise ServiceStoreUnusable(
            f"{path} cannot be opened ({error}). Check the folder or restore a backup."
        ) from error
    if version > len(migrations):
        conn.close()
        raise ServiceStoreUnusable(
            f"{path} is of version {version}, this program knows {len(migrations)}. Install the newer budget-bot."
        )
    for number, migrate in enumerate(migrations[version:], version + 1):
        _step(conn, migrate, number)
    return conn


def _step(conn: sqlite3.Connection, migrate: Migration, number: int) -> None:
    """One version up, whole or not at all."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        if conn.execute("PRAGMA user_version").fetchone()[0] < number:  # another process may have been faster
            migrate(Database(conn))
            conn.execute(f"PRAGMA user_version = {number}")
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    conn.execute("COMMIT")
