"""Editors' answers and aliases as service.db holds them, in every state."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.editorial.alias import Alias, AliasKind
from knowledge.editorial.editorial import Editorial
from knowledge.editorial.faq import DEFAULT_THRESHOLDS, Faq, FaqKind, Thresholds
from knowledge.service.inbox import Clock


class State(StrEnum):
    """How far an answer or an alias has come. Only what is approved reaches citizens."""

    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Made:
    """Who made and who approved something, and when (seconds since 1970)."""

    created_by: str
    created_time: float
    approved_by: str
    approved_time: float | None


@dataclass(frozen=True, slots=True)
class KeptFaq:
    """An editors' answer with all that is known about it."""

    faq: Faq
    state: State
    group_id: int | None
    hits: int
    last_hit_time: float | None
    made: Made


@dataclass(frozen=True, slots=True)
class KeptAlias:
    """An alias with all that is known about it."""

    alias: Alias
    state: State
    group_id: int | None
    made: Made


_MADE = "coalesce(created_by, ''), coalesce(created_time, 0), coalesce(approved_by, ''), approved_time"


class Published:
    """The answers and aliases of one service, for reading; acts change them."""

    def __init__(self, conn: sqlite3.Connection, clock: Clock) -> None:
        self._conn = conn
        self._clock = clock

    def faqs(self, state: State | None = None) -> list[KeptFaq]:
        """All answers, or those of one state; the newest first."""
        return self._faqs("WHERE ? IS NULL OR state = ? ORDER BY id DESC", (state, state))

    def faq(self, faq_id: int) -> KeptFaq | None:
        """One answer."""
        return next(iter(self._faqs("WHERE id = ?", (faq_id,))), None)

    def _faqs(self, rest: str, given: Sequence[object]) -> list[KeptFaq]:
        rows = self._conn.execute(
            f"SELECT id, kind, answer, state, group_id, hits, last_hit_time, {_MADE} FROM faq {rest}", given
        ).fetchall()
        wordings: defaultdict[int, list[str]] = defaultdict(list)
        for faq_id, wording in self._conn.execute("SELECT faq_id, wording FROM faq_wording ORDER BY faq_id, at"):
            wordings[faq_id].append(wording)
        return [
            KeptFaq(
                Faq(row[0], FaqKind(row[1]), row[2], tuple(wordings[row[0]])),
                State(row[3]),
                row[4],
                row[5],
                row[6],
                Made(*row[7:]),
            )
            for row in rows
        ]

    def aliases(self, state: State | None = None) -> list[KeptAlias]:
        """All aliases, or those of one state; the newest first."""
        return self._aliases("WHERE ? IS NULL OR state = ? ORDER BY id DESC", (state, state))

    def alias(self, alias_id: int) -> KeptAlias | None:
        """One alias."""
        return next(iter(self._aliases("WHERE id = ?", (alias_id,))), None)

    def _aliases(self, rest: str, given: Sequence[object]) -> list[KeptAlias]:
        rows = self._conn.execute(
            f"SELECT id, kind, wording, target, state, group_id, {_MADE} FROM alias {rest}", given
        )
        return [
            KeptAlias(Alias(row[0], AliasKind(row[1]), row[2], row[3]), State(row[4]), row[5], Made(*row[6:]))
            for row in rows
        ]

    def editorial(self, thresholds: Thresholds = DEFAULT_THRESHOLDS) -> Editorial:
        """What is approved, for the engine."""
        return Editorial(
            tuple(kept.faq for kept in self.faqs(State.APPROVED)),
            tuple(kept.alias for kept in self.aliases(State.APPROVED)),
            thresholds,
        )

    def count_hit(self, faq_id: int) -> None:
        """An answer was given to somebody."""
        self._conn.execute("UPDATE faq SET hits = hits + 1, last_hit_time = ? WHERE id = ?", (self._clock(), faq_id))
