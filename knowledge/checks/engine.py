"""All checks of one document, judged."""

from __future__ import annotations

from knowledge.checks.evidence import Check
from knowledge.checks.judge import judge
from knowledge.checks.ledger import open_ledger
from knowledge.checks.places import read_places
from knowledge.checks.sentences import sentence_checks
from knowledge.checks.sums import sum_checks
from knowledge.checks.tables import same_checks
from knowledge.model import Contradiction, DocumentFacts


def find_contradictions(facts: DocumentFacts) -> tuple[Contradiction, ...]:
    """What a document says in two ways, or what its own figures refute, in the order of its pages."""
    ledger = open_ledger(facts)
    places = read_places(ledger)
    checks: list[Check] = [
        *sum_checks(ledger),
        *same_checks(ledger, places),
        *sentence_checks(ledger, places),
    ]
    return tuple(sorted(judge(checks), key=_position))


def _position(found: Contradiction) -> tuple[int, int, float, str]:
    location = found.citations[0].location
    return (location.page or 0, location.line or 0, location.box.top if location.box else 0.0, found.rule)
