"""A question in, an answer out: the one entry for all channels."""

from __future__ import annotations

import logging
import re
from copy import copy
from dataclasses import dataclass, replace

from knowledge.answer.dispatch import answer_request
from knowledge.answer.outcome import join_answers
from knowledge.answer.request import Library, Request
from knowledge.conversation import EMPTY, Frame, adds_up, carry_over, is_follow_up, next_frame
from knowledge.editorial.asked import asked_of
from knowledge.editorial.editorial import NOTHING, Editorial
from knowledge.editorial.faq import FaqFinder, FaqUnusable, compose
from knowledge.names.items import DEFAULT_THRESHOLDS, ItemFinder, Thresholds
from knowledge.names.sound import sound
from knowledge.question import Operation, Question
from knowledge.reading import QuestionReader
from knowledge.reply import Answer, Kind, Status
from knowledge.store.read import KnowledgeBase
from knowledge.text import simplify
from knowledge.tokens import cut
from knowledge.understand import understand

_log = logging.getLogger(__name__)
_SENTENCE_END = re.compile(r"[？?。；;！!\n]")
MOST_CHARACTERS = 500  # a longer text is no question; it is cut, and the answer says so


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, what the conversation is about after it, and how the question was read."""

    answer: Answer
    frame: Frame
    request: Request | None = None
    faq_id: int | None = None  # the editors' answer that was given


class Engine:
    """Answers questions from one knowledge base, and first with what editors have approved."""

    def __init__(
        self, base: KnowledgeBase, thresholds: Thresholds = DEFAULT_THRESHOLDS, editorial: Editorial = NOTHING
    ) -> None:
        self.library = Library(base, ItemFinder(base, thresholds))
        self._take(QuestionReader(base, editorial.aliases), editorial)

    def _take(self, reader: QuestionReader, editorial: Editorial) -> None:
        self._reader = reader
        self.editorial = editorial
        self._faqs = FaqFinder(
            editorial.faqs, lambda wording: asked_of(reader.read(wording), self._base), editorial.thresholds
        )

    @property
    def _base(self) -> KnowledgeBase:
        return self.library.base

    def edited(self, editorial: Editorial) -> Engine:
        """An engine on the same knowledge base with other aliases and editors' answers."""
        other = copy(self)
        other._take(self._reader.with_aliases(editorial.aliases), editorial)
        return other

    def read(self, text: str) -> Question:
        """A question as it is read, without an answer."""
        return self._reader.read(text)

    def warm_up(self) -> None:
        """Load what only some questions need (sounds, traditional characters, words), for processes that live long."""
        sound("一")
        simplify("經")
        cut("一")

    def ask(self, text: str, frame: Frame = EMPTY) -> Reply:
        """Answer one message of a conversation. Two questions in one message are both answered."""
        if not text.strip():
            return Reply(_empty(text), frame)
        return self._ask_editors(text, frame) or self.ask_documents(text, frame)

    def _ask_editors(self, text: str, frame: Frame) -> Reply | None:
        """The editors' answer to a question, if there is one whose figures the documents still print."""
        if self._faqs.is_empty or len(text) > MOST_CHARACTERS:
            return None
        question = self._reader.read(text)
        if is_follow_up(question, frame) and all(one.is_known or one.concept for one in question.mentions):
            return None  # 那项目支出呢 is about what was talked about
        faq = self._faqs.find(asked_of(question, self._base))
        if faq is None:
            return None
        replies: dict[str, Reply] = {}

        def ask(live: str) -> Answer:
            replies[live] = self.ask_documents(live)
            return replies[live].answer

        try:
            answer = compose(text, faq, ask)
        except FaqUnusable as error:
            _log.warning("an approved answer is not given", extra={"faq": faq.id, "reason": str(error)})
            return None
        first = next(iter(replies.values()), None)
        return Reply(answer, first.frame if first else frame, None, faq.id)

    def ask_documents(self, text: str, frame: Frame = EMPTY) -> Reply:
        """Answer from the documents alone."""
        if len(text) > MOST_CHARACTERS:
            reply = self.ask_documents(text[:MOST_CHARACTERS], frame)
            note = f"问题太长，只读了前 {MOST_CHARACTERS} 个字。"
            answer = replace(reply.answer, question=text, warnings=(note, *reply.answer.warnings))
            return replace(reply, answer=answer)
        questions = self._questions_in(text, frame)
        if len(questions) < 2:
            return self._ask_one(text, frame)
        first = self._ask_one(questions[0], frame)
        if first.answer.status is not Status.ANSWERED:
            return self._ask_one(text, frame)
        second = self._ask_one(questions[1], first.frame)
        return replace(first, answer=join_answers(text, first.answer, second.answer), frame=second.frame)

    def _questions_in(self, text: str, frame: Frame) -> list[str]:
        """The questions of a message. A clause that only says whose or when belongs to the question before it."""
        clauses = [clause for clause in _SENTENCE_END.split(text) if clause.strip()]
        if len(clauses) < 2:
            return clauses
        questions: list[str] = []
        aside = ""
        for clause in clauses:
            read = self._reader.read(clause, frame.unit_ids)
            asks = "多少" in clause or any(operation is not Operation.SMALLTALK for operation in read.operations)
            if read.mentions or asks:
                questions.append(clause)
            else:
                aside += f"，{clause}"
        return [question + aside for question in questions]

    def _ask_one(self, text: str, frame: Frame) -> Reply:
        question = self._reader.read(text, frame.unit_ids)
        follows = is_follow_up(question, frame)
        together = follows and not question.mentions and adds_up(question)
        own_years = question.years
        if follows:
            question = carry_over(question, frame)
        request = understand(question, self.library, self._base_year(question, frame))
        if together and len(request.targets) > 1 and request.operation is Operation.FIGURE:
            request = replace(request, operation=Operation.SUM)
        if (
            follows
            and not question.operations
            and request.operation is Operation.FIGURE
            and frame.operation
            and question.unit_ids != frame.unit_ids
        ):
            request = replace(request, operation=frame.operation)  # 天门呢: the same again for another unit
        answer = answer_request(request, self.library)
        if follows and answer.status is Status.REFUSED and request.operation is Operation.WHY and not own_years:
            anytime = replace(request, scope=replace(request.scope, years=()))  # 2021年呢 … 为什么增加了
            answer = answer_request(anytime, self.library)
        if answer.status is Status.REFUSED:
            return Reply(answer, frame, request)  # what cannot be answered is no topic to go on from
        return Reply(
            answer,
            next_frame(frame, self._resolved(question, answer), request.operation, self._base_year(question, frame)),
            request,
        )

    def _base_year(self, question: Question, frame: Frame) -> int:
        """The year that 今年 and 去年 are said from: the conversation's, else the newest document's."""
        if frame.years:
            return max(frame.years)
        newest = self.library.base.newest_years
        return max((newest[unit_id] for unit_id in question.unit_ids or newest if unit_id in newest), default=0)

    def _resolved(self, question: Question, answer: Answer) -> Question:
        """The question with the unit that the answer is about, so that a follow-up stays with it."""
        if question.unit_ids or not answer.citations:
            return question
        names = {citation.document.unit_name for citation in answer.citations}
        ids = tuple(unit.id for unit in self.library.base.units.values() if unit.name in names)
        return replace(question, unit_ids=ids) if len(ids) == 1 else question


def _empty(text: str) -> Answer:
    return Answer(text, Status.REFUSED, Kind.HELP, "请输入问题，例如：12333咨询服务运维经费多少", reason="empty")
