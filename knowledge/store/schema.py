"""The tables of knowledge.db. It is made from documents and can be made again: an old file is rebuilt, not migrated."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from knowledge.errors import KnowledgeBaseMissing

SCHEMA_VERSION = 1

_LOCATION = {"page": int, "line": int, "box": str}


def create(db: Database) -> None:
    """Create all tables and indexes of an empty knowledge base."""
    db["unit"].create(
        {"id": int, "name": str, "folded": str, "region": str}, pk="id", not_null={"name", "folded"}
    )
    db["unit"].create_index(["folded"], unique=True)
    db["unit_alias"].create(
        {"folded": str, "unit_id": int, "weight": int},
        pk=("folded", "unit_id"),
        foreign_keys=[("unit_id", "unit", "id")],
    )
    db["document"].create(
        {
            "id": int,
            "unit_id": int,
            "title": str,
            "file": str,
            "sha256": str,
            "year": int,
            "stage": str,
            "level": str,
            "published": str,
            "path": str,
            "superseded_by": int,
        },
        pk="id",
        foreign_keys=[("unit_id", "unit", "id"), ("superseded_by", "document", "id")],
    )
    db["document"].create_index(["sha256"])
    db["item"].create(
        {
            "id": int,
            "unit_id": int,
            "key": str,
            "name": str,
            "code": str,
            "scheme": str,
            "parent": str,
            "parent_key": str,
        },
        pk="id",
        foreign_keys=[("unit_id", "unit", "id")],
    )
    db["item"].create_index(["unit_id", "key", "scheme", "code", "parent_key"], unique=True)
    db["item"].create_index(["code"])
    db["budget_table"].create(
        {
            "id": int,
            "document_id": int,
            "kind": str,
            "title": str,
            "unit": str,
            "section": str,
            "note": str,
            "is_empty": int,
            "rank": int,
            **_LOCATION,
        },
        pk="id",
        foreign_keys=[("document_id", "document", "id")],
    )
    db["budget_table"].create_index(["document_id"])
    db["table_row"].create(
        {
            "table_id": int,
            "position": int,
            "item_id": int,
            "label": str,
            "direction": str,
            "parent": int,
            "is_whole": int,
            **_LOCATION,
        },
        pk=("table_id", "position"),
        foreign_keys=[("table_id", "budget_table", "id"), ("item_id", "item", "id")],
    )
    db["table_row"].create_index(["item_id"])
    db["table_column"].create(
        {
            "table_id": int,
            "position": int,
            "path": str,
            "direction": str,
            "side": int,
            "measure": str,
            "fund": str,
        },
        pk=("table_id", "position"),
        foreign_keys=[("table_id", "budget_table", "id")],
    )
    db["statement"].create(
        {
            "id": int,
            "document_id": int,
            "item_id": int,
            "measure": str,
            "fund": str,
            "direction": str,
            "text": str,
            "reason": str,
            "purpose": str,
            "section": str,
            **_LOCATION,
        },
        pk="id",
        foreign_keys=[("document_id", "document", "id"), ("item_id", "item", "id")],
    )
    db["statement"].create_index(["item_id"])
    db["statement"].create_index(["document_id"])
    db["figure"].create(
        {
            "id": int,
            "document_id": int,
            "item_id": int,
            "table_id": int,
            "statement_id": int,
            "measure": str,
            "fund": str,
            "direction": str,
            "aspect": str,
            "year": int,
            "stage": str,
            "printed": str,
            "value": str,
            "unit": str,
            "fen": int,
            "comparator": str,
            "trend": str,
            "base_year": int,
            "base": str,
            "section": str,
            "row": str,
            "column": str,
            "quote": str,
            "cell_row": int,
            "cell_column": int,
            **_LOCATION,
        },
        pk="id",
        foreign_keys=[
            ("document_id", "document", "id"),
            ("item_id", "item", "id"),
            ("table_id", "budget_table", "id"),
            ("statement_id", "statement", "id"),
        ],
    )
    db["figure"].create_index(["item_id", "aspect", "year"])
    db["figure"].create_index(["document_id"])
    db["figure"].create_index(["fen"])
    db["figure"].create_index(["statement_id"])
    db["indicator"].create(
        {
            "id": int,
            "document_id": int,
            "owner": str,
            "period": str,
            "level1": str,
            "level2": str,
            "level3": str,
            "target": str,
            "comparator": str,
            "value": str,
            "unit": str,
            "section": str,
            "table_title": str,
            "row": str,
            "column": str,
            "quote": str,
            **_LOCATION,
        },
        pk="id",
        foreign_keys=[("document_id", "document", "id")],
    )
    db["indicator"].create_index(["document_id"])
    db["term"].create(
        {
            "id": int,
            "document_id": int,
            "name": str,
            "folded": str,
            "text": str,
            "section": str,
            "quote": str,
            **_LOCATION,
        },
        pk="id",
        foreign_keys=[("document_id", "document", "id")],
    )
    db["term"].create_index(["folded"])
    db["passage"].create(
        {
            "id": int,
            "document_id": int,
            "text": str,
            "topic": str,
            "owner": str,
            "section": str,
            "quote": str,
            **_LOCATION,
        },
        pk="id",
        foreign_keys=[("document_id", "document", "id")],
    )
    db["passage"].create_index(["document_id"])
    db["problem"].create(
        {"id": int, "document_id": int, "kind": str, "message": str, **_LOCATION},
        pk="id",
        foreign_keys=[("document_id", "document", "id")],
    )
    db["finding"].create(
        {
            "id": int,
            "document_id": int,
            "rule": str,
            "kind": str,
            "severity": str,
            "message": str,
            "arithmetic": str,
            "page": int,
        },
        pk="id",
        foreign_keys=[("document_id", "document", "id")],
    )
    db["finding"].create_index(["document_id"])
    db["finding_figure"].create(
        {"finding_id": int, "figure_id": int, "position": int},
        pk=("finding_id", "figure_id"),
        foreign_keys=[("finding_id", "finding", "id"), ("figure_id", "figure", "id")],
    )
    db["finding_figure"].create_index(["figure_id"])
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
            f"{path} cannot be opened as a knowledge base ({error}). Remove it or set BUDGET_BOT_DATA, then ingest again."
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
