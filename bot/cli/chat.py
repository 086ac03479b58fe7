"""`budget-bot chat`: a conversation in the terminal; piped, a question a line and nothing but answers."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing

from bot.cli.answering import Dialogue, answering
from bot.cli.lookup_log import LookupLog
from bot.config import Config, load_config
from bot.render.explanation import explain
from bot.render.plain import printable
from bot.render.text import answer_text

_WELCOME = "问公开预算里的数据，例如：12333咨询服务运维经费多少。/help 帮助，/quit 退出。"
_HELP = """\
直接输入问题；接着问时可以省略上一句说过的，例如“那项目支出呢”。
/explain  上一个问题是怎样读的
/new      换个话题，忘掉上文
/help     这段说明
/quit     退出（或 Ctrl-D）"""


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """The command takes nothing."""


def run(_arguments: argparse.Namespace) -> int:
    """Talk until /quit or the end of the input."""
    config = load_config()
    with answering(config) as engine, closing(LookupLog(config, engine.library.base)) as log:
        on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
        if on_terminal:
            print(_WELCOME)
        _talk(_typed(config) if on_terminal else _piped(), Dialogue(engine, config.conversation.expiry_minutes), log)
    return 0


def _talk(lines: Iterator[str], dialogue: Dialogue, log: LookupLog) -> None:
    for number, text in enumerate(lines):
        if text in ("/quit", "/exit"):
            break
        timed = None if text.startswith("/") else dialogue.ask(text, time.monotonic())
        said = answer_text(timed.reply.answer) if timed else _obey(text, dialogue)
        parted = "\n" if number else ""
        print(parted + printable(said), flush=True)
        if timed:
            log.note(timed)


def _obey(text: str, dialogue: Dialogue) -> str:
    """What is said to a command."""
    commands: dict[str, Callable[[], str]] = {
        "/help": lambda: _HELP,
        "/new": lambda: _begin_anew(dialogue),
        "/explain": lambda: _explained(dialogue),
    }
    if text in commands:
        return commands[text]()
    return f"没有 {text.split()[0]} 这个命令。\n{_HELP}"


def _explained(dialogue: Dialogue) -> str:
    return explain(dialogue.last, dialogue.engine.library) if dialogue.last else "还没有问过问题。"


def _begin_anew(dialogue: Dialogue) -> str:
    dialogue.forget()
    return "好，换个话题。"


def _piped() -> Iterator[str]:
    """Lines of stdin that are not blank, whatever bytes they hold."""
    for raw in sys.stdin.buffer:
        text = raw.decode("utf-8", "replace").strip()
        if text:
            yield text


def _typed(config: Config) -> Iterator[str]:
    """Lines typed with editing, and with the history of earlier conversations."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    file = config.data_folder / "chat-history"
    kept = os.access(file if file.exists() else file.parent, os.W_OK)
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(file)) if kept else InMemoryHistory(),
        reserve_space_for_menu=0,  # otherwise half of the screen is scrolled away
    )
    while True:
        try:
            text = session.prompt("› ").strip()
        except KeyboardInterrupt:  # Ctrl-C drops the line, as shells do
            continue
        except EOFError:
            return
        if text:
            yield text
