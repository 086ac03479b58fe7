"""An ingest that is killed at any moment leaves whole documents only, and the next one completes the work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.cli.ingesting import ingest_files
from ingest.organisations import Given
from ingest.samples import SAMPLES
from knowledge.store.read import KnowledgeBase

_COUNTIES = "甲乙丙丁戊己庚辛"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As many budgets as counties, all with the same figures; long enough for processes of their own."""
    folder = tmp_path_factory.mktemp("budgets")
    text = SAMPLES[0].read_text(encoding="utf-8")
    for county in _COUNTIES:
        own = text.replace("安徽省人力资源和社会保障信息中心", f"{county}县人力资源和社会保障局")
        (folder / f"{county}.md").write_text(own + "\n" * 20_000, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, ...]:
    """What one whole document holds."""
    path = tmp_path_factory.mktemp("whole") / "knowledge.db"
    ingest_files([folder / "甲.md"], path, Given(), workers=1)
    (counts,) = contents(path).values()
    return counts


def contents(path: Path) -> dict[str, tuple[int, ...]]:
    """What each document of a knowledge base holds: figures, tables, statements, passages."""
    base = KnowledgeBase(path)
    try:
        return {
            stored.document.file: (
                len(base.figures("figure.document_id = ?", [stored.id])),
                len(base.tables(stored.id)),
                len(base.statements("document_id = ?", [stored.id])),
                len(base.passages([stored.id])),
            )
            for stored in base.documents.values()
        }
    finally:
        base.close()


def start(folder: Path, data: Path) -> subprocess.Popen[bytes]:
    """An ingest in a process of its own, which starts two more."""
    code = "import sys; from bot.cli.main import main; sys.exit(main())"
    return subprocess.Popen(
        [sys.executable, "-c", code, "ingest", str(folder), "--workers", "2"],
        env={**os.environ, "BUDGET_BOT_DATA": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def kill_after(stored: int, process: subprocess.Popen[bytes], path: Path) -> None:
    """Kill a process as soon as so many documents are stored; sooner than that it is killed by the clock."""
    until = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < until:
        if len(contents(path)) >= stored:
            break
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)
    if process.stderr:
        process.stderr.close()


@pytest.mark.parametrize("stored", [1, 3, 6])
def test_killed_while_writing(stored: int, folder: Path, whole: tuple[int, ...], tmp_path: Path) -> None:
    """What is stored is whole; what was there before is there; the next ingest does the rest and no more."""
    path = tmp_path / "knowledge.db"
    ingest_files([folder / "甲.md"], path, Given(), workers=1)
    kill_after(stored, start(folder, tmp_path), path)
    left = contents(path)
    assert "甲.md" in left
    assert set(left.values()) == {whole}
    with start(folder, tmp_path) as again:
        assert again.wait(timeout=60) == 0
        assert again.stderr is not None
        assert again.stderr.read() == b""
    assert contents(path) == {f"{county}.md": whole for county in _COUNTIES}


@pytest.mark.parametrize("delay", [0.03, 0.15, 0.35, 0.6])
def test_killed_by_the_clock(delay: float, folder: Path, whole: tuple[int, ...], tmp_path: Path) -> None:
    """Wherever it was, even while the knowledge base was made: the next ingest completes the work."""
    process = start(folder, tmp_path)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)
    if process.stderr:
        process.stderr.close()
    with start(folder, tmp_path) as again:
        assert again.wait(timeout=60) == 0
    assert contents(tmp_path / "knowledge.db") == {f"{county}.md": whole for county in _COUNTIES}


def test_processes_end_with_their_parent(folder: Path, tmp_path: Path) -> None:
    """When the parent is killed, the processes that it started end too."""
    process = start(folder, tmp_path)
    children: set[int] = set()
    until = time.monotonic() + 20
    listing = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not listing.exists():
        process.kill()
        process.communicate()
        pytest.skip("this system does not list the children of a process")
    while len(children) < 2 and process.poll() is None and time.monotonic() < until:
        children |= {int(child) for child in listing.read_text(encoding="ascii").split()}
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert children
    while any(_runs(child) for child in children) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [child for child in children if _runs(child)]


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").split()[2] != "Z"
    except OSError:
        return False
