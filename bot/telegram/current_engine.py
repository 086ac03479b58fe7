"""The engine on the knowledge base as it is now: a changed file is picked up without a restart."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from knowledge.engine import Engine
from knowledge.errors import BudgetError

_log = logging.getLogger(__name__)

Signature = tuple[tuple[int, int, int], ...]


class CurrentEngine:
    """Opens the engine and opens it again when the files of the knowledge base have changed.

    Answers are computed in the event loop itself: one takes about half a millisecond, a thread for it would
    cost as much again in handing over, and one reader is faster than two.
    """

    def __init__(self, open_engine: Callable[[], Engine]) -> None:
        self._open = open_engine
        self.engine = open_engine()
        self.engine.warm_up()
        self._signature = _signature(self.engine.library.base.path)

    def refresh(self, *, force: bool = False) -> bool:
        """Open the engine again if the knowledge base is another one. True if that was done.

        A base that cannot be opened (half written, of another version) leaves the old one in place.
        """
        signature = _signature(self.engine.library.base.path)
        if signature == self._signature and not force:
            return False
        self._signature = signature
        try:
            fresh = self._open()
            documents = len(fresh.library.base.documents)
        except BudgetError as error:
            _log.warning("knowledge base cannot be opened, the old one stays", extra={"reason": str(error)})
            return False
        old, self.engine = self.engine, fresh
        old.library.base.close()
        _log.info("knowledge base opened again", extra={"documents": documents})
        return True

    def close(self) -> None:
        """Close the knowledge base."""
        self.engine.library.base.close()


def _signature(path: Path) -> Signature:
    """What changes when anything is written: the file and its write-ahead log."""
    return tuple(_stat(one) for one in (path, path.with_name(path.name + "-wal")))


def _stat(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_ino, found.st_mtime_ns, found.st_size)
