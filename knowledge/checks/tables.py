"""The same amount in several places: tables among themselves, sentences against tables and each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, product

from knowledge.checks.evidence import Equation, Verdict
from knowledge.checks.ledger import Amount, Ledger
from knowledge.checks.places import Group, Meaning, Places, meanings
from knowledge.checks.rules import data
from knowledge.model import Scheme

_Pair = tuple[int | None, int | None]
_CAMPS = 2  # of more different amounts that are said of one name we do not know what tells them apart
_FAR = 10
_FEW = 3  # lines on which two tables may differ before we ask whether they speak of the same


def same_checks(ledger: Ledger, places: Places) -> list[Equation]:
    """The same amount in several places; sentences that differ in several amounts speak of different things."""
    checks = list(_checks(ledger, places))
    differing = Counter(_quotes(check) for check in checks if check.verdict is Verdict.BROKEN)
    return [
        replace(check, doubt=True) if _is_said(check) and differing[_quotes(check)] > 1 else check for check in checks
    ]


def _quotes(check: Equation) -> frozenset[str]:
    return frozenset(amount.figure.citation.quote for amount in check.amounts)


def _is_said(check: Equation) -> bool:
    return check.verdict is Verdict.BROKEN and all(amount.in_text for amount in check.amounts)


def _checks(ledger: Ledger, places: Places) -> Iterator[Equation]:
    """For each amount that stands in several places: each place against those that most agree on."""
    strangers = _strangers(places.groups.values())
    by_subject = _by_subject(ledger)
    for (meaning, _), group in places.groups.items():
        tables = _without_strangers(group.tables, strangers)
        said = _first_of_each_sentence(group.sentences)
        in_text = [amount for amount in said if _is_meant(amount, meaning, tables, by_subject)]
        known = [amount for amount in tables if (amount.table, None) not in strangers]
        camps = _camps([*known, *in_text] if in_text else tables)
        if in_text and len(known) < len(tables):
            yield from _agreement(_camps(tables)[0])
        for camp in camps[:1]:
            yield from _agreement(camp)
        for odd in camps[1:]:
            for one, other in product(odd, camps[0]):
                doubt = len(camps) > _CAMPS or _is_another(one, other) or _is_of_unknown_fund(one, meaning, by_subject)
                yield Equation(_rule(one, other), one, (other,), doubt=doubt)


def _first_of_each_sentence(amounts: Sequence[Amount]) -> list[Amount]:
    """Amounts of one name in one sentence that differ: what follows its 其中 is not all of the first."""
    first: dict[str, Amount] = {}
    for amount in amounts:
        first.setdefault(amount.figure.citation.quote, amount)
    return [amount for amount in amounts if _agrees(amount, first[amount.figure.citation.quote]) or _is_all(amount)]


def _is_all(amount: Amount) -> bool:
    quote = amount.figure.citation.quote
    return data()["columns"]["among"] not in quote[: quote.rfind(amount.printed)]


def _agreement(camp: Sequence[Amount]) -> Iterator[Equation]:
    for one, other in pairwise(camp):
        yield Equation(_rule(one, other), one, (other,))


def _is_another(one: Amount, other: Amount) -> bool:
    """Whether a sentence's amount is so far from the other that it is rather of something else, and no slip of unit."""
    less, more = sorted((abs(one.value), abs(other.value)))
    if not less or more <= less * _FAR or not (one.in_text or other.in_text):
        return False
    return _digits(one) != _digits(other)


def _is_of_unknown_fund(amount: Amount, meaning: Meaning, by_subject: dict[Meaning, list[Amount]]) -> bool:
    """Whether a sentence names no fund for a line that a table prints for one fund with another amount than for all."""
    if not amount.in_text or amount.figure.fund or meaning.scheme is Scheme.TOTAL:
        return False
    same = [other for other in by_subject.get(_subject_of(meaning), []) if other.value]
    of_one = [other for other in same if other.figure.fund]
    of_all = [other for other in same if not other.figure.fund]
    return bool(of_one and of_all) and not any(_agrees(one, other) for one in of_one for other in of_all)


def _digits(amount: Amount) -> str:
    return f"{abs(amount.figure.value).normalize():f}".replace(".", "").strip("0")


def _rule(one: Amount, other: Amount) -> str:
    in_text = one.in_text + other.in_text
    return ("cross-table", "text-vs-table", "text-vs-text")[in_text]


def _camps(amounts: Sequence[Amount]) -> list[list[Amount]]:
    """The amounts in groups that agree: the largest first, of equal ones that with more tables."""
    camps: list[list[Amount]] = []
    for amount in sorted(amounts, key=lambda a: (a.slack, a.order)):
        camp = next((camp for camp in camps if _agrees(amount, camp[0])), None)
        if camp is None:
            camps.append([amount])
        else:
            camp.append(amount)
    return sorted(camps, key=_weight)


def _weight(camp: Sequence[Amount]) -> tuple[int, int, int]:
    in_tables = sum(1 for amount in camp if amount.figure.cell is not None)  # a form counts as a sentence
    return (-len(camp), -in_tables, camp[0].order)


def _agrees(one: Amount, other: Amount) -> bool:
    same_sign = one.figure.trend == other.figure.trend or not one.value
    return same_sign and Equation("", one, (other,)).verdict is not Verdict.BROKEN


# ---- tables that speak of different things -----------------------------------------------------------------


def _strangers(groups: Iterable[Group]) -> frozenset[_Pair]:
    """Pairs of tables, or a table and the text (None), that differ in more lines than they agree in."""
    agree: Counter[_Pair] = Counter()
    differ: Counter[_Pair] = Counter()
    for group in groups:
        for at, one in enumerate(group.tables):
            for other in (*group.tables[at + 1 :], *group.sentences):
                if one.table == other.table or not (one.value or other.value):
                    continue
                pair = (one.table, other.table)
                (agree if _agrees(one, other) else differ)[pair] += 1
    return frozenset(pair for pair, count in differ.items() if count >= _FEW and count > agree[pair])


def _without_strangers(amounts: Sequence[Amount], strangers: frozenset[_Pair]) -> list[Amount]:
    """The amounts of tables that speak of the same thing as the first of them."""
    kept: list[Amount] = []
    for amount in amounts:
        if all((other.table, amount.table) not in strangers for other in kept):
            kept.append(amount)
    return kept


# ---- sentences that may mean another amount of the same subject -----------------------------------------


def _by_subject(ledger: Ledger) -> dict[Meaning, list[Amount]]:
    """The amounts of tables by subject, whatever their fund."""
    found: dict[Meaning, list[Amount]] = {}
    for sheet in ledger.sheets:
        for amount in sheet.amounts:
            for meaning in meanings(amount):
                found.setdefault(_subject_of(meaning), []).append(amount)
    return found


def _subject_of(meaning: Meaning) -> Meaning:
    """Of a line any measure may be meant; of the whole budget the measure tells what it is."""
    return meaning if meaning.scheme is Scheme.TOTAL else replace(meaning, measure="")


def _is_meant(
    amount: Amount, meaning: Meaning, tables: Sequence[Amount], by_subject: dict[Meaning, list[Amount]]
) -> bool:
    """Whether a sentence's amount is to be compared: no table prints it of another fund or measure."""
    agreed = any(_agrees(amount, other) for other in tables)
    return agreed or not _is_explained(amount, meaning, by_subject)


def _is_explained(amount: Amount, meaning: Meaning, by_subject: dict[Meaning, list[Amount]]) -> bool:
    """Whether a table prints the sentence's amount for another fund or measure of the same subject."""
    return any(_agrees(amount, other) for other in by_subject.get(_subject_of(meaning), []) if other.value)
