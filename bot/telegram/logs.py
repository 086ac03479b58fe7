"""Log lines as JSON, one a line: what happened and where, never the token and never what people typed."""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from typing import Any, TextIO

from telegram.error import TelegramError

from bot.telegram.chat_queue import current_update

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_HIDDEN = "〔token〕"
_QUIET = (
    "httpx",
    "httpcore",
    "apscheduler",
    "tornado.access",
)  # httpx writes whole addresses, with the token


class JsonLines(logging.Formatter):
    """One JSON object a record: time, level, logger, event, and what `extra` gave."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        update_id = current_update.get()
        if update_id is not None:
            line["update_id"] = update_id
        line |= {name: value for name, value in vars(record).items() if name not in _OWN}
        if record.exc_info and record.exc_info[1]:
            line["error"] = describe(record.exc_info[1])
        text = json.dumps(line, ensure_ascii=False, default=str)
        return text.replace(self._secret, _HIDDEN) if self._secret else text


def describe(error: BaseException) -> dict[str, Any]:
    """The kind of an error and where it arose.

    Its message is left out, since it may quote what a person typed; Telegram's own messages do not.
    """
    frames = [
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    found: dict[str, Any] = {"type": type(error).__name__, "at": frames[-6:]}
    if isinstance(error, TelegramError):
        found["message"] = str(error)
    if error.__cause__ is not None:
        found["cause"] = describe(error.__cause__)
    return found


def start_logging(secret: str, stream: TextIO = sys.stderr) -> None:
    """Send all log lines of the process to `stream`."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines(secret))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
