"""The tables of three real PDFs against a plain extraction: every amount is read, and totals equal their parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import pdfplumber
import pytest

from ingest.load import load_document
from knowledge.checks import find_contradictions
from knowledge.model import DocumentFacts, Figure, Table
from knowledge.text import fold_name, strip_numbering

SHANGHAI = Path(__file__).parents[2].parent / "shared" / "corpus" / "shanghai"
FILES = sorted(SHANGHAI.glob("*.pdf"))
pytestmark = pytest.mark.skipif(not FILES, reason="the folder of published PDFs is not there")

_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_CODE = re.compile(r"\d{1,7}")
_HEADER_WORDS = {"项目", "科目名称", "功能分类科目名称", "合计", "序号", "单位名称"}
_NO_AMOUNTS = {"类", "款", "项", "序号", "行次", "科目编码", "功能分类科目编码", "经济分类科目编码"}


@dataclass(frozen=True, slots=True)
class PlainCell:
    """An amount as pdfplumber alone finds it."""

    page: int
    text: str
    label: str  # the nearest words to its left, folded
    header: frozenset[str]  # all words that stand above it in its column and in the rows of the header, folded


@cache
def facts_of(path: Path) -> DocumentFacts:
    return load_document(path)


def _plain_cells(path: Path) -> Iterator[PlainCell]:
    """All amounts of all tables; a table that goes on without its header keeps the one before."""
    header: list[list[str]] = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                rows = [["".join((cell or "").split()) for cell in row] for row in table]
                first = next((i for i, row in enumerate(rows) if any(map(_AMOUNT.fullmatch, row))), len(rows))
                if any(text in _HEADER_WORDS for row in rows[:first] for text in row):
                    header = rows[:first]
                words = frozenset(fold_name(text) for row in header for text in row)
                skipped = {c for row in header for c, text in enumerate(row) if text in _NO_AMOUNTS}
                skipped |= {1, 2} if {"类", "款", "项"} & {text for row in header for text in row} else set()
                for row in rows[first:]:
                    for column, text in enumerate(row):
                        is_number = column in skipped and _CODE.fullmatch(text)
                        if _AMOUNT.fullmatch(text) and not is_number:
                            yield PlainCell(page.page_number, text, _label(row, column), words)


def _label(row: list[str], column: int) -> str:
    words = (text for text in reversed(row[:column]) if text and not _AMOUNT.fullmatch(text))
    return fold_name(strip_numbering(next(words, "")))


def _squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_numeric_cell_is_a_figure(path: Path) -> None:
    """Page, row label and printed amount of the plain extraction are those of the figures, neither more nor less."""
    plain = Counter((cell.page, cell.label, cell.text) for cell in _plain_cells(path))
    figures = Counter(
        (figure.citation.location.page, fold_name(figure.citation.row), _squeezed(figure.printed))
        for table in facts_of(path).tables
        for figure in table.figures
    )
    assert (list((plain - figures).items()), list((figures - plain).items())) == ([], [])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_figure_has_its_column_path(path: Path) -> None:
    """A figure's column path is not empty and made of words that stand in the header of a table on its page."""
    headers: dict[int, set[str]] = {}
    for cell in _plain_cells(path):
        headers.setdefault(cell.page, set()).update(cell.header)
    for table in facts_of(path).tables:
        for figure in table.figures:
            assert figure.cell is not None
            column = table.columns[figure.cell[1]].path
            assert column
            assert {fold_name(text) for text in column} <= headers[figure.citation.location.page or 0]


# ---- totals --------------------------------------------------------------------------------------------


def _column(table: Table, column: int) -> dict[int, Figure]:
    return {f.cell[0]: f for f in table.figures if f.cell is not None and f.cell[1] == column}


def _sums(table: Table) -> Iterator[tuple[Figure, list[Figure]]]:
    """Each printed amount of a row that has parts, with the printed amounts of its parts."""
    for column in range(len(table.columns)):
        figures = _column(table, column)
        for row, total in figures.items():
            parts = [f for part, f in figures.items() if table.rows[part].parent == row]
            if parts:
                yield total, parts


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_totals_equal_their_parts_or_are_reported(path: Path) -> None:
    """类 is the sum of its 款 and 款 of its 项, but for rounding; where it is not, a finding names the amount."""
    facts = facts_of(path)
    reported = {figure.citation for found in find_contradictions(facts) for figure in found.figures}
    sums = [found for table in facts.tables for found in _sums(table)]
    assert len(sums) > 20
    for total, parts in sums:
        slack = Decimal("0.005") * (len(parts) + 1) if total.unit == "万元" else Decimal(0)
        difference = abs(total.value - sum((part.value for part in parts), Decimal(0)))
        assert difference <= slack or total.citation in reported, (total.citation, difference)
