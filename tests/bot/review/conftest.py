"""The review page on the samples with a few logged questions, asked without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from page_visitor import PASSWORD, Hand, Visitor

from bot.current_engine import CurrentEngine
from bot.review.app import build_app
from bot.review.desk import ReviewDesk
from knowledge.conversation import EMPTY
from knowledge.engine import Engine
from knowledge.service.accounts import Role
from knowledge.service.querylog import Asker
from knowledge.service.service import Service, open_service
from knowledge.store.read import KnowledgeBase

ASKED = (
    "12333咨询服务运维经费多少",
    "打12333一年花多少",
    "打12333一年要花多少",
    "社保卡怎么补办",
    "社保卡在哪里补办",
    "热线的钱是多少",
    "地铁建设花了多少",
)


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def service(tmp_path: Path, hand: Hand, engine: Engine) -> Iterator[Service]:
    """A service.db with two accounts and some questions."""
    opened = open_service(tmp_path / "service.db", hand)
    opened.accounts.add("小李", Role.EDITOR, PASSWORD)
    opened.accounts.add("老王", Role.APPROVER, PASSWORD)
    for number, question in enumerate(ASKED):
        asker = Asker("telegram", f"chat {number}", f"user {number}")
        opened.log.record(asker, engine.ask(question), EMPTY, engine.library.base, 1.0)
    hand.now += 3600
    yield opened
    opened.close()


@pytest.fixture
def desk(service: Service, sample_folder: Path) -> Iterator[ReviewDesk]:
    current = CurrentEngine(lambda: Engine(KnowledgeBase(sample_folder / "knowledge.db")), service)
    yield ReviewDesk(service, current)
    current.close()


@pytest.fixture
def visitor(desk: ReviewDesk) -> Visitor:
    """Somebody who has not logged in."""
    return Visitor(build_app(desk))


@pytest.fixture
def editor(visitor: Visitor) -> Visitor:
    return visitor.logged_in("小李")


@pytest.fixture
def approver(desk: ReviewDesk) -> Visitor:
    return Visitor(build_app(desk)).logged_in("老王")
