"""What the review commands share: the service, the engine, and who acts."""

from __future__ import annotations

import getpass
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.cli.answering import open_engine, open_service_of
from bot.config import Config, load_config
from bot.render.plain import printable
from knowledge.engine import Engine
from knowledge.service.accounts import Person, Role
from knowledge.service.editing import Editing, NotProved
from knowledge.service.proof import Moved, Proof
from knowledge.service.service import Service

_SHOWN_LINES = 4  # of each answer that moves


@dataclass(frozen=True, slots=True)
class Hand:
    """An open service and who works on it. Who may write service.db may do all."""

    config: Config
    service: Service
    name: str

    @property
    def editing(self) -> Editing:
        """The acts."""
        return self.service.editing(Person(f"cli:{self.name}", Role.APPROVER))

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """The engine with what is published now."""
        engine = open_engine(self.config, with_samples=True)
        try:
            yield engine
        finally:
            engine.library.base.close()


@contextmanager
def open_hand(name: str = "") -> Iterator[Hand]:
    """The service as configured, for a `with` statement; newly logged questions are grouped."""
    config = load_config()
    service = open_service_of(config)
    try:
        service.groups.catch_up()
        yield Hand(config, service, name or getpass.getuser())
    finally:
        service.close()


def say(line: str = "") -> None:
    """Print a line that may hold what people typed."""
    print(printable(line))


def moment(seconds: float | None) -> str:
    """A time as a person reads it."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds)) if seconds else "-"


def say_moved(moved: Moved) -> None:
    """A question with both answers."""
    say(f"  {moved.question.text}")
    for title, shown in (("before", moved.before), ("after ", moved.after)):
        lines = shown.text.splitlines()[:_SHOWN_LINES]
        say(f"    {title} [{shown.status}] {lines[0] if lines else ''}")
        for line in lines[1:]:
            say(f"           {line}")


def say_proof(proof: Proof) -> None:
    """What a proof found."""
    say(f"{proof.asked} questions asked again, {len(proof.moved)} would be answered otherwise.")
    for moved in proof.moved:
        say_moved(moved)


def publish(approve: Callable[[str], object], seen: str, again: str) -> int:
    """Approve; where answers move that were not seen, show them and say how to go on. Exit status."""
    try:
        approve(seen)
    except NotProved as refused:
        say_proof(refused.proof)
        say(f"Not published yet. To publish: {again} --seen {refused.proof.digest}")
        return 1
    say("Published.")
    return 0
