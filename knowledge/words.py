"""Finding known words in a text: the longest at each place, from the left. No tokenizer is needed for that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class WordKind(StrEnum):
    """What a known word can be."""

    UNIT = "unit"
    REGION = "region"
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


def segment(text: str, vocabularies: Sequence[Vocabulary], fixed: Mapping[int, Span]) -> list[Span]:
    """Cut a text into known words and the stretches between them. `fixed` spans, by start, are kept as they are."""
    spans: list[Span] = []
    unknown = at = 0
    while at < len(text):
        span = fixed.get(at) or _known(text, at, vocabularies, fixed)
        if span is None:
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
    if not word or any(start in fixed for start in range(at, at + len(word))):
        return None
    meanings = tuple(meaning for vocabulary in vocabularies for meaning in vocabulary.meanings(word))
    return Span(at, at + len(word), word, meanings)
