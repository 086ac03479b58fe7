"""Answers that editors write. Figures in them are asked for anew each time, so that they never go stale."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.answer.wording import place, source, whose
from knowledge.editorial.asked import Asked, likeness
from knowledge.errors import BudgetError
from knowledge.model import Citation
from knowledge.reply import Answer, Kind, Status, Value

_LIVE = re.compile(r"\{\{\s*(.+?)\s*\}\}", re.DOTALL)
_FIXED = re.compile(r"[0-9０-９][0-9０-９,，.．]*\s*(?:亿|百万|万|千)?(?:元|%|％)")
_MOST_SOURCES = 4
OUT_OF_SCOPE = "out-of-scope"  # the reason of a polite refusal


class FaqKind(StrEnum):
    """What an editor's answer is."""

    ANSWER = "answer"
    NOT_OURS = "not-ours"  # a polite reply to what no budget says


class FaqUnusable(BudgetError):
    """An editor's answer that may not be published as it stands; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Faq:
    """One answer with the wordings that it answers."""

    id: int
    kind: FaqKind
    answer: str  # {{question}} stands for the figure or sentence that answers it
    wordings: tuple[str, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions whose answers stand in it."""
        return tuple(_LIVE.findall(self.answer))

    def check(self) -> None:
        """Refuse what could become a wrong figure. Raises FaqUnusable."""
        if not self.answer.strip() or not any(wording.strip() for wording in self.wordings):
            raise FaqUnusable("答复和问法都要填写。")
        fixed = _FIXED.search(_LIVE.sub("", self.answer))
        if fixed:
            raise FaqUnusable(
                f"“{fixed.group()}”是写死的数字，文件更新后会过时。"
                "请改成 {{问题}}，例如 {{12333咨询服务运维经费多少}}，答复时会自动换成文件里的数。"
            )
        if "{{" in _LIVE.sub("", self.answer):
            raise FaqUnusable("有 {{ 没有配对的 }}。请写成 {{问题}}。")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a question is one of an FAQ's wordings (config.toml [faq])."""

    floor: float = 88.0  # likeness, 0 to 100, below which a wording is another question
    gap: float = 4.0  # points by which the best FAQ must stand out, else none is taken


DEFAULT_THRESHOLDS = Thresholds()


@dataclass(frozen=True, slots=True)
class _Wording:
    faq: Faq
    asked: Asked


class FaqFinder:
    """Finds the FAQ that a question is a wording of."""

    def __init__(self, faqs: Sequence[Faq], read: Callable[[str], Asked], thresholds: Thresholds) -> None:
        self._wordings = [_Wording(faq, read(wording)) for faq in faqs for wording in faq.wordings if wording.strip()]
        self._thresholds = thresholds

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to find."""
        return not self._wordings

    def find(self, asked: Asked) -> Faq | None:
        """The one FAQ that fits; None where none does, or two do."""
        best: dict[int, tuple[float, Faq]] = {}
        for wording in self._wordings:
            score = likeness(asked, wording.asked)
            if score > best.get(wording.faq.id, (0.0, wording.faq))[0]:
                best[wording.faq.id] = score, wording.faq
        ranked = sorted(best.values(), key=lambda entry: -entry[0])
        if not ranked or ranked[0][0] < self._thresholds.floor:
            return None
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < self._thresholds.gap:
            return None
        return ranked[0][1]


# ---- the answer --------------------------------------------------------------------------------------------


def compose(question: str, faq: Faq, ask: Callable[[str], Answer]) -> Answer:
    """The FAQ as an answer, with the figures as the documents print them now.

    Raises FaqUnusable where a question in it is not answered any more: then it is not said.
    """
    found = {live: _answered(live, ask) for live in faq.questions}
    values = tuple(dict.fromkeys(value for answer in found.values() for value in answer.values))
    citations = tuple(dict.fromkeys(citation for answer in found.values() for citation in answer.citations))
    text = _LIVE.sub(lambda match: _live_text(found[match.group(1)]), faq.answer.strip())
    if faq.kind is FaqKind.NOT_OURS:
        return Answer(question, Status.REFUSED, Kind.FAQ, text, citations=citations, reason=OUT_OF_SCOPE)
    return Answer(
        question,
        Status.ANSWERED,
        Kind.FAQ if citations else Kind.HELP,  # what cites no document says nothing about one
        "\n".join([text, *_sources([answer.citations[0] for answer in found.values()])]),
        values=values,
        citations=citations,
        warnings=tuple(dict.fromkeys(warning for answer in found.values() for warning in answer.warnings)),
    )


def _answered(live: str, ask: Callable[[str], Answer]) -> Answer:
    answer = ask(live)
    if answer.status is not Status.ANSWERED or not answer.citations:
        raise FaqUnusable(f"答复里的“{live}”现在没有答案。请改写这个问题，写全单位、年份和名称。")
    return answer


def _live_text(answer: Answer) -> str:
    if answer.values:
        return _value_text(answer.values[0])
    return f"“{answer.citations[0].quote}”"


def _value_text(value: Value) -> str:
    shown = f"{value.comparator or ''}{value.value}{'' if value.unit == '%' else ' '}{value.unit}".strip()
    return f"{shown}（{value.formula}）" if value.formula else shown


def _sources(citations: Sequence[Citation]) -> Iterator[str]:
    shown = citations[:_MOST_SOURCES]
    yield from dict.fromkeys(f"{whose(citation)} · {place(citation)}" for citation in shown)
    yield from dict.fromkeys(source(citation) for citation in shown)
