"""Several documents at once: what was published against what a later document prints of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from knowledge.amounts import convert, plain
from knowledge.checks.evidence import Equation, Verdict
from knowledge.checks.ledger import Amount, Ledger, open_ledger
from knowledge.checks.members import member_findings, members_of
from knowledge.checks.places import Meaning, Places, meanings, read_places
from knowledge.checks.rules import data, rules, words
from knowledge.checks.sentences import base_stage
from knowledge.checks.wordings import arithmetic_of, place, where
from knowledge.model import (
    TOTAL_MEASURE,
    Aspect,
    Contradiction,
    Document,
    DocumentFacts,
    Figure,
    Level,
    Scheme,
    Severity,
    Stage,
    Trend,
)
from knowledge.text import fold, fold_name

_Key = tuple[Meaning, str]  # the fund as printed: which funds are all the money differs from document to document
_WHOLE = frozenset({TOTAL_MEASURE, "本年收入", "本年支出"})  # what a sentence may mean by 收入 or 支出


def find_contradictions_across(facts: Sequence[DocumentFacts]) -> dict[Document, tuple[Contradiction, ...]]:
    """What documents contradict among each other, below the later document or the department.

    Documents without such a finding are left out. Citations and figures are of the document that the finding
    stands below; the message and the arithmetic name the other one.
    """
    known = _Known({one.document.sha256: one for one in facts}.values())
    found: dict[Document, tuple[Contradiction, ...]] = {}
    for later in facts:
        findings = [
            *(finding for earlier in known.published(later.document) for finding in known.compare(later, earlier)),
            *_of_members(known, later),
        ]
        if findings:
            found[later.document] = tuple(findings)
    return found


class _Known:
    """The given documents; each is made comparable only when another one needs it."""

    def __init__(self, facts: Iterable[DocumentFacts]) -> None:
        self.facts = tuple(facts)
        self._read: dict[str, tuple[Ledger, Places]] = {}

    def read(self, facts: DocumentFacts) -> tuple[Ledger, Places]:
        """The figures of a document, and where each meaning stands."""
        key = facts.document.sha256
        if key not in self._read:
            ledger = open_ledger(facts)
            self._read[key] = (ledger, read_places(ledger))
        return self._read[key]

    def published(self, later: Document) -> Iterator[DocumentFacts]:
        """The documents whose amounts a later one prints again. Of two versions we cannot tell which is meant."""
        stages: dict[tuple[int, Stage], list[DocumentFacts]] = {}
        for facts in self.facts:
            if _precedes(facts.document, later):
                stages.setdefault((facts.document.year, facts.document.stage), []).append(facts)
        yield from (versions[0] for versions in stages.values() if len(versions) == 1)

    def compare(self, later: DocumentFacts, earlier: DocumentFacts) -> Iterator[Contradiction]:
        """What a later document says of an earlier one that this does not say."""
        yield from _Comparison(*self.read(later), _Published(*self.read(earlier))).findings()


def _precedes(earlier: Document, later: Document) -> bool:
    if (fold_name(earlier.unit_name), earlier.level) != (fold_name(later.unit_name), later.level):
        return False
    same_year = earlier.year == later.year and (earlier.stage, later.stage) == (Stage.BUDGET, Stage.FINAL)
    return bool(earlier.unit_name) and (earlier.year == later.year - 1 or same_year)


def _of_members(known: _Known, department: DocumentFacts) -> Iterator[Contradiction]:
    if department.document.level is Level.DEPARTMENT:
        members = members_of(department, known.facts)
        if members:
            yield from member_findings(known.read(department), [known.read(member) for member in members])


# ---- what was published -------------------------------------------------------------------------------------


class _Published:
    """The amounts of a document by what they mean."""

    def __init__(self, ledger: Ledger, places: Places) -> None:
        self.ledger = ledger
        self.document = ledger.facts.document
        self._exact: dict[_Key, list[Amount]] = {}
        self._near: dict[Meaning, list[Amount]] = {}
        for key, amount in _placed(places):
            self._exact.setdefault(key, []).append(amount)
        for amount in ledger.amounts:
            for meaning in meanings(amount):
                self._near.setdefault(_nearly(meaning), []).append(amount)

    def published(self, meaning: Meaning) -> bool:
        """Whether it is of this document's year and stage."""
        return (meaning.year, meaning.stage) == (self.document.year, self.document.stage)

    def of(self, meaning: Meaning, figure: Figure) -> list[Amount]:
        """Where it prints an amount of that meaning and of the figure's fund, tables first."""
        return sorted(self._exact.get((meaning, _fund(meaning, figure)), []), key=lambda amount: amount.order)

    def near(self, meaning: Meaning) -> list[Amount]:
        """What it prints of the same subject, whatever the fund; of a line also whatever the measure."""
        return [amount for amount in self._near.get(_nearly(meaning), []) if amount.is_money]


def _placed(places: Places) -> Iterator[tuple[_Key, Amount]]:
    """Each amount that may be compared, with its fund as printed; what forms print is said too loosely."""
    for (meaning, _), group in places.groups.items():
        for amount in (*group.tables, *group.sentences):
            is_form = bool(amount.figure.citation.table) and amount.figure.cell is None
            if meaning.aspect is Aspect.AMOUNT and amount.is_money and not is_form:
                yield (meaning, _fund(meaning, amount.figure)), amount


def _fund(meaning: Meaning, figure: Figure) -> str:
    if meaning.scheme is Scheme.REVENUE or fold_name(figure.subject.name) in words("same", "one_fund"):
        return ""
    return figure.fund


def _nearly(meaning: Meaning) -> Meaning:
    if meaning.scheme is not Scheme.TOTAL:
        return replace(meaning, measure="")
    return replace(meaning, measure=TOTAL_MEASURE) if meaning.measure in _WHOLE else meaning


# ---- what a later document says of it -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Compared:
    """What a later document says of a published amount."""

    amount: Amount  # in the later document: the published amount, or this year's beside a change
    published: Amount
    check: Equation
    is_same_kind: bool  # both stand in tables of one kind

    @property
    def differs(self) -> bool:
        """Whether rounding cannot explain it."""
        return self.check.verdict is Verdict.BROKEN

    @property
    def is_change(self) -> bool:
        """Whether it was computed from this year's amount."""
        return self.check.total is self.published

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Those of the later document."""
        return tuple(term.figure for term in self.check.amounts if term is not self.published)


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A later document beside an earlier one."""

    ledger: Ledger
    places: Places
    published: _Published

    def findings(self) -> Iterator[Contradiction]:
        by_table: dict[int | None, list[_Compared]] = {}
        for one in self._compared():
            by_table.setdefault(one.amount.table, []).append(one)
        for ones in by_table.values():
            differing = [one for one in ones if one.differs]
            if len(differing) >= data()["across"]["few"] and len(differing) > len(ones) - len(differing):
                yield self._finding("published-otherwise", differing)
            else:
                for alike in _alike(differing):
                    yield self._finding(_rule(alike[0]), alike)

    def _compared(self) -> Iterator[_Compared]:
        """Each amount once: one that stands for both sides has two meanings."""
        found: dict[tuple[int, bool], _Compared] = {}
        for one in (*self._printed_again(), *self._changes()):
            found.setdefault((one.amount.order, one.is_change), one)
        yield from found.values()

    def _printed_again(self) -> Iterator[_Compared]:
        """Amounts of another year or stage: 上年预算数, 2023年决算数, 年初预算."""
        for (meaning, _), amount in _placed(self.places):
            if self.published.published(meaning) and self._is_printed_again(amount.figure):
                initial = meaning.measure == data()["across"]["initial"]
                same = replace(meaning, measure=TOTAL_MEASURE) if initial else meaning  # as the budget calls it
                checks = [Equation("", amount, (other,)) for other in self.published.of(same, amount.figure)]
                near = [Equation("", amount, (other,)) for other in self.published.near(same)]
                yield from self._best(amount, [(check.parts[0], check) for check in checks], near)

    def _is_printed_again(self, figure: Figure) -> bool:
        """In the same year budgets are adjusted: only 年初预算 is what was published."""
        if self.published.document.year != self.ledger.facts.document.year:
            return True
        initial = data()["across"]["initial"]
        return figure.measure == initial or initial in fold(figure.citation.column)

    def _changes(self) -> Iterator[_Compared]:
        """This year's amount less its change is what was published."""
        document = self.published.document
        for now, change in (pair for said in self.ledger.said for pair in pairwise(said)):
            if not _is_of(change, now) or not self._is_against(change.figure):
                continue
            for meaning in meanings(now):
                then = replace(meaning, year=document.year, stage=document.stage)
                checks = [_undone(now, change, other) for other in self.published.of(then, now.figure)]
                near = [_undone(now, change, other) for other in self.published.near(then)]
                yield from self._best(now, [(check.total, check) for check in checks], near)

    def _is_against(self, change: Figure) -> bool:
        """Whether a change is one of this document's amounts against a published one."""
        later, earlier = self.ledger.facts.document, self.published.document
        if (change.year, change.stage, change.base_year) != (later.year, later.stage, earlier.year):
            return False
        stage = base_stage(change)
        if stage is None:
            return later.stage is earlier.stage and later.stage in data()["across"]["same_stage"]
        return stage is earlier.stage

    def _best(
        self, amount: Amount, checks: Sequence[tuple[Amount, Equation]], near: Sequence[Equation]
    ) -> Iterator[_Compared]:
        """The comparison that holds, where one does; a difference only where nothing else can be meant."""
        if not checks:
            return
        kind = _kind(self.ledger, amount)
        alike = {id(other) for other, _ in checks if kind and kind == _kind(self.published.ledger, other)}
        published, check = min(checks, key=lambda pair: (pair[1].verdict, id(pair[0]) not in alike))
        if check.verdict is Verdict.BROKEN and not alike and any(one.verdict is not Verdict.BROKEN for one in near):
            return
        yield _Compared(amount, published, check, id(published) in alike)

    def _finding(self, name: str, ones: Sequence[_Compared]) -> Contradiction:
        """One finding of amounts that differ in the same way, or of a table that differs in most."""
        first, rule, document = ones[0], rules()[name], self.published.document
        figures = tuple(figure for one in ones for figure in one.figures)
        other = first.published
        page = where(other.figure.citation)
        return Contradiction(
            rule=rule.name,
            kind=rule.kind,
            severity=rule.severity or Severity.NOTE,
            message=rule.message.format(
                place=place(first.amount),
                printed=first.amount.printed,
                expected=_shown(first.check.expected, first.amount),
                unit=first.amount.figure.unit,
                others=f"{place(other)}为{other.printed}{other.figure.unit}",
                words=f"《{document.title}》{page}",
                count=len(ones),
                year=document.year,
                stage=document.stage.value,
            ),
            arithmetic=arithmetic_of([one.check for one in ones[: data()["across"]["few"]]]),
            citations=tuple(figure.citation for figure in figures),
            figures=figures,
        )


def _kind(ledger: Ledger, amount: Amount) -> str:
    """The kind of table an amount stands in; empty for a sentence."""
    return "" if amount.table is None else ledger.facts.tables[amount.table].kind


def _is_of(change: Amount, now: Amount) -> bool:
    """Whether a change is of the amount right before it: of the same kind, and exactly so."""
    one, other = now.figure, change.figure
    if one.aspect is not Aspect.AMOUNT or other.aspect is not Aspect.CHANGE or one.comparator or other.comparator:
        return False
    if not (now.is_money and change.is_money) or "基本持平" in fold(other.citation.quote):
        return False
    return _sort(one) == _sort(other)


def _sort(figure: Figure) -> tuple[object, ...]:
    return (figure.year, figure.stage, figure.measure, figure.fund, figure.direction)


def _undone(now: Amount, change: Amount, published: Amount) -> Equation:
    if not change.value:
        return Equation("", published, (now,))
    if change.figure.trend is Trend.DOWN:
        return Equation("", published, (now, change))
    return Equation("", published, (now,), (change,))


def _alike(ones: Sequence[_Compared]) -> list[list[_Compared]]:
    """A line printed alike for its 类, 款 and 项 is said once."""
    found: dict[str, list[_Compared]] = {}
    for one in ones:
        found.setdefault(arithmetic_of([one.check]), []).append(one)
    return list(found.values())


def _rule(one: _Compared) -> str:
    if one.is_change:
        return "published-change"
    if one.amount.in_text:
        return "published-in-text"
    unadjusted = data()["across"]["unadjusted"].get(one.amount.figure.stage.value, [])
    is_firm = any(word in fold(one.amount.figure.citation.column) for word in unadjusted)
    return "published" if one.is_same_kind and is_firm else "published-perhaps"


def _shown(value: Decimal, like: Amount) -> str:
    return plain(convert(value, "元", like.figure.unit))
