"""The model's card: what it was trained on, and its scores on voices held out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from importlib import resources

from knowledge.language.train.score import Score

HEAD = ("questions", "stretches F", "characters F", "asks", "leans", "whole reading")


def card(lines: int, voices: int, held_out: Sequence[str], held: Score, curve: Iterable[tuple[str, Score]]) -> str:
    """The card as Markdown, `card.md` filled in."""
    template = resources.files(__package__).joinpath("card.md").read_text(encoding="utf-8")
    rows = [(name, *held.voices[name].line()) for name in sorted(held.voices)]
    return template.format(
        lines=f"{lines:,}",
        voices=voices,
        held_out=", ".join(held_out),
        by_voice=_table(("voice", *HEAD), [*rows, ("all", *held.total.line())]),
        by_label=_shares("label", held.labels),
        by_ask=_shares("ask", held.asks),
        curve=_table(("trained on", *HEAD), [(name, *found.total.line()) for name, found in curve]),
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join((_row(head), _row(["---"] * len(head)), *map(_row, rows)))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _shares(head: str, counts: Counter[tuple[str, str]]) -> str:
    names = sorted({name for name, _ in counts})
    rows = [(name, str(counts[name, "want"]), f"{counts[name, 'hit'] / counts[name, 'want']:.1%}") for name in names]
    return _table((head, "written", "found"), rows)
