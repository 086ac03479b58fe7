"""Numbers of things: vehicles, people, projects."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.narration.dealing import Dealing
from ingest.narration.drafts import Draft
from ingest.narration.frames import Frames
from ingest.narration.numbers import Number
from ingest.narration.rules import COUNTS, REVIEWED, WEAK, YEAR, CountRule
from knowledge.model import PATH_SEPARATOR, Subject


@dataclass(slots=True)
class Counting(Dealing):
    """A paragraph whose things are counted."""

    def _count(self, event: re.Match[str]) -> bool:
        """A number of things, where a rule knows the things."""
        unit, rest = event["count"], self.text.text[event.end() : self.end]
        lead = self.text.text[self.mark : event.start()]
        for rule in COUNTS:
            if not rule.unit.match(unit) or (rule.needs and not rule.needs.search(lead)):
                continue
            found = rule.before.search(lead) if rule.before else rule.after.search(rest) if rule.after else None
            if found is None:
                continue
            self._leave_other_things(lead, unit)
            self._walk(event.start())
            subject = found["subject"]
            if rule.before:
                subject = lead[max(found.start("subject"), self.clause - self.mark) : found.end("subject")]
            words = self.wording.read(YEAR.sub("", subject))
            if not words.name and not (found.end() == len(lead) and rule.before and self.current):
                continue
            draft = self._counted(words.name, rule)
            self._add(draft, Number.of(event), self.scope.year, self.scope.stage)
            self.frames.top.items += 1
            if rule.name == "score" and self.current:
                return True  # what follows is still of the project
            self.current = draft
            if self.frames.parent is None:
                self.head = draft
            return True
        return False

    def _leave_other_things(self, lead: str, unit: str) -> None:
        """Behind a ；that other things follow, the list of vehicles is over."""
        if "；" in lead and self.current and all(figure.unit != unit for figure in self.current.figures):
            self.frames = Frames(self.base)

    def _counted(self, name: str, rule: CountRule) -> Draft:
        """Of what a number of things is: what is named, or whom the text speaks of."""
        if self.current is None:
            return self._draft(self._subject(name, rule.scheme))
        of = self.current.subject
        if not name:
            return self._again(self.current)
        if rule.name != "score" or self.frames.parent is not None:
            return self._draft(self._subject(name, rule.scheme))
        head = of.parent.split(PATH_SEPARATOR)[-1] if WEAK.match(of.name) else of.name
        said = REVIEWED.match(head)
        return self._draft(Subject(f"{said[0]}{name}" if said else name, scheme=rule.scheme, parent=head))
