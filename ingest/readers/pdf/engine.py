"""PDFium's pages to Drawn ones, as plain tuples: the part of the reader that runs in a process of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref
from typing import Any

from ingest.readers.limits import MAX_PDF_GLYPHS, MAX_PDF_PAGES
from ingest.readers.pdf import pdfium
from ingest.readers.pdf.canvas import Canvas
from ingest.readers.pdf.characters import read_characters
from ingest.readers.pdf.drawn import Bounds
from ingest.readers.pdf.refusal import Refusal


def read_pages(path: str) -> Iterator[tuple[Any, ...]]:
    """All pages, one after the other; only one is open at a time. Raises Refusal."""
    document = pdfium.open_document(os.fsencode(path), None)
    if not document:
        raise Refusal("encrypted" if pdfium.last_error() in pdfium.ENCRYPTED else "damaged")
    try:
        count = pdfium.count_pages(document)
        if count < 1:
            raise Refusal("damaged")
        if count > MAX_PDF_PAGES:
            raise Refusal("pages")
        glyphs = 0
        for number in range(1, count + 1):
            page = _read_page(document, number)
            glyphs += len(page[4])
            if glyphs > MAX_PDF_GLYPHS:
                raise Refusal("drawing", number)
            yield page
    finally:
        pdfium.close_document(document)


def _read_page(document: int, number: int) -> tuple[Any, ...]:
    with _open_page(document, number) as page:
        canvas = Canvas(number, _shown_part(page))
        canvas.read_objects(page)
        runs, characters = read_characters(page, canvas)
        quarters = pdfium.page_rotation(page) % 4
        return (number, canvas.shown, quarters, runs, characters, canvas.edges, canvas.fills, canvas.shapes)


@contextmanager
def _open_page(document: int, number: int) -> Iterator[int]:
    page = pdfium.open_page(document, number - 1)
    if not page:
        raise Refusal("damaged", number)
    try:
        yield page
    finally:
        pdfium.close_page(page)


def _shown_part(page: int) -> Bounds:
    """The part of the page's coordinates that is shown: its crop box, within its media box."""
    box = pdfium.Rectangle()
    pdfium.page_bounds(page, byref(box))
    return (box.left, box.bottom, box.right, box.top)
