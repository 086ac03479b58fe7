"""The corpus of written questions: its form, its size, and that it holds nothing that measures us."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from knowledge.language.corpus import CorpusFault, Line, load_corpus, read_lines
from knowledge.language.counts import counts
from knowledge.language.marks import Ask, BrokenMarks, Label, Mark, Marked, read_marks, write_marks
from knowledge.language.reader import Reader, package_model

QUESTIONS = Path(__file__).parents[4] / "shared" / "questions"
NAMES = frozenset((Label.UNIT, Label.ITEM, Label.BASE, Label.TABLE))


@pytest.mark.parametrize(
    ("tagged", "text", "marks"),
    [
        ("你好", "你好", ()),
        ("[天门|unit]多少", "天门多少", (Mark(0, 2, Label.UNIT),)),
        ("[吃饭|item:公务接待费]的钱", "吃饭的钱", (Mark(0, 2, Label.ITEM, "公务接待费"),)),
        ("比[去年|year][预算|stage]", "比去年预算", (Mark(1, 3, Label.YEAR), Mark(3, 5, Label.STAGE))),
    ],
)
def test_marks(tagged: str, text: str, marks: tuple[Mark, ...]) -> None:
    """Marks are read and written back."""
    assert read_marks(tagged) == Marked(text, marks)
    assert write_marks(read_marks(tagged)) == tagged


@pytest.mark.parametrize("tagged", ["[天门|unit", "天门]", "[天门|town]", "[[天门|unit]市|unit]", "[|unit]"])
def test_broken_marks(tagged: str) -> None:
    """What is no mark is told, not guessed."""
    with pytest.raises(BrokenMarks):
        read_marks(tagged)


def _row(**changes: object) -> str:
    row = {"id": "clerk-0001", "session": None, "tagged": "[天门|unit]多少", "asks": ["amount"], "leans": False}
    return json.dumps({**row, **changes}, ensure_ascii=False)


@pytest.mark.parametrize(
    "row",
    [
        _row(tagged=" "),
        _row(tagged="[{town}|unit]多少"),
        _row(tagged="{unit}多少"),
        _row(tagged="[{subject.short}|item]多少"),
        _row(tagged="[天门 |unit]多少"),
        _row(asks=[]),
        _row(asks=["amount", "amount"]),
        _row(asks=["price"]),
        _row(leans=True),
        _row(traits=["rude"]),
        "{}",
        "[]",
        "no json",
    ],
)
def test_faults(row: str) -> None:
    """A line that breaks the form says so when it is loaded."""
    with pytest.raises(CorpusFault):
        read_lines(row, "clerk.jsonl")


def test_size() -> None:
    """The corpus is as large and as varied as its reader needs."""
    found = dict(counts(load_corpus()))
    least = {
        "questions": 6000, "in sessions": 1500, "skeletons": 4000, "four-character stretches": 12000,
        "two or more asks": 400, "smalltalk or outside": 300, "fragments of 2 to 6": 300, "comparisons": 300,
        "bounds": 300, "trait slip": 500, "trait foreign": 600,
    }  # fmt: skip
    least |= {f"ask {ask}": 150 for ask in Ask} | {f"label {label}": 250 for label in Label}
    assert {name: count for name, count in found.items() if count < least.get(name, 0)} == {}
    assert sum(name.startswith("voice ") and count >= 500 for name, count in found.items()) >= 12


@pytest.mark.skipif(not QUESTIONS.is_dir(), reason="the questions that the reader is measured on are not here")
def test_no_line_is_a_measured_question() -> None:
    """No line with more than eight characters outside its names is at least 80 % like one of them without its names."""
    reader = Reader(package_model(), 2026)
    texts = (file.read_text(encoding="utf-8") for file in QUESTIONS.glob("*.jsonl"))
    rows = [json.loads(row) for text in texts for row in text.splitlines()]
    measured = sorted({_bare(_measured(row, reader)) for row in rows if "tagged" in row or "q" in row})
    assert [line.id for line in load_corpus() if _like(line, measured)] == []


def _bare(marked: Marked) -> str:
    """The question without names and punctuation."""
    parts, at = [], 0
    for mark in marked.marks:
        if mark.label in NAMES:
            parts.append(marked.text[at : mark.start])
            at = mark.end
    return re.sub(r"[\s，。？！、；：,.?!()（）]", "", "".join((*parts, marked.text[at:])))


def _measured(row: dict[str, str], reader: Reader) -> Marked:
    """A question with its names marked: by hand, else as the reader finds them."""
    if "tagged" in row:
        return read_marks(row["tagged"].replace("|measure", "|item"))
    return Marked(row["q"], tuple(Mark(span.start, span.end, span.label) for span in reader.read(row["q"]).spans))


def _like(line: Line, measured: list[str]) -> bool:
    bare = _bare(line.marked)
    return len(bare) > 8 and process.extractOne(bare, measured, scorer=fuzz.ratio, score_cutoff=80) is not None
