"""`budget-bot review`: the review page, or its acts from the command line."""

from __future__ import annotations

import argparse

from bot.cli.answering import open_engine
from bot.cli.reviewing.accounts import add_account_acts
from bot.cli.reviewing.aliases import add_alias_acts
from bot.cli.reviewing.answers import add_faq_acts
from bot.cli.reviewing.groups import add_group_acts
from bot.cli.reviewing.hand import Hand, act_line, add_act, number, open_hand, say, say_done
from knowledge.errors import BudgetError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes; without a sub-command it serves the page."""
    parser.set_defaults(act=_serve)
    parser.add_argument("--as", dest="name", default="", metavar="NAME", help="who acts, for the log")
    acts = parser.add_subparsers(metavar="ACT")
    add_group_acts(acts)
    add_faq_acts(acts)
    add_alias_acts(acts)
    logged = add_act(acts, "log", _log, "what editors did, the newest first")
    logged.add_argument("--count", type=number, default=30, help="how many")
    undone = add_act(acts, "undo", _undo, "take an act back")
    undone.add_argument("undone", type=number, metavar="ACT")
    add_account_acts(acts)


def run(arguments: argparse.Namespace) -> int:
    """Do one act, or serve the page."""
    _refuse_half_characters(arguments)
    with open_hand(arguments.name) as hand:
        status: int = arguments.act(hand, arguments)
    return status


def _refuse_half_characters(arguments: argparse.Namespace) -> None:
    """Raise BudgetError for what a terminal in another encoding makes of Chinese: no file can hold it."""
    for given in vars(arguments).values():
        for text in given if isinstance(given, list) else [given]:
            try:
                str(text).encode()
            except UnicodeEncodeError as error:
                raise BudgetError(f"{text} 不是 UTF-8 文字。请把终端设为 UTF-8。") from error


def _serve(hand: Hand, _arguments: argparse.Namespace) -> int:
    from bot.current_engine import CurrentEngine
    from bot.review.desk import ReviewDesk
    from bot.review.server import serve_review  # the web server, for the page only

    if not hand.service.accounts.all():
        raise BudgetError("还没有人能登录。先建一个账号：budget-bot review account add 姓名 --role approver")
    current = CurrentEngine(lambda: open_engine(hand.config, with_samples=True), hand.service)
    try:
        desk = ReviewDesk(hand.service, current, hand.config.review.behind_https)
        settings = hand.config.review
        serve_review(desk, settings.listen, settings.port, lambda address: print(f"审阅页面：{address}", flush=True))
    finally:
        current.close()
    return 0


def _log(hand: Hand, arguments: argparse.Namespace) -> int:
    for act in hand.service.acts.last(arguments.count):
        say(act_line(act))
    return 0


def _undo(hand: Hand, arguments: argparse.Namespace) -> int:
    return say_done(hand.editing.undo(hand.act(arguments.undone).id))
