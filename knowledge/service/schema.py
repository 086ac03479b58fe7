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


def _review(db: Database) -> None:
    """Version 2: groups of questions, editors' answers and aliases, what editors did, their accounts."""
    for name in ("answer", "meaning", "guard", "core"):
        db.table("query").add_column(name, str)
    db.table("query").add_column("faq_id", int)
    db.table("query").add_column("group_id", int)
    db.table("query").create_index(["group_id", "time"])
    db.table("query").create_index(["chat", "id"])
    db.table("query").create_index(["faq_id"])
    _create_without_reuse(
        db,
        "question_group",
        {
            "meaning": "TEXT NOT NULL",  # how its questions were read; empty: they were not understood
            "guard": "TEXT NOT NULL",  # of the questions that were not understood: whose, when, which operation
            "core": "TEXT NOT NULL",  # of the first of them, folded
            "title": "TEXT NOT NULL",
            "state": "TEXT NOT NULL DEFAULT 'open'",  # GroupState
            "note": "TEXT NOT NULL DEFAULT ''",
            "asked": "INTEGER",
            "users": "INTEGER",
            "answered": "INTEGER",
            "clarified": "INTEGER",
            "refused": "INTEGER",
            "abandoned": "INTEGER",  # asked back, and nothing came after it
            "liked": "INTEGER",
            "disliked": "INTEGER",
            "first_time": "REAL",
            "last_time": "REAL",
            "weight": "REAL",  # how much an act would help
            "is_stale": "INTEGER NOT NULL DEFAULT 1",  # the counts are to be made again
        },
    )
    db.table("question_group").create_index(["meaning"])
    db.table("question_group").create_index(["state", "weight"])
    db.table("question_group").create_index(["weight"])
    db.table("question_group").create_index(["is_stale"])
    for change in ("DELETE", "UPDATE OF feedback"):
        db.execute(
            f"CREATE TRIGGER query_{change.split()[0].lower()}_makes_stale AFTER {change} ON query "
            "WHEN old.group_id IS NOT NULL "
            "BEGIN UPDATE question_group SET is_stale = 1 WHERE id = old.group_id; END"
        )
    made = {"created_by": "TEXT", "created_time": "REAL", "approved_by": "TEXT", "approved_time": "REAL"}
    _create_without_reuse(
        db,
        "faq",
        {
            "kind": "TEXT NOT NULL",  # FaqKind
            "state": "TEXT NOT NULL",  # draft, approved, retired
            "answer": "TEXT NOT NULL",
            "group_id": "INTEGER",
            "hits": "INTEGER NOT NULL DEFAULT 0",
            "last_hit_time": "REAL",
            **made,
        },
    )
    db.table("faq_wording").create(
        {"faq_id": int, "at": int, "wording": str}, pk=("faq_id", "at"), foreign_keys=[("faq_id", "faq", "id")]
    )
    _create_without_reuse(
        db,
        "alias",
        {
            "kind": "TEXT NOT NULL",  # AliasKind
            "state": "TEXT NOT NULL",
            "wording": "TEXT NOT NULL",
            "target": "TEXT NOT NULL",
            "group_id": "INTEGER",
            **made,
        },
    )
    db.table("act").create(
        {
            "id": int,
            "time": float,
            "who": str,
            "act": str,  # ActKind
            "about": str,  # in words, for the list of acts
            "changes": str,  # JSON: table, id, row before, row after
            "undoes": int,
            "undone_by": int,
        },
        pk="id",
        not_null={"time", "who", "act", "about", "changes"},
    )
    db.table("account").create(
        {"name": str, "role": str, "password": str, "created_time": float},
        pk="name",
        not_null={"role", "password", "created_time"},
    )
    db.table("session").create(
        {"token": str, "name": str, "csrf": str, "created_time": float, "last_time": float},
        pk="token",  # a hash: the cookie's value is kept nowhere
        not_null={"name", "csrf", "created_time", "last_time"},
        foreign_keys=[("name", "account", "name")],
    )
    db.table("failed_login").create({"id": int, "who": str, "time": float}, pk="id")
    db.table("failed_login").create_index(["who", "time"])
    db.table("waiting").create(
        {
            "id": int,
            "query_id": int,
            "chat": str,  # keyed hash
            "chat_id": int,  # Telegram's own: the person agreed to hear back; NULL once they have
            "question": str,
            "agreed_time": float,
            "told_time": float,
        },
        pk="id",
        not_null={"query_id", "chat", "question", "agreed_time"},
    )
    db.table("waiting").create_index(["query_id"], unique=True)
    db.table("waiting").create_index(["chat"])
    db.table("bank_answer").create(
        {"key": str, "question": str, "status": str, "answer": str, "time": float},
        pk="key",  # a hash of the question and what it leans on
        not_null={"question", "status", "answer", "time"},
    )
    db.table("digest").create({"day": str, "sent_time": float}, pk="day")


def _create_without_reuse(db: Database, name: str, columns: dict[str, str]) -> None:
    """A table whose ids are never given twice: the audit log goes on to speak of rows that are gone."""
    described = ", ".join(f"{column} {sort}" for column, sort in columns.items())
    db.execute(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY AUTOINCREMENT, {described})")


MIGRATIONS: tuple[Migration, ...] = (_first_tables, _review)


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
