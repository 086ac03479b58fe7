"""HTML: the article of a saved page, with its tables, without menus, scripts and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lxml import etree, html

from ingest.document import Block, Cell, Line, SourceDocument
from ingest.readers.encoding import decode, decode_leniently
from ingest.readers.limits import MAX_GRID_CELLS
from ingest.readers.marks import raised
from ingest.readers.spans import PlacedCell, grid_of_cells, too_large
from ingest.readers.web_article import BLOCK_TAGS, find_article, rows_of
from knowledge.amounts import is_number
from knowledge.errors import IngestError
from knowledge.model import Location, Problem
from knowledge.text import compact

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HEAD_BYTES = 4096  # within which browsers look for the charset, and more
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_MAX_SPAN = 1_000  # rows or columns, as browsers limit them
_LONG_CELL = 200  # characters in several paragraphs: a layout's cell, not a table's
_DATA_NUMBERS = 3  # cells with numbers, from which a table with tables in its cells still is one
_TITLE_LINES = 5  # of an article, among which its title may stand
_SITE = re.compile(r"\s*(?:_|\||\s[-—–]+\s|-{2,}).*")  # behind a page's title: the names of the site's parts
_SMALL_PICTURE = 200  # points of a side: icons and codes are smaller
_PHOTOS = (".jpg", ".jpeg", ".png", ".bmp", ".webp")  # GIFs are icons
_SIZE = re.compile(r"\d+")
_NEAR_PIECES = 6  # of text, behind which a raised mark stands
_BREAK = "\x00"  # stands for <br> until white space is folded
_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef]"
_SOURCE_BREAK = re.compile(rf"(?<={_HAN})[ \t]*[\r\n]\s*(?={_HAN})")


def read_web(path: Path, sha256: str) -> SourceDocument:
    """The article of a web page. Raises IngestError where it cannot be decoded or shows nothing but pictures."""
    root = _parse(path)
    title = _page_title(root)
    headings = [(_flat(element), element) for element in root.iter("h1", "h2")]
    article = find_article(root)
    blocks = _Reader(path.name, article).blocks()
    pictures = sum(map(_is_picture, article.iter("img")))
    if pictures and not blocks:
        raise IngestError(
            f"{path.name}: the page shows nothing but pictures. "
            "Recognise their text (OCR), save it as PDF or .docx and ingest that."
        )
    problems = [Problem("picture", f"{pictures} pictures in the text; pictures are not read")] if pictures else []
    outside = [(text, heading) for text, heading in headings if text and not _is_within(heading, article)]
    return SourceDocument(
        path.name, sha256, tuple(_with_title(blocks, title, outside)) if blocks else (), problems=tuple(problems)
    )


def _parse(path: Path) -> Any:
    text = _decoded(path.read_bytes())
    if text is None:
        raise IngestError(f"{path.name}: its encoding is unknown. Save the page anew as UTF-8 and ingest that.")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise IngestError(f"{path.name}: there is no text in it. Check the file.") from error
    return root


def _decoded(data: bytes) -> str | None:
    """The page's text, by its byte order mark, what it declares, or what its bytes say; a few of them may be wrong."""
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    name = declared[1].decode("ascii").lower() if declared else ""
    name = "gb18030" if name.startswith("gb") else name
    if name and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            pass  # a page saved in another encoding keeps its old declaration
    return decode(data) or decode_leniently(data, name or "utf-8")


# ---- the title ---------------------------------------------------------------------------------------


def _page_title(root: Any) -> str:
    """The article's title as government sites declare it, else the page's without the names of the site."""
    for meta in root.iter("meta"):
        if meta.get("name", "").lower() == "articletitle" and meta.get("content", "").strip():
            return " ".join(meta.get("content").split())
    return _SITE.sub("", " ".join((root.findtext(".//title") or "").split()))


def _flat(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _is_within(element: Any, article: Any) -> bool:
    return element is article or any(ancestor is article for ancestor in element.iterancestors())


def _with_title(blocks: list[Block], title: str, outside: list[tuple[str, Any]]) -> Iterator[Block]:
    """The blocks below the page's heading: one of their own first lines, one outside of the article, or its title."""
    wanted = compact(title)
    lines = [index for index, block in enumerate(blocks[:_TITLE_LINES]) if isinstance(block, Line)]
    for index in lines:
        block = blocks[index]
        if isinstance(block, Line) and (block.heading == 1 or (wanted and compact(block.text) == wanted)):
            yield from [*blocks[:index], replace(block, heading=1), *blocks[index + 1 :]]
            return
    text, heading = next((pair for pair in outside if compact(pair[0]) == wanted), (title, None))
    if not text and outside:
        text, heading = outside[0]
    if text:
        line = 1 if heading is None else heading.sourceline
        yield Line(text, Location(line=line), heading=1, whole=True)
    yield from blocks


# ---- lines and tables --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reader:
    """Walks one article."""

    file: str
    article: Any
    holders: set[Any] = field(default_factory=set)  # elements with a block in them

    def blocks(self) -> list[Block]:
        """The paragraphs and tables in reading order."""
        for element in self.article.iter(*BLOCK_TAGS):
            parent = element.getparent()
            while parent is not None and parent not in self.holders and element is not self.article:
                self.holders.add(parent)
                parent = parent.getparent()
        holders = [self.article, *self.article.iterancestors()]
        level = next((_HEADINGS[holder.tag] for holder in holders if holder.tag in _HEADINGS), 0)
        return list(self._blocks(self.article, level))

    def _blocks(self, element: Any, level: int) -> Iterator[Block]:
        if element.tag == "table" and not _is_layout(element):
            yield from self._table(element, level)
            return
        level = _HEADINGS.get(element.tag, level)
        pieces = [element.text or ""]
        for child in element:
            if child.tag in BLOCK_TAGS or child in self.holders:
                yield from _lines("".join(pieces), element, level)
                yield from self._blocks(child, level)
                pieces = []
            else:
                _collect(child, pieces)
            pieces.append(child.tail or "")
        yield from _lines("".join(pieces), element, level)

    def _table(self, table: Any, level: int) -> Iterator[Block]:
        """The captions, the grid, then the tables in its cells."""
        for caption in table.findall("caption"):
            yield from _lines(_inline(caption), table, level)
        rows = rows_of(table)
        if grid := grid_of_cells(self.file, self._cells(rows), Location(line=table.sourceline)):
            yield grid
        if table.find(".//table") is not None:
            for cell in (cell for row in rows for cell in row if cell in self.holders):
                yield from (block for inner in _tables_in(cell) for block in self._blocks(inner, level))

    def _cells(self, rows: list[list[Any]]) -> list[PlacedCell]:
        cells: list[PlacedCell] = []
        taken: set[tuple[int, int]] = set()
        for row, elements in enumerate(rows):
            column = 0
            for element in elements:
                while (row, column) in taken:
                    column += 1
                height, width = _span(element, "rowspan", len(rows) - row), _span(element, "colspan", 1)
                height = min(height, len(rows) - row)
                if len(taken) > MAX_GRID_CELLS:
                    raise too_large(self.file)
                taken |= {(row + down, column + right) for down in range(height) for right in range(width)}
                text = "\n".join(_fold(_inline(element)))
                cells.append(PlacedCell(row, column, Cell(text, Location(line=element.sourceline), height, width)))
                column += width
        return cells


def _inline(element: Any) -> str:
    """The text of an element: <br> as a break, without marks of notes and tables in it."""
    pieces: list[str] = []
    _collect(element, pieces)
    return "".join(pieces)


def _collect(element: Any, pieces: list[str]) -> None:
    """Add the text of an element to the pieces before it."""
    if element.tag in {"table", "img"}:
        return
    if element.tag in {"br", "sup"}:
        before = "".join(pieces[-_NEAR_PIECES:])
        pieces.append(_BREAK if element.tag == "br" else raised("".join(element.itertext()), before))
        return
    edge = _BREAK if element.tag in BLOCK_TAGS else ""
    start = len(pieces)
    pieces += [edge, element.text or ""]
    for child in element:
        _collect(child, pieces)
        pieces.append(child.tail or "")
    if element.tag == "pre":
        pieces[start:] = [piece.replace("\n", _BREAK) for piece in pieces[start:]]
    pieces.append(edge)


def _fold(text: str) -> list[str]:
    """The printed lines of some source text: white space folded, none kept between Chinese lines."""
    pieces = (_SOURCE_BREAK.sub("", piece) for piece in text.split(_BREAK))
    return [line for piece in pieces if (line := " ".join(piece.split()))]


def _lines(text: str, element: Any, level: int) -> Iterator[Line]:
    """One line for each part between <br>."""
    text = text.replace("\n", _BREAK) if element.tag == "pre" else text
    for part in _fold(text):
        yield Line(part, Location(line=element.sourceline), heading=level, whole=True)


def _is_layout(table: Any) -> bool:
    """Whether a table only places the parts of a page."""
    if table.get("role") == "presentation":
        return True
    rows = rows_of(table)
    if max((len(row) for row in rows), default=0) <= 1:
        return True
    if table.find(".//table") is not None:
        return sum(is_number(_flat(cell)) for row in rows for cell in row if len(cell) < 2) < _DATA_NUMBERS
    return len(rows) == 1 and any(
        sum(1 for _ in cell.iter("p")) > 3 and len("".join(cell.itertext())) > _LONG_CELL for cell in rows[0]
    )


def _tables_in(element: Any) -> Iterator[Any]:
    """The outermost tables in an element."""
    for child in element:
        if child.tag == "table":
            yield child
        else:
            yield from _tables_in(child)


def _span(cell: Any, name: str, rest: int) -> int:
    """How many rows or columns a cell covers; 0 stands for all that are left."""
    match = _SIZE.match((cell.get(name) or "").strip())
    value = int(match[0][:6]) if match else 1
    return min(value or rest, _MAX_SPAN)


def _is_picture(image: Any) -> bool:
    """Whether a picture may hold text: no icon, no link."""
    style = image.get("style", "")
    sizes = [_SIZE.search(text) for text in (image.get("width", ""), image.get("height", ""))]
    sizes += [re.search(rf"(?:^|[;\s]){side}\s*:\s*(\d+)(?=px|pt)", style) for side in ("width", "height")]
    known = [int(match[match.lastindex or 0]) for match in sizes if match]
    is_link = any(ancestor.tag == "a" and ancestor.get("href") for ancestor in image.iterancestors())
    is_photo = image.get("src", "").partition("?")[0].lower().endswith(_PHOTOS) or image.get("src", "").startswith(
        "data:"
    )
    return not is_link and is_photo and min(known, default=_SMALL_PICTURE) >= _SMALL_PICTURE
