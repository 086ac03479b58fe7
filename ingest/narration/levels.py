"""Lists that run over several paragraphs: 其中： and what stands below it, numbered or not."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.narration.drafts import Draft
from ingest.narration.rules import ENDS_PARAGRAPHS, OPENS_PARAGRAPHS
from ingest.outline import numbering_rank

_OUTSIDE = 0.0  # rank of a paragraph without a number
_ITEM = 80  # characters; a longer paragraph that does not announce its parts has none


@dataclass(frozen=True, slots=True)
class _Level:
    """A paragraph that others may be parts of."""

    rank: float
    of: Draft | None
    opens: bool  # it ends in 其中： or the like


class Levels:
    """The open paragraphs of a section, the outermost first."""

    def __init__(self) -> None:
        self._open: list[_Level] = []
        self._rank = _OUTSIDE

    def enter(self, text: str) -> Draft | None:
        """What the next paragraph is a part of; None where it stands for itself."""
        self._rank = numbering_rank(text) or _OUTSIDE
        if self._rank == _OUTSIDE:
            self._leave_numbers(text)
        else:
            while self._open and self._open[-1].rank >= self._rank:
                self._open.pop()
        parents = [level for level in self._open if level.of is not None]
        return parents[-1].of if parents else None

    def _leave_numbers(self, text: str) -> None:
        """A paragraph without a number goes on with an open list, or it begins anew."""
        if ENDS_PARAGRAPHS.match(text) or not (self._open and self._open[-1].opens):
            self._open.clear()

    def leave(self, text: str, of: Draft | None) -> None:
        """Note what the paragraph was of, and whether its parts follow."""
        opens = OPENS_PARAGRAPHS.search(text) is not None
        if self._rank > _OUTSIDE:
            self._open.append(_Level(self._rank, of if opens or len(text) <= _ITEM else None, opens))
        elif opens:
            self._open.append(_Level(_OUTSIDE, of, opens))
