"""How well a reader reads annotated questions: stretches, characters, asks, leaning, and all of it together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.language.examples import Example
from knowledge.language.marks import Label
from knowledge.language.reader import Reader, Reading

Stretch = tuple[int, int, str]
_SAME = {Label.OTHER: "item"}  # that a stretch is content is what matters, not of which sort


@dataclass
class Tally:
    """Counts of one group of questions."""

    questions: int = 0
    whole: int = 0
    asks: int = 0
    leans: int = 0
    spans: Counter[str] = field(default_factory=Counter)  # hit, got, want
    characters: Counter[str] = field(default_factory=Counter)

    def add(self, example: Example, reading: Reading) -> None:
        """Count one question."""
        want = {_stretch(mark.start, mark.end, mark.label) for mark in example.marked.marks}
        got = {_stretch(span.start, span.end, span.label) for span in reading.spans}
        is_asked = set(example.asks) == {read.ask for read in reading.asks}
        leans = example.leans == reading.leans
        self.questions += 1
        self.asks += is_asked
        self.leans += leans
        self.whole += is_asked and leans and want == got
        _count(self.spans, want, got)
        _count(self.characters, _characters(want), _characters(got))

    def line(self) -> tuple[str, ...]:
        """The figures of one row of a table."""
        n = self.questions or 1
        return (
            str(self.questions),
            f"{_f(self.spans):.3f}",
            f"{_f(self.characters):.3f}",
            f"{self.asks / n:.1%}",
            f"{self.leans / n:.1%}",
            f"{self.whole / n:.1%}",
        )


@dataclass
class Score:
    """The tallies of all questions and of each voice; hits and wants of labels and asks."""

    total: Tally = field(default_factory=Tally)
    voices: dict[str, Tally] = field(default_factory=dict)
    labels: Counter[tuple[str, str]] = field(default_factory=Counter)
    asks: Counter[tuple[str, str]] = field(default_factory=Counter)


def score(reader: Reader, examples: Iterable[Example]) -> Score:
    """Read the examples and compare."""
    found = Score()
    for example in examples:
        reading = reader.read(example.marked.text, example.follows)
        found.total.add(example, reading)
        found.voices.setdefault(example.line.voice, Tally()).add(example, reading)
        got = {(span.start, span.end, span.label) for span in reading.spans}
        for mark in example.marked.marks:
            found.labels[mark.label, "want"] += 1
            found.labels[mark.label, "hit"] += (mark.start, mark.end, mark.label) in got
        asked = {read.ask for read in reading.asks}
        for ask in example.asks:
            found.asks[ask, "want"] += 1
            found.asks[ask, "hit"] += ask in asked
    return found


def _stretch(start: int, end: int, label: Label) -> Stretch:
    return start, end, _SAME.get(label, str(label))


def _characters(stretches: set[Stretch]) -> set[tuple[int, str]]:
    return {(at, label) for start, end, label in stretches for at in range(start, end)}


def _count(
    counts: Counter[str], want: set[Stretch] | set[tuple[int, str]], got: set[Stretch] | set[tuple[int, str]]
) -> None:
    counts.update(hit=len({*want} & {*got}), got=len(got), want=len(want))


def _f(counts: Counter[str]) -> float:
    return 2 * counts["hit"] / (counts["got"] + counts["want"]) if counts["got"] + counts["want"] else 1.0
