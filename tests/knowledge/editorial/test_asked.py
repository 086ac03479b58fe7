"""Which wordings ask the same."""

from __future__ import annotations

import pytest

from knowledge.editorial.asked import asked_of, likeness
from knowledge.editorial.faq import Thresholds
from knowledge.engine import Engine

_SAME = Thresholds().floor


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("社保卡怎么补办", "请问社保卡怎么补办呢"),
        ("社保卡怎么补办", "补办社保卡怎么办"),
        ("低保申请需要什么材料", "低保申请需要哪些材料"),
        ("养老金认证入口在哪里", "养老金任证入口在哪里"),
        ("2024年食堂改造花了多少钱", "食堂改造2024年花了多少"),
    ],
)
def test_wordings_of_one_question(engine: Engine, one: str, other: str) -> None:
    """Fillers, order and a slip of the hand do not matter."""
    base = engine.library.base
    assert likeness(asked_of(engine.read(one), base), asked_of(engine.read(other), base)) >= _SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2023年食堂改造花了多少钱", "2024年食堂改造花了多少钱"),  # another year
        ("去年食堂改造花了多少钱", "食堂改造花了多少钱"),
        ("青山市民政局食堂改造多少钱", "白水县司法局食堂改造多少钱"),  # another unit
        ("食堂改造花了多少钱", "食堂改造为什么花钱"),  # another operation
        ("社保卡在哪里补办", "社保卡怎么补办"),  # where is not how
        ("退休证窗口几点下班", "老年证窗口几点下班"),  # another word
        ("12333热线号码对吗", "12345热线号码对吗"),  # another number
        ("办公费用标准", "差旅费用标准"),
        ("办公费为什么花这么多", "差旅费为什么花这么多"),  # two names of the documents
    ],
)
def test_another_question_in_like_words(engine: Engine, one: str, other: str) -> None:
    """What differs in whose, when, what or which is another question, however like the words are."""
    base = engine.library.base
    assert likeness(asked_of(engine.read(one), base), asked_of(engine.read(other), base)) < _SAME
