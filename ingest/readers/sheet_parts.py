"""What calamine does not tell of an XLSX: the number format of each cell, formulas never calculated."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS

from ingest.readers.limits import MAX_GRID_CELLS, MEGABYTE

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_CHINESE_DATES = {27: "m月", 28: "m月d日", 31: 'yyyy"年"m"月"d"日"', 57: 'yyyy"年"m"月"'}  # of Chinese Excel


@dataclass(frozen=True, slots=True)
class SheetParts:
    """Of one sheet; places are (row, column) from 0."""

    formats: dict[tuple[int, int], str]  # of cells with a number, General left out
    uncalculated: str  # the first formula without a value, such as B3; empty: none
    is_too_wide: bool  # its used rectangle holds more places than a table can have


def read_parts(archive: zipfile.ZipFile) -> dict[str, SheetParts]:
    """By sheet name. Raises KeyError, ValueError or etree.XMLSyntaxError for a damaged file."""
    _check_texts(archive)
    codes = _format_codes(archive)
    return {name: _sheet_parts(archive, part, codes) for name, part in _sheet_files(archive)}


def _check_texts(archive: zipfile.ZipFile) -> None:
    """Let zipfile compare the checksum of the texts, which calamine does not."""
    if "xl/sharedStrings.xml" in archive.namelist():
        with archive.open("xl/sharedStrings.xml") as file:
            while file.read(MEGABYTE):
                pass


def _sheet_files(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in _parse(archive, "xl/_rels/workbook.xml.rels")
    }
    for sheet in _parse(archive, "xl/workbook.xml").iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION))
        if target in archive.namelist():
            yield sheet.get("name"), target


def _format_codes(archive: zipfile.ZipFile) -> list[str]:
    """The number format of each cell style, by its index; General is empty."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    styles = _parse(archive, "xl/styles.xml")
    own = {int(f.get("numFmtId")): f.get("formatCode", "") for f in styles.iter("{*}numFmt")}
    known = {**BUILTIN_FORMATS, **_CHINESE_DATES, **own}
    used = (known.get(int(xf.get("numFmtId", "0")), "") for xf in styles.iterfind("{*}cellXfs/{*}xf"))
    return ["" if code == "General" else code for code in used]


def _parse(archive: zipfile.ZipFile, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(name), parser)


def _sheet_parts(archive: zipfile.ZipFile, part: str, codes: list[str]) -> SheetParts:
    formats: dict[tuple[int, int], str] = {}
    uncalculated = ""
    bottom = right = 0
    with archive.open(part) as file:
        for row, column, cell in _cells(file):
            kind = cell.get("t", "n")
            has_value = bool(cell.findtext("{*}v")) or kind == "inlineStr"
            if cell.find("{*}f") is not None and not has_value and kind != "str":
                uncalculated = uncalculated or cell.get("r", f"row {row + 1}")
            if not has_value:
                continue
            bottom, right = max(bottom, row + 1), max(right, column + 1)
            style = int(cell.get("s", "0"))
            if kind in {"n", "d"} and style < len(codes) and codes[style]:
                formats[row, column] = codes[style]
    return SheetParts(formats, uncalculated, is_too_wide=bottom * right > MAX_GRID_CELLS)


def _cells(file: Any) -> Iterator[tuple[int, int, Any]]:
    """Each cell element with its place; memory stays that of one row."""
    row = column = -1
    events = etree.iterparse(
        file, events=("start", "end"), tag=("{*}row", "{*}c"), resolve_entities=False, no_network=True
    )
    for event, element in events:
        is_row = etree.QName(element).localname == "row"
        if event == "start" and is_row:
            row, column = int(element.get("r", row + 2)) - 1, -1
        elif event == "end" and is_row:
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        elif event == "end":
            match = _REFERENCE.fullmatch(element.get("r", ""))
            column = _column_number(match[1]) if match else column + 1
            yield row, column, element


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
