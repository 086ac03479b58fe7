"""Workbooks: what a sheet shows, and nothing that it hides."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Picture

from ingest.document import Grid, Line, SourceDocument
from ingest.readers import read_document
from ingest.readers.number_formats import print_number, print_text
from knowledge.errors import IngestError

HERE = Path(__file__).parent
HEADER = ["科目编码", "科目名称", "上年数", "合计"]
BODY = [["201", "甲", 1.5, 2.5], ["202", "乙", 3.5, 4.5], ["", "合计", 5, 7]]
Change = Callable[[Worksheet], None]


def read(path: Path, rows: Sequence[Sequence[object]], change: Change = lambda _sheet: None) -> SourceDocument:
    """A workbook of one sheet with these rows, changed, then read."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "支出表"
    for row in rows:
        sheet.append(list(row))
    change(sheet)
    book.save(path)
    return read_document(path)


def patched(path: Path, old: bytes, new: bytes) -> Path:
    """The workbook with other XML in its parts."""
    other = path.with_name(f"patched-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    return other


def shown(document: SourceDocument) -> list[object]:
    """Lines as texts, grids as rows of texts; None is covered by a merged cell."""
    return [
        block.text if isinstance(block, Line) else [[cell and cell.text for cell in row] for row in block.rows]
        for block in document.blocks
    ]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1003.1, "0.00", "1003.10"),
        (1003.1, "#,##0.00", "1,003.10"),
        (1003.1, "", "1003.1"),
        (2080505, "General", "2080505"),
        (0.1 + 0.2, "", "0.3"),
        (182506.58999999997, "General", "182506.59"),
        (3064.9117665999996, "", "3064.911767"),  # General shows eleven characters
        (12345678901234, "", "12345678901234"),
        (-1234.5, "#,##0.00_ ;[Red]-#,##0.00 ", "-1,234.50"),
        (-1234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
        (-1234.5, "#,##0.00_);[红色]\\(#,##0.00\\)", "(1,234.50)"),
        (-12.5, "0.00;[Red]0.00", "-12.50"),  # red alone says less than zero
        (-12.5, "0.00;0.00", "12.50"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (0, "0;-0;;@", ""),
        (5, ";;;", ""),
        (0.1234, "0.00%", "12.34%"),
        (-0.051, "0.0%", "-5.1%"),
        (2.675, "0.00", "2.68"),
        (1234567, "#,##0,", "1,235"),
        (1800000, "#,##0.00,", "1,800.00"),
        (1000000, "#,##0,,", "1"),
        (2005000, "0!.0,", "200.5"),  # in 万元, as Chinese Excel does it
        (2005000, "0!.0000", "200.5000"),
        (2005000, '0\\.0,"0"', "200.50"),
        (35, "0!.0000", "0.0035"),
        (123456, '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', "12.3万"),
        (250000000, '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', "2.50亿"),
        (12, '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', "12"),
        (5, "000", "005"),
        (0.5, "#.##", ".5"),
        (0, "#,###", ""),
        (12, '0"人"', "12人"),
        (7, 'General"人"', "7人"),
        (1.5, "G/通用格式", "1.5"),
        (3, "@", "3"),
        (12.5, "[$¥-804]#,##0.00", "¥12.50"),
        (0.25, "# ?/?", "0.25"),
        (-0.001, "0.00", "0.00"),
        (45352, "yyyy-mm-dd", "2024-03-01"),
        (45352, 'yyyy"年"m"月"d"日"', "2024年3月1日"),
        (45352, 'yyyy"年"m"月"', "2024年3月"),
        (45352, 'm"月"d"日"', "3月1日"),
        (0.5, "h:mm", "12:00"),
        (1e20, "yyyy-mm-dd", "100000000000000000000"),
    ],
)
def test_print_number(value: float, code: str, text: str) -> None:
    """A number prints as its format says."""
    assert print_number(value, code) == text


def test_days_since_1904() -> None:
    """A workbook of the Macintosh counts its days from another one."""
    assert print_number(43890, "yyyy-mm-dd", since_1904=True) == "2024-03-01"


@pytest.mark.parametrize(
    ("text", "code", "printed"),
    [
        (" 0012 ", "0.00", "0012"),
        ("甲", "General", "甲"),
        ("甲", '@"（汇总）"', "甲（汇总）"),
        ("甲", ";;;", ""),
        ("甲", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "甲"),
    ],
)
def test_print_text(text: str, code: str, printed: str) -> None:
    """A format may put words around a text, or hide it."""
    assert print_text(text, code) == printed


def hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["C"].hidden = True


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def strike_row(sheet: Worksheet) -> None:
    for cell in sheet[3]:
        cell.font = Font(strike=True)


WITHOUT_COLUMN = [[row[i] for i in (0, 1, 3)] for row in [HEADER, *BODY]]
WITHOUT_ROW = [HEADER, BODY[0], BODY[2]]


@pytest.mark.parametrize(
    ("change", "rows"),
    [
        (hide_column, WITHOUT_COLUMN),
        (hide_row, WITHOUT_ROW),
        (strike_row, WITHOUT_ROW),
    ],
)
def test_hidden(change: Change, rows: list[list[object]], tmp_path: Path) -> None:
    """Hidden and struck-out rows and columns are not there."""
    document = read(tmp_path / "a.xlsx", [HEADER, *BODY], change)
    assert shown(document) == ["支出表", [[str(cell) for cell in row] for row in rows]]


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        (b"<sheetData>", b'<cols><col min="3" max="3" width="0" customWidth="1"/></cols><sheetData>', WITHOUT_COLUMN),
        (b'<row r="3"', b'<row r="3" ht="0" customHeight="1"', WITHOUT_ROW),
    ],
)
def test_no_width_or_height(old: bytes, new: bytes, rows: list[list[object]], tmp_path: Path) -> None:
    """Drawing a column or a row together hides it, too."""
    read(tmp_path / "a.xlsx", [HEADER, *BODY])
    document = read_document(patched(tmp_path / "a.xlsx", old, new))
    assert shown(document) == ["支出表", [[str(cell) for cell in row] for row in rows]]


def test_hidden_zeros(tmp_path: Path) -> None:
    """A sheet that shows no zeros leaves them blank: not printed is not zero."""

    def change(sheet: Worksheet) -> None:
        sheet.sheet_view.showZeros = False

    document = read(tmp_path / "a.xlsx", [["科目", "上年数", "合计"], ["甲", 0, 1], ["乙", 2, 0]], change)
    assert shown(document)[1] == [["科目", "上年数", "合计"], ["甲", "", "1"], ["乙", "2", ""]]


def test_merges_over_hidden_places(tmp_path: Path) -> None:
    """A merged cell reaches over what is shown of it, and its text stands there; what it covers is not printed."""

    def change(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("B2:D2")
        sheet["C2"].value  # noqa: B018  a merged cell
        sheet.column_dimensions["B"].hidden = True

    rows = [["收支表"], ["科目", "支出"], ["", "暗", "基本", "项目"], ["甲", 9, 1, 2]]
    document = read(tmp_path / "a.xlsx", rows, change)
    assert shown(document) == ["收支表", [["科目", "支出", None], ["", "基本", "项目"], ["甲", "1", "2"]]]


def test_covered_cells_are_not_printed(tmp_path: Path) -> None:
    """What stands below a merged cell is not seen."""
    path = tmp_path / "a.xlsx"
    read(path, [["科目", "支出", "暗"], ["甲", 1, 2]])
    merge = b'</sheetData><mergeCells><mergeCell ref="B1:C1"/></mergeCells>'
    assert shown(read_document(patched(path, b"</sheetData>", merge)))[1] == [["科目", "支出", None], ["甲", "1", "2"]]


def test_marks_and_struck_runs(tmp_path: Path) -> None:
    """Within a cell, marks of notes and struck-out words do not count; the 2 of m² does."""
    raised, struck = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
    rows = [
        ["科目", "数"],
        [CellRichText("信息化建设", TextBlock(raised, "1")), CellRichText(TextBlock(struck, "200.5"), "210.0")],
        [CellRichText("面积（m", TextBlock(raised, "2"), "）"), 3],
    ]
    assert shown(read(tmp_path / "a.xlsx", rows))[1] == [["科目", "数"], ["信息化建设", "210.0"], ["面积（m²）", "3"]]


def test_error_values(tmp_path: Path) -> None:
    """They are kept as printed, and the cells are told."""
    document = read(tmp_path / "a.xlsx", [["科目", "数"], ["甲", "#REF!"], ["乙", "#DIV/0!"], ["丙", 1]])
    assert shown(document)[1] == [["科目", "数"], ["甲", "#REF!"], ["乙", "#DIV/0!"], ["丙", "1"]]
    assert [(one.kind, one.message, one.location.line) for one in document.problems] == [
        ("error-value", "sheet 支出表: error values instead of amounts: B2 #REF!, B3 #DIV/0!", 2)
    ]


def test_formulas(tmp_path: Path) -> None:
    """Those that are hidden need no value."""
    path = tmp_path / "a.xlsx"
    rows = [["科目", "数", "核对"], ["甲", 1, "=B2*2"]]
    with pytest.raises(IngestError, match="sheet 支出表, cell C2: the formula has no saved value"):
        read(path, rows)

    def change(sheet: Worksheet) -> None:
        sheet.column_dimensions["C"].hidden = True

    assert shown(read(path, rows, change))[1] == [["科目", "数"], ["甲", "1"]]


def test_old_sheet() -> None:
    """Excel 97 has the same cells; a format of theirs is kept, too."""
    document = read_document(HERE / "table.xls")
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [cell and cell.text for cell in grid.rows[2]] == ["0012", "1003.1", "234.1", "769"]
    cell = grid.rows[0][1]
    assert cell is not None
    assert (cell.column_span, cell.location.page, cell.location.line) == (3, 1, 3)


def test_old_sheet_hides_the_same() -> None:
    """hidden.xls: a hidden sheet, row and column, zeros not shown, scaled numbers, a struck-out name."""
    document = read_document(HERE / "hidden.xls")
    assert shown(document) == [
        "2024年支出总表",
        "单位：万元",
        [
            ["科目编码", "科目名称", "上年数", "合计"],
            ["2080108", "信息化建设", "1,800.00", "200.5"],
            ["2080109", "社会保险经办机构", "", "(12.50)"],
            ["2080111", "错行", "2.00", "#REF!"],
            ["", "", "5", ""],
            ["", "公共就业服务", "100.0%", ""],
        ],
    ]


@pytest.mark.parametrize(("written", "name"), [("table.xls", "a.xlsx"), ("a.xlsx", "a.xls"), ("a.xlsx", "a.txt")])
def test_content_decides(written: str, name: str, tmp_path: Path) -> None:
    """An XLS that is called XLSX is read, and the other way round."""
    read(tmp_path / "written.xlsx", [HEADER, *BODY])
    source = HERE / written if written == "table.xls" else tmp_path / "written.xlsx"
    shutil.copy(source, tmp_path / name)
    assert any(isinstance(block, Grid) for block in read_document(tmp_path / name).blocks)


def test_web_page_called_xls(tmp_path: Path) -> None:
    """Programs export tables as web pages with the name of a workbook."""
    path = tmp_path / "a.xls"
    table = "<table><tr><td>科目<td>数</tr><tr><td>甲<td>1</tr></table>"
    path.write_text(f"<html xmlns:x='urn:schemas-microsoft-com:office:excel'>{table}", encoding="gbk")
    assert shown(read_document(path)) == [[["科目", "数"], ["甲", "1"]]]


def test_pictures(tmp_path: Path) -> None:
    """A sheet of pictures is told; a workbook of nothing else is refused."""
    Picture.new("L", (10, 10)).save(tmp_path / "a.png")

    def change(sheet: Worksheet) -> None:
        sheet.add_image(Image(str(tmp_path / "a.png")), "A1")

    with pytest.raises(IngestError, match="nothing but pictures"):
        read(tmp_path / "a.xlsx", [], change)

    def change_another(sheet: Worksheet) -> None:
        change(sheet.parent.create_sheet("附图"))

    document = read(tmp_path / "b.xlsx", [HEADER, *BODY], change_another)
    assert [(one.kind, one.location.page) for one in document.problems] == [("picture", 2)]


def test_template(tmp_path: Path) -> None:
    """A workbook without any number is read, and it is told."""
    document = read(tmp_path / "a.xlsx", [HEADER, ["", "合计", "", ""], ["", "甲", "", "是"]])
    assert [one.kind for one in document.problems] == ["no-figures"]


def test_nothing_shown(tmp_path: Path) -> None:
    """A workbook whose content is hidden is refused, with the cure."""

    def change(sheet: Worksheet) -> None:
        sheet.column_dimensions["A"].hidden = True

    with pytest.raises(IngestError, match="Show what is hidden"):
        read(tmp_path / "a.xlsx", [["甲"], ["乙"]], change)


SIDES = [["收入", None, "支出", None], ["项目", "数", "项目", "数"], ["甲", 1, "乙", 2]]


@pytest.mark.parametrize(
    ("rows", "merges", "blocks"),
    [
        (  # title, labels, table, note
            [
                ["收入表"],
                ["单位名称：某局", None, "单位：元"],
                ["科目", "数"],
                ["甲", 1],
                ["注：本表不含上年结转结余和其他各项收入。"],
            ],
            ["A1:C1"],
            ["收入表", "单位名称：某局", "单位：元", 2, "注：本表不含上年结转结余和其他各项收入。"],
        ),
        (  # a title over two rows
            [["收入表"], [], ["科目", "数"], ["甲", 1]],
            ["A1:B2"],
            ["收入表", 2],
        ),
        (  # blank rows inside of a table part nothing
            [["收入表"], ["科目", "数"], ["甲", 1], [], ["乙", 2], [], [], ["丙", 3]],
            [],
            ["收入表", 4],
        ),
        (  # tables below each other
            [["收入表"], ["科目", "数"], ["甲", 1], ["乙", 2], [], ["支出表"], ["科目", "数"], ["丙", 3]],
            ["A1:B1", "A6:B6"],
            ["收入表", 3, "支出表", 2],
        ),
        (  # the next table begins with its unit alone
            [["收入表"], ["科目", "数"], ["甲", 1], [], ["编制单位：某局", "单位：元"], ["科目", "数"], ["丙", 3]],
            [],
            ["收入表", 2, "编制单位：某局", "单位：元", 2],
        ),
        ([["收支表"], *SIDES], ["A2:B2", "C2:D2"], ["收支表", 3]),  # lists side by side are one table
        (  # tables side by side, each with its title
            [
                ["收入表", None, "支出表"],
                [None, "单位：元", None, "单位：万元"],
                ["项目", "数"] * 2,
                ["甲", 1, "乙", 2],
            ],
            ["A1:B1", "C1:D1"],
            ["收入表", "单位：元", 2, "支出表", "单位：万元", 2],
        ),
        (  # a header with a colon is no label
            [["债务表"], ["项目", "其中：一般债务"], [None, "上年", "本年"], ["甲", 1, 2]],
            ["A2:A3", "B2:C2"],
            ["债务表", 3],
        ),
        ([["科目", "数"], ["甲", 1]], [], ["支出表", 2]),  # the sheet's name is the title that is not printed
        ([["单位：元"], ["科目", "数"], ["甲", 1]], [], ["支出表", "单位：元", 2]),
    ],
)
def test_layout(rows: list[list[object]], merges: list[str], blocks: list[object], tmp_path: Path) -> None:
    """What stands around a table is a line, and each table has its own; a number counts the rows of a table."""

    def change(sheet: Worksheet) -> None:
        for merge in merges:
            sheet.merge_cells(merge)

    document = read(tmp_path / "a.xlsx", rows, change)
    assert [len(block) if isinstance(block, list) else block for block in shown(document)] == blocks


def test_sheets(tmp_path: Path) -> None:
    """Hidden sheets are left out; a sheet's place counts them."""
    book = openpyxl.Workbook()
    for name, state in (("暗", "hidden"), ("收入表", "visible"), ("很暗", "veryHidden")):
        sheet = book.create_sheet(name)
        sheet.append(["科目", "数"])
        sheet.append(["甲", 1])
        sheet.sheet_state = state
    book.save(tmp_path / "a.xlsx")
    document = read_document(tmp_path / "a.xlsx")
    assert shown(document) == ["收入表", [["科目", "数"], ["甲", "1"]]]
    assert {block.location.page for block in document.blocks} == {3}


def test_far_cells(tmp_path: Path) -> None:
    """A stray cell far away does not matter, and blank rows and columns cost nothing."""

    def change(sheet: Worksheet) -> None:
        sheet["XFD1048576"] = 1

    assert shown(read(tmp_path / "a.xlsx", [["科目", "数"], ["甲", 1]], change))[1] == [
        ["科目", "数", ""],
        ["甲", "1", ""],
        ["", "", "1"],
    ]


def test_blank_rows(tmp_path: Path) -> None:
    """200,000 blank rows, as formatting a column leaves them, are trimmed."""
    document = read(tmp_path / "a.xlsx", [HEADER, *BODY])
    blank = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(9, 200_009))
    path = patched(tmp_path / "a.xlsx", b"</sheetData>", blank.encode() + b"</sheetData>")
    assert read_document(path).blocks == document.blocks
