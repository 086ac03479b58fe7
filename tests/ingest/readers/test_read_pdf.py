"""PDF pages: what is a table, what a line, and what is neither."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pdfplumber
import pytest
from drawn_pdf import FONT, HEIGHT, SIZE, WIDTH, Draw, Sheet, write_pdf
from PIL import Image
from reportlab.lib.utils import ImageReader

from ingest.document import Grid, Line, SourceDocument
from ingest.readers import read_document
from ingest.readers.pdf import read_pdf, reading
from ingest.readers.pdf.drawn import Drawn, Run
from ingest.readers.pdf.frames import Turn
from ingest.readers.pdf.page import Glyph, Page

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "shanghai"
HEADER = ["科目", "合计", "项目支出"]
ROWS = [HEADER, ["工资", "1,003.10", "769.00"], ["奖金", "20.00", "0.50"]]
WIDTHS = [150, 100, 100]


def grids_of(document: SourceDocument) -> list[list[list[str | None]]]:
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    return [[[cell and cell.text for cell in row] for row in grid.rows] for grid in grids]


def lines_of(document: SourceDocument) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def read_page(tmp_path: Path, *draw: Draw, size: tuple[float, float] = (WIDTH, HEIGHT)) -> SourceDocument:
    return read_document(write_pdf(tmp_path / "a.pdf", *draw, size=size))


def cells(sheet: Sheet, rows: Sequence[Sequence[str]]) -> None:
    """The texts of a table without its rules."""
    for i, row in enumerate(rows):
        for x, cell in zip((63, 213, 313), row, strict=True):
            sheet.text(x, 83 + 20 * i, cell)


def two_tables(sheet: Sheet) -> None:
    sheet.text(60, 60, "第一张表")
    sheet.table(60, 80, WIDTHS, ROWS)
    sheet.text(60, 200, "第二张表")
    sheet.table(60, 220, WIDTHS, ROWS)


def open_sides(sheet: Sheet) -> None:
    """Rules between the columns, none at the sides."""
    for row in range(len(ROWS) + 1):
        sheet.rule(60, 80 + 20 * row, 410, 80 + 20 * row)
    for x in (210, 310):
        sheet.rule(x, 80, x, 140)
    cells(sheet, ROWS)


def no_row_rules(sheet: Sheet) -> None:
    """A frame and rules between the columns, none between the rows."""
    rows = [*ROWS, ["津贴", "7.00", "8.00"]]
    for y in (80, 100, 160):
        sheet.rule(60, y, 410, y)
    for x in (60, 210, 310, 410):
        sheet.rule(x, 80, x, 160)
    cells(sheet, rows)


def thin_rectangles(sheet: Sheet) -> None:
    """Rules as filled rectangles, each row drawn twice, as Excel and WPS do."""
    for row in range(len(ROWS) + 1):
        for shift in (0, 0.7):
            sheet.canvas.rect(60, sheet.height - 80 - 20 * row - shift, 350, 0.5, stroke=0, fill=1)
    for x in (60, 210, 310, 410):
        sheet.canvas.rect(x, sheet.height - 140, 0.5, 60, stroke=0, fill=1)
    cells(sheet, ROWS)


def no_rules(sheet: Sheet) -> None:
    for i, row in enumerate(ROWS):
        for x, cell in zip((63, 213, 313), row, strict=True):
            sheet.text(x, 83 + 16 * i, cell)


def three_lines(sheet: Sheet) -> None:
    """Rules above and below the header and at the end."""
    for y in (80, 100, 160):
        sheet.rule(60, y, 410, y)
    cells(sheet, [*ROWS, ["津贴", "7.00", "8.00"]])


def rules_between_rows(sheet: Sheet) -> None:
    for row in range(len(ROWS) + 1):
        sheet.rule(60, 80 + 20 * row, 410, 80 + 20 * row)
    cells(sheet, ROWS)


def shaded_rows(sheet: Sheet) -> None:
    """Every other row on grey, drawn cell by cell as spreadsheets do."""
    sheet.canvas.setFillGray(0.85)
    for row in (0, 2):
        for x, width in zip((60, 210, 310), WIDTHS, strict=True):
            sheet.canvas.rect(x, sheet.height - 100 - 20 * row, width, 20, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)
    cells(sheet, [*ROWS, ["津贴", "7.00", "8.00"]])


def white_on_dark(sheet: Sheet) -> None:
    """A dark header with white words and white lines in it."""
    sheet.canvas.setFillGray(0.2)
    sheet.canvas.rect(60, sheet.height - 100, 350, 20, stroke=0, fill=1)
    sheet.canvas.setFillGray(1)
    cells(sheet, ROWS[:1])
    sheet.canvas.setFillGray(0)
    sheet.table(60, 100, WIDTHS, ROWS[1:])
    sheet.canvas.setStrokeGray(1)
    for x in (210, 310):
        sheet.rule(x, 80, x, 100)


def white_boxes(sheet: Sheet) -> None:
    """A white box behind each line of text, as word processors shade it, makes no rows."""
    rows = [[("工资\n福利", 2, 1), "1,003.10", "769.00"], [None, "20.00", "0.50"]]
    sheet.canvas.setFillGray(1)
    for x, y in ((62, 103), (62, 113), (62, 123), (212, 103), (212, 123)):
        sheet.canvas.rect(x, sheet.height - y - 9, 60, 8, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)
    sheet.table(60, 80, WIDTHS, [HEADER, *rows])


def in_forms(sheet: Sheet) -> None:
    """A table in a form that is drawn in another form, each shifted."""
    canvas = sheet.canvas
    canvas.beginForm("inner")
    Sheet(canvas, sheet.height).table(40, 70, WIDTHS, ROWS)
    canvas.endForm()
    canvas.beginForm("outer")
    canvas.translate(10, -5)
    canvas.doForm("inner")
    canvas.endForm()
    canvas.translate(10, -5)
    canvas.doForm("outer")


def bold_by_copies(sheet: Sheet) -> None:
    """Four copies, the last further from the first than a digit is from its neighbour's copy."""
    sheet.table(60, 80, WIDTHS, ROWS)
    for shift in (0.5, 1.0, 1.5):
        sheet.canvas.saveState()
        sheet.canvas.translate(shift, 0)
        sheet.table(60, 80, WIDTHS, ROWS)
        sheet.canvas.restoreState()


def framed_page(sheet: Sheet) -> None:
    sheet.canvas.rect(20, 20, WIDTH - 40, HEIGHT - 40)
    sheet.table(60, 80, WIDTHS, ROWS)


def turned_right(sheet: Sheet) -> None:
    """A landscape table on a sheet that is shown turned, as /Rotate says."""
    sheet.canvas.setPageRotation(90)
    sheet.canvas.translate(WIDTH, 0)
    sheet.canvas.rotate(90)
    Sheet(sheet.canvas, WIDTH).table(60, 80, WIDTHS, ROWS)


def drawn_sideways(sheet: Sheet) -> None:
    """A landscape table on a portrait sheet that is shown as it is."""
    sheet.canvas.translate(WIDTH, 0)
    sheet.canvas.rotate(90)
    Sheet(sheet.canvas, WIDTH).table(60, 80, WIDTHS, ROWS)


def drawn_downwards(sheet: Sheet) -> None:
    sheet.canvas.translate(0, HEIGHT)
    sheet.canvas.rotate(-90)
    Sheet(sheet.canvas, WIDTH).table(60, 80, WIDTHS, ROWS)


@pytest.mark.parametrize(
    ("draw", "tables"),
    [
        (lambda sheet: sheet.table(60, 80, WIDTHS, ROWS), [ROWS]),
        (two_tables, [ROWS, ROWS]),
        (open_sides, [ROWS]),
        (no_row_rules, [[*ROWS, ["津贴", "7.00", "8.00"]]]),
        (thin_rectangles, [ROWS]),
        (no_rules, [ROWS]),
        (three_lines, [[*ROWS, ["津贴", "7.00", "8.00"]]]),
        (rules_between_rows, [ROWS]),
        (shaded_rows, [[*ROWS, ["津贴", "7.00", "8.00"]]]),
        (white_on_dark, [ROWS]),
        (white_boxes, [[HEADER, ["工资\n福利", "1,003.10", "769.00"], [None, "20.00", "0.50"]]]),
        (in_forms, [ROWS]),
        (bold_by_copies, [ROWS]),
        (framed_page, [ROWS]),
        (turned_right, [ROWS]),
        (drawn_sideways, [ROWS]),
        (drawn_downwards, [ROWS]),
        (lambda sheet: sheet.table(60, 80, [300], [["目录"], ["一、概况"]]), []),
        (lambda sheet: sheet.table(60, 80, WIDTHS, [["", "", ""]] * 3) or sheet.text(60, 60, "空页"), []),
    ],
    ids=count(),
)
def test_tables(draw: Draw, tables: list[Sequence[Sequence[str]]], tmp_path: Path) -> None:
    """Whatever draws a table, its cells are the same."""
    assert grids_of(read_page(tmp_path, draw)) == tables


@pytest.mark.parametrize("draw", [drawn_sideways, drawn_downwards, turned_right], ids=count())
def test_boxes_of_turned_pages(draw: Draw, tmp_path: Path) -> None:
    """A cell's box is its place on the page as it is shown."""
    path = write_pdf(tmp_path / "a.pdf", draw)
    (grid,) = (block for block in read_document(path).blocks if isinstance(block, Grid))
    cell = grid.rows[1][1]
    assert cell
    box = cell.location.box
    assert box
    with pdfplumber.open(path) as pdf:
        shown = pdf.pages[0].crop((box.x0, box.top, box.x1, box.bottom)).chars
    assert sorted(char["text"] for char in shown) == sorted("1,003.10")


def test_box_of_cell(tmp_path: Path) -> None:
    """A cell's box is what its rules enclose, in points from the top left."""
    document = read_page(tmp_path, lambda sheet: sheet.table(60, 80, WIDTHS, ROWS))
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    cell = grid.rows[1][2]
    assert cell
    assert cell.location.page == 1
    box = cell.location.box
    assert box
    assert (box.x0, box.top, box.x1, box.bottom) == pytest.approx((310, 100, 410, 120), abs=0.6)


@pytest.mark.parametrize(
    ("pieces", "line"),
    [
        ([(60, "本年预算")], "本年预算"),
        ([(60, "单位："), (300, "万元")], "单位： 万元"),
        ([(60, "12.50"), (140, "7.00")], "12.50 7.00"),
        ([(60, "2024"), (85, "年")], "2024 年"),
        ([(60, "目"), (90, "录")], "目 录"),
        ([(60, "预"), (72, "算")], "预算"),  # justified: a fifth of a character apart
        ([(60, "一、概况………………3")], "一、概况………………3"),
    ],
)
def test_spaces(pieces: list[tuple[float, str]], line: str, tmp_path: Path) -> None:
    """Only real gaps are spaces, and numbers of neighbouring columns never meet."""

    def draw(sheet: Sheet) -> None:
        for x, text in pieces:
            sheet.text(x, 100, text)

    assert lines_of(read_page(tmp_path, draw)) == [line]


def test_number_over_a_rule(tmp_path: Path) -> None:
    """An amount too long for its cell stays whole; amounts that touch a rule stay apart."""

    def draw(sheet: Sheet) -> None:
        sheet.table(60, 80, [60, 60, 60], [["甲", "乙", "丙"], ["", "", "1.5"]])
        sheet.text(98, 103, "1,234,567.8")

    assert grids_of(read_page(tmp_path, draw)) == [[["甲", "乙", "丙"], ["", "1,234,567.8", "1.5"]]]


def test_indented(tmp_path: Path) -> None:
    """A paragraph's first line begins to the right of the text's edge."""

    def draw(sheet: Sheet) -> None:
        for y, x in enumerate((80, 60, 60, 80, 60)):
            sheet.text(x, 100 + 20 * y, "预算情况说明")

    lines = [block for block in read_page(tmp_path, draw).blocks if isinstance(block, Line)]
    assert [line.indented for line in lines] == [True, False, False, True, False]


def test_furniture(tmp_path: Path) -> None:
    """Headers, footers and page numbers go; titles, units and notes of tables stay on every page."""

    def page(number: int) -> Draw:
        def draw(sheet: Sheet) -> None:
            sheet.text(60, 20, "某局2024年部门预算")
            sheet.text(280, HEIGHT - 30, str(number) if number % 2 else f"— {number} —")
            if number > 4:
                sheet.text(200, 45, "部门支出总表")
                sheet.text(430, 62, "单位：元")
                sheet.table(60, 80, WIDTHS, ROWS)
                sheet.text(60, 145, "注：本表续前页。")
            else:
                sheet.text(60, 100, f"正文{number}")
                sheet.text(60, 120, "2024")

        return draw

    lines = lines_of(read_page(tmp_path, *(page(number) for number in range(1, 9))))
    assert "某局2024年部门预算" not in lines
    assert lines[:4] == ["正文1", "2024", "正文2", "2024"]
    assert lines[8:] == ["部门支出总表", "单位：元", "注：本表续前页。"] * 4


def test_hidden_text(tmp_path: Path) -> None:
    """Text off the page, clipped away or aslant is not printed text."""

    def draw(sheet: Sheet) -> None:
        sheet.text(60, 100, "正文")
        sheet.text(60, -50, "页外")
        sheet.canvas.saveState()
        clip = sheet.canvas.beginPath()
        clip.rect(50, HEIGHT - 140, 300, 30)
        sheet.canvas.clipPath(clip, stroke=0)
        sheet.text(60, 115, "看得见")
        sheet.text(60, 160, "看不见")
        sheet.canvas.restoreState()
        sheet.canvas.beginForm("clipped")
        clip = sheet.canvas.beginPath()
        clip.rect(50, HEIGHT - 180, 300, 30)
        sheet.canvas.clipPath(clip, stroke=0)
        sheet.text(60, 155, "表单里看得见")
        sheet.text(60, 200, "表单里看不见")
        sheet.canvas.endForm()
        sheet.canvas.doForm("clipped")
        sheet.canvas.rotate(30)
        sheet.text(300, 300, "水印")

    assert lines_of(read_page(tmp_path, draw)) == ["正文", "看得见", "表单里看得见"]


def note_marks(sheet: Sheet) -> None:
    """Raised digits behind a name and behind amounts; the 2 of m² is none."""
    sheet.table(60, 80, WIDTHS, [HEADER, ["信息化建设", "200.5", "159.5"], ["面积m", "20", "0.5"]])
    for x, y, mark in ((113, 102, "1"), (232, 102, "[2]"), (335.5, 102, "2"), (91, 122, "2")):
        sheet.text(x, y, mark, 5.5)


def struck_out(sheet: Sheet) -> None:
    """A thin box through an amount and through a word; a rule through a word that is too tall for its row stays one."""
    sheet.table(60, 80, WIDTHS, [HEADER, ["工资", "", "769.00"], ["奖金", "20.00", "0.50"]])
    sheet.text(213, 103, "180.00")
    sheet.text(260, 103, "210.00")
    sheet.canvas.rect(213, sheet.height - 109.5, 25.5, 0.5, stroke=0, fill=1)
    sheet.text(60, 200, "原编号五十二")
    sheet.rule(60, 206.5, 90, 206.5)
    sheet.text(60, 220, "下划线")
    sheet.rule(60, 231, 90, 231)


def painted_with_nothing(sheet: Sheet) -> None:
    """Text in no colour, and white on the white paper."""
    sheet.table(60, 80, WIDTHS, ROWS)
    text = sheet.canvas.beginText(240, sheet.height - 111)
    text.setFont(FONT, SIZE)
    text.setTextRenderMode(3)
    text.textOut("999")
    sheet.canvas.drawText(text)
    sheet.canvas.setFillGray(1)
    sheet.text(345, 103, "888")


def pale_watermark(sheet: Sheet) -> None:
    """Level, pale, twice as large as the text, made of digits, across a cell and its rule."""
    sheet.table(60, 80, WIDTHS, ROWS)
    sheet.canvas.setFillGray(0.8)
    sheet.text(235, 96, "0618", 20)
    sheet.text(150, 116, "0618", 20)


def small_pale_watermark(sheet: Sheet) -> None:
    """As small as the text, in many places, some of them on it."""
    sheet.table(60, 80, WIDTHS, ROWS)
    sheet.canvas.setFillGray(0.7)
    for x in range(40, 400, 45):
        for y in range(70, 150, 13):
            sheet.text(x, y, "内部2024")


def large_watermark(sheet: Sheet) -> None:
    """As dark as the text, over several rows."""
    sheet.table(60, 80, WIDTHS, ROWS)
    sheet.text(70, 85, "2024", 50)


def grey_title_and_note(sheet: Sheet) -> None:
    """Pale and large, but beside the table: a title and a note."""
    sheet.table(60, 80, WIDTHS, ROWS)
    sheet.canvas.setFillGray(0.5)
    sheet.text(60, 40, "支出总表", 20)
    sheet.text(60, 150, "注：单位为元", 8)


def broken_numbers(sheet: Sheet) -> None:
    """Numbers that narrow columns break, amounts below each other, and digits that stand apart."""
    rows = [["甲", "乙", "丙"], ["12,345,67\n8.90", "1682.7\n6", "1 003.10"], ["10.00\n20.00", "20\n30", "2 0 . 5"]]
    sheet.table(60, 80, [42, 31, 60], rows)


def upright_header(sheet: Sheet) -> None:
    """A heading of stacked characters, and one that is turned, read from its own side."""
    sheet.table(60, 80, WIDTHS, [["", "", ""], ["工资", "1,003.10", "769.00"]])
    sheet.table(60, 120, WIDTHS, [["奖金", "20.00", "0.50"]])
    for number, character in enumerate("合计"):
        sheet.text(255, 81 + 9 * number, character, 8)
    sheet.canvas.saveState()
    sheet.canvas.translate(360, sheet.height - 99)
    sheet.canvas.rotate(90)
    sheet.canvas.setFont(FONT, 8)
    sheet.canvas.drawString(0, 0, "项目")
    sheet.canvas.drawString(0, -9, "支出")
    sheet.canvas.restoreState()


def equal_words(sheet: Sheet) -> None:
    """The same word in each row of a column, in a font that is not embedded: PDFium alone drops some."""
    sheet.table(60, 80, WIDTHS, [HEADER, *[["车", "车辆", "1.5"]] * 8])


@pytest.mark.parametrize(
    ("draw", "rows", "lines"),
    [
        (note_marks, [HEADER, ["信息化建设", "200.5", "159.5"], ["面积m2", "20", "0.5"]], []),
        (struck_out, [HEADER, ["工资", "210.00", "769.00"], ["奖金", "20.00", "0.50"]], ["五十二", "下划线"]),
        (painted_with_nothing, ROWS, []),
        (pale_watermark, ROWS, []),
        (small_pale_watermark, ROWS, []),
        (large_watermark, ROWS, []),
        (grey_title_and_note, ROWS, ["支出总表", "注：单位为元"]),
        (
            broken_numbers,
            [["甲", "乙", "丙"], ["12,345,678.90", "1682.76", "1003.10"], ["10.00\n20.00", "20\n30", "20.5"]],
            [],
        ),
        (upright_header, [["", "合\n计", "项目\n支出"], *ROWS[1:]], []),
        (equal_words, [HEADER, *[["车", "车辆", "1.5"]] * 8], []),
    ],
    ids=count(),
)
def test_what_counts_as_printed(draw: Draw, rows: list[list[str]], lines: list[str], tmp_path: Path) -> None:
    """Cells and lines are what a reader of the page takes for its text."""
    document = read_page(tmp_path, draw)
    assert (grids_of(document), lines_of(document)) == ([rows], lines)


@pytest.mark.parametrize(
    ("code", "text"),
    [(0x2F00, "一"), (0x2F3E, "户"), (0x2ED3, "长"), (0x2EE9, "黄"), (0xF90A, "金"), (0x2F83F, "周"), (0x00AD, "-")],
)
def test_usual_characters(code: int, text: str) -> None:
    """Radicals and compatibility ideographs are read as the characters that they look like."""
    run = Run(along=(10.0, 0.0), up=(0.0, 10.0), mode=0, shade=0.0, order=0)
    drawn = Drawn(1, (0.0, 0.0, 100.0, 100.0), 0, (run,), ((code, 10.0, 10.0, 1.0, 0),), (), (), 0)
    assert [glyph.text for glyph in reading.read_page(drawn).glyphs] == [text]


def picture(sheet: Sheet) -> None:
    sheet.canvas.drawImage(ImageReader(Image.new("L", (100, 100), 128)), 0, 0, WIDTH, HEIGHT)


def test_pages_that_are_pictures(tmp_path: Path) -> None:
    """A recogniser is asked for them alone, and what it gives is laid out and told as recognised."""
    path = write_pdf(tmp_path / "a.pdf", two_tables, picture)
    asked = []

    def recognise(path: Path, number: int) -> Page:
        asked.append((path.name, number))
        glyphs = tuple(
            Glyph.boxed(text, 100.0 + 10 * n, 100.0, 110.0 + 10 * n, 110.0) for n, text in enumerate("合计12")
        )
        return Page(number, WIDTH, HEIGHT, Turn.RIGHT, glyphs, (), (), scanned=True)

    document = read_pdf(path, "", lambda: recognise)
    assert asked == [("a.pdf", 2)]
    last = document.blocks[-1]
    assert isinstance(last, Line)
    assert (last.text, last.location.page, last.location.scanned) == ("合计12", 2, True)
    assert not document.blocks[0].location.scanned


def test_text_that_a_scanner_recognised(tmp_path: Path) -> None:
    """Unseen text on the picture that it was recognised in counts, and is told as recognised."""

    def draw(sheet: Sheet) -> None:
        picture(sheet)
        text = sheet.canvas.beginText(60, 700)
        text.setFont(FONT, SIZE)
        text.setTextRenderMode(3)
        text.textOut("预算" * 24)
        sheet.canvas.drawText(text)

    (line,) = read_page(tmp_path, draw).blocks
    assert isinstance(line, Line)
    assert (line.text, line.location.scanned) == ("预算" * 24, True)


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of published budgets is not here")
@pytest.mark.parametrize(
    ("file", "pages", "grids", "cells"),
    [
        (
            "putuo-sfj-dept-2026.pdf",
            23,
            12,
            [(14, 2, 1, "96,282,213.44"), (14, 2, 3, "87,267,272.44"), (20, 0, 3, "130000.00")],
        ),
        (
            "putuo-shgzb-final-2024.pdf",
            24,
            13,
            [(5, 2, 1, "307.82"), (12, 2, 1, "一般公共服务\n支出"), (13, 1, 5, "10.23"), (14, 4, 0, "")],
        ),
        (
            "putuo-wanli-dept-2024.pdf",
            33,
            22,
            [(11, 4, 1, "05"), (15, 0, 1, "156,211,123"), (31, 3, 3, "46.56"), (31, 3, 6, "443.18")],
        ),
    ],
)
def test_corpus(file: str, pages: int, grids: int, cells: list[tuple[int, int, int, str]]) -> None:
    """Real budgets: the number of tables, some cells, no blank grid and no line read twice."""
    document = read_document(CORPUS / file)
    found = [block for block in document.blocks if isinstance(block, Grid)]
    assert (document.pages, len(found)) == (pages, grids)
    by_page = {grid.location.page: grid for grid in found}
    for page, row, column, text in cells:
        cell = by_page[page].rows[row][column]
        assert cell
        assert (cell.text, cell.location.page) == (text, page)
    assert lines_of(document).count("（十）完成区委、区政府交办的其他任务。") <= 1


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of published budgets is not here")
@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.pdf")), ids=lambda path: path.stem)
def test_corpus_has_the_cells_of_pdfplumber(path: Path) -> None:
    """Each table's texts are those that pdfplumber's own table finder gives."""

    def folded(text: str | None) -> str | None:
        return None if text is None else "".join(text.split())

    with pdfplumber.open(path) as pdf:
        tables = [table for page in pdf.pages for table in page.extract_tables() if len(table[0]) > 1]
    expected = [[[folded(cell) for cell in row] for row in table] for table in tables]
    read = [[[folded(cell) for cell in row] for row in grid] for grid in grids_of(read_document(path))]
    assert read == expected
