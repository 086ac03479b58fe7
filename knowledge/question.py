"""What a question says: what is wanted, of whose budget, of which year and of what."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from knowledge.concepts import Concept
from knowledge.lexicon import load
from knowledge.model import Level, Scheme, Stage
from knowledge.slots import Amount
from knowledge.words import Span, WordKind


class Operation(StrEnum):
    """What a question wants."""

    FIGURE = "figure"
    WHY = "why"
    CHANGE = "change"
    SHARE = "share"
    PERCENT = "percent"  # share or change, the other words tell
    COMPLETION = "completion"
    COMPARE = "compare"
    RANK = "rank"
    SUM = "sum"
    COUNT = "count"
    VERIFY = "verify"
    HAS = "has"
    REVERSE = "reverse"
    DEFINITION = "definition"
    LIST = "list"
    INDICATOR = "indicator"
    PASSAGE = "passage"
    CONTENTS = "contents"
    CHECK = "check"
    SMALLTALK = "smalltalk"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Topic:
    """The paragraphs that a question asks for."""

    headings: tuple[str, ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the question that names something: a known name, or words to be matched with names."""

    text: str  # folded
    start: int
    end: int
    wide: str = ""  # with the short fillers at its ends, which may belong to it: 办公费 for 公费
    concept: Concept | None = None
    code: str = ""
    measure: str = ""  # a measure that only the documents name: 中期资金总额
    is_known: bool = False  # a name of the knowledge base, letter by letter


@dataclass(frozen=True, slots=True)
class NamedUnits:
    """Units that are named at one place of a question."""

    start: int
    unit_ids: tuple[int, ...]


Numbers = Literal["money", "things"] | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was read. Empty and None where it says nothing."""

    text: str  # as asked
    folded: str
    spans: tuple[Span, ...]
    operations: tuple[Operation, ...] = ()
    unit_ids: tuple[int, ...] = ()
    unknown_place: str = ""  # a region that is named and has no known unit
    unit_spans: tuple[NamedUnits, ...] = ()  # where units or regions are named: two places are compared
    numbers: Numbers = None  # what sort of number is asked for
    years: tuple[int, ...] = ()
    year_offsets: tuple[int, ...] = ()
    stages: tuple[Stage, ...] = ()
    level: Level | None = None
    scheme: Scheme | None = None
    code_digits: int | None = None  # 项级 7, 款级 5, 类级 3
    topic: Topic | None = None
    amounts: tuple[Amount, ...] = ()
    mentions: tuple[Mention, ...] = ()
    refusals: tuple[str, ...] = ()
    cuts: frozenset[int] = frozenset()  # where a comma or the like stood in `folded`
    cues: dict[str, str] = field(default_factory=dict)  # operation: the words that said so
    tables: tuple[str, ...] = ()  # titles of tables
    slots: tuple[str, ...] = ()  # names of the patterns that read something

    def wants(self, *operations: Operation) -> bool:
        """Whether a cue for one of `operations` was read."""
        return any(operation in self.operations for operation in operations)

    @property
    def sums_up(self) -> bool:
        """Whether the question wants several things together."""
        return any(word in self.folded for word in load("questions")["together"]["words"])

    @property
    def stretch(self) -> str:
        """The text between what says whose and when and what only asks, with everything inside."""
        outer = (WordKind.UNIT, WordKind.REGION, WordKind.SLOT, WordKind.YEAR, WordKind.STAGE, WordKind.LEVEL)
        inner = [span for span in self.spans if not span.has(*outer)]
        while inner and len(inner[-1].text) > 1 and inner[-1].has(WordKind.FILLER, WordKind.CUE):
            inner.pop()
        return "".join(span.text for span in inner)

    @property
    def share_at(self) -> int | None:
        """Where 占 stands: what is before it is the part, what is after it the whole."""
        cues = (span for span in self.spans if span.value(WordKind.CUE) is Operation.SHARE)
        return next((span.start for span in cues if "占" in span.text), None)
