"""The tables of knowledge.db.

It is made from documents and can be made again: a file of another version is built anew, not migrated.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from knowledge.errors import KnowledgeBaseMissing

SCHEMA_VERSION = 2

_PLACE = "box"  # of a PDF page
_AT = "page line scanned"  # the whole numbers of a place
_QUOTED = f"section quote {_PLACE}"


@dataclass(frozen=True)
class _Table:
    """One table: names of its columns by type, what it is indexed by, and which columns refer to another table."""

    whole: str  # columns of whole numbers
    texts: str = ""  # columns of text
    indexes: tuple[tuple[str, ...], ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    key: str | tuple[str, ...] = "id"
    refers: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> dict[str, type]:
        """The columns with their types."""
        return dict.fromkeys(self.whole.split(), int) | dict.fromkeys(self.texts.split(), str)


_OF_DOCUMENT = (("document_id", "document"),)
_OF_ITEM = ("item_id", "item")

_TABLES = {
    "unit": _Table("id", "name folded key region", indexes=(("key",),)),  # of one key: in other regions
    "unit_alias": _Table("unit_id weight", "folded", key=("folded", "unit_id"), refers=(("unit_id", "unit"),)),
    "document": _Table(
        "id unit_id year superseded_by",
        "title file sha256 stage level part published path",
        indexes=(("sha256",),),
        refers=(("unit_id", "unit"), ("superseded_by", "document")),
    ),
    "item": _Table(
        "id unit_id",
        "key name code scheme parent parent_key",
        indexes=(("code",),),
        unique=(("unit_id", "key", "scheme", "code", "parent_key"),),
        refers=(("unit_id", "unit"),),
    ),
    "budget_table": _Table(
        f"id document_id is_empty rank {_AT}",
        f"kind title unit section note proof {_PLACE}",
        indexes=(("document_id",),),
        refers=_OF_DOCUMENT,
    ),
    "table_row": _Table(
        f"table_id position item_id parent is_whole {_AT}",
        f"label direction {_PLACE}",
        indexes=(("item_id",),),
        key=("table_id", "position"),
        refers=(("table_id", "budget_table"), _OF_ITEM),
    ),
    "table_column": _Table(
        "table_id position side year",
        "path direction measure fund stage",
        key=("table_id", "position"),
        refers=(("table_id", "budget_table"),),
    ),
    "unread": _Table(  # printed for an amount and not understood
        f"id document_id table_id cell_row cell_column {_AT}",
        f"printed reason row column {_QUOTED}",
        indexes=(("table_id",), ("document_id",)),
        refers=(*_OF_DOCUMENT, ("table_id", "budget_table")),
    ),
    "statement": _Table(
        f"id document_id item_id {_AT}",
        f"measure fund direction text reason purpose section {_PLACE}",
        indexes=(("item_id",), ("document_id",)),
        refers=(*_OF_DOCUMENT, _OF_ITEM),
    ),
    "figure": _Table(
        f"id document_id item_id table_id statement_id year fen base_year cell_row cell_column {_AT}",
        f"measure fund direction aspect stage printed value unit comparator trend base scope row column {_QUOTED}",
        indexes=(("item_id", "aspect", "year"), ("document_id",), ("fen",), ("statement_id",), ("table_id",)),
        refers=(*_OF_DOCUMENT, _OF_ITEM, ("table_id", "budget_table"), ("statement_id", "statement")),
    ),
    "indicator": _Table(
        f"id document_id {_AT}",
        f"owner period level1 level2 level3 target comparator value unit table_title row column {_QUOTED}",
        indexes=(("document_id",),),
        refers=_OF_DOCUMENT,
    ),
    "term": _Table(
        f"id document_id {_AT}",
        f"name folded text {_QUOTED}",
        indexes=(("folded",), ("document_id",)),
        refers=_OF_DOCUMENT,
    ),
    "passage": _Table(
        f"id document_id {_AT}",
        f"text topic owner {_QUOTED}",
        indexes=(("document_id",),),
        refers=_OF_DOCUMENT,
    ),
    "problem": _Table(
        f"id document_id {_AT}", f"kind message {_PLACE}", indexes=(("document_id",),), refers=_OF_DOCUMENT
    ),
    "finding": _Table(
        "id document_id page", "rule kind severity message arithmetic", indexes=(("document_id",),), refers=_OF_DOCUMENT
    ),
    "finding_figure": _Table(
        "finding_id figure_id position",
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


def _read_mode(path: Path) -> str:
    """How to open for reading: a file in WAL mode wants to write beside itself, unless it is said to be at rest."""
    at_rest = not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()
    return "immutable=1" if at_rest else "mode=ro"


_MAY_NOT = "Change the permissions of it and its folder, or set BUDGET_BOT_DATA."
_IS_WRITTEN = "another program is writing it. Wait until that is done and run it again."
_CURES: dict[int, str] = {  # by SQLite's code
    sqlite3.SQLITE_FULL: "the disk is full. Make room and run it again.",
    sqlite3.SQLITE_READONLY: f"it may not be written. {_MAY_NOT}",
    sqlite3.SQLITE_CANTOPEN: f"it may not be opened. {_MAY_NOT}",
    sqlite3.SQLITE_PERM: f"it may not be opened. {_MAY_NOT}",
    sqlite3.SQLITE_BUSY: _IS_WRITTEN,
    sqlite3.SQLITE_LOCKED: _IS_WRITTEN,
    sqlite3.SQLITE_IOERR: "the disk fails. Check the disk and run it again.",
    sqlite3.SQLITE_NOTADB: "it is no knowledge base. Move it away or set BUDGET_BOT_DATA, then ingest again.",
    sqlite3.SQLITE_CORRUPT: "it is damaged. Move it away or set BUDGET_BOT_DATA, then ingest again.",
}
_SQLITE_CODE = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EDQUOT: sqlite3.SQLITE_FULL,
    errno.EROFS: sqlite3.SQLITE_READONLY,
    errno.EACCES: sqlite3.SQLITE_READONLY,
    errno.EPERM: sqlite3.SQLITE_READONLY,
    errno.EIO: sqlite3.SQLITE_IOERR,
}


def cure_of(error: sqlite3.Error | OSError) -> str:
    """What is wrong with the storage, and what to do: a full disk and a folder that may not be written lose nothing."""
    if isinstance(error, OSError):
        code = _SQLITE_CODE.get(error.errno or 0, 0)
    else:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary one
    return _CURES.get(code, f"{error}. Check the disk, or set BUDGET_BOT_DATA, and run it again.")


def connect(path: Path, *, write: bool) -> sqlite3.Connection:
    """A connection to a knowledge base of this version.

    Raises KnowledgeBaseMissing where the file is absent, of another version, no SQLite file at all, or cannot be
    opened or made.
    """
    if not write and not path.exists():
        raise KnowledgeBaseMissing(f"No knowledge base at {path}. Build one with: budget-bot ingest FOLDER")
    try:
        return _checked(_open(path, write=write), path, write=write)
    except (sqlite3.Error, OSError) as error:
        raise KnowledgeBaseMissing(f"{path} cannot be opened: {cure_of(error)}") from error


def _open(path: Path, *, write: bool) -> sqlite3.Connection:
    if not write:
        conn = sqlite3.connect(f"{path.resolve().as_uri()}?{_read_mode(path)}", uri=True, isolation_level=None)
        conn.execute("PRAGMA query_only = ON")
        return conn
    path.parent.mkdir(parents=True, exist_ok=True)
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA synchronous = NORMAL")
    conn.execute("PRAGMA foreign_keys = ON")
    return conn


def _checked(conn: sqlite3.Connection, path: Path, *, write: bool) -> sqlite3.Connection:
    """The connection, its tables made where there are none yet."""
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    if version == 0 and write:
        with conn:
            conn.execute("BEGIN IMMEDIATE")
            create(Database(conn))
    elif version == 0:
        conn.close()
        raise KnowledgeBaseMissing(f"{path} was never finished. Build it with: budget-bot ingest FOLDER")
    elif version != SCHEMA_VERSION:
        conn.close()
        raise KnowledgeBaseMissing(
            f"{path} is a knowledge base of version {version}, this program needs version {SCHEMA_VERSION}. "
            "Move the file away and run: budget-bot ingest FOLDER"
        )
    return conn
