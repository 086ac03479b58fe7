"""From a file to the facts that it states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.captions import lift_captions
from ingest.document import SourceDocument
from ingest.forms import is_form
from ingest.link import link
from ingest.narrative import read_narrative
from ingest.organisations import NOTHING_GIVEN, Given, identify
from ingest.outline import Placed, PlacedGrid, outline
from ingest.readers import read_document
from ingest.tables import join_continued, read_as_passages, read_table
from knowledge.model import DocumentFacts, Location, Passage, Problem, Table


def _without_captions(part: Placed) -> Iterable[Placed]:
    """A form keeps its title row: it is known by it."""
    return lift_captions(part) if isinstance(part, PlacedGrid) and not is_form(part) else [part]


def load_document(path: Path, given: Given = NOTHING_GIVEN) -> DocumentFacts:
    """Read one file and recognise all that it states.

    Raises IngestError, with the cure, where the file cannot be read or does not say whose budget it is.
    """
    source = read_document(path)
    document = identify(source, given)
    placed = join_continued([part for whole in outline(source) for part in _without_captions(whole)])
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
        problems=(*problems, *told.problems, *_blank_pages(source)),
    )
    return link(facts)


def _blank_pages(source: SourceDocument) -> Iterator[Problem]:
    """Pages on which nothing is printed, not even a line."""
    printed = {block.location.page for block in source.blocks}
    for page in range(1, source.pages + 1):
        if page not in printed:
            yield Problem("blank-page", f"page {page} is blank", Location(page=page))
