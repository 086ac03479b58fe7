"""The desk where questions are answered: all that a handler needs, and nothing of Telegram's objects."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from bot.current_engine import CurrentEngine
from bot.telegram.chart_choice import choose_chart
from bot.telegram.chat_queue import ChatQueue
from bot.telegram.quota import Quota
from bot.telegram.settings import TelegramConfig
from knowledge.answer.request import Library
from knowledge.conversation import EMPTY, Frame
from knowledge.engine import Engine, Reply
from knowledge.question import Operation
from knowledge.reply import Status
from knowledge.service.querylog import Asker, Logged
from knowledge.service.service import Service


@dataclass(frozen=True, slots=True)
class FileTools:
    """Programs that read a file, as the start of a command line; the file's path comes last."""

    check: tuple[str, ...]
    ingest: tuple[str, ...]
    inbox: Path  # folder that keeps ingested files


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks, where: Telegram's ids, which go no further than this desk."""

    chat_id: int
    user_id: int
    message_id: int | None = None
    is_private: bool = True
    channel: str = "telegram"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer with its line in the query log."""

    reply: Reply
    logged: Logged
    has_chart: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether documents or editors say it: in groups only that is said."""
        return self.reply.answer.status is Status.ANSWERED or self.reply.faq_id is not None


@dataclass(frozen=True, slots=True)
class Desk:
    """What the handlers share."""

    settings: TelegramConfig
    current: CurrentEngine
    service: Service
    queue: ChatQueue
    users: Quota
    groups: Quota
    pencil: ThreadPoolExecutor  # draws and writes files beside the event loop, one at a time
    tools: FileTools
    digest_hour: int = -1  # local time; -1: never
    review_url: str = ""  # the review page as staff open it

    @property
    def engine(self) -> Engine:
        """The engine as it is now."""
        return self.current.engine

    @property
    def library(self) -> Library:
        """What is known now."""
        return self.engine.library

    # ---- questions -----------------------------------------------------------------------------------------

    def asker(self, visit: Visit) -> Asker:
        """The visit as the query log keeps it. In a group each person has a conversation of their own."""
        names = self.service.pseudonyms
        chat = names.chat(visit.chat_id if visit.is_private else f"{visit.chat_id}/{visit.user_id}")
        return Asker(visit.channel, chat, names.user(visit.user_id), visit.message_id)

    def answer(self, visit: Visit, text: str, frame: Frame | None = None) -> Said:
        """Answer a question and log it. `frame`: what it leans on, else what the chat was talking about."""
        asker = self.asker(visit)
        before = self._seeded(asker.chat) if frame is None else frame
        started = time.perf_counter()
        reply = self.engine.ask(text, before)
        elapsed = (time.perf_counter() - started) * 1000
        with self.service.together():
            logged = self.service.log.record(asker, reply, before, self.library.base, elapsed)
            if reply.faq_id is not None:
                self.service.published.count_hit(reply.faq_id)
            self.service.chats.keep_frame(asker.chat, reply.frame)
        return self._said(reply, logged)

    def again(self, logged: Logged) -> Said:
        """A logged question answered anew, for the buttons below its answer."""
        return self._said(self.engine.ask(logged.question, logged.frame_before), logged)

    def _said(self, reply: Reply, logged: Logged) -> Said:
        return Said(reply, logged, choose_chart(reply, self.library) is not None)

    def _seeded(self, chat: str) -> Frame:
        """The frame of a chat; where there is none, one that only knows the unit chosen for it."""
        state = self.service.chats.get(chat)
        if state.frame != EMPTY or not state.unit_name:
            return state.frame
        ids = tuple(unit.id for unit in self.library.base.units.values() if unit.name == state.unit_name)
        return replace(EMPTY, unit_ids=ids, operation=Operation.FIGURE) if ids else EMPTY
