"""Writes drawn tables as PDF, DOCX, XLSX, HTML and tab text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import docx
import openpyxl
from made_budget import UNIT_NAME, YEAR, DrawnTable, Layout, Row
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT, SIZE, LINE = "STSong-Light", 8.0, 10.0
WIDTH, HEIGHT = 2 * A4[1], A4[0]  # room for twelve columns with their unit
MARGIN = 50.0
WRAP = 12  # characters of a label in one line of a PDF cell


def title_of(layout: Layout) -> str:
    return f"{UNIT_NAME}{YEAR}年度部门{layout.stage}"


def write(folder: Path, tables: Sequence[DrawnTable], layout: Layout) -> Path:
    """The tables as one document in the layout's format."""
    writer = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx, "html": _html, "text": _text}[layout.format]
    suffix = {"text": "txt"}.get(layout.format, layout.format)
    return writer(folder / f"made.{suffix}", tables, layout)


def _pieces(table: DrawnTable, layout: Layout) -> Iterator[tuple[bool, list[Row]]]:
    """The table as it falls on pages: whether the piece is the first, and its rows with their header."""
    size = layout.rows_a_page
    for start in range(0, max(len(table.body), 1), size):
        has_header = start == 0 or layout.repeat_header
        yield start == 0, (table.header if has_header else []) + table.body[start : start + size]


# ---- PDF ---------------------------------------------------------------------------------------------


def _lines(text: str, is_amount: bool) -> list[str]:
    if is_amount or len(text) <= WRAP:
        return [text]
    return [text[i : i + WRAP] for i in range(0, len(text), WRAP)]


def _widths(table: DrawnTable) -> list[float]:
    rows = table.header + table.body
    width = len(rows[0])
    most = [3] * width
    for row in rows:
        for column, cell in enumerate(row):
            if cell and cell.columns == 1:
                most[column] = max([most[column], *map(_columns, _lines(cell.text, bool(cell.meant)))])
    return [columns * SIZE / 2 + 8 for columns in most]


def _columns(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def _heights(rows: list[Row]) -> list[float]:
    return [
        max([LINE, *(LINE * len(_lines(c.text, bool(c.meant))) for c in row if c and c.rows == 1)]) + 6 for row in rows
    ]


def _pdf(path: Path, tables: Sequence[DrawnTable], layout: Layout) -> Path:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
    _draw_text(canvas, WIDTH / 2 - 120, 200, title_of(layout), 20)
    canvas.showPage()
    top, on_page = MARGIN, 0
    for table in tables:
        widths = _widths(table)
        for is_first, rows in _pieces(table, layout):
            heights = _heights(rows)
            needed = sum(heights) + (50 if is_first else 0)
            if on_page and (not is_first or on_page >= layout.tables_a_page or top + needed > HEIGHT - MARGIN):
                canvas.showPage()
                top, on_page = MARGIN, 0
            if is_first:
                _draw_text(canvas, WIDTH / 2 - len(table.title) * 7, top, table.title, 14)
                if table.unit_line:
                    _draw_text(canvas, MARGIN + max(sum(widths) - 60, 0), top + 22, table.unit_line, SIZE)
                top += 40
            _draw_rows(canvas, top, widths, heights, rows)
            top += sum(heights) + 20
            on_page += 1
    canvas.save()
    return path


def _draw_rows(canvas: Canvas, top: float, widths: Sequence[float], heights: Sequence[float], rows: list[Row]) -> None:
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell is None:
                continue
            x, y = MARGIN + sum(widths[:j]), top + sum(heights[:i])
            wide, high = sum(widths[j : j + cell.columns]), sum(heights[i : i + cell.rows])
            canvas.rect(x, HEIGHT - y - high, wide, high)
            for number, line in enumerate(_lines(cell.text, bool(cell.meant))):
                left = x + wide - 3 - _columns(line) * SIZE / 2 if cell.meant else x + 3
                _draw_text(canvas, left, y + 3 + number * LINE, line, SIZE)


def _draw_text(canvas: Canvas, x: float, y: float, text: str, size: float) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(x, HEIGHT - y - size, text)


# ---- the others --------------------------------------------------------------------------------------


def _docx(path: Path, tables: Sequence[DrawnTable], layout: Layout) -> Path:
    document = docx.Document()
    document.add_paragraph(title_of(layout))
    for table in tables:
        if table.title:
            document.add_paragraph(table.title)
        if table.unit_line:
            document.add_paragraph(table.unit_line)
        rows = table.header + table.body
        drawn = document.add_table(len(rows), len(rows[0]))
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if cell is None:
                    continue
                place = drawn.cell(i, j)
                if cell.rows > 1 or cell.columns > 1:
                    place = place.merge(drawn.cell(i + cell.rows - 1, j + cell.columns - 1))
                place.text = cell.text
    document.save(str(path))
    return path


def _xlsx(path: Path, tables: Sequence[DrawnTable], layout: Layout) -> Path:
    """One sheet a table, or several below each other; title and unit stand in merged rows of the sheet."""
    book = openpyxl.Workbook()
    book.active.title = "封面"
    book.active["A1"] = title_of(layout)
    numbered = enumerate(tables)
    for number, group in groupby(numbered, key=lambda entry: entry[0] // layout.tables_a_page):
        sheet = book.create_sheet(f"表{number + 1}")
        top = 1
        for _, table in group:
            rows = table.header + table.body
            width = len(rows[0])
            if table.title:
                sheet.cell(top, 1, table.title)
                sheet.merge_cells(start_row=top, end_row=top, start_column=1, end_column=width)
            sheet.cell(top + 1, width, table.unit_line or None)
            for i, row in enumerate(rows, start=top + 2):
                for j, cell in enumerate(row, start=1):
                    if cell is None:
                        continue
                    value = float(cell.meant.value) if cell.meant else cell.text
                    written = sheet.cell(i, j, value if value != "" else None)
                    if cell.meant:
                        written.number_format = "#,##0.00" if "," in cell.text else "0.00"
                    if cell.rows > 1 or cell.columns > 1:
                        sheet.merge_cells(
                            start_row=i,
                            end_row=i + cell.rows - 1,
                            start_column=j,
                            end_column=j + cell.columns - 1,
                        )
            top += len(rows) + 4
    book.save(path)
    return path


def _html(path: Path, tables: Sequence[DrawnTable], layout: Layout) -> Path:
    parts = [f"<html><head><meta charset='utf-8'></head><body><h1>{title_of(layout)}</h1>"]
    for table in tables:
        parts.append(f"<p>{table.title}</p>" if table.title else "")
        parts.append(f"<p>{table.unit_line}</p>" if table.unit_line else "")
        parts.append("<table>")
        for row in table.header + table.body:
            cells = "".join(f"<td rowspan={c.rows} colspan={c.columns}>{c.text}</td>" for c in row if c is not None)
            parts.append(f"<tr>{cells}</tr>")
        parts.append("</table>")
    path.write_text("\n".join([*parts, "</body></html>"]), encoding="utf-8")
    return path


def _text(path: Path, tables: Sequence[DrawnTable], layout: Layout) -> Path:
    """Tab text: merges are lost, the places that a merged cell covers are blank."""
    parts = [title_of(layout)]
    for table in tables:
        parts += [text for text in (table.title, table.unit_line) if text]
        rows = table.header + table.body
        parts.append("\n".join("\t".join(cell.text if cell else "" for cell in row) for row in rows))
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return path
