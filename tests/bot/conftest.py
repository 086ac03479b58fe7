"""A knowledge base of the samples, and the command line in this process."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import Ran, Run

from bot.cli.main import main
from bot.cli.sampling import build_from_samples
from knowledge.engine import Engine
from knowledge.store.read import KnowledgeBase


class _Stdin(io.TextIOWrapper):
    """A stdin that is no terminal."""

    def isatty(self) -> bool:
        return False


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the knowledge base of the samples. Do not write to it."""
    folder = tmp_path_factory.mktemp("samples")
    build_from_samples(folder / "knowledge.db")
    return folder


@pytest.fixture(scope="session")
def engine(sample_folder: Path) -> Iterator[Engine]:
    """An engine on the samples."""
    base = KnowledgeBase(sample_folder / "knowledge.db")
    yield Engine(base)
    base.close()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command here: run("ask", "…", data=FOLDER, stdin=b"…")."""

    def run_command(*words: str | Path, data: Path, stdin: bytes = b"") -> Ran:
        monkeypatch.setenv("BUDGET_BOT_DATA", str(data))
        monkeypatch.delenv("BUDGET_BOT_CONFIG", raising=False)
        monkeypatch.setattr("sys.stdin", _Stdin(io.BytesIO(stdin), encoding="utf-8"))
        try:
            status = main([str(word) for word in words])
        except SystemExit as leave:  # argparse: unusable arguments, --help
            status = int(leave.code or 0)
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return run_command
