"""Pages that are pictures: what is recognised on them, and what is told where nothing can be."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.document import Grid
from ingest.readers.pdf import read_pdf
from ingest.readers.pdf.frames import Turn
from ingest.readers.pdf.page import Page
from ingest.readers.scan.confusions import corrected
from knowledge.errors import IngestError

_DOTS_PER_INCH = 200
_ROWS = (
    ("项目", "合计", "基本支出", "项目支出"),
    ("一般公共服务支出", "1,234.56", "1,034.50", "200.06"),
    ("社会保障和就业支出", "305.00", "305.00", "0.00"),
    ("卫生健康支出", "87.09", "80.00", "7.09"),
    ("合计", "1,626.65", "1,419.50", "207.15"),
)
_EDGES = (150, 650, 950, 1250, 1550)  # dots: the rules of the table
_TOP, _STEP = 400, 70


def scan(path: Path, tilt: float) -> None:
    """A page with a ruled table, as a scanner leaves it: one picture, a little turned."""
    font_file = importlib.resources.files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf"
    font = ImageFont.truetype(str(font_file), 30)
    page = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(page)
    draw.text((550, 250), "2025年支出预算表", font=font, fill=0)
    bottom = _TOP + _STEP * len(_ROWS)
    for x in _EDGES:
        draw.line((x, _TOP, x, bottom), fill=0, width=2)
    for y in range(_TOP, bottom + 1, _STEP):
        draw.line((_EDGES[0], y, _EDGES[-1], y), fill=0, width=2)
    for row, texts in enumerate(_ROWS):
        for column, text in enumerate(texts):
            draw.text((_EDGES[column] + 20, _TOP + row * _STEP + 12), text, font=font, fill=0)
    turned = page.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=255)
    turned.save(path, "PDF", resolution=_DOTS_PER_INCH, quality=80)


def test_a_scanned_table(tmp_path: Path) -> None:
    """Every cell of a tilted page is read, marked as recognised, and placed where it stands on the page as shown."""
    path = tmp_path / "scan.pdf"
    scan(path, 0.4)
    document = read_pdf(path, "")
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert tuple(tuple(cell.text if cell else "" for cell in row) for row in grid.rows) == _ROWS
    assert all(block.location.scanned for block in document.blocks)
    cell = grid.rows[-1][-1]
    assert cell
    assert cell.location.scanned
    assert cell.location.box
    middle = (cell.location.box.x0 + cell.location.box.x1) / 2, (cell.location.box.top + cell.location.box.bottom) / 2
    left, right = sorted(x * 72 / _DOTS_PER_INCH for x in _EDGES[-2:])
    assert left < middle[0] < right


def test_without_a_recogniser(tmp_path: Path) -> None:
    """The message says what to install."""
    path = tmp_path / "scan.pdf"
    scan(path, 0)
    with pytest.raises(IngestError, match=r"^scan\.pdf: it is scanned.*pip install 'budget-bot\[ocr\]'"):
        read_pdf(path, "", find=lambda: None)


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("1,234.56", "1,234.56"),
        ("1.234.56", "1,234.56"),
        ("1，234，56", "1,234.56"),
        ("1O5.2l", "105.21"),
        ("12,50", "12.50"),
        ("1.234", "1.234"),  # three decimals, or thousands: nobody knows
        ("1,2345,67", "1,2345,67"),
        ("2080505", "2080505"),
        ("、", "、"),
        ("般公共预算收人", "般公共预算收人"),  # no known name is near
        ("一般公共预算收人", "一般公共预算收入"),
        ("（一）一般公共预算收人", "（一）一般公共预算收入"),
        ("收人", "收人"),  # too short to be certain
        ("机关事业单位基本养老保险缴费友出", "机关事业单位基本养老保险缴费支出"),
    ],
)
def test_confusions(seen: str, meant: str) -> None:
    """Only what is certain is set right."""
    assert corrected(seen) == meant


@pytest.mark.parametrize(("turn", "width", "height"), [(Turn.RIGHT, 600, 800), (Turn.UP, 600, 800)])
def test_a_tilted_place(turn: Turn, width: float, height: float) -> None:
    """What was turned anticlockwise around the middle of the page is found clockwise of it."""
    page = Page(1, width, height, turn, (), (), (), scanned=True, tilt=1.0)
    level = Page(1, width, height, turn, (), (), (), scanned=True)
    middle = page.locate(299, 399, 301, 401).box if turn is Turn.RIGHT else page.locate(399, 299, 401, 301).box
    assert middle
    assert (middle.x0, middle.top) == (299, 399)
    tilted, straight = page.locate(500, 390, 520, 410).box, level.locate(500, 390, 520, 410).box
    assert tilted
    assert straight
    moved = (tilted.x0 - straight.x0, tilted.top - straight.top)
    assert (moved[1] > 3) if turn is Turn.RIGHT else (moved[0] > 1)
