"""`budget-bot review`: the review page, or its acts from the command line."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from bot.cli.reviewing.hand import Hand, moment, open_hand, publish, say, say_proof
from knowledge.editorial.alias import AliasKind
from knowledge.errors import BudgetError
from knowledge.service.accounts import Role
from knowledge.service.acts import Act
from knowledge.service.drafting import draft_answer, near_names
from knowledge.service.editing import NOT_OURS_REPLY
from knowledge.service.groups import Filter, Group, GroupState

_DAY = 86_400.0
_ACT_LINES = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes; without a sub-command it serves the page."""
    parser.set_defaults(review=_serve)
    parser.add_argument("--as", dest="name", default="", metavar="NAME", help="who acts, for the audit log")
    acts = parser.add_subparsers(metavar="ACT")
    listed = _sub(acts, "list", _list, "groups of logged questions, those first that an act would help most")
    listed.add_argument("--state", choices=[*GroupState, "all"], default=str(GroupState.OPEN))
    listed.add_argument("--failed", action="store_true", help="only with questions that were not answered well")
    listed.add_argument("--words", default="", help="only with these words")
    listed.add_argument("--days", type=float, default=0.0, help="only asked in the last days")
    listed.add_argument("--count", type=int, default=20)
    listed.add_argument("--json", action="store_true")
    _sub(acts, "show", _show, "all about one group").add_argument("group", type=int)
    _sub(acts, "dismiss", _dismiss, "nothing needs to be done").add_argument("groups", type=int, nargs="+")
    _sub(acts, "reopen", _reopen, "put a group back into the queue").add_argument("group", type=int)
    noted = _sub(acts, "note", _note, "leave a note for those who collect documents")
    noted.add_argument("group", type=int)
    noted.add_argument("text")
    refused = _sub(acts, "not-ours", _not_ours, "draft a polite reply to what no budget answers")
    refused.add_argument("group", type=int)
    refused.add_argument("--reply", default=NOT_OURS_REPLY)
    _add_faq(_sub(acts, "faq", _help, "answers to frequent questions"))
    _add_alias(_sub(acts, "alias", _help, "other words for known names"))
    _sub(acts, "log", _log, "what editors did")
    _sub(acts, "undo", _undo, "take an act back").add_argument("act", type=int)
    _add_account(_sub(acts, "account", _help, "who may log in to the page"))


def _add_faq(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(metavar="ACT", required=True)
    drafted = _sub(acts, "new", _faq_new, "draft an answer; {{question}} stands for a live figure")
    drafted.add_argument("answer")
    drafted.add_argument("--group", type=int, help="for the wordings of this group")
    drafted.add_argument("--wording", action="append", default=[], help="a wording; may be given several times")
    changed = _sub(acts, "edit", _faq_edit, "change an answer; it is a draft again")
    changed.add_argument("id", type=int)
    changed.add_argument("--answer")
    changed.add_argument("--wording", action="append", default=[])
    _sub(acts, "list", _faq_list, "all answers")
    _sub(acts, "prove", _faq_prove, "what publishing would change").add_argument("id", type=int)
    approved = _sub(acts, "approve", _faq_approve, "publish an answer")
    approved.add_argument("id", type=int)
    approved.add_argument("--seen", default="", metavar="DIGEST", help="of the changes that you have seen")
    _sub(acts, "retire", _faq_retire, "take an answer back").add_argument("id", type=int)


def _add_alias(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(metavar="ACT", required=True)
    drafted = _sub(acts, "new", _alias_new, "draft an alias")
    drafted.add_argument("wording", help="what people say")
    drafted.add_argument("target", help="the name in the documents")
    drafted.add_argument("--unit", action="store_true", help="it is a unit's name")
    drafted.add_argument("--group", type=int)
    _sub(acts, "list", _alias_list, "all aliases")
    _sub(acts, "prove", _alias_prove, "what publishing would change").add_argument("id", type=int)
    approved = _sub(acts, "approve", _alias_approve, "publish an alias")
    approved.add_argument("id", type=int)
    approved.add_argument("--seen", default="", metavar="DIGEST", help="of the changes that you have seen")
    _sub(acts, "retire", _alias_retire, "take an alias back").add_argument("id", type=int)


def _add_account(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(metavar="ACT", required=True)
    made = _sub(acts, "add", _account_add, "make an account; the password is asked for, or read from stdin")
    made.add_argument("account")
    made.add_argument("--role", choices=list(Role), default=str(Role.EDITOR))
    _sub(acts, "password", _account_password, "change a password").add_argument("account")
    _sub(acts, "remove", _account_remove, "delete an account").add_argument("account")
    _sub(acts, "list", _account_list, "all accounts")


Run = Callable[[Hand, argparse.Namespace], int]


def _sub(acts: Any, name: str, act: Run, summary: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = acts.add_parser(name, help=summary, description=f"{summary}.".capitalize())
    parser.set_defaults(review=act)
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Do one act, or serve the page."""
    with open_hand(arguments.name) as hand:
        status: int = arguments.review(hand, arguments)
    return status


def _help(_hand: Hand, _arguments: argparse.Namespace) -> int:
    raise BudgetError("Say what to do with it. See: budget-bot review --help")


# ---- the page ------------------------------------------------------------------------------------------------


def _serve(hand: Hand, _arguments: argparse.Namespace) -> int:
    from bot.cli.answering import open_engine
    from bot.current_engine import CurrentEngine
    from bot.review.desk import ReviewDesk
    from bot.review.server import serve_review

    if not hand.service.accounts.all():
        raise BudgetError("Nobody can log in yet. Make an account: budget-bot review account add NAME --role approver")
    current = CurrentEngine(lambda: open_engine(hand.config, with_samples=True), hand.service)
    try:
        desk = ReviewDesk(hand.service, current, hand.config.review.behind_https)
        settings = hand.config.review
        serve_review(desk, settings.listen, settings.port, lambda address: print(f"Review page: {address}", flush=True))
    finally:
        current.close()
    return 0


# ---- groups --------------------------------------------------------------------------------------------------


def _list(hand: Hand, arguments: argparse.Namespace) -> int:
    wanted = Filter(
        state=None if arguments.state == "all" else GroupState(arguments.state),
        only_failed=arguments.failed,
        words=arguments.words,
        since=hand.service.clock() - arguments.days * _DAY if arguments.days else 0.0,
    )
    queue = hand.service.groups.queue(wanted, 0, max(1, arguments.count))
    if arguments.json:
        print(json.dumps([asdict(group) for group in queue.groups], ensure_ascii=False, indent=1))
        return 0
    for group in queue.groups:
        say(_line(group))
    say(f"{len(queue.groups)} of {queue.total} groups.")
    return 0


def _line(group: Group) -> str:
    return (
        f"{group.id:>5}  asked {group.asked:>4}  refused {group.refused:>3}  abandoned {group.abandoned:>3}  "
        f"👎 {group.disliked:>2}  {group.state:<10}  {group.title}"
    )


def _show(hand: Hand, arguments: argparse.Namespace) -> int:
    groups = hand.service.groups
    group = groups.get(arguments.group)
    if group is None:
        raise BudgetError(f"There is no group {arguments.group}. See: budget-bot review list --state all")
    say(_line(group))
    say(f"       {moment(group.first_time)} to {moment(group.last_time)}, {group.users} users, 👍 {group.liked}")
    if group.note:
        say(f"note   {group.note}")
    say("wordings")
    for wording in groups.wordings(group.id):
        say(f"  {wording.count:>4} × {wording.text}")
    say("answers given")
    for given in groups.answers(group.id):
        say(f"  {given.count:>4} × [{given.status}{f' {given.reason}' if given.reason else ''}]")
        for line in given.text.splitlines():
            say(f"         {line}")
    for reason, count in groups.complaints(group.id).items():
        say(f"👎 {reason or 'no reason'}: {count}")
    say(f"waiting for an answer: {hand.service.waiting.count(group.id)}")
    with hand.engine() as engine:
        say("a first text for an answer")
        for line in draft_answer(group.title, engine).splitlines():
            say(f"  {line}")
        say(f"near names: {'、'.join(near_names(group.title, engine)) or '-'}")
    for act in hand.service.acts.of_row("question_group", group.id):
        say(_act_line(act))
    return 0


def _dismiss(hand: Hand, arguments: argparse.Namespace) -> int:
    for group in arguments.groups:
        _said(hand.editing.dismiss(group))
    return 0


def _reopen(hand: Hand, arguments: argparse.Namespace) -> int:
    return _said(hand.editing.reopen(arguments.group))


def _note(hand: Hand, arguments: argparse.Namespace) -> int:
    return _said(hand.editing.note(arguments.group, arguments.text))


def _not_ours(hand: Hand, arguments: argparse.Namespace) -> int:
    kept = hand.editing.not_ours(arguments.group, arguments.reply)
    return _drafted("faq", kept.faq.id)


def _said(act: Act) -> int:
    say(f"Act {act.id}: {act.kind} {act.about}. To undo: budget-bot review undo {act.id}")
    return 0


def _drafted(sort: str, number: int) -> int:
    say(f"Draft {sort} {number}. Nobody sees it before: budget-bot review {sort} approve {number}")
    return 0


# ---- answers -------------------------------------------------------------------------------------------------


def _faq_new(hand: Hand, arguments: argparse.Namespace) -> int:
    wordings = list(arguments.wording)
    if arguments.group is not None and not wordings:
        wordings = [wording.text for wording in hand.service.groups.wordings(arguments.group)]
    kept = hand.editing.draft_faq(wordings, arguments.answer, arguments.group)
    return _drafted("faq", kept.faq.id)


def _faq_edit(hand: Hand, arguments: argparse.Namespace) -> int:
    kept = hand.service.published.faq(arguments.id)
    if kept is None:
        raise BudgetError(f"There is no faq {arguments.id}. See: budget-bot review faq list")
    answer = kept.faq.answer if arguments.answer is None else arguments.answer
    hand.editing.edit_faq(arguments.id, arguments.wording or kept.faq.wordings, answer)
    return _drafted("faq", arguments.id)


def _faq_list(hand: Hand, _arguments: argparse.Namespace) -> int:
    for kept in hand.service.published.faqs():
        say(f"{kept.faq.id:>5}  {kept.state:<9} {kept.hits:>5} hits  {kept.faq.kind:<8}  {kept.faq.wordings[0]}")
    return 0


def _faq_prove(hand: Hand, arguments: argparse.Namespace) -> int:
    with hand.engine() as engine:
        say_proof(hand.editing.prove_faq(arguments.id, engine))
    return 0


def _faq_approve(hand: Hand, arguments: argparse.Namespace) -> int:
    number, editing = arguments.id, hand.editing
    with hand.engine() as engine:
        return publish(
            lambda seen: editing.approve_faq(number, engine, seen),
            arguments.seen,
            f"budget-bot review faq approve {number}",
        )


def _faq_retire(hand: Hand, arguments: argparse.Namespace) -> int:
    return _said(hand.editing.retire_faq(arguments.id))


# ---- aliases -------------------------------------------------------------------------------------------------


def _alias_new(hand: Hand, arguments: argparse.Namespace) -> int:
    kind = AliasKind.UNIT if arguments.unit else AliasKind.ITEM
    with hand.engine() as engine:
        kept = hand.editing.draft_alias(kind, arguments.wording, arguments.target, engine, arguments.group)
    return _drafted("alias", kept.alias.id)


def _alias_list(hand: Hand, _arguments: argparse.Namespace) -> int:
    for kept in hand.service.published.aliases():
        say(f"{kept.alias.id:>5}  {kept.state:<9} {kept.alias.kind:<5} {kept.alias.wording} → {kept.alias.target}")
    return 0


def _alias_prove(hand: Hand, arguments: argparse.Namespace) -> int:
    with hand.engine() as engine:
        say_proof(hand.editing.prove_alias(arguments.id, engine))
    return 0


def _alias_approve(hand: Hand, arguments: argparse.Namespace) -> int:
    number, editing = arguments.id, hand.editing
    with hand.engine() as engine:
        return publish(
            lambda seen: editing.approve_alias(number, engine, seen),
            arguments.seen,
            f"budget-bot review alias approve {number}",
        )


def _alias_retire(hand: Hand, arguments: argparse.Namespace) -> int:
    return _said(hand.editing.retire_alias(arguments.id))


# ---- acts and accounts ---------------------------------------------------------------------------------------


def _log(hand: Hand, _arguments: argparse.Namespace) -> int:
    for act in hand.service.acts.last(_ACT_LINES):
        say(_act_line(act))
    return 0


def _act_line(act: Act) -> str:
    undone = f"  (undone by {act.undone_by})" if act.undone_by else ""
    return f"{act.id:>5}  {moment(act.time)}  {act.who}  {act.kind}  {act.about}{undone}"


def _undo(hand: Hand, arguments: argparse.Namespace) -> int:
    return _said(hand.editing.undo(arguments.act))


def _account_add(hand: Hand, arguments: argparse.Namespace) -> int:
    hand.service.accounts.add(arguments.account, Role(arguments.role), _password())
    say(f"{arguments.account} may log in as {arguments.role}.")
    return 0


def _account_password(hand: Hand, arguments: argparse.Namespace) -> int:
    hand.service.accounts.set_password(arguments.account, _password())
    say(f"{arguments.account} has a new password; open logins have ended.")
    return 0


def _password() -> str:
    """Typed unseen on a terminal, else one line of stdin; never an argument, which others could see."""
    return getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _account_remove(hand: Hand, arguments: argparse.Namespace) -> int:
    hand.service.accounts.remove(arguments.account)
    say(f"{arguments.account} is gone.")
    return 0


def _account_list(hand: Hand, _arguments: argparse.Namespace) -> int:
    for person in hand.service.accounts.all():
        say(f"{person.name}  {person.role}")
    return 0
