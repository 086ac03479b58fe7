"""Documents read in parallel, by file, in processes; the results come in the order of the files."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import wait
from pathlib import Path

from bot.cli.files import NotRead
from ingest.load import load_document
from ingest.organisations import Given
from knowledge.checks import find_contradictions
from knowledge.errors import BudgetError
from knowledge.model import Contradiction, DocumentFacts

_SMALL_BYTES = 256 * 1024  # all files together: read here before other processes have started


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document that was read and checked."""

    path: Path
    facts: DocumentFacts
    contradictions: tuple[Contradiction, ...]


def load_file(path: Path, given: Given) -> Loaded | NotRead:
    """Read and check one file; what is wrong with it is a value, so that the others go on."""
    try:
        facts = load_document(path, given)
        return Loaded(path, facts, find_contradictions(facts))
    except BudgetError as error:
        return NotRead(path, str(error))
    except MemoryError:
        return NotRead(path, f"{path.name}: not enough memory to read it. Split it and ingest the parts.")
    except Exception as error:  # noqa: BLE001  a fault of ours in one file must not cost the thousand others
        fault = f"{type(error).__name__}: {error}".split("\n")[0][:120]
        return NotRead(
            path,
            f"{path.name}: a fault of this program ({fault}), nothing of it is stored. Please report it.",
        )


def load_files(paths: Sequence[Path], given: Given, workers: int) -> Iterator[Loaded | NotRead]:
    """Read files in order. `workers` 0: one process for each core."""
    processes = min(workers or os.cpu_count() or 1, len(paths))
    if processes < 2 or sum(map(_size, paths)) < _SMALL_BYTES:
        yield from (load_file(path, given) for path in paths)
    else:
        yield from _in_processes(paths, given, processes)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


# ---- processes ---------------------------------------------------------------------------------------------


def _in_processes(paths: Sequence[Path], given: Given, processes: int) -> Iterator[Loaded | NotRead]:
    remaining = deque(paths)
    while remaining:
        pool = _pool(processes)
        try:
            yield from _in_order(pool, remaining, given, 2 * processes)
        except (BrokenProcessPool, OSError):  # a process was lost, at work or at its start: the first file alone,
            # the others in a new pool
            yield _alone(remaining.popleft(), given)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor, remaining: deque[Path], given: Given, window: int
) -> Iterator[Loaded | NotRead]:
    """Results in order, few files ahead to keep memory bounded. A file leaves `remaining` with its result."""
    ahead = iter(tuple(remaining))
    running: deque[Future[Loaded | NotRead]] = deque(
        pool.submit(load_file, path, given) for path in islice(ahead, window)
    )
    while running:
        result = running.popleft().result()
        remaining.popleft()
        running.extend(pool.submit(load_file, path, given) for path in islice(ahead, 1))
        yield result


def _alone(path: Path, given: Given) -> Loaded | NotRead:
    pool = _pool(1)
    try:
        return pool.submit(load_file, path, given).result()
    except BrokenProcessPool:
        return NotRead(
            path,
            f"{path.name}: reading it ended the process (memory, or a damaged file). Save it anew.",
        )
    finally:
        pool.shutdown(wait=False)


def _pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """In a new process: Ctrl-C is the parent's business, and when the parent is killed, so is this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
