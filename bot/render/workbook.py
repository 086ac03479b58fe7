"""One table as XLSX or CSV, with its title, whose it is and its unit above."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

from bot.render.spreadsheet import safe_cell

Cell = str | Decimal | None
_CONTROL = dict.fromkeys(range(32)) | {9: 9, 10: 10, 13: 13}  # what XML does not hold
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same table gives the same bytes

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    "</Types>"
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="{target}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
)
_WORKBOOK = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_SHEET = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<cols><col min="1" max="1" width="36" customWidth="1"/>'
    '<col min="2" max="60" width="18" customWidth="1"/></cols>'
    "<sheetData>{rows}</sheetData></worksheet>"
)


def to_xlsx(rows: Sequence[Sequence[Cell]], name: str) -> bytes:
    """The rows as a workbook of one sheet; numbers are numbers, all else is text and never a formula."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(target="xl/workbook.xml", kind="officeDocument"),
        "xl/workbook.xml": _WORKBOOK.format(name=_sheet_name(name)),
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(target="worksheets/sheet1.xml", kind="worksheet"),
        "xl/worksheets/sheet1.xml": _SHEET.format(rows="".join(_row(row) for row in rows)),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for path, text in parts.items():
            package.writestr(zipfile.ZipInfo(path, _EPOCH), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _row(cells: Sequence[Cell]) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, Decimal):
        return f"<c><v>{cell:f}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell.translate(_CONTROL))}</t></is></c>'


def _sheet_name(name: str) -> str:
    """A name that a spreadsheet accepts: at most 31 characters, none of its own signs."""
    kept = "".join("_" if char in "[]:*?/\\'" else char for char in name.translate(_CONTROL))
    return escape(kept[:31] or "表", {'"': "&quot;"})


def to_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """The rows as CSV in UTF-8 with a byte order mark, without which spreadsheets garble Chinese."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([f"{cell:f}" if isinstance(cell, Decimal) else safe_cell(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")
