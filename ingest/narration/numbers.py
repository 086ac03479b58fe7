"""Numbers as sentences print them: digits, unit, and how near they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.narration.rules import BOUNDS_AFTER, BOUNDS_BEFORE

_MORE = re.compile("[多余]")


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a sentence: where it stands, and its unit as printed without 多."""

    start: int
    end: int  # behind the digits
    unit: str
    is_more: bool = False  # 3000多万元

    @classmethod
    def of(cls, event: re.Match[str]) -> Number:
        """Of a match of the pattern for numbers; 万 alone counts 元."""
        unit = event[0][len(event["number"]) :]
        bare = _MORE.sub("", unit)
        return cls(event.start("number"), event.end("number"), "万元" if bare == "万" else bare, bare != unit)


def bound(clause: str, behind: str) -> tuple[str, str]:
    """The clause without words such as 约 at its end, and the mark of what they or the words behind say."""
    for mark, pattern in BOUNDS_BEFORE.items():
        if found := pattern.search(clause):
            return clause[: found.start()], mark
    return clause, next((mark for mark, pattern in BOUNDS_AFTER.items() if pattern.match(behind)), "")
