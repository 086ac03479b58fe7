"""The process that reads PDFs: each path that comes in is answered with its pages."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import Any

from ingest.readers.limits import MAX_PDF_MEMORY_BYTES, MAX_PDF_PAGE_SECONDS
from ingest.readers.pdf import engine, pdfium
from ingest.readers.pdf.pipes import receive, send
from ingest.readers.pdf.refusal import Refusal

_WAITING = float("inf")


class _Watch:
    """Ends this process where a page takes too long, whatever PDFium is doing."""

    def __init__(self) -> None:
        self.until = _WAITING
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while True:
            time.sleep(0.25)
            if time.monotonic() > self.until:
                os._exit(1)

    def start(self) -> None:
        self.until = time.monotonic() + MAX_PDF_PAGE_SECONDS


def _main() -> None:
    """Answer each path that comes in with its pages."""
    _limit_memory()
    pdfium.start()
    watch = _Watch()
    into, out = sys.stdin.buffer, sys.stdout.buffer
    while (path := receive(into)) is not None:
        watch.start()
        try:
            for page in engine.read_pages(path):
                watch.until = _WAITING  # the pipe may be full
                send(out, ("page", page))
                watch.start()
            answer: tuple[Any, ...] = ("end",)
        except Refusal as refusal:
            answer = ("refused", refusal.reason, refusal.page)
        except MemoryError:  # nothing can be relied on now; the end of the pipe tells
            sys.exit(1)
        watch.until = _WAITING
        send(out, answer)


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_PDF_MEMORY_BYTES, MAX_PDF_MEMORY_BYTES))


if __name__ == "__main__":
    _main()
