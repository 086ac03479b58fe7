"""All checks of one document, judged."""

from __future__ import annotations

from knowledge.checks.evidence import Check
from knowledge.checks.judge import judge
from knowledge.checks.ledger import Ledger, open_ledger
from knowledge.checks.places import read_places
from knowledge.checks.sentences import sentence_checks
from knowledge.checks.sums import sum_checks
from knowledge.checks.tables import same_checks
from knowledge.checks.wording import wording_findings
from knowledge.model import Contradiction, DocumentFacts


def find_contradictions(facts: DocumentFacts) -> tuple[Contradiction, ...]:
    """What a document says in two ways, or what its own figures refute, in the order of its pages."""
    ledger = open_ledger(facts)
    return tuple(sorted([*judge(find_checks(ledger), ledger), *wording_findings(ledger)], key=_position))


def find_checks(ledger: Ledger) -> list[Check]:
    """All that the figures must fulfil, whether they do or not."""
    places = read_places(ledger)
    return [*sum_checks(ledger), *same_checks(ledger, places), *sentence_checks(ledger, places)]


def _position(found: Contradiction) -> tuple[int, int, float, str]:
    location = found.citations[0].location
    return (location.page or 0, location.line or 0, location.box.top if location.box else 0.0, found.rule)
