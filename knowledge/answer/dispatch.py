"""Which operation answers a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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
from knowledge.answer.completion import answer_completion
from knowledge.answer.figure import answer_figure
from knowledge.answer.listing import answer_list, say_list, several
from knowledge.answer.lookup import answer_lookup
from knowledge.answer.matter import answer_matter, refuse_amount
from knowledge.answer.outcome import ask_back_names, refuse, usual_questions
from knowledge.answer.rank import answer_rank
from knowledge.answer.request import Library, Request
from knowledge.answer.share import answer_share
from knowledge.answer.texts import answer_definition, answer_indicator, answer_passage, answer_words, topic_missing
from knowledge.answer.verify import answer_reverse, answer_verify
from knowledge.answer.why import answer_why
from knowledge.cells import Target
from knowledge.model import TOTAL_MEASURE, Direction
from knowledge.names.units import is_body
from knowledge.question import Operation, Question
from knowledge.reply import Answer, Kind
from knowledge.words import WordKind

_HANDLERS: dict[Operation, Callable[[Request, Library], Answer]] = {
    Operation.FIGURE: answer_figure,
    Operation.HAS: answer_figure,
    Operation.WHY: answer_why,
    Operation.CHANGE: answer_change,
    Operation.SHARE: answer_share,
    Operation.COMPLETION: answer_completion,
    Operation.COMPARE: answer_compare,
    Operation.RANK: answer_rank,
    Operation.SUM: answer_sum,
    Operation.VERIFY: answer_verify,
    Operation.REVERSE: answer_reverse,
    Operation.LIST: answer_list,
    Operation.CHECK: answer_check,
}
_NEED_NO_TARGET = (Operation.RANK, Operation.LIST, Operation.CHECK, Operation.REVERSE, Operation.COUNT)


def answer_request(request: Request, library: Library) -> Answer:
    """The answer of the first that can say something: about the service, in words, in figures."""
    return _about_service(request, library) or _in_words(request, library) or _in_figures(request, library)


def _about_service(request: Request, library: Library) -> Answer | None:
    question = request.question
    refusal = _refusal(question)
    if refusal:
        return answer_refusal(request, refusal, library)
    unknown = question.unknown_place or _unknown_body(question)
    if unknown:
        return refuse_unknown_unit(request, unknown, library)
    if question.wants(Operation.CONTENTS) and not request.targets and question.topic is None:
        return answer_contents(request, library)
    only_talk = not request.targets and not request.missing and request.unclear is None and not question.amounts
    if only_talk and question.wants(Operation.HELP):
        return answer_help(request, library)
    if only_talk and question.wants(Operation.SMALLTALK):
        return answer_smalltalk(request, library)
    return None


def _in_words(request: Request, library: Library) -> Answer | None:
    question = request.question
    if question.wants(Operation.DEFINITION) or (question.folded.endswith("是什么") and not question.operations):
        defined = answer_definition(request, library)
        if defined:
            return defined
    if question.wants(Operation.INDICATOR) or (request.missing and question.wants(Operation.COUNT)):
        target = answer_indicator(request, library)
        if target:
            return target
    if question.topic is not None and (request.targets or not question.amounts):
        said = answer_matter(request, library) or answer_passage(request, library)
        if said or not request.targets:
            return said or topic_missing(request, library, question.topic)
    return answer_matter(request, library) or refuse_amount(request, library)


def _in_figures(request: Request, library: Library) -> Answer:
    in_table = answer_lookup(request, library)
    if in_table:
        return in_table
    if request.unclear is not None:
        return ask_back_names(request, request.unclear, library)
    if request.missing:
        said = answer_indicator(request, library, sure=True) or answer_words(request, library)
        return said or refuse_unknown_name(request, library)
    if not request.targets and request.operation not in _NEED_NO_TARGET:
        return _nothing_named(request, library)
    if request.operation is Operation.COUNT:
        counted = answer_count(request, library)
        if counted or not request.targets:
            return counted or _nothing_named(request, library)
        return answer_figure(request, library)
    both = several(request, library) if request.operation is Operation.FIGURE and len(request.targets) > 1 else None
    if both:
        return say_list(request, both, library, Kind.LIST)
    return _HANDLERS.get(request.operation, answer_figure)(request, library)


def _nothing_named(request: Request, library: Library) -> Answer:
    """Only a unit and a time are named: both sides of its budget; with less it is not clear what is asked."""
    question = request.question
    if question.unit_ids and question.stages and not question.operations and question.scheme is None:
        sides = (Direction.REVENUE, Direction.EXPENDITURE)
        targets = tuple(
            Target(library.finder.of_whole(side, question.unit_ids), TOTAL_MEASURE, direction=side) for side in sides
        )
        request = replace(request, targets=targets)
        totals = several(request, library)
        return say_list(request, totals, library, Kind.LIST) if totals else answer_figure(request, library)
    options = usual_questions(library, request.scope.unit_ids)
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


def _unknown_body(question: Question) -> str:
    """A public body that is named beside no known unit; a known name that only ends like one is none."""
    if any(span.has(WordKind.UNIT) for span in question.spans):
        return ""
    unknown = (mention for mention in question.mentions if not mention.is_known and mention.concept is None)
    return next((mention.text for mention in unknown if is_body(mention.text)), "")
