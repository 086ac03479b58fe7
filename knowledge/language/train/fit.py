"""From examples to the files of a model. The same examples give the same bytes."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pycrfsuite

from knowledge.language.asks import JOINER, SCALE, ask_features
from knowledge.language.corpus import Line
from knowledge.language.examples import Example, make_examples, more_asked
from knowledge.language.features import features
from knowledge.language.fold import fold_question
from knowledge.language.marks import Marked
from knowledge.language.names import INVENTED, Names
from knowledge.language.reader import ASKS_FILE, TAGGER_FILE
from knowledge.language.slots import find_slots
from knowledge.language.tagger import Tagged, signs_of

SEED = 7
COPIES = 2
YEAR = 2026  # only for the values of slots, which training does not look at
# Regularisation and length were chosen on voices held out.
_TAGGING = {"c1": 0.1, "c2": 0.05, "max_iterations": 90, "feature.minfreq": 2, "feature.possible_transitions": False}
_ASKING = {"c1": 0.1, "c2": 0.5, "max_iterations": 60}
_RAREST_FEATURE = 3
_RAREST_SET = 5
_LEAST_WEIGHT = 4  # hundredths: less changes nothing and costs time


def train(lines: Sequence[Line], folder: Path, copies: int = COPIES, names: Names = INVENTED) -> None:
    """Write the model that is trained on `lines` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    examples = list(make_examples(lines, copies, SEED, names))
    with ProcessPoolExecutor(2) as both:
        fits = (
            both.submit(fit_tagger, examples, folder / TAGGER_FILE),
            both.submit(fit_asks, list(more_asked(examples, SEED)), folder / ASKS_FILE),
        )
        for fit in fits:
            fit.result()


def fit_tagger(examples: Iterable[Example], file: Path) -> None:
    """Train the tagger of stretches."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.select("lbfgs")
    trainer.set_params(_TAGGING)
    for example in examples:
        folded = fold_question(example.marked.text)
        rows = features(folded, find_slots(folded.text, YEAR))
        trainer.append(pycrfsuite.ItemSequence(rows), signs_of(example.marked, folded))
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "tagger"
        trainer.train(str(plain))
        file.write_bytes(zlib.compress(plain.read_bytes(), 9))


def fit_asks(examples: Iterable[Example], file: Path) -> None:
    """Train the classifiers of asks and of leaning: a CRF over one item is a logistic regression."""
    seen = [(_asked(example), example) for example in examples]
    counts = Counter(feature for found, _ in seen for feature in found)
    rows = [[feature for feature in found if counts[feature] >= _RAREST_FEATURE] for found, _ in seen]
    names = [JOINER.join(sorted(set(example.asks))) for _, example in seen]
    common = Counter(names)
    kept = [(row, part) for row, name in zip(rows, names, strict=True) for part in _frequent(name, common)]
    sets = sorted({part for _, part in kept})
    weights: dict[str, dict[int, int]] = {}
    _collect(weights, _fit([row for row, _ in kept], [part for _, part in kept]), sets.index)
    _collect(weights, _fit(rows, ["1" if example.leans else "0" for _, example in seen]), {"1": len(sets)}.get, "0")
    flat = ((name, _flat(weights[name])) for name in sorted(weights))
    lines = (f"{name}\t{written}" for name, written in flat if written)
    file.write_text("\n".join(("\t".join(sets), *lines)), encoding="utf-8")


def _frequent(name: str, common: Counter[str]) -> list[str]:
    """A set that is frequent enough to be learned, else each of its asks."""
    return [name] if common[name] >= _RAREST_SET else name.split(JOINER)


def _asked(example: Example) -> list[str]:
    folded = fold_question(example.marked.text)
    slots = find_slots(folded.text, YEAR)
    return ask_features(folded, stretches_of(example.marked), slots, example.follows)


def stretches_of(marked: Marked) -> tuple[Tagged, ...]:
    """The marks as the tagger would give them."""
    folded = fold_question(marked.text)
    found = []
    for mark in marked.marks:
        inside = [at for at in range(len(folded.text)) if mark.start <= folded.places[at] < mark.end]
        if inside:
            found.append(Tagged(inside[0], inside[-1] + 1, mark.label, 1.0))
    return tuple(found)


def _fit(rows: Sequence[list[str]], labels: Sequence[str]) -> dict[tuple[str, str], float]:
    """The weights of a logistic regression by feature and class."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.select("lbfgs")
    trainer.set_params(_ASKING)
    for row, label in zip(rows, labels, strict=True):
        trainer.append(pycrfsuite.ItemSequence([row]), [label])
    with TemporaryDirectory() as folder:
        file = str(Path(folder) / "classifier")
        trainer.train(file)
        tagger = pycrfsuite.Tagger()
        with tagger.open(file):
            return dict(tagger.info().state_features)


def _collect(
    weights: dict[str, dict[int, int]],
    fitted: dict[tuple[str, str], float],
    number_of: Callable[[str], int | None],
    against: str = "",
) -> None:
    """Add the weights of a fit in hundredths; those of the class `against` count against the only other one."""
    for (feature, label), weight in fitted.items():
        number = number_of("1") if label == against else number_of(label)
        rounded = round(-weight * SCALE) if label == against else round(weight * SCALE)
        if number is not None and rounded:
            of_feature = weights.setdefault(feature, {})
            of_feature[number] = of_feature.get(number, 0) + rounded


def _flat(weights: dict[int, int]) -> str:
    return " ".join(
        f"{number} {weights[number]}" for number in sorted(weights) if abs(weights[number]) >= _LEAST_WEIGHT
    )
