"""Whether any string at all gets an answer, and soon: random and hostile ones, the same for the same seed.

    python -m bench.hostile [--count 100000] [--seed N] [DOCUMENT ...]

Without documents the embedded samples are asked. Every fourth string continues a conversation. A string that raises,
gives no Answer or takes over two seconds breaks the bar: exit code 1.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.hostile_strings import Words, hostile, words_of
from ingest.load import load_document
from ingest.samples import SAMPLES
from knowledge.conversation import EMPTY
from knowledge.engine import Engine
from knowledge.reply import Answer, Status
from knowledge.store.read import KnowledgeBase
from knowledge.store.write import KnowledgeWriter

MOST_SECONDS = 2.0
GIVE_UP = 30  # seconds; what takes longer is interrupted and counts as an exception
CHUNK = 250


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one string."""

    kind: str
    text: str
    opening: str  # the question before it, if it continues a conversation
    seconds: float
    status: Status | None  # none if it raised
    error: str = ""  # the exception's type and where it was raised
    trace: str = ""


def ask(engine: Engine, kind: str, text: str, opening: str = "") -> Asked:
    """Ask one string, after an opening question if there is one."""
    start = time.perf_counter()
    try:
        frame = engine.ask(opening).frame if opening else EMPTY
        start = time.perf_counter()
        answer = engine.ask(text, frame).answer
        status = Status(answer.status) if isinstance(answer, Answer) else None
    except Exception as raised:  # noqa: BLE001 - whatever it is, it is what we look for
        last = traceback.extract_tb(raised.__traceback__)[-1]
        error = f"{type(raised).__name__} at {Path(last.filename).name}:{last.lineno}"
        return Asked(kind, text, opening, time.perf_counter() - start, None, error, traceback.format_exc())
    return Asked(kind, text, opening, time.perf_counter() - start, status, "" if status else "no Answer")


def _interrupt(_signal: int, _frame: object) -> None:
    raise TimeoutError


_opened: dict[Path, tuple[Engine, Words]] = {}  # in each process


def ask_chunk(base: Path, seed: int, numbers: range) -> list[Asked]:
    """Ask some of the strings, in a process of a pool."""
    if base not in _opened:
        opened = KnowledgeBase(base)
        _opened[base] = Engine(opened), words_of(opened)
        _opened[base][0].warm_up()
        signal.signal(signal.SIGALRM, _interrupt)
    engine, words = _opened[base]
    results = []
    for number in numbers:
        kind, text = hostile(seed, number, words)
        signal.alarm(GIVE_UP)
        results.append(ask(engine, kind, text, words.questions[number % len(words.questions)] * (number % 4 == 3)))
        signal.alarm(0)
    return results


def build(base: Path, documents: Sequence[Path]) -> None:
    """Write a knowledge base of the documents."""
    with KnowledgeWriter(base) as writer:
        for path in documents:
            writer.write(load_document(path))


def report(asked: Sequence[Asked]) -> bool:
    """Print what came of all; whether every string got an answer in time."""
    failed = [one for one in asked if one.status is None]
    slow = [one for one in asked if one.seconds > MOST_SECONDS]
    times = sorted(one.seconds * 1000 for one in asked)
    answered = sum(one.status is Status.ANSWERED for one in asked) / len(asked)
    print(f"{len(asked)} strings: {len(failed)} raised, {len(slow)} over {MOST_SECONDS:.0f} s, {answered:.1%} answered")
    for error, count in Counter(one.error for one in failed).most_common():
        first = next(one for one in failed if one.error == error)
        after = f" after {first.opening!r}" if first.opening else ""
        print(f"  {error}: {count}, first {first.kind} {first.text[:200]!r}{after}\n{first.trace[-900:]}")
    p99 = times[math.ceil(len(times) * 0.99) - 1]
    print(f"median {times[len(times) // 2]:.2f} ms, p99 {p99:.2f}, max {times[-1]:.2f}")
    for one in sorted(asked, key=lambda one: -one.seconds)[:3]:
        print(f"  {one.seconds * 1000:.0f} ms: {one.kind}, {len(one.text)} characters, {one.text[:100]!r}")
    return not failed and not slow


def main() -> None:
    """Ask all and print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path, nargs="*", default=SAMPLES)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chunks = [range(start, min(start + CHUNK, args.count)) for start in range(0, args.count, CHUNK)]
    with tempfile.TemporaryDirectory() as folder, multiprocessing.Pool(2) as pool:
        base = Path(folder) / "knowledge.db"
        build(base, args.documents)
        asked = [one for some in pool.imap(partial(ask_chunk, base, args.seed), chunks) for one in some]
    sys.exit(0 if report(asked) else 1)


if __name__ == "__main__":
    main()
