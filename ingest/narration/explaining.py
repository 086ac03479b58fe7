"""Why amounts changed and what they are for, and what there is none of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.narration.counting import Counting
from ingest.narration.drafts import Draft
from ingest.narration.rules import (
    BREAK,
    NEGATIVE_TRIM,
    NEGATIVES,
    NOT_NEGATIVE,
    NUMBER,
    OWN_AMOUNT,
    PURPOSE_END,
    REASON_END,
    REASON_FILLER,
    REASON_GOES_ON,
    THIS_MONEY,
)
from ingest.subjects import absent_subjects, known_as, scheme_of
from ingest.wording import is_generic
from knowledge.model import Statement, Subject


@dataclass(slots=True)
class Explaining(Counting):
    """A paragraph whose reasons and purposes stay with what they explain."""

    def _enter_aside(self, end: int, event: re.Match[str]) -> None:
        self._walk(event.start())
        self.aside = end
        self.mark = self.walked = self.clause = event.end()
        self.carried = ""
        self.outside = self.frames
        self.frames = self.frames.copy()

    def _leave_aside(self, at: int) -> None:
        """Behind a reason or a purpose the text goes on where it was; only brackets have closed."""
        if self.outside is None or at < self.aside:
            return
        self.frames, self.outside = self.outside, None
        for _ in range(
            self.text.text.count("）", self.walked, self.aside) - self.text.text.count("（", self.walked, self.aside)
        ):
            self._close_bracket(self.aside)
        self.mark = self.walked = self.clause = max(self.mark, self.aside)

    def _reason(self, event: re.Match[str]) -> None:
        """Keep why."""
        end = self._end_of_reason(event.end())
        reason = self.text.quote(event.end(), end).strip()
        what = event.groupdict().get("what") or ""
        explained = self._explained(REASON_FILLER.sub("", what))
        if explained and reason and "因" not in event[0] and not explained.has_change:
            explained.purpose = explained.purpose or reason  # 主要是 behind an amount says what it is for
        elif explained and reason:
            explained.reason = f"{explained.reason}；{reason}" if explained.reason else reason
            explained.end = self.end
        elif reason:
            self.others += self._earlier_reason(what, reason)
        self._enter_aside(end, event)

    def _explained(self, what: str) -> Draft | None:
        """The statement of this paragraph that a reason belongs to."""
        words = self.wording.name_in(what)
        changed = [draft for draft in self.drafts if draft.has_change]
        if len(words) > 1:
            named = [draft for draft in reversed(changed or list(self.drafts)) if words in draft.subject.name]
            if named:
                return named[0]
        if self.current and (self.current.has_change or not changed):
            return self.current
        return changed[-1] if changed else None

    def _earlier_reason(self, what: str, reason: str) -> Iterator[Statement]:
        """A reason whose change stands in an earlier paragraph of the section."""
        words = self.wording.name_in(REASON_FILLER.sub("", what))
        changed = [draft for draft in self.section.earlier if draft.has_change]
        named = [draft for draft in changed if words and _names(words, draft.subject.name)]
        subjects = [draft.subject for draft in named] or [draft.subject for draft in self.section.earlier[-1:]]
        if words and all(subject.name != words for subject in subjects):
            subjects.append(Subject(words, scheme=scheme_of(words)))
        for subject in subjects:
            known, fund = known_as(subject, None)
            yield Statement(
                subject=known,
                fund=fund,
                text=self.text.quote(self.start, self.end).strip(),
                citation=self._citation(self.start, self.end, self.start),
                reason=reason,
            )

    def _is_of_purpose(self, event: re.Match[str]) -> bool:
        """Whether the words only narrow what an amount is of: 土地出让收入用于乡村振兴支出5千万元."""
        before = BREAK.split(self.text.text[max(self.mark, self.start) : event.start()])[-1]
        is_named = len(before) > 1 and not is_generic(self.wording.name_in(before)) and not THIS_MONEY.match(before)
        return is_named and OWN_AMOUNT.match(self.text.text, event.end(), self.end) is not None

    def _purpose(self, event: re.Match[str]) -> None:
        end = self._end_of(PURPOSE_END, event.end())
        purpose = self.text.quote(event.end(), end).strip()
        if self.current and purpose:
            self.current.purpose = self.current.purpose or purpose
            self.current.end = self.end
        self._enter_aside(end, event)

    def _end_of_reason(self, start: int) -> int:
        """A reason goes on behind a ；with what else has changed: 人员经费减少2万元；公用经费增加1万元."""
        end = self._end_of(REASON_END, start)
        while self.current and self.current.money() and REASON_GOES_ON.match(self.text.text, end, self.end):
            end = self._end_of(REASON_END, end + 1)
        return end

    def _end_of(self, pattern: re.Pattern[str], start: int) -> int:
        found = pattern.search(self.text.text, start, self.end)
        return found.start() if found else self.end

    def _negative(self) -> None:
        """没有政府性基金预算拨款收入: a statement without a figure."""
        sentence = self.text.text[self.start : self.end]
        if self.scope.described or NOT_NEGATIVE.search(sentence) or NUMBER.search(sentence):
            return
        for pattern in NEGATIVES:
            for found in pattern.finditer(sentence):
                name = self.wording.name_in(NEGATIVE_TRIM.sub("", found["subject"]))
                for part in absent_subjects(name):
                    self._draft(Subject(part, scheme=scheme_of(part)))


def _names(words: str, name: str) -> bool:
    """Whether 财政拨款收入支出 speaks of 财政拨款收入 and of 财政拨款支出预算."""
    both = words.replace("收入支出", "收支")
    sides = [both.replace("收支", "收入"), both.replace("收支", "支出")] if "收支" in both else [words]
    return any(side in name for side in sides)
