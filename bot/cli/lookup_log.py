"""Questions asked on this machine stand in the query log too, so that what staff look up is reviewed."""

from __future__ import annotations

import sqlite3
import sys
from typing import TYPE_CHECKING

from bot.cli.answering import Timed, open_service_of
from bot.config import Config
from bot.render.plain import printable
from knowledge.errors import BudgetError
from knowledge.store.read import KnowledgeBase

if TYPE_CHECKING:
    from knowledge.service.service import Service


class LookupLog:
    """Notes questions once their answers are shown, where `serve` or `review` has made a service.db.

    A log that cannot be written stops no answer: stderr says so, once. The service's modules are imported by
    the first note, so that the first answer does not wait for them.
    """

    def __init__(self, config: Config, base: KnowledgeBase) -> None:
        self._config = config
        self._base = base
        self._service: Service | None = None
        self._is_on = config.service_path.exists()

    def note(self, timed: Timed) -> None:
        """Write one answered question, without a name."""
        if not self._is_on:
            return
        try:
            self._write(timed)
        except UnicodeEncodeError:
            return  # half a character, from a terminal in another encoding: no text that anybody could review
        except (BudgetError, sqlite3.Error, OSError) as error:
            self._is_on = False
            print(f"budget-bot: the question is not logged: {printable(str(error))}", file=sys.stderr)

    def _write(self, timed: Timed) -> None:
        from knowledge.service.querylog import Asker

        if self._service is None:
            self._service = open_service_of(self._config)
        service, reply = self._service, timed.reply
        with service.together():
            service.log.record(Asker("cli"), reply, timed.before, self._base, timed.elapsed_ms)
            if reply.faq_id is not None:
                service.published.count_hit(reply.faq_id)

    def close(self) -> None:
        """Close service.db."""
        if self._service is not None:
            self._service.close()
