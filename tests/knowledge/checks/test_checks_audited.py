"""Published documents whose contradictions are known: all are found, and every other error is provable."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from bench.mutations import mutate
from ingest.load import load_document
from knowledge.amounts import FEN_PER_UNIT
from knowledge.checks import find_contradictions
from knowledge.checks.across import find_contradictions_across
from knowledge.checks.engine import find_checks
from knowledge.checks.evidence import Equation, Verdict
from knowledge.checks.ledger import open_ledger
from knowledge.model import Contradiction, DocumentFacts, Severity

SHARED = Path(__file__).parents[3].parent / "shared"
FILES = {path.name: path for path in sorted((SHARED / "corpus").rglob("*")) if path.is_file()}
AUDITED = "putuo-sfj-dept-2026.pdf"

pytestmark = pytest.mark.skipif(not FILES, reason="the audited documents are not here")


@cache
def read(file: str) -> DocumentFacts:
    return load_document(FILES[file])


@cache
def findings(file: str) -> tuple[Contradiction, ...]:
    return find_contradictions(read(file))


def _audits() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for path in sorted((SHARED / "questions").glob("audit-*.json")):
        found += [{"file": AUDITED, **entry} for entry in json.loads(path.read_text(encoding="utf-8"))]
    return found


def _numbers(contradiction: Contradiction) -> set[str]:
    """All that a finding names: its figures and the words of its arithmetic."""
    said = {figure.printed.replace(",", "") for figure in contradiction.figures}
    return said | set(contradiction.arithmetic.replace("%", " ").split())


def _names_all(contradiction: Contradiction, wanted: list[str]) -> bool:
    return all(any(_is_same(number, other) for other in _numbers(contradiction)) for number in wanted)


def _is_same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except ArithmeticError:
        return one == other


@pytest.mark.parametrize("audit", _audits(), ids=lambda audit: str(audit["id"]))
def test_known_contradiction_is_found(audit: dict[str, object]) -> None:
    """Every numeric finding with its figures, as certain as it is."""
    if not audit["numeric"]:
        pytest.skip("no arithmetic finds it")
    wanted = [str(number) for number in audit["figures"]]  # type: ignore[attr-defined]
    severity = Severity(str(audit.get("severity", Severity.ERROR)))
    known = [found for found in findings(str(audit["file"])) if found.severity is severity]
    together = {number for found in known for number in _numbers(found)}
    assert any(_names_all(found, wanted) for found in known) or all(
        any(_is_same(number, other) for other in together) for number in wanted
    ), [found.message for found in known]


def test_most_findings_of_reviewers_without_numbers_are_found() -> None:
    """Names and punctuation: what stands in the text of the document at all."""
    rules = {found.rule for found in findings(AUDITED)}
    assert {"doubled", "unfinished", "class-name", "unpaired"} <= rules


@pytest.mark.parametrize("file", FILES)
def test_every_sum_called_an_error_is_proven(file: str) -> None:
    """Whatever was known before: an error by sums is beyond the rounding of all figures that take part."""
    checks = [check for check in find_checks(open_ledger(read(file))) if isinstance(check, Equation)]
    broken = [check for check in checks if check.verdict is Verdict.BROKEN]
    for check in broken:
        total = check.total.figure.value * FEN_PER_UNIT[check.total.figure.unit]
        parts = sum(part.figure.value * FEN_PER_UNIT[part.figure.unit] for part in check.parts)
        less = sum(part.figure.value * FEN_PER_UNIT[part.figure.unit] for part in check.minus)
        assert abs(total - parts + less) > 100 * check.slack or check.is_restatement
    print(file, [found.arithmetic for found in findings(file) if found.severity is Severity.ERROR])


@pytest.mark.parametrize(
    ("file", "errors"),
    [
        # beyond the audit: the form's 基本支出 is not the sum of what the text lists of it
        ("tianmen-2022.txt", {"44.1 + 2.22 = 46.32 ≠ 45.57"}),
        # the share of a budget of 0
        ("putuo-shgzb-final-2024.pdf", {"307.82 ÷ 0 无意义 ≠ 95.89%"}),
        # 住房公积金 in two amounts, as in the audited document of another year; a note 空表 over amounts
        (
            "putuo-wanli-dept-2024.pdf",
            {
                "352.67万元 ≠ 3503499元；352.67 ≠ 350.35；(352.67 - 348.52) ÷ 348.52 = 1.19% ≠ 0.53%",
                "空表 ≠ 47.91、1.35、46.56",
            },
        ),
        ("anhui-2022.md", set()),
        (AUDITED, set()),
    ],
)
def test_errors_beyond_the_audits_are_these(file: str, errors: set[str]) -> None:
    """Each proven by its arithmetic: nothing else is called certain."""
    audits = [
        [str(number) for number in audit["figures"]]  # type: ignore[attr-defined]
        for audit in _audits()
        if audit["file"] == file and audit["numeric"]
    ]
    certain = [found for found in findings(file) if found.severity is Severity.ERROR]
    beyond = [found for found in certain if not any(_is_audited(found, wanted) for wanted in audits)]
    assert {found.arithmetic for found in beyond} == errors


def test_documents_of_different_units_say_nothing_of_each_other() -> None:
    """Given together they raise nothing new."""
    assert find_contradictions_across([read(file) for file in FILES]) == {}


def _is_audited(found: Contradiction, wanted: list[str]) -> bool:
    """Whether a finding names all figures of an audit, or an audit all figures of the finding."""
    printed = [figure.printed.replace(",", "") for figure in found.figures]
    if len(wanted) == 1:
        return _is_same(printed[0], wanted[0])
    return _names_all(found, wanted) or all(any(_is_same(one, number) for number in wanted) for one in printed)


@pytest.mark.parametrize("file", FILES)
def test_one_wrong_digit_in_a_document_is_found(file: str) -> None:
    """What was found before is set aside: of figures in a check 97 % are found when they change."""
    outcome = mutate(read(file), count=60, seed=7)
    assert outcome.found >= 0.97 * outcome.tried, outcome.missed
    assert outcome.named >= 0.98 * outcome.found, outcome.missed


@pytest.mark.parametrize("file", FILES)
def test_quick(file: str) -> None:
    """A document is checked in well under a second."""
    start = time.perf_counter()
    find_contradictions(read(file))
    assert time.perf_counter() - start < 0.3
