"""`budget-bot remove`: forget a document."""

from __future__ import annotations

import argparse
import sqlite3
from pathlib import Path

from bot.cli.answering import open_base
from bot.config import load_config
from bot.render.plain import printable
from knowledge.errors import BudgetError
from knowledge.store.read import KnowledgeBase, StoredDocument
from knowledge.store.write import KnowledgeWriter


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("document", metavar="TITLE-OR-FILE", help="as `budget-bot sources` names it")


def run(arguments: argparse.Namespace) -> int:
    """Remove one document; an earlier version of it, if there is one, is in force again."""
    path = load_config().knowledge_path
    with open_base(path) as base:
        stored = find_document(base, arguments.document)
        earlier = base.versions_before(stored.id)
    try:
        with KnowledgeWriter(path) as writer:
            writer.remove([stored.id])
    except sqlite3.Error as error:
        raise BudgetError(f"{path} cannot be changed ({error}). Is an ingest running? Try again after it.") from error
    print(printable(f"removed: {stored.document.title} ({stored.document.file})"))
    if earlier:
        print(printable(f"in force again: {', '.join(earlier)}"))
    return 0


def find_document(base: KnowledgeBase, name: str) -> StoredDocument:
    """The one document with a title, file name or path. Raises BudgetError for none or several."""
    wanted = str(Path(name).resolve())
    found = [
        one for one in base.documents.values() if name in (one.document.title, one.document.file) or wanted == one.path
    ]
    match found:
        case [one]:
            return one
        case []:
            raise BudgetError(f"No document is called {name}. See the names with: budget-bot sources")
        case _:
            titles = "、".join(one.document.title for one in found)
            raise BudgetError(f"{name} names several documents: {titles}. Give the path of one.")
