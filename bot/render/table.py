"""A figure as one line of a table: its place first, then its meaning."""

from __future__ import annotations

from dataclasses import dataclass, fields

from knowledge.model import TOTAL_MEASURE, Aspect, Figure, Stage
from knowledge.store.read import StoredFigure

_STAGES = {Stage.EXECUTION: "执行"}  # the stages of a document are 预算, 调整预算, 执行 and 决算


@dataclass(frozen=True, slots=True)
class FigureLine:
    """The columns in order; the first thirteen are fixed by the contract."""

    document: str
    file: str
    unit_name: str
    year: int
    stage: str
    table: str  # empty for a figure that stands in a sentence
    row_code: str
    row: str  # without numbering; in a sentence: what it is the amount of
    column: str  # the header path
    printed: str  # exactly
    unit: str
    page: int | None
    line: int | None
    level: str
    section: str
    subject: str
    scheme: str
    parent: str
    direction: str
    measure: str
    fund: str
    aspect: str
    value: str
    comparator: str
    trend: str
    base_year: int | None
    base: str
    scope: str  # of a government's figure: 全市, 市本级
    quote: str
    scanned: bool
    part: str  # of the publication that the document is
    figure_id: int


FIGURE_COLUMNS = tuple(column.name for column in fields(FigureLine))


def figure_line(stored: StoredFigure) -> FigureLine:
    """All that is known of one figure."""
    figure = stored.figure
    citation = figure.citation
    in_table = stored.table_id is not None
    return FigureLine(
        document=citation.document.title,
        file=citation.document.file,
        unit_name=citation.document.unit_name,
        year=figure.year,
        stage=_STAGES.get(figure.stage, figure.stage.value),
        table=citation.table if in_table else "",
        row_code=figure.subject.code,
        row=citation.row if in_table else figure.subject.name,
        column=citation.column if in_table else _said_column(figure),
        printed=figure.printed,
        unit=figure.unit,
        page=citation.location.page,
        line=citation.location.line,
        level=citation.document.level.value,
        section=citation.section,
        subject=figure.subject.name,
        scheme=figure.subject.scheme.value,
        parent=figure.subject.parent,
        direction=figure.direction.value,
        measure=figure.measure,
        fund=figure.fund,
        aspect=figure.aspect.value,
        value=str(figure.value),
        comparator=figure.comparator,
        trend=figure.trend.value,
        base_year=figure.base_year,
        base=figure.base,
        scope=figure.scope,
        quote=citation.quote,
        scanned=citation.location.scanned,
        part=citation.document.part,
        figure_id=stored.id,
    )


def _said_column(figure: Figure) -> str:
    """What a sentence's figure would be headed with: its measure, and what it says of it."""
    said = {
        Aspect.SHARE: "占比",
        Aspect.CHANGE: f"比上年{figure.trend}",
        Aspect.RATE: f"{figure.trend}幅度",
        Aspect.COMPLETION: "完成率",
    }
    parts = [figure.measure if figure.measure != TOTAL_MEASURE else "", said.get(figure.aspect, "")]
    return " ".join(part for part in parts if part) or TOTAL_MEASURE
