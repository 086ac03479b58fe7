"""Sentences as printed: which amounts stand in one, in which order, whatever statement each belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.amounts import plain
from knowledge.checks.ledger import Amount, Ledger
from knowledge.model import Aspect

_WIDTH = str.maketrans("０１２３４５６７８９．()", "0123456789.（）")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_NEAR = 3  # sentences before one, in its section, whose amounts it may go on to speak of


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure at its place in the text of its sentence."""

    at: int
    amount: Amount


@dataclass(frozen=True, slots=True)
class Sentence:
    """One printed sentence with all figures that stand in it, from left to right."""

    text: str
    section: str
    placed: tuple[Placed, ...]


def is_printed_amount(amount: Amount) -> bool:
    """Whether it is an amount, no change and no percentage."""
    return amount.figure.aspect is Aspect.AMOUNT


def sentences(ledger: Ledger) -> list[Sentence]:
    """The sentences of a document in reading order: the figures of several statements may stand in one."""
    of: dict[tuple[str, str], list[Amount]] = {}
    for amount in (amount for said in ledger.said for amount in said):
        citation = amount.figure.citation
        of.setdefault((citation.section, citation.quote), []).append(amount)
    return [_sentence(section, quote, amounts) for (section, quote), amounts in of.items()]


def _sentence(section: str, quote: str, amounts: Sequence[Amount]) -> Sentence:
    text = "".join(quote.split()).translate(_WIDTH)
    left = sorted(amounts, key=lambda amount: amount.order)
    placed: list[Placed] = []
    for found in _NUMBER.finditer(text):
        digits = found[0].replace(",", "")
        match = next((amount for amount in left if _digits(amount) == digits), None)
        if match is not None:
            left.remove(match)
            placed.append(Placed(found.start(), match))
    return Sentence(text, section, tuple(placed))


def _digits(amount: Amount) -> str:
    printed = "".join(amount.printed.split()).translate(_WIDTH).replace(",", "").replace("，", "")
    return printed if printed.isascii() else plain(abs(amount.figure.value))


@dataclass(frozen=True, slots=True)
class Lines:
    """All sentences, and for each amount of one which it is and where in it it stands."""

    sentences: tuple[Sentence, ...]
    places: dict[int, tuple[int, int]]  # order of an amount: its sentence, its place in `placed`

    def before(self, amount: Amount) -> list[Amount]:
        """The amounts of money of its year and stage before it in its sentence."""
        line, at = self.places.get(amount.order, (0, 0))
        return [p.amount for p in self.sentences[line].placed[:at] if _is_like(p.amount, amount)] if at else []

    def around(self, amount: Amount) -> list[Amount]:
        """Those of the sentences before its own, the nearest first."""
        line, _ = self.places.get(amount.order, (0, 0))
        near = self.sentences[max(line - _NEAR, 0) : line]
        section = self.sentences[line].section if self.sentences else ""
        return [
            p.amount
            for sentence in reversed(near)
            if sentence.section == section
            for p in reversed(sentence.placed)
            if _is_like(p.amount, amount)
        ]


def read_lines(ledger: Ledger) -> Lines:
    """The sentences of a document, and where each amount stands."""
    found = tuple(sentences(ledger))
    places = {p.amount.order: (line, at) for line, one in enumerate(found) for at, p in enumerate(one.placed)}
    return Lines(found, places)


def _is_like(amount: Amount, change: Amount) -> bool:
    one, other = amount.figure, change.figure
    same = (one.year, one.stage) == (other.year, other.stage)
    return same and amount.is_money and is_printed_amount(amount)
