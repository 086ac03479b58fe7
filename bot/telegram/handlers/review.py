"""Decisions of staff about groups of questions: by buttons, and by replies where words are needed."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.telegram.callback import Act, data
from bot.telegram.desk import Desk, Visit
from bot.telegram.handlers.addressing import visit_of
from bot.telegram.showing import send_texts
from bot.telegram.texts import button, say
from knowledge.editorial.alias import AliasKind
from knowledge.errors import BudgetError
from knowledge.service.accounts import Person, Role
from knowledge.service.editing import Editing, NotProved
from knowledge.service.groups import Group
from knowledge.service.proof import Proof

_TAG = re.compile(r"〔([FAM])(\d+)〕")  # in a request for words: which ones, and about which group
_SHOWN = 3  # answers that would move
_LONGEST = 200  # characters of each


@dataclass(frozen=True, slots=True)
class Deciding:
    """A member of staff who decides about a group."""

    desk: Desk
    bot: Bot
    visit: Visit
    group: Group

    @property
    def editing(self) -> Editing:
        """The acts of this person."""
        return editing_of(self.desk, self.visit)

    async def say(self, text: str, *rows: list[InlineKeyboardButton]) -> None:
        """Send a line, with buttons."""
        await send_texts(self.bot, self.visit.chat_id, [text], InlineKeyboardMarkup(rows) if rows else None)

    async def done(self, text: str) -> None:
        """Say what was done, with a button that takes it back."""
        last = self.desk.service.acts.last(1)[0]
        await self.say(text, [InlineKeyboardButton(button("undo"), callback_data=data(Act.UNDO, last.id))])

    async def ask_for(self, name: str, tag: str) -> None:
        """Ask for words; the reply carries the tag."""
        text = say(name, title=self.group.title, tag=f"〔{tag}{self.group.id}〕")
        await self.bot.send_message(self.visit.chat_id, text, reply_markup=ForceReply())


def editing_of(desk: Desk, visit: Visit) -> Editing:
    """The acts of a member of staff; admins approve."""
    role = Role.APPROVER if desk.settings.is_admin(visit.user_id) else Role.EDITOR
    return desk.service.editing(Person(f"telegram:{desk.service.pseudonyms.user(visit.user_id)}", role))


# ---- buttons -------------------------------------------------------------------------------------------------


async def decide(desk: Desk, bot: Bot, visit: Visit, group_id: int, name: str) -> None:
    """Carry out what a button of the digest says. Only staff may."""
    group = desk.service.groups.get(group_id) if desk.settings.is_staff(visit.user_id) else None
    act = _DECISIONS.get(name)
    if group is None or act is None:
        await send_texts(bot, visit.chat_id, [say("list_gone")])
        return
    await _told(desk, bot, visit, act(Deciding(desk, bot, visit, group)))


async def _told(_desk: Desk, bot: Bot, visit: Visit, work: Awaitable[None]) -> None:
    """Do something, or say why it cannot be done."""
    try:
        await work
    except BudgetError as error:
        await send_texts(bot, visit.chat_id, [say("not_done", reason=str(error))])


async def _dismiss(deciding: Deciding) -> None:
    deciding.editing.dismiss(deciding.group.id)
    await deciding.done(say("dismissed", title=deciding.group.title))


async def _not_ours(deciding: Deciding) -> None:
    await _drafted_faq(deciding, deciding.editing.not_ours(deciding.group.id).faq.id)


_DECISIONS: dict[str, Callable[[Deciding], Awaitable[None]]] = {
    "faq": lambda deciding: deciding.ask_for("ask_faq", "F"),
    "alias": lambda deciding: deciding.ask_for("ask_alias", "A"),
    "note": lambda deciding: deciding.ask_for("ask_note", "M"),
    "dismiss": _dismiss,
    "ours": _not_ours,
}


async def approve(desk: Desk, bot: Bot, visit: Visit, sort: str, number: int, seen: str) -> None:
    """Publish a draft whose consequences were shown. Only admins may."""
    if not desk.settings.is_admin(visit.user_id):
        await send_texts(bot, visit.chat_id, [say("list_gone")])
        return
    await _told(desk, bot, visit, _approve(desk, bot, visit, sort, number, seen))


async def _approve(desk: Desk, bot: Bot, visit: Visit, sort: str, number: int, seen: str) -> None:
    editing = editing_of(desk, visit)
    publish = editing.approve_alias if sort == "alias" else editing.approve_faq
    try:
        act = publish(number, desk.engine, seen)
    except NotProved as refused:
        await _show_proof(desk, bot, visit, sort, number, refused.proof)
        return
    desk.current.refresh()
    undo = [InlineKeyboardButton(button("undo"), callback_data=data(Act.UNDO, act.id))]
    await send_texts(bot, visit.chat_id, [say("published", about=act.about)], InlineKeyboardMarkup([undo]))


async def undo(desk: Desk, bot: Bot, visit: Visit, act_id: int) -> None:
    """Take an act back. Only staff may."""
    if not desk.settings.is_staff(visit.user_id):
        await send_texts(bot, visit.chat_id, [say("list_gone")])
        return
    await _told(desk, bot, visit, _undo(desk, bot, visit, act_id))


async def _undo(desk: Desk, bot: Bot, visit: Visit, act_id: int) -> None:
    act = editing_of(desk, visit).undo(act_id)
    desk.current.refresh()
    await send_texts(bot, visit.chat_id, [say("undone", about=act.about)])


# ---- replies -------------------------------------------------------------------------------------------------


async def on_review_reply(desk: Desk, update: Update, bot: Bot) -> bool:
    """Take the words that the bot asked a member of staff for; False where the message is none."""
    visit, message = visit_of(update), update.message
    asked = message.reply_to_message if message else None
    if visit is None or message is None or asked is None or not desk.settings.is_staff(visit.user_id):
        return False
    tag = _TAG.search(asked.text or "") if asked.from_user and asked.from_user.id == bot.id else None
    group = desk.service.groups.get(int(tag.group(2))) if tag else None
    if tag is None or group is None:
        return False
    deciding = Deciding(desk, bot, visit, group)
    await _told(desk, bot, visit, _REPLIES[tag.group(1)](deciding, (message.text or "").strip()))
    return True


async def _write_faq(deciding: Deciding, words: str) -> None:
    wordings = [wording.text for wording in deciding.desk.service.groups.wordings(deciding.group.id)]
    kept = deciding.editing.draft_faq(wordings, words, deciding.group.id)
    await _drafted_faq(deciding, kept.faq.id)


async def _write_alias(deciding: Deciding, words: str) -> None:
    """「人们说的 = 文件里的名称」"""
    wording, _, target = words.replace("＝", "=").partition("=")
    units = {unit.name for unit in deciding.desk.library.base.units.values()}
    kind = AliasKind.UNIT if target.strip() in units else AliasKind.ITEM
    kept = deciding.editing.draft_alias(kind, wording, target, deciding.desk.engine, deciding.group.id)
    await deciding.done(say("drafted", about=f"{kept.alias.wording} → {kept.alias.target}"))
    proof = deciding.editing.prove_alias(kept.alias.id, deciding.desk.engine)
    await _show_proof(deciding.desk, deciding.bot, deciding.visit, "alias", kept.alias.id, proof)


async def _write_note(deciding: Deciding, words: str) -> None:
    deciding.editing.note(deciding.group.id, words)
    await deciding.done(say("noted", title=deciding.group.title))


_REPLIES: dict[str, Callable[[Deciding, str], Awaitable[None]]] = {
    "F": _write_faq,
    "A": _write_alias,
    "M": _write_note,
}


async def _drafted_faq(deciding: Deciding, faq_id: int) -> None:
    await deciding.done(say("drafted", about=deciding.group.title))
    proof = deciding.editing.prove_faq(faq_id, deciding.desk.engine)
    await _show_proof(deciding.desk, deciding.bot, deciding.visit, "faq", faq_id, proof)


async def _show_proof(desk: Desk, bot: Bot, visit: Visit, sort: str, number: int, proof: Proof) -> None:
    """What publishing would move, and for admins the button that publishes."""
    lines = [say("proof", asked=proof.asked, moved=len(proof.moved))]
    for moved in proof.moved[:_SHOWN]:
        before, after = (shown.text.split("\n")[0][:_LONGEST] for shown in (moved.before, moved.after))
        lines.append(say("proof_moved", question=moved.question.text[:_LONGEST], before=before, after=after))
    keyboard = None
    if desk.settings.is_admin(visit.user_id):
        act = data(Act.APPROVE, sort, number, proof.digest)
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(button("approve"), callback_data=act)]])
    else:
        lines.append(say("needs_approval"))
    await send_texts(bot, visit.chat_id, ["\n\n".join(lines)], keyboard)
