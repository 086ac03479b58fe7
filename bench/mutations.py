"""How many slips of one digit the checks find: python bench/mutations.py FILE… [--count 1000] [--seed 1].

Prints for each file how many changed figures that take part in a check were found, how many of the findings
name the changed figure, and how many were called certain.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.load import load_document
from knowledge.amounts import parse_amount
from knowledge.checks.engine import find_checks, find_contradictions
from knowledge.checks.ledger import open_ledger
from knowledge.model import Contradiction, DocumentFacts, Figure, Severity


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands in the facts: which table or statement, and which of its figures."""

    in_table: bool
    holder: int
    at: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the checks made of changed figures."""

    tried: int
    found: int
    named: int
    certain: int
    missed: tuple[str, ...]

    @property
    def report(self) -> str:
        """The outcome as shares of what was tried."""
        if not self.tried:
            return "nothing to change"
        return (
            f"{self.tried} changed: found {self.found / self.tried:.1%}, "
            f"named {self.named / max(self.found, 1):.1%}, certain {self.certain / self.tried:.1%}"
        )


def mutate(facts: DocumentFacts, count: int, seed: int) -> Outcome:
    """Change one digit of one figure, `count` times, each time in the document as it was."""
    chance = random.Random(seed)
    before = {_sign(found) for found in find_contradictions(facts)}
    blamed = {figure for found in find_contradictions(facts) for figure in found.figures}
    places = [place for place in checked_places(facts) if figure_at(facts, place) not in blamed]
    found = named = certain = 0
    missed: list[str] = []
    tried = count if places else 0
    for _ in range(tried):
        place = chance.choice(places)
        old = figure_at(facts, place)
        new = slip(old, chance)
        after = [
            one
            for one in find_contradictions(with_figure(facts, place, new))
            if _sign(one) not in before and one.figures
        ]
        naming = [one for one in after if any(_is_at(figure, new) for figure in one.figures)]
        found += bool(after)
        named += bool(naming)
        certain += any(one.severity is Severity.ERROR for one in naming)
        if not naming:
            missed.append(f"{old.citation.table} {old.citation.row} {old.citation.column} {old.printed}->{new.printed}")
    return Outcome(tried, found, named, certain, tuple(missed))


def checked_places(facts: DocumentFacts) -> list[Place]:
    """The figures that take part in a check which says something."""
    ledger = open_ledger(facts)
    orders = {a.order for check in find_checks(ledger) for a in check.amounts}
    at: list[Place] = []
    for holder, table in enumerate(facts.tables):
        at += [Place(True, holder, number) for number in range(len(table.figures))]
    for holder, statement in enumerate(facts.statements):
        at += [Place(False, holder, number) for number in range(len(statement.figures))]
    return [place for order, place in enumerate(at) if order in orders and _has_digits(figure_at(facts, place))]


def _has_digits(figure: Figure) -> bool:
    return any(mark.isdigit() for mark in figure.printed)


def figure_at(facts: DocumentFacts, place: Place) -> Figure:
    """The figure that stands there."""
    holder = facts.tables[place.holder] if place.in_table else facts.statements[place.holder]
    return holder.figures[place.at]


def slip(figure: Figure, chance: random.Random) -> Figure:
    """The figure with another digit at one place."""
    digits = [at for at, mark in enumerate(figure.printed) if mark.isdigit()]
    at = chance.choice(digits)
    other = chance.choice([digit for digit in "0123456789" if digit != figure.printed[at]])
    printed = figure.printed[:at] + other + figure.printed[at + 1 :]
    value = parse_amount(printed.rstrip("%"))
    assert value is not None
    return replace(figure, printed=printed, value=value)


def with_figure(facts: DocumentFacts, place: Place, new: Figure) -> DocumentFacts:
    """The document with this figure in place of the old one; sentences print it too."""
    old = figure_at(facts, place)
    if place.in_table:
        new = replace(new, citation=replace(new.citation, quote=new.printed))
        table = facts.tables[place.holder]
        figures = (*table.figures[: place.at], new, *table.figures[place.at + 1 :])
        tables = (
            *facts.tables[: place.holder],
            replace(table, figures=figures),
            *facts.tables[place.holder + 1 :],
        )
        return replace(facts, tables=tables)
    quote = _reprint(facts, place, old, new)
    statements = []
    for number, statement in enumerate(facts.statements):
        figures = statement.figures
        if number == place.holder:
            figures = (*figures[: place.at], new, *figures[place.at + 1 :])
        figures = tuple(
            replace(figure, citation=replace(figure.citation, quote=quote))
            if figure.citation.quote == old.citation.quote and figure.citation.section == old.citation.section
            else figure
            for figure in figures
        )
        statements.append(replace(statement, figures=figures))
    return replace(facts, statements=tuple(statements))


def _reprint(facts: DocumentFacts, place: Place, old: Figure, new: Figure) -> str:
    """The sentence with the new digits where the old ones stood."""
    same = [
        (number, at)
        for number, statement in enumerate(facts.statements)
        for at, figure in enumerate(statement.figures)
        if (figure.citation.quote, figure.printed) == (old.citation.quote, old.printed)
    ]
    quote = old.citation.quote
    whole_number = re.compile(rf"(?<![\d.,]){re.escape(old.printed)}(?![.,]?\d)")
    places = list(whole_number.finditer(quote))
    nth = same.index((place.holder, place.at))
    if nth >= len(places):
        return quote
    return quote[: places[nth].start()] + new.printed + quote[places[nth].end() :]


def _sign(found: Contradiction) -> tuple[str, str, tuple[str, ...]]:
    return found.rule, found.arithmetic, tuple(figure.printed for figure in found.figures)


def _is_at(figure: Figure, new: Figure) -> bool:
    one, other = figure.citation, new.citation
    return (figure.printed, figure.cell, one.table, one.location) == (
        new.printed,
        new.cell,
        other.table,
        other.location,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the files and print the outcome for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", action="store_true")
    options = parser.parse_args(arguments)
    for path in options.files:
        outcome = mutate(load_document(path), options.count, options.seed)
        print(f"{path.name}: {outcome.report}")
        if options.missed:
            print("\n".join(f"  missed: {line}" for line in outcome.missed))


if __name__ == "__main__":
    main()
