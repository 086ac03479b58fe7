"""How well logged questions are grouped by meaning, and how fast.

    python -m bench.grouping KNOWLEDGE.db [--meanings N] [--most N] [--seed N] [--repeat N]

Logs questions with known meanings (bench/asked_log.py) and groups them. Of all pairs with one meaning: how many are in
one group; of all pairs in one group, and of all pairs with two meanings: how many of the latter were joined. Then the
time for all, and for each question that comes later. `--repeat` logs the same askings so many times.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench.asked_log import Asking, make_log
from knowledge.conversation import EMPTY
from knowledge.engine import Engine
from knowledge.service.querylog import Asker
from knowledge.service.service import Service, open_service
from knowledge.store.read import KnowledgeBase

_LATER = 200  # questions that come after the log was grouped


def fill(service: Service, engine: Engine, asked: Sequence[Asking], repeat: int = 1) -> None:
    """Answer and log all askings."""
    base = engine.library.base
    for one in asked:
        reply = engine.ask(one.text)
        for _ in range(repeat):
            service.log.record(Asker("telegram"), reply, EMPTY, base, 1.0)


def pairs(count: int) -> int:
    """How many pairs some things make."""
    return count * (count - 1) // 2


def main() -> None:
    """Log, group, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("knowledge", type=Path)
    parser.add_argument("--meanings", type=int, default=400)
    parser.add_argument("--most", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="groups and meanings that went wrong")
    args = parser.parse_args()
    engine = Engine(KnowledgeBase(args.knowledge))
    asked = make_log(engine.library.base, args.meanings, args.most, random.Random(args.seed))
    with tempfile.TemporaryDirectory() as folder:
        service = open_service(Path(folder) / "service.db", time.time)
        with service.together():
            fill(service, engine, asked, args.repeat)
        start = time.perf_counter()
        count = service.groups.catch_up()
        taken = time.perf_counter() - start
        _print_quality(service, asked, args.repeat, args.show)
        print(f"{count} questions grouped in {taken:.1f} s")
        _print_later(service, engine, asked)
        service.close()


def _print_quality(service: Service, asked: Sequence[Asking], repeat: int, show: int) -> None:
    groups = [group for (group,) in service.conn.execute("SELECT group_id FROM query ORDER BY id")][::repeat]
    meanings = [one.meaning for one in asked]
    together = Counter(zip(meanings, groups, strict=True))
    same_both = sum(map(pairs, together.values()))
    same_meaning = sum(map(pairs, Counter(meanings).values()))
    same_group = sum(map(pairs, Counter(groups).values()))
    different = pairs(len(asked)) - same_meaning
    joined = same_group - same_both
    print(f"{len(asked)} questions of {len(set(meanings))} meanings in {len(set(groups))} groups")
    print(f"pairs of one meaning found          {same_both / same_meaning:8.2%}")
    print(f"pairs in a group with two meanings  {joined / max(1, same_group):8.2%}")
    print(f"pairs of two meanings joined        {joined / max(1, different):8.4%}")
    for group, number in Counter(group for _, group in together).most_common(show):
        mixed = {one.meaning: one.text for one, its in zip(asked, groups, strict=True) if its == group}
        print(f"  group {group}: {number} meanings: {' | '.join(mixed.values())}")
    for meaning, number in Counter(meaning for meaning, _ in together).most_common(show):
        spread = {its: one.text for one, its in zip(asked, groups, strict=True) if one.meaning == meaning}
        print(f"  meaning {meaning}: {number} groups: {' | '.join(list(spread.values())[:8])}")


def _print_later(service: Service, engine: Engine, asked: Sequence[Asking]) -> None:
    times = []
    for one in asked[:_LATER]:
        fill(service, engine, [one])
        start = time.perf_counter()
        service.groups.catch_up()
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    print(f"each later question: median {times[len(times) // 2]:.1f} ms, most {times[-1]:.1f} ms")


if __name__ == "__main__":
    main()
