"""From start to SIGTERM: updates come in, are handled, and nothing that is in hand is dropped."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.current_engine import CurrentEngine
from bot.telegram.application import ALLOWED_UPDATES, App, build_application, set_menu
from bot.telegram.chat_queue import ChatQueue
from bot.telegram.desk import Desk, FileTools
from bot.telegram.digest import send_digests
from bot.telegram.hear_back import tell_waiting
from bot.telegram.inbox_queue import InboxQueue
from bot.telegram.quota import Quota
from bot.telegram.settings import TelegramConfig
from bot.telegram.webhook import Door, WebhookServer, path_of
from knowledge.engine import Engine
from knowledge.errors import ConfigError
from knowledge.service.service import DEFAULT_EXPIRY, Expiry, Service, open_service

_log = logging.getLogger(__name__)
_STARTS = 5  # tries to reach Telegram at the start
_STOP_SECONDS = 2.0  # for the source of updates; with drain_seconds and this again within ten seconds
_PURGE_SECONDS = 6 * 3600.0
_STOPS = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a bot is started with."""

    settings: TelegramConfig
    open_engine: Callable[[], Engine]
    service_path: Path
    heartbeat: Path
    tools: FileTools
    expiry: Expiry = DEFAULT_EXPIRY
    digest_hour: int = -1  # local time; -1: never
    review_url: str = ""  # the review page as staff open it


def run_bot(plan: Plan) -> None:
    """Run until SIGTERM or SIGINT. Raises ConfigError where the token is missing or refused."""
    if not plan.settings.token:
        raise ConfigError("No token. Set TELEGRAM_BOT_TOKEN to the one that @BotFather gave you.")
    with (
        closing(open_service(plan.service_path, time.time, plan.expiry)) as service,
        closing(CurrentEngine(plan.open_engine, service)) as current,
        ThreadPoolExecutor(1, "pencil") as pencil,
    ):
        try:
            asyncio.run(_run(plan, current, service, pencil))
        except InvalidToken as error:
            raise ConfigError(
                f"{plan.settings.server} refuses the token. Check TELEGRAM_BOT_TOKEN and TELEGRAM_API_URL."
            ) from error


async def _run(plan: Plan, current: CurrentEngine, service: Service, pencil: ThreadPoolExecutor) -> None:
    settings = plan.settings
    stopped = _stop_event()
    desk = Desk(
        settings=settings,
        current=current,
        service=service,
        queue=ChatQueue(settings.slots, settings.waiting_per_chat, service.inbox),
        users=Quota(settings.per_user_minute, time.monotonic),
        groups=Quota(settings.per_group_minute, time.monotonic),
        pencil=pencil,
        tools=plan.tools,
        digest_hour=plan.digest_hour,
        review_url=plan.review_url,
    )
    queue = InboxQueue(service.inbox)
    app = build_application(desk, queue)
    await _initialize(app, stopped)
    queue.replay(service.inbox.replay(settings.replay_minutes * 60), app.bot)
    await app.start()
    async with _chores(desk, plan, app.bot), _updates(app, desk, queue, stopped):
        _log.info("started", extra={"mode": "webhook" if settings.uses_webhook else "polling"})
        with contextlib.suppress(TelegramError):  # the menu is not worth a start that fails
            await set_menu(app.bot, desk)
        await stopped.wait()
    await _drain(app, desk)
    _log.info("stopped", extra={"waiting": service.inbox.waiting()})


def _stop_event() -> asyncio.Event:
    stopped = asyncio.Event()
    for number in _STOPS:
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    return stopped


async def _initialize(app: App, stopped: asyncio.Event) -> None:
    """Reach Telegram; a network that is not up yet is waited for."""
    for attempt in range(1, _STARTS + 1):
        try:
            await app.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            if attempt == _STARTS or stopped.is_set():
                raise
            _log.warning("Telegram cannot be reached yet", extra={"attempt": attempt, "reason": str(error)})
            await asyncio.sleep(2.0**attempt)
        else:
            return


async def _drain(app: App, desk: Desk) -> None:
    """Answer what is in hand while the time for it lasts; the rest stays in the inbox for the next start."""
    try:
        await asyncio.wait_for(app.stop(), desk.settings.drain_seconds)
    except TimeoutError:
        _log.warning("not all was answered in time", extra={"waiting": desk.service.inbox.waiting()})
    with contextlib.suppress(TelegramError, TimeoutError, RuntimeError):
        await asyncio.wait_for(app.shutdown(), 1.0)


# ---- where updates come from -------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def _updates(app: App, desk: Desk, queue: InboxQueue, stopped: asyncio.Event) -> AsyncIterator[None]:
    come_in = _webhook if desk.settings.uses_webhook else _polling
    async with come_in(app, desk, queue, stopped):
        yield


@contextlib.asynccontextmanager
async def _polling(app: App, desk: Desk, _queue: InboxQueue, _stopped: asyncio.Event) -> AsyncIterator[None]:
    updater = app.updater
    if updater is None:
        raise RuntimeError("the application was built without an updater")
    await updater.start_polling(
        timeout=desk.settings.poll_seconds,
        bootstrap_retries=_STARTS,
        allowed_updates=ALLOWED_UPDATES,
        drop_pending_updates=False,  # questions that waited for us are answered
        error_callback=lambda error: _log.warning("polling", extra={"reason": str(error)}),
    )
    try:
        yield
    finally:
        # PTB confirms the last updates with one more request. Without a network that would last; what is not
        # confirmed comes again, and the inbox knows it.
        with contextlib.suppress(TimeoutError, TelegramError):
            await asyncio.wait_for(updater.stop(), _STOP_SECONDS)


@contextlib.asynccontextmanager
async def _webhook(app: App, desk: Desk, queue: InboxQueue, stopped: asyncio.Event) -> AsyncIterator[None]:
    settings = desk.settings
    secret = secrets.token_urlsafe(32)  # of this start only: nothing to keep, nothing to leak
    door = Door(path_of(settings.webhook_url), secret, queue, app.bot, lambda: not stopped.is_set() and app.running)
    server = WebhookServer(door, settings.webhook_listen, settings.webhook_port)
    server.start()
    try:
        await app.bot.set_webhook(
            settings.webhook_url, allowed_updates=ALLOWED_UPDATES, secret_token=secret, max_connections=40
        )
        yield
    finally:
        await server.stop()


# ---- beside the updates ------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def _chores(desk: Desk, plan: Plan, bot: Bot) -> AsyncIterator[None]:
    """What is done again and again: heartbeat, looking for what is new, those who wait for it, digest, retention."""
    settings = desk.settings

    async def beat() -> None:
        plan.heartbeat.touch()

    is_told = False  # what came while the bot was off is looked for at its start

    async def refresh() -> None:
        nonlocal is_told
        if desk.current.refresh() or not is_told:
            is_told = await tell_waiting(desk, bot)

    async def digest() -> None:
        await send_digests(desk, bot)

    async def purge() -> None:
        desk.service.purge(settings.log_days)

    tasks = [
        asyncio.create_task(_again(beat, settings.heartbeat_seconds)),
        asyncio.create_task(_again(refresh, settings.reload_seconds)),
        asyncio.create_task(_again(digest, settings.heartbeat_seconds)),
        asyncio.create_task(_again(purge, _PURGE_SECONDS)),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _again(chore: Callable[[], Awaitable[None]], seconds: float) -> None:
    while True:
        try:
            await chore()
        except Exception:  # noqa: BLE001 - a chore that fails once is tried again; the bot goes on
            _log.exception("chore failed")
        await asyncio.sleep(seconds)
