"""A question in, an answer out: the one entry for all channels."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from knowledge.answer.about import (
    answer_check,
    answer_contents,
    answer_help,
    answer_refusal,
    answer_smalltalk,
)
from knowledge.answer.aggregate import answer_count, answer_sum
from knowledge.answer.blank import refuse_unknown_name, refuse_unknown_unit
from knowledge.answer.change import answer_change
from knowledge.answer.compare import answer_compare
from knowledge.answer.figure import answer_figure
from knowledge.answer.listing import answer_list, say_list, several
from knowledge.answer.lookup import answer_lookup
from knowledge.answer.outcome import ask_back_names, join_answers, refuse, usual_questions
from knowledge.answer.rank import answer_rank
from knowledge.answer.request import Library, Request
from knowledge.answer.share import answer_share
from knowledge.answer.texts import answer_definition, answer_indicator, answer_passage, topic_missing
from knowledge.answer.verify import answer_reverse, answer_verify
from knowledge.answer.why import answer_why
from knowledge.conversation import EMPTY, Frame, carry_over, is_follow_up, next_frame
from knowledge.names.items import DEFAULT_THRESHOLDS, ItemFinder, Thresholds
from knowledge.names.sound import sound
from knowledge.question import Operation, Question, QuestionReader
from knowledge.reply import Answer, Kind, Status
from knowledge.store.read import KnowledgeBase
from knowledge.text import simplify
from knowledge.understand import understand

_SENTENCE_END = re.compile(r"[？?。；;！!\n]")
MOST_CHARACTERS = 500  # a longer text is no question; it is cut, and the answer says so

_HANDLERS: dict[Operation, Callable[[Request, Library], Answer]] = {
    Operation.FIGURE: answer_figure,
    Operation.HAS: answer_figure,
    Operation.WHY: answer_why,
    Operation.CHANGE: answer_change,
    Operation.SHARE: answer_share,
    Operation.COMPARE: answer_compare,
    Operation.RANK: answer_rank,
    Operation.SUM: answer_sum,
    Operation.VERIFY: answer_verify,
    Operation.REVERSE: answer_reverse,
    Operation.LIST: answer_list,
    Operation.CHECK: answer_check,
}
_NEED_NO_TARGET = (Operation.RANK, Operation.LIST, Operation.CHECK, Operation.REVERSE, Operation.COUNT)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, what the conversation is about after it, and how the question was read."""

    answer: Answer
    frame: Frame
    request: Request | None = None


class Engine:
    """Answers questions from one knowledge base."""

    def __init__(self, base: KnowledgeBase, thresholds: Thresholds = DEFAULT_THRESHOLDS) -> None:
        self.library = Library(base, ItemFinder(base, thresholds))
        self._reader = QuestionReader(base)

    def warm_up(self) -> None:
        """Load what only some questions need (sounds, traditional characters), for processes that live long."""
        sound("一")
        simplify("經")

    def ask(self, text: str, frame: Frame = EMPTY) -> Reply:
        """Answer one message of a conversation. Two questions in one message are both answered."""
        if not text.strip():
            return Reply(_empty(text), frame)
        questions = self._questions_in(text[:MOST_CHARACTERS], frame)
        if len(questions) < 2:
            return self._ask_one(text[:MOST_CHARACTERS], frame)
        first = self._ask_one(questions[0], frame)
        if first.answer.status is not Status.ANSWERED:
            return self._ask_one(text[:MOST_CHARACTERS], frame)
        second = self._ask_one(questions[1], first.frame)
        return Reply(join_answers(text, first.answer, second.answer), second.frame, first.request)

    def _questions_in(self, text: str, frame: Frame) -> list[str]:
        """The questions of a message. A clause that only says whose or when belongs to the question before it."""
        clauses = [clause for clause in _SENTENCE_END.split(text) if clause.strip()]
        if len(clauses) < 2:
            return clauses
        questions: list[str] = []
        aside = ""
        for clause in clauses:
            read = self._reader.read(clause, frame.unit_ids)
            if read.mentions or any(operation is not Operation.SMALLTALK for operation in read.operations):
                questions.append(clause)
            else:
                aside += f"，{clause}"
        return [question + aside for question in questions]

    def _ask_one(self, text: str, frame: Frame) -> Reply:
        question = self._reader.read(text, frame.unit_ids)
        follows = is_follow_up(question, frame)
        if follows:
            question = carry_over(question, frame)
        request = understand(question, self.library, self._base_year(question, frame))
        if (
            follows
            and not question.operations
            and request.operation is Operation.FIGURE
            and frame.operation
            and question.unit_ids != frame.unit_ids
        ):
            request = replace(request, operation=frame.operation)  # 天门呢: the same again for another unit
        answer = self._answer(request)
        if answer.status is Status.REFUSED and not request.targets:
            return Reply(answer, frame, request)
        return Reply(
            answer,
            next_frame(
                frame, self._resolved(question, answer), request.operation, self._base_year(question, frame)
            ),
            request,
        )

    def _base_year(self, question: Question, frame: Frame) -> int:
        """The year that 今年 and 去年 are said from: the conversation's, else the newest document's."""
        if frame.years:
            return max(frame.years)
        documents = self.library.base.documents.values()
        years = [
            stored.document.year
            for stored in documents
            if not question.unit_ids or stored.unit_id in question.unit_ids
        ]
        return max(years, default=0)

    def _resolved(self, question: Question, answer: Answer) -> Question:
        """The question with the unit that the answer is about, so that a follow-up stays with it."""
        if question.unit_ids or not answer.citations:
            return question
        names = {citation.document.unit_name for citation in answer.citations}
        ids = tuple(unit.id for unit in self.library.base.units.values() if unit.name in names)
        return replace(question, unit_ids=ids) if len(ids) == 1 else question

    # ---- what can be said --------------------------------------------------------------------------------

    def _answer(self, request: Request) -> Answer:
        return self._about_service(request) or self._in_words(request) or self._in_figures(request)

    def _about_service(self, request: Request) -> Answer | None:
        question = request.question
        refusal = _refusal(question)
        if refusal:
            return answer_refusal(request, refusal, self.library)
        if question.unknown_place:
            return refuse_unknown_unit(request, question.unknown_place, self.library)
        if question.wants(Operation.CONTENTS) and not request.targets and question.topic is None:
            return answer_contents(request, self.library)
        only_talk = (
            not request.targets and not request.missing and request.unclear is None and not question.amounts
        )
        if only_talk and question.wants(Operation.HELP):
            return answer_help(request, self.library)
        if only_talk and question.wants(Operation.SMALLTALK):
            return answer_smalltalk(request, self.library)
        return None

    def _in_words(self, request: Request) -> Answer | None:
        question = request.question
        if question.wants(Operation.DEFINITION):
            defined = answer_definition(request, self.library)
            if defined:
                return defined
        if question.wants(Operation.INDICATOR) or (request.missing and question.wants(Operation.COUNT)):
            target = answer_indicator(request, self.library)
            if target:
                return target
        if question.topic is not None:
            return answer_passage(request, self.library) or (
                None if request.targets else topic_missing(request, self.library, question.topic)
            )
        return None

    def _in_figures(self, request: Request) -> Answer:
        in_table = answer_lookup(request, self.library)
        if in_table:
            return in_table
        question = request.question
        if request.unclear is not None:
            return ask_back_names(request, request.unclear, self.library)
        if request.missing and question.unknown_body and not question.unit_ids:
            return refuse_unknown_unit(request, question.unknown_body, self.library)
        if request.missing:
            return refuse_unknown_name(request, self.library)
        if not request.targets and request.operation not in _NEED_NO_TARGET:
            return self._nothing_named(request)
        if request.operation is Operation.COUNT:
            return answer_count(request, self.library) or answer_figure(request, self.library)
        both = (
            several(request, self.library)
            if request.operation is Operation.FIGURE and len(request.targets) > 1
            else None
        )
        if both:
            return say_list(request, both, self.library, Kind.LIST)
        return _HANDLERS.get(request.operation, answer_figure)(request, self.library)

    def _nothing_named(self, request: Request) -> Answer:
        options = usual_questions(self.library, request.scope.unit_ids)
        return refuse(request, "no-item", "没有看出您要问的是哪一项。请写出项目、科目或指标的名称。", options)


def _refusal(question: Question) -> str:
    """The reason why the documents never say such a thing; pay counts only together with a person."""
    reasons = question.refusals
    for reason in ("personal", "opinion", "forecast"):
        if reason in reasons:
            return reason
    if "person-pay" in reasons and any(
        word in question.folded for word in ("工资", "薪", "收入", "奖金", "电话", "待遇")
    ):
        return "person-pay"
    return ""


def _empty(text: str) -> Answer:
    return Answer(
        text, Status.REFUSED, Kind.HELP, "请输入问题，例如：12333咨询服务运维经费多少", reason="empty"
    )
