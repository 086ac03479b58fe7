"""What stands around the sentences of one section."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.wording import Wording
from knowledge.model import Document, Stage


@dataclass(frozen=True, slots=True)
class Scope:
    """What a section tells its sentences."""

    wording: Wording
    section: str = ""
    heading: str = ""  # innermost, without numbering
    fund: str = ""  # that the heading names
    project: str = ""  # named by the section, where it says what the project costs
    described: str = ""  # the project or the matter that is described, where amounts are none of the budget
    area: str = ""  # 全市, of a government's section
    owner: str = ""  # the body below the document's unit whose amounts stand here
    year: int = 0
    stage: Stage = Stage.BUDGET
    counts: bool = True  # numbers of things are figures

    @property
    def document(self) -> Document:
        """Whose sections these are."""
        return self.wording.document

    @property
    def of_government(self) -> bool:
        """Whether a whole government reports."""
        return self.wording.of_government


@dataclass(slots=True)
class Told:
    """What a document has said once for all that follows."""

    base: tuple[str, int | None] = ("", None)  # 比2024年（下同）: what its changes are against
    year: int = 0  # of the amounts that this is said of
