"""The paragraphs of one section, in order."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.narration.drafts import Draft
from ingest.narration.levels import Levels
from ingest.narration.lines import Lines
from ingest.narration.paragraph import ParagraphReader
from ingest.narration.rules import NUMBER, PROJECT_LINE
from ingest.narration.scope import Scope, Told
from ingest.outline import Paragraph
from ingest.sentences import fold_text
from knowledge.model import Statement

_KEPT = 200  # drafts of earlier paragraphs that a reason may explain


@dataclass(slots=True)
class SectionReader:
    """Reads the paragraphs of one section in order, and keeps of whom the text speaks."""

    scope: Scope
    told: Told = field(default_factory=Told)
    levels: Levels = field(default_factory=Levels)
    earlier: list[Draft] = field(default_factory=list)
    head: Draft | None = None  # of whom the paragraph before spoke
    project: str = ""  # 项目名称：, of the lines below it
    lines: Lines = field(init=False)

    def __post_init__(self) -> None:
        """The headings name lines too."""
        self.lines = Lines(self.scope.section, self.scope.wording)

    def read(self, paragraph: Paragraph) -> tuple[Statement, ...]:
        """The statements of the next paragraph; none where it says nothing of an amount."""
        reader = ParagraphReader(self, paragraph, fold_text(paragraph.text))
        if named := PROJECT_LINE.match(reader.text.text):
            self.project = named["name"]
        reader.base = self.levels.enter(reader.text.text)
        statements = reader.read()
        self.levels.leave(reader.text.text, reader.head)
        self.earlier = (self.earlier + list(reader.drafts))[-_KEPT:]
        self.head = reader.head or reader.drafts.last() or self.head
        return statements


def has_amounts(text: str) -> bool:
    """Whether a text holds an amount of money, a percentage or a number of things."""
    return NUMBER.search(fold_text(text).text) is not None
