"""The entry of the command line. Only the chosen command's module is imported: --help comes at once."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NoReturn

from bot.render.plain import printable
from knowledge.errors import BudgetError

_INTERRUPTED = 130  # what shells expect after Ctrl-C


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `module` has add_arguments(parser) and run(arguments) -> exit status."""

    name: str
    module: str
    summary: str


COMMANDS = (
    Command("ask", "bot.cli.ask", "answer one question, or many as JSON lines"),
    Command("chat", "bot.cli.chat", "talk in the terminal, with follow-ups"),
    Command("explain", "bot.cli.explain", "show how a question is read, and which file to change"),
    Command("show", "bot.cli.show", "show where a figure stands in its document"),
    Command("check", "bot.cli.check", "find what documents contradict"),
    Command("ingest", "bot.cli.ingest", "read documents (PDF, Word, Excel, web page, text) or folders of them"),
    Command("sources", "bot.cli.sources", "list the documents that are known"),
    Command("export", "bot.cli.export", "write all figures as CSV or JSON lines"),
    Command("remove", "bot.cli.remove", "forget a document"),
    Command("serve", "bot.cli.serve", "run the Telegram bot"),
    Command("review", "bot.cli.review", "review what was asked: the page for the browser, or act by act"),
    Command("faq", "bot.cli.faq", "editors' answers to a file and from one"),
    Command("regress", "bot.cli.regress", "find which answers have moved"),
    Command("log", "bot.cli.log", "delete old questions from the query log"),
)

_EPILOG = """\
examples:
  budget-bot ask 12333咨询服务运维经费多少
  budget-bot ingest ~/budgets
  budget-bot export figures --format csv > figures.csv

environment: BUDGET_BOT_CONFIG (config.toml), BUDGET_BOT_DATA (folder of the knowledge base)
"""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line, without the usage above it."""

    def error(self, message: str) -> NoReturn:
        """Print the line and leave with status 2."""
        self.exit(2, f"{self.prog}: {printable(message)}. See: {self.prog} --help\n")


def build_parser(chosen: str | None) -> argparse.ArgumentParser:
    """The parser with all commands by name, and the arguments of the chosen one."""
    parser = _Parser(
        prog="budget-bot",
        description="Answers questions about published Chinese public budgets, each figure with its source.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    for command in COMMANDS:
        described = f"{command.summary[0].upper()}{command.summary[1:]}."
        subparser = commands.add_parser(command.name, help=command.summary, description=described)
        if command.name == chosen:
            import_module(command.module).add_arguments(subparser)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    _speak_utf8()
    words = list(sys.argv[1:] if argv is None else argv)
    chosen = next((word for word in words if not word.startswith("-")), None)
    try:
        arguments = build_parser(chosen).parse_args(words)
        status: int = _module_of(arguments.command).run(arguments)
        sys.stdout.flush()
    except BudgetError as error:
        print(f"budget-bot: {printable(str(error))}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"budget-bot: {printable(str(error))}. Check the path and the disk.", file=sys.stderr)
        return 2
    return status


def _module_of(name: str) -> Any:
    return import_module(next(command.module for command in COMMANDS if command.name == name))


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale; what has no UTF-8 form (a lone surrogate) is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
