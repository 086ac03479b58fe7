"""Reading in parallel: in order, and going on when a process is lost."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from bot.cli.files import NotRead
from bot.cli.ingesting import ingest_files
from bot.cli.loading import Loaded, load_files
from bot.cli.outcome import Fate
from ingest.organisations import Given

_BUDGET = "甲县教育局{year}年部门预算\n\n收支总表\n\n单位：万元\n\n项目\t预算数\n收入总计\t12.5\n"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Six budgets, long enough together for processes of their own, and one file that is none."""
    paths = [tmp_path / f"{number}.md" for number in range(7)]
    for number, path in enumerate(paths):
        path.write_text(_BUDGET.format(year=2015 + number) + "\n" * 60_000, encoding="utf-8")
    paths[3].write_text("没有预算。", encoding="utf-8")
    return paths


def test_results_come_in_the_order_of_the_files(files: list[Path]) -> None:
    """Whatever is finished first; a bad file is a value at its place."""
    results = list(load_files(files, Given(), 2))
    assert [result.path for result in results] == files
    assert [isinstance(result, Loaded) for result in results] == [True, True, True, False, True, True, True]
    alone = list(load_files(files, Given(), 1))
    assert alone == results


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_lost_process_costs_no_document(files: list[Path]) -> None:
    """A process that the system ends: its file is read again."""
    killed: list[int] = []

    def kill_one() -> None:
        until = time.monotonic() + 10
        while not killed and time.monotonic() < until:
            for child in multiprocessing.active_children()[:1]:
                if child.pid:
                    os.kill(child.pid, signal.SIGKILL)
                    killed.append(child.pid)
            time.sleep(0.01)

    killer = threading.Thread(target=kill_one)
    killer.start()
    results = list(load_files(files, Given(), 2))
    killer.join()
    assert killed
    assert [result.path for result in results if isinstance(result, NotRead)] == [files[3]]
    assert [result.path for result in results] == files


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_not_waited_for(files: list[Path], tmp_path: Path) -> None:
    """Whether it is known already is not asked of what may have no end."""
    base, pipe = tmp_path / "knowledge.db", tmp_path / "a.pdf"
    os.mkfifo(pipe)
    assert [outcome.fate for outcome in ingest_files(files[:1], base, Given(), 1)] == [Fate.NEW]
    (outcome,) = ingest_files([pipe], base, Given(), 1)
    assert outcome.fate is Fate.FAILED
    assert "no ordinary file" in outcome.message
