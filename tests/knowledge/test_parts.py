"""What a question names, where names hold amounts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from made_facts import CIVIL, civil_budget, document, figure, subject, table

from knowledge.engine import Engine
from knowledge.model import Scheme
from knowledge.reply import Status
from knowledge.store.read import KnowledgeBase
from knowledge.store.write import KnowledgeWriter


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """The civil affairs bureau with a line whose name holds an amount."""
    of = document(CIVIL)
    what = subject("单价100万元（含）以上设备", scheme=Scheme.ASSET)
    budget = civil_budget()
    assets = table(of, figure(of, what, "3", unit="台"), title="国有资产占用情况表")
    with KnowledgeWriter(tmp_path / "knowledge.db") as writer:
        writer.write(replace(budget, tables=(*budget.tables, assets)))
    return Engine(KnowledgeBase(tmp_path / "knowledge.db"))


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("青山市民政局单价100万元（含）以上设备有多少", ["3"]),
        ("青山市民政局单价100万元以上的设备有多少", ["3"]),
        ("青山市民政局单价1,000,000元以上的设备有多少", ["3"]),
        ("青山市民政局单价10万元（含）以上设备有多少", []),
        ("青山市民政局单价200万元以上的设备有多少", []),
    ],
)
def test_a_name_with_another_amount_is_another_thing(engine: Engine, question: str, values: list[str]) -> None:
    """Equipment above 10万元 is not equipment above 100万元."""
    answer = engine.ask(question).answer
    assert [value.value for value in answer.values] == values
    assert (answer.status is Status.ANSWERED) is bool(values)
