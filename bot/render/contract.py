"""An answer as programs read it: the one place that writes the answer contract's fields."""

from __future__ import annotations

from typing import TypedDict

from knowledge.model import Citation
from knowledge.reply import Answer, Value


class ValueFields(TypedDict):
    """A figure of an answer."""

    value: str
    comparator: str | None
    unit: str
    label: str
    unit_name: str
    year: int
    stage: str
    scope: str | None
    derived: bool
    formula: str | None


class CitationFields(TypedDict):
    """Where a figure or a sentence stands."""

    document: str
    file: str
    unit_name: str
    year: int
    section: str
    table: str | None
    row: str | None
    column: str | None
    page: int | None
    line: int | None
    quote: str
    scanned: bool


class AnswerFields(TypedDict):
    """An answer: one JSON object."""

    id: str | None
    question: str
    status: str
    kind: str
    text: str
    values: list[ValueFields]
    citations: list[CitationFields]
    warnings: list[str]
    options: list[str]
    related: list[str]
    elapsed_ms: float


def answer_fields(answer: Answer, *, question: str, elapsed_ms: float, question_id: str | None = None) -> AnswerFields:
    """All fields of an answer. `question` is the text as asked, however long."""
    return AnswerFields(
        id=question_id,
        question=question,
        status=answer.status.value,
        kind=answer.kind.value,
        text=answer.text,
        values=[value_fields(value) for value in answer.values],
        citations=[citation_fields(citation) for citation in answer.citations],
        warnings=list(answer.warnings),
        options=list(answer.options),
        related=list(answer.related),
        elapsed_ms=round(elapsed_ms, 3),
    )


def value_fields(value: Value) -> ValueFields:
    """All fields of a figure; `formula` only where it is derived."""
    return ValueFields(
        value=value.value,
        comparator=value.comparator,
        unit=value.unit,
        label=value.label,
        unit_name=value.unit_name,
        year=value.year,
        stage=value.stage,
        scope=value.scope or None,
        derived=bool(value.formula),
        formula=value.formula or None,
    )


def citation_fields(citation: Citation) -> CitationFields:
    """All fields of a citation; what its source has not is null."""
    return CitationFields(
        document=citation.document.title,
        file=citation.document.file,
        unit_name=citation.document.unit_name,
        year=citation.document.year,
        section=citation.section,
        table=citation.table or None,
        row=citation.row or None,
        column=citation.column or None,
        page=citation.location.page,
        line=citation.location.line,
        quote=citation.quote,
        scanned=citation.location.scanned,
    )
