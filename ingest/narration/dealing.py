"""Numbers that 分别 deals out, each to the subject in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.narration.drafts import Draft
from ingest.narration.numbers import Number
from ingest.narration.relations import Relations
from ingest.narration.rules import BEFORE, BREAK, DEALT_ON, JOINED, PIECE, YEARS
from ingest.wording import is_generic


@dataclass(slots=True)
class Dealing(Relations):
    """A paragraph whose lists of numbers meet lists of names."""

    def _deal(self, event: re.Match[str], *, in_aside: bool) -> None:
        """Give each of the numbers behind 分别 to the subject in its place."""
        pieces = list(PIECE.finditer(self.text.text, event.start("list"), event.end("list")))
        units = [piece for piece in pieces if piece["money"] or piece["percent"]]
        if not units or in_aside:
            return
        self._walk(event.start())
        before = self._before(event.start())
        kind = "money" if units[-1]["money"] else "percent"
        rule, found = self._aspect(before + event["words"], kind)
        names = (found["subject"] if found and "subject" in found.re.groupindex else before) or ""
        if not names and self.mark == self.start:
            names = next((clause for clause in reversed(BREAK.split(before)) if clause), "")
        drafts = self._dealt_to(BREAK.split(names)[-1], len(pieces))
        years = [int(one or two) for one, two in YEARS.findall(self.text.text[self.start : event.start()])]
        of_years = years if len(years) == len(pieces) and len(set(map(id, drafts))) == 1 else [None] * len(pieces)
        for piece, draft, year in zip(pieces, drafts, of_years, strict=True):
            shared = next(one for one in (piece, *units) if one["money"] or one["percent"])
            number = replace(Number.of(shared), start=piece.start("number"), end=piece.end("number"))
            if rule and found:
                self._add_relation(rule, found, draft, number, "", in_aside=False)
            else:
                self._add(draft, number, year or draft.year, draft.stage)
        self.current = drafts[-1]
        self.mark = self.walked = self.clause = self.dealt = event.end()
        if more := DEALT_ON.match(self.text.text, event.end(), self.end):
            self._deal_on(more, drafts)

    def _deal_on(self, event: re.Match[str], drafts: Sequence[Draft]) -> None:
        """分别由每月151元、96元提高至171元、106元: the second numbers are of the same."""
        pieces = list(PIECE.finditer(self.text.text, event.start("list"), event.end("list")))
        if len(pieces) != len(drafts):
            return
        for piece, draft in zip(pieces, drafts, strict=True):
            if piece["money"] or piece["percent"]:
                draft.figures[-1] = replace(draft.figures[-1], measure=BEFORE)
                self._add(draft, Number.of(piece), draft.year, draft.stage)
        self.mark = self.walked = self.clause = self.dealt = event.end()

    def _dealt_to(self, names: str, count: int) -> list[Draft]:
        """The drafts of the names, or those that were spoken of last; one for all where they do not pair."""
        read = [self.wording.read(name) for name in JOINED.split(names)]
        if len(read) == count and read[-1].name:
            return [self._draft(self._subject(words.name or read[-1].name), words, year=words.year) for words in read]
        said = [draft for draft in self.drafts if draft.figures and draft.end == self.end][-count:]
        words = self.wording.read(names)
        if is_generic(words.name) and len(said) == count:
            return said
        is_named = names and not is_generic(words.name)
        draft = self._draft(self._subject(words.name), words) if is_named else self._spoken_of(words, names)
        return [draft or self._aside(words)] * count
