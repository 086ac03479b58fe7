"""XLSX: the sheets that are shown, each cell as its number format prints it (ECMA-376, 18.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from ingest.readers.marks import raised
from ingest.readers.number_formats import BUILTIN, print_number, print_text
from ingest.readers.office import OfficeFile, is_on
from ingest.readers.sheet_cells import Merge, RawSheet

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_PARTS_OF_A_SHEET = tuple(
    f"{{*}}{name}"
    for name in ("sheetView", "sheetFormatPr", "col", "row", "mergeCell", "drawing", "legacyDrawing", "picture")
)
_PICTURES = frozenset({"drawing", "picture"})


class NoValue(Exception):
    """A formula that was never calculated: its sheet and cell."""

    def __init__(self, sheet: str, cell: str) -> None:
        super().__init__(sheet, cell)
        self.sheet, self.cell = sheet, cell


@dataclass(frozen=True, slots=True)
class _Style:
    """What the style of a cell says of its text."""

    code: str = ""  # number format; empty: General
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets share."""

    strings: list[str]
    styles: list[_Style]
    since_1904: bool

    def style(self, cell: Any) -> _Style:
        index = int(cell.get("s", "0"))
        return self.styles[index] if index < len(self.styles) else _NO_STYLE


_NO_STYLE = _Style()


def read_xlsx(file: OfficeFile) -> Iterator[RawSheet]:
    """The shown sheets in order. Raises NoValue for a shown formula without value, DAMAGED for a damaged file."""
    main = file.main_part()
    workbook = file.xml(main)
    relations = file.relations(main)
    properties = workbook.find("{*}workbookPr")
    book = _Book(
        _strings(file, file.related(main, "sharedStrings")),
        _styles(file, file.related(main, "styles")),
        since_1904=properties is not None and "date1904" in properties.attrib and is_on(properties, "date1904"),
    )
    for number, sheet in enumerate(workbook.iterfind("{*}sheets/{*}sheet"), start=1):
        relation = relations.get(next((v for name, v in sheet.attrib.items() if name.endswith("}id")), ""))
        is_shown = sheet.get("state", "visible") == "visible"
        if is_shown and relation is not None and relation.kind == "worksheet":
            yield _Reader(file, book, sheet.get("name", ""), number).read(relation.part)


# ---- what sheets share -------------------------------------------------------------------------------


def _strings(file: OfficeFile, part: str) -> list[str]:
    if not part:
        return []
    strings = []
    with file.open(part) as source:
        for _, element in etree.iterparse(source, tag="{*}si", resolve_entities=False, no_network=True):
            strings.append(_rich_text(element))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return strings


def _rich_text(element: Any) -> str:
    """A text of one piece, or of runs: what is struck out and the marks of notes do not count."""
    text = ""
    for child in element.iterchildren("{*}t", "{*}r"):
        if etree.QName(child).localname == "t":
            text += child.text or ""
            continue
        piece = child.findtext("{*}t") or ""
        properties = child.find("{*}rPr")
        if properties is None:
            text += piece
        elif not is_on(properties.find("{*}strike")):
            align = properties.find("{*}vertAlign")
            is_raised = align is not None and align.get("val") == "superscript"
            text += raised(piece, text) if is_raised else piece
    return text


def _styles(file: OfficeFile, part: str) -> list[_Style]:
    if not part:
        return []
    styles = file.xml(part)
    own = {int(f.get("numFmtId", "0")): f.get("formatCode", "") for f in styles.iterfind("{*}numFmts/{*}numFmt")}
    codes = {**BUILTIN, **own}
    struck = [is_on(font.find("{*}strike")) for font in styles.iterfind("{*}fonts/{*}font")]
    return [
        _Style(
            "" if (code := codes.get(int(xf.get("numFmtId", "0")), "")) == "General" else code,
            is_struck=int(xf.get("fontId", "0")) < len(struck) and struck[int(xf.get("fontId", "0"))],
        )
        for xf in styles.iterfind("{*}cellXfs/{*}xf")
    ]


# ---- one sheet ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reader:
    """Reads one sheet in a single pass; memory stays that of its texts."""

    file: OfficeFile
    book: _Book
    name: str
    page: int
    texts: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    are_rows_hidden: bool = False
    are_zeros_hidden: bool = False
    has_picture: bool = False
    row: int = -1

    def read(self, part: str) -> RawSheet:
        handlers: dict[str, Callable[[Any], None]] = {
            "row": self._row,
            "col": self._column,
            "mergeCell": self._merge,
            "sheetView": self._view,
            "sheetFormatPr": self._format,
        }
        with self.file.open(part) as source:
            events = etree.iterparse(source, tag=_PARTS_OF_A_SHEET, resolve_entities=False, no_network=True)
            for _, element in events:
                name = etree.QName(element).localname
                self.has_picture |= name in _PICTURES
                if name in handlers:
                    handlers[name](element)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        return RawSheet(
            self.name,
            self.page,
            self.texts,
            self.merges,
            self.hidden_rows,
            self._is_hidden,
            self.are_rows_hidden,
            self.has_picture,
        )

    def _is_hidden(self, column: int) -> bool:
        return any(column in columns for columns in self.hidden_columns)

    def _view(self, view: Any) -> None:
        self.are_zeros_hidden = "showZeros" in view.attrib and not is_on(view, "showZeros")

    def _format(self, properties: Any) -> None:
        self.are_rows_hidden = "zeroHeight" in properties.attrib and is_on(properties, "zeroHeight")

    def _column(self, column: Any) -> None:
        if _is_hidden(column, "width"):
            self.hidden_columns.append(range(int(column.get("min", "1")) - 1, int(column.get("max", "0"))))

    def _merge(self, merge: Any) -> None:
        first, _, last = merge.get("ref", "").partition(":")
        (top, left), (bottom, right) = _place(first), _place(last or first)
        self.merges.append(Merge(top, left, bottom, right))

    def _row(self, row: Any) -> None:
        self.row = int(row.get("r", self.row + 2)) - 1
        if _is_hidden(row, "ht"):
            self.hidden_rows.add(self.row)
            return
        column = -1
        texts: dict[int, str] = {}
        for cell in row.iterchildren("{*}c"):
            reference = cell.get("r")
            column = _place(reference)[1] if reference else column + 1
            if len(cell) and (text := self._text(cell, column)):
                texts[column] = text
        if texts:
            self.texts[self.row] = texts

    def _text(self, cell: Any, column: int) -> str:
        """What a cell prints. Raises NoValue."""
        kind, value, is_formula = cell.get("t", "n"), None, False
        for child in cell:
            match etree.QName(child).localname:
                case "v":
                    value = child.text
                case "f":
                    is_formula = True
                case "is":
                    value = _rich_text(child)
        if not value:
            if is_formula and kind != "str" and not self._is_hidden(column):
                raise NoValue(self.name, cell.get("r") or f"row {self.row + 1}")
            return ""
        style = self.book.style(cell)
        return "" if style.is_struck else self._print(kind, value, style.code)

    def _print(self, kind: str, value: str, code: str) -> str:
        match kind:
            case "n":
                number = float(value)
                if number == 0 and self.are_zeros_hidden:
                    return ""
                return print_number(number, code, since_1904=self.book.since_1904)
            case "s":
                return print_text(self.book.strings[int(value)], code)
            case "b":
                return "TRUE" if value == "1" else "FALSE"
            case "d":
                return value[:10]
            case "e":
                return value
            case _:
                return print_text(value, code)


def _is_hidden(element: Any, size: str) -> bool:
    """Whether a row or column is hidden, or so small that nothing of it is seen."""
    if "hidden" in element.attrib and is_on(element, "hidden"):
        return True
    return size in element.attrib and float(element.get(size)) == 0


def _place(reference: str) -> tuple[int, int]:
    """Row and column from 0: B3 gives (2, 1). Raises ValueError where it is no reference."""
    match = _REFERENCE.fullmatch(reference.replace("$", ""))
    if match is None:
        raise ValueError(f"{reference!r} is no cell")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
