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
    OLD_WORD = "old word"  # Word 97 and WPS, RTF, OpenDocument text
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
_OLE_NAMES = ("EncryptedPackage", "Workbook", "Book", "WordDocument")
_OLE_ENTRY_BYTES = 128
_WEB_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta ")
_ZIP_FOLDERS = {"word/": Kind.WORD, "xl/": Kind.SHEET}  # the main part in it may have any name


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
    if head.startswith(b"{\\rtf"):
        return Kind.OLD_WORD
    if _is_web(head):
        return Kind.WEB
    _refuse_unreadable(path, head)
    return Kind.TEXT


def _refuse_unreadable(path: Path, head: bytes) -> None:
    """Name the well-known formats that have no reader, each with its cure."""
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
    if head.lstrip().startswith(b"<?xml"):
        raise IngestError(f"{path.name}: XML, as of Office 2003, cannot be read. Save it as .xlsx, .docx or PDF.")
    if path.suffix.lower() in {".pdf", ".docx", ".xlsx", ".xlsm"}:
        raise IngestError(
            f"{path.name}: the content is not what the name says: no {path.suffix[1:].upper()} file. Download it again."
        )


def _is_web(head: bytes) -> bool:
    """Whether the beginning of a file looks like a web page, in any encoding that keeps ASCII or UTF-16."""
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return plain.startswith(b"<") and any(mark in plain for mark in _WEB_MARKS)


def _kind_of_zip(path: Path) -> Kind:
    """DOCX or XLSX, after a look at how large it will be. Nothing is unpacked here."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (*ZIP_ERRORS, OSError) as error:
        raise IngestError(f"{path.name}: the file is damaged or cut off. Download it again.") from error
    _refuse_bomb(path, members)
    names = [member.filename.replace("\\", "/").lower() for member in members]
    if "xl/workbook.bin" in names:
        raise IngestError(f"{path.name}: binary workbooks (XLSB) cannot be read. Save it as .xlsx and ingest that.")
    for folder, kind in _ZIP_FOLDERS.items():
        if any(name.startswith(folder) and name.endswith(".xml") for name in names):
            return kind
    if "ppt/presentation.xml" in names:
        raise IngestError(f"{path.name}: presentations cannot be read. Save it as PDF and ingest that.")
    if "mimetype" in names and "content.xml" in names:
        return _kind_of_open_document(path)
    raise IngestError(f"{path.name}: this is a ZIP archive. Unpack it and ingest the files in it.")


def _kind_of_open_document(path: Path) -> Kind:
    with zipfile.ZipFile(path) as archive:
        if archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument.text"):
            return Kind.OLD_WORD
    raise IngestError(
        f"{path.name}: of OpenDocument files only texts can be read. Save it as .xlsx or PDF and ingest that."
    )


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
    """Excel 97, or Word 97 and WPS, by the first of what the container holds: the others are embedded in it."""
    data = path.read_bytes()
    places = {name: place for name in _OLE_NAMES if (place := _ole_entry(data, name)) is not None}
    match min(places, key=places.__getitem__, default=""):
        case "EncryptedPackage":
            raise IngestError(f"{path.name}: the file is encrypted. Save it without a password and ingest that.")
        case "Workbook" | "Book":
            return Kind.SHEET
        case "WordDocument":
            return Kind.OLD_WORD
    raise IngestError(
        f"{path.name}: an Office 97 file without a text or a workbook, or cut off. "
        "Download it again, or save it as .docx, .xlsx or PDF and ingest that."
    )


def _ole_entry(data: bytes, name: str) -> int | None:
    """Where the directory of a container names a part: in UTF-16, at the beginning of an entry of 128 bytes."""
    wanted = (name + "\x00").encode("utf-16-le")
    place = data.find(wanted)
    while place >= 0 and place % _OLE_ENTRY_BYTES:
        place = data.find(wanted, place + 1)
    return place if place >= 0 else None
