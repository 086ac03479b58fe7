"""What a chat has set and what its conversation is about."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from dataclasses import dataclass, replace

from knowledge.conversation import EMPTY, Frame
from knowledge.service.frames import decode_frame, encode_frame
from knowledge.service.inbox import Clock

_IN_MEMORY = 2_000  # chats whose state is kept in memory; the others are read again


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat, by its keyed hash."""

    chat: str
    unit_name: str = ""  # the unit chosen with /units
    frame: Frame = EMPTY
    frame_time: float = 0.0
    is_blocked: bool = False  # its people stopped the bot


class Chats:
    """The chats of one service. `expiry`: seconds in which a follow-up may lean on the question before."""

    def __init__(self, conn: sqlite3.Connection, clock: Clock, expiry: float) -> None:
        self._conn = conn
        self._clock = clock
        self._expiry = expiry
        self._recent: OrderedDict[str, Chat] = OrderedDict()

    def get(self, chat: str) -> Chat:
        """A chat as it stands; an expired frame is empty."""
        found = self._recent.get(chat) or self._read(chat)
        if found.frame is not EMPTY and self._clock() - found.frame_time > self._expiry:
            return replace(found, frame=EMPTY)
        return found

    def choose_unit(self, chat: str, unit_name: str) -> None:
        """Questions of this chat are about a unit from now on; empty: about any."""
        self._write(replace(self.get(chat), unit_name=unit_name, frame=EMPTY))

    def keep_frame(self, chat: str, frame: Frame) -> None:
        """What the conversation is about after an answer."""
        self._write(replace(self.get(chat), frame=frame, frame_time=self._clock()))

    def block(self, chat: str, is_blocked: bool) -> None:
        """Note that a chat cannot be written to, or can be again."""
        known = self.get(chat)
        if known.is_blocked is not is_blocked:
            self._write(replace(known, is_blocked=is_blocked))

    def forget(self, chat: str) -> None:
        """Forget all about a chat."""
        self._recent.pop(chat, None)
        self._conn.execute("DELETE FROM chat WHERE chat = ?", (chat,))

    def purge(self, older_than: float) -> int:
        """Forget old frames, and chats without a setting; how many frames there were."""
        self._recent.clear()
        self._conn.execute(
            "DELETE FROM chat WHERE coalesce(frame_time, 0) < ? AND unit_name = '' AND blocked_time IS NULL",
            (older_than,),
        )
        return self._conn.execute(
            "UPDATE chat SET frame = '' WHERE frame <> '' AND coalesce(frame_time, 0) < ?", (older_than,)
        ).rowcount

    def _read(self, chat: str) -> Chat:
        row = self._conn.execute(
            "SELECT unit_name, frame, frame_time, blocked_time FROM chat WHERE chat = ?", (chat,)
        ).fetchone()
        found = Chat(chat, row[0], decode_frame(row[1]), row[2] or 0.0, row[3] is not None) if row else Chat(chat)
        return self._remember(found)

    def _write(self, state: Chat) -> None:
        self._remember(state)
        self._conn.execute(
            "INSERT INTO chat (chat, unit_name, frame, frame_time, blocked_time) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (chat) DO UPDATE SET unit_name = excluded.unit_name, frame = excluded.frame, "
            "frame_time = excluded.frame_time, blocked_time = excluded.blocked_time",
            (
                state.chat,
                state.unit_name,
                encode_frame(state.frame),
                state.frame_time,
                self._clock() if state.is_blocked else None,
            ),
        )

    def _remember(self, state: Chat) -> Chat:
        self._recent[state.chat] = state
        self._recent.move_to_end(state.chat)
        if len(self._recent) > _IN_MEMORY:
            self._recent.popitem(last=False)
        return state
