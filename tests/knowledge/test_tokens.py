"""Words of a text: both cutters cut alike, so that it does not matter which is installed."""

from __future__ import annotations

import warnings

import pytest

from knowledge.tokens import cut, jieba_cutter


@pytest.mark.parametrize(
    "text",
    [
        "社保卡丢了去哪里补办",
        "12333咨询服务运维经费多少",
        "一般公共预算“三公”经费支出表（2022年）",
        "退休年凌如何办理",
        "",
        "IT audit 与 绩效目标",
    ],
)
def test_both_cutters_agree(text: str) -> None:
    """jieba and its faster twin give the same words, and no character is lost."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own, at its import
        slow = jieba_cutter()(text)
    assert cut(text) == slow
    assert "".join(slow) == text


def test_a_slip_of_the_hand_makes_no_word() -> None:
    """低申保请 is four characters, not two words that nobody knows."""
    assert cut("低申保请") == ["低", "申", "保", "请"]
