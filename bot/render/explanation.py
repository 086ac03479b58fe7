"""How a question was read, step by step, with the file in which each step can be corrected."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.answer.request import Library, Request
from knowledge.cells import Target
from knowledge.concepts import Concept
from knowledge.engine import Reply
from knowledge.question import Mention, Question, Topic
from knowledge.slots import Amount, Code, Year
from knowledge.vocabulary import RegionWord
from knowledge.words import Span, WordKind

_QUESTIONS = "knowledge/lexicon/questions.toml"
_SOURCES = {
    WordKind.CUE: f"{_QUESTIONS} [[cue]]",
    WordKind.PASSAGE: f"{_QUESTIONS} [[passage]]",
    WordKind.REFUSE: f"{_QUESTIONS} [[refuse]]",
    WordKind.STAGE: f"{_QUESTIONS} [[stage]]",
    WordKind.LEVEL: f"{_QUESTIONS} [[level]]",
    WordKind.YEAR: f"{_QUESTIONS} [[year]]",
    WordKind.SCHEME: f"{_QUESTIONS} [[scheme]]",
    WordKind.CODE_LEVEL: f"{_QUESTIONS} [[level_of_code]]",
    WordKind.FILLER: f"{_QUESTIONS} [filler]",
    WordKind.CONCEPT: "knowledge/lexicon/concepts.toml",
    WordKind.UNIT: "documents; short forms: knowledge/lexicon/units.toml",
    WordKind.REGION: "knowledge/lexicon/regions.toml",
    WordKind.ITEM: "documents",
    WordKind.MEASURE: "documents; headers: knowledge/lexicon/concepts.toml",
}
_MOST_CANDIDATES = 5


def explain(reply: Reply, library: Library) -> str:
    """The reading of a question as lines: words, slots, names with scores, the operation, the answer."""
    request = reply.request
    if reply.faq_id is not None:
        return f"answer     {reply.answer.status}: editors' answer {reply.faq_id}  [budget-bot review faq list]"
    if request is None:
        return f"answer     {reply.answer.status}: nothing was asked"
    return "\n".join(_lines(request, reply, library))


def _lines(request: Request, reply: Reply, library: Library) -> Iterator[str]:
    question = request.question
    yield f"question   {question.text}"
    yield f"folded     {question.folded}"
    yield "words"
    yield from _word_lines(question, library)
    yield f"unit       {_units(request.scope.unit_ids, library)}"
    yield f"year       {_listed(request.scope.years)}"
    yield f"stage      {_listed(request.scope.stages)}"
    yield f"level      {request.scope.level or '-'}"
    yield f"list       {request.scope.scheme or '-'}"
    yield "names"
    for mention in question.mentions:
        yield from _mention_lines(mention, request, library)
    yield from (f"  target   {_target(target)}" for target in request.targets)
    yield from (f"  of       {_target(target)}" for target in request.bases)
    yield f"operation  {request.operation}{_why(request)}"
    answer = reply.answer
    yield f"answer     {answer.status}, {answer.kind}{f' ({answer.reason})' if answer.reason else ''}"


# ---- words ---------------------------------------------------------------------------------------------


def _word_lines(question: Question, library: Library) -> Iterator[str]:
    patterns = iter(question.slots)
    for span in question.spans:
        pattern = next(patterns, "") if span.has(WordKind.SLOT) else ""
        meanings = [_meaning(span, kind, library) for kind in _kinds(span)]
        if pattern:
            meanings.append(f"pattern {pattern} = {_slot(span.value(WordKind.SLOT))}  [knowledge/slots.py]")
        yield f"  {span.text}"
        yield from (f"    {meaning}" for meaning in meanings or ["not known: matched with the names below"])


def _kinds(span: Span) -> list[WordKind]:
    return list(dict.fromkeys(meaning.kind for meaning in span.meanings if meaning.kind is not WordKind.SLOT))


def _meaning(span: Span, kind: WordKind, library: Library) -> str:
    return f"{kind} = {_value(span.value(kind), library)}  [{_SOURCES.get(kind, 'documents')}]"


def _value(value: object, library: Library) -> str:
    match value:
        case Topic(headings=headings):
            return "、".join(headings)
        case Concept(name=name, measure=measure, kind=kind):
            return f"{kind} {name or measure}"
        case RegionWord(unit_ids=unit_ids):
            return _units(unit_ids, library)
        case tuple() as unit_ids:
            return _units(unit_ids, library)
        case _:
            return str(value) or "no meaning of its own"


def _slot(slot: object) -> str:
    match slot:
        case Year(year=year):
            return str(year)
        case Code(digits=digits):
            return digits
        case Amount(value=value, unit=unit, bound=bound):
            return f"{bound}{value} {unit or 'without unit'}"
        case _:
            return str(slot)


def _units(unit_ids: tuple[int, ...], library: Library) -> str:
    return "、".join(library.base.units[unit_id].name for unit_id in unit_ids) or "-"


def _listed(values: tuple[object, ...]) -> str:
    return "、".join(map(str, values)) or "-"


# ---- names ---------------------------------------------------------------------------------------------


def _mention_lines(mention: Mention, request: Request, library: Library) -> Iterator[str]:
    """A known name, or the candidates with their scores."""
    if mention.is_known or mention.concept or mention.code or mention.measure:
        yield f"  {mention.text}: known"
        return
    named = library.finder.match(mention.text, request.scope.unit_ids)
    verdict = "found" if named.is_clear else "several fit" if named.is_found else "nothing reaches the floor"
    yield f"  {mention.text}: {verdict}  [floor and gap: config.toml; synonyms: {_QUESTIONS} [synonyms]]"
    nearest = named.matches or library.finder.scorer(request.scope.unit_ids).rank(mention.text, 0.0)
    for match in nearest[:_MOST_CANDIDATES]:
        heard = ", by sound" if match.by_sound else ""
        chosen = "*" if match.name in named.names else " "
        parts = f"said {match.said:.0%}, named {match.named:.0%}{heard}"
        yield f"   {chosen} {match.score:5.1f}  {match.name} ({parts})"


def _target(target: Target) -> str:
    names = "、".join(dict.fromkeys(item.subject.name for item in target.items)) or target.name or "-"
    parts = [("measure", target.measure), ("fund", target.fund), ("side", target.direction.value)]
    return ", ".join([names, *(f"{word} {value}" for word, value in parts if value)])


def _why(request: Request) -> str:
    cue = request.question.cues.get(str(request.operation), "")
    return f" (cue {cue})  [{_QUESTIONS} [[cue]]]" if cue else ""
