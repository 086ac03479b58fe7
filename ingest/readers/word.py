"""DOCX: paragraphs and tables in the order of the body; deletions that are only tracked are gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from ingest.document import Block, Cell, Grid, Line, SourceDocument
from ingest.readers.kinds import ZIP_ERRORS
from ingest.readers.spans import PlacedCell, grid_of_cells
from knowledge.errors import IngestError
from knowledge.model import Location

_HEADING_STYLE = re.compile(r"(?:heading|标题) ?(\d)", re.IGNORECASE)
_TITLE_STYLES = {"title", "标题"}
_MAX_SPAN = 1_000  # columns; Word itself allows 63
_MAX_DEPTH = 20  # tables within tables
_SKIPPED = {qn(name) for name in ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:drawing", "w:pict", "w:object")}
_BREAKS = {qn("w:br"), qn("w:cr")}
_HIDDEN = qn("w:vanish")
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


def read_word(path: Path, sha256: str) -> SourceDocument:
    """The body of a DOCX. Raises IngestError for damaged files and those with macros."""
    try:
        document = Document(str(path))
        body, styles = document.element.body, document.styles.element
    except (*ZIP_ERRORS, OpcError, KeyError, AttributeError, etree.XMLSyntaxError) as error:
        if "content type" in str(error):  # python-docx's ValueError for .docm and .dotx
            raise IngestError(
                f"{path.name}: Word files with macros and templates cannot be read. Save it as .docx."
            ) from error
        raise IngestError(
            f"{path.name}: the Word file is damaged. Open it in Word, save it anew and ingest that."
        ) from error
    return SourceDocument(path.name, sha256, tuple(_Reader(path.name, _heading_levels(styles)).blocks(body)))


def _heading_levels(styles: Any) -> dict[str, int]:
    """Heading level by style id, inherited where a style is based on another; 0: none."""
    by_id = {style.get(qn("w:styleId")): style for style in styles.iterchildren(qn("w:style"))}

    def level(style: Any, depth: int) -> int:
        if style is None or depth > len(by_id):
            return 0
        own = _style_level(style)
        if own is not None:
            return own
        base = style.find(qn("w:basedOn"))
        return 0 if base is None else level(by_id.get(base.get(qn("w:val"))), depth + 1)

    return {name: level(style, 0) for name, style in by_id.items()}


def _style_level(style: Any) -> int | None:
    """The level that a style itself states, by its outline level or its name."""
    outline = style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    if outline is not None:
        return _outline_level(outline)
    name = style.find(qn("w:name"))
    text = "" if name is None else name.get(qn("w:val"), "").strip()
    if match := _HEADING_STYLE.fullmatch(text):
        return int(match[1])
    return 1 if text.lower() in _TITLE_STYLES else None


def _outline_level(outline: Any) -> int:
    level = int(outline.get(qn("w:val"), "9"))
    return level + 1 if level < 9 else 0  # 9: body text


@dataclass(slots=True)
class _Reader:
    """Walks one document and numbers its blocks from 1."""

    file: str
    levels: dict[str, int]
    count: int = field(default=0)

    def blocks(self, parent: Any, depth: int = 0) -> Iterator[Block]:
        """The paragraphs and tables of a body, a cell or a text box, in order."""
        for element in _block_elements(parent):
            if element.tag == qn("w:p"):
                yield from self._paragraph(element, depth)
            elif depth < _MAX_DEPTH:
                yield from self._table(element, depth)

    def _paragraph(self, element: Any, depth: int) -> Iterator[Block]:
        texts = [" ".join(text.split()) for text in "".join(_texts(element)).split("\n")]
        if any(texts):
            self.count += 1
        for text in texts:
            if text:
                yield Line(text, Location(line=self.count), heading=self._level(element), whole=True)
        for box in _text_boxes(element):
            if depth < _MAX_DEPTH:
                yield from self.blocks(box, depth + 1)

    def _level(self, element: Any) -> int:
        outline = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if outline is not None:
            return _outline_level(outline)
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return 0 if style is None else self.levels.get(style.get(qn("w:val")), 0)

    def _table(self, table: Any, depth: int) -> Iterator[Block]:
        """The grid, then the tables in its cells; a table of one column is a frame around text."""
        rows = [_cell_elements(row) for row in _row_elements(table)]
        if max((len(row) for row in rows), default=0) <= 1:
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell, depth + 1)
            return
        self.count += 1
        location = Location(line=self.count)
        if grid := self._grid(table, location):
            yield grid
        for row in rows:
            for cell in row:
                for inner in (e for e in _block_elements(cell) if e.tag == qn("w:tbl")):
                    if depth < _MAX_DEPTH:
                        yield from self._table(inner, depth + 1)

    def _grid(self, table: Any, location: Location) -> Grid | None:
        cells: list[PlacedCell] = []
        above: dict[int, int] = {}  # index in `cells` of the vertical merge that is open in a column
        for row, element in enumerate(_row_elements(table)):
            column = _number(element, "w:trPr/w:gridBefore", 0)
            for cell in _cell_elements(element):
                span = min(max(_number(cell, "w:tcPr/w:gridSpan", 1), 1), _MAX_SPAN)
                merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                if merge is not None and merge.get(qn("w:val")) != "restart" and column in above:
                    cells[above[column]] = _lengthened(cells[above[column]], row)
                else:
                    above.pop(column, None)
                    if merge is not None:
                        above[column] = len(cells)
                    cells.append(PlacedCell(row, column, Cell(_cell_text(cell), location, 1, span)))
                column += span
        return grid_of_cells(self.file, cells, location)


def _lengthened(placed: PlacedCell, row: int) -> PlacedCell:
    return replace(placed, cell=replace(placed.cell, row_span=row - placed.row + 1))


def _number(element: Any, path: str, default: int) -> int:
    """The value of a property below an element, whose path is given with prefixes."""
    found = element.find("/".join(qn(step) for step in path.split("/")))
    value = "" if found is None else found.get(qn("w:val"), "")
    return int(value) if value.isdecimal() else default


def _unwrapped(parent: Any, *tags: str) -> Iterator[Any]:
    """Children of some kinds, also those in content controls, insertions and custom marks."""
    wanted = {qn(tag) for tag in tags}
    wrappers = {qn(tag) for tag in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")}
    for child in parent.iterchildren():
        if child.tag in wanted:
            yield child
        elif child.tag in wrappers:
            yield from _unwrapped(child, *tags)


def _block_elements(parent: Any) -> Iterator[Any]:
    return _unwrapped(parent, "w:p", "w:tbl")


def _row_elements(table: Any) -> list[Any]:
    rows = _unwrapped(table, "w:tr")
    return [row for row in rows if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]


def _cell_elements(row: Any) -> list[Any]:
    return list(_unwrapped(row, "w:tc"))


def _cell_text(cell: Any) -> str:
    paragraphs = ("".join(_texts(p)) for p in _unwrapped(cell, "w:p"))
    lines = (" ".join(line.split()) for paragraph in paragraphs for line in paragraph.split("\n"))
    return "\n".join(line for line in lines if line)


def _texts(element: Any) -> Iterator[str]:
    """What a paragraph shows, piece by piece: no deletions, no hidden text, no drawings."""
    for child in element.iterchildren():
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield "" if child.get(qn("w:type")) in {"page", "column"} else "\n"
        elif child.tag in {qn("w:tab"), qn("w:ptab")}:
            yield " "
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif child.tag in _SKIPPED or child.tag == _ALTERNATE or _is_hidden(child):
            continue
        else:
            yield from _texts(child)


def _is_hidden(element: Any) -> bool:
    vanish = element.find(f"{qn('w:rPr')}/{_HIDDEN}")
    return vanish is not None and vanish.get(qn("w:val")) not in {"0", "false", "off"}


def _text_boxes(element: Any) -> Sequence[Any]:
    """The contents of text boxes, once each: Word writes them a second time for old versions."""
    boxes = element.iter(qn("w:txbxContent"))
    return [box for box in boxes if not any(a.tag.endswith("}Fallback") for a in box.iterancestors())]
