"""Sentences that speak of amounts: figures with their subject, why they changed, what they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.outline import Paragraph
from ingest.sentence_rules import (
    ASPECTS,
    BASES,
    BREAK,
    COUNTS,
    FLAT,
    GROUP,
    NEGATIVE_TRIM,
    NEGATIVES,
    NOT_NEGATIVE,
    NOT_WITHIN,
    NUMBER,
    OPENS_LIST,
    PATH,
    PROJECT_AMOUNT,
    PURPOSE,
    PURPOSE_END,
    QUOTES,
    REASON,
    REASON_END,
    REASON_FILLER,
    REVIEW,
    REVIEWED,
    SINGLE,
    THRESHOLD,
    TOPIC,
    TOPIC_SUFFIX,
    TREND,
    WEAK,
    WITHIN,
    YEAR,
    AspectRule,
    CountRule,
)
from ingest.sentences import Folded, fold_text
from ingest.wording import (
    Words,
    absent_subjects,
    base_year,
    coded,
    direction_of,
    is_generic,
    is_line_of_spending,
    known_as,
    read_path,
    read_single,
    read_words,
    scheme_of,
)
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


@dataclass(frozen=True, slots=True)
class Scope:
    """What a section tells its sentences."""

    document: Document
    section: str = ""
    heading: str = ""  # innermost, without numbering
    fund: str = ""  # that the heading names
    project: str = ""  # named by the section, where it says what the project costs
    money: bool = True  # amounts here are of the budget
    counts: bool = True  # and so are numbers of things


@dataclass(slots=True)
class _Entry:
    """A statement while it is read: one subject of one paragraph."""

    subject: Subject
    start: int
    end: int
    year: int
    stage: Stage
    within: Subject | None = None  # the list it is an item of
    figures: list[Figure] = field(default_factory=list)
    reason: str = ""
    purpose: str = ""

    @property
    def has_change(self) -> bool:
        return any(figure.aspect in (Aspect.CHANGE, Aspect.RATE) for figure in self.figures)


@dataclass(slots=True)
class SectionReader:
    """Reads the paragraphs of one section in order, and keeps of whom the text speaks."""

    scope: Scope
    parent: Subject | None = None  # of the paragraphs below one that ends in 其中：
    earlier: list[_Entry] = field(default_factory=list)

    def read(self, paragraph: Paragraph) -> tuple[Statement, ...]:
        """The statements of the next paragraph; none where it says nothing of an amount."""
        reader = _ParagraphReader(self, paragraph, fold_text(paragraph.text))
        statements = reader.read()
        self.earlier = (self.earlier + reader.entries)[-200:]
        if reader.text.text.endswith(("其中：", "其中")):
            self.parent = reader.head
        return statements


@dataclass(slots=True)
class _ParagraphReader:
    """One paragraph, from left to right."""

    section: SectionReader
    paragraph: Paragraph
    text: Folded
    entries: list[_Entry] = field(default_factory=list)
    others: list[Statement] = field(default_factory=list)  # reasons of earlier paragraphs, negative sentences
    current: _Entry | None = None  # of whom the last amount was
    head: Subject | None = None  # the last subject that is no item of a list
    parent: Subject | None = None  # of the list that is being read
    topic: str = ""  # named by a sentence that says no more than the name
    outer: list[Subject | None] = field(default_factory=list)  # parents outside of the open brackets
    year: int | None = None  # that the sentence has named
    start: int = 0  # of the sentence
    end: int = 0

    @property
    def scope(self) -> Scope:
        return self.section.scope

    @property
    def document(self) -> Document:
        return self.scope.document

    def read(self) -> tuple[Statement, ...]:
        self._open_review()
        for start, end in self.text.sentences():
            self.start, self.end = start, end
            self._sentence()
        return tuple([self._statement(entry) for entry in self.entries] + self.others)

    def _open_review(self) -> None:
        """A paragraph that reviews one project speaks of it until it names another subject."""
        found = REVIEW.match(self.text.text) if self.scope.money else None
        if found:
            self.end = next(self.text.sentences())[1]
            self.current = self._entry(Subject(QUOTES.sub("", found["name"]), scheme=Scheme.PROJECT))

    # ---- a sentence -----------------------------------------------------------------------------------

    def _sentence(self) -> None:
        self.parent, self.outer, self.year = self.section.parent, [], None
        if named := _topic_of(self.text.text[self.start : self.end]):
            self.topic, self.current = named, None
            return
        mark, aside, said = self.start, self.start, len(self.entries)
        known = sum(len(entry.figures) for entry in self.entries)
        for event in self._events():
            if event.start() < mark and event.re is not NUMBER:
                continue
            in_aside = event.start() < aside
            if event.re in (PATH, SINGLE):
                mark = self._open_path(event) if not in_aside else mark
            elif event.re is REASON:
                aside = self._reason(event)
                mark = event.end()
            elif event.re is PURPOSE:
                aside = self._purpose(event)
                mark = event.end()
            elif event.re is FLAT:
                mark = self._flat(event, mark) if not in_aside else mark
            elif self._number(event, mark, in_aside):
                mark = event.end()
        if said == len(self.entries) and known == sum(len(entry.figures) for entry in self.entries):
            self._negative()

    def _events(self) -> list[re.Match[str]]:
        """What the sentence says, in order of appearance."""
        patterns = [NUMBER]
        if self.scope.money:
            patterns += [PATH, SINGLE, REASON, PURPOSE, FLAT]
        found = [event for pattern in patterns for event in pattern.finditer(self.text.text, self.start, self.end)]
        return sorted(found, key=lambda event: (event.start(), event.re is NUMBER, event.re is SINGLE))

    def _entry(self, subject: Subject, year: int | None = None, stage: Stage | None = None) -> _Entry:
        """The statement of this subject, begun where it is new."""
        for entry in reversed(self.entries):
            if entry.subject == subject:
                entry.end = self.end
                return entry
        entry = _Entry(
            subject,
            self.start,
            self.end,
            year or self.document.year,
            stage or self.document.stage,
            within=self.parent if self.parent != subject else None,
        )
        self.entries.append(entry)
        return entry

    def _known(self, name: str) -> Subject | None:
        for entry in reversed(self.entries):
            if entry.subject.name == name:
                return entry.subject
        return None

    def _subject(self, name: str, scheme: Scheme | None = None) -> Subject:
        """The subject of that name: within the list that is being read, if one is."""
        parent = self.parent
        path = PATH_SEPARATOR.join(part for part in (parent.parent, parent.name) if part) if parent else ""
        if path and parent and parent.name == name:
            path = parent.parent
        return Subject(name, scheme=scheme or scheme_of(name), parent=path)

    # ---- subjects -------------------------------------------------------------------------------------

    def _open_path(self, event: re.Match[str]) -> int:
        """社会保障和就业支出（类）…（款）…（项） opens the subject of what follows."""
        lead = self._bracketed(self.text.text[self.start : event.start()])
        self._list(lead)
        subject = (read_path if event.re is PATH else read_single)(event, self.document)
        self.current = self._entry(subject)
        if self.parent is None:
            self.head = subject
        return event.end()

    def _bracketed(self, lead: str) -> str:
        if lead.startswith("）") and self.outer:
            self.parent = self.outer.pop()
        return lead

    def _list(self, lead: str) -> str:
        """Follow 其中： and 分为：, and give back what stands after."""
        for within in WITHIN.finditer(lead):
            name = read_words(within["parent"], self.document).name
            if len(name) > 1 and not NOT_WITHIN.match(name):
                self.parent = self._known(name) or Subject(name, scheme=scheme_of(name))
        after = lead
        for found in OPENS_LIST.finditer(lead):
            rest = lead[found.end() :]
            if "；" in rest or ("、" in rest and "其中" not in found[0]):
                continue  # names without amounts: 人员经费 95 万元，主要包括：基本工资、奖金；公用经费
            self._open_list(lead, found)
            after = rest
        return after

    def _open_list(self, lead: str, opener: re.Match[str]) -> None:
        before = lead[: opener.start()]
        if before.endswith("（"):
            self.outer.append(self.parent)
        words = GROUP.sub("", BREAK.split(before)[-1].strip("（"))
        name = read_words(words, self.document).name
        if len(name) > 2 and not is_generic(name):
            self.parent = self._known(name) or Subject(name, scheme=scheme_of(name))
        elif self.current and self.current.end == self.end and self.current.figures:
            self.parent = self._whole_of(self.current.subject)
        elif self.head:
            self.parent = self.head

    def _whole_of(self, subject: Subject) -> Subject:
        """The subject, or what it is an amount of where its name says no more than that."""
        if WEAK.match(subject.name) and subject.parent:
            return self._known(subject.parent.split(PATH_SEPARATOR)[-1]) or subject
        return subject

    def _named(self, words: Words, clause: str) -> _Entry | None:
        """Of whom an amount is, by the words before it."""
        name = words.name
        if self.current and (is_generic(name) or (is_line_of_spending(name) and self._is_line())):
            return self._entry(self.current.subject)
        if not name or is_generic(name):
            name = self.topic or _topic_of(self.scope.heading) or words.printed or self.scope.heading
            if not name:
                return None
        if WEAK.match(name):
            return self._weak(name, clause)
        known = self._known(name) if self.parent is None else None
        return self._entry(known or coded(name) or self._subject(name), words.year, words.stage)

    def _is_line(self) -> bool:
        """Whether the text speaks of one line of spending, not of a side of the budget."""
        subject = self.current.subject if self.current else None
        if subject is None or "收" in subject.name:
            return False
        return subject.scheme is not Scheme.TOTAL or any(
            figure.measure != TOTAL_MEASURE for figure in (self.current.figures if self.current else ())
        )

    def _weak(self, name: str, clause: str) -> _Entry:
        """购置费 0 万元 after 购置公务用车 0 辆; 由…成交的，采购金额 21 万元."""
        segments = [segment for segment in BREAK.split(clause) if segment]
        if len(segments) > 1 and segments[-2].endswith("的"):
            return self._entry(self._subject(read_words(segments[-2], self.document).name + name))
        if self.current and self.parent is None:
            of = self.current.subject
            return self._entry(Subject(name, scheme=scheme_of(name), parent=of.name))
        return self._entry(self._subject(name))

    # ---- numbers --------------------------------------------------------------------------------------

    def _number(self, event: re.Match[str], mark: int, in_aside: bool) -> bool:
        """Read one number; False where it is part of a name or of no interest."""
        if THRESHOLD.match(self.text.text, event.end()) or THRESHOLD.match(self.text.text[event.end() :]):
            return False
        lead = self.text.text[mark : event.start()]
        if self._base_amount(event, lead):
            return False
        if event["count"]:
            return not in_aside and self.scope.counts and self._count(event, lead)
        if not self.scope.money:
            return False
        lead = self._list(self._bracketed(lead))
        clause = re.split("[；。]", lead)[-1]
        kind = "money" if event["money"] else "percent"
        for rule in ASPECTS:
            if rule.unit in (kind, "any") and (found := rule.pattern.search(clause)):
                return self._relation(rule, found, event, in_aside)
        return self._amount(event, clause, in_aside)

    def _base_amount(self, event: re.Match[str], lead: str) -> bool:
        """Whether the number is what another is measured by; money of a known moment is a figure of its own."""
        for rule in BASES:
            found = rule.before.search(lead)
            if found and rule.after.match(self.text.text[event.end() : self.end]):
                if rule.name != "whole" and event["money"] and self.scope.money:
                    self._add_base(event, lead[: found.start()], found["base"])
                return True
        return False

    def _add_base(self, event: re.Match[str], lead: str, base: str) -> None:
        entry = self._related(BREAK.split(lead)[-1], in_aside=False)
        if entry is None:
            return
        words = read_words(base, self.document)
        year = base_year(base, self.document) or entry.year
        stage = words.stage or (Stage.BUDGET if "预算" in base else entry.stage)
        self._add(entry, event, year=year, stage=stage, measure=words.measure)

    def _amount(self, event: re.Match[str], clause: str, in_aside: bool) -> bool:
        words = read_words(BREAK.split(clause)[-1], self.document)
        if words.year is None and (opened := re.match(r"((?:19|20)\d\d)年(?:度)?，", clause)):
            words = replace(words, year=int(opened[1]))
        entry = self._aside(words) if in_aside else self._project(words) or self._named(words, clause)
        if entry is None:
            return False
        whole = self._whole()
        stage = words.stage or whole.stage
        year = words.year or self.year or whole.year
        self.year = words.year if words.year and stage is self.document.stage else None
        self._add(entry, event, year=year, stage=stage, measure=words.measure)
        if not in_aside:
            entry.year, entry.stage = year, stage
            self.current = entry
            if entry.subject.parent == "" or entry.subject.scheme is Scheme.FUNCTION:
                self.head = entry.subject
        return True

    def _whole(self) -> _Entry | Document:
        """What an amount without year and stage of its own has them from: its list, or the document."""
        if self.parent:
            for entry in reversed(self.entries):
                if entry.subject == self.parent:
                    return entry
        return self.document

    def _project(self, words: Words) -> _Entry | None:
        """In a section that says what a project costs, the project is the subject."""
        project = self.scope.project
        if not project:
            return None
        if PROJECT_AMOUNT.match(words.printed):
            return self._entry(Subject(project, scheme=Scheme.PROJECT))
        return self._entry(Subject(words.name, scheme=Scheme.SPECIAL, parent=project))

    def _aside(self, words: Words) -> _Entry | None:
        """An amount inside a reason or a purpose is of what its own words say."""
        if not words.name or is_generic(words.name):
            return None
        of = self.current.subject.name if self.current else ""
        return self._entry(Subject(words.name, scheme=Scheme.OTHER, parent=of))

    def _relation(self, rule: AspectRule, found: re.Match[str], event: re.Match[str], in_aside: bool) -> bool:
        """A share, a change or a completion."""
        groups = found.groupdict()
        entry = self._related(groups.get("subject") or "", in_aside)
        if entry is None:
            return False
        aspect = rule.aspect
        base = NUMBER.sub("", groups.get("base") or "")
        trend = TREND.get(groups.get("trend") or "", Trend.NONE)
        year: int | None = None
        if aspect is Aspect.CHANGE:
            base = base or next((figure.base for figure in reversed(entry.figures) if figure.base), "")
            year = base_year(base, self.document)
            aspect = Aspect.RATE if event["percent"] == "%" else aspect
            trend = trend if trend is not Trend.NONE else self._trend_after(event)
        elif aspect is Aspect.SHARE and not base and entry.subject.scheme is not Scheme.PROJECT:
            base = self.parent.name if self.parent and self.parent != entry.subject else ""
        stage = Stage.FINAL if aspect is Aspect.COMPLETION else entry.stage
        self._add(entry, event, year=entry.year, stage=stage, aspect=aspect, trend=trend, base=base, base_year=year)
        return True

    def _related(self, subject: str, in_aside: bool) -> _Entry | None:
        words = read_words(subject, self.document)
        current = self.current or (self.section.earlier[-1] if self.section.earlier else None)
        if in_aside:
            return self._aside(words) or current
        if words.name and not is_generic(words.name) and not is_line_of_spending(words.name):
            known = self._known(words.name)
            entry = self._entry(known or self._subject(words.name), words.year, words.stage)
            self.current = entry
            return entry
        if self.current:
            return self._entry(self.current.subject)
        if current is None:
            name = words.printed or self.scope.heading
            return self._entry(self._subject(name)) if name else None
        return self._entry(current.subject, current.year, current.stage)

    def _trend_after(self, event: re.Match[str]) -> Trend:
        """比上年预算 0.02 万元，增长 1 %: the word that is missing stands in the next clause."""
        rest = self.text.text[event.end() : self.end]
        found = re.match(r"，(\w\w)\d", rest)
        return TREND.get(found[1], Trend.NONE) if found else Trend.NONE

    def _flat(self, event: re.Match[str], mark: int) -> int:
        """与2025年预算持平 is a change of nothing; its number is not printed."""
        lead = self.text.text[mark : event.start()].rstrip("比与较同和跟")
        entry = self._related(BREAK.split(lead)[-1], in_aside=False)
        money = (
            next((figure for figure in reversed(entry.figures) if figure.unit.endswith("元")), None) if entry else None
        )
        if entry is None or money is None:
            return mark
        base = event["base"]
        figure = replace(
            money,
            printed=self.text.quote(event.end() - 2, event.end()),
            value=money.value * 0,
            year=entry.year,
            stage=entry.stage,
            measure=TOTAL_MEASURE,
            aspect=Aspect.CHANGE,
            trend=Trend.FLAT,
            base=base,
            base_year=base_year(base, self.document),
            citation=self._citation(self.start, self.end, event.end() - 2),
        )
        entry.figures.append(figure)
        return event.end()

    def _count(self, event: re.Match[str], lead: str) -> bool:
        """A number of things, where a rule knows the things."""
        unit, rest = event["count"], self.text.text[event.end() : self.end]
        for rule in COUNTS:
            if not rule.unit.match(unit) or (rule.needs and not rule.needs.search(lead)):
                continue
            found = rule.before.search(lead) if rule.before else rule.after.search(rest) if rule.after else None
            if found is None:
                continue
            if "；" in lead and self.current and all(figure.unit != unit for figure in self.current.figures):
                self.parent = self.section.parent  # other things: the list of vehicles is over
            self._list(self._bracketed(lead[: found.start()]))
            words = read_words(YEAR.sub("", self._list(found["subject"])), self.document)
            if not words.name and not (found.end() == len(lead) and rule.before and self.current):
                continue
            entry = self._counted(words.name, rule)
            self._add(entry, event, year=self.document.year, stage=self.document.stage)
            if rule.name == "score" and self.current:
                return True  # what follows is still of the project
            self.current = entry
            if self.parent is None:
                self.head = entry.subject
            return True
        return False

    def _counted(self, name: str, rule: CountRule) -> _Entry:
        """Of what a number of things is: what is named, or whom the text speaks of."""
        if self.current is None:
            return self._entry(self._subject(name, rule.scheme))
        of = self.current.subject
        if not name:
            return self._entry(of)
        if rule.name != "score" or self.parent is not None:
            return self._entry(self._subject(name, rule.scheme))
        head = of.parent.split(PATH_SEPARATOR)[-1] if WEAK.match(of.name) else of.name
        said = REVIEWED.match(head)
        return self._entry(Subject(f"{said[0]}{name}" if said else name, scheme=rule.scheme, parent=head))

    def _add(
        self,
        entry: _Entry,
        event: re.Match[str],
        *,
        year: int,
        stage: Stage,
        measure: str = TOTAL_MEASURE,
        aspect: Aspect = Aspect.AMOUNT,
        trend: Trend = Trend.NONE,
        base: str = "",
        base_year: int | None = None,
    ) -> None:
        printed = self.text.quote(event.start("number"), event.end("number"))
        value = parse_amount(printed)
        if value is None:
            return
        entry.figures.append(
            Figure(
                subject=entry.subject,
                printed=printed,
                value=value,
                unit=self.text.text[event.end("number") : event.end()],
                year=year,
                stage=stage,
                citation=self._citation(self.start, self.end, event.start("number")),
                measure=measure,
                aspect=aspect,
                trend=trend,
                base=base,
                base_year=base_year,
            )
        )

    # ---- reasons, purposes, nothing ---------------------------------------------------------------------

    def _reason(self, event: re.Match[str]) -> int:
        """Keep why, and give back where the reason ends."""
        end = self._end_of(REASON_END, event.end())
        reason = self.text.quote(event.end(), end).strip()
        what = event.groupdict().get("what") or ""
        explained = self._explained(REASON_FILLER.sub("", what))
        if explained and reason:
            explained.reason = f"{explained.reason}；{reason}" if explained.reason else reason
            explained.end = self.end
        elif reason:
            self.others += self._earlier_reason(what, reason)
        return end

    def _explained(self, what: str) -> _Entry | None:
        """The statement of this paragraph that a reason belongs to."""
        words = read_words(what, self.document).name
        changed = [entry for entry in self.entries if entry.has_change]
        if len(words) > 1:
            named = [entry for entry in reversed(changed or self.entries) if words in entry.subject.name]
            if named:
                return named[0]
        if self.current and (self.current.has_change or not changed):
            return self.current
        return changed[-1] if changed else None

    def _earlier_reason(self, what: str, reason: str) -> Iterator[Statement]:
        """A reason whose change stands in an earlier paragraph of the section."""
        words = read_words(REASON_FILLER.sub("", what), self.document).name
        changed = [entry for entry in self.section.earlier if entry.has_change]
        named = [entry for entry in changed if words and _names(words, entry.subject.name)]
        subjects = [entry.subject for entry in named] or [entry.subject for entry in self.section.earlier[-1:]]
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

    def _purpose(self, event: re.Match[str]) -> int:
        end = self._end_of(PURPOSE_END, event.end())
        purpose = self.text.quote(event.end(), end).strip()
        if self.current and purpose:
            self.current.purpose = self.current.purpose or purpose
            self.current.end = self.end
        return end

    def _end_of(self, pattern: re.Pattern[str], start: int) -> int:
        found = pattern.search(self.text.text, start, self.end)
        return found.start() if found else self.end

    def _negative(self) -> None:
        """没有政府性基金预算拨款收入: a statement without a figure."""
        sentence = self.text.text[self.start : self.end]
        if not self.scope.money or NOT_NEGATIVE.search(sentence) or NUMBER.search(sentence):
            return
        for pattern in NEGATIVES:
            for found in pattern.finditer(sentence):
                name = read_words(NEGATIVE_TRIM.sub("", found["subject"]), self.document).name
                for part in absent_subjects(name):
                    self._entry(Subject(part, scheme=scheme_of(part)))

    # ---- citations -----------------------------------------------------------------------------------------

    def _citation(self, start: int, end: int, at: int) -> Citation:
        return Citation(
            document=self.document,
            quote=self.text.quote(start, end).strip(),
            section=self.scope.section,
            location=self.paragraph.locate(self.text.offsets[at]),
        )

    def _statement(self, entry: _Entry) -> Statement:
        subject, fund = known_as(entry.subject, entry.within)
        direction = direction_of(entry.subject)
        if direction is Direction.NONE and entry.within and subject.scheme is not Scheme.ASSET:
            direction = direction_of(entry.within)
        if not fund and subject.scheme is Scheme.FUNCTION:
            fund = self.scope.fund
        return Statement(
            subject=subject,
            text=self.text.quote(entry.start, entry.end).strip(),
            citation=self._citation(entry.start, entry.end, entry.start),
            fund=fund,
            direction=direction,
            figures=tuple(replace(figure, subject=subject, fund=fund, direction=direction) for figure in entry.figures),
            reason=entry.reason,
            purpose=entry.purpose,
        )


def _topic_of(text: str) -> str:
    """The subject that a sentence or a heading names and says nothing of; empty where it does more or less."""
    found = TOPIC.match(text.rstrip("。") + "。")
    name = TOPIC_SUFFIX.sub("", found["name"]) if found else ""
    return name if concept_of(name) else ""


def _names(words: str, name: str) -> bool:
    """Whether 财政拨款收入支出 speaks of 财政拨款收入 and of 财政拨款支出预算."""
    both = words.replace("收入支出", "收支")
    sides = [both.replace("收支", "收入"), both.replace("收支", "支出")] if "收支" in both else [words]
    return any(side in name for side in sides)


def has_amounts(text: str) -> bool:
    """Whether a text holds an amount of money, a percentage or a number of things."""
    return NUMBER.search(fold_text(text).text) is not None
