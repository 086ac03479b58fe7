"""A sentence on its page, and the number in it: by its characters, as its box is that of one line only."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.render.cutout.geometry import Span, down, join_boxes, merged
from bot.render.cutout.place import Mark
from bot.render.cutout.sheet import Glyph, Sheet
from knowledge.model import Box

_CONTEXTS = (
    (16, 8),
    (8, 4),
    (4, 2),
    (8, 0),
    (0, 8),
    (2, 1),
)  # characters around a number that tell it from the same one
_APART = 40.0  # points between two lines of a sentence, at most
_BEHIND = 8  # characters between a label and its number
_LINE = 0.5  # of its height: characters of one line overlap more


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of a sentence on one page, and the parts that are spoken of, a box for each line."""

    lines: tuple[Box, ...]
    parts: tuple[Box, ...]


def find_mark(sheet: Sheet, mark: Mark, near: Box) -> Found | None:
    """Where a number of a sentence stands on a page, with its unit if that follows; None where it is not there.

    `near` is where some line of the sentence stands: of several places with the same words the nearest one counts.
    """
    with_unit = mark.printed + mark.unit if mark.printed else ""
    return _find(sheet, mark, with_unit, near) or _find(sheet, mark, mark.printed, near)


def _find(sheet: Sheet, mark: Mark, printed: str, near: Box) -> Found | None:
    glyphs = [Glyph(letter, glyph.box) for glyph in sheet.glyphs for letter in plain(glyph.text)]
    text, sentence = "".join(glyph.text for glyph in glyphs), plain(mark.quote)
    wanted = plain(printed) or sentence
    found: list[tuple[int, int]] = []  # where it begins in the page's text, and in the sentence
    for at in _of_label(sentence, plain(mark.label), list(_places(sentence, wanted))):
        places = _with_context(text, sentence, at, len(wanted))
        if places:
            found.append((min(places, key=lambda place: _away(glyphs[place].box, near)), at))
    if not found:
        return None
    everywhere = list(_places(sentence, wanted))
    extents = [_extent(text, sentence, place, at) for place, _ in found for at in everywhere]
    start, end = max(extents, key=lambda extent: extent[1] - extent[0])
    parts = [box for place, _ in found for box in _by_line(glyphs[place : place + len(wanted)])]
    return Found(tuple(_together(_by_line(glyphs[start:end]), parts)), tuple(parts))


def plain(text: str) -> str:
    """Text as it is compared: without blanks, each character in its usual form."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _places(sentence: str, wanted: str) -> Iterator[int]:
    """Where a number stands in a sentence, and is no part of a longer one."""
    at = sentence.find(wanted)
    while at >= 0:
        before, behind = sentence[at - 1 : at], sentence[at + len(wanted) : at + len(wanted) + 1]
        if not (wanted[0].isdigit() and before.isdigit()) and not (wanted[-1].isdigit() and behind.isdigit()):
            yield at
        at = sentence.find(wanted, at + 1)


def _of_label(sentence: str, label: str, places: Sequence[int]) -> Sequence[int]:
    """Of several places of one number that right behind its label; all where that is not told."""
    if len(places) < 2 or not label:
        return places
    behind = [(at, end) for end in _ends(sentence, label) for at in places if 0 <= at - end <= _BEHIND]
    return [min(behind, key=lambda pair: pair[0] - pair[1])[0]] if behind else places


def _ends(sentence: str, label: str) -> Iterator[int]:
    return (at + len(label) for at in _all(sentence, label))


def _with_context(text: str, sentence: str, at: int, length: int) -> list[int]:
    """Where the same number stands in the page's text with the same characters around it, as many as may be."""
    for before, behind in _CONTEXTS:
        start = max(0, at - before)
        places = list(_all(text, sentence[start : at + length + behind]))
        if places:
            return [place + at - start for place in places]
    return []


def _all(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _extent(text: str, sentence: str, place: int, at: int) -> tuple[int, int]:
    """From where to where the page's text is the sentence's, around a place that both have."""
    start, end = place, place
    while start > 0 and at - (place - start) > 0 and text[start - 1] == sentence[at - (place - start) - 1]:
        start -= 1
    while end < len(text) and at + end - place < len(sentence) and text[end] == sentence[at + end - place]:
        end += 1
    return start, end


def _away(box: Box, near: Box) -> float:
    return max(0.0, near.top - box.bottom, (box.top - near.bottom) / 2)


def _by_line(glyphs: Sequence[Glyph]) -> list[Box]:
    """A box for each line that some characters stand on."""
    lines: list[list[Box]] = []
    for glyph in glyphs:
        if lines and _is_beside(lines[-1][-1], glyph.box, lines[-1]):
            lines[-1].append(glyph.box)
        else:
            lines.append([glyph.box])
    return [join_boxes(line) for line in lines]


def _together(lines: Sequence[Box], parts: Sequence[Box]) -> list[Box]:
    """The lines around the parts, without such as a page's number, which the text may lead over."""
    spans = [down(box) for box in (*lines, *parts)]
    around = [span for span in merged(spans, _APART) if any(span.overlap(down(part)) > 0 for part in parts)]
    return [line for line in lines if any(span.overlap(down(line)) > 0 for span in around)]


def _is_beside(last: Box, box: Box, line: Iterable[Box]) -> bool:
    """Whether a character stands right of the last one, on its line."""
    rows = down(join_boxes(line))
    height = min(rows.length, box.bottom - box.top)
    return box.x0 >= last.x0 and rows.overlap(Span(box.top - 1, box.bottom + 1)) > _LINE * height
