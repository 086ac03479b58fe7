"""What a conversation is about, and what a follow-up keeps of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from knowledge.concepts import ConceptKind
from knowledge.model import TOTAL_MEASURE, Level, Scheme, Stage
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
    if question.wants(Operation.SMALLTALK, Operation.HELP, Operation.CONTENTS):
        return False
    if question.wants(Operation.DEFINITION) and question.mentions:
        return False  # 什么是基本支出 asks for the term, whatever was talked about
    return (bool(frame.mentions or frame.operation) and not question.unit_ids) or (
        bool(frame.mentions) and not question.mentions
    )


def carry_over(question: Question, frame: Frame) -> Question:
    """The question with what it leaves out taken from the frame."""
    names_measure = any(mention.measure for mention in question.mentions)  # 全年预算 is no 决算
    says_when = question.years or question.year_offsets or question.unit_ids
    return replace(
        question,
        unit_ids=question.unit_ids or frame.unit_ids,
        mentions=_mentions_for(question, frame),
        years=question.years if says_when else frame.years,
        stages=question.stages if question.stages or says_when or names_measure else frame.stages,
        level=question.level if question.level or question.unit_ids else frame.level,
    )


def _mentions_for(question: Question, frame: Frame) -> tuple[Mention, ...]:
    """What the question is about: what it names, completed by what was named before."""
    named = question.mentions
    part_of = question.share_at
    if part_of is not None:
        before = tuple(mention for mention in named if mention.start < part_of)
        after = tuple(mention for mention in named if mention.start >= part_of)
        if not before:
            before = tuple(_moved(mention, -1) for mention in frame.mentions)
        elif _only_measures(before):
            before = (*(_moved(mention, -1) for mention in _items(frame.mentions)), *before)
        if not after and any(word in question.folded for word in _PRONOUNS):
            after = tuple(_moved(mention, part_of) for mention in _items(frame.mentions))
        return (*before, *after)
    if not named and adds_up(question) and len(frame.mentions) < 2:
        count = 3 if "三" in question.folded else 2
        last = list(dict.fromkeys(mentions for mentions in frame.recent if mentions))[-count:]
        return tuple(_moved(mention, -1) for mentions in last for mention in mentions)
    if _only_measures(named) and not question.unit_ids:
        return (*_items(frame.mentions), *named)
    return named or frame.mentions


def adds_up(question: Question) -> bool:
    """Whether a question without names wants the last things added or compared: 两个加起来呢, 一共多少."""
    return question.wants(Operation.SUM, Operation.COMPARE) or question.sums_up


_PRONOUNS = ("它", "其", "这个", "那个")


def _moved(mention: Mention, start: int) -> Mention:
    """A mention of an earlier question, put before or behind the 占 of this one."""
    return replace(mention, start=start, end=start)


def _only_measures(mentions: tuple[Mention, ...]) -> bool:
    """Whether a question names only a part of what was named before: 其中基本支出呢."""
    return bool(mentions) and all(
        mention.measure
        or (
            mention.concept is not None
            and mention.concept.kind is ConceptKind.WHOLE
            and mention.concept.measure != TOTAL_MEASURE
        )
        for mention in mentions
    )


def _items(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mentions of lines and projects, without measures and wholes."""
    return tuple(
        mention
        for mention in mentions
        if not mention.measure
        and not (mention.concept is not None and mention.concept.kind in (ConceptKind.WHOLE, ConceptKind.FUND))
    )


def next_frame(frame: Frame, question: Question, operation: Operation, year: int) -> Frame:
    """The frame after an answer."""
    recent = (*frame.recent, question.mentions)[-_KEPT_TURNS:]
    return Frame(
        unit_ids=question.unit_ids,
        years=question.years,
        stages=question.stages,
        level=question.level,
        scheme=question.scheme,
        mentions=question.mentions,
        operation=operation,
        recent=recent,
        year=year,
    )
