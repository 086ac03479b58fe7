"""What the tests of the review share: a clock set by hand, and how a question is logged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.service.querylog import Logged

Log = Callable[..., Logged]
START = 1_700_000_000.0


@dataclass
class Hand:
    """A clock that is set by hand."""

    now: float = START

    def __call__(self) -> float:
        return self.now
