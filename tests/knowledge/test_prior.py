"""The amount of the year before, worked out from the change that a sentence states."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.load import load_document
from knowledge.engine import Engine
from knowledge.reply import Status
from knowledge.store.read import KnowledgeBase
from knowledge.store.write import KnowledgeWriter

DOCUMENT = """\
清河县教育局2026年部门预算

一、2026年“三公”经费预算情况说明
2026年“三公”经费预算数为10.81万元，与2025年预算持平。
（一）公务接待费0.83万元，比2025年预算增加0.03万元。
（二）公务用车购置及运行费9.98万元，比2025年预算减少0.12万元。

二、其他情况
2026年培训费预算数为3.20万元，与2025年预算基本持平。
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on one made-up budget."""
    folder = tmp_path_factory.mktemp("prior")
    (folder / "budget.txt").write_text(DOCUMENT, encoding="utf-8")
    with KnowledgeWriter(folder / "knowledge.db") as writer:
        writer.write(load_document(folder / "budget.txt"))
    base = KnowledgeBase(folder / "knowledge.db")
    yield Engine(base)
    base.close()


@pytest.mark.parametrize(
    ("question", "value", "formula"),
    [
        ("三公经费去年是多少", "10.81", "10.81"),
        ("公务接待费去年是多少", "0.80", "0.83 - 0.03"),
        ("公务用车购置及运行费2025年是多少", "10.10", "9.98 + 0.12"),
    ],
)
def test_worked_out(engine: Engine, question: str, value: str, formula: str) -> None:
    """This year's amount less the change, with the arithmetic; the same amount where nothing changed."""
    answer = engine.ask(question).answer
    assert [(one.value, one.formula, one.year) for one in answer.values] == [(value, formula, 2025)]
    assert answer.warnings


def test_nearly_the_same_is_no_amount(engine: Engine) -> None:
    """基本持平 does not say what the amount was."""
    assert engine.ask("培训费去年是多少").answer.status is Status.REFUSED
