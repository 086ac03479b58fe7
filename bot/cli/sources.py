"""`budget-bot sources`: the documents that are known, with units, years and counts."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from bot.cli.answering import open_base
from bot.config import load_config
from bot.render.plain import printable
from knowledge.store.read import KnowledgeBase, StoredDocument


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """The command takes nothing."""


def run(_arguments: argparse.Namespace) -> int:
    """Print one paragraph a unit, one line a document."""
    with open_base(load_config().knowledge_path) as base:
        for line in _lines(base):
            print(printable(line))
    return 0


def _lines(base: KnowledgeBase) -> Iterator[str]:
    for unit in base.units.values():
        documents = base.documents_of(unit.id)
        if documents:
            yield unit.name
        yield from (_line(stored, base) for stored in documents)
    count = len(base.documents)
    yield f"{count} document{'' if count == 1 else 's'} in {base.path}"


def _line(stored: StoredDocument, base: KnowledgeBase) -> str:
    document = stored.document
    figures = len(base.figures("figure.document_id = ?", [stored.id]))
    tables = len(base.tables(stored.id))
    findings = len(base.findings(stored.id))
    noted = f", {findings} contradictions" if findings else ""
    return (
        f"  {document.year} {document.level}{document.stage}{document.part}  {document.file}: "
        f"{tables} tables, {figures} figures{noted}"
    )
