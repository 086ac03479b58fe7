"""The queue between the network and the handlers: what enters it stands in the inbox first.

The library acknowledges updates to Telegram when it has put them here, before they are handled. So this is
the one place where an update can be stored without a moment in which a crash would lose it.
"""

from __future__ import annotations

import asyncio
import json
import logging

from telegram import Bot, Update

from knowledge.service.inbox import Inbox, StoredUpdate

_log = logging.getLogger(__name__)


class InboxQueue(asyncio.Queue[object]):
    """An update queue that stores before it queues, and lets the same update in once."""

    def __init__(self, inbox: Inbox) -> None:
        super().__init__()
        self._inbox = inbox

    async def put(self, item: object) -> None:
        """Store an update, then queue it; one that Telegram delivers again is dropped."""
        if isinstance(item, Update) and not self._inbox.accept(item.update_id, item.to_json()):
            _log.info("update known already", extra={"update_id": item.update_id})
            return
        await super().put(item)

    def replay(self, updates: list[StoredUpdate], bot: Bot) -> None:
        """Queue what a crash left unanswered; it stands in the inbox already."""
        for stored in updates:
            self.put_nowait(Update.de_json(json.loads(stored.payload), bot))
