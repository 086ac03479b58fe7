"""One table in all formats gives the same cells; what each format adds of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from drawn_pdf import Sheet, write_pdf

from ingest.document import Grid, Line
from ingest.readers import read_document

ROWS = [
    [("科目", 2, 1), ("支出", 1, 3), None, None],
    [None, "合计", "基本支出", "项目支出"],
    ["0012", "1,003.10", "234.10", "769.00"],
    ["合计", "1,003.10", "", "-"],
]
TEXTS = [[cell[0] if isinstance(cell, tuple) else cell for cell in row] for row in ROWS]
SPANS = [
    [cell and (cell[1:] if isinstance(cell, tuple) else (1, 1)) if cell != "" else (1, 1) for cell in row]
    for row in ROWS
]
TITLE, UNIT, NOTE = "2024年收支总表", "单位：元", "注：本表反映本部门本年度的收入、支出和年末结转结余情况。"


def write_text(folder: Path) -> Path:
    rows = "\n".join("\t".join(cell or "" for cell in row) for row in TEXTS)
    path = folder / "a.txt"
    path.write_text(f"{TITLE}\n\n{UNIT}\n\n{rows}\n\n{NOTE}\n", encoding="utf-8")
    return path


def write_markdown(folder: Path) -> Path:
    rows = [f"| {' | '.join(cell or '' for cell in row)} |" for row in TEXTS]
    path = folder / "a.md"
    table = "\n".join([rows[0], "|---|--:|:-:|---|", *rows[1:]])
    path.write_text(f"{TITLE}\n\n{UNIT}\n\n{table}\n\n{NOTE}\n", encoding="gb18030")
    return path


def write_ruled_pdf(folder: Path) -> Path:
    def page(sheet: Sheet) -> None:
        sheet.text(200, 60, TITLE, 16)
        sheet.text(430, 90, UNIT)
        sheet.table(60, 110, [150, 100, 100, 100], ROWS)
        sheet.text(60, 200, NOTE)

    return write_pdf(folder / "a.pdf", page)


def write_word(folder: Path) -> Path:
    document = docx.Document()
    document.add_paragraph(TITLE)
    document.add_paragraph(UNIT)
    table = document.add_table(len(ROWS), 4)
    for i, row in enumerate(ROWS):
        for j, cell in enumerate(row):
            if isinstance(cell, tuple):
                table.cell(i, j).merge(table.cell(i + cell[1] - 1, j + cell[2] - 1)).text = cell[0]
            elif cell is not None:
                table.cell(i, j).text = cell
    document.add_paragraph(NOTE)
    path = folder / "a.docx"
    document.save(str(path))
    return path


def write_sheet(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["D2"], sheet["A7"] = TITLE, UNIT, NOTE
    sheet.merge_cells("A1:D1")
    for i, row in enumerate(ROWS, start=3):
        for j, cell in enumerate(row, start=1):
            text = cell[0] if isinstance(cell, tuple) else cell
            is_amount = i > 4 and j > 1 and text
            value = float(Decimal(text.replace(",", "").replace("-", "0"))) if is_amount else text or None
            if value is not None:
                sheet.cell(i, j).value = value
                sheet.cell(i, j).number_format = '#,##0.00;-#,##0.00;"-"' if is_amount else "General"
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("B3:D3")
    path = folder / "a.xlsx"
    book.save(path)
    return path


def write_web(folder: Path) -> Path:
    rows = "".join(f"<tr>{''.join(_web_cell(cell) for cell in row if cell is not None)}</tr>" for row in ROWS)
    path = folder / "a.html"
    path.write_text(
        f"<html><head><meta charset='gb2312'><title>收支</title><style>p{{}}</style></head><body>"
        f"<ul class='nav'><li><a href='/'>首页</a></li></ul><div><p>{TITLE}</p><p>{UNIT}</p>"
        f"<table>{rows}</table><p>{NOTE}</p></div><div class='footer'>版权所有</div></body></html>",
        encoding="gbk",
    )
    return path


def _web_cell(cell: str | tuple[str, int, int]) -> str:
    text, high, wide = cell if isinstance(cell, tuple) else (cell, 1, 1)
    return f"<td rowspan={high} colspan={wide}><p>{text}</p></td>"


def grids_of(path: Path) -> list[Grid]:
    return [block for block in read_document(path).blocks if isinstance(block, Grid)]


def lines_of(path: Path) -> list[str]:
    return [block.text for block in read_document(path).blocks if isinstance(block, Line)]


def texts_of(grid: Grid) -> list[list[str | None]]:
    return [[cell and cell.text for cell in row] for row in grid.rows]


@pytest.mark.parametrize(
    ("write", "knows_merges"),
    [
        (write_text, False),
        (write_markdown, False),
        (write_ruled_pdf, True),
        (write_word, True),
        (write_sheet, True),
        (write_web, True),
    ],
)
def test_one_table_in_all_formats(write: Callable[[Path], Path], knows_merges: bool, tmp_path: Path) -> None:
    """The cells, their merges where the format has them, and the lines around the table."""
    path = write(tmp_path)
    (grid,) = grids_of(path)
    assert grid.merges_known is knows_merges
    if knows_merges:
        assert texts_of(grid) == TEXTS
        assert [[c and (c.row_span, c.column_span) for c in row] for row in grid.rows] == SPANS
    else:
        assert texts_of(grid) == [[cell or "" for cell in row] for row in TEXTS]
    lines = lines_of(path)
    assert lines[-3:] == [TITLE, UNIT, NOTE]


@pytest.mark.parametrize("name", ["report.txt", "report", "report.doc"])
def test_content_decides(name: str, tmp_path: Path) -> None:
    """A wrong or missing suffix does not matter."""
    path = tmp_path / name
    shutil.copy(write_word(tmp_path), path)
    assert len(grids_of(path)) == 1


def test_word_revisions_and_nesting(tmp_path: Path) -> None:
    """Tracked deletions are gone, headings keep their level, a nested table follows its outer one."""
    document = docx.Document()
    document.add_heading("一、概况", 2)
    paragraph = document.add_paragraph("预算")
    deleted = OxmlElement("w:del")
    paragraph.add_run("220")._r.addnext(deleted)
    deleted.append(paragraph.runs[-1]._r)
    inserted = OxmlElement("w:ins")
    inserted.append(paragraph.add_run("415.6")._r)
    paragraph._p.append(inserted)
    paragraph.add_run("万元")
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "外"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内", "1"
    frame = document.add_table(1, 1)
    frame.cell(0, 0).text = "框中文字"
    assert deleted.find(qn("w:r")) is not None
    path = tmp_path / "a.docx"
    document.save(str(path))
    blocks = read_document(path).blocks
    lines = [(b.text, b.heading, b.whole) for b in blocks if isinstance(b, Line)]
    assert lines == [("一、概况", 2, True), ("预算415.6万元", 0, True), ("框中文字", 0, True)]
    assert [texts_of(grid) for grid in grids_of(path)] == [[["外", ""]], [["内", "1"]]]
