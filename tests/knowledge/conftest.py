"""A knowledge base of two small made-up budgets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from made_facts import civil_budget, justice_budget

from knowledge.engine import Engine
from knowledge.store.read import KnowledgeBase
from knowledge.store.write import KnowledgeWriter


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """The budgets of 青山市民政局 (万元) and 白水县司法局 (元) for 2024."""
    path = tmp_path_factory.mktemp("made") / "knowledge.db"
    with KnowledgeWriter(path) as writer:
        writer.write(civil_budget())
        writer.write(justice_budget())
    base = KnowledgeBase(path)
    yield base
    base.close()


@pytest.fixture(scope="session")
def engine(base: KnowledgeBase) -> Engine:
    """An engine on them."""
    return Engine(base)
