"""Shares, changes and completions: of what, and against what."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.narration.drafts import Draft, proved_by
from ingest.narration.naming import Naming
from ingest.narration.numbers import Number
from ingest.narration.rules import (
    ACCORDING,
    ASPECTS,
    BREAK,
    NOTE,
    NUMBER,
    PARTNER,
    PENDING_BASE,
    QUALIFIER,
    TREND,
    TREND_BEHIND,
    YEAR,
    AspectRule,
)
from ingest.wording import Words, base_year, is_generic
from knowledge.amounts import parse_amount
from knowledge.model import TOTAL_MEASURE, Aspect, Scheme, Stage, Subject, Trend


@dataclass(slots=True)
class Relations(Naming):
    """A paragraph whose amounts are related to others."""

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
        self._add_relation(rule, found, draft, Number.of(event), bound, in_aside=in_aside)
        if rule.aspect is Aspect.CHANGE and draft is self.current:
            self.frames.top.has_change = True
        return True

    def _add_relation(
        self,
        rule: AspectRule,
        found: re.Match[str],
        draft: Draft,
        number: Number,
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

    def _trend_after(self, number: Number) -> Trend:
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

    def _percent_beside(self, event: re.Match[str]) -> bool:
        """A percentage right behind an amount: 减少3万元（25%） repeats the change, 教育支出3万元25% is a share."""
        draft = self.drafts.last_said()
        if draft is None:
            return False
        beside, number = draft.figures[-1], Number.of(event)
        if beside.aspect is Aspect.CHANGE:
            self._add(
                draft,
                number,
                beside.year,
                beside.stage,
                aspect=Aspect.RATE,
                trend=beside.trend,
                base=beside.base,
                base_year=beside.base_year,
            )
        else:
            self._add(draft, number, beside.year, beside.stage, aspect=Aspect.SHARE, base=self._list_name(draft))
        return True
