"""One paragraph, read from left to right."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.headings import area_in
from ingest.narration.amounting import Amounting
from ingest.narration.drafts import Draft
from ingest.narration.frames import Frames
from ingest.narration.lines import LINE
from ingest.narration.numbers import bound
from ingest.narration.rules import (
    AND,
    FLAT,
    GOES_ON,
    LABEL,
    NUMBER,
    OPENING_YEAR,
    PERIOD,
    PURPOSE,
    QUOTES,
    REASON,
    REVIEW,
    SAME_NOTE,
    SPREAD,
    THRESHOLD,
)
from ingest.subjects import direction_of, fund_of_name, known_as
from knowledge.concepts import concept_of
from knowledge.model import PATH_SEPARATOR, Direction, Scheme, Statement, Subject

_CLAUSE = 160  # characters before a number that can say what it is of
_BEHIND = 16  # characters behind a number that say what kind of number it is
_HEADING = 40  # characters; what is longer is a sentence


@dataclass(slots=True)
class ParagraphReader(Amounting):
    """Reads a paragraph."""

    def read(self) -> tuple[Statement, ...]:
        """What the paragraph says, one statement for each subject that it speaks of."""
        self._open_review()
        if found := LABEL.match(self.text.text):
            self.label = found["name"]
        self._open_heading()
        for start, end in self.text.sentences():
            self.start, self.end = start, end
            self._sentence()
        return tuple([self._statement(draft) for draft in self.drafts] + self.others)

    def _open_review(self) -> None:
        """A paragraph that reviews one project speaks of it until it names another subject."""
        found = REVIEW.match(self.text.text)
        if found:
            self.end = next(self.text.sentences())[1]
            self.current = self._draft(Subject(QUOTES.sub("", found["name"]), scheme=Scheme.PROJECT))

    def _open_heading(self) -> None:
        """A first sentence without an amount says of the report of a government where and of what the others are."""
        start, end = next(self.text.sentences(), (0, 0))
        heading = self.text.text[start:end]
        if self.scope.of_government and len(heading) <= _HEADING and not NUMBER.search(heading):
            self.area, self.fund = self.place = area_in(heading), fund_of_name(heading)

    def _sentence(self) -> None:
        if named := self._topic_of(self.text.text[self.start : self.end]):
            self.topic, self.current = named, None
            return
        self._begin()
        said = len(self.drafts) + self.drafts.figure_count
        for event in self._events():
            if event.start() < (self.dealt if event.re is NUMBER else self.mark):
                continue
            self._leave_aside(event.start())
            self._event(event, in_aside=event.start() < self.aside)
        if said == len(self.drafts) + self.drafts.figure_count:
            self._negative()

    def _begin(self) -> None:
        """Nothing of this sentence is read yet; what was said in those before stays known."""
        self.current, self.resumed = self.resumed or self.current, None
        self.ended = self.frames.list or self.ended
        self.frames, self.year, self.carried = Frames(self.base), None, ""
        self.mark = self.walked = self.clause = self.aside = self.start
        self.place_before = self.area, self.fund
        if not GOES_ON.match(self.text.text[self.start : self.end]):
            self.area, self.fund = self.place
        if found := OPENING_YEAR.match(self.text.text, self.start):
            self.opening_year = int(found[1])
        self.is_of_period = self.is_of_period or PERIOD.search(self.text.text, self.start, self.end) is not None

    def _event(self, event: re.Match[str], *, in_aside: bool) -> None:
        if event.re is REASON:
            self._reason(event)
        elif event.re is PURPOSE:
            if not self._is_of_purpose(event):
                self._purpose(event)
        elif event.re is NUMBER:
            if self._number(event, in_aside=in_aside):
                self.mark = self.walked = event.end()
                self.carried, self.is_apart = "", False
        elif event.re is SPREAD:
            self._deal(event, in_aside=in_aside)
        elif not in_aside:
            (self._line if event.re is LINE else self._flat)(event)

    def _events(self) -> list[re.Match[str]]:
        """What the sentence says, in order of appearance."""
        patterns = [NUMBER] if self.scope.described else [NUMBER, LINE, REASON, PURPOSE, FLAT, SPREAD]
        found = [event for pattern in patterns for event in pattern.finditer(self.text.text, self.start, self.end)]
        return sorted(found, key=lambda event: (event.start(), event.re is NUMBER))

    def _number(self, event: re.Match[str], *, in_aside: bool) -> bool:
        """Read one number; False where it is part of a name or of no interest."""
        behind = self.text.text[event.end() : event.end() + _BEHIND]
        if THRESHOLD.match(behind) or (event["percent"] and self.scope.described):
            return False
        lead = self.text.text[self.mark : event.start()]
        if self._base_amount(event, lead):
            return False
        if event["count"]:
            return not in_aside and self.scope.counts and self._count(event)
        self._walk(event.start())
        clause, mark = bound(self._before(event.start())[-_CLAUSE:], behind)
        clause = self._within(AND.sub("", clause) if self.mark > self.start else clause)
        self.is_same_below = SAME_NOTE.search(clause) is not None
        clause = SAME_NOTE.sub("", clause)
        if event["percent"] and not clause and lead in ("", "（") and self._percent_beside(event):
            return True
        kind = "money" if event["money"] else "percent"
        rule, found = self._aspect(clause, kind)
        if rule is None and event["percent"]:
            rule, found = self._trend_behind(clause, behind)
        if rule and found:
            return self._relation(rule, found, event, lead, mark, in_aside=in_aside)
        return self._amount(event, clause, mark, in_aside=in_aside)

    def _statement(self, draft: Draft) -> Statement:
        subject, fund = self._known_as(draft)
        direction = direction_of(draft.subject)
        if direction is Direction.NONE and draft.within and subject.scheme is not Scheme.ASSET:
            direction = direction_of(draft.within)
        if direction is Direction.NONE and subject.scheme in (Scheme.TOTAL, Scheme.OTHER) and concept_of(subject.name):
            direction = direction_of(Subject(self.scope.heading))
        return Statement(
            subject=subject,
            text=self.text.quote(draft.start, draft.end).strip(),
            citation=self._citation(draft.start, draft.end, draft.start),
            fund=fund,
            direction=direction,
            figures=tuple(
                replace(figure, subject=subject, fund=fund, direction=direction, scope=draft.area)
                for figure in draft.figures
            ),
            reason=draft.reason,
            purpose=draft.purpose,
        )

    def _known_as(self, draft: Draft) -> tuple[Subject, str]:
        """The subject as other parts of the document may know it, and its fund."""
        subject, fund = draft.subject, draft.fund
        if not (self.scope.of_government or self.scope.described):
            subject, fund = known_as(draft.subject, draft.within)
        if draft.owner:
            parents = [part for part in subject.parent.split(PATH_SEPARATOR) if part not in ("", draft.owner)]
            path = PATH_SEPARATOR.join([draft.owner, *parents])
            subject = replace(subject, parent="" if subject.name == draft.owner else path)
        if subject.scheme is Scheme.FUNCTION and not self.scope.of_government:
            fund = draft.fund or fund or self.scope.fund
        return subject, draft.fund or fund
