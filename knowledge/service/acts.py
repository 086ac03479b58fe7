"""What editors did: each act with who, when, and what it changed, so that it can be undone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from knowledge.errors import BudgetError
from knowledge.service.inbox import Clock

_FIELDS = {
    "question_group": ("state", "note"),
    "faq": ("kind", "state", "answer", "group_id", "created_by", "created_time", "approved_by", "approved_time"),
    "alias": (
        "kind",
        "state",
        "wording",
        "target",
        "group_id",
        "created_by",
        "created_time",
        "approved_by",
        "approved_time",
    ),
}
"""The columns that acts change; counts and hits go on beside them."""
_WORDINGS = "wordings"  # of an FAQ, which a table of their own holds

Row = dict[str, Any]


class ActKind(StrEnum):
    """What an editor did."""

    DRAFT_FAQ = "draft-faq"
    EDIT_FAQ = "edit-faq"
    APPROVE_FAQ = "approve-faq"
    RETIRE_FAQ = "retire-faq"
    DRAFT_ALIAS = "draft-alias"
    APPROVE_ALIAS = "approve-alias"
    RETIRE_ALIAS = "retire-alias"
    DISMISS = "dismiss"
    NOTE = "note"  # for the data team
    REOPEN = "reopen"
    UNDO = "undo"


class CannotUndo(BudgetError):
    """An act that cannot be taken back as things stand."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after; None where it was not there."""

    table: str
    id: int
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the audit log."""

    id: int
    time: float
    who: str
    kind: ActKind
    about: str
    changes: tuple[Change, ...]
    undoes: int | None
    undone_by: int | None


class Acts:
    """The audit log of one service, and the only way in which its rows are changed."""

    def __init__(self, conn: sqlite3.Connection, clock: Clock) -> None:
        self._conn = conn
        self._clock = clock

    def version(self) -> int:
        """A number that grows with each act: what was approved may have changed."""
        found: int = self._conn.execute("SELECT coalesce(max(id), 0) FROM act").fetchone()[0]
        return found

    def get(self, act_id: int) -> Act | None:
        """One act."""
        return next(iter(self._select("WHERE id = ?", (act_id,))), None)

    def last(self, count: int = 50, before: int | None = None) -> list[Act]:
        """The newest acts first; those before an act where one is given."""
        return self._select("WHERE ? IS NULL OR id < ? ORDER BY id DESC LIMIT ?", (before, before, count))

    def of_row(self, table: str, row_id: int, count: int = 20) -> list[Act]:
        """The newest acts on one row first."""
        return [
            act
            for act in self._select("ORDER BY id DESC LIMIT 2000", ())
            if any((change.table, change.id) == (table, row_id) for change in act.changes)
        ][:count]

    def _select(self, rest: str, given: Sequence[object]) -> list[Act]:
        rows = self._conn.execute(
            f"SELECT id, time, who, act, about, changes, undoes, undone_by FROM act {rest}", given
        ).fetchall()
        return [
            Act(
                row[0],
                row[1],
                row[2],
                ActKind(row[3]),
                row[4],
                tuple(Change(**one) for one in json.loads(row[5])),
                row[6],
                row[7],
            )
            for row in rows
        ]

    # ---- changing ------------------------------------------------------------------------------------------

    def do(self, who: str, kind: ActKind, about: str, changes: Sequence[tuple[str, int | None, Row]]) -> Act:
        """Change rows and note it, all or nothing. Each change: table, id (None: a new row), columns with values."""
        self._conn.execute("BEGIN IMMEDIATE")
        try:
            done = [self._change(table, row_id, values) for table, row_id, values in changes]
            act_id = self._note(who, kind, about, done)
        except BaseException:
            self._conn.execute("ROLLBACK")
            raise
        self._conn.execute("COMMIT")
        return self._known(act_id)

    def undo(self, act_id: int, who: str) -> Act:
        """Put back what an act changed, as an act of its own. Raises CannotUndo with the reason."""
        act = self.get(act_id)
        if act is None:
            raise CannotUndo(f"没有编号为 {act_id} 的操作。请看操作记录里的编号。")
        if act.undone_by is not None:
            raise CannotUndo(f"操作 {act_id} 已经撤销过了（操作 {act.undone_by}）。")
        self._conn.execute("BEGIN IMMEDIATE")
        try:
            for change in reversed(act.changes):
                if self._read(change.table, change.id) != change.after:
                    raise CannotUndo(f"操作 {act_id} 之后又有改动，请先撤销后面的操作。")
                self._write(change.table, change.id, change.before)
            undone = [Change(one.table, one.id, one.after, one.before) for one in act.changes]
            number = self._note(who, ActKind.UNDO, act.about, undone, undoes=act_id)
            self._conn.execute("UPDATE act SET undone_by = ? WHERE id = ?", (number, act_id))
        except BaseException:
            self._conn.execute("ROLLBACK")
            raise
        self._conn.execute("COMMIT")
        return self._known(number)

    def _known(self, act_id: int) -> Act:
        return self._select("WHERE id = ?", (act_id,))[0]

    def _note(self, who: str, kind: ActKind, about: str, changes: Sequence[Change], undoes: int | None = None) -> int:
        plain = [{"table": one.table, "id": one.id, "before": one.before, "after": one.after} for one in changes]
        cursor = self._conn.execute(
            "INSERT INTO act (time, who, act, about, changes, undoes) VALUES (?, ?, ?, ?, ?, ?)",
            (self._clock(), who, str(kind), about, json.dumps(plain, ensure_ascii=False), undoes),
        )
        return cursor.lastrowid or 0

    def _change(self, table: str, row_id: int | None, values: Row) -> Change:
        before = self._read(table, row_id) if row_id is not None else None
        if row_id is None:
            row_id = self._next_id(table)
        self._write(table, row_id, {**dict.fromkeys(_FIELDS[table]), **(before or {}), **values})
        return Change(table, row_id, before, self._read(table, row_id))

    def _next_id(self, table: str) -> int:
        row = self._conn.execute("SELECT seq + 1 FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        return row[0] if row else 1

    def _read(self, table: str, row_id: int) -> Row | None:
        columns = _FIELDS[table]
        row = self._conn.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", (row_id,)).fetchone()
        if row is None:
            return None
        found = dict(zip(columns, row, strict=True))
        if table == "faq":
            found[_WORDINGS] = [
                text
                for (text,) in self._conn.execute(
                    "SELECT wording FROM faq_wording WHERE faq_id = ? ORDER BY at", (row_id,)
                )
            ]
        return found

    def _write(self, table: str, row_id: int, row: Row | None) -> None:
        if table == "faq":
            self._conn.execute("DELETE FROM faq_wording WHERE faq_id = ?", (row_id,))
        if row is None:
            self._conn.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
            return
        columns = _FIELDS[table]
        values = [row[name] for name in columns]
        sets = ", ".join(f"{name} = ?" for name in columns)
        if not self._conn.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (*values, row_id)).rowcount:
            self._conn.execute(
                f"INSERT INTO {table} (id, {', '.join(columns)}) VALUES (?{', ?' * len(columns)})", (row_id, *values)
            )
        if table == "faq":
            self._conn.executemany(
                "INSERT INTO faq_wording (faq_id, at, wording) VALUES (?, ?, ?)",
                [(row_id, at, wording) for at, wording in enumerate(row[_WORDINGS])],
            )
