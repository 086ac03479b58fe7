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
_NEEDED = {"wordings", "answer"}
_BOM = "\ufeff"  # without it spreadsheets take UTF-8 for the machine's old encoding
# Beyond what `safe_cell` guards: an apostrophe of the text's own, so that it can be told from ours; signed numbers,
# which are words here; what some spreadsheets drop from the beginning of a cell; full-width signs, which East Asian
# ones read as formulas.
_GUARDED = ("'", "+", "-", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class FaqFileUnusable(BudgetError):
    """A file that holds no answers; the message says which line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer of a file."""

    line: int
    kind: FaqKind
    wordings: tuple[str, ...]
    answer: str


# ---- writing -------------------------------------------------------------------------------------------------


def write_faqs(faqs: Iterable[KeptFaq], form: str) -> str:
    """The text of a file. In CSV the wordings stand in one cell, one a line."""
    return _BOM + _csv(faqs) if form == "csv" else "".join(_json_lines(faqs))


def _csv(faqs: Iterable[KeptFaq]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_FIELDS)
    for kept in faqs:
        wordings = "\n".join(" ".join(wording.splitlines()) for wording in kept.faq.wordings)
        row = (kept.faq.kind, kept.state, wordings, kept.faq.answer, kept.hits)
        writer.writerow([_safe(str(cell)) for cell in row])
    return out.getvalue()


def _json_lines(faqs: Iterable[KeptFaq]) -> Iterator[str]:
    for kept in faqs:
        row = (kept.faq.kind, kept.state, kept.faq.wordings, kept.faq.answer, kept.hits)
        yield json.dumps(dict(zip(_FIELDS, row, strict=True)), ensure_ascii=False) + "\n"


def _safe(text: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe before it where it needs one."""
    return f"'{text}" if text.startswith(_GUARDED) else safe_cell(text)


def _unsafe(cell: str) -> str:
    """A cell as it was before it was made safe."""
    return cell[1:] if cell.startswith("'") and _safe(cell[1:]) == cell else cell


# ---- reading -------------------------------------------------------------------------------------------------


def read_faqs(text: str) -> list[Entry]:
    """The answers of a CSV or JSON lines text. Raises FaqFileUnusable with the line: all of a file, or nothing."""
    text = text.removeprefix(_BOM)
    return list(_read_json(text) if text.lstrip().startswith("{") else _read_csv(text))


def _read_csv(text: str) -> Iterator[Entry]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1  # the line on which the row begins; cells may go over several
    try:
        columns = [name.strip() for name in next(reader, [])]
        if not set(columns) >= _NEEDED:
            raise FaqFileUnusable("第 1 行没有 wordings 和 answer 两列。请从 budget-bot faq export 导出的文件改起。")
        begins = reader.line_num + 1
        for row in reader:
            if any(cell.strip() for cell in row):
                yield _row(begins, columns, row)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise FaqFileUnusable(f"第 {begins} 行不是完整的 CSV（{error}）。请检查引号，改好再导入。") from error


def _row(line: int, columns: list[str], row: list[str]) -> Entry:
    if len(row) != len(columns):
        raise FaqFileUnusable(f"第 {line} 行有 {len(row)} 格，应有 {len(columns)} 格。请检查逗号和引号。")
    cells = {column: _unsafe(cell) for column, cell in zip(columns, row, strict=True)}
    return _entry(line, cells.get("kind", "").strip(), cells["wordings"].splitlines(), cells["answer"])


def _read_json(text: str) -> Iterator[Entry]:
    for number, line in enumerate(text.split("\n"), 1):  # a string may hold what splitlines() also breaks at
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield _entry(
                number, _text(row.get("kind", "")), [*map(_text, _list(row["wordings"]))], _text(row["answer"])
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise FaqFileUnusable(
                f'第 {number} 行不是一条答复。应为 {{"wordings": ["…"], "answer": "…"}}，一行一条。'
            ) from error


def _list(given: object) -> list[object]:
    if not isinstance(given, list):
        raise TypeError(given)
    return given


def _text(given: object) -> str:
    """A JSON string that a file can hold."""
    if not isinstance(given, str):
        raise TypeError(given)
    given.encode()  # a lone surrogate is a ValueError
    return given


def _entry(line: int, kind: str, wordings: Iterable[str], answer: str) -> Entry:
    if kind and kind not in set(FaqKind):
        raise FaqFileUnusable(f"第 {line} 行的 kind 是 {kind!r}。应为 {'、'.join(FaqKind)} 之一。")
    return Entry(line, FaqKind(kind or FaqKind.ANSWER), tuple(one for one in wordings if one.strip()), answer)
