"""HTML: the article of a saved page, with its tables, without menus, scripts and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree, html

from ingest.document import Block, Cell, Grid, Line, SourceDocument
from ingest.readers.encoding import decode
from ingest.readers.limits import MAX_GRID_CELLS
from ingest.readers.spans import PlacedCell, grid_of_cells, too_large
from knowledge.errors import IngestError
from knowledge.model import Location

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HEAD_BYTES = 4096  # within which browsers look for the charset, and more
_DROPPED_TAGS = (
    "script style noscript template iframe object embed svg canvas select option button input textarea "
    "nav footer aside link meta head map audio video"
)
_DROPPED = frozenset(_DROPPED_TAGS.split())
_FURNITURE = re.compile(
    r"(^|[-_\s])(nav\w*|menu\w*|foot(er)?|copyright|breadcrumbs?|crumbs?|sidebar|share\w*|toolbar|"
    r"pagination|pager|search\w*|login|banner|qrcode|related|friendlink\w*)($|[-_\s])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_TAGS = (
    "address article blockquote body center dd div dl dt fieldset figcaption figure form header hr html "
    "li main ol p pre section table tbody td tfoot th thead tr ul caption h1 h2 h3 h4 h5 h6"
)
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_ARTICLE_SHARE = 0.85  # of the page's own words: below it the parent holds two parts of the article
_MAX_SPAN = 1_000  # rows or columns, as browsers limit them
_LONG_CELL = 200  # characters in several paragraphs: a layout's cell, not a table's
_BREAK = "\x00"  # stands for <br> until white space is folded
_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef]"
_SOURCE_BREAK = re.compile(rf"(?<={_HAN})[ \t]*[\r\n]\s*(?={_HAN})")


def read_web(path: Path, sha256: str) -> SourceDocument:
    """The article of a web page. Raises IngestError where it cannot be decoded or has no text."""
    root = _parse(path)
    title = " ".join((root.findtext(".//title") or "").split())
    _drop_furniture(root)
    article = _article(root)
    blocks = list(_blocks(path.name, article))
    heading = _title_line(root, article, title)
    return SourceDocument(path.name, sha256, tuple(heading + blocks if blocks else ()))


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
    """The page's text, by its byte order mark, what it declares, or what its bytes say."""
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("gb18030" if name.startswith("gb") else name)
        except (UnicodeDecodeError, LookupError):
            pass  # a page saved in another encoding keeps its old declaration
    return decode(data)


def _drop_furniture(root: Any) -> None:
    """Remove what is no article: by tag, by usual class names, and what is hidden."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None or element.tag in {"html", "body"}:
            continue
        names = f"{element.get('class', '')} {element.get('id', '')}"
        is_furniture = element.tag in {"div", "ul", "section", "header", "table"} and _FURNITURE.search(names)
        if element.tag in _DROPPED or is_furniture or _HIDDEN.search(element.get("style", "")):
            element.drop_tree()


def _article(root: Any) -> Any:
    """The innermost element that holds nearly all words outside of links, tables left whole."""
    element = root.find("body") if root.find("body") is not None else root
    while True:
        weights = [(_own_words(child), child) for child in element if isinstance(child.tag, str)]
        weight, child = max(weights, key=lambda pair: pair[0], default=(0, element))
        is_table = element.tag == "table" and not _is_layout(element)
        if is_table or not weights or weight < _ARTICLE_SHARE * _own_words(element) or child.tag == "table":
            return element
        element = child


def _own_words(element: Any) -> int:
    """Characters outside of links: menus are links."""
    linked = sum(len("".join(link.itertext()).strip()) for link in element.iter("a"))
    return max(0, len("".join("".join(element.itertext()).split())) - linked)


def _title_line(root: Any, article: Any, title: str) -> list[Block]:
    """The page's heading where it stands outside of the article, else its title."""
    within = set(article.iter())
    if any(heading in within for heading in root.iter("h1")):
        return []
    outer = next((heading for heading in root.iter("h1", "h2") if heading not in within), None)
    text = title if outer is None else " ".join("".join(outer.itertext()).split())
    line = 1 if outer is None else outer.sourceline
    return [Line(text, Location(line=line), heading=1, whole=True)] if text else []


def _blocks(file: str, element: Any) -> Iterator[Block]:
    """The paragraphs and tables of an element in reading order."""
    if element.tag == "table" and not _is_layout(element):
        yield from _table(file, element)
        return
    inline = [element.text or ""]
    for child in element:
        if child.tag in _BLOCKS or child.find(".//table") is not None or _has_block(child):
            yield from _lines("".join(inline), element)
            yield from _blocks(file, child)
            inline = []
        else:
            inline.append(_inline_text(child))
        inline.append(child.tail or "")
    yield from _lines("".join(inline), element)


def _has_block(element: Any) -> bool:
    return any(inner.tag in _BLOCKS for inner in element.iter() if inner is not element)


def _inline_text(element: Any) -> str:
    if element.tag == "br":
        return _BREAK
    parts = [element.text or ""]
    for child in element:
        parts += [_inline_text(child), child.tail or ""]
    if element.tag in _BLOCKS:
        parts = [_BREAK, *parts, _BREAK]
    return "".join(parts)


def _fold(text: str) -> list[str]:
    """The printed lines of some source text: white space folded, none kept between Chinese lines."""
    pieces = (_SOURCE_BREAK.sub("", piece) for piece in text.split(_BREAK))
    return [line for piece in pieces if (line := " ".join(piece.split()))]


def _lines(text: str, element: Any) -> Iterator[Line]:
    """One line for each part between <br>. A heading's level is that of the innermost h1 to h6."""
    for part in _fold(text):
        holders = [element, *element.iterancestors()]
        level = next((_HEADINGS[holder.tag] for holder in holders if holder.tag in _HEADINGS), 0)
        yield Line(part, Location(line=element.sourceline), heading=level, whole=True)


def _is_layout(table: Any) -> bool:
    """Whether a table only places the parts of a page."""
    if table.find(".//table") is not None or table.get("role") == "presentation":
        return True
    rows = _rows(table)
    if max((len(row) for row in rows), default=0) <= 1:
        return True
    return any(
        sum(1 for _ in cell.iter("p")) > 3 and len("".join(cell.itertext())) > _LONG_CELL
        for row in rows
        for cell in row
        if len(rows) == 1
    )


def _rows(table: Any) -> list[list[Any]]:
    """The cells of each row of a table, without those of tables in its cells."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    return [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]


def _table(file: str, table: Any) -> Iterator[Block]:
    for caption in table.findall("caption"):
        yield from _lines(_inline_text(caption), table)
    cells: list[PlacedCell] = []
    taken: set[tuple[int, int]] = set()
    rows = _rows(table)
    for row, elements in enumerate(rows):
        column = 0
        for cell in elements:
            while (row, column) in taken:
                column += 1
            height, width = min(_span(cell, "rowspan"), len(rows) - row), _span(cell, "colspan")
            if len(taken) > MAX_GRID_CELLS:
                raise too_large(file)
            taken |= {(row + down, column + right) for down in range(height) for right in range(width)}
            text = "\n".join(_fold(_inline_text(cell)))
            cells.append(PlacedCell(row, column, Cell(text, Location(line=cell.sourceline), height, width)))
            column += width
    grid: Grid | None = grid_of_cells(file, cells, Location(line=table.sourceline))
    if grid:
        yield grid


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(max(int(value), 1), _MAX_SPAN) if value.isdecimal() else 1
