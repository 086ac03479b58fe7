"""A service.db with questions asked of two made-up budgets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from review_desk import Hand, Log

from knowledge.conversation import EMPTY
from knowledge.engine import Engine
from knowledge.service.accounts import Person, Role
from knowledge.service.editing import Editing
from knowledge.service.querylog import Asker, Logged
from knowledge.service.service import Service, open_service


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def kept(tmp_path: Path, hand: Hand) -> Iterator[Service]:
    """The service.db."""
    opened = open_service(tmp_path / "service.db", hand)
    yield opened
    opened.close()


@pytest.fixture
def log(kept: Service, engine: Engine, hand: Hand) -> Log:
    """Ask and log a question, a second after the one before."""

    def ask_and_log(question: str, user: str = "u", chat: str = "") -> Logged:
        hand.now += 1
        reply = engine.edited(kept.published.editorial()).ask(question)
        asker = Asker("telegram", chat or f"chat of {user}", user)
        logged = kept.log.record(asker, reply, EMPTY, engine.library.base, 1.0)
        if reply.faq_id is not None:
            kept.published.count_hit(reply.faq_id)
        return logged

    return ask_and_log


@pytest.fixture
def editor(kept: Service) -> Editing:
    return kept.editing(Person("小李", Role.EDITOR))


@pytest.fixture
def approver(kept: Service) -> Editing:
    return kept.editing(Person("老王", Role.APPROVER))
