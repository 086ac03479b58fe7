"""From a file to the facts that it states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ingest.document import SourceDocument
from ingest.forms import is_form
from ingest.link import link
from ingest.narrative import read_narrative
from ingest.organisations import NOTHING_GIVEN, Given, identify
from ingest.outline import Placed, PlacedGrid, outline
from ingest.readers import read_document
from ingest.structure.blanks import without_blank_columns, without_blank_rows
from ingest.structure.captions import lift_captions
from ingest.structure.pieces import join_continued
from ingest.tables import read_as_passages, read_table
from knowledge.errors import IngestError
from knowledge.model import DocumentFacts, Location, Passage, Problem, Table

_PLACEHOLDER = re.compile(r"[XxＸ×*○]{2}|某某")
_FEW_WORDS = 8  # paragraphs: with more a file without amounts may be a part of a publication


def _without_blank_rows(part: Placed) -> Placed:
    if not isinstance(part, PlacedGrid) or is_form(part):
        return part
    return replace(part, grid=without_blank_rows(part.grid))


def _without_blank_columns(part: Placed) -> Placed:
    if not isinstance(part, PlacedGrid) or is_form(part):
        return part
    return replace(part, grid=without_blank_columns(part.grid))


def load_document(path: Path, given: Given = NOTHING_GIVEN) -> DocumentFacts:
    """Read one file and recognise all that it states.

    Raises IngestError, with the cure, where the file cannot be read or does not say whose budget it is.
    """
    source = read_document(path)
    document = identify(source, given)
    parts = lift_captions(_without_blank_rows(part) for part in outline(source))
    placed = [_without_blank_columns(part) for part in join_continued(list(parts))]
    tables: list[Table] = []
    passages: list[Passage] = []
    problems: list[Problem] = []
    for block in placed:
        if isinstance(block, PlacedGrid) and not is_form(block):
            table, found = read_table(block, document)
            problems += found
            if table.kind or table.figures or found:
                tables.append(table)
            else:
                passages += read_as_passages(block, document)
    told = read_narrative(placed, document, tables)
    facts = DocumentFacts(
        document=document,
        tables=(*tables, *told.tables),
        statements=told.statements,
        indicators=told.indicators,
        terms=told.terms,
        passages=(*told.passages, *passages),
        problems=(*source.problems, *problems, *told.problems, *_blank_pages(source)),
    )
    _check_content(facts)
    return link(facts)


def _check_content(facts: DocumentFacts) -> None:
    """Raise IngestError for a file that names a unit and a year and says nothing of a budget."""
    file, words = facts.document.file, len(facts.passages) + len(facts.terms)
    if not facts.figures and _PLACEHOLDER.search(facts.document.unit_name):
        raise IngestError(f"{file}: it is a template, of {facts.document.unit_name} and without amounts. Leave it out.")
    if not (facts.tables or facts.figures or facts.indicators) and words < _FEW_WORDS:
        raise IngestError(
            f"{file}: nothing of a budget is in it, no table and no amount. "
            "If it is the page that links to the budget, ingest the file behind the link."
        )


def _blank_pages(source: SourceDocument) -> Iterator[Problem]:
    """Pages on which nothing is printed, not even a line."""
    printed = {block.location.page for block in source.blocks}
    for page in range(1, source.pages + 1):
        if page not in printed:
            yield Problem("blank-page", f"page {page} is blank", Location(page=page))
