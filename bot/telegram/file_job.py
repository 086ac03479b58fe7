"""A file that staff send, read by a program of its own: its memory, faults and time are not the bot's."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SUFFIXES = (".pdf", ".docx", ".xlsx", ".xls", ".txt", ".md", ".csv", ".html", ".htm")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Finished:
    """How a program ended: its exit status, and what it printed; status None: stopped after its time."""

    status: int | None
    output: str
    errors: str


def is_known_type(name: str) -> bool:
    """Whether the reader knows files of this suffix."""
    return Path(name).suffix.lower() in SUFFIXES


def safe_name(name: str) -> str:
    """The file's name without anything that could lead out of its folder or start an option."""
    path = Path(re.sub(r"[^\w.()（）《》 -]", "_", Path(name).name))
    stem = path.stem.strip(" .-_")[:_LONGEST_NAME] or "document"
    return stem + path.suffix.lower()


async def run_program(command: Sequence[str], seconds: float) -> Finished:
    """Run a program and wait for it; it is stopped after its time."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        output, errors = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError:
        process.kill()
        await process.wait()
        return Finished(None, "", "")
    return Finished(process.returncode, output.decode(errors="replace"), errors.decode(errors="replace"))
