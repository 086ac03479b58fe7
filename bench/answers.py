"""How fast and how large: answering, starting, ingesting; each with its ratio to the target.

    python -m bench.answers QUESTIONS.jsonl ... [--documents FILE ...] [--runs 5]

Without --documents the embedded samples are ingested. A ratio above 1 misses the target.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_START = "import sys; from bot.cli.main import main; sys.exit(main(sys.argv[1:]))"
_FIRST_QUESTION = "12333咨询服务运维经费多少"
_WARM_UP = 3  # rounds over all questions before any is measured


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of the report and what it should be at most."""

    name: str
    value: float
    target: float
    unit: str

    def line(self) -> str:
        """The figure, its target and their ratio."""
        numbers = f"{self.value:9.3f} {self.target:9.3f} {self.unit:3} {self.value / self.target:6.2f}"
        return f"{self.name:32} {numbers}"


def main() -> None:
    """Print one line a measure."""
    parser = argparse.ArgumentParser(description="Time and memory of answering, starting and ingesting.")
    parser.add_argument("questions", nargs="+", type=Path, help="JSON lines with q and, for conversations, session")
    parser.add_argument("--documents", nargs="+", type=Path, help="what to ingest; otherwise the samples")
    parser.add_argument("--runs", type=int, default=5, help="of each command; the median counts")
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)  # measured in a process of its own
    arguments = parser.parse_args()
    if arguments.answer:
        print(json.dumps(answer_all(arguments.answer, arguments.questions)))
        return
    print(f"{'':32} {'now':>9} {'target':>9} {'':3} {'ratio':>6}")
    for measure in measures(arguments.questions, arguments.documents or samples(), arguments.runs):
        print(measure.line())


def samples() -> Sequence[Path]:
    """The embedded documents."""
    from ingest.samples import SAMPLES

    return SAMPLES


def measures(questions: Sequence[Path], documents: Sequence[Path], runs: int) -> list[Measure]:
    """All measures, on a knowledge base of its own."""
    with tempfile.TemporaryDirectory() as folder:
        ingest = median([ingest_once(documents, Path(folder) / str(run)) for run in range(runs)])
        ingest_mb = children_mb()
        data = Path(folder) / "0"
        code = [
            sys.executable,
            "-m",
            "bench.answers",
            *map(str, questions),
            "--answer",
            str(data / "knowledge.db"),
        ]
        times = json.loads(subprocess.run(code, check=True, capture_output=True).stdout)
        first, again = sorted(times["first_ms"]), sorted(times["ms"])
        return [
            Measure("answer, median", median(again), 0.5, "ms"),
            Measure("answer, p99", percentile(again), 3.0, "ms"),
            Measure("first time asked, median", median(first), 0.5, "ms"),
            Measure("first time asked, p99", percentile(first), 3.0, "ms"),
            Measure(
                "start to first answer",
                repeated(lambda: command(["ask", _FIRST_QUESTION], data), runs),
                0.4,
                "s",
            ),
            Measure("start to --help", repeated(lambda: command(["--help"], data), runs), 0.15, "s"),
            Measure(f"ingest of {len(documents)} documents", ingest, 1.0, "s"),
            Measure("peak memory of answering", times["peak_mb"], 100.0, "MB"),
            Measure("peak memory of ingesting", ingest_mb, 300.0, "MB"),
        ]


def ingest_once(documents: Sequence[Path], data: Path) -> float:
    """Seconds of one ingest command into a new knowledge base."""
    return command(["ingest", *map(str, documents)], data)


def repeated(work: Callable[[], float], runs: int) -> float:
    """The median of some runs."""
    return median(work() for _ in range(runs))


def command(words: Sequence[str], data: Path) -> float:
    """Seconds of one command from start to end."""
    environment = {**os.environ, "BUDGET_BOT_DATA": str(data)}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", _START, *words], env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def percentile(values: Sequence[float]) -> float:
    """The 99th percentile of sorted values."""
    return values[int(len(values) * 0.99)]


def children_mb() -> float:
    """Peak memory of the largest command so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def answer_all(knowledge_base: Path, files: Sequence[Path]) -> dict[str, object]:
    """Milliseconds of each question: the first time, and again when everything has been asked before."""
    from knowledge.conversation import EMPTY, Frame
    from knowledge.engine import Engine
    from knowledge.store.read import KnowledgeBase

    lines = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    engine = Engine(KnowledgeBase(knowledge_base))

    def ask_all() -> list[float]:
        frames: dict[str, Frame] = {}
        taken: list[float] = []
        for line in lines:
            session = line.get("session")
            start = time.perf_counter()
            reply = engine.ask(line["q"], frames.get(session, EMPTY))
            taken.append((time.perf_counter() - start) * 1000)
            if session:
                frames[session] = reply.frame
        return taken

    first = ask_all()
    for _ in range(_WARM_UP - 1):
        ask_all()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"first_ms": first, "ms": ask_all(), "peak_mb": peak}


if __name__ == "__main__":
    main()
