"""Bodies whose amounts a document tells apart from its own: the units below a department."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.outline import Paragraph
from ingest.patterns import load
from ingest.sentences import fold_text
from ingest.wording import title_words
from knowledge.model import Document
from knowledge.names.units import is_organisation, unit_aliases
from knowledge.text import fold_name

_RULES = load("narrative")["subject"]
_BODY = _RULES["body"].removeprefix("^")
_SAID = re.compile(rf"(?:^|[。；，：])(?:\d{{4}}年)?{_BODY}[^，。；：]{{0,24}}?\d[\d,.]*(?:万|亿)?元")
_SEAT = tuple(fold_name(word) for word in _RULES["seat"])
_MARK = re.compile(r"（[^）]*）$")
_FEW = 2  # two names may be two names of the document's own unit; more are bodies of their own


def other_bodies(paragraphs: Iterable[Paragraph], document: Document) -> frozenset[str]:
    """The folded names of the other bodies, and of the department's own seat beside them; none where it is alone."""
    own = {alias.folded for alias in unit_aliases(document.unit_name)}
    named = {fold_name(name) for name in _named(paragraphs)}
    seats = {name for name in named if name.endswith(("本级", "机关", "本部")) and _without_seat(name) in {*own, ""}}
    others = {name for name in named - own - seats if not any(name in full for full in own)}
    if len(others) < _FEW and not (others and seats):
        return frozenset()
    return frozenset({*others, *seats, *_SEAT})


def _without_seat(name: str) -> str:
    return re.sub("(?:本级|机关|本部)$", "", name)


def _named(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    for paragraph in paragraphs:
        if not paragraph.is_heading:
            yield from (found["body"] for found in _SAID.finditer(fold_text(paragraph.text).text))
        elif is_organisation(_MARK.sub("", title := title_words(paragraph.text))):
            yield title
