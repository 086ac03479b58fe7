"""`budget-bot explain`: how a question is read, and which file to change where it is read wrongly."""

from __future__ import annotations

import argparse

from bot.cli.answering import answering
from bot.config import load_config
from bot.render.explanation import explain
from bot.render.plain import printable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("question", nargs="+", metavar="QUESTION", help="the question that was read wrongly")


def run(arguments: argparse.Namespace) -> int:
    """Print how the question is read."""
    with answering(load_config()) as engine:
        reply = engine.ask(" ".join(arguments.question))
        print(printable(explain(reply, engine.library)))
    return 0
