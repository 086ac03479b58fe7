"""One made-up budget in random layouts: how many amounts are read rightly, wrongly or not at all, by format.

The budget and its writers are those of tests/ingest/test_layouts.py, which tries a few layouts; here are many.

    python -m bench.layouts [--documents N] [--seed N]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field, fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "ingest"))  # made_budget and its writers live there

from made_budget import Layout, make_budget
from test_layouts import CHOICES, differences, read_layout


@dataclass(slots=True)
class Result:
    """What was read of the documents of one format."""

    documents: int = 0
    amounts: int = 0
    wrong: int = 0
    missing: int = 0
    seconds: float = 0.0
    examples: list[Layout] = field(default_factory=list)


def measure(documents: int, seed: int) -> dict[str, Result]:
    """Read so many random layouts."""
    chance = random.Random(seed)
    results: dict[str, Result] = defaultdict(Result)
    for _ in range(documents):
        layout = Layout(**{entry.name: chance.choice(CHOICES[entry.name]) for entry in fields(Layout)})
        budget = make_budget(iter([chance.randint(1, 99_999_999) for _ in range(40)]))
        result = results[layout.format]
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            facts, tables = read_layout(Path(folder), budget, layout)
            result.seconds += time.perf_counter() - start
        wrong, missing = differences(facts, tables)
        result.documents += 1
        result.amounts += sum(len(table.meant) for table in tables)
        result.wrong += len(wrong)
        result.missing += len(missing)
        result.examples += [layout] if wrong else []
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name, result in sorted(measure(options.documents, options.seed).items()):
        print(
            f"{name:5} documents {result.documents:4}  amounts {result.amounts:6}  wrong {result.wrong:4}"
            f"  missing {result.missing:4}  {result.seconds / result.documents:.3f} s a document"
        )
        for layout in result.examples[:3]:
            print(f"      {layout}")


if __name__ == "__main__":
    main()
