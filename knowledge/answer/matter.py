"""What paragraphs say of a named project besides its amount: where it stands, who runs it, how large it will be."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answer.blank import documents_in_scope
from knowledge.answer.outcome import refuse, usual_questions
from knowledge.answer.request import Library, Request
from knowledge.answer.texts import say_passages
from knowledge.asks import asking_words, asks_of
from knowledge.lexicon import load
from knowledge.model import Passage
from knowledge.names.match import scorer_of
from knowledge.reply import Answer, Kind
from knowledge.text import fold_name
from knowledge.tokens import cut

_OWNER_FLOOR = 80.0  # score, 0 to 100, from which a paragraph's project is the one that is named
_OWNER_NAMED = 0.6  # share of its name that must be said
_MOST = 2  # paragraphs; more are not the answer to one question
_NO_AMOUNT = {"who", "where"}  # what no figure answers


def answer_matter(request: Request, library: Library) -> Answer | None:
    """The paragraphs of the named project that hold the question's own words; None where a number is asked for."""
    asks = asks_of(request.question.folded)
    if "amount" in asks or request.question.operations:
        return None
    if not (_evidence(request, asks) or any(not span.meanings for span in request.question.spans)):
        return None
    found = _of_project(request, library, asks)
    return say_passages(request, found, library) if found else None


def refuse_amount(request: Request, library: Library) -> Answer | None:
    """A refusal where who or where is asked, which no amount answers; None for any other question."""
    if not asks_of(request.question.folded) & _NO_AMOUNT or not request.targets or request.question.operations:
        return None
    options = usual_questions(library, request.scope.unit_ids)
    return refuse(request, "no-passage", "文件里没有这方面的文字说明。", options, Kind.PASSAGE)


def _of_project(request: Request, library: Library, asks: frozenset[str]) -> list[Passage]:
    passages = library.base.passages(stored.id for stored in documents_in_scope(request, library))
    owner = _owner(request, passages)
    words = _own_words(request, owner)
    if not owner:
        return []
    owned = [one for one in passages if fold_name(one.owner) == owner]
    with_words = [one for one in owned if all(word in fold_name(one.text) for word in words)] if words else owned
    if words and len(with_words) <= _MOST:
        return with_words
    evidence = _evidence(request, asks)
    proved = [one for one in with_words if any(word in fold_name(one.text) for word in evidence)]
    return proved if len(proved) <= _MOST else []


def _evidence(request: Request, asks: frozenset[str]) -> list[str]:
    """What a paragraph must hold to answer: the heading that is asked for, else what places and bodies are called."""
    if request.question.topic is not None:
        return [fold_name(heading) for heading in request.question.topic.headings]
    return [word for sort in asks for word in load("asks")["evidence"].get(sort, ())]


def _owner(request: Request, passages: Sequence[Passage]) -> str:
    """The folded name of the one project with paragraphs that the question names; empty where there is none."""
    owners = {fold_name(one.owner) for one in passages if one.owner}
    stretch = request.question.stretch
    whole = [owner for owner in owners if owner in request.question.folded]
    if whole:
        return max(whole, key=len)
    ranked = (
        [one for one in scorer_of(tuple(sorted(owners))).rank(stretch, 0.0) if one.named >= _OWNER_NAMED]
        if owners
        else []
    )
    return ranked[0].name if ranked and ranked[0].score >= _OWNER_FLOOR else ""


def _own_words(request: Request, owner: str) -> list[str]:
    """The question's words that no word list and no name explains, and that are no part of the project's name."""
    spans = request.question.spans
    said = "".join(" " if len(span.text) > 1 and span.meanings else span.text for span in spans)
    words = cut(said.replace(owner, " "))
    return [word for word in words if len(word.strip()) > 1 and word not in owner and word not in asking_words()]
