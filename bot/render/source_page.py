"""The page of a PDF that a citation is on, ready to be drawn."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from bot.render.place import Place, place_of
from bot.render.proof import draw_proof
from knowledge.model import Citation
from knowledge.store.read import KnowledgeBase


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A file and the place in it; ready to be drawn by another thread, without the knowledge base."""

    pdf: Path
    sha256: str
    place: Place

    def draw(self) -> bytes | None:
        """The cut-out as PNG; None where the file has gone or is not the one that was read."""
        try:
            if hashlib.sha256(self.pdf.read_bytes()).hexdigest() != self.sha256:
                return None
        except OSError:
            return None
        out = io.BytesIO()
        draw_proof(self.pdf, self.place).convert("RGB").save(out, "PNG")
        return out.getvalue()


def source_page(citation: Citation, base: KnowledgeBase) -> SourcePage | None:
    """The page that a citation is on; None where its document has no pages or its file was not kept."""
    stored = next((one for one in base.documents.values() if one.document == citation.document), None)
    if stored is None or not stored.path.lower().endswith(".pdf"):
        return None
    place = place_of(citation, stored, base)
    return SourcePage(Path(stored.path), stored.document.sha256, place) if place else None
