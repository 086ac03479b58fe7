"""The Telegram bot under load: answers a second, time to a reply, order, memory; beside a bare echo bot.

    python bench/telegram.py            all
    python bench/telegram.py memory     only the memory of 10,000 questions with charts

The peer (tests/bot/telegram/peer.py) runs in this process, the bots in processes of their own.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "bot" / "telegram")]

from aiohttp import web  # noqa: E402 - after the path
from harness import free_port  # noqa: E402
from peer import TOKEN, Peer  # noqa: E402

from bot.cli.sampling import build_from_samples  # noqa: E402

USERS, QUESTIONS = 50, 500
SLOTS = 32
ASKED = (
    "12333咨询服务运维经费多少",
    "安徽省人社信息中心2022年住房保障支出",
    "天门市人社信息中心办公费预算",
    "安徽省人社信息中心基本工资预算",
    "12333咨询服务系统维保费预算安排了多少钱",
    "安徽 2080505 科目是多少",
    "天门2022年三公经费多少",
    "安徽人社信息中心的人员经费一共多少",
    "天门市社会保障和就业支出多少万元",
    "安徽30217公务接待费",
)
LISTS = ("安徽省人社信息中心项目支出有哪些", "安徽省人社信息中心2022年支出构成")


@dataclass
class Load:
    """What the people in the bench do, and what they saw."""

    sent: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    heard: dict[int, list[tuple[float, str]]] = field(default_factory=lambda: defaultdict(list))
    last: float = 0.0
    on_reply: Callable[[int], None] | None = None

    @property
    def count(self) -> int:
        """How many replies came."""
        return sum(map(len, self.heard.values()))

    @property
    def waits(self) -> list[float]:
        """Seconds from update to reply; replies of one chat come in order."""
        return [
            reply[0] - sent
            for chat in self.sent
            for sent, reply in zip(self.sent[chat], self.heard[chat], strict=False)
        ]


class BenchPeer(Peer):
    """The tests' peer, telling the load of each reply instead of keeping an outbox."""

    def __init__(self) -> None:
        super().__init__(enable_control=True, max_assets=10**6, max_updates=10**6, max_history=1)
        self.load = Load()
        self.started = asyncio.Event()

    def _note(self, method: str, fields: dict[str, Any], _uploads: dict[str, Any], result: Any, status: int) -> None:
        if method == "getMe":
            self.started.set()
        if method in ("sendMessage", "sendPhoto") and status == 200:
            self.load.last = time.perf_counter()
            chat = int(fields["chat_id"])
            self.load.heard[chat].append((self.load.last, fields.get("text") or fields.get("caption") or ""))
            if self.load.on_reply:
                self.load.on_reply(chat)
        if method == "sendPhoto":
            self.assets = {name: {"size": 0} for name in list(self.assets)[-200:]}
        self._shown.clear()
        self.last_result = result

    async def ask(self, chat: int, number: int, text: str) -> None:
        """One question of one person."""
        self.load.sent[chat].append(time.perf_counter())
        person = {"id": chat, "is_bot": False, "first_name": "b"}
        message = {"message_id": number, "date": int(time.time()), "chat": {"id": chat, "type": "private"}}
        await self.enqueue_update({"message": message | {"from": person, "text": text}}, token=TOKEN)


@asynccontextmanager
async def serving() -> AsyncIterator[tuple[BenchPeer, str]]:
    """The peer and its address."""
    peer, port = BenchPeer(), free_port()
    runner = web.AppRunner(peer.app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield peer, f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


def start_bot(url: str, folder: Path) -> subprocess.Popen[bytes]:
    """`budget-bot serve` without limits, with a service.db of its own: a new peer counts updates from 1 again."""
    for old in folder.glob("service.*"):
        old.unlink()
    config = folder / "config.toml"
    config.write_text(
        f'[data]\nfolder = "{folder}"\n[telegram]\nper_user_minute = 100000\nwaiting_per_chat = 100000\n'
        f"overall_per_second = 0\nslots = {SLOTS}\npoll_seconds = 5\n"
    )
    environment = os.environ | {"BUDGET_BOT_CONFIG": str(config), "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": url}
    environment |= {"PYTHONPATH": str(ROOT)}
    program = "import sys; from bot.cli.main import main; sys.exit(main(['serve']))"
    return subprocess.Popen([sys.executable, "-c", program], env=environment, stderr=subprocess.DEVNULL)


def start_echo(url: str, _folder: Path) -> subprocess.Popen[bytes]:
    """The bare bot."""
    program = str(ROOT / "bench" / "echo_bot.py")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-P", program, url, TOKEN, str(SLOTS)], env=environment, stderr=subprocess.DEVNULL
    )


Start = Callable[[str, Path], subprocess.Popen[bytes]]


@dataclass(frozen=True)
class Result:
    """What one run showed."""

    per_second: float
    median_ms: float
    p99_ms: float
    lost: int


async def burst(start: Start, folder: Path, delay: float) -> Result:
    """All questions of all people at once."""
    async with serving() as (peer, url):
        process = start(url, folder)
        try:
            await _warm(peer)
            peer.delay, peer.load = delay, Load()
            begun = time.perf_counter()
            for number in range(QUESTIONS // USERS):
                for user in range(USERS):
                    await peer.ask(100 + user, number + 1, ASKED[(number + user) % len(ASKED)])
            await _until(lambda: peer.load.count >= QUESTIONS)
            return _result(peer.load, begun)
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait)


async def conversation(start: Start, folder: Path) -> Result:
    """Each person asks the next question when the reply is there."""
    async with serving() as (peer, url):
        process = start(url, folder)
        try:
            await _warm(peer)
            peer.load = Load()
            left = {100 + user: QUESTIONS // USERS - 1 for user in range(USERS)}
            tasks: set[asyncio.Task[None]] = set()

            def next_one(chat: int) -> None:
                if left[chat]:
                    left[chat] -= 1
                    text = ASKED[(left[chat] + chat) % len(ASKED)]
                    task = asyncio.ensure_future(peer.ask(chat, 100 - left[chat], text))
                    tasks.add(task)
                    task.add_done_callback(tasks.discard)

            peer.load.on_reply = next_one
            begun = time.perf_counter()
            for chat in left:
                await peer.ask(chat, 1, ASKED[chat % len(ASKED)])
            await _until(lambda: peer.load.count >= QUESTIONS)
            return _result(peer.load, begun)
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait)


async def memory(folder: Path, most: int = 10_000, first: int = 1_000) -> tuple[float, float]:
    """MB after `first` and after `most` questions, every tenth with a chart."""
    async with serving() as (peer, url):
        process = start_bot(url, folder)
        try:
            await _warm(peer)
            peer.load, after = Load(), []
            for number in range(most):
                await peer.ask(100 + number % USERS, number + 1, (ASKED + LISTS)[number % 12])
                if number % 10 == 9:
                    await _press_chart(peer, folder, number)
                if number % 200 == 199:
                    await _until(lambda wanted=number + 1: peer.load.count >= wanted)  # type: ignore[misc]
                if number + 1 in (first, most):
                    await asyncio.sleep(1)
                    after.append(_resident(process.pid))
            return after[0], after[1]
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait)


async def _press_chart(peer: BenchPeer, folder: Path, number: int) -> None:
    """Press 📊 below the newest list."""
    import sqlite3

    conn = sqlite3.connect(folder / "service.db")
    row = conn.execute("SELECT key FROM query WHERE kind = 'list' ORDER BY id DESC LIMIT 1").fetchone()
    conn.execute("DELETE FROM kept_file")  # so that each chart is sent as a file
    conn.commit()
    conn.close()
    if row is None:
        return
    person = {"id": 100, "is_bot": False, "first_name": "b"}
    message = {"message_id": 1, "date": 1, "chat": {"id": 100, "type": "private"}, "text": "x"}
    query = {"id": f"c{number}", "from": person, "chat_instance": "1", "data": f"c:{row[0]}", "message": message}
    await peer.enqueue_update({"callback_query": query}, token=TOKEN)


def _resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


async def _warm(peer: BenchPeer) -> None:
    """Until the bot runs and its connections are open."""
    await asyncio.wait_for(peer.started.wait(), 20)
    for user in range(SLOTS):
        await peer.ask(9000 + user, 1, ASKED[user % len(ASKED)])
    await _until(lambda: peer.load.count >= SLOTS)


async def _until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.perf_counter() + seconds
    while not true() and time.perf_counter() < end:
        await asyncio.sleep(0.005)


def _result(load: Load, begun: float) -> Result:
    waits = sorted(load.waits)
    at_99 = waits[int(len(waits) * 0.99)] if waits else 0.0
    return Result(
        load.count / (load.last - begun), statistics.median(waits) * 1000, at_99 * 1000, QUESTIONS - load.count
    )


def _say(name: str, result: Result) -> None:
    print(
        f"{name:<34} {result.per_second:6.0f} answers/s   median {result.median_ms:6.1f} ms   "
        f"p99 {result.p99_ms:6.1f} ms   lost {result.lost}",
        flush=True,
    )


async def main(what: str) -> None:
    """Run and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build_from_samples(folder / "knowledge.db")
        if what in ("all", "load"):
            _say("peer takes 100 ms, all at once", await burst(start_bot, folder, 0.1))
            for title, run in (("all at once", burst_now), ("each waits", conversation)):
                ours, echo = await _best(run, start_bot, folder), await _best(run, start_echo, folder)
                _say(f"instant peer, {title}: ours", ours)
                _say(f"instant peer, {title}: echo", echo)
                print(
                    f"  ratio: throughput {ours.per_second / echo.per_second:.2f} (aim ≥ 0.7), "
                    f"median {ours.median_ms / echo.median_ms:.2f} (aim ≤ 1.4)"
                )
        if what in ("all", "memory"):
            first, last = await memory(folder)
            print(f"memory: {first:.0f} MB after 1,000 questions, {last:.0f} MB after 10,000 (aim: + 20 at most)")


async def burst_now(start: Start, folder: Path) -> Result:
    """All at once, with a peer that answers at once."""
    return await burst(start, folder, 0.0)


async def _best(run: Callable[[Start, Path], Any], start: Start, folder: Path, times: int = 3) -> Result:
    """The fastest of some runs: the machine is shared."""
    results: list[Result] = [await run(start, folder) for _ in range(times)]
    return max(results, key=lambda result: result.per_second)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
