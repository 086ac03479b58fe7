"""Several documents at once: what was published against what a later document prints of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.checks.evidence import Equation, Verdict
from knowledge.checks.ledger import Amount, Ledger, open_ledger
from knowledge.checks.members import member_findings, members_of
from knowledge.checks.places import Meaning, Places, meanings, read_places
from knowledge.checks.rules import data, rules, words
from knowledge.checks.sentences import base_stage
from knowledge.checks.wordings import arithmetic_of, full, place, where
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
            *(finding for earlier in known.published(later.document) for finding in _against(known, later, earlier)),
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


# ---- the same amount in an earlier document -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Compared:
    """What a later document says of a published amount. The check is of `amount`, or of `amount` and its change."""

    amount: Amount  # in the later document
    published: Amount
    check: Equation

    @property
    def differs(self) -> bool:
        """Whether rounding cannot explain it."""
        return self.check.verdict is Verdict.BROKEN

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Those of the later document."""
        return tuple(term.figure for term in self.check.amounts if term is not self.published)


def _against(known: _Known, later: DocumentFacts, earlier: DocumentFacts) -> Iterator[Contradiction]:
    published = _Published(*known.read(earlier))
    ledger, places = known.read(later)
    compared = [*_printed_again(places, published), *_changes(ledger, published)]
    by_table: dict[int | None, list[_Compared]] = {}
    for one in compared:
        by_table.setdefault(one.amount.table, []).append(one)
    otherwise = {table for table, ones in by_table.items() if _is_counted_otherwise(ones)}
    for table in otherwise:
        yield _otherwise([one for one in by_table[table] if one.differs], earlier.document)
    left = [one for one in compared if one.differs and one.amount.table not in otherwise]
    yield from (_finding(group, earlier.document) for group in _alike(left))


class _Published:
    """The amounts of a document by what they mean, as far as they are of its own year and stage."""

    def __init__(self, ledger: Ledger, places: Places) -> None:
        self.document = ledger.facts.document
        self._exact: dict[_Key, list[Amount]] = {}
        self._near: dict[Meaning, list[Amount]] = {}
        for key, amount in _placed(places):
            self._exact.setdefault(key, []).append(amount)
        for amount in ledger.amounts:
            for meaning in meanings(amount):
                self._near.setdefault(_nearly(meaning), []).append(amount)

    def is_of(self, meaning: Meaning) -> bool:
        """Whether this document published it."""
        return (meaning.year, meaning.stage) == (self.document.year, self.document.stage)

    def of(self, key: _Key) -> list[Amount]:
        """Where it prints an amount, tables first."""
        return sorted(self._exact.get(key, []), key=lambda amount: amount.order)

    def near(self, meaning: Meaning) -> list[Amount]:
        """What it prints of the same subject, whatever the fund; of a line also whatever the measure."""
        return self._near.get(_nearly(meaning), [])


def _placed(places: Places) -> Iterator[tuple[_Key, Amount]]:
    """Each amount that may be compared, with its fund as printed; what forms print is said too loosely."""
    for (meaning, _), group in places.groups.items():
        for amount in (*group.tables, *group.sentences):
            is_form = amount.table is not None and amount.figure.cell is None
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


def _printed_again(places: Places, published: _Published) -> Iterator[_Compared]:
    """Amounts of another year or stage: 上年预算数, 2023年决算数, 年初预算."""
    for (meaning, fund), amount in _placed(places):
        if not published.is_of(meaning) or not _is_printed_again(amount.figure, published.document):
            continue
        if meaning.measure == data()["across"]["initial"]:
            meaning = replace(meaning, measure=TOTAL_MEASURE)  # noqa: PLW2901  the budget itself calls it so
        known = published.of((meaning, fund))
        checks = [(other, Equation("published", amount, (other,))) for other in known]
        yield from _best(amount, checks, published.near(meaning))


def _is_printed_again(figure: Figure, published: Document) -> bool:
    """Of the same year a later document prints the budget after adjustments too: only 年初预算 is what was published."""
    if figure.citation.document.year != published.year:
        return True
    named = data()["across"]["initial"]
    return figure.measure == named or named in fold(figure.citation.column)


def _changes(ledger: Ledger, published: _Published) -> Iterator[_Compared]:
    """This year's amount less its change is what was published."""
    for amounts in ledger.said:
        for at, change in enumerate(amounts):
            now = _now(amounts[:at], change.figure)
            if now is None or not _is_against(change.figure, published.document):
                continue
            for meaning in meanings(now):
                meaning = replace(meaning, year=published.document.year, stage=published.document.stage)  # noqa: PLW2901
                known = published.of((meaning, _fund(meaning, now.figure)))
                checks = [(other, _undone(now, change, other)) for other in known]
                yield from _best(now, checks, published.near(meaning))


def _now(before: Sequence[Amount], change: Figure) -> Amount | None:
    """The amount of the sentence that a change is of: right before it and of the same kind."""
    if change.aspect is not Aspect.CHANGE or not before or "基本持平" in fold(change.citation.quote):
        return None
    now = before[-1].figure
    same = (now.year, now.stage, now.measure, now.fund, now.direction) == (
        change.year,
        change.stage,
        change.measure,
        change.fund,
        change.direction,
    )
    is_amount = now.aspect is Aspect.AMOUNT and before[-1].is_money and not now.comparator
    return before[-1] if same and is_amount else None


def _is_against(change: Figure, published: Document) -> bool:
    of_later = change.citation.document
    if change.base_year != published.year or (change.year, change.stage) != (of_later.year, of_later.stage):
        return False
    stage = base_stage(change)
    if stage is None:
        return change.stage is published.stage and change.stage in data()["across"]["same_stage"]
    return stage is published.stage


def _undone(now: Amount, change: Amount, published: Amount) -> Equation:
    if not change.value:
        return Equation("published-change", published, (now,))
    if change.figure.trend is Trend.DOWN:
        return Equation("published-change", published, (now, change))
    return Equation("published-change", published, (now,), (change,))


def _best(amount: Amount, checks: Sequence[tuple[Amount, Equation]], near: Sequence[Amount]) -> Iterator[_Compared]:
    """The comparison that holds, where one does; a difference only where nothing the document prints is meant."""
    if not checks:
        return
    published, check = min(checks, key=lambda pair: pair[1].verdict)  # the first of equal ones: a table
    compared = _Compared(amount, published, check)
    if compared.differs and not any(_is_same_table_kind(amount, other) for other, _ in checks):
        meant = (replace_published(check, published, other) for other in near if other.is_money)
        if any(other.verdict is not Verdict.BROKEN for other in meant):
            return
    yield compared


def replace_published(check: Equation, published: Amount, other: Amount) -> Equation:
    """The same comparison with another published amount."""
    if check.total is published:
        return replace(check, total=other)
    return replace(check, parts=(other,))


def _is_same_table_kind(one: Amount, other: Amount) -> bool:
    return one.kind != "" and one.kind == other.kind
