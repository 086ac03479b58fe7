"""`budget-bot log purge`: questions older than the retention go."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from bot.telegram.handlers.commands import VERSION
from knowledge.conversation import EMPTY
from knowledge.engine import Engine
from knowledge.service.querylog import Asker
from knowledge.service.service import open_service


def test_purge_deletes_what_is_older(run: Callable[..., object], engine: Engine, tmp_path: Path) -> None:
    """The old question goes, the new one stays; twice is the same as once."""
    day = 86_400.0
    now = time.time()
    for age in (200 * day, 1 * day):
        service = open_service(tmp_path / "service.db", lambda age=age: now - age)  # type: ignore[misc]
        reply = engine.ask("12333咨询服务运维经费多少")
        service.log.record(Asker("cli"), reply, EMPTY, engine.library.base, 1.0)
        service.close()
    said = [str(run("log", "purge", data=tmp_path)) for _ in range(2)]
    assert "Deleted 1 questions older than 180 days" in said[0]
    assert "Left: 1 questions in 1 groups; 0 wait for an answer." in said[0]
    assert "Deleted 0 questions" in said[1]
    emptied = str(run("log", "purge", "--days", "0", data=tmp_path))
    assert "Deleted 1 questions older than 0 days" in emptied
    assert "Left: 0 questions in 0 groups; 0 wait for an answer." in emptied


def test_purge_without_a_log(run: Callable[..., object], tmp_path: Path) -> None:
    """Nothing there is no error; a negative time is."""
    assert "does not exist yet" in str(run("log", "purge", data=tmp_path))
    assert "give 0 or more" in str(run("log", "purge", "--days", "-1", data=tmp_path))


def test_about_names_the_version_of_the_package() -> None:
    """/about says what pyproject.toml says."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION
