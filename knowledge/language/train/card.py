"""The model's card: what it was trained on, and its scores on voices held out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from knowledge.language.train.score import Score

HEAD = ("questions", "stretches F", "characters F", "asks", "leans", "whole reading")


def card(lines: int, voices: int, held_out: Sequence[str], held: Score, curve: Iterable[tuple[str, Score]]) -> str:
    """The card as Markdown."""
    return "\n".join(
        (
            "# The reader's model",
            "",
            f"Trained by `make train` from the {lines:,} written questions of {voices} voices in `../corpus`, each filled with",
            "invented names twice over, once of them with noise. Nothing else: no document, and no question that",
            "the reader is measured on. The same corpus gives the same bytes.",
            "",
            "| file | holds |",
            "|---|---|",
            "| `stretches.crfsuite.z` | the tagger of stretches: a linear-chain CRF over characters (python-crfsuite), deflated |",
            "| `asks.json` | what is asked and whether it leans: logistic regressions, weights in hundredths by feature |",
            "| `traditional.txt` | traditional characters and their simplified ones |",
            "",
            "## Voices held out",
            "",
            f"A model trained without {', '.join(held_out)} reads their questions, which are filled with names as they are written.",
            "A stretch counts where both ends and the label are right (`other` and `item` are one), a whole reading where",
            "all stretches, all asks and leaning are.",
            "",
            *_table(("voice", *HEAD), [(name, *held.voices[name].line()) for name in sorted(held.voices)]),
            "",
            *_shares("label", held.labels),
            "",
            *_shares("ask", held.asks),
            "",
            "## Learning curve",
            "",
            "The same voices, read by models trained on a part of the other voices' questions (`make train-curve`).",
            "",
            *_table(("trained on", *HEAD), [(name, *found.total.line()) for name, found in curve]),
            "",
        )
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [_row(head), _row(["---"] * len(head)), *map(_row, rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _shares(head: str, counts: Counter[tuple[str, str]]) -> list[str]:
    names = sorted({name for name, _ in counts})
    rows = [(name, str(counts[name, "want"]), f"{counts[name, 'hit'] / counts[name, 'want']:.1%}") for name in names]
    return _table((head, "written", "found"), rows)
