"""Finding known words in a text: the longest at each place, from the left. No tokenizer is needed for that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class WordKind(StrEnum):
    """What a known word can be."""

    UNIT = "unit"
    REGION = "region"  # of a known unit
    PLACE = "place"  # any province or prefecture
    CUE = "cue"  # an operation
    PASSAGE = "passage"  # a topic of paragraphs
    REFUSE = "refuse"
    STAGE = "stage"
    LEVEL = "level"
    YEAR = "year"
    SCHEME = "scheme"
    CODE_LEVEL = "code-level"
    CONCEPT = "concept"  # of concepts.toml
    ITEM = "item"  # a name of the knowledge base
    ALIAS = "alias"  # what an editor lets stand for a name
    LINE = "line"  # a line of the official classification
    TABLE = "table"  # a table's title
    MEASURE = "measure"  # a measure that only the documents name
    SLOT = "slot"  # read by a pattern: code, amount, year
    FILLER = "filler"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a word can mean."""

    kind: WordKind
    value: object


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the folded text; without meanings it is not understood."""

    start: int
    end: int
    text: str
    meanings: tuple[Meaning, ...] = ()

    def value(self, kind: WordKind) -> object | None:
        """What the word means as `kind`, or None."""
        return next((meaning.value for meaning in self.meanings if meaning.kind is kind), None)

    def has(self, *kinds: WordKind) -> bool:
        """Whether the word can be one of `kinds`."""
        return any(meaning.kind in kinds for meaning in self.meanings)


_PREFIX = 2  # characters by which words are found


class Vocabulary:
    """Words with their meanings; look-up costs what the words with the same two first characters cost."""

    def __init__(self, words: Iterable[tuple[str, Meaning]]) -> None:
        self._meanings: dict[str, list[Meaning]] = {}
        for word, meaning in words:
            if word and meaning not in (known := self._meanings.setdefault(word, [])):
                known.append(meaning)
        self._by_prefix: dict[str, list[str]] = {}
        for word in self._meanings:
            self._by_prefix.setdefault(word[:_PREFIX], []).append(word)
        for words_here in self._by_prefix.values():
            words_here.sort(key=len, reverse=True)

    def longest_at(self, text: str, start: int) -> str:
        """The longest word that begins at `start`; empty where none does."""
        longer = self._by_prefix.get(text[start : start + _PREFIX], ())
        for word in longer:
            if text.startswith(word, start):
                return word
        return text[start] if text[start] in self._meanings else ""

    def meanings(self, word: str) -> tuple[Meaning, ...]:
        """All that a word can mean."""
        return tuple(self._meanings.get(word, ()))


def segment(
    text: str, vocabularies: Sequence[Vocabulary], fixed: Mapping[int, Span], cuts: Collection[int] = ()
) -> list[Span]:
    """Cut a text into known words and the stretches between them.

    `fixed` spans, by start, give way only to a longer name that holds them whole (单位价值50万元以上的通用设备).
    A stretch that no word explains ends at each of `cuts`, where the question has a comma.
    """
    spans: list[Span] = []
    unknown = at = 0
    while at < len(text):
        span = _known(text, at, vocabularies, fixed) or fixed.get(at)
        if span is None:
            if at in cuts and unknown < at:
                spans.append(Span(unknown, at, text[unknown:at]))
                unknown = at
            at += 1
            continue
        if unknown < at:
            spans.append(Span(unknown, at, text[unknown:at]))
        spans.append(span)
        unknown = at = span.end
    if unknown < len(text):
        spans.append(Span(unknown, len(text), text[unknown:]))
    return spans


def _known(text: str, at: int, vocabularies: Sequence[Vocabulary], fixed: Mapping[int, Span]) -> Span | None:
    word = max((vocabulary.longest_at(text, at) for vocabulary in vocabularies), key=len)
    inside = [fixed[start] for start in range(at, at + len(word)) if start in fixed]
    if not word or any(span.end > at + len(word) or (span.start, span.end) == (at, at + len(word)) for span in inside):
        return None
    meanings = tuple(meaning for vocabulary in vocabularies for meaning in vocabulary.meanings(word))
    if inside and not any(meaning.kind is WordKind.ITEM for meaning in meanings):
        return None
    return Span(at, at + len(word), word, meanings)
