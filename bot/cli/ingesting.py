"""Documents into the knowledge base: each in one transaction, written by this process alone."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from bot.cli.files import NotRead
from bot.cli.loading import Loaded, load_files
from bot.cli.outcome import Fate, Outcome, count, tables_read
from ingest.organisations import Given
from knowledge.errors import IngestError
from knowledge.store.schema import cure_of
from knowledge.store.versions import Relation
from knowledge.store.write import KnowledgeWriter

# What a value of one document can do to the store: the other files go on. Other errors are of the disk or the file.
_OF_THE_FILE = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
    OverflowError,
    UnicodeError,
)


def ingest_files(
    files: Sequence[Path],
    knowledge_path: Path,
    given: Given,
    workers: int,
    on_done: Callable[[Outcome], None] = lambda _outcome: None,
    decided: Relation | None = None,
) -> list[Outcome]:
    """Read files into a knowledge base; without one document that can be read, none is made.

    `decided` is what a person says a file is to what is in force of its unit and year: its new version, or a part.

    Raises BudgetError where the knowledge base cannot be written: what was stored before stays.
    """
    outcomes: list[Outcome] = []
    with ExitStack() as stack:
        writer = stack.enter_context(KnowledgeWriter(knowledge_path)) if knowledge_path.exists() else None
        unknown = []
        for file in files:
            if writer is not None and writer.has(_sha256(file)):
                outcomes.append(Outcome(file, Fate.UNCHANGED))
                on_done(outcomes[-1])
            else:
                unknown.append(file)
        for loaded in load_files(unknown, given, workers):
            if isinstance(loaded, Loaded) and writer is None:
                writer = stack.enter_context(KnowledgeWriter(knowledge_path))
            outcomes.append(_outcome(loaded, writer, decided))
            on_done(outcomes[-1])
    return outcomes


def _outcome(loaded: Loaded | NotRead, writer: KnowledgeWriter | None, decided: Relation | None) -> Outcome:
    if isinstance(loaded, NotRead) or writer is None:
        return Outcome(loaded.path, Fate.FAILED, loaded.message if isinstance(loaded, NotRead) else "")
    facts = loaded.facts
    try:
        written = writer.write(facts, loaded.contradictions, str(loaded.path.resolve()), decided)
    except _OF_THE_FILE as error:
        fault = f"{type(error).__name__}: {error}".split("\n")[0][:120]
        return Outcome(
            loaded.path,
            Fate.FAILED,
            f"{loaded.path.name}: it cannot be stored ({fault}), nothing of it is. Please report it.",
        )
    except sqlite3.Error as error:
        raise IngestError(
            f"{loaded.path.name} could not be stored: {cure_of(error)} What was stored before is kept."
        ) from error
    if written.unclear:
        return Outcome(loaded.path, Fate.FAILED, _unclear(loaded, written.unclear))
    return Outcome(
        loaded.path,
        Fate.NEW if written.is_new else Fate.UNCHANGED,
        title=facts.document.title,
        counts=count(facts, loaded.contradictions),
        tables=tables_read(facts),
        problems=facts.problems,
        superseded=written.superseded,
        changes=written.changes,
        beside=written.beside,
    )


def _unclear(loaded: Loaded, in_force: str) -> str:
    document = loaded.facts.document
    return (
        f"{loaded.path.name}: it names {document.unit_name} {document.year} {document.level}{document.stage} as "
        f"{in_force} does, but holds neither most of its tables nor others of its own ({len(loaded.facts.figures)} "
        "figures); nothing of it is stored. To put it in place of what is in force ingest it alone with --replace, "
        "to keep both with --part NAME."
    )


def _sha256(path: Path) -> str:
    """The digest of a file; empty where it cannot be read, which its reader then says better.

    A device or a pipe is not opened: it may have no end.
    """
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
