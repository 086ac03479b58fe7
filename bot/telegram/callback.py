"""What a button carries: an act and short ids, never words, so that Telegram's 64 bytes always suffice."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2s

MOST_BYTES = 64
_SEPARATOR = ":"


class Act(StrEnum):
    """What pressing a button does."""

    OPTION = "o"  # key, number: ask one of the offered questions
    RELATED = "r"  # key: show the related questions
    NEXT = "n"  # key, number: ask one of them
    QUOTE = "q"  # key
    CHART = "c"  # key
    WHY = "w"  # key
    GOOD = "g"  # key
    BAD = "b"  # key
    REASON = "f"  # key, reason
    EXAMPLE = "e"  # mark of a question
    PAGE = "p"  # list, page
    UNIT = "u"  # mark of a unit's name; empty: any
    TABLE = "t"  # table id, mark
    EXPORT = "x"  # table id, mark, format
    TERM = "d"  # mark of a term
    FORGET = "z"
    TURN = "l"  # key, page: of a long answer
    HEAR = "h"  # key: tell me when there is an answer
    DECIDE = "v"  # group, decision: of staff
    APPROVE = "y"  # faq or alias, id, digest of what moves: of admins
    UNDO = "k"  # act: of staff


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button."""

    act: Act
    parts: tuple[str, ...] = ()

    def part(self, at: int) -> str:
        """One of the ids; empty where there is none."""
        return self.parts[at] if at < len(self.parts) else ""

    def number(self, at: int) -> int:
        """One of the ids as a number; -1 where it is none."""
        return int(self.part(at)) if self.part(at).isdecimal() and self.part(at).isascii() else -1


def data(act: Act, *parts: object) -> str:
    """What the button carries."""
    return _SEPARATOR.join([act.value, *map(str, parts)])


def read(text: str | None) -> Press | None:
    """A pressed button; None for what no button of ours carries."""
    act, *parts = (text or "").split(_SEPARATOR)
    return Press(Act(act), tuple(parts)) if act in set(Act) else None


def mark_of(text: str) -> str:
    """A short name for a text: the same after a restart and in a rebuilt knowledge base."""
    return blake2s(text.encode(), digest_size=8).hexdigest()
