"""Of what an amount is, by the words before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.narration.clauses import Clauses
from ingest.narration.drafts import Draft
from ingest.narration.lines import coded, dashed
from ingest.narration.rules import (
    ANAPHOR,
    ASIDE_AMOUNT,
    BREAK,
    DEED_PURPOSE,
    GIVEN,
    NUMBER,
    OBJECT,
    OPENING,
    PROJECT_AMOUNT,
    SIDES,
    TOPIC,
    TOPIC_MONEY,
    TOPIC_SUFFIX,
    WEAK,
)
from ingest.subjects import fund_label, fund_of_name, scheme_of
from ingest.wording import Words, is_generic, is_line_of_spending
from knowledge.concepts import concept_of
from knowledge.model import PATH_SEPARATOR, TOTAL_MEASURE, Scheme, Stage, Subject

_ITEM = 150  # characters; a longer paragraph is no line of a list
_BACK = 3  # clauses before the last one in which the subject of an amount may stand
_JOINS = ("、", "和")  # between two sides of one thing: 养老保险基金收入7亿元、支出5亿元


@dataclass(slots=True)
class Naming(Clauses):
    """A paragraph whose amounts find their subjects."""

    def _draft(
        self,
        subject: Subject,
        words: Words | None = None,
        *,
        year: int | None = None,
        stage: Stage | None = None,
        anew: bool = False,
    ) -> Draft:
        """The draft of this subject, begun where it is new."""
        area, fund, owner = self._place(subject, words)
        known = None if anew else self.drafts.find(subject, area, fund, owner)
        if known:
            known.end = self.end
            return known
        parent = self.frames.parent
        return self.drafts.add(
            Draft(
                subject,
                self.start,
                self.end,
                year or self.opening_year or self.scope.year,
                stage or self.scope.stage,
                within=parent if parent != subject else None,
                area=area,
                fund=fund,
                owner=owner,
            )
        )

    def _place(self, subject: Subject, words: Words | None) -> tuple[str, str, str]:
        """Whose amounts of the subject are spoken of: area and fund of a government, or the body of a department."""
        owner = (words.owner if words else "") or self.scope.owner
        if not self.scope.of_government:
            return "", self._fund(subject, words), owner
        if words and words.area:
            self.area = words.area
        own = (words.fund if words else "") or fund_of_name(subject.name)
        if own:
            self.fund = own
            self.area = self.area or self.place_before[0]
        whole = self.frames.top.whole
        fund = own or (whole.fund if whole else self.fund or self._section_fund())
        return self.area or self.scope.area, fund, owner

    def _section_fund(self) -> str:
        """The fund of the section; a long paragraph that does not name it tells of something else."""
        is_item = len(self.text.text) <= _ITEM or fund_of_name(self.text.text) == self.scope.fund
        return self.scope.fund if is_item else ""

    def _fund(self, subject: Subject, words: Words | None) -> str:
        """The fund of a department's amount, where the words tell it; an amount with rules of its own has none.

        Where such an amount is said of all money and again of one fund, the second is of that fund.
        """
        fund = words.fund if words else ""
        whole = self.frames.top.whole
        if subject.scheme is not Scheme.SPECIAL:
            return fund or (whole.fund if whole else "")
        if whole and whole.subject.scheme is Scheme.SPECIAL and whole.fund:
            return whole.fund
        return fund if fund and self._is_said_of_all(subject) else ""

    def _is_said_of_all(self, subject: Subject) -> bool:
        concept = concept_of(subject.name)
        return any(concept_of(d.subject.name) is concept and not d.fund and d.figures for d in self.drafts)

    def _line(self, event: re.Match[str]) -> None:
        """社会保障和就业支出（类）…（款）…（项） opens the subject of what follows."""
        self._walk(event.start())
        before = BREAK.split(self.text.text[self.clause : event.start()])[-1]
        printed = before + event[0] if before.endswith("、") and not NUMBER.search(before) else event[0]
        self.current = self._draft(self.section.lines.read(printed))
        if self.frames.parent is None:
            self.head = self.current
        self.mark = self.walked = self.clause = event.end()
        self.carried = ""

    def _topic_of(self, text: str) -> str:
        """The subject that a sentence or a heading names and says nothing of; empty where it does more or less."""
        found = TOPIC.match(text.rstrip("。") + "。")
        name = TOPIC_SUFFIX.sub("", found["name"]) if found else ""
        return self.wording.term_in(name) or (name if self.scope.of_government and TOPIC_MONEY.search(name) else "")

    def _named(self, words: Words, clause: str, event: re.Match[str]) -> Draft | None:
        """Of whom an amount is, by the words before it."""
        line = coded(words.printed) or coded(words.name) or dashed(words.name)
        if line:
            return self._draft(line, words)
        if self.scope.of_government and self._is_deed(words):
            return self._deed(words, event)
        if self._is_continued(words):
            return self._continued(words, clause)
        if WEAK.match(words.name):
            return self._weak(words, clause)
        known = self.drafts.named(words.name) if self.frames.parent is None else None
        subject = known.subject if known else self._subject(self._side(words.name))
        return self._draft(subject, words, year=words.year, stage=words.stage)

    def _is_continued(self, words: Words) -> bool:
        """Whether the words only say how much of what the text speaks of already."""
        if self.label and words.printed.startswith(ANAPHOR):
            return True
        if self.scope.of_government and SIDES.match(words.name):
            return self.current is not None and not (self.fund or self._section_fund())
        return is_generic(words.name) or self._is_spending_of_line(words)

    def _is_spending_of_line(self, words: Words) -> bool:
        """Whether 支出 is that of the line the text speaks of, not a side of the budget."""
        return not self.scope.of_government and is_line_of_spending(words.name) and self._is_of_line()

    def _is_of_line(self) -> bool:
        """Whether the text speaks of one line of spending, not of a side of the budget."""
        draft = self.current
        if draft is None or "收" in draft.subject.name:
            return False
        return draft.subject.scheme is not Scheme.TOTAL or any(
            figure.measure != TOTAL_MEASURE for figure in draft.figures
        )

    def _continued(self, words: Words, clause: str) -> Draft | None:
        """Words that say only how much: the subject stands before them, or the text speaks of it already."""
        said = self._said_before(clause)
        if said:
            return self._named_by(said, words)
        part = self._part(words, clause)
        if part:
            return self._draft(self._subject(part), words, year=words.year, stage=words.stage, anew=True)
        if self.label and (words.printed.startswith(ANAPHOR) or self.current is None):
            return self._draft(Subject(self.label, scheme=scheme_of(self.label)), words)
        if self.current:
            return self._again(self.current)
        name = (
            self.topic
            or self.section.project
            or self._topic_of(self.scope.heading)
            or words.printed
            or self.scope.heading
        )
        return self._draft(self._subject(name), words, year=words.year, stage=words.stage) if name else None

    def _named_by(self, said: Words, words: Words) -> Draft:
        line = coded(said.printed) or coded(said.name)
        return self._draft(line or self._subject(said.name), said, year=words.year, stage=words.stage)

    def _said_before(self, clause: str) -> Words | None:
        """The subject in the clauses before the last one: 公务接待费，2026年预算安排；收费：2026年预计."""
        parts = re.split("([，：])", clause)
        names, marks = parts[-3::-2][:_BACK], parts[-2::-2]
        for name, mark in zip(names, marks, strict=False):
            words = self.wording.read(name)
            if words.is_term or coded(words.printed) or (mark == "：" and not is_generic(words.name)):
                return words
        return None

    def _part(self, words: Words, clause: str) -> str:
        """What the first item of a list is called that has no other name: 其中：市本级预算安排43万元."""
        frame = self.frames.list or (
            self.frames.top if self.frames.parent and not (self.current or self.topic) else None
        )
        if frame is None or frame.items or words.year or words.measure != TOTAL_MEASURE:
            return ""
        return OPENING.sub("", re.split("[，：]", clause)[-1])

    def _side(self, name: str) -> str:
        """A bare 支出 in a government's report is that of the fund or of the one whose 收入 was named before."""
        found = SIDES.match(name) if self.scope.of_government else None
        if not found:
            return name
        other = "支出" if found["side"] == "收入" else "收入"
        beside = self.current if self.text.text[self.mark : self.mark + 1] in _JOINS else self.head
        if beside and beside.subject.name.endswith(other) and not SIDES.match(beside.subject.name):
            return beside.subject.name.removesuffix(other) + found["side"]
        fund = self.fund or self._section_fund()
        return fund_label(fund) + name if found["bare"] is None else name

    def _weak(self, words: Words, clause: str) -> Draft:
        """购置费 0 万元 after 购置公务用车 0 辆; 由…成交的，采购金额 21 万元."""
        name = words.name
        segments = [segment for segment in BREAK.split(clause) if segment]
        if len(segments) > 1 and segments[-2].endswith("的"):
            return self._draft(self._subject(self.wording.name_in(segments[-2]) + name), words)
        if self.current and self.frames.parent is None:
            of = self.current.subject
            return self._draft(Subject(name, scheme=scheme_of(name), parent=of.name), words)
        return self._draft(self._subject(name), words)

    def _is_deed(self, words: Words) -> bool:
        """Whether the words tell that money was given, not of what it is a total: 安排资金, 一般公共预算安排."""
        if words.deed and self.topic and self.current is None:
            return False  # 专项支出。安排22.9亿元: the amount is of the topic
        return words.deed != "" or (words.name != "" and fund_of_name(words.name) == words.name)

    def _deed(self, words: Words, event: re.Match[str]) -> Draft:
        """Of 统筹资金1.9亿元，支持… the deed is the subject, and each is one of its own."""
        given = OBJECT.match(self.text.text, event.end(), self.end)
        name = given["name"] if given else words.deed or f"{words.name}{GIVEN}"
        draft = self._draft(Subject(name), words, year=words.year, stage=words.stage, anew=True)
        draft.fund = fund_of_name(name)  # the section's fund is not said of deeds
        if found := DEED_PURPOSE.match(self.text.text, event.end(), self.end):
            draft.purpose = self.text.quote(found.start("purpose"), found.end())
        return draft

    def _of_project(self, words: Words) -> Draft:
        """In a section that says what a project costs, the project is the subject; all else there is of it."""
        project = self.scope.project
        if project and PROJECT_AMOUNT.match(words.printed):
            return self._draft(Subject(project, scheme=Scheme.PROJECT), words)
        of, scheme = project or self.scope.described, Scheme.SPECIAL if project else Scheme.OTHER
        name = words.printed if is_generic(words.name) else words.name
        return self._draft(Subject(name or of, scheme=scheme, parent=of if name else ""), words)

    def _aside(self, words: Words, clause: str = "") -> Draft:
        """An amount inside a reason or a purpose is of what its own words say."""
        if is_generic(words.name) and (said := self._said_before(clause)) and coded(said.printed):
            return self._named_by(said, words)
        of = self.current.subject if self.current else None
        if self.outside is not None and self.frames.depth > self.outside.depth:
            of = self.frames.parent
        path = PATH_SEPARATOR.join(part for part in (of.parent, of.name) if part) if of else self.scope.heading
        name = words.printed if is_generic(words.name) else words.name
        return self._draft(Subject(name or ASIDE_AMOUNT, scheme=Scheme.OTHER, parent=path), words)
