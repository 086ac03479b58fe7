"""Plain text and Markdown: lines, with grids where tabs, pipes or commas make columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.document import Block, Cell, Grid, Line, SourceDocument
from ingest.readers.encoding import decode
from knowledge.errors import IngestError
from knowledge.model import Location

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_PIPES = re.compile(r"\s*\|.*\|\s*")
_PIPE_RULE = re.compile(r"[\s|:-]+")
_RULE = re.compile(r"\s*([-*_])(\s*\1){2,}\s*")  # Markdown's horizontal rule
_INDENT = re.compile(r"[ \t]*　|  |\t")
_LINE_END = re.compile(r"\r\n|\n|\r")  # not str.splitlines: \x0b, \x1c and U+2028 end no printed line
_HEADER_CELLS = 5  # filled cells from which a lone tab-separated line is the header of an empty table
_MAX_BLANKS = 2  # blank lines within one table, where its source broke the page


@dataclass(frozen=True, slots=True)
class _Row:
    """One source line cut into cells."""

    line: int
    cells: tuple[str, ...]


def read_text(path: Path, sha256: str) -> SourceDocument:
    """A text file of any Chinese encoding. Raises IngestError where it is no text."""
    text = decode(path.read_bytes())
    if text is None:
        raise IngestError(
            f"{path.name}: neither text in UTF-8, UTF-16 or GB18030 nor a known document. "
            "Save it as UTF-8 text, .docx or PDF and ingest that."
        )
    blocks = _blocks_of_csv(text) if path.suffix.lower() == ".csv" else _blocks_of_text(text)
    try:
        return SourceDocument(path.name, sha256, tuple(blocks))
    except csv.Error as error:
        raise IngestError(f"{path.name}: no comma-separated table: {error}. Save it as .xlsx.") from error


def _blocks_of_text(text: str) -> Iterator[Block]:
    lines = _LINE_END.split(text)
    position = 0
    while position < len(lines):
        for find_rows in (_tab_rows, _pipe_rows):
            rows, end = find_rows(lines, position)
            if rows:
                yield _grid(rows)
                position = end
                break
        else:
            yield from _line(lines[position], position + 1)
            position += 1


def _line(raw: str, number: int) -> Iterator[Line]:
    """The printed line, without Markdown's marks; nothing for a blank line or a rule."""
    if _RULE.fullmatch(raw):
        return
    heading = _HEADING.fullmatch(raw)
    level, body = (len(heading[1]), heading[2]) if heading else (0, raw)
    text = _BOLD.sub(r"\2", body).replace("\t", " ").strip()
    if text:
        indented = not heading and _INDENT.match(raw) is not None
        yield Line(text, Location(line=number), heading=level, indented=indented)


def _tab_rows(lines: Sequence[str], start: int) -> tuple[list[_Row], int]:
    """The table of tab-separated lines that begins at `start`, and where it ends; no rows: none does.

    A single such line is a table only where it has cells enough for a header (an empty table): contents pages and
    signatures have fewer.
    """
    rows: list[_Row] = []
    end = position = start
    while position < len(lines):
        raw = lines[position]
        if "\t" in raw:
            cells = tuple(raw.split("\t"))
            if position > end and len(cells) != len(rows[-1].cells):
                break
            rows.append(_Row(position + 1, cells))
            end = position + 1
        elif raw.strip() or not rows or position - end >= _MAX_BLANKS:
            break
        position += 1
    is_header = len(rows) == 1 and sum(bool(cell.strip()) for cell in rows[0].cells) >= _HEADER_CELLS
    is_table = is_header or (len(rows) > 1 and any("\t" in lines[row.line - 1].strip() for row in rows))
    return (rows, end) if is_table else ([], start)


def _pipe_rows(lines: Sequence[str], start: int) -> tuple[list[_Row], int]:
    """The Markdown table | a | b | that begins at `start`, and where it ends."""
    end = start
    while end < len(lines) and _PIPES.fullmatch(lines[end]):
        end += 1
    if end - start < 2:
        return [], start
    numbered = [(start + index + 1, raw) for index, raw in enumerate(lines[start:end])]
    rows = [_Row(number, _pipe_cells(raw)) for number, raw in numbered if not _PIPE_RULE.fullmatch(raw)]
    return rows, end


def _pipe_cells(raw: str) -> tuple[str, ...]:
    inner = raw.strip().removeprefix("|").removesuffix("|")
    return tuple(cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner))


def _grid(rows: Sequence[_Row]) -> Grid:
    """Rows padded to one length. A blank stays a cell: text does not say what was merged."""
    width = max(len(row.cells) for row in rows)
    return Grid(
        rows=tuple(tuple(_cells(row, width)) for row in rows),
        location=Location(line=rows[0].line),
        merges_known=False,
    )


def _cells(row: _Row, width: int) -> Iterator[Cell]:
    for text in row.cells + ("",) * (width - len(row.cells)):
        yield Cell(_BOLD.sub(r"\2", text).strip(), Location(line=row.line))


def _blocks_of_csv(text: str) -> Iterator[Block]:
    """Comma-separated rows; a row with one filled cell before the table is a line, as in a sheet."""
    source = csv.reader(_LINE_END.split(text))
    rows = [_Row(source.line_num, tuple(cells)) for cells in source]
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)]
    while filled and sum(bool(cell.strip()) for cell in filled[0].cells) == 1:
        row = filled.pop(0)
        yield from _line("".join(row.cells), row.line)
    if filled:
        yield _grid(filled)
