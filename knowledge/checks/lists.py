"""Lists in sentences: 其中：… and 分为：… name the parts of a total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.checks.evidence import Equation, Verdict
from knowledge.checks.ledger import Amount, Ledger
from knowledge.checks.lines import Lines, Sentence, is_printed_amount
from knowledge.checks.places import as_whole
from knowledge.checks.rules import data
from knowledge.concepts import ConceptKind, concept_of
from knowledge.model import PATH_SEPARATOR, TOTAL_MEASURE, Figure, Scheme
from knowledge.text import fold_name

_OTHER = "其他"
_ORDER = re.compile(r"按.*$")  # 支出按功能分类 names 支出


def list_checks(ledger: Ledger, lines: Lines) -> Iterator[Equation]:
    """For each list the sum of its parts; each set of figures once."""
    seen: set[frozenset[int]] = set()
    for check in (*_known_lists(ledger), *_printed_lists(lines.sentences)):
        terms = frozenset(amount.order for amount in check.amounts if amount.value)
        if terms not in seen:
            seen.add(terms)
            yield check


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
    is_all = bool(_openers()[1].search(opened[0])) or fold_name(_printed_name(parts[-1])).startswith(_OTHER)
    check = Equation("list", total, parts)
    if is_all or check.verdict is not Verdict.BROKEN:
        return check
    return Equation("list-excess", total, parts, excess_only=True)


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
