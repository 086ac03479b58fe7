"""Sentences that speak of amounts: figures with their subject, why they changed, what they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ingest.drafts import Draft, Drafts, proved_by
from ingest.frames import Frames
from ingest.levels import Levels
from ingest.lines import LINE, Lines, coded, dashed
from ingest.moments import area_in
from ingest.outline import Paragraph
from ingest.sentence_rules import (
    ADDS,
    AND,
    ANAPHOR,
    ASIDE_AMOUNT,
    ACCORDING,
    ASPECTS,
    BASES,
    BEFORE,
    BOUNDS_AFTER,
    BOUNDS_BEFORE,
    BREAK,
    COUNTS,
    DEALT_ON,
    DEED_PURPOSE,
    FLAT,
    EACH,
    GIVEN,
    GOES_ON,
    GROUP,
    JOINED,
    LABEL,
    LISTED,
    NEGATIVE_TRIM,
    NEGATIVES,
    NOT_NEGATIVE,
    NOT_WITHIN,
    NOTE,
    NUMBER,
    OBJECT,
    OF_PERIOD,
    OPENING,
    OWN_AMOUNT,
    THIS_MONEY,
    TREND_BEHIND,
    OPENING_YEAR,
    PARTNER,
    PENDING_BASE,
    PERIOD,
    PIECE,
    PROJECT_AMOUNT,
    PROJECT_LINE,
    PURPOSE,
    PURPOSE_END,
    QUALIFIER,
    QUOTES,
    REASON,
    REASON_END,
    REASON_FILLER,
    REASON_GOES_ON,
    REVIEW,
    REVIEWED,
    SAME_NOTE,
    SIDES,
    SPREAD,
    STRUCTURE,
    THRESHOLD,
    TOPIC,
    TOPIC_MONEY,
    TOPIC_SUFFIX,
    TREND,
    WEAK,
    WITHIN,
    YEAR,
    YEARS,
    AspectRule,
    CountRule,
)
from ingest.sentences import Folded, fold_text
from ingest.subjects import absent_subjects, direction_of, fund_label, fund_of_name, known_as, part_of, scheme_of
from ingest.wording import Words, Wording, base_year, is_generic, is_line_of_spending
from knowledge.amounts import parse_amount
from knowledge.concepts import concept_of
from knowledge.model import (
    PATH_SEPARATOR,
    TOTAL_MEASURE,
    Aspect,
    Citation,
    Direction,
    Document,
    Figure,
    Scheme,
    Stage,
    Statement,
    Subject,
    Trend,
)

_MORE = re.compile("[多余]")
_CLAUSE = 160  # characters before a number that can say what it is of
_BEHIND = 16  # characters behind a number that say what kind of number it is
JOINS = ("、", "和")  # between two sides of one thing: 养老保险基金收入7亿元、支出5亿元
_HEADING = 40  # characters; what is longer is a sentence
_ITEM = 150  # characters; a longer paragraph is no line of a list
_BACK = 3  # clauses before the last one in which the subject of an amount may stand


@dataclass(frozen=True, slots=True)
class Scope:
    """What a section tells its sentences."""

    wording: Wording
    section: str = ""
    heading: str = ""  # innermost, without numbering
    fund: str = ""  # that the heading names
    project: str = ""  # named by the section, where it says what the project costs
    described: str = ""  # the project or the matter that is described, where amounts are none of the budget
    area: str = ""  # 全市, of a government's section
    owner: str = ""  # the body below the document's unit whose amounts stand here
    year: int = 0
    stage: Stage = Stage.BUDGET
    counts: bool = True  # numbers of things are figures

    @property
    def document(self) -> Document:
        """Whose sections these are."""
        return self.wording.document

    @property
    def of_government(self) -> bool:
        """Whether a whole government reports."""
        return self.wording.of_government


@dataclass(slots=True)
class Told:
    """What a document has said once for all that follows."""

    base: tuple[str, int | None] = ("", None)  # 比2024年（下同）: what its changes are against
    year: int = 0  # of the amounts that this is said of


@dataclass(slots=True)
class SectionReader:
    """Reads the paragraphs of one section in order, and keeps of whom the text speaks."""

    scope: Scope
    told: Told = field(default_factory=Told)
    levels: Levels = field(default_factory=Levels)
    earlier: list[Draft] = field(default_factory=list)
    head: Draft | None = None  # of whom the paragraph before spoke
    project: str = ""  # 项目名称：, of the lines below it
    lines: Lines = field(init=False)

    def __post_init__(self) -> None:
        """The headings name lines too."""
        self.lines = Lines(self.scope.section, self.scope.wording)

    def read(self, paragraph: Paragraph) -> tuple[Statement, ...]:
        """The statements of the next paragraph; none where it says nothing of an amount."""
        reader = _ParagraphReader(self, paragraph, fold_text(paragraph.text))
        if named := PROJECT_LINE.match(reader.text.text):
            self.project = named["name"]
        reader.base = self.levels.enter(reader.text.text)
        statements = reader.read()
        self.levels.leave(reader.text.text, reader.head)
        self.earlier = (self.earlier + list(reader.drafts))[-200:]
        self.head = reader.head or reader.drafts.last() or self.head
        return statements


@dataclass(frozen=True, slots=True)
class _Number:
    """One number of a sentence: where it stands, and its unit as printed without 多."""

    start: int
    end: int  # behind the digits
    digits: str
    unit: str
    is_more: bool = False

    @classmethod
    def of(cls, event: re.Match[str]) -> _Number:
        unit = event[0][len(event["number"]) :]
        bare = _MORE.sub("", unit)
        more = bare != unit
        return cls(event.start("number"), event.end("number"), event["number"], "万元" if bare == "万" else bare, more)


@dataclass(slots=True)
class _ParagraphReader:
    """One paragraph, from left to right."""

    section: SectionReader
    paragraph: Paragraph
    text: Folded
    drafts: Drafts = field(default_factory=Drafts)
    others: list[Statement] = field(default_factory=list)  # reasons of earlier paragraphs, negative sentences
    base: Draft | None = None  # what the paragraph is a part of
    current: Draft | None = None  # of whom the last amount was
    resumed: Draft | None = None  # of whom the next sentence speaks: 扣除…后 narrows the rest of this one
    head: Draft | None = None  # the last subject that is no item of a list
    frames: Frames = field(default_factory=Frames)
    ended: Frame | None = None  # the list that ended just before
    is_same_below: bool = False  # 比2024年（下同）: what follows is compared with the same
    is_apart: bool = False  # a ；has parted what follows from the amount before
    topic: str = ""  # named by a sentence that says no more than the name
    label: str = ""  # what the paragraph begins with: 道路养护工程：
    year: int | None = None  # that the sentence has named
    opening_year: int | None = None  # that the paragraph began with
    area: str = ""  # of a government: whose amounts are spoken of
    fund: str = ""
    is_of_period: bool = False  # “十四五”时期: what follows is of several years
    place: tuple[str, str] = ("", "")  # both, as the paragraph's own heading says
    before: tuple[str, str] = ("", "")  # both, as the sentence before has said
    dealt: int = 0  # end of the numbers that 分别 has dealt out
    start: int = 0  # of the sentence
    end: int = 0
    mark: int = 0  # behind the last number that was read
    walked: int = 0  # up to here lists and brackets are followed
    clause: int = 0  # behind the last of their marks
    carried: str = ""  # the name that a bracket interrupted
    aside: int = 0  # end of the reason or purpose that is being read
    outside: Frames | None = None  # the lists around it

    @property
    def scope(self) -> Scope:
        return self.section.scope

    @property
    def document(self) -> Document:
        return self.scope.document

    @property
    def wording(self) -> Wording:
        return self.scope.wording

    def read(self) -> tuple[Statement, ...]:
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

    # ---- a sentence -----------------------------------------------------------------------------------

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
        self.before = self.area, self.fund
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
        for _ in range(self.text.text.count("）", self.walked, self.aside) - self.text.text.count("（", self.walked, self.aside)):
            self._close_bracket(self.aside)
        self.mark = self.walked = self.clause = max(self.mark, self.aside)

    # ---- lists and brackets ----------------------------------------------------------------------------

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
            self.frames.open_list(parent, self.current if parent is self.current.subject else self.drafts.named(parent.name))
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

    # ---- subjects ----------------------------------------------------------------------------------------

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
            self.area = self.area or self.before[0]
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

    def _subject(self, name: str, scheme: Scheme | None = None) -> Subject:
        """The subject of that name: within the list that is being read, if one is."""
        parent = self.frames.parent if not _parts_sides(self.frames.parent, name) else None
        path = PATH_SEPARATOR.join(part for part in (parent.parent, parent.name) if part) if parent else ""
        if path and parent and parent.name == name:
            path = parent.parent
        return Subject(part_of(parent, name), scheme=scheme or scheme_of(name), parent=path)

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
        name = self.topic or self.section.project or self._topic_of(self.scope.heading) or words.printed or self.scope.heading
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
        frame = self.frames.list or (self.frames.top if self.frames.parent and not (self.current or self.topic) else None)
        if frame is None or frame.items or words.year or words.measure != TOTAL_MEASURE:
            return ""
        return OPENING.sub("", re.split("[，：]", clause)[-1])

    def _again(self, draft: Draft) -> Draft:
        """The draft that is spoken of again; one of an earlier paragraph is begun in this one."""
        draft.end = self.end
        return draft

    def _is_of_line(self) -> bool:
        """Whether the text speaks of one line of spending, not of a side of the budget."""
        draft = self.current
        if draft is None or "收" in draft.subject.name:
            return False
        return draft.subject.scheme is not Scheme.TOTAL or any(
            figure.measure != TOTAL_MEASURE for figure in draft.figures
        )

    def _side(self, name: str) -> str:
        """A bare 支出 in a government's report is that of the fund or of the one whose 收入 was named before."""
        found = SIDES.match(name) if self.scope.of_government else None
        if not found:
            return name
        other = "支出" if found["side"] == "收入" else "收入"
        beside = self.current if self.text.text[self.mark : self.mark + 1] in JOINS else self.head
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

    # ---- numbers -----------------------------------------------------------------------------------------

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
        clause, bound = self._bound(self._before(event.start())[-_CLAUSE:], behind)
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
            return self._relation(rule, found, event, lead, bound, in_aside=in_aside)
        return self._amount(event, clause, bound, in_aside=in_aside)

    def _percent_beside(self, event: re.Match[str]) -> bool:
        """A percentage right behind an amount: 减少3万元（25%） repeats the change, 教育支出3万元25% is a share."""
        draft = self.drafts.last_said()
        if draft is None:
            return False
        beside, number = draft.figures[-1], _Number.of(event)
        if beside.aspect is Aspect.CHANGE:
            again = {"trend": beside.trend, "base": beside.base, "base_year": beside.base_year}
            self._add(draft, number, beside.year, beside.stage, aspect=Aspect.RATE, **again)
        else:
            self._add(draft, number, beside.year, beside.stage, aspect=Aspect.SHARE, base=self._list_name(draft))
        return True

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
            unit = next(one for one in (piece, *units) if one["money"] or one["percent"])
            number = _Number(piece.start("number"), piece.end("number"), piece["number"], unit["money"] or unit["percent"])
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
                self._add(draft, _Number.of(piece), draft.year, draft.stage)
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

    def _aspect(self, clause: str, kind: str) -> tuple[AspectRule, re.Match[str]] | tuple[None, None]:
        """The rule that says what a number is of its subject, and how the words fit it; none: an amount."""
        for rule in ASPECTS:
            if rule.unit in (kind, "any") and (found := rule.pattern.search(clause)):
                return rule, found
        return None, None

    def _trend_behind(self, clause: str, behind: str) -> tuple[AspectRule, re.Match[str]] | tuple[None, None]:
        """按照不低于10%进行压减 says a change by the words behind the number."""
        trend = TREND_BEHIND.match(behind)
        return self._aspect(ACCORDING.sub("", clause) + trend["trend"], "percent") if trend else (None, None)

    def _bound(self, clause: str, behind: str) -> tuple[str, str]:
        """The clause without words such as 约 at its end, and the mark of what they or those behind say."""
        for mark, pattern in BOUNDS_BEFORE.items():
            if found := pattern.search(clause):
                return clause[: found.start()], mark
        return clause, next((mark for mark, pattern in BOUNDS_AFTER.items() if pattern.match(behind)), "")

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
        self._add(draft, _Number.of(event), year or draft.year, stage, measure=measure)

    def _amount(self, event: re.Match[str], clause: str, bound: str, *, in_aside: bool) -> bool:
        last = LISTED.sub("", re.split("[，：]", clause)[-1])
        words = self.wording.read(last)
        if event["percent"]:
            self.frames.end_list()  # a rate of something is no part of a sum
        if ADDS.search(last):
            self.frames.end_list()
        opened = OPENING_YEAR.match(clause) if words.year is None else None
        if in_aside:
            draft = self._aside(words, clause)
        elif self.scope.project or self.scope.described:
            draft = self._of_project(words)
        else:
            draft = self._named(words, clause, event)
        if draft is None:
            return False
        default = self._default()
        stage = words.stage or default.stage
        frame = self.frames.top
        if words.year and not frame.items:
            frame.year = words.year
        year = words.year or (int(opened[1]) if opened else None) or self.year or frame.year or default.year
        self.year = words.year if words.year and stage is self.scope.stage else None
        is_own = (year, stage, self.document.stage) == (self.document.year, Stage.BUDGET, Stage.BUDGET)
        measure = TOTAL_MEASURE if is_own else words.measure  # the budget of the start is this document's budget
        if self.is_of_period and measure == TOTAL_MEASURE and not words.year:
            measure = OF_PERIOD
        self._add(draft, _Number.of(event), year, stage, measure=measure, comparator=bound)
        if not in_aside:
            draft.year, draft.stage = year, stage
            self._speak_of(draft)
        return True

    def _speak_of(self, draft: Draft) -> None:
        self.current = draft
        self.frames.top.items += 1
        self.ended = None if self.frames.list is None else self.ended
        if draft.subject.parent == "" or draft.subject.scheme is Scheme.FUNCTION or self.frames.top.whole is self.base:
            self.head = draft if not self._in_list() else self.head

    def _in_list(self) -> bool:
        return self.frames.top.is_list or self.frames.top.is_bracket

    def _default(self) -> Draft | Scope:
        """What an amount without year and stage of its own has them from: its list, or the section."""
        top = self.frames.top
        whole = top.whole or (top.speaker if top.is_bracket else None)
        if whole and whole.figures:
            return whole
        return replace(self.scope, year=self.opening_year) if self.opening_year else self.scope

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

    # ---- shares, changes, completions ------------------------------------------------------------------------

    def _relation(
        self,
        rule: AspectRule,
        found: re.Match[str],
        event: re.Match[str],
        lead: str,
        bound: str,
        *,
        in_aside: bool,
    ) -> bool:
        groups = found.groupdict()
        aspect = Aspect.RATE if rule.aspect is Aspect.CHANGE and event["percent"] == "%" else rule.aspect
        trend = TREND.get(groups.get("trend") or "", Trend.NONE)
        words = groups.get("subject") or groups.get("before") or ""
        draft = self._related(words, event, lead, aspect, trend, in_aside=in_aside)
        if draft is None:
            return False
        self._add_relation(rule, found, draft, _Number.of(event), bound, in_aside=in_aside)
        if rule.aspect is Aspect.CHANGE and draft is self.current:
            self.frames.top.has_change = True
        return True

    def _add_relation(
        self,
        rule: AspectRule,
        found: re.Match[str],
        draft: Draft,
        number: _Number,
        bound: str,
        *,
        in_aside: bool,
    ) -> None:
        groups = found.groupdict()
        aspect = Aspect.RATE if rule.aspect is Aspect.CHANGE and number.unit == "%" else rule.aspect
        trend = TREND.get(groups.get("trend") or "", Trend.NONE)
        base, year = self._base_of(draft, rule, groups.get("base") or "", in_aside=in_aside)
        if rule.aspect is Aspect.CHANGE and trend is Trend.NONE:
            trend = self._trend_after(number)
        is_final = aspect is Aspect.COMPLETION and not self.scope.of_government
        self._add(
            draft,
            number,
            self.scope.year if year == draft.year else draft.year,
            Stage.FINAL if is_final else draft.stage,
            aspect=aspect,
            trend=trend,
            base=base,
            base_year=year,
            comparator=bound,
        )

    def _base_of(self, draft: Draft, rule: AspectRule, printed: str, *, in_aside: bool) -> tuple[str, int | None]:
        """What a relation is against, and of which year that is."""
        base = NOTE.sub("", NUMBER.sub("", printed)).strip("，、")
        if rule.aspect is Aspect.CHANGE:
            if not base:
                return self._base_said(draft, in_aside=in_aside)
            against = base, base_year(base, self.scope.year)
            if self.is_same_below:
                self.section.told.base, self.section.told.year = against, draft.year
            return against
        if rule.aspect is Aspect.SHARE and not base and draft.subject.scheme is not Scheme.PROJECT:
            return self._list_name(draft), None
        return base, None

    def _base_said(self, draft: Draft, *, in_aside: bool) -> tuple[str, int | None]:
        """What a change without words for it is against: as the one before, as what it explains, as all of its year."""
        whole = self.frames.top.whole
        if draft.base[0]:
            return draft.base
        if whole and whole.base[0]:
            return whole.base
        if in_aside and self.current:
            return self.current.base
        return self.section.told.base if self.section.told.year == draft.year else ("", None)

    def _list_name(self, draft: Draft | None = None) -> str:
        parent = self.frames.parent
        return parent.name if parent and (draft is None or parent != draft.subject) else ""

    def _related(
        self, subject: str, event: re.Match[str], lead: str, aspect: Aspect, trend: Trend, *, in_aside: bool
    ) -> Draft | None:
        """Of whom a share, a change or a completion is."""
        words = self.wording.read(subject)
        if in_aside:
            return self._aside(words) if not is_generic(words.name) else (self.current or self._aside(words))
        if is_generic(words.name) or self._is_spending_of_line(words):
            if self.scope.of_government and self.mark == self.start and (said := self._own_words(lead)):
                return self._draft(Subject(said), words)
            return self._spoken_of(words, subject, event, lead, aspect, trend)
        if QUALIFIER.match(words.printed) and self.current:
            self.resumed = self.current
            self.current = self._draft(Subject(words.printed, parent=self.current.subject.name), words)
            return self.current
        draft = self._named(words, subject, event)
        if draft:
            self.current = draft
            if not self._in_list():
                self.head = draft
        return draft

    def _own_words(self, lead: str) -> str:
        """What a sentence names before a change without a subject: 进一步加大转移支付规模，同比增长."""
        clauses = [clause for clause in BREAK.split(lead)[:-1] if clause and not PENDING_BASE.search(clause)]
        name = self.wording.name_in(clauses[-1]) if clauses else ""
        return name if not is_generic(name) and not YEAR.fullmatch(name) else ""

    def _spoken_of(
        self,
        words: Words,
        printed: str,
        event: re.Match[str] | None = None,
        lead: str = "",
        aspect: Aspect = Aspect.AMOUNT,
        trend: Trend = Trend.NONE,
    ) -> Draft | None:
        """Of whom the text speaks: the last one named, or the whole of the list that was just read."""
        if self.current:
            is_change = aspect in (Aspect.CHANGE, Aspect.RATE) and event is not None
            if is_change and event and (whole := self._whole_changed(event, lead, trend)):
                self.current = whole
            return self._again(self.current)
        beside = self.drafts.last_said()
        if beside and beside.end == self.end:
            return beside
        if said := self._said_before(lead):
            return self._named_by(said, words)
        before = self.section.head or (self.section.earlier[-1] if self.section.earlier else None)
        if before and not self.topic:
            return self._draft(before.subject, words, year=before.year, stage=before.stage)
        name = self.topic or self._topic_of(self.scope.heading) or words.printed or self.scope.heading or printed
        return self._draft(self._subject(name), words) if name else None

    def _whole_changed(self, event: re.Match[str], lead: str, trend: Trend) -> Draft | None:
        """The whole of a list, where a change behind it is not of its last part: by arithmetic, or by its place."""
        frame = self.frames.list or self.ended
        whole = frame.whole if frame else None
        if frame is None or whole is None or self.current is None or whole is self.current:
            return None
        if event.re is NUMBER and (proved := self._proved(whole, event, trend)):
            return proved
        behind = lead.startswith("；") or self.frames.list is None
        return whole if frame.is_whole_changed or (behind and not frame.has_change) else None

    def _proved(self, whole: Draft, event: re.Match[str], trend: Trend) -> Draft | None:
        """The whole or its last part: the one whose amount a change and its percentage fit."""
        partner, value = PARTNER.match(self.text.text, event.end(), self.end), parse_amount(event["number"])
        if partner and event["money"] and value is not None and self.current:
            return proved_by([whole, self.current], value, event["money"], partner["rate"], trend)
        is_repeated = event["percent"] and any(figure.aspect is Aspect.CHANGE for figure in whole.figures[-1:])
        return whole if is_repeated else None

    def _trend_after(self, number: _Number) -> Trend:
        """比上年预算 0.02 万元，增长 1 %: the word that is missing stands in the next clause."""
        found = re.match(r"[^，。；]{1,3}，(\w\w)\d", self.text.text[number.end : self.end])
        return TREND.get(found[1], Trend.NONE) if found else Trend.NONE

    def _flat(self, event: re.Match[str]) -> None:
        """与2025年预算持平 is a change of nothing; its number is not printed."""
        self._walk(event.start())
        lead = self._before(event.start()).rstrip("比与较同和跟")
        draft = self._related(BREAK.split(lead)[-1], event, lead, Aspect.CHANGE, Trend.FLAT, in_aside=False)
        money = draft.money() if draft else None
        if draft is None or money is None:
            return
        base = event["base"]
        draft.figures.append(
            replace(
                money,
                printed=self.text.quote(event.start("flat"), event.end("flat")),
                value=money.value * 0,
                year=draft.year,
                stage=draft.stage,
                measure=TOTAL_MEASURE,
                aspect=Aspect.CHANGE,
                trend=Trend.FLAT,
                base=base,
                base_year=base_year(base, self.scope.year),
                comparator="",
                citation=self._citation(self.start, self.end, event.start("flat")),
            )
        )
        self.frames.top.has_change = True
        self.mark = self.walked = self.clause = event.end()

    # ---- counts ----------------------------------------------------------------------------------------------

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
            subject = lead[max(found.start("subject"), self.clause - self.mark) : found.end("subject")] if rule.before else found["subject"]
            words = self.wording.read(YEAR.sub("", subject))
            if not words.name and not (found.end() == len(lead) and rule.before and self.current):
                continue
            draft = self._counted(words.name, rule)
            self._add(draft, _Number.of(event), self.scope.year, self.scope.stage)
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

    def _add(
        self,
        draft: Draft,
        number: _Number,
        year: int,
        stage: Stage,
        *,
        measure: str = TOTAL_MEASURE,
        aspect: Aspect = Aspect.AMOUNT,
        trend: Trend = Trend.NONE,
        base: str = "",
        base_year: int | None = None,
        comparator: str = "",
    ) -> None:
        printed = self.text.quote(number.start, number.end)
        value = parse_amount(printed)
        if value is None:
            return
        draft.end = max(draft.end, self.end)
        self.drafts.say(draft)
        draft.figures.append(
            Figure(
                subject=draft.subject,
                printed=printed,
                value=value,
                unit=number.unit,
                year=year,
                stage=stage,
                citation=self._citation(self.start, self.end, number.start),
                measure=measure,
                aspect=aspect,
                trend=trend,
                base=base,
                base_year=base_year,
                comparator=comparator or (">" if number.is_more else ""),
            )
        )

    # ---- reasons, purposes, nothing ------------------------------------------------------------------------------

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

    # ---- citations -----------------------------------------------------------------------------------------------

    def _citation(self, start: int, end: int, at: int) -> Citation:
        return Citation(
            document=self.document,
            quote=self.text.quote(start, end).strip(),
            section=self.scope.section,
            location=self.paragraph.locate(self.text.offsets[at]),
        )

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


def _parts_sides(parent: Subject | None, name: str) -> bool:
    """Whether a revenue stands below a spending or the other way round: 其中 speaks of more than the last total."""
    sides = {(side in parent.name, side in name) for side in ("收入", "支出")} if parent else set()
    return sides == {(True, False), (False, True)}


def _names(words: str, name: str) -> bool:
    """Whether 财政拨款收入支出 speaks of 财政拨款收入 and of 财政拨款支出预算."""
    both = words.replace("收入支出", "收支")
    sides = [both.replace("收支", "收入"), both.replace("收支", "支出")] if "收支" in both else [words]
    return any(side in name for side in sides)


def has_amounts(text: str) -> bool:
    """Whether a text holds an amount of money, a percentage or a number of things."""
    return NUMBER.search(fold_text(text).text) is not None
