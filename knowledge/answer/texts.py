"""Answers in words: definitions, paragraphs, what money is for, indicators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import LCSseq

from knowledge.amounts import FEN_PER_UNIT, plain
from knowledge.answer.blank import documents_in_scope
from knowledge.answer.outcome import refuse, usual_questions
from knowledge.answer.request import Library, Request
from knowledge.answer.wording import place, source, value_of, whose
from knowledge.lexicon import load
from knowledge.model import PATH_SEPARATOR, Citation, Figure, Indicator, Passage, Term
from knowledge.names.items import contradicts
from knowledge.names.match import scorer_of
from knowledge.question import Topic
from knowledge.reply import Answer, Kind, Status, Value
from knowledge.text import fold_name, strip_numbering
from knowledge.words import WordKind

_MOST_PASSAGES = 12
_MOST_CHARACTERS = 900  # a phone screen and a half; the rest is in the cited document
_WORDS_LENGTH = 4  # characters that are taken for words of a paragraph
_MOST_WITH_WORDS = 2
_MOST_WITH_NUMBERS = 2  # paragraphs whose numbers are named: of more it is not clear which is asked for
_TERM_FLOOR = 80.0
_OWNER_FLOOR = 70.0
_INDICATOR_FLOOR = 55.0
_NOT_OWN = (
    WordKind.FILLER,
    WordKind.UNIT,
    WordKind.REGION,
    WordKind.SLOT,
    WordKind.YEAR,
    WordKind.STAGE,
    WordKind.TABLE,
)
_SURE_SAID = 0.85
_SURE_LENGTH = 5
_INDICATOR_SAID = 0.6  # share of the question's own words that an indicator must hold


# ---- definitions -------------------------------------------------------------------------------------------


def answer_definition(request: Request, library: Library) -> Answer | None:
    """The definition of a term; None where no glossary has it."""
    mentions = request.question.mentions
    if not mentions:
        return None
    terms = library.base.terms(stored.id for stored in documents_in_scope(request, library))
    names = {fold_name(term.name) for term in terms}
    for wanted in ("".join(mention.text for mention in mentions), *(mention.text for mention in mentions)):
        name = _best_name(wanted, names)
        if name:
            return _say_definition(request, [term for term in terms if fold_name(term.name) == name])
    return None


def _best_name(wanted: str, names: set[str]) -> str:
    if wanted in names:
        return wanted
    ranked = scorer_of(tuple(sorted(names))).rank(wanted, _TERM_FLOOR)
    return ranked[0].name if ranked else ""


def _say_definition(request: Request, found: Sequence[Term]) -> Answer:
    term = found[0]
    lines = [
        f"{term.name}：{term.text}",
        whose(term.citation) + " · " + place(term.citation),
        source(term.citation),
    ]
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.DEFINITION,
        "\n".join(lines),
        citations=tuple(one.citation for one in found[:2]),
    )


# ---- paragraphs --------------------------------------------------------------------------------------------


def answer_passage(request: Request, library: Library) -> Answer | None:
    """The paragraphs under the headings that the question asks for; None where there are none."""
    topic = request.question.topic
    if topic is None:
        return None
    if topic.role == "purpose":
        said = _purposes(request, library)
        if said:
            return said
    passages = library.base.passages(stored.id for stored in documents_in_scope(request, library))
    owned = _of_owner(request, passages)
    for heading in topic.headings:
        found = [one for one in owned if fold_name(heading) in fold_name(one.topic)]
        found = _about(request, passages) or found or _statements_under(heading, request, library)
        if found:
            return say_passages(request, found, library)
    return None


def _about(request: Request, passages: Sequence[Passage]) -> list[Passage]:
    """Paragraphs that begin with the very thing that the question names: 社会保障卡窗口：负责…"""
    names = [mention.text for mention in request.question.mentions if not mention.concept and len(mention.text) > 2]
    return [
        one
        for one in passages
        if any(fold_name(strip_numbering(one.text)).startswith(fold_name(name)) for name in names)
    ]


def _statements_under(heading: str, request: Request, library: Library) -> list[Passage]:
    """Sentences with figures, or saying that there are none, under a heading, as paragraphs."""
    documents = {stored.id for stored in documents_in_scope(request, library)}
    found = library.base.statements("section LIKE ?", [f"%{heading}%"])
    inner = [
        one
        for one in found
        if one.document_id in documents
        and fold_name(heading) in fold_name(one.statement.citation.section.split(PATH_SEPARATOR)[-1])
    ]
    by_text = {one.statement.text: Passage(one.statement.text, one.statement.citation, heading) for one in inner}
    return list(by_text.values())


def _of_owner(request: Request, passages: Sequence[Passage]) -> list[Passage]:
    """The paragraphs of the project that is named, or of the unit where none is."""
    names = [item.subject.name for target in request.targets for item in target.items if not target.is_whole]
    names += [mention.text for mention in request.question.mentions if not mention.concept]
    if not names:
        return [one for one in passages if not one.owner]
    owners = {fold_name(one.owner): one for one in passages if one.owner}
    scorer = scorer_of(tuple(owners))
    best = max(
        (match for name in names for match in scorer.rank(fold_name(name), _OWNER_FLOOR)),
        key=lambda match: match.score,
        default=None,
    )
    if best is None:
        return [one for one in passages if not one.owner]
    return [one for one in passages if fold_name(one.owner) == best.name]


def _purposes(request: Request, library: Library) -> Answer | None:
    """What sentences say an amount is for."""
    if not request.targets or (request.targets[0].is_whole and not request.targets[0].measure):
        return None
    target = request.targets[0]
    documents = {stored.id for stored in documents_in_scope(request, library)}
    ids = target.item_ids
    if not ids:
        return None
    stated = library.base.statements(f"item_id IN ({', '.join('?' * len(ids))}) AND purpose <> ''", ids)
    fitting = [
        one
        for one in stated
        if one.document_id in documents and (not target.measure or one.statement.measure == target.measure)
    ]
    if not fitting:
        return None
    statement = fitting[0].statement
    lines = [
        f"{statement.subject.name}主要用于：{statement.purpose}",
        whose(statement.citation) + " · " + place(statement.citation),
        source(statement.citation),
    ]
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.PASSAGE,
        "\n".join(lines),
        citations=(statement.citation,),
    )


def say_passages(request: Request, found: Sequence[Passage], library: Library) -> Answer:
    """Paragraphs as they stand, as many as a screen and a half hold, with the numbers in them that are asked for."""
    shown: list[Passage] = []
    length = 0
    for one in found[:_MOST_PASSAGES]:
        if shown and length + len(one.text) > _MOST_CHARACTERS:
            break
        shown.append(one)
        length += len(one.text)
    more = [f"（其余 {len(found) - len(shown)} 段见原文）"] if len(found) > len(shown) else []
    first = shown[0].citation
    lines = [
        *(one.text[:_MOST_CHARACTERS] for one in shown),
        *more,
        whose(first) + " · " + place(first),
        source(first),
    ]
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.PASSAGE,
        "\n".join(lines),
        values=_numbers_asked_for(request, shown, library),
        citations=tuple(one.citation for one in shown),
    )


def _numbers_asked_for(request: Request, shown: Sequence[Passage], library: Library) -> tuple[Value, ...]:
    """The amounts of money, or the numbers of things, that the sentences of some paragraphs print."""
    asked = load("questions")["numbers"].items()
    sorts = {sort for sort, words in asked if any(word in request.question.folded for word in words)}
    if not sorts or len(shown) > _MOST_WITH_NUMBERS:
        return ()
    stated = [one for passage in shown for one in library.base.statements("instr(?, text)", [passage.text])]
    ids = list(dict.fromkeys(one.id for one in stated))
    figures = library.base.figures(f"statement_id IN ({', '.join('?' * len(ids))})", ids)
    wanted = (one.figure for one in figures if _sort_of(one.figure) in sorts)
    return tuple(dict.fromkeys(value_of(figure) for figure in wanted))


def _sort_of(figure: Figure) -> str:
    return "money" if figure.unit in FEN_PER_UNIT else "" if figure.unit == "%" else "things"


def answer_words(request: Request, library: Library) -> Answer | None:
    """The one paragraph that holds the very words of the question, of the project they name if they name one.

    None where a number is asked for, where the words are few, or where several paragraphs hold them.
    """
    wanted = fold_name(request.missing)
    if "多少" in request.question.folded or len(request.question.mentions) > 1 or len(wanted) < _WORDS_LENGTH:
        return None
    passages = library.base.passages(stored.id for stored in documents_in_scope(request, library))
    owner = next((fold_name(one.owner) for one in passages if one.owner and fold_name(one.owner) in wanted), "")
    rest = wanted.replace(owner, "") if owner else wanted
    found = [one for one in passages if rest in fold_name(one.text) and (not owner or fold_name(one.owner) == owner)]
    return say_passages(request, found, library) if 0 < len(found) <= _MOST_WITH_WORDS and len(rest) > 1 else None


# ---- indicators --------------------------------------------------------------------------------------------


def answer_indicator(request: Request, library: Library, *, sure: bool = False) -> Answer | None:
    """The target that a performance form sets; None where no line of a form fits.

    `sure` asks for nearly all words of a longer question, for one that does not say that it is about a target.
    """
    indicators = library.base.indicators(stored.id for stored in documents_in_scope(request, library))
    wanted = _own_words(request)
    if not indicators or len(wanted) < (_SURE_LENGTH if sure else 2):
        return None
    least = _SURE_SAID if sure else _INDICATOR_SAID
    owners = {fold_name(item.subject.name) for target in request.targets for item in target.items}
    indicators = [one for one in indicators if fold_name(one.owner) in owners] or indicators
    texts = {fold_name(f"{one.owner}{one.level2}{one.level3}{one.target}"): one for one in reversed(indicators)}
    ranked = [
        match
        for match in scorer_of(tuple(texts)).rank(wanted, 0.0)
        if match.said >= least and not contradicts(wanted, match.name) and not _is_owner_only(wanted, texts[match.name])
    ]
    best = _with_number([texts[match.name] for match in ranked[:6]], request)
    return _say_indicator(request, best) if best else None


def _is_owner_only(wanted: str, one: Indicator) -> bool:
    """Whether all that a question shares with an indicator is the name of its project."""
    owner = fold_name(one.owner)
    return LCSseq.similarity(wanted, owner) == LCSseq.similarity(
        wanted, owner + fold_name(one.level2 + one.level3 + one.target)
    )


def _own_words(request: Request) -> str:
    """The words of the question that an indicator could hold: neither fillers nor units nor years."""
    kept: list[str] = []
    before_is_open = False
    for span in request.question.spans:
        inside = before_is_open and len(span.text) == 1 and span.has(WordKind.FILLER)  # 合 in 综合接通率
        if inside or not span.has(*_NOT_OWN):
            kept.append(span.text)
        before_is_open = not span.meanings
    return "".join(kept)


def _with_number(candidates: Iterable[Indicator], request: Request) -> Indicator | None:
    """The first that sets a number, for the period that is asked for (年度 where none is)."""
    listed = list(candidates)
    if not listed:
        return None
    wanted = next((period for period in ("中期", "长期") if period in request.question.folded), "年度")
    of_period = [one for one in listed if one.period == wanted and one.value is not None]
    numbers = [one for one in listed if one.value is not None]
    first = listed[0]
    near = [one for one in of_period or numbers if one.owner == first.owner]
    return (near or of_period or numbers or listed)[0]


def _say_indicator(request: Request, one: Indicator) -> Answer:
    citation: Citation = one.citation
    name = one.level3 or one.level2
    lines = [
        f"{one.owner} {name}：{one.target}",
        f"{one.period}目标 · " + whose(citation) + " · " + place(citation),
        source(citation),
    ]
    values: tuple[Value, ...] = ()
    if one.value is not None:
        document = citation.document
        values = (
            Value(
                plain(one.value),
                one.unit,
                f"{one.owner} {name}",
                document.unit_name,
                document.year,
                document.stage.value,
                one.comparator or None,
            ),
        )
    return Answer(
        request.question.text,
        Status.ANSWERED,
        Kind.INDICATOR,
        "\n".join(lines),
        values=values,
        citations=(citation,),
    )


# ---- anything else -----------------------------------------------------------------------------------------


def topic_missing(request: Request, library: Library, topic: Topic) -> Answer:
    """No paragraph stands under such a heading."""
    text = f"已收录的文件里没有“{topic.headings[0]}”方面的说明。"
    return refuse(request, "no-passage", text, usual_questions(library, request.scope.unit_ids), Kind.PASSAGE)
