"""Text as it is matched: width, case and script folded. What people see is always the text as printed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SPACE = re.compile(r"\s+")
_HAN = "\u3400-\u9fff"
_NOT_NAME = re.compile(rf"[^0-9a-z%\u3007{_HAN}]+")
_NUMBERING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+[、．.]|[(（][一二三四五六七八九十\d]+[)）]、?|\d{1,2}[、．.](?!\d)|[①-⑳])\s*"
)
_LEADING = re.compile(r"^\s*(?:其中|减|加)\s*[:：]\s*")


def fold(text: str) -> str:
    """Fold width and case and drop white space: 'Ａ（ １ ）' and 'a(1)' are the same."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).lower()


@lru_cache(maxsize=8192)
def fold_name(text: str) -> str:
    """Fold a name for matching: punctuation goes too, so 维修(护)费 and 维修（护）费 are the same."""
    return _NOT_NAME.sub("", fold(text))


def strip_numbering(label: str) -> str:
    """A label without its numbering and without 其中: '（一）一般公共预算拨款' gives '一般公共预算拨款'."""
    previous = None
    while previous != label:
        previous = label
        label = _LEADING.sub("", _NUMBERING.sub("", label))
    return label.strip()


def compact(text: str) -> str:
    """Printed text without the spaces that layout put between Chinese characters.

    '收 入 总 计' gives '收入总计'; '12333 咨询' keeps no space either, 'IT audit' keeps its own.
    """
    return re.sub(rf"(?<=[{_HAN}，。、；：（）“”《》])\s+|\s+(?=[{_HAN}，。、；：（）“”《》])", "", text.strip())


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # 30 ms: only for text that needs it

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


@lru_cache(maxsize=4096)
def simplify(text: str) -> str:
    """Traditional characters as simplified ones; text that GB 2312 can write is left as it is."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return _converter()(text)
    return text
