"""The bare bot that bench/telegram.py compares with: the same library, the same order of updates, no work.

Run by the bench: echo_bot.py API_URL TOKEN SLOTS
"""

from __future__ import annotations

import sys
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

from bot.telegram.chat_queue import ChatQueue
from knowledge.service.inbox import Inbox


class _NoInbox(Inbox):
    """Keeps nothing."""

    def __init__(self) -> None:
        """No database."""

    def mark(self, *_given: Any) -> None:
        """Nothing to mark."""


async def _echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main(api_url: str, token: str, slots: int) -> None:
    """Echo until terminated."""
    app = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .connection_pool_size(slots + 8)
        .pool_timeout(10)
        .concurrent_updates(ChatQueue(slots, 1_000_000, _NoInbox()))
        .build()
    )
    app.add_handler(MessageHandler(filters.TEXT, _echo))
    app.run_polling(timeout=5, allowed_updates=["message"])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
