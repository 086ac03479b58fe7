"""An answer as programs read it (CONTRACT.md): built whole, never changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from knowledge.model import Citation


class Status(StrEnum):
    """Whether the documents say it."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    REFUSED = "refused"
    ERROR = "error"


class Kind(StrEnum):
    """What sort of answer it is."""

    FIGURE = "figure"
    LIST = "list"
    SHARE = "share"
    CHANGE = "change"
    COMPARE = "compare"
    RANK = "rank"
    AGGREGATE = "aggregate"
    VERIFY = "verify"
    DEFINITION = "definition"
    PASSAGE = "passage"
    INDICATOR = "indicator"
    CHECK = "check"
    FAQ = "faq"
    SMALLTALK = "smalltalk"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of an answer: as printed, or derived by `formula` from printed ones."""

    value: str  # a decimal string
    unit: str
    label: str
    unit_name: str
    year: int
    stage: str
    comparator: str | None = None
    formula: str = ""  # empty: it stands in the source
    scope: str = ""  # of a government's figure: 全市, 市本级; empty: none

    @property
    def number(self) -> Decimal:
        """The value for arithmetic."""
        return Decimal(self.value)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a question."""

    question: str
    status: Status
    kind: Kind
    text: str
    values: tuple[Value, ...] = ()
    citations: tuple[Citation, ...] = ()
    warnings: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    reason: str = ""  # of a refusal, for the query log: no-unit, no-year, no-item, personal …
    pages: tuple[str, ...] = ()  # a long list's text page by page; empty where `text` says all

    @property
    def last_page(self) -> int:
        """The number of the last page, from 0."""
        return max(0, len(self.pages) - 1)

    def turned_to(self, page: int) -> Answer:
        """The answer with the text of one page, from 0; as it is where it has no pages."""
        return replace(self, text=self.pages[page]) if self.pages else self
