"""Editors' answers as files: CSV that a spreadsheet opens without running anything, and JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.render.spreadsheet import safe_cell
from knowledge.editorial.faq import FaqKind
from knowledge.errors import BudgetError
from knowledge.service.published import KeptFaq

FORMATS = ("csv", "jsonl")
_FIELDS = ("kind", "state", "wordings", "answer", "hits")
_BOM = "\ufeff"  # without it spreadsheets take UTF-8 for the machine's old encoding


class FaqFileUnusable(BudgetError):
    """A file that holds no answers; the message says which line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer of a file."""

    line: int
    kind: FaqKind
    wordings: tuple[str, ...]
    answer: str


def write_faqs(faqs: Iterable[KeptFaq], form: str) -> str:
    """The text of a file. In CSV the wordings stand in one cell, one a line."""
    return _BOM + _csv(faqs) if form == "csv" else "".join(_json_lines(faqs))


def _csv(faqs: Iterable[KeptFaq]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_FIELDS)
    for kept in faqs:
        row = (kept.faq.kind, kept.state, "\n".join(kept.faq.wordings), kept.faq.answer, kept.hits)
        writer.writerow([_safe(str(cell)) for cell in row])
    return out.getvalue()


def _json_lines(faqs: Iterable[KeptFaq]) -> Iterator[str]:
    for kept in faqs:
        row = dict(
            zip(_FIELDS, (kept.faq.kind, kept.state, kept.faq.wordings, kept.faq.answer, kept.hits), strict=True)
        )
        yield json.dumps(row, ensure_ascii=False) + "\n"


def read_faqs(text: str) -> list[Entry]:
    """The answers of a CSV or JSON lines text. Raises FaqFileUnusable with the line."""
    text = text.removeprefix(_BOM)
    return list(_read_json(text) if text.lstrip().startswith("{") else _read_csv(text))


def _read_csv(text: str) -> Iterator[Entry]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if not {"wordings", "answer"} <= set(reader.fieldnames or ()):
        raise FaqFileUnusable('The first line has no columns "wordings" and "answer". Begin with an export.')
    for row in reader:
        cells = {name: _unsafe(value or "") for name, value in row.items() if name is not None}
        yield _entry(reader.line_num, cells.get("kind", ""), cells["wordings"].splitlines(), cells["answer"])


def _safe(text: str) -> str:
    """A cell that no spreadsheet runs; an apostrophe of the text's own is doubled."""
    return f"'{text}" if text.startswith("'") else safe_cell(text)


def _unsafe(cell: str) -> str:
    """A cell as it was before it was made safe."""
    return cell[1:] if cell.startswith("'") and _safe(cell[1:]) == cell else cell


def _read_json(text: str) -> Iterator[Entry]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield _entry(number, str(row.get("kind", "")), [str(one) for one in row["wordings"]], str(row["answer"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise FaqFileUnusable(
                f'Line {number} is no answer. Write {{"wordings": ["…"], "answer": "…"}} a line.'
            ) from error


def _entry(line: int, kind: str, wordings: Iterable[str], answer: str) -> Entry:
    if kind and kind not in set(FaqKind):
        raise FaqFileUnusable(f"Line {line}: kind {kind!r} is none of {', '.join(FaqKind)}.")
    return Entry(line, FaqKind(kind or FaqKind.ANSWER), tuple(one for one in wordings if one.strip()), answer)
