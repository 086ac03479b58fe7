"""Where the text of pages that are pictures enters: a recogniser gives such a page as glyphs and rules.

What it gives goes through the same layout as any other page; only its locations say that the text was recognised.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # the PDF reader itself asks for the recogniser
    from ingest.readers.pdf.page import Page

HOW_TO_RECOGNISE = (
    "Install what recognises text (pip install 'budget-bot[ocr]') and ingest it again, "
    "or recognise its text (OCR) and ingest the result."
)
_PARTS = ("rapidocr_onnxruntime", "cv2")


class Recogniser(Protocol):
    """Reads the picture of one page."""

    def __call__(self, path: Path, number: int) -> Page:
        """The page of a PDF, by its number from 1, with `scanned` set; boxes in points of the page as shown."""


def find_recogniser() -> Recogniser | None:
    """The recogniser of this installation; None: there is none, and what stands in pictures is told as not read."""
    if not all(map(find_spec, _PARTS)):
        return None
    from ingest.readers.scan.recognise import recognise_page  # a process starts with its first page

    return recognise_page
