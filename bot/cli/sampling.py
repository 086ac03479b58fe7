"""The knowledge base that a newcomer starts with: the embedded samples."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bot.cli.ingesting import ingest_files
from bot.cli.outcome import Fate
from ingest.organisations import Given
from ingest.samples import SAMPLES
from knowledge.errors import KnowledgeBaseMissing
from knowledge.store.read import KnowledgeBase
from knowledge.store.write import KnowledgeWriter


def build_from_samples(path: Path) -> None:
    """Build a knowledge base from the samples, whole or not at all: it gets its name when it is complete."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        outcomes = ingest_files(SAMPLES, unfinished, Given(), workers=1)
        failed = [outcome.message for outcome in outcomes if outcome.fate is Fate.FAILED]
        if failed:
            raise KnowledgeBaseMissing(f"The samples cannot be read ({failed[0]}). Install budget-bot anew.")
        os.replace(unfinished, path)
    except OSError as error:
        raise KnowledgeBaseMissing(
            f"{path} cannot be written ({error.strerror}). Set BUDGET_BOT_DATA to a folder of yours."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def drop_samples(path: Path, wanted: Sequence[Path]) -> bool:
    """Remove the samples from a knowledge base that now holds real documents, unless they are `wanted`."""
    samples = {str(sample.resolve()) for sample in SAMPLES}
    if samples.intersection(str(file.resolve()) for file in wanted):
        return False
    with closing(KnowledgeBase(path)) as base:
        ids = [stored.id for stored in base.documents.values() if stored.path in samples]
    if ids:
        with KnowledgeWriter(path) as writer:
            writer.remove(ids)
    return bool(ids)
