"""`budget-bot regress`: which answers have moved since they were given or accepted."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bot.cli.reviewing.hand import Hand, open_hand, say, say_moved
from knowledge.service.proof import Proof

_FINE, _MOVED = 0, 1  # exit status
_MOST_AFTER_INGEST = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("files", nargs="*", type=Path, metavar="QUESTIONS.jsonl", help='lines {"q": "…"}, asked too')
    parser.add_argument("--accept", action="store_true", help="take the answers as they are now for the right ones")
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """Ask the question bank again; 1 where an answer moved and was not accepted."""
    with open_hand() as hand:
        proof = prove(hand, arguments.files, accept=arguments.accept)
    if arguments.json:
        print(json.dumps(_fields(proof), ensure_ascii=False, indent=1))
    else:
        say(f"{proof.asked} questions asked again, {len(proof.moved)} answered otherwise, {len(proof.new)} new.")
        for moved in proof.moved:
            say_moved(moved)
    return _MOVED if proof.moved and not arguments.accept else _FINE


def prove(hand: Hand, files: list[Path], *, accept: bool) -> Proof:
    """Ask the bank; answers that are there for the first time are taken as right."""
    with hand.engine() as engine:
        proof = hand.service.bank.since_asked(engine, files)
    hand.service.bank.accept(proof if accept else Proof(proof.asked, (), proof.new))
    return proof


def report_after_ingest() -> None:
    """Say which answers an ingest has moved; nothing where no question was ever logged."""
    with open_hand() as hand:
        proof = prove(hand, [], accept=False)
    if not proof.asked:
        return
    say(f"{proof.asked} questions of the log asked again: {len(proof.moved)} answered otherwise than before.")
    for moved in proof.moved[:_MOST_AFTER_INGEST]:
        say_moved(moved)
    if proof.moved:
        say("To see all: budget-bot regress. To take them as right: budget-bot regress --accept")


def _fields(proof: Proof) -> dict[str, object]:
    return {
        "asked": proof.asked,
        "moved": [
            {
                "question": one.question.text,
                "source": one.question.source,
                "before": {"status": one.before.status, "text": one.before.text},
                "after": {"status": one.after.status, "text": one.after.text},
            }
            for one in proof.moved
        ],
    }
