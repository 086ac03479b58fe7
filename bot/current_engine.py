"""The engine as it is now: a changed knowledge base and new acts of editors are picked up without a restart."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from knowledge.engine import Engine
from knowledge.errors import BudgetError
from knowledge.service.service import Service

_log = logging.getLogger(__name__)

Signature = tuple[tuple[int, int, int], ...]


class CurrentEngine:
    """Opens the engine, opens it again when the knowledge base has changed, and takes what editors publish.

    Answers are computed in the event loop itself: one takes about half a millisecond, a thread for it would
    cost as much again in handing over, and one reader is faster than two.
    """

    def __init__(self, open_engine: Callable[[], Engine], service: Service) -> None:
        self._open = open_engine
        self._service = service
        self._act = service.acts.version()
        self.engine = open_engine()
        self.engine.warm_up()
        self._signature = _signature(self.engine.library.base.path)

    def refresh(self, *, force: bool = False) -> bool:
        """Bring the engine up to date. True where it is another one now."""
        is_reopened = self._reopen(force=force)
        return self._take_acts() or is_reopened

    def _take_acts(self) -> bool:
        """Take what editors have published since."""
        act = self._service.acts.version()
        if act == self._act:
            return False
        self._act = act
        self.engine = self.engine.edited(self._service.published.editorial(self.engine.editorial.thresholds))
        return True

    def _reopen(self, *, force: bool) -> bool:
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
