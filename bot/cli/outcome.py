"""What became of each file of an ingest, small enough to keep for a hundred thousand files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from knowledge.model import Contradiction, DocumentFacts, Problem
from knowledge.store.write import FigureChange


class Fate(StrEnum):
    """What became of one file."""

    NEW = "new"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a document says."""

    tables: tuple[tuple[str, int], ...]  # by kind; empty kind: a table that no specification knows
    figures: int
    statements: int
    indicators: int
    terms: int
    passages: int
    contradictions: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    path: Path
    fate: Fate
    message: str = ""  # FAILED: what is wrong and what to do
    title: str = ""
    counts: Counts | None = None  # of a new document
    problems: tuple[Problem, ...] = ()
    superseded: str = ""  # files of the versions that this one replaces
    changes: tuple[FigureChange, ...] = ()
    beside: str = ""  # files of the other parts of this publication


def count(facts: DocumentFacts, contradictions: Sequence[Contradiction]) -> Counts:
    """How much a document says."""
    return Counts(
        tables=tuple(Counter(table.kind for table in facts.tables).items()),
        figures=len(facts.figures),
        statements=len(facts.statements),
        indicators=len(facts.indicators),
        terms=len(facts.terms),
        passages=len(facts.passages),
        contradictions=len(contradictions),
    )
