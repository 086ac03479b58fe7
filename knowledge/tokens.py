"""Words of a Chinese text: rjieba where it is installed, else jieba, which cuts the same thirty times slower.

Only words of the dictionary: guessing new ones, as both can, makes words of slips of the hand (低申|保请).
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from functools import cache


def cut(text: str) -> list[str]:
    """The words of a text, in order; joined they are the text again."""
    return _cutter()(text)


@cache
def _cutter() -> Callable[[str], list[str]]:
    try:
        import rjieba
    except ImportError:
        return jieba_cutter()
    return lambda text: list(rjieba.cut(text, False))


def jieba_cutter() -> Callable[[str], list[str]]:
    """jieba itself, silent, with its dictionary loaded at the first cut."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its regular expressions are no raw strings
        import jieba
    jieba.setLogLevel(logging.CRITICAL + 10)
    return lambda text: list(jieba.cut(text, HMM=False))
