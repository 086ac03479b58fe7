"""Where the text of pages that are pictures enters: a recogniser gives such a page as glyphs and rules.

What it gives goes through the same layout as any other page; only its locations say that the text was recognised.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from ingest.readers.pdf.page import Page


class Recogniser(Protocol):
    """Reads the picture of one page."""

    def __call__(self, path: Path, number: int) -> Page:
        """The page of a PDF, by its number from 1, with `scanned` set; boxes in points of the page as shown."""


def find_recogniser() -> Recogniser | None:
    """The recogniser of this installation; None: there is none, and what stands in pictures is told as not read."""
    return None
