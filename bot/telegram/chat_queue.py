"""First in, first out for each chat; many chats at once."""

from __future__ import annotations

import asyncio
import weakref
from collections import Counter
from collections.abc import Awaitable
from contextvars import ContextVar
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from knowledge.service.inbox import Inbox, State

current_update: ContextVar[int | None] = ContextVar("current_update", default=None)
"""Id of the update in hand: what the wire marks when a reply leaves, and what a log line names."""
is_overflow: ContextVar[bool] = ContextVar("is_overflow", default=False)
"""Whether the update came when too many of its chat were waiting already."""

_TASKS = 1_000_000  # the library's own limit, which counts waiting updates too, is not to be felt


def chat_of(update: object) -> int:
    """The chat, or the person of an inline query, in whose order an update is handled."""
    if not isinstance(update, Update):
        return 0
    place = update.effective_chat or update.effective_user
    return place.id if place else 0


class ChatQueue(BaseUpdateProcessor):
    """Handles the updates of one chat in order, `slots` chats at once.

    The turn in the chat comes before the slot: a chat that floods us waits for itself and leaves the slots to
    the others.
    """

    def __init__(self, slots: int, waiting_per_chat: int, inbox: Inbox) -> None:
        super().__init__(_TASKS)
        self._slots = asyncio.Semaphore(slots)
        self._most = waiting_per_chat
        self._inbox = inbox
        self._turns: weakref.WeakValueDictionary[int, asyncio.Lock] = weakref.WeakValueDictionary()
        self._waiting: Counter[int] = Counter()  # updates of each chat that wait or are handled

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's turn and a slot, handle, and note that it is done."""
        chat = chat_of(update)
        turn = self._turns.setdefault(chat, asyncio.Lock())
        is_overflow.set(self._waiting[chat] >= self._most)
        self._waiting[chat] += 1
        try:
            async with turn, self._slots:
                await self._handle(update, coroutine)
        finally:
            self._waiting[chat] -= 1
            if not self._waiting[chat]:
                del self._waiting[chat]

    async def _handle(self, update: object, coroutine: Awaitable[Any]) -> None:
        if not isinstance(update, Update):
            await coroutine
            return
        current_update.set(update.update_id)
        await coroutine
        self._inbox.mark(update.update_id, State.DONE)
