"""Any string gets an answer: some of those that `python -m bench.hostile` asks by the hundred thousand."""

from __future__ import annotations

from pathlib import Path

from bench.hostile import ask, build
from bench.hostile_strings import KINDS, hostile, words_of
from ingest.samples import SAMPLES
from knowledge.engine import Engine
from knowledge.store.read import KnowledgeBase

EACH = 16  # strings of each kind


def test_hostile_strings_get_an_answer(tmp_path: Path) -> None:
    """Nothing raises, whatever is asked, first or in a conversation."""
    build(tmp_path / "knowledge.db", SAMPLES)
    base = KnowledgeBase(tmp_path / "knowledge.db")
    engine, words = Engine(base), words_of(base)
    for number in range(EACH * len(KINDS)):
        kind, text = hostile(1, number, words)
        asked = ask(engine, kind, text, opening=words.questions[0] if number % 4 == 0 else "")
        assert asked.status is not None, f"{kind} {text[:200]!r}\n{asked.trace or asked.error}"
    base.close()
