"""Which format a file has, by what it holds; its name decides only between kinds of text."""

from __future__ import annotations

import zipfile
import zlib
from enum import Enum
from pathlib import Path

from ingest.readers.limits import (
    FREE_UNPACKED_BYTES,
    MAX_PACKING_RATIO,
    MAX_UNPACKED_BYTES,
    MAX_ZIP_MEMBERS,
    MEGABYTE,
)
from knowledge.errors import IngestError

# What reading a damaged ZIP raises: bad lists, bad or missing data, unknown methods, encrypted members.
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
HEAD_BYTES = 4096  # enough for every mark below, a long licence comment before <html included


class Kind(Enum):
    """A format that has a reader."""

    TEXT = "text"
    PDF = "pdf"
    WORD = "word"
    SHEET = "sheet"
    WEB = "web"


_PICTURES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)
_ARCHIVES = ((b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z"), (b"\x1f\x8b", "gzip"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Word 97, Excel 97, WPS, encrypted Office
_WEB_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta ")
_MAIN_PARTS = {
    "word/document.xml": Kind.WORD,
    "xl/workbook.xml": Kind.SHEET,
}


def find_kind(path: Path) -> Kind:
    """The format of a readable, non-empty file. Raises IngestError, with the cure, where none fits."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if b"%PDF-" in head[:1024]:  # the standard lets up to 1024 bytes stand before it
        return Kind.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(path)
    if head.startswith(_OLE):
        return _kind_of_ole(path)
    if _is_web(head):
        return Kind.WEB
    _refuse_unreadable(path, head)
    return Kind.TEXT


def _refuse_unreadable(path: Path, head: bytes) -> None:
    """Name the well-known formats that have no reader, each with its cure."""
    if head.startswith(b"{\\rtf"):
        raise IngestError(f"{path.name}: RTF files cannot be read. Save it as .docx or PDF and ingest that.")
    if head.lstrip().startswith(b"MIME-Version"):
        raise IngestError(f"{path.name}: a web archive (MHT) cannot be read. Save it as .html or PDF.")
    for mark, name in _PICTURES:
        if head.startswith(mark):
            raise IngestError(
                f"{path.name}: this is a {name} picture, not a document. "
                "Recognise its text (OCR), save it as PDF or .docx and ingest that."
            )
    for mark, name in _ARCHIVES:
        if head.startswith(mark):
            raise IngestError(f"{path.name}: this is a {name} archive. Unpack it and ingest the files in it.")
    if path.suffix.lower() in {".pdf", ".docx", ".xlsx", ".xlsm"}:
        raise IngestError(
            f"{path.name}: the content is not what the name says: no {path.suffix[1:].upper()} file. Download it again."
        )


def _is_web(head: bytes) -> bool:
    """Whether the beginning of a file looks like a web page, in any encoding that keeps ASCII or UTF-16."""
    plain = head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return plain.startswith(b"<") and any(mark in plain for mark in _WEB_MARKS)


def _kind_of_zip(path: Path) -> Kind:
    """DOCX or XLSX, after a look at how large it will be. Nothing is unpacked here."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (*ZIP_ERRORS, OSError) as error:
        raise IngestError(f"{path.name}: the file is damaged or cut off. Download it again.") from error
    _refuse_bomb(path, members)
    names = {member.filename for member in members}
    for part, kind in _MAIN_PARTS.items():
        if part in names:
            return kind
    if "mimetype" in names and "content.xml" in names:
        raise IngestError(f"{path.name}: OpenDocument files cannot be read. Save it as .docx or .xlsx and ingest that.")
    raise IngestError(f"{path.name}: this is a ZIP archive. Unpack it and ingest the files in it.")


def _refuse_bomb(path: Path, members: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive that would unpack to more than a document can need."""
    unpacked = sum(member.file_size for member in members)
    packed = max(1, path.stat().st_size)
    too_dense = unpacked > FREE_UNPACKED_BYTES and unpacked / packed > MAX_PACKING_RATIO
    if unpacked > MAX_UNPACKED_BYTES or too_dense or len(members) > MAX_ZIP_MEMBERS:
        raise IngestError(
            f"{path.name}: it would unpack to {unpacked // MEGABYTE} MB in {len(members)} parts, "
            "too much for a document. Check where it comes from; save only its text and tables anew."
        )


def _kind_of_ole(path: Path) -> Kind:
    """Excel 97 is read; Word 97, WPS and encrypted Office files, in the same container, are not."""
    with path.open("rb") as file:
        names = _ole_names(file.read(8 * MEGABYTE))
    if "EncryptedPackage" in names:
        raise IngestError(f"{path.name}: the file is encrypted. Save it without a password and ingest that.")
    if "Workbook" in names or "Book" in names:
        return Kind.SHEET
    if "WordDocument" in names:
        what = "WPS" if path.suffix.lower() == ".wps" else "Word 97"
        raise IngestError(f"{path.name}: {what} files cannot be read. Save it as .docx or PDF and ingest that.")
    raise IngestError(
        f"{path.name}: an Office 97 file without a workbook. Save it as .docx, .xlsx or PDF and ingest that."
    )


def _ole_names(data: bytes) -> set[str]:
    """Those of the container's stream names that matter. They stand in its directory in UTF-16."""
    known = ("EncryptedPackage", "Workbook", "Book", "WordDocument")
    return {name for name in known if ("\x00" + name + "\x00").encode("utf-16-le")[1:] in data}
