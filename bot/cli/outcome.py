"""What became of each file of an ingest, small enough to keep for a hundred thousand files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from knowledge.model import Contradiction, DocumentFacts, Problem, Proof
from knowledge.store.write import FigureChange


class Fate(StrEnum):
    """What became of one file."""

    NEW = "new"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TableRead:
    """How one table was understood."""

    kind: str  # empty: no specification knows it
    title: str
    page: int | None
    figures: int
    unread: int  # cells that are printed and not understood
    proof: Proof


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a document says."""

    tables: tuple[tuple[str, int], ...]  # by kind; empty kind: a table that no specification knows
    proofs: tuple[tuple[str, int], ...]  # whether the sums of tables prove how they were read
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
    tables: tuple[TableRead, ...] = ()
    problems: tuple[Problem, ...] = ()
    superseded: str = ""  # files of the versions that this one replaces
    changes: tuple[FigureChange, ...] = ()
    beside: str = ""  # files of the other parts of this publication


def tables_read(facts: DocumentFacts) -> tuple[TableRead, ...]:
    """How each table of a document was understood."""
    return tuple(
        TableRead(
            table.kind, table.title, table.citation.location.page, len(table.figures), len(table.unread), table.proof
        )
        for table in facts.tables
    )


def count(facts: DocumentFacts, contradictions: Sequence[Contradiction]) -> Counts:
    """How much a document says."""
    return Counts(
        tables=tuple(Counter(table.kind for table in facts.tables).items()),
        proofs=tuple(Counter(table.proof.value for table in facts.tables).items()),
        figures=len(facts.figures),
        statements=len(facts.statements),
        indicators=len(facts.indicators),
        terms=len(facts.terms),
        passages=len(facts.passages),
        contradictions=len(contradictions),
    )
