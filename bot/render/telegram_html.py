"""Answers as Telegram shows them: HTML with the figure in bold, cut where Telegram's limits want it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.model import PATH_SEPARATOR, Citation
from knowledge.reply import Answer

MESSAGE_UNITS = 4096
CAPTION_UNITS = 1024
BUTTON_UNITS = 60  # of a button's text: Telegram allows more, a telephone does not show it
_ELLIPSIS = "…"
_SOURCE = "来源："
_WARNING = "⚠️ "
_USUAL_UNITS = ("亿元", "万元", "元", "%")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one tag around it, or none."""

    text: str
    tag: str = ""

    @property
    def html(self) -> str:
        """The stretch with what HTML would read as markup escaped."""
        escaped = html.escape(self.text, quote=False)
        return f"<{self.tag}>{escaped}</{self.tag}>" if self.tag else escaped


Line = tuple[Run, ...]


def utf16_length(text: str) -> int:
    """The length as Telegram counts it: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def shorten(text: str, units: int) -> str:
    """The text in at most so many UTF-16 units, with an ellipsis where it was cut."""
    if utf16_length(text) <= units:
        return text
    kept = text.encode("utf-16-le")[: 2 * (units - 1)].decode("utf-16-le", errors="ignore")
    return kept + _ELLIPSIS


# ---- answers -------------------------------------------------------------------------------------------


def answer_lines(answer: Answer) -> list[Line]:
    """The lines of an answer: amounts bold, the source in italics, warnings at the end."""
    amounts = _amounts(answer)
    owners = {citation.document.unit_name for citation in answer.citations}
    lines: list[Line] = []
    in_scope = False
    for text in answer.text.splitlines():
        in_scope = in_scope or any(text.startswith(owner) and " · " in text for owner in owners)
        lines.append(_line(text, None if in_scope else amounts))
    shown = answer.text
    lines += [(Run(_WARNING + warning),) for warning in answer.warnings if warning not in shown]
    return lines


def _amounts(answer: Answer) -> re.Pattern[str]:
    units = dict.fromkeys([*(value.unit for value in answer.values if value.unit), *_USUAL_UNITS])
    either = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return re.compile(rf"(?:[≥≤<>]\s?)?-?\d[\d,]*(?:\.\d+)?\s?(?:{either})")


def _line(text: str, amounts: re.Pattern[str] | None) -> Line:
    if text.startswith(_SOURCE):
        return (Run(text, "i"),)
    if amounts is None:
        return (Run(text),)
    return tuple(_with_bold(text, amounts))


def _with_bold(text: str, amounts: re.Pattern[str]) -> Iterator[Run]:
    at = 0
    for match in amounts.finditer(text):
        if match.start() > at:
            yield Run(text[at : match.start()])
        yield Run(match.group(), "b")
        at = match.end()
    if at < len(text) or not text:
        yield Run(text[at:])


def render_answer(answer: Answer) -> list[str]:
    """An answer as one message, or several where it is long."""
    return pack(answer_lines(answer))


def quote_lines(citation: Citation) -> list[Line]:
    """Where a figure or sentence stands, and what stands there."""
    where = PATH_SEPARATOR.join(
        part for part in (citation.section, citation.table, citation.row, citation.column) if part
    )
    location = citation.location
    place = f"第{location.page}页" if location.page else f"第{location.line}行" if location.line else ""
    return [
        (Run(f"《{citation.document.title}》", "b"),),
        (Run(" ".join(part for part in (where, place) if part)),),
        (Run(citation.quote, "blockquote"),),
        (Run(f"{_SOURCE}{citation.document.file}", "i"),),
    ]


# ---- packing ---------------------------------------------------------------------------------------------


def plain_lines(text: str) -> list[Line]:
    """Lines without markup."""
    return [(Run(line),) for line in text.splitlines()]


def pack(lines: Sequence[Line], units: int = MESSAGE_UNITS) -> list[str]:
    """The lines as messages of at most `units`; a line that is longer alone is cut between characters."""
    messages: list[str] = []
    current = ""
    for piece in (piece for line in lines for piece in _fitting(line, units)):
        rendered = "".join(run.html for run in piece)
        joined = f"{current}\n{rendered}" if current else rendered
        if current and utf16_length(joined) > units:
            messages.append(current)
            joined = rendered
        current = joined
    return [message for message in (*messages, current) if message.strip()]


def fit(lines: Sequence[Line], units: int = CAPTION_UNITS) -> str:
    """The first lines that fit, for a caption."""
    return pack(lines, units)[0] if lines else ""


def _fitting(line: Line, units: int) -> Iterator[Line]:
    if utf16_length("".join(run.html for run in line)) <= units:
        yield line
        return
    room = units // 6  # the longest escape of a character (&quot;) has six
    for run in line:
        for at in range(0, len(run.text), room):
            yield (Run(run.text[at : at + room], run.tag),)
