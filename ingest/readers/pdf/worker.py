"""The process that reads PDFs: each path that comes in is answered with its pages."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

from ingest.readers.limits import MAX_PAGE_SECONDS, MAX_PDF_MEMORY_BYTES, MAX_PDF_SECONDS
from ingest.readers.pdf import engine, pdfium
from ingest.readers.pdf.pipes import receive, send
from ingest.readers.pdf.refusal import Refusal

_WAITING = float("inf")


class _Watch:
    """Ends this process where a page, or a whole document, takes too long, whatever PDFium is doing."""

    def __init__(self) -> None:
        self._left = 0.0  # seconds for the rest of the document
        self._until = _WAITING
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while True:
            time.sleep(0.25)
            if time.monotonic() > self._until:
                os._exit(1)

    def begin(self) -> None:
        """A new document."""
        self._left = MAX_PDF_SECONDS

    def __enter__(self) -> None:
        self._start = time.monotonic()
        self._until = self._start + min(MAX_PAGE_SECONDS, self._left)

    def __exit__(self, *_: object) -> None:
        self._until = _WAITING
        self._left -= time.monotonic() - self._start


def _main() -> None:
    """Answer each path that comes in with its pages."""
    _limit_memory()
    pdfium.start()
    watch = _Watch()
    into, out = sys.stdin.buffer, sys.stdout.buffer
    while (path := receive(into)) is not None:
        watch.begin()
        try:
            for page in _watched(engine.read_pages(path), watch):
                send(out, ("page", page))
            answer: tuple[Any, ...] = ("end",)
        except Refusal as refusal:
            answer = ("refused", refusal.reason, refusal.page)
        except MemoryError:  # nothing can be relied on now; the end of the pipe tells
            sys.exit(1)
        send(out, answer)


def _watched(pages: Iterator[tuple[Any, ...]], watch: _Watch) -> Iterator[tuple[Any, ...]]:
    """The pages, with the watch on only while one is read: the pipe may be full for long."""
    while True:
        with watch:
            page = next(pages, None)
        if page is None:
            return
        yield page


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_PDF_MEMORY_BYTES, MAX_PDF_MEMORY_BYTES))


if __name__ == "__main__":
    _main()
