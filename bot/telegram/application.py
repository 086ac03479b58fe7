"""The bot put together: which handler answers which update."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    ChatMember,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    ApplicationHandlerStop,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    Defaults,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.telegram.desk import Desk
from bot.telegram.handlers.addressing import visit_of
from bot.telegram.handlers.commands import COMMANDS, Command, on_command
from bot.telegram.handlers.errors import on_error
from bot.telegram.handlers.gate import pass_gate
from bot.telegram.handlers.inline import on_inline
from bot.telegram.handlers.presses import on_press
from bot.telegram.handlers.questions import on_edited, on_other, on_question
from bot.telegram.handlers.review import on_review_reply
from bot.telegram.handlers.staff import ADMIN_COMMANDS, STAFF_COMMANDS, on_file
from bot.telegram.inbox_queue import InboxQueue
from bot.telegram.texts import say
from bot.telegram.wire import CarefulRequest

Context = ContextTypes.DEFAULT_TYPE
App = Application[Any, Any, Any, Any, Any, Any]
On = Callable[[Desk, Update, Bot], Awaitable[None]]

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
_GATE, _FILES = -10, -5  # handler groups: the gate first, then files, then all else
_RETRIES = 3  # after 429
_SPARE_CONNECTIONS = 8
_NEW = filters.UpdateType.MESSAGE


def build_application(desk: Desk, queue: InboxQueue) -> App:
    """The application with all handlers; nothing is sent or fetched yet."""
    settings = desk.settings
    request = CarefulRequest(desk.service.inbox, settings.slots + _SPARE_CONNECTIONS)
    app = (
        ApplicationBuilder()
        .token(settings.token)
        .base_url(f"{settings.server}/bot")
        .base_file_url(f"{settings.server}/file/bot")
        .request(request)
        .get_updates_request(HTTPXRequest(1, read_timeout=settings.poll_seconds + 5.0))
        .rate_limiter(AIORateLimiter(overall_max_rate=settings.overall_per_second, max_retries=_RETRIES))
        .defaults(Defaults(parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .concurrent_updates(desk.queue)
        .update_queue(queue)
        .build()
    )
    _add_handlers(app, desk)
    return app


def _add_handlers(app: App, desk: Desk) -> None:
    app.add_handler(TypeHandler(Update, _bound(desk, pass_gate)), group=_GATE)
    app.add_handler(MessageHandler(_NEW & (filters.Document.ALL | filters.REPLY), _file_handler(desk)), group=_FILES)
    for command in COMMANDS:
        app.add_handler(_command_handler(desk, command, lambda _user: True))
    for command in STAFF_COMMANDS:
        app.add_handler(_command_handler(desk, command, desk.settings.is_staff))
    for command in ADMIN_COMMANDS:
        app.add_handler(_command_handler(desk, command, desk.settings.is_admin))
    app.add_handler(MessageHandler(_NEW & filters.COMMAND, _bound(desk, _on_unknown)))
    app.add_handler(MessageHandler(_NEW & (filters.TEXT | filters.CAPTION), _bound(desk, on_question)))
    app.add_handler(MessageHandler(_NEW & filters.ChatType.PRIVATE & ~filters.StatusUpdate.ALL, _bound(desk, on_other)))
    edited = filters.UpdateType.EDITED_MESSAGE & (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
    app.add_handler(MessageHandler(edited, _bound(desk, on_edited)))
    app.add_handler(CallbackQueryHandler(_bound(desk, on_press)))
    app.add_handler(InlineQueryHandler(_bound(desk, on_inline)))
    app.add_handler(ChatMemberHandler(_bound(desk, _on_member), ChatMemberHandler.MY_CHAT_MEMBER))
    app.add_error_handler(_error_handler(desk))


# ---- between the library's handlers and ours ---------------------------------------------------------


def _bound(desk: Desk, on: On) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    async def handle(update: Update, context: Context) -> None:
        await on(desk, update, context.bot)

    return handle


def _command_handler(desk: Desk, command: Command, may: Callable[[int], bool]) -> CommandHandler[Context, None]:
    async def handle(update: Update, context: Context) -> None:
        visit = visit_of(update)
        if visit is not None and may(visit.user_id):
            await on_command(desk, update, context.bot, command.act, context.args or ())
        else:
            await _on_unknown(desk, update, context.bot)

    return CommandHandler(command.name, handle, filters=_NEW)


def _file_handler(desk: Desk) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    async def handle(update: Update, context: Context) -> None:
        if await on_file(desk, update, context.bot) or await on_review_reply(desk, update, context.bot):
            raise ApplicationHandlerStop

    return handle


def _error_handler(desk: Desk) -> Callable[[object, Context], Coroutine[Any, Any, None]]:
    async def handle(update: object, context: Context) -> None:
        if context.error is not None:
            await on_error(desk, update, context.bot, context.error)

    return handle


async def _on_unknown(_desk: Desk, update: Update, bot: Bot) -> None:
    """In a group an unknown command is somebody else's."""
    visit = visit_of(update)
    if visit is not None and visit.is_private:
        await bot.send_message(visit.chat_id, say("unknown_command"))


async def _on_member(desk: Desk, update: Update, _bot: Bot) -> None:
    """A person stopped the bot, or started it again."""
    visit, member = visit_of(update), update.my_chat_member
    if visit is not None and member is not None:
        gone = member.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT)
        desk.service.chats.block(desk.asker(visit).chat, gone)


# ---- the menu ----------------------------------------------------------------------------------------


async def set_menu(bot: Bot, desk: Desk) -> None:
    """Show the commands in Telegram's menu: for everybody, for groups, and for each member of staff."""
    menu = [BotCommand(command.name, command.summary) for command in COMMANDS]
    in_groups = [BotCommand(command.name, command.summary) for command in COMMANDS if command.in_groups]
    await bot.set_my_commands(menu, BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(in_groups, BotCommandScopeAllGroupChats())
    for person in sorted({*desk.settings.staff, *desk.settings.admins}):
        more = STAFF_COMMANDS + (ADMIN_COMMANDS if desk.settings.is_admin(person) else ())
        special = [*menu, *(BotCommand(command.name, command.summary) for command in more)]
        try:
            await bot.set_my_commands(special, BotCommandScopeChat(person))
        except TelegramError:  # a member of staff who has not started the bot yet has no chat
            continue
