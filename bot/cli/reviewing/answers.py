"""Editors' answers to frequent questions: drafted, shown, proved, published, taken back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from bot.cli.reviewing.hand import (
    Hand,
    act_line,
    add_act,
    add_sort,
    number,
    say,
    say_done,
    say_drafted,
    say_indented,
)
from bot.cli.reviewing.proving import publish, say_proof
from bot.render.text import answer_text
from bot.review.views import moment, word
from knowledge.editorial.faq import Faq, FaqUnusable, compose
from knowledge.engine import Engine
from knowledge.errors import BudgetError
from knowledge.service.published import KeptFaq, State

_NAME = "常见问题"


def add_faq_acts(sorts: Any) -> None:
    """The sub-commands about answers."""
    acts = add_sort(sorts, "faq", "answers to frequent questions").add_subparsers(metavar="ACT", required=True)
    drafted = add_act(acts, "new", _new, "draft an answer; {{question}} stands for a live figure")
    drafted.add_argument("group", type=number, nargs="?", metavar="GROUP", help="for the wordings of this group")
    _add_text(drafted, is_required=True)
    changed = _on_faq(add_act(acts, "edit", _edit, "change an answer; it is a draft again"))
    _add_text(changed, is_required=False)
    listed = add_act(acts, "list", _list, "all answers")
    listed.add_argument("--state", choices=[*map(str, State)])
    _on_faq(add_act(acts, "show", _show, "all about one answer, with what people read now"))
    _on_faq(add_act(acts, "prove", _prove, "what publishing would change"))
    approved = _on_faq(add_act(acts, "approve", _approve, "publish an answer"))
    approved.add_argument("--seen", default="", metavar="DIGEST", help="of the changes that you have seen")
    _on_faq(add_act(acts, "retire", _retire, "take an answer back"))


def _on_faq(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("faq", type=number, metavar="ID")
    return parser


def _add_text(parser: argparse.ArgumentParser, *, is_required: bool) -> None:
    parser.add_argument("--wording", action="append", default=[], metavar="W", help="may be given several times")
    answer = parser.add_mutually_exclusive_group(required=is_required)
    answer.add_argument("--answer", metavar="TEXT")
    answer.add_argument("--answer-file", type=Path, metavar="FILE", help="a text file with the answer")


def _given_answer(arguments: argparse.Namespace) -> str | None:
    file: Path | None = arguments.answer_file
    if file is None:
        given: str | None = arguments.answer
        return given
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BudgetError(f"读不了 {file}（{error}）。请给一个 UTF-8 文本文件。") from error


# ---- writing -------------------------------------------------------------------------------------------------


def _new(hand: Hand, arguments: argparse.Namespace) -> int:
    group = None if arguments.group is None else hand.group(arguments.group)
    wordings: list[str] = arguments.wording
    if not wordings and group is None:
        raise BudgetError("这个答复给哪些问法？请写组的编号，或者 --wording 问法。")
    if group and not wordings:
        wordings = [wording.text for wording in hand.service.groups.wordings(group.id)]
    kept = hand.editing.draft_faq(wordings, _given_answer(arguments) or "", group.id if group else None)
    return say_drafted("faq", _NAME, kept.faq.id)


def _edit(hand: Hand, arguments: argparse.Namespace) -> int:
    faq, answer = hand.faq(arguments.faq).faq, _given_answer(arguments)
    if answer is None and not arguments.wording:
        raise BudgetError("要改什么？请写 --answer 答复、--answer-file 文件，或者 --wording 问法。")
    hand.editing.edit_faq(faq.id, arguments.wording or faq.wordings, faq.answer if answer is None else answer)
    return say_drafted("faq", _NAME, faq.id)


# ---- looking -------------------------------------------------------------------------------------------------


def _list(hand: Hand, arguments: argparse.Namespace) -> int:
    faqs = hand.service.published.faqs(State(arguments.state) if arguments.state else None)
    for kept in faqs:
        sort = word(kept.faq.kind, "kind")
        say(f"{kept.faq.id:>5}  {word(kept.state, 'state')}  答过 {kept.hits:>4} 次  {sort}  {kept.faq.wordings[0]}")
    say(f"共 {len(faqs)} 条。")
    return 0


def _show(hand: Hand, arguments: argparse.Namespace) -> int:
    kept = hand.faq(arguments.faq)
    say(f"{_NAME} {kept.faq.id}（{word(kept.state, 'state')}，{word(kept.faq.kind, 'kind')}）")
    _say_made(kept)
    say("问法")
    say_indented("\n".join(kept.faq.wordings), "  ")
    say("答复")
    say_indented(kept.faq.answer, "  ")
    say("现在读到的")
    with hand.engine() as engine:
        say_indented(_read_now(kept.faq, engine), "  ")
    say("做过的操作")
    for act in hand.service.acts.of_row("faq", kept.faq.id):
        say(act_line(act))
    return 0


def _say_made(kept: KeptFaq) -> None:
    made = kept.made
    say(f"起草：{made.created_by}，{moment(made.created_time)}")
    if made.approved_by:
        say(f"发布：{made.approved_by}，{moment(made.approved_time)}")
    say(f"答过 {kept.hits} 次，最近 {moment(kept.last_hit_time)}")
    if kept.group_id is not None:
        say(f"来自第 {kept.group_id} 组")


def _read_now(faq: Faq, engine: Engine) -> str:
    """What somebody who asks reads, or why nobody can."""
    try:
        return answer_text(compose(faq.wordings[0], faq, lambda live: engine.ask_documents(live).answer))
    except FaqUnusable as error:
        return str(error)


# ---- publishing ----------------------------------------------------------------------------------------------


def _prove(hand: Hand, arguments: argparse.Namespace) -> int:
    with hand.engine() as engine:
        return say_proof(hand.editing.prove_faq(hand.faq(arguments.faq).faq.id, engine))


def _approve(hand: Hand, arguments: argparse.Namespace) -> int:
    faq_id, editing = hand.faq(arguments.faq).faq.id, hand.editing
    with hand.engine() as engine:
        return publish(
            lambda seen: editing.approve_faq(faq_id, engine, seen),
            arguments.seen,
            f"budget-bot review faq approve {faq_id}",
        )


def _retire(hand: Hand, arguments: argparse.Namespace) -> int:
    return say_done(hand.editing.retire_faq(hand.faq(arguments.faq).faq.id))
