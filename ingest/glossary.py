"""Definitions of the glossary section."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ingest.outline import Paragraph
from ingest.patterns import load
from knowledge.model import Citation, Document, Term
from knowledge.text import strip_numbering

_RULES = load("glossary")
_TERMS = tuple(re.compile(rule["pattern"], re.DOTALL) for rule in _RULES["term"])
_NOT_TERM = re.compile(_RULES["term_words"]["not"])
_QUOTED = re.compile(r"^[“\"]([^“”\"]+)[”\"]$")
_GLOSSARY = re.compile(load("narrative")["section"]["glossary"])


def is_glossary(section: str) -> bool:
    """Whether a heading path leads into the glossary."""
    return _GLOSSARY.search(section) is not None


def read_terms(paragraphs: Iterable[Paragraph], document: Document) -> tuple[Term, ...]:
    """The terms that the paragraphs of a glossary define, in order.

    A paragraph without a term goes on with the definition before it.
    """
    terms: list[Term] = []
    for paragraph in paragraphs:
        term = _term(paragraph, document)
        if term:
            terms.append(term)
        elif terms and not paragraph.is_heading:
            terms[-1] = replace(terms[-1], text=terms[-1].text + paragraph.text.strip())
    return tuple(terms)


def _term(paragraph: Paragraph, document: Document) -> Term | None:
    body = strip_numbering(paragraph.text)
    if _NOT_TERM.match(body):
        return None
    for pattern in _TERMS:
        if found := pattern.match(body):
            # The quote is the definition alone: marks between it and the name may have been dropped.
            text = found["text"].strip()
            start = max(paragraph.text.find(text), 0)
            citation = Citation(document, text, paragraph.section, location=paragraph.locate(start))
            return Term(_QUOTED.sub(r"\1", found["term"].strip()), text, citation)
    return None
