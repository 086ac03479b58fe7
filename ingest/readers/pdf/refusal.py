"""Why a document is not read."""

from __future__ import annotations


class Refusal(Exception):
    """A word that the asking process makes a sentence of, and the page; 0: the whole file."""

    def __init__(self, reason: str, page: int = 0) -> None:
        super().__init__(reason, page)
        self.reason = reason
        self.page = page
