"""The findings of documents as text for people, as JSON for programs, as one page to print or send."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TypedDict

from jinja2 import Environment, PackageLoader, Template

from bot.render.cutout import CutOuts, Mark, Place, mark_of, png
from knowledge.model import Citation, Contradiction, Document, Figure, Location, Severity, Table

NAMES = {Severity.ERROR: "错误", Severity.ROUNDING: "尾差", Severity.NOTE: "提示", Severity.UNVERIFIED: "未能核实"}
_QUOTE = 120  # characters of a sentence that are shown
_PDF_MARK = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Checked:
    """One document and what it contradicts."""

    path: Path
    document: Document
    findings: tuple[Contradiction, ...]
    tables: tuple[Table, ...] = ()

    @property
    def has_error(self) -> bool:
        """Whether anything is certain."""
        return any(found.severity is Severity.ERROR for found in self.findings)


# ---- for programs ----------------------------------------------------------------------------------------


class FigureFields(TypedDict):
    """A figure that takes part in a finding."""

    printed: str
    unit: str
    table: str
    row: str
    column: str
    page: int | None
    line: int | None
    quote: str


class FindingFields(TypedDict):
    """One finding."""

    rule: str
    kind: str
    severity: str
    message: str
    arithmetic: str
    figures: list[FigureFields]
    page: int | None


class DocumentFields(TypedDict):
    """One document with its findings."""

    file: str
    document: str
    unit_name: str
    year: int
    findings: list[FindingFields]


def report_fields(checked: Sequence[Checked]) -> list[DocumentFields]:
    """What `--json` writes."""
    return [
        DocumentFields(
            file=one.document.file,
            document=one.document.title,
            unit_name=one.document.unit_name,
            year=one.document.year,
            findings=[_finding_fields(found) for found in one.findings],
        )
        for one in checked
    ]


def _finding_fields(found: Contradiction) -> FindingFields:
    return FindingFields(
        rule=found.rule,
        kind=found.kind,
        severity=_severity_field(found.severity),
        message=found.message,
        arithmetic=found.arithmetic,
        figures=[_figure_fields(figure) for figure in found.figures],
        page=found.citations[0].location.page,
    )


def _severity_field(severity: Severity) -> str:
    """What programs know: what is not verified is worth a look, its rule says why."""
    return (Severity.NOTE if severity is Severity.UNVERIFIED else severity).value


def _figure_fields(figure: Figure) -> FigureFields:
    citation = figure.citation
    return FigureFields(
        printed=figure.printed,
        unit=figure.unit,
        table=citation.table,
        row=citation.row or figure.subject.name,
        column=citation.column,
        page=citation.location.page,
        line=citation.location.line,
        quote=citation.quote,
    )


# ---- for people ------------------------------------------------------------------------------------------


def report_lines(checked: Sequence[Checked]) -> Iterator[str]:
    """The findings by document and page, the arithmetic and the print below each."""
    for one in checked:
        yield f"{one.document.title}（{one.document.file}）"
        yield f"  {summary(one.findings)}"
        for place, findings in groupby(one.findings, key=lambda found: place_of(found.citations[0])):
            yield ""
            yield f"  {place}"
            for found in findings:
                yield from _finding_lines(found)
        yield ""


def _finding_lines(found: Contradiction) -> Iterator[str]:
    yield f"    [{NAMES[found.severity]}] {found.message}"
    if found.arithmetic:
        yield f"        算式：{found.arithmetic}"
    quote = sentence_of(found)
    if quote:
        yield f"        原文：“{quote}”"


def summary(findings: Sequence[Contradiction]) -> str:
    """How many findings of each sort."""
    counts = Counter(found.severity for found in findings)
    if not counts:
        return "没有发现矛盾。"
    return "，".join(f"{NAMES[severity]} {counts[severity]} 处" for severity in Severity if counts[severity])


def place_of(citation: Citation) -> str:
    """Page or line of a finding."""
    location = citation.location
    if location.page is not None:
        return f"第 {location.page} 页"
    return f"第 {location.line} 行" if location.line is not None else "全文"


def sentence_of(found: Contradiction) -> str:
    """The printed sentence, where the finding stands in one."""
    first = found.citations[0]
    text = "".join(first.quote.split()) if not first.table else ""
    return text if len(text) <= _QUOTE else text[:_QUOTE] + "…"


# ---- one page --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """A picture of a piece of a page."""

    page: int
    picture: str  # data URI


@dataclass(frozen=True, slots=True)
class _Shown:
    """A finding as the page shows it."""

    found: Contradiction
    name: str
    place: str
    sentence: str
    pieces: tuple[_Piece, ...]


def report_html(checked: Sequence[Checked]) -> str:
    """One self-contained page; the places in the PDF are drawn, the figures marked."""
    documents = [(one, summary(one.findings), _shown(one)) for one in checked]
    return _template().render(documents=documents)


@cache
def _template() -> Template:
    loader = PackageLoader("bot.render", package_path=".")
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template("report.html")


def _shown(one: Checked) -> list[_Shown]:
    if not one.findings or not _is_pdf(one.path):
        return [_show(found, ()) for found in one.findings]
    tables = {
        figure.citation.location: table
        for table in one.tables
        for figure in table.figures
        if figure.citation.location.box is not None
    }
    with CutOuts(one.path) as cut_outs:
        return [_show(found, tuple(_pieces(_places(found, one.document, tables), cut_outs))) for found in one.findings]


def _pieces(places: Iterable[Place], cut_outs: CutOuts) -> Iterator[_Piece]:
    for place in places:
        picture = base64.b64encode(png(cut_outs.draw(place))).decode("ascii")
        yield _Piece(place.page, f"data:image/png;base64,{picture}")


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return _PDF_MARK in file.read(1024)


def _show(found: Contradiction, pieces: tuple[_Piece, ...]) -> _Shown:
    return _Shown(found, NAMES[found.severity], place_of(found.citations[0]), sentence_of(found), pieces)


def _places(found: Contradiction, document: Document, tables: Mapping[Location, Table]) -> list[Place]:
    """For each page and table of a document that the finding names the place of its figures, the odd one first."""
    marks: dict[tuple[int, int], list[Mark]] = {}
    of: dict[int, Table | None] = {}
    figures = {figure.citation: figure for figure in reversed(found.figures)}
    for number, citation in enumerate(found.citations):
        table = tables.get(citation.location)
        figure = figures.get(citation) if table is None else None
        mark = mark_of(citation, figure, is_odd=number == 0)
        if mark and citation.location.page and citation.document == document:
            of[id(table)] = table
            marks.setdefault((citation.location.page, id(table)), []).append(mark)
    return [Place(page, tuple(dict.fromkeys(on_page)), of[table]) for (page, table), on_page in marks.items()]
