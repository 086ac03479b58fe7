"""Known words in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.words import Meaning, Span, Vocabulary, WordKind, segment

ITEM = Meaning(WordKind.ITEM, "x")
FILLER = Meaning(WordKind.FILLER, "")
SLOT = Meaning(WordKind.SLOT, 1)
WORDS = Vocabulary(
    [
        ("办公费", ITEM),
        ("办公", ITEM),
        ("公费", ITEM),
        ("单位价值50万元以上的设备", ITEM),
        ("的", FILLER),
        ("和", FILLER),
        ("", FILLER),
    ]
)


def _texts(spans: list[Span]) -> list[tuple[str, bool]]:
    return [(span.text, bool(span.meanings)) for span in spans]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("办公费的", [("办公费", True), ("的", True)]),
        ("办公的费", [("办公", True), ("的", True), ("费", False)]),
        ("新办公费", [("新", False), ("办公费", True)]),
        ("水费和电费", [("水费", False), ("和", True), ("电费", False)]),
        ("", []),
    ],
)
def test_the_longest_word_wins(text: str, spans: list[tuple[str, bool]]) -> None:
    """At each place the longest word is taken; what no word explains is kept."""
    assert _texts(segment(text, (WORDS,), {})) == spans


def test_a_comma_ends_an_unknown_stretch() -> None:
    """水费，电费 are two things, though no word knows either."""
    assert _texts(segment("水费电费", (WORDS,), {}, {2})) == [("水费", False), ("电费", False)]


def test_a_slot_yields_only_to_a_name_that_holds_it_whole() -> None:
    """An amount inside a longer name is no amount; beside a name it is one."""
    amount = Span(4, 8, "50万元", (SLOT,))
    assert _texts(segment("单位价值50万元以上的设备", (WORDS,), {4: amount})) == [("单位价值50万元以上的设备", True)]
    assert segment("单位价值50万元", (WORDS,), {4: amount})[-1] == amount


def test_all_meanings_of_a_word_are_kept() -> None:
    """A word of two vocabularies can mean both."""
    both = segment("办公费", (WORDS, Vocabulary([("办公费", FILLER)])), {})
    assert both[0].has(WordKind.ITEM)
    assert both[0].has(WordKind.FILLER)
    assert both[0].value(WordKind.ITEM) == "x"
    assert both[0].value(WordKind.SLOT) is None


@given(st.text(alphabet="办公费的和单位价值50万元以上设备x", max_size=40))
def test_the_spans_are_the_text(text: str) -> None:
    """Nothing is lost, doubled or out of order."""
    spans = segment(text, (WORDS,), {})
    assert "".join(span.text for span in spans) == text
    assert all(text[span.start : span.end] == span.text for span in spans)
