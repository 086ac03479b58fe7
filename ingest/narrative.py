"""From the outline of a document to what its text says: statements, passages, terms, performance forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.bodies import other_bodies
from ingest.forms import FormFacts, is_form, join_grids, read_form
from ingest.glossary import is_glossary, read_terms
from ingest.headings import area_in, department_in, government_fund_in, moment_in
from ingest.loose_forms import find_loose_forms, read_loose_form
from ingest.narration.scope import Scope, Told
from ingest.narration.section import SectionReader, has_amounts
from ingest.outline import Paragraph, Placed
from ingest.patterns import load
from ingest.personal import has_personal_data
from ingest.sentences import fold_text
from ingest.subjects import fund_in
from ingest.terms import Terms
from ingest.wording import Wording, title_words
from knowledge.model import (
    PATH_SEPARATOR,
    Citation,
    Document,
    Indicator,
    Level,
    Passage,
    Problem,
    Statement,
    Table,
    Term,
)

_SECTION = load("narrative")["section"]
_PROSE = re.compile(_SECTION["prose"])
_COUNTED = re.compile(_SECTION["counted"])
_TOPIC = re.compile(_SECTION["project_topic"])
_BUDGET_TOPIC = re.compile(_SECTION["project_budget"])
_SUFFIX = re.compile(_SECTION["project_suffix"])
_GENERIC = re.compile(_SECTION["project_generic"])
_NAME = re.compile(_SECTION["project_name"])
_FURNITURE = re.compile(load("narrative")["skip"]["furniture"])
_HEADER = re.compile(load("narrative")["skip"]["header"])
_RUN_IN = re.compile(
    r"^(?P<label>(?:[（(]\d{1,2}[）)]|\d{1,2}[.．、]|[（(]?[一二三四五六七八九十]{1,3}[）)、])\s*[^。：:，；]{2,14})[。：:](?P<rest>.*)",
    re.DOTALL,
)
_SHORT = 40  # characters; a line above the first heading that is no longer belongs to the cover


@dataclass(frozen=True, slots=True)
class NarrativeFacts:
    """What the text of a document says outside of its ordinary tables."""

    statements: tuple[Statement, ...] = ()
    passages: tuple[Passage, ...] = ()
    terms: tuple[Term, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    tables: tuple[Table, ...] = ()  # the performance forms
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a paragraph stands, with what its section says of it."""

    paragraph: Paragraph
    section: str  # with the label that the paragraph begins with, where it has one
    topic: str
    owner: str = ""


def read_narrative(placed: Sequence[Placed], document: Document, tables: Sequence[Table] = ()) -> NarrativeFacts:
    """All facts of the text and of the performance forms.

    Ordinary tables are read elsewhere; what their rows name is known in sentences too.
    """
    paragraphs = [part for part in placed if isinstance(part, Paragraph)]
    loose = find_loose_forms(placed)
    in_forms = {id(paragraph) for form in loose for paragraph in form}
    forms = [read_loose_form(form, document) for form in loose]
    forms += [read_form(grid, document) for grid in join_grids(placed) if is_form(grid)]
    text = [paragraph for paragraph in paragraphs if id(paragraph) not in in_forms]
    glossary = [paragraph for paragraph in text if is_glossary(paragraph.section)]
    terms = read_terms(glossary, document)
    is_government = document.level is Level.GOVERNMENT
    bodies = frozenset() if is_government else other_bodies(text, document)
    wording = Wording(document, Terms(tables, totals_differ=is_government), bodies)
    statements, passages, problems = _read_text(text, wording)
    return _with_forms(NarrativeFacts(statements, passages, terms, problems=problems), forms)


def _with_forms(facts: NarrativeFacts, forms: Iterable[FormFacts]) -> NarrativeFacts:
    read = tuple(forms)
    return NarrativeFacts(
        statements=facts.statements,
        passages=facts.passages + tuple(passage for form in read for passage in form.passages),
        terms=facts.terms,
        indicators=tuple(indicator for form in read for indicator in form.indicators),
        tables=tuple(form.table for form in read if form.table is not None),
        problems=facts.problems + tuple(problem for form in read for problem in form.problems),
    )


def _read_text(
    paragraphs: Sequence[Paragraph], wording: Wording
) -> tuple[tuple[Statement, ...], tuple[Passage, ...], tuple[Problem, ...]]:
    document = wording.document
    statements: list[Statement] = []
    passages: list[Passage] = []
    problems: list[Problem] = []
    readers: dict[str, SectionReader] = {}
    told = Told()
    seen: set[tuple[str, str]] = set()
    for place in _places(paragraphs, document):
        paragraph = place.paragraph
        if has_personal_data(paragraph.text):
            problems.append(_withheld(paragraph))
            continue
        if is_glossary(paragraph.section):
            continue
        reader = readers.get(place.section)
        if reader is None:
            readers.clear()  # sections do not come back: an earlier subject must not reach across
            reader = readers[place.section] = SectionReader(_scope(place, wording), told)
        found = reader.read(paragraph)
        statements += found
        if (reader.scope.described or not found) and (place.section, paragraph.text) not in seen:
            seen.add((place.section, paragraph.text))  # a page that was printed twice says it once
            passages += _passage(place, document)
        if not found and not reader.scope.described and has_amounts(paragraph.text):
            problems.append(
                Problem("unread-sentence", f"No figure found in {paragraph.text[:60]!r}", paragraph.locate(0))
            )
    return tuple(statements), tuple(passages), tuple(problems)


def _withheld(paragraph: Paragraph) -> Problem:
    return Problem("personal-data", "A line with personal data was left out.", paragraph.locate(0))


def _passage(place: _Place, document: Document) -> Iterator[Passage]:
    text = place.paragraph.text.strip()
    if _FURNITURE.match(fold_text(text).text) or _HEADER.match(text):
        return
    if not place.paragraph.section and len(text) <= _SHORT:
        return
    citation = Citation(document, text, place.section, location=place.paragraph.locate(0))
    yield Passage(text, citation, place.topic, place.owner)


# ---- places ------------------------------------------------------------------------------------------


def _places(paragraphs: Sequence[Paragraph], document: Document) -> Iterator[_Place]:
    """Where each paragraph stands; headings themselves say nothing."""
    names = _project_names(paragraphs)
    for paragraph in paragraphs:
        if paragraph.is_heading:
            continue
        headings = paragraph.section.split(PATH_SEPARATOR) if paragraph.section else []
        label = _run_in(paragraph.text)
        if label:
            headings = [*headings, label]
            if title_words(label) == title_words(paragraph.text):
                continue  # a heading that the outline took for a sentence
        topic = title_words(headings[-1], document.unit_name) if headings else ""
        owner = _owner(headings, names)
        yield _Place(paragraph, PATH_SEPARATOR.join(headings), topic, owner)


def _run_in(text: str) -> str:
    """The heading that a paragraph begins with: （3）实施主体。某某中心."""
    found = _RUN_IN.match(text.strip())
    return found["label"] if found and _TOPIC.match(title_words(found["label"])) else ""


def _owner(headings: Sequence[str], names: dict[str, str]) -> str:
    """The project that a section describes; empty where it describes none."""
    for index in range(len(headings) - 1, 0, -1):
        if _TOPIC.match(title_words(headings[index])):
            return names.get(PATH_SEPARATOR.join(headings[:index])) or _project(headings[index - 1])
    return ""


def _project(heading: str) -> str:
    """The project's name in a heading: 人民调解项目经费情况说明 describes 人民调解项目."""
    title = title_words(heading)
    return title if _GENERIC.match(title) else _SUFFIX.sub("", title)


def _project_names(paragraphs: Iterable[Paragraph]) -> dict[str, str]:
    """Names for sections whose heading says only 项目经费情况说明, from their first sentence."""
    names: dict[str, str] = {}
    for paragraph in paragraphs:
        headings = paragraph.section.split(PATH_SEPARATOR)
        above = PATH_SEPARATOR.join(headings[:-1])
        if len(headings) < 2 or above in names or not _TOPIC.match(title_words(headings[-1])):
            continue
        if _GENERIC.match(title_words(headings[-2])) and not paragraph.is_heading:
            found = _NAME.search(fold_text(paragraph.text).text)
            names[above] = found["name"] if found else title_words(headings[-2])
    return names


def _scope(place: _Place, wording: Wording) -> Scope:
    """What the section tells its sentences: whose amounts stand there, and of which moment."""
    headings = place.section.split(PATH_SEPARATOR) if place.section else []
    is_government = wording.of_government
    budget = bool(place.owner) and bool(_BUDGET_TOPIC.search(place.topic)) and bool(_TOPIC.match(place.topic))
    prose = not is_government and any(_PROSE.search(title_words(heading)) for heading in headings)
    described = (place.owner or place.topic) if (prose or place.owner) and not budget else ""
    year, stage = moment_in(headings, wording.document)
    fund = government_fund_in if is_government else fund_in
    owner_of = department_in if is_government else wording.owner_of
    return Scope(
        wording=wording,
        section=place.section,
        heading=place.topic,
        fund=next((name for heading in reversed(headings) if (name := fund(heading))), ""),
        project=place.owner if budget else "",
        described=described,
        area=next((area for heading in reversed(headings) if (area := area_in(heading))), "") if is_government else "",
        owner=next((name for heading in reversed(headings) if (name := owner_of(heading))), ""),
        year=year,
        stage=stage,
        counts=not place.owner and (not prose or bool(_COUNTED.search(headings[-1] if headings else ""))),
    )
