"""PDF: printed lines and ruled grids in reading order, each with its page and box.

pdfplumber gives the characters and strokes; what they make is found here, in one pass over each page.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.ascii85 import ascii85decode
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import LITERALS_ASCII85_DECODE, LITERALS_FLATE_DECODE, PDFStream, resolve1
from pdfplumber.utils.exceptions import PdfminerException

from ingest.document import SourceDocument
from ingest.readers.limits import MAX_DRAWING_BYTES, MAX_PAGE_BYTES, MAX_PDF_PAGES, MEGABYTE
from ingest.readers.pdf.furniture import without_furniture
from ingest.readers.pdf.layout import lay_out
from ingest.readers.pdf.page import read_page
from ingest.readers.pdf.printed import PrintedPage
from ingest.readers.pdf.visible import VisiblePage
from knowledge.errors import IngestError

_log = logging.getLogger(__name__)
logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of each harmless slip of a PDF writer

_TAIL_BYTES = 65_536  # writers may append signatures behind the end mark
_MAX_UNDECODED = 0.05  # of the characters: more than a stray symbol


def read_pdf(path: Path, sha256: str) -> SourceDocument:
    """All pages of a PDF with a text layer. Raises IngestError for encrypted, damaged and scanned ones."""
    _refuse_cut_off(path)
    try:
        wanted = list(range(1, MAX_PDF_PAGES + 2))
        with path.open("rb") as file, pdfplumber.open(file, pages=wanted) as pdf:
            if len(pdf.pages) > MAX_PDF_PAGES:
                raise IngestError(f"{path.name}: more than {MAX_PDF_PAGES} pages. Split it and ingest the parts.")
            pages = list(_read_pages(path, pdf.pages))
    except IngestError:
        raise
    except PdfminerException as error:
        raise _refusal(path, error) from error
    except Exception as error:  # pdfminer fails on damaged files in any way: KeyError, struct.error …
        raise _damaged(path) from error
    _refuse_undecoded(path, pages)
    _refuse_scanned(path, pages)
    blocks = without_furniture([page.printed for page in pages])
    return SourceDocument(path.name, sha256, tuple(blocks), pages=len(pages))


def _refuse_cut_off(path: Path) -> None:
    """A PDF without its end opens, but lacks pages: better none than a part."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        if b"%%EOF" not in file.read():
            raise IngestError(f"{path.name}: the PDF is cut off: its end is missing. Download it again.")


def _refusal(path: Path, error: PdfminerException) -> IngestError:
    match error.args:
        case (PDFPasswordIncorrect(), *_):
            return IngestError(f"{path.name}: the PDF is encrypted. Save it without a password and ingest that.")
        case _:
            return _damaged(path)


def _damaged(path: Path) -> IngestError:
    return IngestError(f"{path.name}: the PDF is damaged. Download it again, or print it to a new PDF.")


@dataclass(frozen=True, slots=True)
class _ReadPage:
    """A page's blocks, and what tells whether its text could be read at all."""

    printed: PrintedPage
    characters: int
    undecoded: int
    is_picture: bool  # and nothing else


def _read_pages(path: Path, sources: Iterable[Any]) -> Iterator[_ReadPage]:
    """Each page, after a look at its size; what pdfplumber keeps of it is freed at once."""
    total = 0
    for source in sources:
        size = _unpacked_size(source)
        total += size
        if size > MAX_PAGE_BYTES or total > MAX_DRAWING_BYTES:
            raise IngestError(
                f"{path.name}: page {source.page_number}: more drawing than a document has "
                f"({total // MEGABYTE} MB). Print it to a new PDF without its pictures, and ingest that."
            )
        shown = VisiblePage(source)
        page = read_page(shown)
        shown.close()
        source.close()
        yield _ReadPage(
            printed=lay_out(page),
            characters=len(page.glyphs),
            undecoded=sum(glyph.text.startswith("(cid:") for glyph in page.glyphs),
            is_picture=page.has_picture and not page.glyphs,
        )


def _unpacked_size(source: Any) -> int:
    """Bytes of a page's drawing commands, counted without unpacking more than is allowed."""
    streams = (resolve1(stream) for stream in source.page_obj.contents)
    return sum(_unpacked_length(stream) for stream in streams if isinstance(stream, PDFStream))


def _unpacked_length(stream: PDFStream) -> int:
    data = stream.rawdata or b""
    for name, _ in stream.get_filters():
        if name in LITERALS_ASCII85_DECODE:
            data = ascii85decode(data)
        elif name in LITERALS_FLATE_DECODE:
            try:
                data = zlib.decompressobj().decompress(data, MAX_PAGE_BYTES + 1)
            except zlib.error:  # damaged, or encrypted without a password: pdfminer will tell
                break
    return len(data)


def _refuse_undecoded(path: Path, pages: Sequence[_ReadPage]) -> None:
    if sum(page.undecoded for page in pages) > _MAX_UNDECODED * sum(page.characters for page in pages):
        raise IngestError(
            f"{path.name}: its fonts do not say which characters they show. "
            "Recognise its text (OCR) or save the original as .docx, and ingest that."
        )


def _refuse_scanned(path: Path, pages: Sequence[_ReadPage]) -> None:
    pictures = [page.printed.number for page in pages if page.is_picture]
    if any(page.characters for page in pages):
        if pictures:
            _log.warning("%s: pages %s are pictures without text; nothing is read there.", path.name, pictures)
        return
    what = "it is scanned: its pages are pictures without text" if pictures else "there is no text in it"
    raise IngestError(f"{path.name}: {what}. Recognise its text (OCR) and ingest the result.")
