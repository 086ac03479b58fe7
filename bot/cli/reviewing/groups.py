"""Groups of logged questions: the queue, one of them, and the decisions about them."""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import asdict
from typing import Any

from bot.cli.reviewing.hand import Hand, act_line, add_act, number, say, say_done, say_drafted, say_indented
from bot.render.explanation import explain
from bot.review.views import moment, word
from knowledge.engine import Engine
from knowledge.service.drafting import draft_answer, live_choices, near_names
from knowledge.service.editing import NOT_OURS_REPLY
from knowledge.service.groups import Filter, Group, GroupState

_DAY = 86_400.0
_ANY = "all"


def add_group_acts(acts: Any) -> None:
    """The sub-commands about groups."""
    listed = add_act(acts, "list", _list, "groups of logged questions, those first that an act would help most")
    listed.add_argument("--state", choices=[*map(str, GroupState), _ANY], default=str(GroupState.OPEN))
    listed.add_argument("--failed", action="store_true", help="only with questions that were not answered well")
    listed.add_argument("--words", default="", help="only with these words")
    listed.add_argument("--days", type=_days, default=0.0, help="only asked in the last days")
    listed.add_argument("--count", type=number, default=20, help="how many")
    listed.add_argument("--json", action="store_true")
    _on_group(add_act(acts, "show", _show, "all about one group"))
    dismissed = add_act(acts, "dismiss", _dismiss, "nothing needs to be done about these groups")
    dismissed.add_argument("groups", type=number, nargs="+", metavar="ID")
    refused = _on_group(add_act(acts, "not-ours", _not_ours, "draft a polite reply to what no budget answers"))
    refused.add_argument("--reply", default=NOT_OURS_REPLY, metavar="TEXT")
    noted = _on_group(add_act(acts, "note", _note, "leave a note for those who collect documents"))
    noted.add_argument("text", metavar="TEXT")
    _on_group(add_act(acts, "reopen", _reopen, "put a group back into the queue"))


def _on_group(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("group", type=number, metavar="ID")
    return parser


def _days(text: str) -> float:
    try:
        days = float(text)
    except ValueError:
        days = math.nan
    if not 0 <= days < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days")
    return days


# ---- looking -------------------------------------------------------------------------------------------------


def _list(hand: Hand, arguments: argparse.Namespace) -> int:
    wanted = Filter(
        state=None if arguments.state == _ANY else GroupState(arguments.state),
        only_failed=arguments.failed,
        words=arguments.words,
        since=hand.service.clock() - arguments.days * _DAY if arguments.days else 0.0,
    )
    hand.service.groups.catch_up()
    queue = hand.service.groups.queue(wanted, 0, arguments.count)
    if arguments.json:
        print(json.dumps([asdict(group) for group in queue.groups], ensure_ascii=False, indent=1))
        return 0
    for group in queue.groups:
        say(_line(group))
    say(f"共 {queue.total} 组，列出 {len(queue.groups)} 组。看一组的全部：budget-bot review show 编号")
    return 0


def _line(group: Group) -> str:
    counts = f"问 {group.asked:>4}  未答 {group.refused:>3}  没下文 {group.abandoned:>3}  👎 {group.disliked:>3}"
    return f"{group.id:>5}  {counts}  {word(group.state, 'group')}  {group.title}"


def _show(hand: Hand, arguments: argparse.Namespace) -> int:
    group = hand.group(arguments.group)
    _say_counts(group)
    _say_asked(hand, group)
    with hand.engine() as engine:
        _say_reading(group, engine)
        _say_suggestions(group, engine)
    _say_done_before(hand, group)
    return 0


def _say_counts(group: Group) -> None:
    say(f"第 {group.id} 组（{word(group.state, 'group')}）：{group.title}")
    say(
        f"问过 {group.asked} 次，{group.users} 人，{moment(group.first_time)} 至 {moment(group.last_time)}；"
        f"已回答 {group.answered}，反问 {group.clarified}，没下文 {group.abandoned}，未答 {group.refused}，"
        f"👍 {group.liked}，👎 {group.disliked}"
    )
    if group.note:
        say(f"给数据组的话：{group.note}")


def _say_asked(hand: Hand, group: Group) -> None:
    groups = hand.service.groups
    say("问法")
    for wording in groups.wordings(group.id):
        say(f"  {wording.count:>4} × {wording.text}")
    say("给过的答复")
    for given in groups.answers(group.id):
        reason = f"，{word(given.reason, 'reason')}" if given.reason else ""
        say(f"  {given.count:>4} × [{word(given.status, 'status')}{reason}]")
        say_indented(given.text, " " * 9)
    for reason, count in groups.complaints(group.id).items():
        say(f"👎 {word(reason, 'reason') or '没有写原因'}：{count}")
    say(f"等答复的人：{hand.service.waiting.count(group.id)}")


def _say_reading(group: Group, engine: Engine) -> None:
    say("怎样读的")
    say_indented(explain(engine.ask_documents(group.title), engine.library), "  ")


def _say_suggestions(group: Group, engine: Engine) -> None:
    """What an answer or an alias may begin with."""
    say("答复可以这样起头")
    say_indented(draft_answer(group.title, engine) or "—", "  ")
    say("相近的问题")
    say_indented("\n".join(live_choices(group.title, engine)) or "—", "  ")
    say(f"相近的名称：{'、'.join(near_names(group.title, engine)) or '—'}")


def _say_done_before(hand: Hand, group: Group) -> None:
    say("做过的操作")
    for act in hand.service.acts.of_row("question_group", group.id):
        say(act_line(act))


# ---- deciding ------------------------------------------------------------------------------------------------


def _dismiss(hand: Hand, arguments: argparse.Namespace) -> int:
    groups = [hand.group(one) for one in arguments.groups]  # all are known, or none is dismissed
    for group in groups:
        say_done(hand.editing.dismiss(group.id))
    return 0


def _not_ours(hand: Hand, arguments: argparse.Namespace) -> int:
    kept = hand.editing.not_ours(hand.group(arguments.group).id, arguments.reply)
    return say_drafted("faq", "常见问题", kept.faq.id)


def _note(hand: Hand, arguments: argparse.Namespace) -> int:
    return say_done(hand.editing.note(hand.group(arguments.group).id, arguments.text))


def _reopen(hand: Hand, arguments: argparse.Namespace) -> int:
    return say_done(hand.editing.reopen(hand.group(arguments.group).id))
