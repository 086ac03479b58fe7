"""What a conversation is about, and what a follow-up keeps of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from knowledge.model import Level, Scheme, Stage
from knowledge.question import Mention, Operation, Question

_KEPT_TURNS = 4  # turns whose things 两个加起来 can mean


@dataclass(frozen=True, slots=True)
class Frame:
    """The last question of a conversation, as far as a follow-up may lean on it."""

    unit_ids: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    stages: tuple[Stage, ...] = ()
    level: Level | None = None
    scheme: Scheme | None = None
    mentions: tuple[Mention, ...] = ()
    operation: Operation | None = None
    recent: tuple[tuple[Mention, ...], ...] = ()  # what the last turns were about, oldest first
    year: int = 0  # the year that the last answer was about


EMPTY = Frame()


def is_follow_up(question: Question, frame: Frame) -> bool:
    """Whether a question leans on the one before: it leaves out whose or of what."""
    return bool(frame.mentions or frame.operation) and not question.unit_ids or bool(frame.mentions) and not question.mentions


def carry_over(question: Question, frame: Frame) -> Question:
    """The question with what it leaves out taken from the frame."""
    same_units = question.unit_ids or frame.unit_ids
    mentions = question.mentions or _mentions_for(question, frame)
    years = question.years if question.years or question.year_offsets or question.unit_ids else frame.years
    return replace(
        question, unit_ids=same_units, mentions=mentions, years=years,
        stages=question.stages if question.stages or question.unit_ids or question.years or question.year_offsets else frame.stages,
        level=question.level if question.level or question.unit_ids else frame.level,
    )


def _mentions_for(question: Question, frame: Frame) -> tuple[Mention, ...]:
    """What a question without names is about: the last thing, or the last two where it says 两个 or adds up."""
    if question.wants(Operation.SUM, Operation.COMPARE) and len(frame.mentions) < 2:
        last = list(dict.fromkeys(mentions for mentions in frame.recent if mentions))[-2:]
        return tuple(mention for mentions in last for mention in mentions)
    return frame.mentions


def next_frame(frame: Frame, question: Question, operation: Operation, year: int) -> Frame:
    """The frame after an answer."""
    recent = (*frame.recent, question.mentions)[-_KEPT_TURNS:]
    return Frame(
        unit_ids=question.unit_ids, years=question.years, stages=question.stages, level=question.level, scheme=question.scheme,
        mentions=question.mentions, operation=operation, recent=recent, year=year,
    )
