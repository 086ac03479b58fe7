"""Amounts of money, and those that others are measured by."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.narration.drafts import Draft
from ingest.narration.explaining import Explaining
from ingest.narration.numbers import Number
from ingest.narration.rules import ADDS, BASES, BEFORE, BREAK, LISTED, OF_PERIOD, OPENING_YEAR
from ingest.narration.scope import Scope
from ingest.wording import Words, base_year, is_generic
from knowledge.model import TOTAL_MEASURE, Scheme, Stage


@dataclass(slots=True)
class Amounting(Explaining):
    """A paragraph whose amounts are read."""

    def _amount(self, event: re.Match[str], clause: str, bound: str, *, in_aside: bool) -> bool:
        """Read an amount that is related to no other."""
        last = LISTED.sub("", re.split("[，：]", clause)[-1])
        words = self.wording.read(last)
        if event["percent"] or ADDS.search(last):
            self.frames.end_list()  # a rate of something is no part of a sum
        draft = self._of_what(words, clause, event, in_aside=in_aside)
        if draft is None:
            return False
        year, stage = self._moment(words, clause)
        measure = self._measure(words, year, stage)
        self._add(draft, Number.of(event), year, stage, measure=measure, comparator=bound)
        if not in_aside:
            draft.year, draft.stage = year, stage
            self._speak_of(draft)
        return True

    def _of_what(self, words: Words, clause: str, event: re.Match[str], *, in_aside: bool) -> Draft | None:
        if in_aside:
            return self._aside(words, clause)
        if self.scope.project or self.scope.described:
            return self._of_project(words)
        return self._named(words, clause, event)

    def _moment(self, words: Words, clause: str) -> tuple[int, Stage]:
        """Year and stage of an amount: as its words say, else as its sentence, its list or its section does."""
        opened = OPENING_YEAR.match(clause) if words.year is None else None
        default, frame = self._default(), self.frames.top
        stage = words.stage or default.stage
        if words.year and not frame.items:
            frame.year = words.year
        year = words.year or (int(opened[1]) if opened else None) or self.year or frame.year or default.year
        self.year = words.year if stage is self.scope.stage else None
        return year, stage

    def _measure(self, words: Words, year: int, stage: Stage) -> str:
        """The measure that the words name; the budget of the start is what this document's budget is."""
        is_own = (year, stage, self.document.stage) == (self.document.year, Stage.BUDGET, Stage.BUDGET)
        measure = TOTAL_MEASURE if is_own else words.measure
        return OF_PERIOD if self.is_of_period and measure == TOTAL_MEASURE and not words.year else measure

    def _speak_of(self, draft: Draft) -> None:
        self.current = draft
        self.frames.top.items += 1
        self.ended = None if self.frames.list is None else self.ended
        if draft.subject.parent == "" or draft.subject.scheme is Scheme.FUNCTION or self.frames.top.whole is self.base:
            self.head = draft if not self._in_list() else self.head

    def _default(self) -> Draft | Scope:
        """What an amount without year and stage of its own has them from: its list, or the section."""
        top = self.frames.top
        whole = top.whole or (top.speaker if top.is_bracket else None)
        if whole and whole.figures:
            return whole
        return replace(self.scope, year=self.opening_year) if self.opening_year else self.scope

    def _base_amount(self, event: re.Match[str], lead: str) -> bool:
        """Whether the number is what another is measured by; money of a known moment is a figure of its own."""
        for rule in BASES:
            found = rule.before.search(lead)
            if found and rule.after.match(self.text.text[event.end() : self.end]):
                if rule.name != "whole" and event["money"]:
                    self._add_base(event, lead[: found.start()], found["base"])
                return True
        return False

    def _add_base(self, event: re.Match[str], lead: str, base: str) -> None:
        words = self.wording.read(base)
        before = BREAK.split(lead)[-1]
        named = self.wording.read(before)
        draft = self._spoken_of(named, before) if is_generic(named.name) else self._named(named, before, event)
        if draft is None:
            return
        year = base_year(base, self.scope.year)
        stage = words.stage or (Stage.BUDGET if "预算" in base else draft.stage)
        measure = words.measure
        if year is None and measure == TOTAL_MEASURE:
            measure = base.strip("的") or BEFORE
        self._add(draft, Number.of(event), year or draft.year, stage, measure=measure)
