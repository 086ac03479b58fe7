"""The reader's cost: loading, memory, time of a reading, and hostile strings.

python -m bench.readings              over the corpus and 100,000 hostile strings
python -m bench.readings --strings N
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterable
from random import Random

from knowledge.language.corpus import load_corpus
from knowledge.language.examples import make_examples
from knowledge.language.reader import Reader, package_model
from knowledge.language.train.fit import SEED, YEAR

ALPHABET = "预算决算多少年的二三十２0259万亿%％.,，。[]{}|\\'\"<>&;\x00\x1b\n\t\u202e\u200b\ud800🥔ＡbǅéßΩ㎡①囍龘 "
LONGEST = 500


def main() -> int:
    """Print the figures; status 1 where a string takes more than 50 ms or gives no reading."""
    parser = argparse.ArgumentParser(description="Time and memory of readings.")
    parser.add_argument("--strings", type=int, default=100_000)
    arguments = parser.parse_args()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    reader = Reader(package_model(), YEAR)
    loaded = time.perf_counter() - started
    reader.read("青山区司法局2025年差旅费多少")
    print(
        f"loading    {loaded * 1000:.0f} ms, {(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024} MB"
    )
    questions = [example.marked.text for example in make_examples(load_corpus(), 1, SEED)]
    _print("questions", _times(reader, questions))
    hostile = _times(reader, _strings(arguments.strings))
    _print("hostile", hostile)
    return 0 if hostile[-1] <= 0.050 else 1


def _times(reader: Reader, texts: Iterable[str]) -> list[float]:
    """Seconds of processor time of each reading, shortest first."""
    times = []
    for text in texts:
        started = time.process_time()
        reader.read(text)
        times.append(time.process_time() - started)
    return sorted(times)


def _strings(count: int) -> Iterable[str]:
    random = Random(SEED)
    for _ in range(count):
        yield "".join(
            random.choices(ALPHABET, k=random.choice((0, 1, 3, 10, 30, LONGEST if random.random() < 0.1 else 60)))
        )


def _print(name: str, times: list[float]) -> None:
    middle, late, last = times[len(times) // 2], times[len(times) * 99 // 100], times[-1]
    figures = f"median {middle * 1000:.2f} ms, p99 {late * 1000:.2f} ms, longest {last * 1000:.1f} ms"
    print(f"{name:<10} {len(times):,}: {figures}")


if __name__ == "__main__":
    sys.exit(main())
