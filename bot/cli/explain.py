"""`budget-bot explain`: how a question is read, and what to do where it is read wrongly."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date

from bot.cli.answering import answering
from bot.config import load_config
from bot.render.explanation import explain
from bot.render.plain import printable
from bot.render.reading import explain_reading, reading_record
from knowledge.errors import BudgetError
from knowledge.language.reader import Reader, package_model


class BadLine(BudgetError):
    """A line of questions can't be read."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("question", nargs="*", metavar="QUESTION", help="the question that was read wrongly")
    parser.add_argument(
        "--jsonl", action="store_true", help='read {"id", "session", "q"} lines, write one reading a line'
    )


def run(arguments: argparse.Namespace) -> int:
    """Print how the question is read."""
    reader = Reader(package_model(), date.today().year)
    if arguments.jsonl:
        for record in _records(sys.stdin, reader):
            print(json.dumps(record, ensure_ascii=False))
        return 0
    text = " ".join(arguments.question)
    if not text.strip():
        raise BadLine("No question. Ask: budget-bot explain QUESTION, or give lines to budget-bot explain --jsonl")
    print(printable(explain_reading(reader.read(text), reader.why(text))))
    with answering(load_config()) as engine:
        print()
        print(printable(explain(engine.ask(text), engine.library)))
    return 0


def _records(lines: Iterable[str], reader: Reader) -> Iterator[dict[str, object]]:
    """A record for each line; a question follows where one of its session stood before it."""
    sessions: set[object] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            text, session = str(asked["q"]), asked.get("session")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadLine(f'Line {number} is no {{"id", "session", "q"}}: {error}. Mend that line.') from error
        yield reading_record(asked.get("id"), reader.read(text, session is not None and session in sessions))
        sessions.add(session)
