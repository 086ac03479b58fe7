"""Other words for known names, as editors approve them: 热线的钱 for 12333咨询服务运维经费."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.text import fold_name
from knowledge.words import Meaning, Span, Vocabulary, WordKind


class AliasKind(StrEnum):
    """What an alias stands for."""

    ITEM = "item"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Alias:
    """A wording and the name that it means."""

    id: int
    kind: AliasKind
    wording: str
    target: str  # the item's or unit's name as the documents print it


class AliasWords:
    """The aliases as words of questions."""

    def __init__(self, aliases: Iterable[Alias]) -> None:
        self._by_word = {fold_name(alias.wording): alias for alias in aliases if fold_name(alias.wording)}
        self.vocabulary = Vocabulary((word, Meaning(WordKind.ALIAS, alias)) for word, alias in self._by_word.items())

    @property
    def is_empty(self) -> bool:
        """Whether there are none."""
        return not self._by_word

    def put_in(self, plain: str, spans: Sequence[Span]) -> str:
        """The text with the name for each alias that stands in it as a word of its own."""
        for span in spans:
            alias = span.value(WordKind.ALIAS)
            if isinstance(alias, Alias):
                plain = alias.target.join(_spaced(span.text).split(plain))
        return plain


def _spaced(word: str) -> re.Pattern[str]:
    """The word with whatever punctuation or space folding dropped between its characters."""
    return re.compile(r"[^0-9a-z%\u3007\u3400-\u9fff]*".join(map(re.escape, word)))
