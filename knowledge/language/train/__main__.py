"""`make train` and `make train-curve`: the model from the corpus, and the card that says how well it reads.

python -m knowledge.language.train            train on all voices; the card keeps its scores
python -m knowledge.language.train --curve    train on parts without three voices, and write the card
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from knowledge.language.corpus import Line, load_corpus
from knowledge.language.examples import make_examples
from knowledge.language.reader import Reader, package_model
from knowledge.language.train.card import HEAD, card
from knowledge.language.train.fit import SEED, YEAR, train
from knowledge.language.train.score import Score, score

HELD_OUT = ("journalist", "retired", "shop")
STEPS = (500, 1000, 2000, 4000)


def main(argv: Sequence[str] | None = None) -> int:
    """Train, or measure and write the card."""
    parser = argparse.ArgumentParser(prog="train", description="Train the reader from the corpus.")
    parser.add_argument("--curve", action="store_true", help="measure on voices held out, by size of the corpus")
    arguments = parser.parse_args(argv)
    lines = load_corpus()
    if arguments.curve:
        _write_card(lines)
    else:
        started = time.process_time()
        train(lines, package_model())
        print(f"trained on {len(lines)} questions in {time.process_time() - started:.0f} s of processor time")
    return 0


def _write_card(lines: Sequence[Line]) -> None:
    print("\t".join(("trained on", *HEAD)))
    curve = list(_curve(lines))
    voices = {line.voice for line in lines}
    text = card(len(lines), len(voices), HELD_OUT, curve[-1][1], curve)
    (package_model() / "README.md").write_text(text, encoding="utf-8")


def _curve(lines: Sequence[Line]) -> Iterator[tuple[str, Score]]:
    """For each size a model trained on as many questions of the other voices, and its score on those held out."""
    held = list(make_examples([line for line in lines if line.voice in HELD_OUT], 1, SEED + 1))
    others = [line for line in lines if line.voice not in HELD_OUT]
    for size in (*(step for step in STEPS if step < len(others)), len(others)):
        with TemporaryDirectory() as folder:
            train(_part(others, size), Path(folder))
            found = score(Reader(Path(folder), YEAR), held)
        print("\t".join((f"{size:,}", *found.total.line())))
        sys.stdout.flush()
        yield f"{size:,}", found


def _part(lines: Sequence[Line], size: int) -> list[Line]:
    """So many lines of all voices, sessions whole and in their order."""
    runs = [list(run) for _, run in groupby(lines, key=lambda line: line.session or line.id)]
    Random(SEED).shuffle(runs)
    part: list[Line] = []
    for run in runs:
        if len(part) >= size:
            break
        part += run
    return part


if __name__ == "__main__":
    sys.exit(main())
