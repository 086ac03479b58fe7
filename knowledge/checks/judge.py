"""From checks that fail to findings: each figure once, its likely cause first, rounding apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from knowledge.amounts import FEN_PER_UNIT, plain
from knowledge.checks.evidence import Case, Check, Equation, Ratio, Term, Verdict
from knowledge.checks.ledger import Amount, Gap, Ledger, decimals_of
from knowledge.checks.rules import Rule, rules
from knowledge.checks.trust import weigh
from knowledge.checks.wordings import arithmetic_of, compose, place
from knowledge.model import Contradiction, Severity

_NEVER = 99  # digits: more than any amount has
_SHOWN = 3  # sums of a table that is not understood: with them a person sees what we misread
_CLOSE = Decimal("0.006")  # of what it would have to be: two sums that want so nearly the same want one value


def judge(checks: Sequence[Check], ledger: Ledger) -> list[Contradiction]:
    """The findings that the checks come to."""
    broken = [check for check in checks if check.verdict is Verdict.BROKEN]
    weighed = weigh(_unexplained(_cases(broken, _support(checks))), checks, ledger)
    suspects = {id(case.suspect) for case in weighed.certain if len(case.checks) > 1}
    rounding = [
        Case(check.amounts[0], (check,))
        for check in checks
        if check.verdict is Verdict.ROUNDING and not any(id(amount) in suspects for amount in check.amounts)
    ]
    return [
        *(_contradiction(case, Severity.ERROR) for case in _joined(weighed.certain)),
        *(_contradiction(case, Severity.ROUNDING) for case in _joined(rounding)),
        *_unverified(weighed.doubted),
    ]


def _unverified(cases: Sequence[Case]) -> Iterator[Contradiction]:
    """One finding for all that fails in one table, or in the sentences by one rule."""
    groups: dict[object, list[Case]] = {}
    for case in cases:
        first = case.checks[0]
        table = first.amounts[0].table
        groups.setdefault(first.rule if table is None else table, []).append(case)
    for group in groups.values():
        yield _doubt(group)


def _doubt(cases: Sequence[Case]) -> Contradiction:
    rule = rules()["unverified"]
    checks = [check for case in cases for check in case.checks]
    amounts = _amounts(cases[0].suspect, checks[:_SHOWN])
    return Contradiction(
        rule=rule.name,
        kind=rules()[checks[0].rule].kind,
        severity=Severity.UNVERIFIED,
        message=rule.message.format(place=place(checks[0].amounts[0]), count=len(cases)),
        arithmetic=arithmetic_of(checks[:_SHOWN]),
        citations=tuple(amount.figure.citation for amount in amounts),
        figures=tuple(amount.figure for amount in amounts),
    )


def _support(checks: Iterable[Check]) -> Counter[int]:
    """For each amount how many checks it fulfils."""
    return Counter(
        id(amount)
        for check in checks
        if check.verdict is not Verdict.BROKEN
        for amount in {id(amount): amount for amount in check.amounts}.values()
    )


# ---- which figure is the odd one ---------------------------------------------------------------------------


def _cases(broken: Sequence[Check], support: Counter[int]) -> list[Case]:
    """Give each failed check to the figure that explains most of them."""
    left = list(broken)
    cases: list[Case] = []
    while left:
        case = max(_candidates(left), key=lambda case: _rank(case, support))
        cases.append(case)
        taken = {id(check) for check in case.checks}
        left = [check for check in left if id(check) not in taken]
    return cases


def _unexplained(cases: Sequence[Case]) -> list[Case]:
    """The cases but for sums that hold once the figures that others blame are what they must be."""
    meant: dict[int, Decimal] = {}
    for case in cases:
        wanted = case.checks[0].wanted(case.suspect)
        if isinstance(case.suspect, Amount) and wanted is not None and len(case.checks) > 1:
            meant[id(case.suspect)] = wanted
    return [case for case in cases if len(case.checks) > 1 or not _is_explained(case.checks[0], meant)]


def _is_explained(check: Check, meant: dict[int, Decimal]) -> bool:
    """Whether a sum of several figures holds with what some of them must be."""
    if not isinstance(check, Equation) or not any(id(amount) in meant for amount in check.amounts):
        return False
    gain = [meant.get(id(amount), amount.value) - amount.value for amount in check.amounts]
    signs = [1] + [-1] * len(check.parts) + [1] * len(check.minus)
    moved = sum((sign * more for sign, more in zip(signs, gain, strict=True)), Decimal(0))
    return abs(check.difference + moved) <= check.slack


def _candidates(broken: Sequence[Check]) -> Iterator[Case]:
    """For each figure that takes part the failed checks that all want it to be one other value."""
    wishes: dict[int | Gap, list[tuple[Check, Decimal]]] = {}
    terms: dict[int | Gap, Term] = {}
    for check in broken:
        for term in check.terms:
            key = term if isinstance(term, Gap) else id(term)
            terms[key] = term
            wanted = check.wanted(term)
            if wanted is not None:
                wishes.setdefault(key, []).append((check, wanted))
    for key, wished in wishes.items():
        yield Case(terms[key], _agreeing(wished))
    for check in broken:
        yield Case(check.amounts[0], (check,))  # where no figure could mend it


def _agreeing(wished: Sequence[tuple[Check, Decimal]]) -> tuple[Check, ...]:
    """The largest set of checks that want the same value."""
    sets = (
        tuple(other for other, value in wished if _is_same(value, wanted, check, other)) for check, wanted in wished
    )
    return max(sets, key=len)


def _is_same(one: Decimal, other: Decimal, first: Check, second: Check) -> bool:
    near = _tolerance(first) + _tolerance(second)
    if isinstance(first, Ratio) or isinstance(second, Ratio):
        near = max(near, abs(other) * _CLOSE)
    return abs(one - other) <= near


def _tolerance(check: Check) -> Decimal:
    return check.slack if isinstance(check, Equation) else Decimal(0)


def _rank(case: Case, support: Counter[int]) -> tuple[int, int, int, int]:
    """More failed checks explained, fewer fulfilled ones spoilt, fewer digits to change."""
    suspect = case.suspect
    if isinstance(suspect, Gap):
        return (len(case.checks), 0, 0, 0)
    digits = _digits_changed(case) + (_NEVER if _turns_negative(case) else 0)
    return (len(case.checks), -support[id(suspect)], -digits, -suspect.order)


def _turns_negative(case: Case) -> bool:
    """Whether an amount would have to be less than nothing, which no one prints."""
    wanted = case.checks[0].wanted(case.suspect)
    value = case.suspect.value if isinstance(case.suspect, Amount) else Decimal(0)
    return wanted is not None and wanted < 0 <= value


def _digits_changed(case: Case) -> int:
    """How many digits of the suspect would have to change."""
    suspect, check = case.suspect, case.checks[0]
    wanted = check.wanted(suspect)
    if isinstance(suspect, Gap) or wanted is None:
        return _NEVER
    value = suspect.figure.value
    shown = _in_unit(wanted, suspect).quantize(Decimal(1).scaleb(-decimals_of(value)), ROUND_HALF_UP)
    one, other = plain(abs(value)), plain(abs(shown))
    width = max(len(one), len(other))
    return sum(1 for a, b in zip(one.rjust(width), other.rjust(width), strict=True) if a != b)


def _in_unit(value: Decimal, amount: Amount) -> Decimal:
    return value * 100 / FEN_PER_UNIT.get(amount.figure.unit, 100)


# ---- one finding -------------------------------------------------------------------------------------------


def _joined(cases: Sequence[Case]) -> list[Case]:
    """Cases that say the same of the same table are one: a line printed alike for its 类, 款 and 项."""
    found: dict[object, Case] = {}
    for case in cases:
        first = case.checks[0]
        table = first.amounts[0].table
        key = id(first) if table is None else (first.rule, table, arithmetic_of(case.checks))
        known = found.get(key)
        found[key] = case if known is None else Case(known.suspect, known.checks + case.checks)
    return list(found.values())


def _contradiction(case: Case, severity: Severity) -> Contradiction:
    checks = sorted(case.checks, key=lambda check: (rules()[check.rule].rank, check.amounts[0].order))
    rule = rules()[checks[0].rule]
    amounts = _amounts(case.suspect, checks)
    return Contradiction(
        rule=rule.name,
        kind=rule.kind,
        severity=_severity(rule, severity),
        message=compose(rule, checks, case.suspect),
        arithmetic=arithmetic_of(checks),
        citations=tuple(amount.figure.citation for amount in amounts),
        figures=tuple(amount.figure for amount in amounts),
    )


def _severity(rule: Rule, by_arithmetic: Severity) -> Severity:
    return by_arithmetic if rule.severity is None else rule.severity


def _amounts(suspect: Term, checks: Sequence[Check]) -> list[Amount]:
    """The figures that take part, the likely cause first; parts that are 0 say nothing."""
    found: dict[int, Amount] = {} if isinstance(suspect, Gap) else {id(suspect): suspect}
    for check in checks:
        for at, amount in enumerate(check.amounts):
            if amount.value or at == 0:
                found.setdefault(id(amount), amount)
    return list(found.values())
