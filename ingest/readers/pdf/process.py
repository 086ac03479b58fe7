"""PDFium in a process of its own, which reads file after file: a damaged or malicious PDF can end it, or keep it busy.

A page whose forms draw each other thousands of times, or a stream that unfolds to gigabytes, stops the process at its
limits of time and memory; whoever asked then gets one IngestError, and the next file another process. While the next
page is read there, this process lays out the last one.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ingest.readers.limits import MAX_PAGE_SECONDS, MAX_PDF_MEMORY_BYTES, MAX_PDF_PAGES, MEGABYTE
from ingest.readers.pdf.drawn import Drawn
from ingest.readers.pdf.pipes import receive, send
from knowledge.errors import IngestError

_REASONS = {
    "encrypted": "the PDF is encrypted. Save it without a password and ingest that.",
    "damaged": "the PDF is damaged. Download it again, or print it to a new PDF.",
    "pages": f"more than {MAX_PDF_PAGES} pages. Split it and ingest the parts.",
    "drawing": "more drawing than a document has. Print it to a new PDF without its pictures, and ingest that.",
    "ended": (
        f"reading it takes more than {MAX_PAGE_SECONDS} s or {MAX_PDF_MEMORY_BYTES // MEGABYTE} MB. "
        "Print it to a new PDF, and ingest that."
    ),
}

_idle: list[_Engine] = []


def drawn_pages(path: Path) -> Iterator[Drawn]:
    """The pages of a PDF, each as soon as it is read. Raises IngestError."""
    engine = _idle.pop() if _idle else _Engine()
    try:
        yield from engine.read(path)
    except BaseException:  # the rest of the answer is still in the pipe
        engine.stop()
        raise
    _idle.append(engine)


def stop_engines() -> None:
    """End the processes that wait for the next file."""
    while _idle:
        _idle.pop().stop()


atexit.register(stop_engines)


class _Engine:
    """The process, and the pipes to and from it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"{__package__}.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
        )
        assert self._process.stdin
        assert self._process.stdout
        self._to = self._process.stdin
        self._from = self._process.stdout

    def read(self, path: Path) -> Iterator[Drawn]:
        number = 0
        with suppress(BrokenPipeError):  # it has ended: the answer below is missing, too
            send(self._to, os.path.abspath(path))
        while True:
            match receive(self._from):
                case ("page", page):
                    drawn = Drawn.from_plain(page)
                    number = drawn.number
                    yield drawn
                case ("end",):
                    return
                case ("refused", reason, where):
                    raise _refusal(path, reason, where)
                case _:
                    raise _refusal(path, "ended", number + 1)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._from.close()
        with suppress(BrokenPipeError):  # what it was not sent yet
            self._to.close()


def _refusal(path: Path, reason: str, page: int) -> IngestError:
    where = f"page {page}: " if page else ""
    return IngestError(f"{path.name}: {where}{_REASONS[reason]}")
