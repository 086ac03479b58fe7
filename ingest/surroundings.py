"""What is printed around a table: its title, the unit of its amounts, its note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.outline import Paragraph, PlacedGrid
from ingest.specs import load_specs, spec_for
from ingest.structure.captions import Caption, caption_of
from ingest.units import money_line
from knowledge.model import PATH_SEPARATOR, Document
from knowledge.text import compact, strip_numbering

_SPEC = load_specs("captions")["title"]
_NUMBER = re.compile(_SPEC["number"])
_NUMBER_BEHIND = re.compile(_SPEC["number_behind"])
_YEAR = re.compile(_SPEC["year"])
_CONTINUED = re.compile(_SPEC["continued"])
_LOOK_BACK = 8  # lines above a grid among which its title and unit stand
_LONGEST = 60  # characters: a longer line is a sentence
_SENTENCE = re.compile(r"[。；]|，.*，|：.{12,}")


def clean_title(title: str, document: Document) -> str:
    """A table's title without its number, the unit's name, the year and marks of continuation."""
    text = compact(strip_numbering(_NUMBER.sub("", title)))
    text = text.replace(document.unit_name, "") if document.unit_name else text
    text = _NUMBER_BEHIND.sub("", _CONTINUED.sub("", text))
    return _YEAR.sub("", text).strip(" :：-—")


def printed_title(placed: PlacedGrid, document: Document) -> str:
    """The line above that names the table: the nearest that is called 表, else the nearest whose words are a kind
    of table; at last the innermost heading. Empty where none does.
    """
    lines = list(_lines_above(placed.before))
    heading = placed.section.split(PATH_SEPARATOR)[-1]
    called = next((index for index, line in enumerate(lines) if caption_of(line) is Caption.TITLE), None)
    if called is not None:
        return _unwrapped(lines[called], lines[called + 1 : called + 2], document)
    for line in (*lines, *map("".join, pairwise(reversed(lines))), heading):
        if _is_known(line, document):
            return line
    return ""


def _unwrapped(line: str, above: Sequence[str], document: Document) -> str:
    """A title with its first half from the line above, where only both together name a kind of table."""
    whole = "".join((*above, line))
    return whole if not _is_known(line, document) and _is_known(whole, document) else line


def _is_known(line: str, document: Document) -> bool:
    return bool(spec_for(clean_title(line, document)).kind)


def _lines_above(before: Sequence[Paragraph]) -> Iterator[str]:
    """The short lines above a table that may be its title, the nearest first; sentences end the search."""
    for paragraph in reversed(before[-_LOOK_BACK:]):
        text = compact(paragraph.text)
        if caption_of(text) in (Caption.UNIT, Caption.OWNER, Caption.NUMBER, Caption.YEAR):
            continue
        if len(text) > _LONGEST or _SENTENCE.search(_NUMBER.sub("", text)) or caption_of(text) is Caption.NOTE:
            return
        yield text


def unit_of(placed: PlacedGrid) -> str:
    """The printed unit of money: in a line above the table, else in one of its first rows."""
    above = [paragraph.text for paragraph in reversed(placed.before[-_LOOK_BACK:])]
    inside = [cell.text for row in placed.grid.rows[:3] for cell in row if cell]
    return next((unit for text in (*above, *inside) if (unit := money_line(text))), "")


def note_of(placed: PlacedGrid) -> str:
    """The notes below a table, a line each."""
    texts = (compact(paragraph.text) for paragraph in placed.after)
    return "\n".join(text for text in texts if caption_of(text) is Caption.NOTE)
