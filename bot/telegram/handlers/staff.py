"""The commands of staff. Everybody else gets the line for unknown commands."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from telegram import Bot, Document, InputFile, Message, Update
from telegram.constants import ChatAction

from bot.render.explanation import explain
from bot.render.telegram_html import Run, pack, plain_lines
from bot.telegram.desk import Desk
from bot.telegram.digest import send_digest
from bot.telegram.file_job import SUFFIXES, Finished, is_known_type, run_program, safe_name
from bot.telegram.handlers.addressing import visit_of
from bot.telegram.handlers.commands import Act_, Command, Ordered
from bot.telegram.showing import busy, send_texts
from bot.telegram.texts import say

_DAY = 86_400.0
_LAST = 20
_LONGEST_OUTPUT = 3000  # characters of a program's output that are shown
_MARKS = {"+": "👍", "-": "👎"}
_UNREAD = 2  # exit status of a program that could not read its file


async def _stats(ordered: Ordered) -> None:
    log, now = ordered.desk.service.log, ordered.desk.service.clock()
    parts = []
    for title, days in (("今天", 1), ("七天", 7), ("三十天", 30)):
        counts = asdict(log.tally(now - days * _DAY))
        parts.append(say("stats", title=title, **counts))
    await ordered.send("\n\n".join(parts))


async def _log(ordered: Ordered) -> None:
    lines = [
        f"{time.strftime('%m-%d %H:%M', time.localtime(line.time))} {line.channel} {line.status}"
        f"{f'/{line.reason}' if line.reason else ''} {_MARKS.get(line.feedback, '')} {line.question}"
        for line in ordered.desk.service.log.last(_LAST)
    ]
    await ordered.send(*pack(plain_lines("\n".join(lines))) or [say("log_none")])


async def _explain(ordered: Ordered) -> None:
    if not ordered.words:
        await ordered.send(say("explain_usage"))
        return
    text = explain(ordered.desk.engine.ask(ordered.words), ordered.desk.library)
    await ordered.send(*pack([(Run(line, "code"),) for line in text.splitlines() if line.strip()]))


async def _reload(ordered: Ordered) -> None:
    desk = ordered.desk
    desk.current.refresh(force=True)
    base = desk.library.base
    await ordered.send(say("reloaded", units=len(base.units), documents=len(base.documents)))


async def _digest(ordered: Ordered) -> None:
    await send_digest(ordered.desk, ordered.bot, ordered.visit.chat_id)


def _usage(name: str) -> Act_:
    async def tell(ordered: Ordered) -> None:
        size = f"{ordered.desk.settings.largest_file_mb:.0f}"
        await ordered.send(say(name, types=" ".join(SUFFIXES), size=size))

    return tell


STAFF_COMMANDS = (
    Command("stats", "提问统计", _stats, in_groups=False),
    Command("digest", "待处理的问题", _digest, in_groups=False),
    Command("log", "最近的提问", _log, in_groups=False),
    Command("explain", "一个问题是怎样理解的", _explain, in_groups=False),
    Command("check", "核对一个文件", _usage("check_usage"), in_groups=False),
    Command("reload", "重新载入数据", _reload, in_groups=False),
)
ADMIN_COMMANDS = (Command("ingest", "收录一个文件", _usage("ingest_usage"), in_groups=False),)


# ---- files -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileOrder:
    """A command with the file that it is about."""

    name: str
    document: Document


def file_order(message: Message) -> FileOrder | None:
    """/check or /ingest as the caption of a file, or in reply to one."""
    older = message.reply_to_message
    document = message.document or (older.document if older else None)
    words = (message.text or message.caption or "").split()
    name = words[0].removeprefix("/").partition("@")[0] if words and words[0].startswith("/") else ""
    return FileOrder(name, document) if document is not None and name in _FILE_ACTS else None


async def on_file(desk: Desk, update: Update, bot: Bot) -> bool:
    """Carry out /check or /ingest on a file; False where the message is no such order of a person who may."""
    visit, message = visit_of(update), update.message
    order = file_order(message) if message else None
    if visit is None or order is None or not _may(desk, visit.user_id, order.name):
        return False
    refusal = _refusal(desk, order.document)
    if refusal:
        await send_texts(bot, visit.chat_id, [refusal])
        return True
    await busy(bot, visit.chat_id, ChatAction.TYPING)
    content = bytes(await (await order.document.get_file()).download_as_bytearray())
    await _FILE_ACTS[order.name](desk, bot, visit.chat_id, safe_name(order.document.file_name or ""), content)
    return True


def _may(desk: Desk, user_id: int, name: str) -> bool:
    return desk.settings.is_admin(user_id) if name == "ingest" else desk.settings.is_staff(user_id)


def _refusal(desk: Desk, document: Document) -> str:
    limit = desk.settings.largest_file_mb
    size = (document.file_size or 0) / 1_000_000
    if size > limit:
        return say("file_too_large", size=size, limit=limit)
    if not is_known_type(document.file_name or ""):
        return say("file_wrong_type", types=" ".join(SUFFIXES))
    return ""


async def _check(desk: Desk, bot: Bot, chat_id: int, name: str, content: bytes) -> None:
    """The findings as text, and the report as one page to read in a browser."""
    with tempfile.TemporaryDirectory(prefix="budget-bot-") as folder:
        path, report = Path(folder) / name, Path(folder) / "report.html"
        path.write_bytes(content)
        command = [*desk.tools.check, "--html", str(report), str(path)]
        done = await run_program(command, desk.settings.file_seconds)
        await send_texts(bot, chat_id, _spoken(desk, name, done))
        if report.exists() and done.status is not None and done.status < _UNREAD:
            page = InputFile(io.BytesIO(report.read_bytes()), f"{path.stem}-核对.html")
            await bot.send_document(chat_id, page)


async def _ingest(desk: Desk, bot: Bot, chat_id: int, name: str, content: bytes) -> None:
    """The document stays in a folder of ours, since the cut-outs of its pages are made from it."""
    desk.tools.inbox.mkdir(parents=True, exist_ok=True)
    path = desk.tools.inbox / name
    path.write_bytes(content)
    done = await run_program([*desk.tools.ingest, str(path)], desk.settings.file_seconds)
    if done.status != 0:
        path.unlink(missing_ok=True)
    desk.current.refresh()
    await send_texts(bot, chat_id, _spoken(desk, name, done))


def _spoken(desk: Desk, name: str, done: Finished) -> Sequence[str]:
    if done.status is None:
        return [say("file_timeout", seconds=desk.settings.file_seconds)]
    output = (done.output.strip() or done.errors.strip())[:_LONGEST_OUTPUT]
    if done.status >= _UNREAD:
        return [say("file_failed", output=(done.errors.strip() or output)[:_LONGEST_OUTPUT])]
    return pack([*plain_lines(say("file_done", name=name)), *plain_lines(output)])


_FILE_ACTS = {"check": _check, "ingest": _ingest}
