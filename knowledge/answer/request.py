"""What the operations get: a question with its names resolved."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.cells import Scope, Target
from knowledge.names.items import ItemFinder, Named
from knowledge.question import Operation, Question
from knowledge.store.read import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Request:
    """A question that is understood as far as it can be."""

    question: Question
    operation: Operation
    scope: Scope
    targets: tuple[Target, ...] = ()
    bases: tuple[Target, ...] = ()  # SHARE: of what
    unclear: Named | None = None  # a mention that fits several names
    missing: str = ""  # a mention that fits no name
    base_year: int = 0  # the year that 今年 means

    @property
    def target(self) -> Target | None:
        """The one thing that is asked about, if there is any."""
        return self.targets[0] if self.targets else None


@dataclass(frozen=True, slots=True)
class Library:
    """What the operations read from."""

    base: KnowledgeBase
    finder: ItemFinder
