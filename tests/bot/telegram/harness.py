"""The peer and the bot as processes of their own, and what people do in Telegram."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
TOKEN = "123456:TESTTOKEN"
BOT_ID, BOT_NAME = 7, "fixture_bot"
STAFF, ADMIN = 900, 901
_SERVE = "import sys; from bot.cli.main import main; sys.exit(main(['serve']))"
_numbers = itertools.count(1)

Sent = dict[str, Any]
"""One call that the bot made: method, status, fields, files, result."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def call(url: str, body: object = None, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    """One HTTP request to this machine: status and body."""
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **(headers or {})})
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def wait_until(true: Callable[[], object], seconds: float = 10.0, what: str = "") -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.02)


@dataclass
class Peer:
    """The Bot API of the tests."""

    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        program = str(Path(__file__).with_name("peer.py"))
        self.process = subprocess.Popen([sys.executable, program, str(self.port)])
        wait_until(self._listens, what="peer")

    def _listens(self) -> bool:
        with contextlib.suppress(OSError):
            return call(f"{self.url}/__fixture/outbox")[0] == 200
        return False

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def outbox(self, since: int = 0, wait: float = 0.0) -> list[Sent]:
        found: list[Sent] = json.loads(call(f"{self.url}/__fixture/outbox?since={since}&wait={wait}")[1])
        return found

    def send(self, *updates: dict[str, Any]) -> None:
        status, body = call(f"{self.url}/__fixture/burst", list(updates))
        assert status == 200, body

    def fail(self, method: str, code: int, description: str = "fault", times: int = 1, **more: Any) -> None:
        call(
            f"{self.url}/__fixture/fault",
            {"method": method, "code": code, "description": description, "times": times} | more,
        )

    def set_delay(self, seconds: float) -> None:
        call(f"{self.url}/__fixture/settings", {"delay": seconds})

    def asset(self, file_id: str) -> bytes:
        return call(f"{self.url}/__fixture/asset/{file_id}")[1]


@dataclass
class Bot:
    """`budget-bot serve` as a process."""

    peer: Peer
    folder: Path
    settings: dict[str, Any] = field(default_factory=dict)
    token: str = TOKEN
    process: subprocess.Popen[bytes] | None = None
    more: str = "[review]\ndigest_hour = -1"  # of config.toml

    @property
    def log_path(self) -> Path:
        return self.folder / "bot.log"

    def start(self, *, until_started: bool = True) -> None:
        self._write_config()
        environment = os.environ | {
            "BUDGET_BOT_CONFIG": str(self.folder / "config.toml"),
            "TELEGRAM_BOT_TOKEN": self.token,
            "TELEGRAM_API_URL": self.peer.url,
            "PYTHONPATH": str(ROOT),
        }
        environment.pop("BUDGET_BOT_DATA", None)
        lines = self._log_lines("started")
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen([sys.executable, "-c", _SERVE], env=environment, stderr=log, stdout=log)
        if until_started:
            wait_until(lambda: self._log_lines("started") > lines or self.has_ended, what="bot started")
            assert not self.has_ended, self.log_path.read_text()

    def _log_lines(self, event: str) -> int:
        return self.log_path.read_text().count(f'"event": "{event}"') if self.log_path.exists() else 0

    def _write_config(self) -> None:
        lines = ["[data]", f'folder = "{self.folder}"', "[telegram]"]
        lines += [f"{name} = {json.dumps(value)}" for name, value in self.settings.items()]
        (self.folder / "config.toml").write_text("\n".join([*lines, self.more, ""]))

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    def terminate(self) -> int:
        """SIGTERM; gives the exit status."""
        return self._signal(signal.SIGTERM)

    def _signal(self, number: int) -> int:
        if self.process is None:
            return 0
        self.process.send_signal(number)
        return self.process.wait(15)


# ---- what people do ------------------------------------------------------------------------------------------


@dataclass
class Person:
    """Somebody in a private chat, or in a group."""

    peer: Peer
    id: int = field(default_factory=lambda: 1000 + next(_numbers))
    group: int | None = None
    seen: int = -1  # how much of the outbox was looked at; -1: all that is there now

    def __post_init__(self) -> None:
        if self.seen < 0:
            self.seen = len(self.peer.outbox())

    @property
    def chat_id(self) -> int:
        return self.group or self.id

    @property
    def chat(self) -> dict[str, Any]:
        return {
            "id": self.chat_id,
            "type": "group" if self.group else "private",
            "first_name": "甲",
            "title": "群",
        }

    @property
    def user(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": False, "first_name": "甲", "language_code": "zh"}

    def message(self, text: str = "", **more: Any) -> dict[str, Any]:
        """A message as an update holds it; commands and mentions get their entities."""
        found: dict[str, Any] = {"message_id": 10_000 + next(_numbers), "date": int(time.time())}
        found |= {"chat": self.chat, "from": self.user}
        if text:
            found |= {"text": text, "entities": _entities(text)}
        return found | more

    def say(self, text: str = "", **more: Any) -> dict[str, Any]:
        """Send a message; gives it for edits and replies."""
        message = self.message(text, **more)
        self.peer.send({"message": message})
        return message

    def edit(self, message: dict[str, Any], text: str) -> None:
        edited = message | {"text": text, "entities": _entities(text), "edit_date": int(time.time())}
        self.peer.send({"edited_message": edited})

    def press(self, shown: Sent, words: str) -> None:
        """Press the button that shows `words` below a message of the bot."""
        self.press_data(shown, button_data(shown, words))

    def press_data(self, shown: Sent, data: str) -> None:
        query = {"id": f"q{next(_numbers)}", "from": self.user, "chat_instance": "1", "data": data}
        message = dict(shown["result"]) | {"chat": self.chat}
        self.peer.send({"callback_query": query | {"message": message}})

    def type_inline(self, text: str) -> None:
        query = {"id": f"q{next(_numbers)}", "from": self.user, "query": text, "offset": ""}
        self.peer.send({"inline_query": query})

    def hear(self, *methods: str, seconds: float = 10.0, count: int = 1) -> list[Sent]:
        """The next calls of the bot to this chat, of some methods; what came before is not given again."""
        wanted = methods or ("sendMessage",)
        end = time.monotonic() + seconds
        found: list[Sent] = []
        while len(found) < count:
            left = end - time.monotonic()
            assert left > 0, f"no {wanted} for chat {self.chat_id} within {seconds} s"
            for entry in self.peer.outbox(self.seen, min(left, 1.0)):
                self.seen += 1
                if entry["method"] in wanted and entry["status"] == 200 and self._is_mine(entry):
                    found.append(entry)
                    if len(found) == count:
                        break
        return found

    def hear_one(self, *methods: str, seconds: float = 10.0) -> Sent:
        return self.hear(*methods, seconds=seconds)[0]

    def ask(self, text: str, **more: Any) -> Sent:
        """Send a message and hear the answer."""
        self.say(text, **more)
        return self.hear_one("sendMessage")

    def hears_nothing(self, seconds: float = 0.6) -> bool:
        """Whether the bot stays silent in this chat."""
        time.sleep(seconds)
        new = self.peer.outbox(self.seen)
        return not [entry for entry in new if str(entry["fields"].get("chat_id")) == str(self.chat_id)]

    def _is_mine(self, entry: Sent) -> bool:
        chat = entry["fields"].get("chat_id")
        return chat is None or str(chat) == str(self.chat_id)


def _entities(text: str) -> list[dict[str, Any]]:
    found = []
    at = 0
    for word in text.split(" "):
        kind = "bot_command" if word.startswith("/") else "mention" if word.startswith("@") else ""
        if kind:
            found.append({"type": kind, "offset": at, "length": len(word)})
        at += len(word) + 1
    return found


def text_of(shown: Sent) -> str:
    """What a message of the bot says."""
    return str(shown["fields"].get("text") or shown["fields"].get("caption") or "")


def buttons_of(shown: Sent) -> list[dict[str, str]]:
    """The buttons below a message of the bot."""
    markup = shown["fields"].get("reply_markup")
    if not markup:
        return []
    rows = (json.loads(markup) if isinstance(markup, str) else markup)["inline_keyboard"]
    return [button for row in rows for button in row]


def button_data(shown: Sent, words: str) -> str:
    """What the button that shows `words` carries."""
    found = [button for button in buttons_of(shown) if words in button["text"]]
    assert found, f"no button {words!r} among {[button['text'] for button in buttons_of(shown)]}"
    return found[0].get("callback_data") or found[0]["url"]


@contextlib.contextmanager
def running(bot: Bot) -> Iterator[Bot]:
    """A bot from its start to its end."""
    bot.start()
    try:
        yield bot
    finally:
        if not bot.has_ended:
            bot.kill()
