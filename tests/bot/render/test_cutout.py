"""The picture of a figure's place, measured in its pixels: each header stands above its own column."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from drawn_table import CELLS, FONT, HEADERS, ROW, SIZE, Drawn, Part, new_canvas, same, turned
from PIL import Image, ImageChops, ImageColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics

from bot.render.cutout import CutOuts, Mark, Place, draw_png
from bot.render.cutout.band import CELL, FRAME, ODD_FRAME
from bot.render.cutout.band import ROW as ROW_TINT
from bot.render.cutout.columns import Columns, carried, columns_on
from bot.render.cutout.geometry import Span
from bot.render.cutout.header import Written, find_header
from bot.render.cutout.headings import headings
from bot.render.cutout.sheet import Sheets
from knowledge.model import Box, Table

WIDTHS = (120.0, 90.0, 70.0, 80.0)
OTHER_WIDTHS = (100.0, 70.0, 95.0, 60.0)
PAGE_TWO_HEADERS = ("#ffd8d0", "#d8f8d0", "#dcd8ff", "#f8f8c0")  # other colours: a header that is printed again
_NEAR = 4  # pixels


def draw(path: Path, page: int, table: Table | None, *marks: Mark) -> Image.Image:
    """The picture with its exact colours."""
    with CutOuts(path) as cut_outs:
        return cut_outs.draw(Place(page, marks, table))


def area(picture: Image.Image, colour: str) -> tuple[int, int, int, int] | None:
    """The smallest box around all pixels of a colour: left, top, right, bottom."""
    wanted = ImageColor.getrgb(colour)
    mask = Image.new("L", picture.size, 255)
    for band, value in zip(picture.split(), wanted, strict=True):
        mask = ImageChops.darker(mask, band.point([255 if level == value else 0 for level in range(256)]))
    return mask.getbbox()


def tinted(colour: str) -> str:
    """A colour below the tint of marked rows and of the header of a marked column."""
    pixels = [Image.new("RGB", (1, 1), one) for one in (colour, ROW_TINT)]
    return "#{:02x}{:02x}{:02x}".format(*ImageChops.multiply(*pixels).getpixel((0, 0)))


def assert_above(picture: Image.Image, headers: Sequence[str], cells: Sequence[str]) -> None:
    """Each header stands above the cells of its column, with the same left and right end."""
    for header, cell in zip(headers, cells, strict=True):
        above, below = area(picture, header) or area(picture, tinted(header)), area(picture, cell)
        assert above is not None, header
        assert below is not None, cell
        assert abs(above[0] - below[0]) <= _NEAR
        assert abs(above[2] - below[2]) <= _NEAR
        assert above[3] <= below[1]


def two_pages(path: Path, first: Part, second: Part) -> Drawn:
    """A table over two pages."""
    drawn = Drawn(new_canvas(path))
    drawn.part(first, 1)
    drawn.canvas.showPage()
    drawn.part(second, 2)
    drawn.canvas.save()
    return drawn


# ---- the header -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [1, 15])
def test_header_of_the_same_page(row: int, tmp_path: Path) -> None:
    """Near, all in one piece; far, what lies between is left out."""
    path = tmp_path / "a.pdf"
    drawn = Drawn(new_canvas(path))
    drawn.part(Part(WIDTHS, 20, has_header=True), 1)
    drawn.canvas.save()
    picture = draw(path, 1, drawn.table(3), drawn.mark(row, 1))
    assert_above(picture, HEADERS[:4], CELLS[:4])
    assert picture.height < 400


@pytest.mark.parametrize(
    "second",
    [
        Part(WIDTHS, 6, left=40, top=60),
        Part(WIDTHS, 6, left=150, top=60),  # as where margins differ
        Part([width * 0.8 for width in WIDTHS], 6, left=60, top=60),
        Part(OTHER_WIDTHS, 6, left=60, top=60),
    ],
    ids=["same place", "moved", "smaller", "other widths"],
)
def test_header_of_the_first_page_stands_above_its_columns(second: Part, tmp_path: Path) -> None:
    """However the columns of the later page stand, each one has its own header above it."""
    path = tmp_path / "a.pdf"
    drawn = two_pages(path, Part(WIDTHS, 8, has_header=True), second)
    picture = draw(path, 2, drawn.table(3), drawn.mark(10, 1))
    assert_above(picture, HEADERS[:4], CELLS[:4])
    frame = area(picture, FRAME)
    below = area(picture, CELLS[2])
    assert frame
    assert below
    assert (abs(frame[0] - below[0]), abs(frame[2] - below[2])) <= (_NEAR, _NEAR)


def test_header_that_is_printed_again(tmp_path: Path) -> None:
    """The page's own header is shown, not that of the first page."""
    path = tmp_path / "a.pdf"
    again = Part(OTHER_WIDTHS, 6, left=70, top=60, has_header=True, fills=(PAGE_TWO_HEADERS, CELLS))
    drawn = two_pages(path, Part(WIDTHS, 8, has_header=True), again)
    picture = draw(path, 2, drawn.table(3), drawn.mark(12, 2))
    assert_above(picture, PAGE_TWO_HEADERS, CELLS[:4])
    assert area(picture, HEADERS[0]) is None


def test_header_over_several_columns_of_other_widths_is_written(tmp_path: Path) -> None:
    """A cell above several columns cannot be cut: the header is written anew, the lowest cells above their columns."""
    path = tmp_path / "a.pdf"
    first = Part((120.0, 40.0, 40.0, 40.0), 8, has_header=True, group="支出预算")
    drawn = two_pages(path, first, Part((90.0, 70.0, 50.0, 85.0), 6, top=60))
    table = drawn.table(3)
    picture = draw(path, 2, table, drawn.mark(10, 1))
    assert area(picture, HEADERS[1]) is None
    frame, rows = area(picture, FRAME), area(picture, CELLS[0])
    assert frame
    assert rows
    lowest = picture.crop((0, rows[1] - 14, picture.width, rows[1] - 6))
    tint = area(lowest, CELL)
    assert tint
    assert (abs(tint[0] - frame[0]), abs(tint[2] - frame[2])) <= (_NEAR, _NEAR)
    with Sheets(path) as sheets:
        sheet = sheets.sheet(2)
        columns = columns_on(sheet, table)
        assert columns
        header = find_header(sheets, sheet, table, columns)
        assert isinstance(header, Written)
        found = list(headings(table, columns, columns_on(header.home, table), header, []))
    assert [heading.path for heading in found] == [("列0",), *(("支出预算", f"列{n}") for n in (1, 2, 3))]
    assert [round(heading.column.low) for heading in found] == [40, 130, 200, 250]


# ---- rows -------------------------------------------------------------------------------------------------


def test_tall_row_is_whole(tmp_path: Path) -> None:
    """A row of many lines is shown from rule to rule."""
    path = tmp_path / "a.pdf"
    drawn = Drawn(new_canvas(path))
    drawn.part(Part(WIDTHS, 3, has_header=True, heights=(ROW, 240.0, ROW)), 1)
    drawn.canvas.save()
    frame = area(draw(path, 1, drawn.table(3), drawn.mark(1, 0)), FRAME)
    assert frame
    assert frame[3] - frame[1] >= 240 * 2


@pytest.mark.parametrize(("row", "is_shown"), [(5, True), (7, False)])
def test_row_that_the_end_of_a_page_cuts(row: int, is_shown: bool, tmp_path: Path) -> None:
    """What stands of the row at the end of the page before, without amounts, is shown with it."""
    path = tmp_path / "a.pdf"
    drawn = Drawn(new_canvas(path))
    drawn.part(Part(WIDTHS, 4, has_header=True), 1)
    drawn.part(Part(WIDTHS, 1, top=220, fills=(HEADERS, ("#ffd8d0", *CELLS[1:]))), 1, words=["一半"])
    drawn.canvas.showPage()
    drawn.part(Part(WIDTHS, 4, left=80, top=60), 2)
    drawn.canvas.save()
    picture = draw(path, 2, drawn.table(3), drawn.mark(row, 1))
    half, own = area(picture, "#ffd8d0"), area(picture, CELLS[0])
    assert own
    assert (half is not None) == is_shown
    if half:
        assert abs(half[0] - own[0]) <= _NEAR
        assert half[3] < own[3]


def test_only_the_list_of_the_mark_is_tinted(tmp_path: Path) -> None:
    """Of two lists side by side the other one's row is not marked."""
    path = tmp_path / "a.pdf"
    drawn = Drawn(new_canvas(path))
    drawn.part(Part((100.0, 60.0, 60.0, 60.0), 4, has_header=True, fills=(HEADERS, ("#ffffff",) * 6)), 1)
    drawn.canvas.save()
    picture = draw(path, 1, drawn.table(3, sides=(0, 1, 1)), drawn.mark(1, 2))
    tint, frame = area(picture, ROW_TINT), area(picture, FRAME)
    first = area(picture, HEADERS[1])
    assert tint
    assert frame
    assert first
    assert tint[0] >= first[2] - _NEAR


def test_several_marks(tmp_path: Path) -> None:
    """All rows of a finding, the odd one in its own colour; rows between distant ones are left out."""
    path = tmp_path / "a.pdf"
    drawn = Drawn(new_canvas(path))
    drawn.part(Part(WIDTHS, 30, has_header=True), 1)
    drawn.canvas.save()
    odd = replace(drawn.mark(2, 0), is_odd=True)
    picture = draw(path, 1, drawn.table(3), odd, drawn.mark(28, 0))
    first, second = area(picture, ODD_FRAME), area(picture, FRAME)
    assert first
    assert second
    assert first[3] < second[1]
    assert abs(first[0] - second[0]) <= _NEAR
    assert picture.height < 700


# ---- pages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_rotated", [False, True], ids=["text runs upwards", "page is turned"])
def test_turned_pages(is_rotated: bool, tmp_path: Path) -> None:
    """The picture is turned so that it can be read; boxes are those of the page as it is shown."""
    path = tmp_path / "a.pdf"
    width, _ = A4
    canvas = new_canvas(path, A4)
    if is_rotated:
        canvas.setPageRotation(90)
    canvas.translate(width, 0)
    canvas.rotate(90)
    drawn = Drawn(canvas, height=width)
    drawn.part(Part(WIDTHS, 6, has_header=True, left=200), 1, same if is_rotated else turned)
    canvas.save()
    picture = draw(path, 1, drawn.table(3), drawn.mark(2, 1))
    assert_above(picture, HEADERS[:4], CELLS[:4])
    assert picture.width > picture.height


def test_scanned_pages(tmp_path: Path) -> None:
    """Pictures without text: rules are found in the pixels, the header of page one stands above its columns."""
    source, path = tmp_path / "source.pdf", tmp_path / "a.pdf"
    drawn = two_pages(source, Part(WIDTHS, 8, has_header=True), Part(WIDTHS, 6, left=70, top=60))
    canvas = new_canvas(path)
    pdf = pypdfium2.PdfDocument(source)
    for page in pdf:
        canvas.drawImage(ImageReader(page.render(scale=2).to_pil()), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    pdf.close()
    picture = draw(path, 2, drawn.table(3), drawn.mark(10, 1))
    with Sheets(path) as sheets:
        assert not sheets.sheet(2).glyphs
    assert_above(picture, HEADERS[:4], CELLS[:4])


def test_wide_table(tmp_path: Path) -> None:
    """Of a table too wide for a phone the label, the cell's column and its neighbours, and marks of gaps."""
    path = tmp_path / "a.pdf"
    drawn = Drawn(new_canvas(path, (1600, 600)), height=600)
    fills = [f"#e0{230 + number:x}ff" for number in range(21)]
    drawn.part(Part((120.0, *[70.0] * 20), 6, has_header=True, fills=(fills, CELLS)), 1)
    drawn.canvas.save()
    picture = draw(path, 1, drawn.table(20), drawn.mark(2, 14))
    frame = area(picture, FRAME)
    assert frame
    label, header = area(picture, fills[0]), area(picture, tinted(fills[15]))
    assert label
    assert header
    assert label[2] < frame[0]
    assert (abs(header[0] - frame[0]), abs(header[2] - frame[2])) <= (_NEAR, _NEAR)
    assert (area(picture, fills[14]), area(picture, fills[16])) != (None, None)
    assert area(picture, fills[3]) is None
    assert picture.width < 1700


def test_table_without_rules(tmp_path: Path) -> None:
    """Nothing parts the columns but blanks: the header is shown whole, the cell is framed."""
    path = tmp_path / "a.pdf"
    drawn = Drawn(new_canvas(path), is_ruled=False)
    drawn.part(Part(WIDTHS, 9, has_header=True), 1)
    drawn.canvas.showPage()
    drawn.part(Part(WIDTHS, 6, left=80, top=60), 2)
    drawn.canvas.save()
    picture = draw(path, 2, drawn.table(3), drawn.mark(11, 1))
    assert_above(picture, HEADERS[:4], CELLS[:4])


# ---- sentences ----------------------------------------------------------------------------------------------


SENTENCE = "2026年支出预算192.3万元，其中基本支出100万元，项目支出92.3万元，比上年增加100万元。"


def write(path: Path, *pages: Sequence[str]) -> None:
    """Lines from 100 points down, 24 apart."""
    canvas = new_canvas(path)
    for lines in pages:
        canvas.setFont(FONT, SIZE)
        for number, line in enumerate(lines):
            canvas.drawString(72, A4[1] - 100 - SIZE - 24 * number, line)
        canvas.showPage()
    canvas.save()


@pytest.mark.parametrize(
    ("printed", "label", "before", "framed"),
    [
        ("192.3", "支出预算", "2026年支出预算", "192.3万元"),
        ("92.3", "项目支出", "2026年支出预算192.3万元，其中基本支出100万元，项目支出", "92.3万元"),
        ("100", "基本支出", "2026年支出预算192.3万元，其中基本支出", "100万元"),
    ],
)
def test_number_in_a_sentence(printed: str, label: str, before: str, framed: str, tmp_path: Path) -> None:
    """Of equal numbers the one behind its label is framed, with its unit; the lines around are shown."""
    path = tmp_path / "a.pdf"
    write(path, ["1. 第一段，2025。", SENTENCE, "3. 第三段，2027。"])
    box = Box(72, 124, 500, 124 + SIZE)
    picture = draw(path, 1, None, Mark(box, SENTENCE, printed, "万元", label))
    frame, lines = area(picture, FRAME), area(picture, "#000000")
    assert frame
    assert lines
    scale = 2.2
    width = pdfmetrics.stringWidth
    assert (frame[2] - frame[0]) / scale == pytest.approx(width(framed, FONT, SIZE), abs=6)
    assert (frame[0] - 16) / scale == pytest.approx(width(before, FONT, SIZE) + 3, abs=6)
    assert picture.height > 3 * 24 * 2 * 0.8


def test_several_numbers_of_a_sentence(tmp_path: Path) -> None:
    """Each one is framed, the odd one in its own colour."""
    path = tmp_path / "a.pdf"
    write(path, ["1. 第一段，2025。", SENTENCE, "3. 第三段，2027。"])
    box = Box(72, 124, 500, 124 + SIZE)
    odd = Mark(box, SENTENCE, "192.3", "万元", "支出预算", is_odd=True)
    picture = draw(
        path, 1, None, odd, Mark(box, SENTENCE, "92.3", "万元"), Mark(box, SENTENCE, "100", "万元", "基本支出")
    )
    first, others = area(picture, ODD_FRAME), area(picture, FRAME)
    assert first
    assert others
    assert first[2] < others[0]
    width = pdfmetrics.stringWidth("100万元，项目支出92.3万元", FONT, SIZE)
    assert (others[2] - others[0]) / 2.2 == pytest.approx(width, abs=6)


def test_sentence_that_goes_on_overleaf(tmp_path: Path) -> None:
    """The number is framed on the page that it stands on."""
    path = tmp_path / "a.pdf"
    write(path, ["1. 第一段，2025。", SENTENCE[:20]], [SENTENCE[20:], "3. 第三段，2027。"])
    picture = draw(path, 1, None, Mark(Box(72, 124, 300, 134), SENTENCE, "92.3", "万元", "项目支出"))
    frame = area(picture, FRAME)
    assert frame
    assert (frame[2] - frame[0]) / 2.2 == pytest.approx(pdfmetrics.stringWidth("92.3万元", FONT, SIZE), abs=6)


def test_text_that_is_not_found_is_framed_where_it_was_read(tmp_path: Path) -> None:
    """The box of the knowledge base is the last resort."""
    path = tmp_path / "a.pdf"
    write(path, ["1. 第一段，2025。", SENTENCE, "3. 第三段，2027。"])
    picture = draw(path, 1, None, Mark(Box(72, 124, 172, 134), "别的话"))
    frame = area(picture, FRAME)
    assert frame
    assert (frame[2] - frame[0]) / 2.2 == pytest.approx(100, abs=6)


# ---- the file ---------------------------------------------------------------------------------------------


def test_file_is_small_and_its_edge_white(tmp_path: Path) -> None:
    """A picture can be sent over a telephone; no grey where pieces differ in width."""
    path = tmp_path / "a.pdf"
    drawn = two_pages(path, Part(WIDTHS, 8, has_header=True), Part(WIDTHS, 6, left=150, top=60))
    content = draw_png(path, Place(2, (drawn.mark(10, 1),), drawn.table(3)))
    assert len(content) < 100_000
    with Image.open(io.BytesIO(content)) as picture:
        whole = picture.convert("RGB")
    edge = [whole.getpixel((x, y)) for x in (3, whole.width - 4) for y in range(whole.height)]
    assert set(edge) == {(255, 255, 255)}


# ---- columns ----------------------------------------------------------------------------------------------


EDGES = (40.0, 160.0, 250.0, 320.0, 400.0)


def columns(edges: Sequence[float], cells: dict[int, tuple[float, float]]) -> Columns:
    """Columns that end at some rules, with the cells of some of them."""
    return Columns(Span(edges[0], edges[-1]), tuple(edges), {number: Span(*ends) for number, ends in cells.items()})


@pytest.mark.parametrize(
    ("target", "pieces"),
    [
        (columns(EDGES, {0: (160, 250)}), 1),
        (columns([edge + 50 for edge in EDGES], {0: (210, 300)}), 1),
        (columns([edge * 0.9 for edge in EDGES], {}), 1),
        (columns((40, 150, 260, 340, 390), {0: (150, 260)}), 4),
        (columns((40, 160, 250, 400), {0: (160, 250)}), 1),  # one rule less, the others stand where they stood
        (columns((40, 150, 260, 340, 390), {0: (260, 340)}), 0),  # its figures stand in another column
        (columns((40, 100, 390), {0: (100, 390)}), 0),
        (columns((40, 60, 260, 340, 390), {0: (60, 260)}), 0),  # no column is drawn at a sixth of its width
    ],
    ids=["same", "moved", "smaller", "other widths", "a rule less", "other columns", "fewer columns", "far narrower"],
)
def test_columns_carried_to_another_page(target: Columns, pieces: int) -> None:
    """In one piece, column by column, or not at all where it is not certain."""
    source = columns(EDGES, {0: (160, 250), 1: (250, 320)})
    assert len(carried(source, target)) == pieces
