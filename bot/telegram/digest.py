"""What staff get each day: how much was asked, and the five groups that an act would help most."""

from __future__ import annotations

import contextlib
from dataclasses import asdict

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.telegram.callback import Act, data
from bot.telegram.desk import Desk
from bot.telegram.showing import send_texts
from bot.telegram.texts import button, say
from knowledge.service.groups import Group

_DAY = 86_400.0
_TOP = 5
_TITLE = 60  # characters of a question that are shown

DECISIONS = ("faq", "alias", "dismiss", "ours", "note")
"""What can be decided about a group with one press; the names of the buttons in texts.toml."""


async def send_digest(desk: Desk, bot: Bot, chat_id: int) -> None:
    """Send the digest to one member of staff."""
    service = desk.service
    service.groups.catch_up()
    groups = service.groups.queue(count=_TOP).groups
    counts = say("digest", **asdict(service.log.tally(service.clock() - _DAY)))
    lines = [say("digest_group", number=at, **_facts(group)) for at, group in enumerate(groups, 1)]
    link = [say("digest_link", url=desk.review_url)] if desk.review_url else []
    keyboard = InlineKeyboardMarkup([_row(at, group) for at, group in enumerate(groups, 1)])
    await send_texts(bot, chat_id, ["\n\n".join([counts, *lines, *link])], keyboard if groups else None)


def _facts(group: Group) -> dict[str, object]:
    title = group.title if len(group.title) <= _TITLE else f"{group.title[:_TITLE]}…"
    return {"title": title, "asked": group.asked, "failed": group.failed, "disliked": group.disliked}


def _row(number: int, group: Group) -> list[InlineKeyboardButton]:
    """The decisions about one group; its number stands on the first button."""
    return [
        InlineKeyboardButton(
            f"{number}. {button(name)}" if at == 0 else button(name), callback_data=data(Act.DECIDE, group.id, name)
        )
        for at, name in enumerate(DECISIONS)
    ]


async def send_digests(desk: Desk, bot: Bot) -> None:
    """Send the day's digest to all of staff, where it is time and was not done today."""
    people = sorted({*desk.settings.staff, *desk.settings.admins})
    if not people or not desk.service.digests.take(desk.digest_hour):
        return
    for person in people:
        with contextlib.suppress(TelegramError):  # somebody who never started the bot, or stopped it
            await send_digest(desk, bot, person)
