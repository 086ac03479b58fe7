"""Shares in sentences: 占本年支出合计的 63.75 % against the total that the words name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.checks.evidence import Ratio, Verdict
from knowledge.checks.ledger import Amount, Ledger
from knowledge.checks.lines import is_printed_amount
from knowledge.checks.places import Places
from knowledge.checks.ratios import ratio
from knowledge.checks.rules import data
from knowledge.concepts import ConceptKind, concept_of
from knowledge.model import TOTAL_MEASURE, Aspect, Direction, Figure, Scheme
from knowledge.text import fold_name

_Terms = tuple[tuple[int, Amount], ...]


@dataclass(frozen=True, slots=True)
class _Share:
    """A printed share, the amount that it is of, and the totals printed before it in its section."""

    rate: Amount
    part: Amount
    heads: tuple[Amount, ...]  # the nearest first

    @property
    def base(self) -> str:
        return self.rate.figure.base

    @property
    def list_key(self) -> tuple[object, ...]:
        """Shares of one list are of the same total: one section, one base, one moment."""
        figure = self.rate.figure
        return figure.citation.section, fold_name(figure.base), figure.year, figure.stage


def share_checks(ledger: Ledger, places: Places) -> Iterator[Ratio]:
    """Each share against the totals it may be of; it is wrong where none of them explains it."""
    lists: dict[tuple[object, ...], list[_Share]] = {}
    for share in _shares(ledger):
        lists.setdefault(share.list_key, []).append(share)
    for listed in lists.values():
        for share in listed:
            check = _check(share, listed, places)
            if check is not None:
                yield check


def _shares(ledger: Ledger) -> Iterator[_Share]:
    totals: list[Amount] = []
    section = ""
    for amounts in ledger.said:
        for at, amount in enumerate(amounts):
            figure = amount.figure
            if figure.citation.section != section:
                section, totals = figure.citation.section, []
            if figure.aspect is Aspect.SHARE and figure.unit == "%":
                part = next((a for a in reversed(amounts[:at]) if a.is_money and is_printed_amount(a)), None)
                if part is not None:
                    yield _Share(amount, part, tuple(reversed(totals)))
            elif amount.is_money and is_printed_amount(amount) and _is_whole(figure):
                totals.append(amount)


def _is_whole(figure: Figure) -> bool:
    """Whether a list of shares may be of this amount: a total, or a part of the whole budget."""
    return figure.subject.scheme in (Scheme.TOTAL, Scheme.SPECIAL)


def _check(share: _Share, listed: Sequence[_Share], places: Places) -> Ratio | None:
    """The total that explains the share; where none does, the first that its words name, or one that is a guess."""
    named = [_of(share, ((1, total),), places) for total in _named(share, places) if _holds_part(total, share)]
    around = [_of(share, ((1, total),), places) for total in _heads(share) if _holds_part(total, share)]
    parts = {one.part.order: one.part for one in listed if one.part.is_money}
    together = [_of(share, tuple((1, part) for part in parts.values()), places)] if len(parts) > 1 else []
    checks = [*named, *around, *together]
    best = min(checks, key=lambda check: check.verdict, default=None)
    if best is None or best.verdict is not Verdict.BROKEN:
        return best
    sure = named if share.base else around
    return sure[0] if sure else replace(checks[0], doubt=True)


def _of(share: _Share, bottom: _Terms, places: Places) -> Ratio:
    return ratio(places, "share", share.rate, ((1, share.part),), bottom)


def _holds_part(total: Amount, share: _Share) -> bool:
    return bool(total.value) and total.value >= share.part.value and total is not share.part


# ---- of what -------------------------------------------------------------------------------------------------


def _heads(share: _Share) -> list[Amount]:
    """The totals before it in its section that its words may mean; without words it is of the list's."""
    figure = share.rate.figure
    return [
        total
        for total in share.heads
        if (total.figure.year, total.figure.stage) == (figure.year, figure.stage)
        and _is_named(share.base, total.figure)
    ]


def _is_named(words: str, total: Figure) -> bool:
    concept = concept_of(words) if words else None
    if not words:
        return True
    if concept and concept.kind in (ConceptKind.WHOLE, ConceptKind.FUND):
        return total.subject.scheme is Scheme.TOTAL
    if concept:
        return concept_of(total.subject.name) == concept
    one, other = fold_name(words), fold_name(total.citation.row or total.subject.name)
    return bool(other) and (one in other or other in one)


def _named(share: _Share, places: Places) -> list[Amount]:
    """The amounts of this document that the words of the share name; the whole of its side without words."""
    figure = share.rate.figure
    concept = concept_of(share.base) if share.base else None
    if concept and concept.kind is ConceptKind.SPECIAL:
        return places.special(concept.name, figure.year, figure.stage)
    if share.base and (concept is None or concept.kind is not ConceptKind.WHOLE):
        return []
    side = (concept.direction if concept else Direction.NONE) or figure.direction or Direction.EXPENDITURE
    measure = concept.measure if concept else TOTAL_MEASURE
    is_all = any(word in share.base for word in data()["share"]["all_money"])
    funds = {""} if is_all else {"", figure.fund}
    return places.wholes(side, measure, figure.year, figure.stage, frozenset(funds))
