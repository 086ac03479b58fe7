"""Who may log in to the review page."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Any

from bot.cli.reviewing.hand import Hand, add_act, add_sort, say
from bot.review.views import word
from knowledge.errors import BudgetError
from knowledge.service.accounts import Role


def add_account_acts(sorts: Any) -> None:
    """The sub-commands about accounts."""
    acts = add_sort(sorts, "account", "who may log in to the page").add_subparsers(metavar="ACT", required=True)
    made = _on_account(add_act(acts, "add", _add, "make an account; the password is asked for, or read from stdin"))
    made.add_argument("--role", choices=[*map(str, Role)], default=str(Role.EDITOR))
    _on_account(add_act(acts, "password", _change_password, "change a password; open logins end"))
    _on_account(add_act(acts, "remove", _remove, "delete an account"))
    add_act(acts, "list", _list, "all accounts")


def _on_account(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("account", metavar="NAME")
    return parser


def _add(hand: Hand, arguments: argparse.Namespace) -> int:
    role = Role(arguments.role)
    hand.service.accounts.add(arguments.account, role, _password())
    say(f"账号 {arguments.account}（{word(role, 'role')}）可以登录了。")
    return 0


def _change_password(hand: Hand, arguments: argparse.Namespace) -> int:
    hand.service.accounts.set_password(arguments.account, _password())
    say(f"账号 {arguments.account} 的密码已修改，原来的登录都已退出。")
    return 0


def _password() -> str:
    """Typed twice unseen on a terminal, else one line of stdin; never an argument, which others could see."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass.getpass("密码：")
    if getpass.getpass("再输一次：") != typed:
        raise BudgetError("两次输入的密码不一样。请重来。")
    return typed


def _remove(hand: Hand, arguments: argparse.Namespace) -> int:
    hand.service.accounts.remove(arguments.account)
    say(f"账号 {arguments.account} 已删除。")
    return 0


def _list(hand: Hand, _arguments: argparse.Namespace) -> int:
    people = hand.service.accounts.all()
    for person in people:
        say(f"{person.name}  {word(person.role, 'role')}")
    say(f"共 {len(people)} 个账号。")
    return 0
