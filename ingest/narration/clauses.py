"""Lists and brackets: of what the amounts that stand in them are parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.narration.reading import Reading
from ingest.narration.rules import BREAK, GROUP, NOT_WITHIN, PENDING_BASE, STRUCTURE, WEAK, WITHIN
from ingest.subjects import part_of, scheme_of
from ingest.wording import is_generic
from knowledge.model import PATH_SEPARATOR, Scheme, Subject


@dataclass(slots=True)
class Clauses(Reading):
    """A paragraph whose lists and brackets are followed."""

    def _subject(self, name: str, scheme: Scheme | None = None) -> Subject:
        """The subject of that name: within the list that is being read, if one is."""
        parent = self.frames.parent if not _parts_sides(self.frames.parent, name) else None
        path = PATH_SEPARATOR.join(part for part in (parent.parent, parent.name) if part) if parent else ""
        if path and parent and parent.name == name:
            path = parent.parent
        return Subject(part_of(parent, name), scheme=scheme or scheme_of(name), parent=path)

    def _walk(self, to: int) -> None:
        """Follow brackets, 其中： and ；up to a place."""
        text, at = self.text.text, self.walked
        while found := STRUCTURE.search(text, at, to):
            at = found.end()
            if found[0] == "（":
                closing = text.find("）", at, to)
                if closing < 0:
                    self._open_bracket(found.start(), at)
                else:
                    at = closing + 1
            elif found[0] == "）":
                self._close_bracket(at)
            elif found[0] == "；":
                self.ended = self.frames.semicolon() or self.ended
                self._restart(at)
                self.is_apart = True
            elif found[0] == "：":
                self._open_after_amount(found)
            elif self._is_opener(found[0], text[at:to]):
                self._open_list(found)
                self._restart(at)
        self.walked = to

    def _open_after_amount(self, colon: re.Match[str]) -> None:
        """政府采购预算总额90万元：货物50万元、服务40万元 is a list without 其中."""
        if colon.start() == self.mark and self.current and self.current.figures:
            self.frames.open_list(self.current.subject, self.current)
            self._restart(colon.end())

    def _restart(self, at: int) -> None:
        self.clause, self.carried = at, ""

    def _is_opener(self, printed: str, rest: str) -> bool:
        """Whether amounts follow; names alone are no list: 主要包括：基本工资、奖金；公用经费."""
        return "；" not in rest and ("、" not in rest or "其中" in printed)

    def _before(self, at: int) -> str:
        return self.carried + self.text.text[max(self.mark, self.clause) : at]

    def _open_bracket(self, opening: int, inside: int) -> None:
        before = self._before(opening)
        parent = self.frames.parent
        speaker = self.current if self.outside is None else self.drafts.last()
        if not before and speaker:
            parent = self._whole_of(speaker.subject)
        elif before and not PENDING_BASE.search(before):
            name = self.wording.name_in(BREAK.split(before)[-1])
            parent = self._subject(name) if len(name) > 1 and not is_generic(name) else parent
        self.frames.open_bracket(parent, self.current, before)
        self._restart(inside)

    def _close_bracket(self, behind: int) -> None:
        frame = self.frames.close_bracket()
        if frame is None:
            return
        self._restart(behind)
        self.current = frame.speaker or self.current
        self.carried = frame.words

    def _open_list(self, opener: re.Match[str]) -> None:
        before = GROUP.sub("", BREAK.split(self._before(opener.start()))[-1])
        name = self.wording.name_in(before)
        if len(name) > 2 and not is_generic(name):
            whole = self.drafts.named(name)
            self.frames.open_list(whole.subject if whole else self._subject(name), whole)
        elif self.frames.top.is_bracket:
            self.frames.open_list(self.frames.parent, self.frames.top.speaker)
        elif self.current and self.current.end == self.end and self.current.figures and not self.is_apart:
            parent = self._whole_of(self.current.subject)
            self.frames.open_list(
                parent, self.current if parent is self.current.subject else self.drafts.named(parent.name)
            )
        elif self.head:
            self.frames.open_list(self.head.subject, self.head)
        else:
            self.frames.open_list(self.frames.parent, None)

    def _whole_of(self, subject: Subject) -> Subject:
        """The subject, or what it is an amount of where its name says no more than that."""
        if WEAK.match(subject.name) and subject.parent:
            whole = self.drafts.named(subject.parent.split(PATH_SEPARATOR)[-1])
            return whole.subject if whole else subject
        return subject

    def _within(self, clause: str) -> str:
        """Follow 在…预算中，and give back what stands after."""
        for found in WITHIN.finditer(clause):
            name = self.wording.name_in(found["parent"])
            if len(name) > 1 and not NOT_WITHIN.match(name):
                whole = self.drafts.named(name)
                self.frames.open_list(whole.subject if whole else Subject(name, scheme=scheme_of(name)), whole)
                clause = clause[found.end() :]
        return clause

    def _in_list(self) -> bool:
        return self.frames.top.is_list or self.frames.top.is_bracket


def _parts_sides(parent: Subject | None, name: str) -> bool:
    """Whether a revenue stands below a spending or the other way round: 其中 speaks of more than the last total."""
    sides = {(side in parent.name, side in name) for side in ("收入", "支出")} if parent else set()
    return sides == {(True, False), (False, True)}
