"""The tables of knowledge.db.

It is made from documents and can be made again: a file of another version is built anew, not migrated.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from knowledge.errors import KnowledgeBaseMissing

SCHEMA_VERSION = 1

_PLACE = {"page": int, "line": int, "box": str}
_QUOTED = {"section": str, "quote": str, **_PLACE}


@dataclass(frozen=True)
class _Table:
    """One table: its columns, what it is indexed by, and which columns refer to another table."""

    columns: dict[str, type]
    indexes: tuple[tuple[str, ...], ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    key: str | tuple[str, ...] = "id"
    refers: tuple[tuple[str, str], ...] = ()


_TABLES = {
    "unit": _Table({"id": int, "name": str, "folded": str, "region": str}, unique=(("folded",),)),
    "unit_alias": _Table(
        {"folded": str, "unit_id": int, "weight": int},
        key=("folded", "unit_id"),
        refers=(("unit_id", "unit"),),
    ),
    "document": _Table(
        {
            **{
                "id": int,
                "unit_id": int,
                "title": str,
                "file": str,
                "sha256": str,
                "year": int,
                "stage": str,
            },
            **{"level": str, "published": str, "path": str, "superseded_by": int},
        },
        indexes=(("sha256",),),
        refers=(("unit_id", "unit"), ("superseded_by", "document")),
    ),
    "item": _Table(
        {
            **{"id": int, "unit_id": int, "key": str, "name": str, "code": str, "scheme": str},
            **{"parent": str, "parent_key": str},
        },
        indexes=(("code",),),
        unique=(("unit_id", "key", "scheme", "code", "parent_key"),),
        refers=(("unit_id", "unit"),),
    ),
    "budget_table": _Table(
        {
            **{"id": int, "document_id": int, "kind": str, "title": str, "unit": str, "section": str},
            **{"note": str, "is_empty": int, "rank": int, **_PLACE},
        },
        indexes=(("document_id",),),
        refers=(("document_id", "document"),),
    ),
    "table_row": _Table(
        {
            **{"table_id": int, "position": int, "item_id": int, "label": str, "direction": str},
            **{"parent": int, "is_whole": int, **_PLACE},
        },
        indexes=(("item_id",),),
        key=("table_id", "position"),
        refers=(("table_id", "budget_table"), ("item_id", "item")),
    ),
    "table_column": _Table(
        {
            **{"table_id": int, "position": int, "path": str, "direction": str, "side": int},
            **{"measure": str, "fund": str},
        },
        key=("table_id", "position"),
        refers=(("table_id", "budget_table"),),
    ),
    "statement": _Table(
        {
            **{"id": int, "document_id": int, "item_id": int, "measure": str, "fund": str, "direction": str},
            **{"text": str, "reason": str, "purpose": str, "section": str, **_PLACE},
        },
        indexes=(("item_id",), ("document_id",)),
        refers=(("document_id", "document"), ("item_id", "item")),
    ),
    "figure": _Table(
        {
            **{"id": int, "document_id": int, "item_id": int, "table_id": int, "statement_id": int},
            **{"measure": str, "fund": str, "direction": str, "aspect": str, "year": int, "stage": str},
            **{"printed": str, "value": str, "unit": str, "fen": int, "comparator": str, "trend": str},
            **{"base_year": int, "base": str, "row": str, "column": str, "cell_row": int, "cell_column": int},
            **_QUOTED,
        },
        indexes=(("item_id", "aspect", "year"), ("document_id",), ("fen",), ("statement_id",), ("table_id",)),
        refers=(
            ("document_id", "document"),
            ("item_id", "item"),
            ("table_id", "budget_table"),
            ("statement_id", "statement"),
        ),
    ),
    "indicator": _Table(
        {
            **{"id": int, "document_id": int, "owner": str, "period": str, "level1": str, "level2": str},
            **{"level3": str, "target": str, "comparator": str, "value": str, "unit": str},
            **{"table_title": str, "row": str, "column": str, **_QUOTED},
        },
        indexes=(("document_id",),),
        refers=(("document_id", "document"),),
    ),
    "term": _Table(
        {"id": int, "document_id": int, "name": str, "folded": str, "text": str, **_QUOTED},
        indexes=(("folded",), ("document_id",)),
        refers=(("document_id", "document"),),
    ),
    "passage": _Table(
        {"id": int, "document_id": int, "text": str, "topic": str, "owner": str, **_QUOTED},
        indexes=(("document_id",),),
        refers=(("document_id", "document"),),
    ),
    "problem": _Table(
        {"id": int, "document_id": int, "kind": str, "message": str, **_PLACE},
        indexes=(("document_id",),),
        refers=(("document_id", "document"),),
    ),
    "finding": _Table(
        {
            **{"id": int, "document_id": int, "rule": str, "kind": str, "severity": str, "message": str},
            **{"arithmetic": str, "page": int},
        },
        indexes=(("document_id",),),
        refers=(("document_id", "document"),),
    ),
    "finding_figure": _Table(
        {"finding_id": int, "figure_id": int, "position": int},
        indexes=(("figure_id",),),
        key=("finding_id", "figure_id"),
        refers=(("finding_id", "finding"), ("figure_id", "figure")),
    ),
}


def create(db: Database) -> None:
    """Create all tables and indexes; what a run that was killed here has left is completed."""
    for name, spec in _TABLES.items():
        foreign_keys = [(column, table, "id") for column, table in spec.refers]
        table = db.table(name).create(spec.columns, pk=spec.key, foreign_keys=foreign_keys, if_not_exists=True)
        for columns in spec.indexes:
            table.create_index(columns, if_not_exists=True)
        for columns in spec.unique:
            table.create_index(columns, unique=True, if_not_exists=True)
    db.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """A connection to a knowledge base of this version.

    Raises KnowledgeBaseMissing where the file is absent, of another version, or no SQLite file at all.
    """
    if not write and not path.exists():
        raise KnowledgeBaseMissing(f"No knowledge base at {path}. Build one with: budget-bot ingest FOLDER")
    try:
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            conn = sqlite3.connect(path, isolation_level=None)
            conn.execute("PRAGMA journal_mode = WAL")
            conn.execute("PRAGMA synchronous = NORMAL")
            conn.execute("PRAGMA foreign_keys = ON")
        else:
            conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
            conn.execute("PRAGMA query_only = ON")
        version = conn.execute("PRAGMA user_version").fetchone()[0]
    except (sqlite3.Error, OSError) as error:
        raise KnowledgeBaseMissing(
            f"{path} cannot be opened as a knowledge base ({error}). "
            "Remove it or set BUDGET_BOT_DATA, then ingest again."
        ) from error
    if version == 0 and write:
        with conn:
            conn.execute("BEGIN IMMEDIATE")
            create(Database(conn))
    elif version != SCHEMA_VERSION:
        conn.close()
        raise KnowledgeBaseMissing(
            f"{path} is a knowledge base of version {version}, this program needs version {SCHEMA_VERSION}. "
            "Remove the file and run: budget-bot ingest FOLDER"
        )
    return conn
