"""Plain text and Markdown: lines, with grids where tabs, pipes, spaces or commas make columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.document import Block, Cell, Grid, Line, SourceDocument
from ingest.readers.encoding import decode
from ingest.readers.limits import MAX_GRID_CELLS
from ingest.readers.spans import too_large
from ingest.readers.text_tables import Finder, TextRow, find_pipe_rows, find_spaced_rows, find_tab_rows
from knowledge.errors import IngestError
from knowledge.model import Location

_HEADING = re.compile(r" {0,3}(#{1,6})(?=\s)")
_BOLD_MARKS = ("**", "__")
_RULE = re.compile(r"\s*([-*_])(\s*\1){2,}\s*")  # Markdown's horizontal rule
_INDENT = re.compile(r"[ \t]*　|  |\t")
_LINE_END = re.compile(r"\r\n|\n|\r")  # not str.splitlines: \x0b, \x1c and U+2028 end no printed line
_FINDERS: tuple[Finder, ...] = (find_tab_rows, find_pipe_rows, find_spaced_rows)


def read_text(path: Path, sha256: str) -> SourceDocument:
    """A text file of any Chinese encoding. Raises IngestError where it is no text."""
    text = decode(path.read_bytes())
    if text is None:
        raise IngestError(
            f"{path.name}: neither text in UTF-8, UTF-16 or GB18030 nor a known document. "
            "Save it as UTF-8 text, .docx or PDF and ingest that."
        )
    blocks = _blocks_of_csv(path.name, text) if path.suffix.lower() == ".csv" else _blocks_of_text(path.name, text)
    try:
        return SourceDocument(path.name, sha256, tuple(blocks))
    except csv.Error as error:
        raise IngestError(f"{path.name}: no comma-separated table: {error}. Save it as .xlsx.") from error


def _blocks_of_text(file: str, text: str) -> Iterator[Block]:
    lines = _LINE_END.split(text)
    tried = [0] * len(_FINDERS)  # up to where each finder knows that there is no table
    position = 0
    while position < len(lines):
        if not lines[position] or lines[position].isspace():
            position += 1
            continue
        rows: list[TextRow] = []
        for number, find_rows in enumerate(_FINDERS):
            if tried[number] <= position:
                rows, tried[number] = find_rows(lines, position)
            if rows:
                yield _grid(file, rows)
                position = tried[number]
                break
        else:
            yield from _line(lines[position], position + 1)
            position += 1


def _line(raw: str, number: int) -> Iterator[Line]:
    """The printed line, without Markdown's marks; nothing for a blank line or a rule."""
    if _RULE.fullmatch(raw):
        return
    heading = _HEADING.match(raw)
    level, body = (len(heading[1]), _without_closing(raw[heading.end() :])) if heading else (0, raw)
    text = _without_bold(body).replace("\t", " ").strip()
    if text:
        indented = not heading and _INDENT.match(raw) is not None
        yield Line(text, Location(line=number), heading=level, indented=indented)


def _without_closing(body: str) -> str:
    """A heading without the marks behind it: ## 概况 ##."""
    return body.rstrip().rstrip("#").strip()


def _without_bold(text: str) -> str:
    """Text without marks that stand around words, in one pass: 2**3 keeps its own."""
    for mark in _BOLD_MARKS:
        pieces = text.split(mark)
        kept, index = [pieces[0]], 1
        while index < len(pieces):
            inner = pieces[index]
            is_bold = index + 1 < len(pieces) and inner and not inner[0].isspace() and not inner[-1].isspace()
            kept += [inner, pieces[index + 1]] if is_bold else [mark, inner]
            index += 2 if is_bold else 1
        text = "".join(kept)
    return text


def _grid(file: str, rows: Sequence[TextRow]) -> Grid:
    """Rows padded to one length. A blank stays a cell: text does not say what was merged."""
    width = max(len(row.cells) for row in rows)
    if width * len(rows) > MAX_GRID_CELLS:
        raise too_large(file)
    return Grid(
        rows=tuple(tuple(_cells(row, width)) for row in rows),
        location=Location(line=rows[0].line),
        merges_known=False,
    )


def _cells(row: TextRow, width: int) -> Iterator[Cell]:
    for text in row.cells + ("",) * (width - len(row.cells)):
        yield Cell(_without_bold(text).strip(), Location(line=row.line))


def _blocks_of_csv(file: str, text: str) -> Iterator[Block]:
    """Comma-separated rows; a row with one filled cell before the table is a line, as in a sheet."""
    source = csv.reader(_LINE_END.split(text))
    rows = [TextRow(source.line_num, tuple(cells)) for cells in source]
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)]
    while filled and sum(bool(cell.strip()) for cell in filled[0].cells) == 1:
        row = filled.pop(0)
        yield from _line("".join(row.cells), row.line)
    if filled:
        yield _grid(file, filled)
