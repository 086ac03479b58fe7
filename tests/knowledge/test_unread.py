"""What is printed and not understood is told with its place: never blank, and never last year's amount instead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.load import load_document
from knowledge.engine import Engine
from knowledge.reply import Status
from knowledge.store.read import KnowledgeBase
from knowledge.store.write import KnowledgeWriter

DOCUMENT = """\
清河县水务局2026年单位预算

支出总表
单位：万元
科目编码\t科目名称\t上年数\t合计
2130301\t行政运行\t12.0\t13.5
2130305\t水利工程建设\t80.0\t9O.5
2130306\t水利工程运行与维护\t33.0\t
2130314\t防汛\t5.0\t▲6.0
\t合计\t130.0\t143.5

政府采购表
项目名称\t预算数
抽水泵\t30000
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on one made-up budget."""
    folder = tmp_path_factory.mktemp("unread")
    (folder / "budget.txt").write_text(DOCUMENT, encoding="utf-8")
    with KnowledgeWriter(folder / "knowledge.db") as writer:
        writer.write(load_document(folder / "budget.txt"))
    base = KnowledgeBase(folder / "knowledge.db")
    yield Engine(base)
    base.close()


@pytest.mark.parametrize(
    ("question", "status", "said", "not_said"),
    [
        ("水利工程建设多少", Status.REFUSED, "9O.5", "80.0"),
        ("2026年防汛多少", Status.REFUSED, "▲6.0", "5.0"),
        ("抽水泵多少", Status.REFUSED, "30000", "空白"),
        ("水利工程运行与维护多少", Status.ANSWERED, "空白", "33.0"),
        ("2025年水利工程建设多少", Status.ANSWERED, "80.0", "9O.5"),
        ("行政运行多少", Status.ANSWERED, "13.5", "12.0"),
    ],
)
def test_the_place_is_told(engine: Engine, question: str, status: Status, said: str, not_said: str) -> None:
    """The cell as printed, with its citation."""
    answer = engine.ask(question).answer
    assert answer.status is status
    assert said in answer.text
    assert not_said not in answer.text
    assert answer.citations


def test_they_are_kept_in_the_store(engine: Engine) -> None:
    """Each with its text, its place and why."""
    base = engine.library.base
    [document] = base.documents
    unread = [one for stored in base.tables(document) for one in stored.table.unread]
    assert [(one.printed, one.reason) for one in unread] == [
        ("9O.5", "unreadable-cell"),
        ("▲6.0", "unreadable-cell"),
        ("30000", "no-unit"),
    ]
