"""From the settings to an engine that answers, and one conversation with it."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import Config
from knowledge.conversation import EMPTY, Frame
from knowledge.editorial.editorial import Editorial
from knowledge.editorial.faq import Thresholds as FaqThresholds
from knowledge.engine import Engine, Reply
from knowledge.errors import BudgetError
from knowledge.names.items import Thresholds
from knowledge.store.read import KnowledgeBase

if TYPE_CHECKING:
    from knowledge.service.service import Expiry, Service


def open_engine(config: Config, *, with_samples: bool = False, editorial: Editorial | None = None) -> Engine:
    """The engine on the configured knowledge base, which the caller closes.

    `with_samples`: where there is none yet, it is built from the embedded samples, and stderr says so.
    `editorial`: what editors have approved, where the caller has read it already.
    Raises KnowledgeBaseMissing otherwise.
    """
    path = config.knowledge_path
    if with_samples and not path.exists():
        from bot.cli.sampling import build_from_samples

        print(
            f"No knowledge base yet: building one from the embedded samples at {path}. "
            "Add your own documents with: budget-bot ingest FOLDER",
            file=sys.stderr,
        )
        build_from_samples(path)
    base = KnowledgeBase(path)
    approved = open_editorial(config) if editorial is None else editorial
    return Engine(base, Thresholds(config.matching.floor, config.matching.gap), approved)


def open_editorial(config: Config) -> Editorial:
    """What editors have approved."""
    if not config.service_path.exists():
        return _no_editorial(config)
    from knowledge.service.service import load_editorial  # only where there is something to load

    return load_editorial(config.service_path, time.time, _faq_thresholds(config))


def _editorial_if_readable(config: Config) -> Editorial:
    """What editors have approved; a broken service.db stops no answer from the documents, but stderr says so."""
    try:
        return open_editorial(config)
    except (BudgetError, sqlite3.Error) as error:
        print(f"budget-bot: editors' answers are left out: {error}", file=sys.stderr)
        return _no_editorial(config)


def _no_editorial(config: Config) -> Editorial:
    return Editorial(thresholds=_faq_thresholds(config))


def _faq_thresholds(config: Config) -> FaqThresholds:
    return FaqThresholds(config.faq.floor, config.faq.gap)


def open_service_of(config: Config) -> Service:
    """service.db as configured, which the caller closes."""
    from knowledge.service.service import open_service

    return open_service(config.service_path, time.time, expiry_of(config))


def expiry_of(config: Config) -> Expiry:
    """How long conversations and logins last."""
    from knowledge.service.service import Expiry

    minute = 60.0
    return Expiry(
        frame=config.conversation.expiry_minutes * minute,
        idle_login=config.review.idle_minutes * minute,
        login=config.review.longest_hours * 60 * minute,
    )


@contextmanager
def answering(config: Config) -> Iterator[Engine]:
    """The engine for one command, for a `with` statement; without a knowledge base, on the samples."""
    engine = open_engine(config, with_samples=True, editorial=_editorial_if_readable(config))
    try:
        yield engine
    finally:
        engine.library.base.close()


@contextmanager
def open_base(path: Path) -> Iterator[KnowledgeBase]:
    """A knowledge base for reading, for a `with` statement. Raises KnowledgeBaseMissing, with the cure."""
    base = KnowledgeBase(path)
    try:
        yield base
    finally:
        base.close()


@dataclass(frozen=True, slots=True)
class Timed:
    """A reply, what it leaned on, and how long it took."""

    reply: Reply
    before: Frame
    elapsed_ms: float


def ask_timed(engine: Engine, text: str, frame: Frame = EMPTY) -> Timed:
    """Answer one question and measure it."""
    start = time.perf_counter()
    reply = engine.ask(text, frame)
    return Timed(reply, frame, (time.perf_counter() - start) * 1000)


class Dialogue:
    """One conversation: what was said last, forgotten after a time without a question."""

    def __init__(self, engine: Engine, expiry_minutes: int) -> None:
        self.engine = engine
        self._expiry = expiry_minutes * 60
        self._frame = EMPTY
        self._asked_at = 0.0
        self.last: Reply | None = None  # to explain

    def ask(self, text: str, now: float) -> Timed:
        """Answer a question; `now` in seconds on any clock that only goes forward."""
        frame = EMPTY if now - self._asked_at > self._expiry else self._frame
        timed = ask_timed(self.engine, text, frame)
        self._frame, self._asked_at, self.last = timed.reply.frame, now, timed.reply
        return timed

    def forget(self) -> None:
        """Begin anew."""
        self._frame, self.last = EMPTY, None
