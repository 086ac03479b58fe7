"""`budget-bot show`: the place where a figure stands, as a picture of the PDF page or as lines of text."""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from pathlib import Path

from bot.cli.answering import answering
from bot.config import load_config
from bot.render.plain import printable
from bot.render.source_page import source_page
from ingest.readers.encoding import decode
from knowledge.engine import Engine
from knowledge.errors import BudgetError
from knowledge.model import PATH_SEPARATOR, Citation
from knowledge.store.read import KnowledgeBase, StoredDocument

_LINES_AROUND = 3
_LINE_END = re.compile(r"\r\n|\n|\r")  # as the reader of texts counts them


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "what", nargs="+", metavar="QUESTION-OR-FIGURE-ID", help="a question, or a figure_id of the export"
    )
    parser.add_argument("--png", type=Path, metavar="OUT.png", help="draw the piece of the PDF page")


def run(arguments: argparse.Namespace) -> int:
    """Print where the figure stands, and draw it where a picture is asked for."""
    with answering(load_config()) as engine:
        citation, said = find_citation(" ".join(arguments.what), engine)
        _show(citation, said, engine.library.base, arguments.png)
    return 0


def _show(citation: Citation, said: Collection[Decimal], base: KnowledgeBase, png: Path | None) -> None:
    stored = _document_of(citation, base)
    for line in place_lines(citation):
        print(printable(line))
    if png:
        _draw(citation, said, base, png)
        print(printable(f"drawn: {png}"))
    elif citation.location.line is not None:
        for line in lines_around(_checked_file(stored), citation.location.line):
            print(printable(line))


def find_citation(what: str, engine: Engine) -> tuple[Citation, list[Decimal]]:
    """The citation of a figure by its id, or the first one of the answer to a question; and the numbers meant."""
    if what.isdecimal():
        found = engine.library.base.figures("figure.id = ?", [int(what)])
        if found:
            return found[0].figure.citation, [found[0].figure.value]
    answer = engine.ask(what).answer
    if not answer.citations:
        raise BudgetError(f"There is no place to show. {answer.text}")
    return answer.citations[0], [value.number for value in answer.values if not value.formula]


def place_lines(citation: Citation) -> Iterator[str]:
    """Where it stands, in words."""
    location = citation.location
    yield f"{citation.document.title} ({citation.document.file})"
    parts = (citation.table, citation.row, citation.column) if citation.table else (citation.section,)
    if any(parts):
        yield PATH_SEPARATOR.join(part for part in parts if part)
    if location.page is not None:
        yield f"page {location.page}: {citation.quote}"
    elif location.line is not None:
        yield f"line {location.line}: {citation.quote}"
    else:
        yield citation.quote


# ---- text ----------------------------------------------------------------------------------------------


def lines_around(path: Path, number: int) -> Iterator[str]:
    """A line of a text file (from 1) with those around it; an arrow points at it."""
    lines = _LINE_END.split(decode(path.read_bytes()) or "")
    first = max(1, number - _LINES_AROUND)
    for at, text in enumerate(lines[first - 1 : number + _LINES_AROUND], first):
        yield f"{'>' if at == number else ' '} {at:>5}  {text}"


# ---- PDF -----------------------------------------------------------------------------------------------


def _draw(citation: Citation, said: Collection[Decimal], base: KnowledgeBase, target: Path) -> None:
    stored = _document_of(citation, base)
    page = source_page(citation, base, said)
    if page is None:
        raise BudgetError(f"{stored.document.file} has no pages to draw. Leave --png out to see the lines.")
    _checked_file(stored)
    picture = page.draw()
    if picture is None:
        raise BudgetError(f"{page.pdf} has changed while it was drawn. Ingest it again, then ask again.")
    try:
        target.write_bytes(picture)
    except OSError as error:
        raise BudgetError(f"{target} cannot be written ({error.strerror}). Give another file to --png.") from error


# ---- files ---------------------------------------------------------------------------------------------


def _document_of(citation: Citation, base: KnowledgeBase) -> StoredDocument:
    return next(one for one in base.documents.values() if one.document == citation.document)


def _checked_file(stored: StoredDocument) -> Path:
    """The document's file, the same bytes as were ingested. Raises BudgetError, with the cure, otherwise."""
    path = Path(stored.path)
    try:
        with path.open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == stored.document.sha256
    except OSError as error:
        raise BudgetError(
            f"{path} cannot be read ({error.strerror}). Put the file back, or ingest it from where it is now."
        ) from error
    if not same:
        raise BudgetError(f"{path} has changed since it was ingested. Ingest it again, then ask again.")
    return path
