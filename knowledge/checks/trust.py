"""Doubt of ourselves first: what fails again and again, or rests on a table that is not proved, is our misreading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from knowledge.checks.evidence import Case, Check, Equation, Verdict
from knowledge.checks.ledger import Ledger
from knowledge.model import Level, Proof

_FEW = 3  # failures of one kind that may be the document's; with more, more of the kind must hold

_LOOSE = "loose"  # kinds of which at least as many must hold as fail

_Kind = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Cases that are the document's, and cases of which we cannot be sure."""

    certain: tuple[Case, ...]
    doubted: tuple[Case, ...]


def weigh(cases: Sequence[Case], checks: Iterable[Check], ledger: Ledger) -> Weighed:
    """Part the cases by whether what surrounds them shows that it was read rightly."""
    is_loose = ledger.facts.document.level is Level.GOVERNMENT  # its tables are of many forms, and few hold codes
    held = Counter(kind for check in checks if _tells(check) for kind in _kinds(check, is_loose))
    flaws = {(kind, _flaw(case.checks[0])) for case in cases for kind in _kinds(case.checks[0], is_loose)}
    failed = Counter(kind for kind, _ in flaws)
    moved = _moved(cases)
    proofs = [table.proof for table in ledger.facts.tables]
    verdicts = [(case, id(case) in moved or _is_doubted(case, held, failed, proofs, is_loose)) for case in cases]
    return Weighed(
        tuple(case for case, is_doubted in verdicts if not is_doubted),
        tuple(case for case, is_doubted in verdicts if is_doubted),
    )


def _moved(cases: Sequence[Case]) -> frozenset[int]:
    """Sums of one table of which one lacks what another has too much: a row that we have put in the wrong place."""
    found: dict[tuple[int | None, Decimal], list[Case]] = {}
    for case in cases:
        check = case.checks[0]
        if isinstance(check, Equation) and check.structure:
            found.setdefault((check.amounts[0].table, check.difference), []).append(case)
    return frozenset(id(case) for (table, lack), same in found.items() if (table, -lack) in found for case in same)


def _tells(check: Check) -> bool:
    """Whether that a check holds says anything of how its figures were read."""
    if check.verdict is Verdict.BROKEN:
        return False
    if isinstance(check, Equation) and check.is_restatement:
        return bool(check.total.value)
    return check.is_telling


def _flaw(check: Check) -> tuple[object, ...]:
    """What fails: the same amounts printed in several columns are one flaw."""
    return tuple(amount.value for amount in check.amounts)


def _kinds(check: Check, is_loose: bool) -> Iterator[_Kind]:
    """What a check stands and falls with: its rule in the document, its structure in a table, a pair of tables."""
    yield ("document", check.rule.removesuffix("-blank"))
    tables = sorted({-1 if amount.table is None else amount.table for amount in check.amounts})
    if isinstance(check, Equation) and check.structure:
        if not check.gaps or is_loose:  # a cell left blank is seen: it is no amount that we may have misread
            yield (_LOOSE if is_loose or check.is_loose else "structure", tables[0], check.structure)
        yield ("table", tables[0])
    elif len(tables) > 1 and all(amount.in_text or amount.figure.cell for amount in check.amounts):
        yield (_LOOSE if is_loose else "pair", *tables)


def _is_doubted(
    case: Case, held: Counter[_Kind], failed: Counter[_Kind], proofs: Sequence[Proof], is_loose: bool
) -> bool:
    check = case.checks[0]
    if all(one.doubt for one in case.checks):
        return True
    if any(failed[kind] > max(0 if kind[0] == _LOOSE else _FEW, held[kind]) for kind in _kinds(check, is_loose)):
        return True
    read = [proofs[amount.table] for amount in check.amounts if amount.table is not None]
    return any(proof is Proof.BROKEN for proof in read)
