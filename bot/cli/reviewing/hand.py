"""What the review commands share: the service, the engine, who acts, and how a command is declared."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.cli.answering import open_engine, open_service_of
from bot.config import Config, load_config
from bot.render.plain import printable
from bot.review.views import moment, word
from knowledge.engine import Engine
from knowledge.errors import BudgetError
from knowledge.service.accounts import Person, Role
from knowledge.service.acts import Act
from knowledge.service.editing import Editing
from knowledge.service.groups import Group
from knowledge.service.published import KeptAlias, KeptFaq
from knowledge.service.service import Service

_LARGEST = 2**63 - 1  # that SQLite keeps
_T = TypeVar("_T")


class UnknownNumber(BudgetError):
    """A number that stands for nothing; the message says where the numbers are."""


@dataclass(frozen=True, slots=True)
class Hand:
    """An open service and who works on it. Who may write service.db may do all."""

    config: Config
    service: Service
    name: str  # empty: who is logged in to this machine

    @property
    def editing(self) -> Editing:
        """The acts, each noted under this name."""
        return self.service.editing(Person(f"cli:{self.name or _login_name()}", Role.APPROVER))

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """The engine with what is published now."""
        engine = open_engine(self.config, with_samples=True)
        try:
            yield engine
        finally:
            engine.library.base.close()

    def group(self, number: int) -> Group:
        """A group, with the newest questions in it. Raises UnknownNumber."""
        self.service.groups.catch_up()
        return _known(self.service.groups.get(number), f"没有第 {number} 组", "review list --state all")

    def faq(self, number: int) -> KeptFaq:
        """An answer. Raises UnknownNumber."""
        return _known(self.service.published.faq(number), f"没有常见问题 {number}", "review faq list")

    def alias(self, number: int) -> KeptAlias:
        """An alias. Raises UnknownNumber."""
        return _known(self.service.published.alias(number), f"没有别名 {number}", "review alias list")

    def act(self, number: int) -> Act:
        """An act of the audit log. Raises UnknownNumber."""
        return _known(self.service.acts.get(number), f"没有操作 {number}", "review log")


def _known(found: _T | None, problem: str, listing: str) -> _T:
    if found is None:
        raise UnknownNumber(f"{problem}。看有哪些编号：budget-bot {listing}")
    return found


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError) as error:  # a container's user may have no name; which error: Python's
        raise BudgetError("这台机器上的用户没有名字，操作记录里写不了。请加 --as 姓名。") from error


@contextmanager
def open_hand(name: str = "") -> Iterator[Hand]:
    """The service as configured, for a `with` statement."""
    config = load_config()
    service = open_service_of(config)
    try:
        yield Hand(config, service, name)
    finally:
        service.close()


# ---- commands ------------------------------------------------------------------------------------------------

Run = Callable[[Hand, argparse.Namespace], int]


def add_act(acts: Any, name: str, run: Run, summary: str) -> argparse.ArgumentParser:
    """A sub-command that does one thing."""
    parser = add_sort(acts, name, summary)
    parser.set_defaults(act=run)
    parser.add_argument("--as", dest="name", default=argparse.SUPPRESS, metavar="NAME", help="who acts, for the log")
    return parser


def add_sort(acts: Any, name: str, summary: str) -> argparse.ArgumentParser:
    """A sub-command with sub-commands of its own."""
    parser: argparse.ArgumentParser = acts.add_parser(name, help=summary, description=f"{summary}.".capitalize())
    return parser


def number(text: str) -> int:
    """An argument that numbers something, or counts."""
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:20]) <= _LARGEST):
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 up")
    return int(text)


# ---- saying --------------------------------------------------------------------------------------------------


def say(line: str = "") -> None:
    """Print a line that may hold what people typed."""
    print(printable(line))


def say_indented(text: str, indent: str) -> None:
    """Print each line of a text further in."""
    for line in text.splitlines():
        say(f"{indent}{line}")


def say_done(act: Act) -> int:
    """An act that was done, and how to undo it. Exit status."""
    say(f"{word(act.kind, 'act')}：{act.about}（操作 {act.id}，撤销：budget-bot review undo {act.id}）")
    return 0


def say_drafted(sort: str, name: str, number: int) -> int:
    """A draft that was saved, and how to publish it. Exit status."""
    say(f"{name} {number} 已保存为草稿，发布之前没有人会看到。发布：budget-bot review {sort} approve {number}")
    return 0


def act_line(act: Act) -> str:
    """One line of the audit log."""
    undoes = f"（撤销操作 {act.undoes}）" if act.undoes else ""
    undone = f"（已由操作 {act.undone_by} 撤销）" if act.undone_by else ""
    return f"{act.id:>5}  {moment(act.time)}  {act.who}  {word(act.kind, 'act')}  {act.about}{undoes}{undone}"
