"""How long a page of the review queue takes, with few and with many logged questions.

    python -m bench.review KNOWLEDGE.db [--questions N] [--repeat N]

Prints milliseconds for the first page, a page far behind, a search and the statistics, and their ratio to a log of a
thousand questions.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from pathlib import Path

import httpx

from bench.asked_log import make_log
from bot.current_engine import CurrentEngine
from bot.review.app import build_app
from bot.review.desk import ReviewDesk
from knowledge.conversation import EMPTY
from knowledge.engine import Engine
from knowledge.service.accounts import Role
from knowledge.service.querylog import Asker
from knowledge.service.service import Service, open_service
from knowledge.store.read import KnowledgeBase

_FEW = 1_000
_PATHS = ("/groups", "/groups?page=40", "/groups?failed=1&words=社保", "/statistics")
_PASSWORD = "for this bench only"


def fill(service: Service, engine: Engine, count: int) -> None:
    """Log so many questions of up to a thousand meanings, spread over thirty days."""
    asked = make_log(engine.library.base, 1_000, 50, random.Random(1))
    base = engine.library.base
    with service.together():
        for number in range(min(count, len(asked))):
            reply = engine.ask(asked[number].text)
            for copy in range(max(1, count // len(asked))):
                asker = Asker("telegram", f"chat {number}", f"user {number} {copy}")
                service.log.record(asker, reply, EMPTY, base, 1.0)
    service.groups.catch_up()


def page_times(knowledge: Path, count: int, repeat: int) -> list[float]:
    """Milliseconds of each path, the median of some tries."""

    with tempfile.TemporaryDirectory() as folder:
        service = open_service(Path(folder) / "service.db", time.time)
        service.accounts.add("bench", Role.EDITOR, _PASSWORD)
        current = CurrentEngine(lambda: Engine(KnowledgeBase(knowledge)), service)
        fill(service, current.engine, count)
        app = build_app(ReviewDesk(service, current))

        async def measure() -> list[float]:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
                await client.post("/login", data={"name": "bench", "password": _PASSWORD})
                return [await _median(client, path, repeat) for path in _PATHS]

        found = asyncio.run(measure())
        current.close()
        service.close()
        return found


async def _median(client: httpx.AsyncClient, path: str, repeat: int) -> float:
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        response = await client.get(path)
        assert response.status_code == 200, response.status_code
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)[len(times) // 2]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("knowledge", type=Path)
    parser.add_argument("--questions", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=9)
    args = parser.parse_args()
    few, many = (page_times(args.knowledge, count, args.repeat) for count in (_FEW, args.questions))
    for path, before, now in zip(_PATHS, few, many, strict=True):
        print(f"{path:32} {now:7.1f} ms with {args.questions} questions, ratio to {_FEW}: {now / before:.1f}")


if __name__ == "__main__":
    main()
