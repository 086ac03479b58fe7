"""Lists in sentences: 其中：… and 分为：… name the parts of a total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from knowledge.checks.evidence import Equation, Verdict
from knowledge.checks.ledger import Amount, Ledger, Sheet
from knowledge.checks.lines import Lines, Sentence, is_printed_amount
from knowledge.checks.places import as_whole
from knowledge.checks.rules import data
from knowledge.concepts import ConceptKind, concept_of
from knowledge.model import PATH_SEPARATOR, TOTAL_MEASURE, Figure, Scheme
from knowledge.text import fold_name

_OTHER = "其他"
_MONEY = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?=[万亿]?元)")
_FAR = Decimal("0.25")  # of the total
_BARE = 3  # parts that make a list without a word that says so
_SMALL = 10  # times a difference of one digit must go into its total
_ORDER = re.compile(r"按.*$")  # 支出按功能分类 names 支出


def list_checks(ledger: Ledger, lines: Lines) -> Iterator[Equation]:
    """For each list the sum of its parts; each set of figures once."""
    seen: set[frozenset[int]] = set()
    for check in (*_known_lists(ledger), *_printed_lists(lines.sentences), *_bare_lists(lines.sentences)):
        terms = frozenset(amount.order for amount in check.amounts if amount.value)
        if terms not in seen:
            seen.add(terms)
            is_guess = _leaves_out(check, ledger) or _is_far_off(check)
            yield replace(check, doubt=True) if is_guess else check


# ---- what a list leaves out ------------------------------------------------------------------------------


def _leaves_out(check: Equation, ledger: Ledger) -> bool:
    """Whether what is missing is printed beside the total, in its section or its table: 年终结转, 预留机动经费."""
    if check.verdict is not Verdict.BROKEN or check.difference <= 0:
        return False
    section = check.total.figure.citation.section
    said = (a for amounts in ledger.said for a in amounts if a.figure.citation.section.startswith(section))
    return any(_is_missing(amount, check) for amount in said) or any(
        _is_in_line(sheet, check) for sheet in ledger.sheets
    )


def _is_far_off(check: Equation) -> bool:
    """Whether a sum is so far from its total that we have rather missed parts, or taken others for them."""
    return abs(check.difference) > check.total.value * _FAR and not _is_one_digit(check)


def _is_missing(amount: Amount, check: Equation) -> bool:
    is_other = amount.is_money and is_printed_amount(amount) and all(amount is not own for own in check.amounts)
    return is_other and abs(amount.value - check.difference) <= check.total.slack * len(check.amounts)


def _is_in_line(sheet: Sheet, check: Equation) -> bool:
    """Whether a table prints the total and what is missing in one row or one column."""
    missing = [at for at, amount in sheet.cells.items() if _is_missing(amount, check)]
    if not missing:
        return False
    totals = [at for at, amount in sheet.cells.items() if abs(amount.value - check.total.value) <= amount.slack]
    return any(one[0] == other[0] or one[1] == other[1] for one in missing for other in totals)


# ---- lists as printed ------------------------------------------------------------------------------------


@cache
def _openers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(data()["lists"]["opens"]), re.compile(data()["lists"]["opens_all"])


def _printed_lists(said: Sequence[Sentence]) -> Iterator[Equation]:
    for index, sentence in enumerate(said):
        opened = list(_openers()[0].finditer(sentence.text))
        if len(opened) != 1:
            continue  # a list in a list: which part belongs to which is not certain
        before = [other for other in said[:index] if other.section == sentence.section]
        check = _list(sentence, opened[0], before)
        if check is not None:
            yield check


def _list(sentence: Sentence, opened: re.Match[str], before: Sequence[Sentence]) -> Equation | None:
    depth = _depth(sentence.text, opened.start())
    total = _head(sentence, opened, before)
    if total is None:
        return None
    end = _end(sentence.text, opened.end()) if depth else len(sentence.text)
    following = [p for p in sentence.placed if opened.end() <= p.at < end]
    parts = tuple(
        p.amount
        for p in following
        if _is_like(p.amount, total) and _depth(sentence.text, p.at) == depth and is_printed_amount(p.amount)
    )
    if len(parts) < 2 or len({_name(amount.figure) for amount in parts}) < len(parts):
        return None
    names_all = bool(_openers()[1].search(opened[0])) and not _names_some(sentence.text[: opened.start()])
    is_all = names_all or fold_name(_printed_name(parts[-1])).startswith(_OTHER)
    check = Equation("list", total, parts, doubt=_is_partly_read(sentence, opened.end(), end))
    if is_all or check.verdict is not Verdict.BROKEN:
        return check
    return Equation("list-excess", total, parts, excess_only=True)


def _names_some(before: str) -> bool:
    """Whether the words before a list say that it names the greater parts only: 主要包括."""
    return before.endswith(tuple(data()["lists"]["some"]))


def _is_partly_read(sentence: Sentence, start: int, end: int) -> bool:
    """Whether amounts of money are printed there that are no figures of ours."""
    read = {p.at for p in sentence.placed}
    printed = (found.start() for found in _MONEY.finditer(sentence.text, start, end))
    return any(at not in read for at in printed)


def _bare_lists(said: Sequence[Sentence]) -> Iterator[Equation]:
    """A total and its parts one after the other, without a word that opens a list: by its sum, or but for one digit."""
    for sentence in said:
        amounts = [p.amount for p in sentence.placed]
        total, parts = amounts[0] if amounts else None, tuple(amounts[1:])
        if total is None or len(parts) < _BARE or _openers()[0].search(sentence.text):
            continue
        is_list = all(is_printed_amount(a) and a.is_money and _is_like(a, total) for a in amounts)
        if not is_list or len({_name(amount.figure) for amount in amounts}) < len(amounts):
            continue
        check = Equation("list", total, parts)
        is_close = abs(check.difference) * _SMALL <= check.total.value
        if check.verdict is not Verdict.BROKEN or (is_close and _is_one_digit(check)):
            yield check


def _is_one_digit(check: Equation) -> bool:
    """Whether one digit of one amount parts a sum from its total, which chance hardly ever does."""
    digits = f"{abs(check.difference).normalize():f}".replace(".", "").strip("0")
    return len(digits) == 1


def _head(sentence: Sentence, opened: re.Match[str], before: Sequence[Sentence]) -> Amount | None:
    """The total of a list: the amount before it, the whole its words name, or that of the sentence before."""
    heads = [p.amount for p in sentence.placed if p.at < opened.start() and is_printed_amount(p.amount)]
    if heads:
        return heads[-1]
    words = _ORDER.sub("", sentence.text[: opened.start()])
    whole = concept_of(words, ConceptKind.WHOLE)
    if whole:
        names = {whole.measure, whole.direction.value}
        told = [p.amount for other in before for p in other.placed if is_printed_amount(p.amount)]
        return next((amount for amount in reversed(told) if _name(amount.figure) in names), None)
    last = [p.amount for p in before[-1].placed if is_printed_amount(p.amount)] if before else []
    return last[0] if len(last) == 1 else None


def _printed_name(amount: Amount) -> str:
    return amount.figure.citation.row or amount.figure.subject.name


def _depth(text: str, at: int) -> int:
    return text.count("（", 0, at) - text.count("）", 0, at)


def _end(text: str, start: int) -> int:
    end = text.find("）", start)
    return end if end >= 0 else len(text)


def _is_like(amount: Amount, total: Amount) -> bool:
    one, other = amount.figure, total.figure
    same_kind = amount.is_money == total.is_money and (amount.is_money or one.unit == other.unit)
    return same_kind and (one.year, one.stage) == (other.year, other.stage)


# ---- lists whose parts the lexicon knows -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Known:
    """A total and all of its parts, by name; `optional` parts count where they are printed."""

    total: str
    parts: tuple[str, ...]
    optional: tuple[str, ...]


@cache
def _known() -> tuple[_Known, ...]:
    return tuple(
        _Known(entry["total"], tuple(entry["parts"]), tuple(entry.get("optional", ()))) for entry in data()["complete"]
    )


def _known_lists(ledger: Ledger) -> Iterator[Equation]:
    """Totals and parts that stand in one section, or the parts in sections below it."""
    by_section: dict[str, list[Amount]] = {}
    for amount in (amount for said in ledger.said for amount in said):
        if is_printed_amount(amount) and amount.is_money:
            by_section.setdefault(amount.figure.citation.section, []).append(amount)
    for section, own in by_section.items():
        below = [
            amount
            for other, amounts in by_section.items()
            if other.startswith(section + PATH_SEPARATOR)
            for amount in amounts
        ]
        for known in _known():
            yield from _known_list(known, own, [*own, *below])
    forms = [amount for sheet in ledger.sheets for amount in sheet.loose if is_printed_amount(amount)]
    yield from _parts_elsewhere(by_section, forms)


def _parts_elsewhere(by_section: dict[str, list[Amount]], totals: list[Amount]) -> Iterator[Equation]:
    """A section that names the parts only, against a form that prints the total."""
    for amounts in by_section.values():
        for known in _known():
            if all(_name(amount.figure) != known.total for amount in amounts):
                named = [total for total in totals if _name(total.figure) == known.total]
                for check in _known_list(known, named[:1], amounts):
                    rule = "list-elsewhere" if len(check.parts) > 1 else "text-vs-table"
                    yield Equation(rule, check.total, check.parts)


def _known_list(known: _Known, own: Sequence[Amount], within: Sequence[Amount]) -> Iterator[Equation]:
    for total in own:
        if _name(total.figure) != known.total:
            continue
        like = [
            amount
            for amount in within
            if _is_like(amount, total) and amount.figure.fund == total.figure.fund and amount is not total
        ]
        parts = [[amount for amount in like if _name(amount.figure) == name] for name in known.parts]
        more = list({name: a for a in reversed(like) if (name := _name(a.figure)) in known.optional}.values())
        if all(parts):
            yield Equation("list", total, (*(named[0] for named in parts), *more))
        return


def _name(figure: Figure) -> str:
    """The lexicon's name of what is summed: 支出, 基本支出, 公务接待费; otherwise the subject's own."""
    subject, measure = as_whole(figure)
    if subject.scheme is Scheme.TOTAL and not subject.parent:
        return measure if measure != TOTAL_MEASURE else figure.direction.value or subject.name
    concept = concept_of(subject.name, ConceptKind.SPECIAL) if subject.scheme is Scheme.SPECIAL else None
    return concept.name if concept else PATH_SEPARATOR.join((subject.parent, subject.name, subject.code))
