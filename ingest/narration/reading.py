"""What is being read of one paragraph, and what was read so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.narration.drafts import Draft, Drafts
from ingest.narration.frames import Frame, Frames
from ingest.narration.numbers import Number
from ingest.narration.scope import Scope
from ingest.outline import Paragraph
from ingest.sentences import Folded
from ingest.wording import Wording
from knowledge.amounts import parse_amount
from knowledge.model import TOTAL_MEASURE, Aspect, Citation, Document, Figure, Stage, Statement, Trend

if TYPE_CHECKING:
    from ingest.narration.section import SectionReader


@dataclass(slots=True)
class Reading:
    """One paragraph while it is read."""

    section: SectionReader
    paragraph: Paragraph
    text: Folded
    drafts: Drafts = field(default_factory=Drafts)
    others: list[Statement] = field(default_factory=list)  # reasons of earlier paragraphs

    # of whom the text speaks
    base: Draft | None = None  # what the paragraph is a part of
    current: Draft | None = None  # of whom the last amount was
    resumed: Draft | None = None  # of whom the next sentence speaks: 扣除…后 narrows the rest of this one
    head: Draft | None = None  # the last subject that is no item of a list
    topic: str = ""  # named by a sentence that says no more than the name
    label: str = ""  # what the paragraph begins with: 道路养护工程：
    area: str = ""  # of a government: whose amounts are spoken of
    fund: str = ""
    place: tuple[str, str] = ("", "")  # both, as the paragraph's own heading says
    place_before: tuple[str, str] = ("", "")  # both, as the sentence before has said

    # when
    year: int | None = None  # that the sentence has named
    opening_year: int | None = None  # that the paragraph began with
    is_of_period: bool = False  # “十四五”时期: what follows is of several years
    is_same_below: bool = False  # 比2024年（下同）: what follows is compared with the same

    # lists and brackets
    frames: Frames = field(default_factory=Frames)
    ended: Frame | None = None  # the list that ended just before
    is_apart: bool = False  # a ；has parted what follows from the amount before
    carried: str = ""  # the name that a bracket interrupted

    # where
    start: int = 0  # of the sentence
    end: int = 0
    mark: int = 0  # behind the last number that was read
    walked: int = 0  # up to here lists and brackets are followed
    clause: int = 0  # behind the last of their marks
    dealt: int = 0  # behind the numbers that 分别 has dealt out
    aside: int = 0  # behind the reason or purpose that is being read
    outside: Frames | None = None  # the lists around it

    @property
    def scope(self) -> Scope:
        """What the section says."""
        return self.section.scope

    @property
    def document(self) -> Document:
        """The document."""
        return self.scope.document

    @property
    def wording(self) -> Wording:
        """Reads the words before amounts."""
        return self.scope.wording

    def _again(self, draft: Draft) -> Draft:
        """The draft that is spoken of again; one of an earlier paragraph is begun in this one."""
        draft.end = self.end
        return draft

    def _list_name(self, draft: Draft | None = None) -> str:
        parent = self.frames.parent
        return parent.name if parent and (draft is None or parent != draft.subject) else ""

    def _citation(self, start: int, end: int, at: int) -> Citation:
        return Citation(
            document=self.document,
            quote=self.text.quote(start, end).strip(),
            section=self.scope.section,
            location=self.paragraph.locate(self.text.offsets[at]),
        )

    def _add(
        self,
        draft: Draft,
        number: Number,
        year: int,
        stage: Stage,
        *,
        measure: str = TOTAL_MEASURE,
        aspect: Aspect = Aspect.AMOUNT,
        trend: Trend = Trend.NONE,
        base: str = "",
        base_year: int | None = None,
        comparator: str = "",
    ) -> None:
        printed = self.text.quote(number.start, number.end)
        value = parse_amount(printed)
        if value is None:
            return
        draft.end = max(draft.end, self.end)
        self.drafts.say(draft)
        draft.figures.append(
            Figure(
                subject=draft.subject,
                printed=printed,
                value=value,
                unit=number.unit,
                year=year,
                stage=stage,
                citation=self._citation(self.start, self.end, number.start),
                measure=measure,
                aspect=aspect,
                trend=trend,
                base=base,
                base_year=base_year,
                comparator=comparator or (">" if number.is_more else ""),
            )
        )
