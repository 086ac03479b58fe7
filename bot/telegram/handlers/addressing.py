"""Whether a message is meant for the bot, and who wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, Update
from telegram.constants import ChatType, MessageEntityType

from bot.telegram.desk import Visit


def visit_of(update: Update) -> Visit | None:
    """Who asks, where; None for an update that nobody wrote."""
    chat, user, message = update.effective_chat, update.effective_user, update.effective_message
    if chat is None or user is None:
        return None
    is_private = chat.type == ChatType.PRIVATE
    message_id = message.message_id if message else None
    return Visit(chat.id, user.id, message_id, is_private, "telegram" if is_private else "group")


@dataclass(frozen=True, slots=True)
class Addressee:
    """The bot as people call it."""

    id: int
    name: str  # without @

    def is_meant(self, message: Message) -> bool:
        """Whether a message in a group is for the bot: a command, a mention, or a reply to it."""
        return self._is_replied_to(message) or self._is_commanded(message) or bool(self._mentions(message))

    def text_for(self, message: Message) -> str:
        """The text or caption without the mention of the bot."""
        text = message.text or message.caption or ""
        for mention in self._mentions(message):
            text = text.replace(mention, " ")
        return text.strip()

    def _is_replied_to(self, message: Message) -> bool:
        older = message.reply_to_message
        return older is not None and older.from_user is not None and older.from_user.id == self.id

    def _is_commanded(self, message: Message) -> bool:
        commands = message.parse_entities([MessageEntityType.BOT_COMMAND]) if message.text else {}
        return any(self._is_own(command) for entity, command in commands.items() if entity.offset == 0)

    def _is_own(self, command: str) -> bool:
        _, at, name = command.partition("@")
        return not at or name.lower() == self.name.lower()

    def _mentions(self, message: Message) -> list[str]:
        if message.text:
            found = message.parse_entities([MessageEntityType.MENTION])
        else:
            found = message.parse_caption_entities([MessageEntityType.MENTION]) if message.caption else {}
        return [words for words in found.values() if self.name and words.lower() == f"@{self.name.lower()}"]
