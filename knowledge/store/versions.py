"""What a new document is to one that is in force of the same unit, year, stage and level: its new version or a part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.concepts import subject_key
from knowledge.model import DocumentFacts
from knowledge.text import fold_name

_SAME_TABLE, _SAME_UNNAMED = 0.5, 0.9  # of the rows of the smaller of two tables
_MOST = 0.7  # of what the old one holds: the new one takes its place
_FEW = 0.3  # of what either holds: they are parts of one publication
_SUBSTANCE = 8  # sentences, paragraphs and terms of a part that has no table


class Relation(StrEnum):
    """What a new document is to an old one."""

    VERSION = "version"  # it holds most of the same: it takes its place
    PART = "part"  # it holds other things: both are in force
    UNCLEAR = "unclear"  # a piece, an extract, a note on it: a person decides


@dataclass(frozen=True, slots=True)
class OfTable:
    """What a table is known by: its kind, its title, and what its rows are of."""

    kind: str
    title: str  # folded
    rows: frozenset[str]  # folded labels

    def is_same(self, other: OfTable) -> bool:
        """Whether two tables are one in two versions: of one kind or title, and with most of the shorter one's rows.

        Where one has neither a kind nor a title nearly all rows must be the same.
        """
        names, others = {self.kind, self.title} - {""}, {other.kind, other.title} - {""}
        if names and others and not names & others:
            return False
        fewest = min(len(self.rows), len(other.rows))
        needed = _SAME_TABLE if names & others else _SAME_UNNAMED
        return fewest > 0 and len(self.rows & other.rows) >= needed * fewest


@dataclass(frozen=True, slots=True)
class Content:
    """What a document holds, as far as it tells a version from a part."""

    tables: tuple[OfTable, ...]  # with amounts
    said: frozenset[str]  # what its sentences and paragraphs are of
    part: str = ""
    texts: int = 0  # sentences, paragraphs, terms

    @property
    def is_slight(self) -> bool:
        """Whether it can be no part of a publication: no table, little text, and it calls itself none."""
        return not self.tables and not self.part and self.texts < _SUBSTANCE


def content_of(facts: DocumentFacts) -> Content:
    """What a document holds."""
    tables = [
        OfTable(table.kind, fold_name(table.title), frozenset(fold_name(row.label) for row in table.rows))
        for table in facts.tables
        if table.figures
    ]
    said = [said_key(subject_key(one.subject.name, one.subject.scheme), one.measure) for one in facts.statements]
    topics = [topic_key(one.topic) for one in facts.passages]
    texts = len(facts.statements) + len(facts.passages) + len(facts.terms) + len(facts.indicators)
    return Content(tuple(tables), frozenset([*said, *topics]), facts.document.part, texts)


def said_key(key: str, measure: str) -> str:
    """What a sentence is of, the same in all versions; `key` is its subject's."""
    return f"{key} {measure}"


def topic_key(topic: str) -> str:
    """What a paragraph is of."""
    return f"# {fold_name(topic)}"


def relation_of(new: Content, old: Content) -> Relation:
    """What a new document is to one in force."""
    if old.tables:
        of_old, of_new = _shared(old.tables, new.tables), _shared(new.tables, old.tables)
    else:
        of_old, of_new = _said(old, new), 0.0 if new.tables else _said(new, old)
    if of_old >= _MOST:
        return Relation.VERSION
    if old.is_slight and not new.is_slight:
        return Relation.PART
    if new.is_slight or of_old > _FEW or of_new > _MOST:
        return Relation.UNCLEAR
    return Relation.PART


def _shared(tables: Sequence[OfTable], others: Iterable[OfTable]) -> float:
    """How many of some tables stand among others, as a share."""
    known = tuple(others)
    found = sum(any(table.is_same(other) for other in known) for table in tables)
    return found / len(tables) if tables else 0.0


def _said(one: Content, other: Content) -> float:
    return len(one.said & other.said) / len(one.said) if one.said else 0.0
