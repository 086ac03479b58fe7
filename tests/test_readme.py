"""README.md can't lie: its commands run, its conversation is what is really said, its places exist."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.samples import SAMPLES

REPOSITORY = Path(__file__).parents[1]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """The lines of the shell blocks, without their comments."""
    return [line.split("#")[0].strip() for block in blocks("sh") for line in block.splitlines() if line.strip()]


def run_shell(line: str, data: Path, stdin: str = "") -> str:
    """Run a line as a person would after `make setup`, with ~ and the data folder elsewhere."""
    command = data / "bin" / "budget-bot"
    command.parent.mkdir(parents=True, exist_ok=True)
    code = "import sys; from bot.cli.main import main; sys.exit(main())"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{code}" "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(REPOSITORY),
        "HOME": str(data),
        "BUDGET_BOT_DATA": str(data / "data"),
    }
    environment.pop("BUDGET_BOT_CONFIG", None)
    done = subprocess.run(
        line,
        shell=True,
        cwd=data,
        env=environment,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    allowed = (0, 1) if "budget-bot check" in line else (0,)  # the samples do contradict themselves
    assert done.returncode in allowed, done.stderr
    return done.stdout


def test_conversation(tmp_path: Path) -> None:
    """The conversation is what `chat` says to these questions, word for word."""
    (conversation,) = blocks("text")
    turns = [turn.split("\n", 1) for turn in re.split(r"^› ", conversation, flags=re.MULTILINE)[1:]]
    said = run_shell("budget-bot chat", tmp_path, "".join(f"{question}\n" for question, _ in turns))
    assert said.strip() == "\n\n".join(answer.strip() for _, answer in turns)


@pytest.mark.skipif(os.name != "posix", reason="the lines are for a POSIX shell")
def test_commands(tmp_path: Path) -> None:
    """Every line of the shell blocks works, in order."""
    folder = tmp_path / "budgets"
    folder.mkdir()
    for sample in SAMPLES:
        (folder / sample.name).write_bytes(sample.read_bytes())
    lines = commands()
    assert len(lines) == 12
    for line in lines:
        if line.startswith("budget-bot"):
            run_shell(line, tmp_path)
    assert (tmp_path / "figures.csv").stat().st_size > 10_000


@pytest.mark.parametrize("target", [line.split()[1] for line in commands() if line.startswith("make ")])
def test_make_targets(target: str) -> None:
    """Each `make` target that is named exists."""
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)


@pytest.mark.parametrize(
    "place", re.findall(r"^\| `([a-z]+/)` \|", README, re.MULTILINE) + re.findall(r"\]\((\S+?)\)", README)
)
def test_places(place: str) -> None:
    """Each folder and file that is named exists."""
    assert (REPOSITORY / place).exists()
