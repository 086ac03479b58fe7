"""The query log: what was asked, how it was read, what was answered, and what people thought of it."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.answer.request import Request
from knowledge.conversation import Frame
from knowledge.editorial.asked import asked_of
from knowledge.engine import Reply
from knowledge.model import Citation
from knowledge.service.frames import decode_frame, encode_frame
from knowledge.service.inbox import Clock
from knowledge.service.mask import mask_personal
from knowledge.service.meaning import meaning_of, slots_of
from knowledge.service.proof import LONGEST_KEPT
from knowledge.store.read import KnowledgeBase
from knowledge.text import fold_name

_MOST_FACTS = 6
_MOST_SCORES = 5
_KEY_BYTES = 9  # twelve characters


@dataclass(frozen=True, slots=True)
class Asker:
    """Where a question came from; chat and user as keyed hashes, empty where the channel has none."""

    channel: str  # telegram, group, inline, cli
    chat: str = ""
    user: str = ""
    message: int | None = None  # the question's message inside the chat


@dataclass(frozen=True, slots=True)
class Logged:
    """A question of the log, as far as a later act on its answer needs it."""

    id: int
    key: str
    chat: str
    question: str
    frame_before: Frame
    frame_after: Frame
    options: tuple[str, ...]
    related: tuple[str, ...]
    reply_message: int | None


@dataclass(frozen=True, slots=True)
class LogLine:
    """A question of the log as staff read it."""

    time: float
    channel: str
    question: str
    status: str
    kind: str
    reason: str
    feedback: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions of a time were answered, asked back, refused; how fast; what people thought."""

    total: int
    answered: int
    clarified: int
    refused: int
    users: int
    median_ms: float
    liked: int
    disliked: int


def _fact(citation: Citation) -> dict[str, Any]:
    found = {
        "file": citation.document.file,
        "table": citation.table,
        "row": citation.row,
        "column": citation.column,
        "page": citation.location.page,
        "line": citation.location.line,
        "quote": citation.quote,
    }
    return {name: value for name, value in found.items() if value}


def _scores(request: Request | None) -> list[tuple[str, float]]:
    if request is None or request.unclear is None:
        return []
    return [(match.name, round(match.score, 1)) for match in request.unclear.matches[:_MOST_SCORES]]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""


_LOGGED = "SELECT id, key, chat, question, frame_before, frame_after, options, related, reply_message FROM query "


class QueryLog:
    """The log of one service."""

    def __init__(self, conn: sqlite3.Connection, clock: Clock) -> None:
        self._conn = conn
        self._clock = clock

    def record(self, asker: Asker, reply: Reply, before: Frame, base: KnowledgeBase, elapsed_ms: float) -> Logged:
        """Write one question with its answer. Personal data is masked before it is stored."""
        answer, request = reply.answer, reply.request
        asked = asked_of(request.question, base) if request else None
        key = secrets.token_urlsafe(_KEY_BYTES)
        question = mask_personal(answer.question)
        row = {
            "key": key,
            "time": self._clock(),
            "channel": asker.channel,
            "chat": asker.chat,
            "user": asker.user,
            "question": question,
            "slots": mask_personal(_json(slots_of(request, base))),
            "status": str(answer.status),
            "kind": str(answer.kind),
            "reason": answer.reason,
            "facts": _json([_fact(citation) for citation in answer.citations[:_MOST_FACTS]]),
            "scores": _json(_scores(request)),
            "elapsed_ms": elapsed_ms,
            "frame_before": mask_personal(encode_frame(before)),
            "frame_after": mask_personal(encode_frame(reply.frame)),
            "options": _json(answer.options),
            "related": _json(answer.related),
            "question_message": asker.message,
            "answer": mask_personal(answer.text[:LONGEST_KEPT]),
            "meaning": mask_personal(meaning_of(reply, base)),
            "guard": mask_personal(asked.guard if asked else ""),
            "core": mask_personal(asked.core if asked else fold_name(question)),
            "faq_id": reply.faq_id,
        }
        cursor = self._conn.execute(
            f"INSERT INTO query ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
        )
        return Logged(
            cursor.lastrowid or 0,
            key,
            asker.chat,
            question,
            before,
            reply.frame,
            answer.options,
            answer.related,
            None,
        )

    def shown(self, log_id: int, reply_message: int) -> None:
        """Note which message shows the answer, so that a reply to it is a follow-up."""
        self._conn.execute("UPDATE query SET reply_message = ? WHERE id = ?", (reply_message, log_id))

    def by_key(self, key: str) -> Logged | None:
        """The question that a button or a link stands for."""
        return self._one("WHERE key = ?", (key,))

    def by_id(self, query_id: int) -> Logged | None:
        """A question of the log."""
        return self._one("WHERE id = ?", (query_id,))

    def by_reply(self, chat: str, message: int) -> Logged | None:
        """The question that a message of ours answered."""
        return self._one("WHERE chat = ? AND reply_message = ? ORDER BY id DESC LIMIT 1", (chat, message))

    def by_question(self, chat: str, message: int) -> Logged | None:
        """The question that a message of theirs asked, as last answered."""
        return self._one("WHERE chat = ? AND question_message = ? ORDER BY id DESC LIMIT 1", (chat, message))

    def _one(self, where: str, parameters: Sequence[object]) -> Logged | None:
        row = self._conn.execute(_LOGGED + where, parameters).fetchone()
        if row is None:
            return None
        options, related = (tuple(json.loads(text)) if text else () for text in row[6:8])
        return Logged(
            row[0],
            row[1],
            row[2],
            row[3],
            decode_frame(row[4]),
            decode_frame(row[5]),
            options,
            related,
            row[8],
        )

    def judge(self, key: str, feedback: str, reason: str = "") -> None:
        """Keep what a person thought of an answer; the last word counts."""
        self._conn.execute(
            "UPDATE query SET feedback = ?, feedback_reason = ?, feedback_time = ? WHERE key = ?",
            (feedback, reason, self._clock(), key),
        )

    def last(self, count: int) -> list[LogLine]:
        """The newest questions first."""
        rows = self._conn.execute(
            "SELECT time, channel, question, status, kind, coalesce(reason, ''), coalesce(feedback, '') "
            "FROM query ORDER BY id DESC LIMIT ?",
            (count,),
        )
        return [LogLine(*row) for row in rows]

    def tally(self, since: float) -> Tally:
        """The counts of the questions since a time."""
        row = self._conn.execute(
            "SELECT count(*), total(status = 'answered'), total(status = 'clarify'), total(status = 'refused'), "
            "count(DISTINCT user), total(feedback = '+'), total(feedback = '-') FROM query WHERE time >= ?",
            (since,),
        ).fetchone()
        middle = self._conn.execute(
            "SELECT elapsed_ms FROM query WHERE time >= ? ORDER BY elapsed_ms LIMIT 1 OFFSET ?",
            (since, row[0] // 2),
        ).fetchone()
        total, answered, clarified, refused, users, liked, disliked = (int(value) for value in row)
        median = middle[0] if middle else 0.0
        return Tally(total, answered, clarified, refused, users, median, liked, disliked)

    def forget(self, user: str, chat: str = "") -> int:
        """Delete all questions of one person, and those of their private chat; how many there were."""
        return self._conn.execute(
            "DELETE FROM query WHERE user = ? OR (chat = ? AND chat <> '' AND channel = 'telegram')",
            (user, chat),
        ).rowcount

    def purge(self, days: float) -> int:
        """Delete questions older than some days; how many there were."""
        return self._conn.execute("DELETE FROM query WHERE time < ?", (self._clock() - days * 86_400,)).rowcount
