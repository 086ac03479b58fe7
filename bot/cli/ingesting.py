"""Documents into the knowledge base: each in one transaction, written by this process alone."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from bot.cli.files import NotRead
from bot.cli.loading import Loaded, load_files
from bot.cli.outcome import Fate, Outcome, count
from ingest.organisations import Given
from knowledge.errors import IngestError
from knowledge.store.schema import cure_of
from knowledge.store.write import KnowledgeWriter


def ingest_files(
    files: Sequence[Path],
    knowledge_path: Path,
    given: Given,
    workers: int,
    on_done: Callable[[Outcome], None] = lambda _outcome: None,
) -> list[Outcome]:
    """Read files into a knowledge base; without one document that can be read, none is made.

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
            outcomes.append(_outcome(loaded, writer))
            on_done(outcomes[-1])
    return outcomes


def _outcome(loaded: Loaded | NotRead, writer: KnowledgeWriter | None) -> Outcome:
    if isinstance(loaded, NotRead) or writer is None:
        return Outcome(loaded.path, Fate.FAILED, loaded.message if isinstance(loaded, NotRead) else "")
    facts = loaded.facts
    try:
        written = writer.write(facts, loaded.contradictions, str(loaded.path.resolve()))
    except sqlite3.Error as error:
        raise IngestError(
            f"{loaded.path.name} could not be stored: {cure_of(error)} What was stored before is kept."
        ) from error
    return Outcome(
        loaded.path,
        Fate.NEW if written.is_new else Fate.UNCHANGED,
        title=facts.document.title,
        counts=count(facts, loaded.contradictions),
        problems=facts.problems,
        superseded=written.superseded,
        changes=written.changes,
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
