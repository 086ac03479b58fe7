"""PDF: printed lines and ruled grids in reading order, each with its page and box.

PDFium, in a process of its own, gives the characters and strokes; what they make is found here, page by page.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.document import SourceDocument
from ingest.readers.pdf.drawn import UNDECODED, Drawn
from ingest.readers.pdf.furniture import without_furniture
from ingest.readers.pdf.layout import lay_out
from ingest.readers.pdf.page import Page
from ingest.readers.pdf.printed import PrintedPage
from ingest.readers.pdf.process import drawn_pages
from ingest.readers.pdf.reading import read_page
from ingest.readers.scan import Recogniser, find_recogniser
from knowledge.errors import IngestError

_log = logging.getLogger(__name__)

_TAIL_BYTES = 65_536  # writers may append signatures behind the end mark
_MAX_UNDECODED = 0.05  # of the characters: more than a stray symbol
_FEW_GLYPHS = 40  # a page number and a running title beside a picture
_PICTURE_SHARE = 0.5  # of the page, that a picture with few glyphs covers
_MANY_SHAPES = 50  # filled curves: text that was made drawings


def read_pdf(path: Path, sha256: str, recognise: Recogniser | None = None) -> SourceDocument:
    """All pages of a PDF with a text layer; those without one as far as `recognise` reads them.

    Raises IngestError for encrypted, damaged, malicious and scanned ones.
    """
    _refuse_cut_off(path)
    pages = [_read(drawn) for drawn in drawn_pages(path)]
    _refuse_undecoded(path, pages)
    pages = _recognised(path, pages, recognise or find_recogniser())
    _refuse_scanned(path, pages)
    blocks = without_furniture([page.printed for page in pages])
    return SourceDocument(path.name, sha256, tuple(blocks), pages=len(pages))


def _refuse_cut_off(path: Path) -> None:
    """A PDF without its end opens, but lacks pages: better none than a part."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        if b"%%EOF" not in file.read():
            raise IngestError(f"{path.name}: the PDF is cut off: its end is missing. Download it again.")


@dataclass(frozen=True, slots=True)
class _ReadPage:
    """A page's blocks, and what tells whether its text could be read at all."""

    printed: PrintedPage
    glyphs: int
    undecoded: int
    is_picture: bool  # there is more to read, in a picture


def _read(drawn: Drawn) -> _ReadPage:
    page = read_page(drawn)
    return _ReadPage(
        printed=lay_out(page),
        glyphs=len(page.glyphs),
        undecoded=sum(character[0] == UNDECODED for character in drawn.characters),
        is_picture=_is_picture(drawn, page),
    )


def _is_picture(drawn: Drawn, page: Page) -> bool:
    """Whether what the page says stands in a picture, or in letters that are drawings."""
    pictures = [fill for fill in drawn.fills if fill.shade is None]
    if not page.glyphs:
        return bool(pictures) or drawn.shapes >= _MANY_SHAPES
    covered = sum((fill.right - fill.left) * (fill.top - fill.bottom) for fill in pictures)
    return len(page.glyphs) <= _FEW_GLYPHS and covered >= _PICTURE_SHARE * page.shown_width * page.shown_height


def _recognised(path: Path, pages: Sequence[_ReadPage], recognise: Recogniser | None) -> list[_ReadPage]:
    """The pages, with the text of those that are pictures where there is a recogniser."""
    pictures = [page.printed.number for page in pages if page.is_picture]
    if not recognise:
        if pictures and len(pictures) < len(pages):
            _log.warning("%s: pages %s are pictures without text; nothing is read there.", path.name, pictures)
        return list(pages)
    return [_read_picture(recognise(path, page.printed.number)) if page.is_picture else page for page in pages]


def _read_picture(page: Page) -> _ReadPage:
    return _ReadPage(lay_out(page), glyphs=len(page.glyphs), undecoded=0, is_picture=not page.glyphs)


def _refuse_undecoded(path: Path, pages: Sequence[_ReadPage]) -> None:
    if sum(page.undecoded for page in pages) > _MAX_UNDECODED * sum(page.glyphs for page in pages):
        raise IngestError(
            f"{path.name}: its fonts do not say which characters they show. "
            "Recognise its text (OCR) or save the original as .docx, and ingest that."
        )


def _refuse_scanned(path: Path, pages: Sequence[_ReadPage]) -> None:
    if any(page.glyphs for page in pages):
        return
    is_picture = any(page.is_picture for page in pages)
    what = "it is scanned: its pages are pictures without text" if is_picture else "there is no text in it"
    raise IngestError(f"{path.name}: {what}. Recognise its text (OCR) and ingest the result.")
