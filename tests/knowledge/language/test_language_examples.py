"""Names put into the corpus, and noise over it: always the same, marks in place."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from knowledge.language.corpus import Line, load_corpus
from knowledge.language.examples import fill, make_examples
from knowledge.language.fold import fold_question
from knowledge.language.marks import Ask
from knowledge.language.names import INVENTED, Named, Names
from knowledge.language.noise import add_noise


@pytest.fixture(scope="module")
def lines() -> Sequence[Line]:
    """A part of the corpus, sessions among it."""
    return [line for line in load_corpus() if line.voice in ("clerk", "overseas")][:400]


def test_same_seed_same_examples(lines: Sequence[Line]) -> None:
    """The generator is deterministic by its seed."""
    assert list(make_examples(lines, 2, 1)) == list(make_examples(lines, 2, 1))
    assert list(make_examples(lines, 2, 1)) != list(make_examples(lines, 2, 2))


def test_marks_stay_in_place(lines: Sequence[Line]) -> None:
    """Marks are in order, hold something, and no placeholder is left."""
    for example in make_examples(lines, 3, 1):
        at = 0
        for mark in example.marked.marks:
            assert at <= mark.start < mark.end <= len(example.marked.text)
            at = mark.end
        assert "{" not in example.marked.text


def test_one_placeholder_one_name() -> None:
    """In a session a placeholder is one name, outside another."""
    tagged = "[{unit}|unit]多少"
    lines = [Line(f"x-{n}", session, tagged, (Ask.AMOUNT,), False) for n, session in enumerate(["s", "s", None])]
    first, second, other = (example.marked.text for example in fill(lines, Random(1)))
    assert first == second != other


def test_names_of_a_base() -> None:
    """Known names go before invented ones; short forms where the placeholder says so."""
    names = Names({"unit": (Named("青山区司法局", ("司法局",)),)})
    line = Line("x-1", None, "[{unit}|unit]和[{unit.short}|unit]", (Ask.AMOUNT,), False)
    assert next(fill([line], Random(1), names)).marked.text == "青山区司法局和司法局"


@pytest.mark.parametrize("kind", ["unit", "place", "government", "subject", "economic", "project", "indicator", "code"])
def test_invented_names(kind: str) -> None:
    """Hundreds of different names, none empty."""
    made = {INVENTED.make(kind, Random(seed)).full for seed in range(300)}
    assert "" not in made
    assert len(made) > 30


def test_noise_keeps_stretches(lines: Sequence[Line]) -> None:
    """Noise moves marks with their characters."""
    for number, line in enumerate(lines):
        noisy = add_noise(line.marked, line.voice, Random(number))
        assert len(noisy.marks) <= len(line.marked.marks)
        assert all(noisy.text[mark.start : mark.end].strip() for mark in noisy.marks)


@pytest.mark.parametrize(
    ("text", "folded", "stretch", "asked"),
    [
        ("万 里 街道", "万里街道", (0, 2), (0, 3)),
        ("１２３３３", "12333", (0, 5), (0, 5)),
        ("天門的\u200b預算", "天门的预算", (3, 5), (4, 6)),
        ("㎡A", "㎡a", (1, 2), (1, 2)),
    ],
)
def test_fold(text: str, folded: str, stretch: tuple[int, int], asked: tuple[int, int]) -> None:
    """Folding keeps the places of characters."""
    found = fold_question(text)
    assert found.text == folded
    assert found.span_as_asked(*stretch) == asked
