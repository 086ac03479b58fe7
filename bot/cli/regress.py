"""`budget-bot regress`: which answers have moved since they were given or accepted."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from bot.cli.reviewing.hand import Hand, open_hand, say
from bot.cli.reviewing.proving import HAS_MOVED, say_moved
from knowledge.service.proof import Proof, Shown

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
        proof = _ask_again(hand, arguments.files, accept=arguments.accept)
    if arguments.json:
        print(json.dumps(_fields(proof), ensure_ascii=False, indent=1))
    else:
        _say(proof, is_accepted=arguments.accept)
    return _MOVED if proof.moved and not arguments.accept else _FINE


def _ask_again(hand: Hand, files: Sequence[Path] = (), *, accept: bool = False) -> Proof:
    """Ask the bank; answers that are there for the first time are taken as right."""
    with hand.engine() as engine:
        proof = hand.service.bank.since_asked(engine, files)
    hand.service.bank.accept(proof if accept else Proof(proof.asked, (), proof.new))
    return proof


def _say(proof: Proof, *, is_accepted: bool) -> None:
    say(f"重新问了 {proof.asked} 个问题：{len(proof.moved)} 个的答复变了，{len(proof.new)} 个第一次记下。")
    for moved in proof.moved:
        say_moved(moved, HAS_MOVED)
    if proof.moved:
        say("以上已作为正确的答复记下。" if is_accepted else "要作为正确的答复记下：budget-bot regress --accept")


def report_after_ingest() -> None:
    """Say which answers an ingest has moved; nothing where no question was ever logged."""
    with open_hand() as hand:
        proof = _ask_again(hand)
    if not proof.asked:
        return
    say(f"重新问了以前问过的 {proof.asked} 个问题：{len(proof.moved)} 个的答复变了。")
    for moved in proof.moved[:_MOST_AFTER_INGEST]:
        say_moved(moved, HAS_MOVED, lines=1)
    if proof.moved:
        say("看全部：budget-bot regress；都对就记下：budget-bot regress --accept")


def _fields(proof: Proof) -> dict[str, object]:
    return {
        "asked": proof.asked,
        "new": len(proof.new),
        "moved": [
            {
                "question": one.question.text,
                "source": one.question.source,
                "before": _shown(one.before),
                "after": _shown(one.after),
            }
            for one in proof.moved
        ],
    }


def _shown(shown: Shown) -> dict[str, str]:
    return {"status": shown.status, "text": shown.text}
