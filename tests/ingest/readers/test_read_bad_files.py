"""Every bad file gives one clear line, quickly, and nothing of it is read."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import hostile_pdf
import openpyxl
import pytest
from drawn_pdf import Sheet, write_pdf
from PIL import Image
from reportlab.lib.utils import ImageReader

import ingest.readers
from ingest.readers import kinds, read_document
from ingest.readers.limits import MEGABYTE
from knowledge.errors import IngestError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504


def ole(*streams: str) -> bytes:
    """The beginning of an Office 97 file with some streams."""
    return OLE + b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in streams)


def content(data: bytes) -> Callable[[Path], None]:
    """A file with these bytes."""
    return lambda path: path.write_bytes(data) and None


def hello(sheet: Sheet) -> None:
    sheet.text(60, 60, "预算")


def encrypted_pdf(path: Path) -> None:
    write_pdf(path, hello, encrypt="secret")


def truncated_pdf(path: Path) -> None:
    write_pdf(path, *[hello] * 20)
    path.write_bytes(path.read_bytes()[:-2000])


def scanned_pdf(path: Path) -> None:
    picture = ImageReader(Image.new("L", (100, 100), 128))
    write_pdf(path, lambda sheet: sheet.canvas.drawImage(picture, 0, 0, 500, 700))


def blank_pdf(path: Path) -> None:
    write_pdf(path, lambda sheet: sheet.rule(0, 0, 9, 9))


def undecoded_pdf(path: Path) -> None:
    """Glyphs by number, as some fonts of Type 3 have them: squares that stand for anything."""
    square = hostile_pdf.stream(b"1000 0 0 0 750 750 d1 0 0 750 750 re f")
    font = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1"
    font += b" /LastChar 2 /Widths [1000 1000] /CharProcs << /g1 6 0 R /g2 6 0 R >>"
    font += b" /Encoding << /Type /Encoding /Differences [1 /g1 /g2] >> >>"
    content = hostile_pdf.stream(b"BT /F1 12 Tf 50 700 Td <01020102> Tj ET")
    hostile_pdf.page_of(path, content, square, font=font)


def pdf_of_many_pages(path: Path) -> None:
    write_pdf(path, *[hello] * 5_000)


def zip_bomb(part: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(part, b"<x/>")
            archive.writestr("bomb.xml", b" " * 100 * MEGABYTE)

    return write


def plain_zip(name: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, b"<x/>")

    return write


def open_document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", b"<x/>")


def truncated_zip(path: Path) -> None:
    document = docx.Document()
    document.save(str(path))
    path.write_bytes(path.read_bytes()[:-500])


def formula_without_value(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["合计", "=1+1"])
    book.save(path)


def sheet_of_many_places(path: Path) -> None:
    book = openpyxl.Workbook()
    for number in range(1, 1_500):
        book.active.cell(number, number, "x")
        book.active.cell(number, number + 1, "x")
    book.save(path)


def sheet_of_merges_over_each_other(path: Path) -> None:
    book = openpyxl.Workbook()
    for number in range(1, 3_000):
        book.active.append(["x", number])
    plain = io.BytesIO()
    book.save(plain)
    merges = "".join(f'<mergeCell ref="A{number}:B3000"/>' for number in range(1, 3_000))
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            old, new = b"</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>".encode()
            target.writestr(name, source.read(name).replace(old, new))


def huge_text(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(500 * MEGABYTE)


def missing(path: Path) -> None:
    assert not path.exists()


def damaged_old_sheet(path: Path) -> None:
    data = bytearray(Path(__file__).with_name("table.xls").read_bytes())
    data[512:1_024] = b"\xff" * 512
    path.write_bytes(data)


def link_loop(path: Path) -> None:
    path.symlink_to(path)


def picture(name: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        data = io.BytesIO()
        Image.new("L", (10, 10)).save(data, name)
        path.write_bytes(data.getvalue())

    return write


@pytest.mark.parametrize(
    ("name", "write", "words"),
    [
        ("a.pdf", encrypted_pdf, "the PDF is encrypted"),
        ("a.pdf", truncated_pdf, "cut off"),
        ("a.pdf", content(b"%PDF-1.7\n" + b"x" * 1000 + b"%%EOF"), "damaged"),
        ("a.pdf", scanned_pdf, "scanned"),
        ("a.pdf", blank_pdf, "no text"),
        ("a.pdf", pdf_of_many_pages, "more than 1000 pages"),
        ("a.pdf", undecoded_pdf, "do not say which characters"),
        ("a.pdf", hostile_pdf.nested_forms, "page 1: reading it takes more than"),
        ("a.pdf", hostile_pdf.unfolding_content, "page 1: reading it takes more than"),
        ("a.pdf", hostile_pdf.unfolding_font, "page 1: reading it takes more than"),
        ("a.pdf", hostile_pdf.unfolding_runs, "no text"),
        ("a.pdf", hostile_pdf.many_glyphs, "page 1: more drawing"),
        ("a.pdf", hostile_pdf.many_lines, "page 1: more drawing"),
        ("a.pdf", picture("PNG"), "PNG picture"),
        ("a.pdf", picture("JPEG"), "JPEG picture"),
        ("a.pdf", content("预算".encode()), "not what the name says"),
        ("a.pdf", content(b""), "empty"),
        ("a.txt", content(b" \n\n"), "no text"),
        ("a.txt", content(bytes(range(256)) * 20), "neither text"),
        ("a.txt", content("预算".encode() * 9 + b"\xff\xff\xff"), "neither text"),
        ("a.txt", huge_text, "more than the 200 MB"),
        ("a.txt", link_loop, "symbolic link"),
        ("a.txt", lambda path: path.mkdir(), "folder"),
        ("a.txt", missing, "no such file"),
        ("a.doc", content(ole("Root Entry", "WordDocument", "Workbook")), "LibreOffice"),
        ("a.wps", content(ole("Root Entry", "WordDocument")), "LibreOffice"),
        ("a.docx", content(ole("Root Entry", "EncryptedPackage")), "encrypted"),
        ("a.xls", content(ole("Root Entry", "Workbook")), "damaged"),
        ("a.xls", damaged_old_sheet, "damaged"),
        ("a.xls", content(ole("Root Entry", "Workbook", "WordDocument")), "damaged"),
        ("a.xls", content(ole("Root Entry", "EncryptedPackage")), "encrypted"),
        ("a.ppt", content(ole("Root Entry", "PowerPoint Document")), "without a text or a workbook"),
        ("a.xls", content(b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook/>"), "Office 2003"),
        ("a.mht", content(b"MIME-Version: 1.0\n"), "web archive (MHT)"),
        ("a.docx", zip_bomb("word/document.xml"), "unpack to 100 MB"),
        ("a.xlsx", zip_bomb("xl/workbook.xml"), "unpack to 100 MB"),
        ("a.docx", truncated_zip, "damaged or cut off"),
        ("a.docx", plain_zip("word/document.xml"), "damaged"),
        ("a.xlsx", plain_zip("xl/workbook.xml"), "damaged"),
        ("a.ods", open_document, "of OpenDocument files only texts"),
        ("a.xlsb", plain_zip("xl/workbook.bin"), "XLSB"),
        ("a.pptx", plain_zip("ppt/presentation.xml"), "presentations"),
        ("a.zip", plain_zip("a.txt"), "ZIP archive"),
        ("a.rar", content(b"Rar!\x1a\x07\x00"), "RAR archive"),
        ("a.xlsx", formula_without_value, "sheet Sheet, cell B1"),
        ("a.xlsx", sheet_of_merges_over_each_other, "damaged"),
        ("a.xlsx", sheet_of_many_places, "more than 2000000 cells"),
        ("a.html", content(b"<html><body></body></html>"), "no text"),
        ("a.html", content(b"<html><table><tr>" + b"<td colspan=1000 rowspan=9>x" * 9_000), "cells"),
    ],
)
def test_bad_file(name: str, write: Callable[[Path], None], words: str, tmp_path: Path) -> None:
    """One line: the file, what is wrong, what to do."""
    path = tmp_path / name
    write(path)
    with pytest.raises(IngestError) as caught:
        read_document(path)
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    assert words in message
    assert "\n" not in message
    assert message.endswith(".")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read says so; root may read all, so the refusal is played to it."""
    path = tmp_path / "a.txt"
    path.write_text("预算", encoding="utf-8")
    path.chmod(0)

    def refuse(path: Path) -> kinds.Kind:
        raise PermissionError(13, "Permission denied", str(path))

    if os.access(path, os.R_OK):
        monkeypatch.setattr(ingest.readers, "find_kind", refuse)
    with pytest.raises(IngestError, match=r"a\.txt: no permission"):
        read_document(path)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk without room for what a reader needs is called that; the file is not blamed."""

    def fail(path: Path) -> kinds.Kind:
        raise OSError(number, os.strerror(number), str(path))

    path = tmp_path / "a.txt"
    path.write_text("预算", encoding="utf-8")
    monkeypatch.setattr(ingest.readers, "find_kind", fail)
    with pytest.raises(IngestError, match=r"a\.txt: the disk is full.*Make room"):
        read_document(path)


@pytest.mark.parametrize("content", ["预算", "预算\n" * 9, ""])
def test_file_that_changes(content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is written while it is read is not read by halves, and not called damaged."""
    path = tmp_path / "a.txt"
    path.write_text("预算报告", encoding="utf-8")
    find_kind = ingest.readers.find_kind

    def change(path: Path) -> kinds.Kind:
        kind = find_kind(path)
        path.write_text(content, encoding="utf-8")
        os.utime(path, ns=(0, 0))
        return kind

    monkeypatch.setattr(ingest.readers, "find_kind", change)
    with pytest.raises(IngestError, match=r"a\.txt: the file changed while it was read"):
        read_document(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_pipe_is_not_opened(tmp_path: Path) -> None:
    """A pipe without a writer would be waited for without end; so would a device that never ends be read."""
    os.mkfifo(tmp_path / "a.pdf")
    (tmp_path / "b.txt").symlink_to("/dev/zero")
    for name in ("a.pdf", "b.txt"):
        with pytest.raises(IngestError, match=rf"{name}: this is no ordinary file"):
            read_document(tmp_path / name)


def test_merged_over_everything(tmp_path: Path) -> None:
    """A merge over the whole sheet covers only what is used."""
    book = openpyxl.Workbook()
    book.active.append(["科目", "金额"])
    book.active.append(["工资", 1])
    book.active.merged_cells.add("A4:XFD1048576")
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert len(read_document(path).blocks) == 1


def test_macros_and_links_do_not_matter(tmp_path: Path) -> None:
    """A workbook with macros and links to other files is read by its saved values."""
    path = tmp_path / "a.xlsm"
    book = openpyxl.Workbook()
    book.active.append(["科目", "金额"])
    book.active.append(["工资", 1])
    book.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    assert len(read_document(path).blocks) == 1


def test_text_needs_no_heavy_library(tmp_path: Path) -> None:
    """Reading text loads no library of another format: the command line starts fast."""
    path = tmp_path / "a.txt"
    path.write_text("预算", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from ingest.readers import read_document; "
        f"read_document(Path({str(path)!r})); "
        "print({'pypdfium2_raw', 'docx', 'openpyxl', 'lxml', 'xlrd'} & set(sys.modules))"
    )
    root = Path(ingest.readers.__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
