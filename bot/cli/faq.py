"""`budget-bot faq`: editors' answers to a file and from one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.cli.reviewing.hand import Hand, add_act, open_hand, say
from bot.render.faq_file import FORMATS, FaqFileUnusable, read_faqs, write_faqs
from bot.review.views import word
from knowledge.editorial.faq import FaqKind, FaqUnusable
from knowledge.service.mask import mask_personal
from knowledge.service.published import KeptFaq, State

_TAKEN, _REFUSED = 0, 1  # exit status

Said = tuple[FaqKind, tuple[str, ...], str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--as", dest="name", default="", metavar="NAME", help="who acts, for the log")
    acts = parser.add_subparsers(metavar="ACT", required=True)
    exported = add_act(acts, "export", _export, "write them to stdout")
    exported.add_argument("--format", choices=FORMATS, default=FORMATS[0])
    exported.add_argument("--state", choices=[*map(str, State)])
    imported = add_act(acts, "import", _import, "draft those of a CSV or JSON lines file; none is published")
    imported.add_argument("file", type=Path, metavar="FILE")


def run(arguments: argparse.Namespace) -> int:
    """Write or read; 1 where an answer of the file was not taken."""
    with open_hand(arguments.name) as hand:
        status: int = arguments.act(hand, arguments)
    return status


def _export(hand: Hand, arguments: argparse.Namespace) -> int:
    state = State(arguments.state) if arguments.state else None
    sys.stdout.write(write_faqs(hand.service.published.faqs(state), arguments.format))
    return _TAKEN


# ---- import --------------------------------------------------------------------------------------------------


def _import(hand: Hand, arguments: argparse.Namespace) -> int:
    """Draft what is new. A file that cannot be read to its end is refused whole, before anything is drafted."""
    entries = read_faqs(_text_of(arguments.file))
    known = {_said_by(kept): kept for kept in reversed(hand.service.published.faqs())}
    refused = equal = 0
    for entry in entries:
        same = known.get(_said(entry.kind, entry.wordings, entry.answer))
        if same is not None:
            equal += 1
            say(f"第 {entry.line} 行：与常见问题 {same.faq.id}（{word(same.state, 'state')}）相同，跳过")
            continue
        try:
            made = hand.editing.draft_faq(entry.wordings, entry.answer, kind=entry.kind)
        except FaqUnusable as error:
            refused += 1
            say(f"第 {entry.line} 行：没有收下。{error}")
            continue
        known[_said_by(made)] = made
        say(f"第 {entry.line} 行：草稿 {made.faq.id}，{made.faq.wordings[0]}")
    say(f"共 {len(entries)} 条：起草 {len(entries) - equal - refused}，跳过 {equal}，没有收下 {refused}。")
    return _REFUSED if refused else _TAKEN


def _text_of(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FaqFileUnusable(f"读不了 {file}（{error.strerror}）。请检查文件名。") from error
    except UnicodeDecodeError as error:
        raise FaqFileUnusable(f"{file} 不是 UTF-8 编码。请在电子表格里另存为“CSV UTF-8”。") from error


def _said_by(kept: KeptFaq) -> Said:
    return _said(kept.faq.kind, kept.faq.wordings, kept.faq.answer)


def _said(kind: FaqKind, wordings: Iterable[str], answer: str) -> Said:
    """What makes two answers equal: as they are kept, but for the breaks of lines that a cell has no room for."""
    kept = dict.fromkeys(" ".join(mask_personal(wording).split()) for wording in wordings)
    return kind, tuple(kept), "\n".join(answer.strip().splitlines())
