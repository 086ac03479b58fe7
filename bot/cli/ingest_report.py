"""What an ingest did: for people, and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from bot.cli.outcome import Counts, Fate, Outcome
from knowledge.model import Problem

_MOST_PROBLEMS = 5  # of one document; --report holds all
_MOST_CHANGES = 20
_PROOFS = {"proved": "hold", "broken": "fail in", "no-total": "none in"}


def report_lines(outcomes: Sequence[Outcome], skipped: Mapping[str, int]) -> Iterator[str]:
    """The report for people: one paragraph a new document, one line for all others, and the sum."""
    for outcome in outcomes:
        if outcome.fate is Fate.NEW:
            yield from _document_lines(outcome)
    fates = Counter(outcome.fate for outcome in outcomes)
    yield ", ".join(f"{fates[fate]} {fate.value}" for fate in Fate) + _skipped(skipped)


def _document_lines(outcome: Outcome) -> Iterator[str]:
    yield f"{outcome.title} ({outcome.path.name})"
    if outcome.counts:
        yield from _count_lines(outcome.counts)
    if outcome.beside:
        yield f"  in force beside {outcome.beside}, of the same unit, year and stage"
    if outcome.superseded:
        yield f"  replaces {outcome.superseded}: {_number(len(outcome.changes), 'figure')} changed"
        for change in outcome.changes[:_MOST_CHANGES]:
            yield f"    {change.what}: {change.before or 'blank'} -> {change.after or 'blank'}"
        yield from _rest(len(outcome.changes), _MOST_CHANGES)
    if outcome.problems:
        yield f"  not understood: {len(outcome.problems)}"
        for problem in outcome.problems[:_MOST_PROBLEMS]:
            yield f"    {_place(problem)}{problem.message}"
        yield from _rest(len(outcome.problems), _MOST_PROBLEMS)
    yield ""


def _count_lines(counts: Counts) -> Iterator[str]:
    kinds = ", ".join(f"{kind or 'of unknown kind'} {count}" for kind, count in counts.tables)
    yield f"  {_number(sum(count for _, count in counts.tables), 'table')}: {kinds or 'none'}"
    proofs = ", ".join(f"{_PROOFS[proof]} {count}" for proof, count in counts.proofs)
    if proofs:
        yield f"  sums of tables: {proofs}"
    amounts = (
        (counts.figures, "figure"),
        (counts.statements, "statement"),
        (counts.indicators, "indicator"),
        (counts.terms, "term"),
        (counts.passages, "passage"),
    )
    yield "  " + ", ".join(_number(count, word) for count, word in amounts)
    if counts.contradictions:
        yield f"  {_number(counts.contradictions, 'contradiction')}: budget-bot check FILE shows them"


def _number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _rest(count: int, shown: int) -> Iterator[str]:
    if count > shown:
        yield f"    and {count - shown} more (--report FILE lists them)"


def _place(problem: Problem) -> str:
    location = problem.location
    if location.page is not None:
        return f"page {location.page}: "
    return f"line {location.line}: " if location.line is not None else ""


def _skipped(skipped: Mapping[str, int]) -> str:
    if not skipped:
        return ""
    return f"; {_number(sum(skipped.values()), 'other file')} passed over ({', '.join(sorted(skipped))})"


def report_json(outcomes: Sequence[Outcome], skipped: Mapping[str, int]) -> str:
    """The report for programs: everything, with each problem and each changed figure."""
    fates = Counter(outcome.fate.value for outcome in outcomes)
    report = {
        "summary": {fate.value: fates[fate.value] for fate in Fate},
        "skipped": dict(skipped),
        "files": [_file_fields(outcome) for outcome in outcomes],
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _file_fields(outcome: Outcome) -> dict[str, object]:
    counts = None
    if outcome.counts:
        pairs = {"tables": dict(outcome.counts.tables), "proofs": dict(outcome.counts.proofs)}
        counts = {**asdict(outcome.counts), **pairs}
    return {
        "file": outcome.path.name,
        "path": str(outcome.path),
        "status": outcome.fate.value,
        "message": outcome.message or None,
        "document": outcome.title or None,
        "counts": counts,
        "tables": [asdict(table) for table in outcome.tables],
        "superseded": outcome.superseded or None,
        "beside": outcome.beside or None,
        "changes": [asdict(change) for change in outcome.changes],
        "problems": [
            {
                "kind": problem.kind,
                "message": problem.message,
                "page": problem.location.page,
                "line": problem.location.line,
            }
            for problem in outcome.problems
        ],
    }
