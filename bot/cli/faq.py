"""`budget-bot faq`: editors' answers to a file and from one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.cli.reviewing.hand import open_hand, say
from bot.render.faq_file import FORMATS, FaqFileUnusable, read_faqs, write_faqs
from knowledge.editorial.faq import Faq, FaqUnusable
from knowledge.service.published import State


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--as", dest="name", default="", metavar="NAME", help="who acts, for the audit log")
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    export = acts.add_parser("export", help="write them to stdout")
    export.add_argument("--format", choices=FORMATS, default="csv")
    export.add_argument("--state", choices=list(State))
    given = acts.add_parser("import", help="draft those of a CSV or JSON lines file; none is published")
    given.add_argument("file", type=Path)


def run(arguments: argparse.Namespace) -> int:
    """Write or read; 1 where an answer of the file could not be taken."""
    if arguments.act == "export":
        return _export(arguments)
    return _import(arguments.file, arguments.name)


def _export(arguments: argparse.Namespace) -> int:
    with open_hand() as hand:
        state = State(arguments.state) if arguments.state else None
        text = write_faqs(hand.service.published.faqs(state), arguments.format)
    sys.stdout.write(text)
    return 0


def _import(file: Path, name: str) -> int:
    try:
        entries = read_faqs(file.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise FaqFileUnusable(f"{file} cannot be read ({error}). Give a UTF-8 file.") from error
    refused = 0
    with open_hand(name) as hand:
        known = {(kept.faq.wordings, kept.faq.answer) for kept in hand.service.published.faqs()}
        for entry in entries:
            if (entry.wordings, entry.answer.strip()) in known:
                say(f"line {entry.line}: known already")
                continue
            try:
                Faq(0, entry.kind, entry.answer, entry.wordings).check()
                kept = hand.editing.draft_faq(entry.wordings, entry.answer, kind=entry.kind)
                say(f"line {entry.line}: draft {kept.faq.id}, {kept.faq.wordings[0]}")
            except FaqUnusable as error:
                refused += 1
                say(f"line {entry.line}: not taken: {error}")
    return 1 if refused else 0
