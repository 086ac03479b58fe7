"""A department and its units: what the units publish adds up to what the department publishes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from knowledge.amounts import convert, plain
from knowledge.checks.evidence import Equation, Verdict
from knowledge.checks.ledger import Amount, Ledger
from knowledge.checks.places import Places
from knowledge.checks.rules import data, rules, words
from knowledge.checks.wordings import arithmetic_of, place
from knowledge.model import Aspect, Contradiction, Document, DocumentFacts, Level, Passage, Scheme, Severity
from knowledge.names.units import is_organisation
from knowledge.text import fold, fold_name, strip_numbering

_PARTS = re.compile(r"[、；;，,。\s]+")
_REGIONS = re.compile(r"(?:[一-龥]{2,6}?(?:省|自治区|市|自治州|州|盟|新区|区|县|旗|镇|乡))+")


# ---- which units a department has ---------------------------------------------------------------------------


def members_of(department: DocumentFacts, given: Sequence[DocumentFacts]) -> tuple[DocumentFacts, ...]:
    """The documents of all units that a department lists, each exactly one; empty where any is in doubt."""
    names = _listed(department)
    units = [facts for facts in given if _may_belong(facts.document, department.document)]
    found: list[DocumentFacts] = []
    for name in names:
        same = [facts for facts in units if _is_named(name, facts.document, department.document)]
        if len(same) != 1:
            return ()
        found.append(same[0])
    is_whole = len(found) > 1 and len({facts.document.sha256 for facts in found}) == len(found)
    return tuple(found) if is_whole else ()


def _may_belong(unit: Document, department: Document) -> bool:
    same = (unit.year, unit.stage) == (department.year, department.stage)
    one, other = unit.region, department.region
    return unit.level is Level.UNIT and same and (one.endswith(other) or other.endswith(one))


def _listed(department: DocumentFacts) -> tuple[str, ...]:
    """The names that a department lists below the first heading for them; empty where it may list others too."""
    for topic in data()["members"]["topics"]:
        passages = [passage for passage in department.passages if topic in fold(passage.topic)]
        names = [_names(passage) for passage in passages]
        if any(names):
            known = {fold_name(name): name for listed in names if listed for name in listed}
            is_read = all(listed is not None for listed in names) and _is_counted(passages, known.values())
            return tuple(known.values()) if is_read else ()
    return ()


def _names(passage: Passage) -> tuple[str, ...] | None:
    """The units that a paragraph lists; none in a sentence; None for a list that may hold something else."""
    text = passage.text.strip()
    _, colon, listed = text.replace(":", "：").rpartition("：")
    if not colon and re.search(r"[，。；].", text) is None and not text.endswith(("。", "；")):
        listed = text
    elif not colon:
        listed = text if strip_numbering(text) != text else ""
    names = [name for part in _PARTS.split(strip_numbering(listed)) if (name := strip_numbering(part))]
    return tuple(names) if all(_is_unit(name) for name in names) else None


def _is_unit(name: str) -> bool:
    return is_organisation(name) or _is_own(name)


def _is_own(name: str) -> bool:
    return re.search(data()["members"]["own"], fold_name(name)) is not None


def _is_counted(passages: Sequence[Passage], names: Iterable[str]) -> bool:
    """Whether as many units are listed as the text says."""
    below = sum(1 for name in names if not _is_own(name))
    counts = re.findall(data()["members"]["below"], fold("".join(passage.text for passage in passages)))
    return all(int(count) == below for count in counts)


def _is_named(name: str, unit: Document, department: Document) -> bool:
    """Whether a listed name is that of a unit, but for the regions before it."""
    one, other, whole = _bare(name), _bare(unit.unit_name), _bare(department.unit_name)
    if _is_own(name):
        return whole.endswith(one) and _is_same(whole, other)
    return _is_same(one, other)


def _bare(name: str) -> str:
    return re.sub(data()["members"]["own"], "", fold_name(name))


def _is_same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return (
        bool(short) and long.endswith(short) and (one == other or _REGIONS.fullmatch(long[: -len(short)]) is not None)
    )


# ---- sums of the whole budget --------------------------------------------------------------------------------


def member_findings(
    department: tuple[Ledger, Places], members: Sequence[tuple[Ledger, Places]]
) -> Iterator[Contradiction]:
    """Totals of the department that its units do not add up to, where no money moves between them."""
    if any(_moves_within(ledger) for ledger, _ in (department, *members)):
        return
    for side, measure in data()["members"]["wholes"]:
        for kind, total in _wholes(*department, side, measure).items():
            parts = [_wholes(*member, side, measure).get(kind) for member in members]
            known = tuple(part for part in parts if part is not None)
            if len(known) == len(members):
                check = Equation("units-sum", total, known)
                if check.verdict is Verdict.BROKEN:
                    yield _finding(check, [ledger.facts.document for ledger, _ in members])
                break


def _moves_within(ledger: Ledger) -> bool:
    within = words("members", "within")
    return any(
        amount.value and {fold_name(strip_numbering(name)) for name in _names_of(amount)} & within
        for amount in ledger.amounts
    )


def _names_of(amount: Amount) -> tuple[str, ...]:
    figure = amount.figure
    return (figure.subject.name, figure.measure, figure.citation.row, figure.citation.column)


def _wholes(ledger: Ledger, places: Places, side: str, measure: str) -> dict[str, Amount]:
    """For each kind of table what it prints of the whole budget, where that is one amount."""
    document = ledger.facts.document
    found: dict[str, list[Amount]] = {}
    for (meaning, _), group in places.groups.items():
        if (meaning.scheme, meaning.subject, meaning.aspect) != (Scheme.TOTAL, "", Aspect.AMOUNT):
            continue
        if (meaning.direction, meaning.measure) != (side, measure):
            continue
        if (meaning.year, meaning.stage) != (document.year, document.stage):
            continue
        for amount in group.tables:
            kind = "" if amount.table is None else ledger.facts.tables[amount.table].kind
            if kind and not amount.figure.fund and amount.is_money and amount.figure.cell is not None:
                found.setdefault(kind, []).append(amount)
    return {kind: amounts[0] for kind, amounts in found.items() if len({amount.value for amount in amounts}) == 1}


def _finding(check: Equation, members: Sequence[Document]) -> Contradiction:
    rule, total = rules()[check.rule], check.total
    unit = total.figure.unit
    return Contradiction(
        rule=rule.name,
        kind=rule.kind,
        severity=rule.severity or Severity.NOTE,
        message=rule.message.format(
            place=place(total),
            printed=total.printed,
            expected=plain(convert(check.expected, "元", unit)),
            difference=plain(convert(abs(check.difference), "元", unit)),
            unit=unit,
            count=len(members),
            words="、".join(member.unit_name for member in members),
        ),
        arithmetic=arithmetic_of([check]),
        citations=(total.figure.citation,),
        figures=(total.figure,),
    )
