"""DOCX: paragraphs and tables in the order of the body, as printed: numbered, without what is deleted or hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ingest.document import Block, Cell, Grid, Line, SourceDocument
from ingest.readers.marks import raised
from ingest.readers.office import DAMAGED, OfficeFile, is_on, open_office
from ingest.readers.spans import PlacedCell, grid_of_cells
from ingest.readers.word_lists import Numbering, read_numbering
from ingest.readers.word_styles import Styles, W, normalised, read_styles
from knowledge.errors import IngestError
from knowledge.model import Location, Problem

_MAX_SPAN = 1_000  # columns; Word itself allows 63
_MAX_DEPTH = 20  # tables within tables
_DELETED = {f"{W}{name}" for name in ("del", "moveFrom", "cellDel")}
_WRAPPERS = {
    f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple")
}
_WRAPPERS |= {f"{W}{name}" for name in ("bdo", "dir", "ruby", "rubyBase")}
_PRINTED = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RUNS = {f"{W}r", f"{_MATH}oMath"}
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_PAGE_PART = 9_000_000 * 3_600_000  # square EMU: 25 by 10 centimetres, a table that was pasted as a picture


def read_word(path: Path, sha256: str) -> SourceDocument:
    """The body of a DOCX. Raises IngestError for a damaged file and for one of pictures only."""
    try:
        with open_office(path) as file:
            reader = _reader(path, file)
            body = normalised(file.xml(file.main_part())).find(f"{W}body")
        if body is None:
            raise KeyError("no body")
        blocks = tuple(reader.blocks(body))
    except DAMAGED as error:
        raise IngestError(
            f"{path.name}: the Word file is damaged. Open it in Word, save it anew and ingest that."
        ) from error
    pictures = list(_large_pictures(body))
    if pictures and not blocks:
        raise IngestError(
            f"{path.name}: it shows nothing but pictures. "
            "Recognise their text (OCR), save it as PDF or .docx and ingest that."
        )
    problems = [Problem("picture", f"{len(pictures)} large pictures; pictures are not read")] if pictures else []
    return SourceDocument(path.name, sha256, blocks, problems=tuple(problems))


def _reader(path: Path, file: OfficeFile) -> _Reader:
    main = file.main_part()
    parts = {kind: file.related(main, kind) for kind in ("styles", "numbering")}
    roots = {kind: normalised(file.xml(part)) if part else None for kind, part in parts.items()}
    styles = read_styles(roots["styles"])
    return _Reader(path.name, styles, read_numbering(roots["numbering"], styles))


def _large_pictures(body: Any) -> Iterator[Any]:
    for extent in body.iter(_EXTENT):
        size = int(extent.get("cx", "0")) * int(extent.get("cy", "0"))
        if size >= _PAGE_PART and next(extent.getparent().iter(_PICTURE), None) is not None:
            yield extent


@dataclass(slots=True)
class _Reader:
    """Walks one document, counts its lists and numbers its blocks from 1."""

    file: str
    styles: Styles
    numbering: Numbering
    count: int = field(default=0)

    def blocks(self, parent: Any, depth: int = 0) -> Iterator[Block]:
        """The paragraphs and tables of a body, a cell or a text box, in order."""
        for element in _children(parent, "p", "tbl"):
            if element.tag == f"{W}p":
                yield from self._paragraph(element, depth)
            elif depth < _MAX_DEPTH:
                yield from self._table(element, depth)

    def _paragraph(self, element: Any, depth: int) -> Iterator[Block]:
        texts = self._lines_of(element)
        if texts:
            self.count += 1
            level = self.styles.heading_level(element)
            for text in texts:
                yield Line(text, Location(line=self.count), heading=level, whole=True)
        for box in _text_boxes(element):
            if depth < _MAX_DEPTH:
                yield from self.blocks(box, depth + 1)

    def _lines_of(self, paragraph: Any) -> list[str]:
        """What a paragraph prints, line by line: its number first; nothing where there is a number alone."""
        number, lines = self._numbered(paragraph)
        return [number + lines[0], *lines[1:]] if lines else []

    def _numbered(self, paragraph: Any) -> tuple[str, list[str]]:
        """The number of a paragraph and its lines. Each one counts, be it blank, but for those that were deleted."""
        text = _text(paragraph, self.styles)
        if not text and _is_deleted(paragraph):
            return "", []
        lines = (" ".join(line.split()) for line in text.split("\n"))
        place = self.styles.list_place(paragraph) if self.numbering.lists else None
        return self.numbering.next(place), [line for line in lines if line]

    def _table(self, table: Any, depth: int) -> Iterator[Block]:
        """The grid, then the tables in its cells; a table of one column is a frame around text."""
        rows = [_cells(row) for row in _rows(table)]
        if max((len(row) for row in rows), default=0) <= 1:
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell, depth + 1)
            return
        self.count += 1
        if grid := self._grid(table, Location(line=self.count)):
            yield grid
        for row in rows:
            for cell in row:
                for inner in _children(cell, "tbl"):
                    if depth < _MAX_DEPTH:
                        yield from self._table(inner, depth + 1)

    def _grid(self, table: Any, location: Location) -> Grid | None:
        cells: list[PlacedCell] = []
        above: dict[int, int] = {}  # index in `cells` of the vertical merge that is open in a column
        for row, element in enumerate(_rows(table)):
            column = _number(element, "trPr/gridBefore", 0)
            for cell in _cells(element):
                span = min(max(_number(cell, "tcPr/gridSpan", 1), 1), _MAX_SPAN)
                merge = _merge(cell, "vMerge")
                if merge == "continue" and column in above:
                    cells[above[column]] = _longer(cells[above[column]], row)
                elif _merge(cell, "hMerge") == "continue" and cells and cells[-1].row == row:
                    cells[-1] = _wider(cells[-1], span)
                else:
                    above.pop(column, None)
                    if merge:
                        above[column] = len(cells)
                    cells.append(PlacedCell(row, column, Cell(self._cell_text(cell), location, 1, span)))
                column += span
        return grid_of_cells(self.file, cells, location)

    def _cell_text(self, cell: Any) -> str:
        """The lines of a cell. A number alone is one, too: that of the row."""
        printed: list[str] = []
        for paragraph in _children(cell, "p"):
            number, lines = self._numbered(paragraph)
            printed += [number + lines[0], *lines[1:]] if lines else [number.rstrip(" .、．")]
        return "\n".join(line for line in printed if line)


# ---- rows and cells ----------------------------------------------------------------------------------


def _children(parent: Any, *names: str) -> Iterator[Any]:
    """Children of some kinds, also those in content controls, insertions and custom marks."""
    wanted = {f"{W}{name}" for name in names}
    for child in parent.iterchildren():
        if child.tag in wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, *names)


def _rows(table: Any) -> list[Any]:
    """The rows that are neither deleted nor hidden."""
    return [
        row
        for row in _children(table, "tr")
        if row.find(f"{W}trPr/{W}del") is None and not is_on(row.find(f"{W}trPr/{W}hidden"))
    ]


def _cells(row: Any) -> list[Any]:
    return [cell for cell in _children(row, "tc") if cell.find(f"{W}tcPr/{W}cellDel") is None]


def _merge(cell: Any, name: str) -> str:
    """restart, continue, or empty where a cell is not merged that way."""
    merge = cell.find(f"{W}tcPr/{W}{name}")
    return "" if merge is None else merge.get(f"{W}val", "continue")


def _longer(placed: PlacedCell, row: int) -> PlacedCell:
    return replace(placed, cell=replace(placed.cell, row_span=row - placed.row + 1))


def _wider(placed: PlacedCell, span: int) -> PlacedCell:
    return replace(placed, cell=replace(placed.cell, column_span=placed.cell.column_span + span))


def _number(element: Any, path: str, default: int) -> int:
    """The value of a property below an element."""
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    value = "" if found is None else found.get(f"{W}val", "")
    return int(value) if value.isdecimal() else default


# ---- text --------------------------------------------------------------------------------------------


def _is_deleted(paragraph: Any) -> bool:
    """Whether the end of a paragraph was deleted, and so the paragraph where it holds nothing else."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _text(paragraph: Any, styles: Styles) -> str:
    """What the runs of a paragraph print, without its number."""
    text, around = "", styles.look(paragraph)
    for run in _runs(paragraph):
        look = styles.run_look(run, around)
        if not look.is_dropped:
            piece = "".join(_pieces(run))
            text += raised(piece, text) if look.is_raised else piece
    return text.strip()


def _runs(parent: Any) -> Iterator[Any]:
    """The runs of a paragraph, and formulas, without what is deleted and without unfilled fields of a form."""
    for child in parent.iterchildren():
        if child.tag in _RUNS:
            yield child
        elif child.tag in _WRAPPERS and child.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
            yield from _runs(child)


def _pieces(run: Any) -> Iterator[str]:
    for child in run.iterchildren():
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}br":
            yield "" if child.get(f"{W}type") in {"page", "column"} else "\n"
        elif child.tag in _PRINTED:
            yield _PRINTED[child.tag]
        elif child.tag == f"{W}ruby":
            yield from ("".join(_pieces(base)) for base in _runs(child))
        elif child.tag.startswith(_MATH):
            yield from (text.text or "" for text in child.iter(f"{_MATH}t"))


def _text_boxes(element: Any) -> Sequence[Any]:
    """The contents of text boxes, once each: Word writes them a second time for old versions."""
    boxes = element.iter(f"{W}txbxContent")
    return [box for box in boxes if not any(a.tag.endswith("}Fallback") for a in box.iterancestors())]
