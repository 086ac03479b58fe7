"""Statements while a paragraph is read: one for each subject that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from knowledge.amounts import FEN_PER_UNIT, half_last_digit
from knowledge.model import Aspect, Figure, Stage, Subject, Trend


@dataclass(slots=True, eq=False)
class Draft:
    """What one paragraph says of one subject."""

    subject: Subject
    start: int
    end: int
    year: int
    stage: Stage
    within: Subject | None = None  # the list it is an item of
    area: str = ""
    fund: str = ""
    owner: str = ""
    figures: list[Figure] = field(default_factory=list)
    reason: str = ""
    purpose: str = ""

    @property
    def has_change(self) -> bool:
        """Whether it tells of more or less than before."""
        return any(figure.aspect in (Aspect.CHANGE, Aspect.RATE) for figure in self.figures)

    @property
    def base(self) -> tuple[str, int | None]:
        """What it was last compared with, and of which year that is."""
        changes = (f for f in reversed(self.figures) if f.aspect in (Aspect.CHANGE, Aspect.RATE))
        return next(((f.base, f.base_year) for f in changes if f.base), ("", None))

    def money(self) -> Figure | None:
        """The amount that was said last."""
        return next((f for f in reversed(self.figures) if f.unit in FEN_PER_UNIT and f.aspect is Aspect.AMOUNT), None)

    def now(self) -> Figure | None:
        """The amount of its own year and stage that was said last."""
        return next(
            (
                figure
                for figure in reversed(self.figures)
                if figure.unit in FEN_PER_UNIT
                and figure.aspect is Aspect.AMOUNT
                and (figure.year, figure.stage) == (self.year, self.stage)
            ),
            None,
        )


class Drafts:
    """The drafts of one paragraph, in order."""

    def __init__(self) -> None:
        self._drafts: list[Draft] = []
        self._by_key: dict[tuple[Subject, str, str, str], Draft] = {}
        self._by_name: dict[str, Draft] = {}
        self._said: Draft | None = None

    def __iter__(self) -> Iterator[Draft]:
        return iter(self._drafts)

    def __len__(self) -> int:
        return len(self._drafts)

    def last(self) -> Draft | None:
        """The draft that was begun last."""
        return self._drafts[-1] if self._drafts else None

    def reversed(self) -> Iterator[Draft]:
        """The drafts, the last first."""
        return reversed(self._drafts)

    def say(self, draft: Draft) -> None:
        """Note that an amount of this draft was read."""
        self._said = draft

    def last_said(self) -> Draft | None:
        """The draft of the last amount."""
        return self._said

    def find(self, subject: Subject, area: str, fund: str, owner: str) -> Draft | None:
        """The draft of the same subject of the same place, fund and body."""
        return self._by_key.get((subject, area, fund, owner))

    def named(self, name: str) -> Draft | None:
        """The last draft with this name."""
        return self._by_name.get(name)

    def add(self, draft: Draft) -> Draft:
        """Keep a new draft."""
        self._drafts.append(draft)
        self._by_key[draft.subject, draft.area, draft.fund, draft.owner] = draft
        self._by_name[draft.subject.name] = draft
        return draft

    @property
    def figure_count(self) -> int:
        """How many figures all of them have."""
        return sum(len(draft.figures) for draft in self._drafts)


def proved_by(candidates: Sequence[Draft], change: Decimal, unit: str, rate: str, trend: Trend) -> Draft | None:
    """The one of the drafts whose amount a change and its percentage are of; None where none or several fit."""
    fitting = [draft for draft in candidates if _explains(draft, change, unit, Decimal(rate), trend)]
    return fitting[0] if len(fitting) == 1 else None


def _explains(draft: Draft, change: Decimal, unit: str, rate: Decimal, trend: Trend) -> bool:
    """Whether the change is `rate` percent of what the draft's amount was before it."""
    now = draft.now()
    if now is None or unit not in FEN_PER_UNIT:
        return False
    scale = Decimal(FEN_PER_UNIT[unit]) / FEN_PER_UNIT[now.unit]
    moved, slack = change * scale, half_last_digit(change) * scale
    before = now.value + moved if trend is Trend.DOWN else now.value - moved
    if before <= 0:
        return False
    off = slack + half_last_digit(now.value)
    least, most = (moved - slack) / (before + off) * 100, (moved + slack) / max(before - off, off or slack) * 100
    return least - half_last_digit(rate) * 2 <= rate <= most + half_last_digit(rate) * 2
