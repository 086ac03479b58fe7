"""Logged questions by meaning: by how they were read, and by likeness only where they were not understood."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from knowledge.asks import asks_of, asks_otherwise
from knowledge.editorial.asked import core_likeness
from knowledge.service.inbox import Clock
from knowledge.text import fold_name

_FLOOR = 80.0  # likeness, 0 to 100, from which two wordings that were not understood are one question
_FLOOR_OF_UNDERSTOOD = 88.0  # and from which it is one that was understood in another wording
_LIKE_ENOUGH = 55.0  # likeness of characters alone below which it is not worth looking closer
_SHORTLIST = 12
_GIVEN_UP_SECONDS = 600.0  # asked back, and nothing came for so long: abandoned
_BATCH = 20_000
_WEIGHTS = {"refused": 3.0, "disliked": 5.0, "abandoned": 3.0, "clarified": 0.5, "answered": 0.05}
"""How much a question of each sort says that its group needs an act."""


class GroupState(StrEnum):
    """What was decided about a group."""

    OPEN = "open"
    FAQ = "faq"
    ALIAS = "alias"
    DISMISSED = "dismissed"
    NOT_OURS = "not-ours"
    DATA_TEAM = "data-team"  # a document is missing or misread


@dataclass(frozen=True, slots=True)
class Group:
    """Questions with one meaning. Times in seconds since 1970."""

    id: int
    title: str
    state: GroupState
    note: str
    asked: int
    users: int
    answered: int
    clarified: int
    refused: int
    abandoned: int
    liked: int
    disliked: int
    first_time: float
    last_time: float
    weight: float

    @property
    def failed(self) -> int:
        """How many of its questions an editor could help: refused, or asked back for nothing."""
        return self.refused + self.abandoned


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which a group was asked."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Given:
    """One answer that a group got."""

    status: str
    reason: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of groups, those first that an act would help most; `total` counts all that fit the filter."""

    groups: tuple[Group, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Which groups are wanted; empty: any."""

    state: GroupState | None = GroupState.OPEN
    only_failed: bool = False
    words: str = ""
    since: float = 0.0


_GROUP = (
    "SELECT id, title, state, note, asked, users, answered, clarified, refused, abandoned, liked, disliked, "
    "first_time, last_time, weight FROM question_group "
)


_Logged = tuple[int, str, str, str, str, int | None]
"""Of a logged question: id, text, meaning, guard, core, the group whose FAQ it got."""


class Groups:
    """The groups of one service. `catch_up` puts newly logged questions into theirs."""

    def __init__(self, conn: sqlite3.Connection, clock: Clock) -> None:
        self._conn = conn
        self._clock = clock
        self._kin = _Kin()

    # ---- grouping ------------------------------------------------------------------------------------------

    def catch_up(self) -> int:
        """Group the questions that were logged since, and count anew where something changed; how many were new."""
        done = 0
        while rows := self._ungrouped():
            with self._conn:
                self._conn.execute("BEGIN IMMEDIATE")
                self._place(rows)
            done += len(rows)
        self._count_anew()
        return done

    def _ungrouped(self) -> list[_Logged]:
        return self._conn.execute(
            "SELECT query.id, question, coalesce(meaning, ''), coalesce(guard, ''), coalesce(core, ''), faq.group_id "
            "FROM query LEFT JOIN faq ON faq.id = faq_id WHERE query.group_id IS NULL ORDER BY query.id LIMIT ?",
            (_BATCH,),
        ).fetchall()

    def _place(self, rows: Sequence[_Logged]) -> None:
        self._kin.learn(self._conn)
        placed = [(faq_group or self._group_for(*rest), query_id) for query_id, *rest, faq_group in rows]
        self._conn.executemany("UPDATE query SET group_id = ? WHERE id = ?", placed)
        touched = {group for group, _ in placed} | self._given_up_no_more(rows)
        self._conn.executemany("UPDATE question_group SET is_stale = 1 WHERE id = ?", [(one,) for one in touched])

    def _group_for(self, question: str, meaning: str, guard: str, core: str) -> int:
        core = core or fold_name(question)
        known = self._kin.find(meaning, guard, core, question)
        if known is not None:
            return known
        cursor = self._conn.execute(
            "INSERT INTO question_group (meaning, guard, core, title) VALUES (?, ?, ?, ?)",
            (meaning, guard, core, question),
        )
        made = cursor.lastrowid or 0
        self._kin.add(made, meaning, guard, core, question)
        return made

    def _given_up_no_more(self, rows: Sequence[_Logged]) -> set[int]:
        """The groups of questions asked back that these questions went on from."""
        found = self._conn.execute(
            "SELECT DISTINCT old.group_id FROM query AS new JOIN query AS old ON old.chat = new.chat "
            "AND old.id < new.id AND old.time >= new.time - ? AND old.status = 'clarify' "
            "WHERE new.id BETWEEN ? AND ? AND new.chat <> '' AND old.group_id IS NOT NULL",
            (_GIVEN_UP_SECONDS, rows[0][0], rows[-1][0]),
        )
        return {group for (group,) in found}

    def _count_anew(self) -> None:
        weight = " + ".join(f"{factor} * {name}" for name, factor in _WEIGHTS.items())
        with self._conn:
            self._conn.execute("BEGIN IMMEDIATE")
            self._conn.execute(
                "WITH counted AS (SELECT group_id, count(*) AS asked, count(DISTINCT nullif(user, '')) AS users, "
                "total(status = 'answered') AS answered, total(status = 'clarify') AS clarified, "
                "total(status = 'refused' AND coalesce(reason, '') <> 'out-of-scope') AS refused, "
                "total(status = 'clarify' AND chat <> '' AND time < :now - :wait AND NOT EXISTS ("
                " SELECT 1 FROM query AS later WHERE later.chat = query.chat AND later.id > query.id"
                " AND later.time <= query.time + :wait)) AS abandoned, "
                "total(feedback = '+') AS liked, total(feedback = '-') AS disliked, "
                "min(time) AS first_time, max(time) AS last_time FROM query WHERE group_id IN "
                "(SELECT id FROM question_group WHERE is_stale) GROUP BY group_id) "
                "UPDATE question_group SET asked = counted.asked, users = counted.users, "
                "answered = counted.answered, clarified = counted.clarified, refused = counted.refused, "
                "abandoned = counted.abandoned, liked = counted.liked, disliked = counted.disliked, "
                f"first_time = counted.first_time, last_time = counted.last_time, weight = {_of_counted(weight)} "
                "FROM counted WHERE counted.group_id = question_group.id",
                {"now": self._clock(), "wait": _GIVEN_UP_SECONDS},
            )
            self._conn.execute(
                "DELETE FROM question_group WHERE is_stale AND state = 'open' "
                "AND NOT EXISTS (SELECT 1 FROM query WHERE group_id = question_group.id)"
            )
            self._conn.execute(
                "UPDATE question_group SET asked = 0, weight = 0 WHERE is_stale "
                "AND NOT EXISTS (SELECT 1 FROM query WHERE group_id = question_group.id)"
            )
            # a question asked back a moment ago is counted again when it can be called abandoned
            self._conn.execute(
                "UPDATE question_group SET is_stale = EXISTS (SELECT 1 FROM query WHERE group_id = question_group.id "
                "AND status = 'clarify' AND chat <> '' AND time >= ?) WHERE is_stale",
                (self._clock() - _GIVEN_UP_SECONDS,),
            )

    # ---- reading -------------------------------------------------------------------------------------------

    def queue(self, wanted: Filter = Filter(), first: int = 0, count: int = 20) -> Queue:
        """A page of groups."""
        where, given = _where(wanted)
        rows = self._conn.execute(
            f"{_GROUP} WHERE {where} ORDER BY weight DESC, id LIMIT ? OFFSET ?", (*given, count, first)
        )
        total = self._conn.execute(f"SELECT count(*) FROM question_group WHERE {where}", given).fetchone()[0]
        return Queue(tuple(map(_group, rows)), total)

    def get(self, group_id: int) -> Group | None:
        """One group."""
        row = self._conn.execute(f"{_GROUP} WHERE id = ?", (group_id,)).fetchone()
        return _group(row) if row else None

    def wordings(self, group_id: int, most: int = 20) -> list[Wording]:
        """How it was asked, the most frequent first."""
        rows = self._conn.execute(
            "SELECT question, count(*) FROM query WHERE group_id = ? GROUP BY question ORDER BY 2 DESC, 1 LIMIT ?",
            (group_id, most),
        )
        return [Wording(*row) for row in rows]

    def answers(self, group_id: int, most: int = 8) -> list[Given]:
        """What was answered, the most frequent first."""
        rows = self._conn.execute(
            "SELECT status, coalesce(reason, ''), coalesce(answer, ''), count(*) FROM query WHERE group_id = ? "
            "GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT ?",
            (group_id, most),
        )
        return [Given(*row) for row in rows]

    def complaints(self, group_id: int) -> dict[str, int]:
        """The reasons given with 👎, with their counts."""
        rows = self._conn.execute(
            "SELECT coalesce(feedback_reason, ''), count(*) FROM query "
            "WHERE group_id = ? AND feedback = '-' GROUP BY 1",
            (group_id,),
        )
        return dict(rows.fetchall())

    def of_query(self, query_id: int) -> int | None:
        """The group of a logged question."""
        row = self._conn.execute("SELECT group_id FROM query WHERE id = ?", (query_id,)).fetchone()
        return row[0] if row else None


def _of_counted(expression: str) -> str:
    for name in _WEIGHTS:
        expression = expression.replace(f"* {name}", f"* counted.{name}")
    return expression


def _where(wanted: Filter) -> tuple[str, list[object]]:
    conditions, given = ["last_time >= ?"], [wanted.since]
    parameters: list[object] = list(given)
    if wanted.state is not None:
        conditions.append("state = ?")
        parameters.append(str(wanted.state))
    if wanted.only_failed:
        conditions.append("(refused > 0 OR abandoned > 0 OR disliked > 0)")
    if wanted.words:
        conditions.append("(instr(title, ?) OR id IN (SELECT group_id FROM query WHERE instr(question, ?)))")
        parameters += [wanted.words, wanted.words]
    return " AND ".join(conditions), parameters


def _group(row: Sequence[object]) -> Group:
    values = [0 if value is None else value for value in row]
    values[2] = GroupState(str(values[2]))
    return Group(*values)  # type: ignore[arg-type]


class _Kin:
    """What is known of the groups, in memory, so that a question finds its own in a fraction of a millisecond."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._by_meaning: dict[str, int] = {}
        self._asks: dict[int, frozenset[str]] = {}
        self._cores: defaultdict[str, dict[int, str]] = defaultdict(dict)  # of each guard
        self._understood: set[int] = set()
        self._last = self._count = 0

    def learn(self, conn: sqlite3.Connection) -> None:
        """Take in the groups that were made since, here or by another process; anew where some are gone."""
        before = conn.execute("SELECT count(*) FROM question_group WHERE id <= ?", (self._last,)).fetchone()[0]
        if before != self._count:
            self._forget()
        rows = conn.execute("SELECT id, meaning, guard, core, title FROM question_group WHERE id > ?", (self._last,))
        for row in rows.fetchall():
            self.add(*row)

    def add(self, group_id: int, meaning: str, guard: str, core: str, title: str) -> None:
        """Take in one group."""
        self._last = max(self._last, group_id)
        self._count += 1
        if meaning:
            self._by_meaning.setdefault(meaning, group_id)
            self._understood.add(group_id)
        self._cores[guard][group_id] = core
        self._asks[group_id] = asks_of(fold_name(title))

    def find(self, meaning: str, guard: str, core: str, question: str) -> int | None:
        """The group of a question: with its meaning, else with the most like core under the same guard."""
        if meaning:
            return self._by_meaning.get(meaning)
        asks = asks_of(fold_name(question))
        near = process.extract(core, self._cores[guard], scorer=fuzz.ratio, limit=_SHORTLIST, score_cutoff=_LIKE_ENOUGH)
        ranked = sorted(
            (
                (core_likeness(core, other), -group_id)
                for other, _, group_id in near
                if _same_digits(core, other) and not asks_otherwise(asks, self._asks[group_id])
            ),
            reverse=True,
        )
        return next((-group for score, group in ranked if score >= self._floor(-group)), None)

    def _floor(self, group_id: int) -> float:
        return _FLOOR_OF_UNDERSTOOD if group_id in self._understood else _FLOOR


def _same_digits(one: str, other: str) -> bool:
    digits: Iterable[str] = (char for char in one if char.isdigit())
    return sorted(digits) == sorted(char for char in other if char.isdigit())
