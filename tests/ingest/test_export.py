"""Every numeric cell of every table of a real document is exported, with its row's label and its unit.

The document's tab-separated lines are read here in a way of their own, simpler than the reader's: a cell that
is a number, the nearest text to its left that is a label, and the unit that the line above the table states.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli.export import figure_lines
from bot.cli.ingesting import ingest_files
from bot.render.table import FigureLine
from ingest.organisations import Given
from knowledge.store.read import KnowledgeBase

FOLDER = Path(__file__).parents[2].parent / "shared" / "corpus" / "seeds"
DOCUMENT, PRINTED = FOLDER / "anhui-2022.md", FOLDER / "tianmen-2022.txt"
pytestmark = pytest.mark.skipif(not DOCUMENT.exists(), reason="the corpus is not beside this repository")

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
CODE = re.compile(r"\d{3}(?:\d\d)?(?:\d\d)?")
UNIT = re.compile(r"单位[:：]\s*(\S+)|[(（](万元|元)[)）]")
NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|其中[:：])+")


@dataclass(frozen=True, slots=True)
class PlainCell:
    """A number of a table as this test reads it."""

    line: int
    label: str
    printed: str
    unit: str


def squeezed(text: str) -> str:
    """Text without white space and without numbering at its beginning."""
    return NUMBERING.sub("", re.sub(r"\s+", "", text))


def plain_cells() -> list[PlainCell]:
    """All numbers of the budget's tables; codes are no amounts, forms are read by another test."""
    found: list[PlainCell] = []
    unit = ""
    for number, line in enumerate(DOCUMENT.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("## 第三部分"):
            break
        stated = UNIT.search(line)
        unit = (stated[1] or stated[2]) if stated and "\t" not in line else unit
        if "\t" in line:
            found += row_cells(number, line.split("\t"), unit)
    return found


def row_cells(number: int, cells: list[str], unit: str) -> list[PlainCell]:
    """The numbers of one line, each with the nearest label to its left."""
    found: list[PlainCell] = []
    label = ""
    for index, cell in enumerate(cells):
        text = cell.strip()
        is_code = index == 0 and CODE.fullmatch(text) is not None
        if NUMBER.fullmatch(text) and not is_code:
            found.append(PlainCell(number, label, text, unit))
        elif (text and not is_code and not text.startswith("安徽省人力资")) or index == 0:
            label = squeezed(text)  # the unit's name stands beside the project's, which is the label
    return found


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> list[FigureLine]:
    """What `export figures` writes for both documents."""
    path = tmp_path_factory.mktemp("export") / "knowledge.db"
    ingest_files([DOCUMENT, PRINTED], path, Given(), workers=1)
    base = KnowledgeBase(path)
    lines = list(figure_lines(base))
    base.close()
    return lines


@pytest.fixture(scope="module")
def exported(everything: list[FigureLine]) -> list[FigureLine]:
    """What it writes for the document of tables."""
    return [line for line in everything if line.file == DOCUMENT.name]


def test_plain_reading_finds_the_tables() -> None:
    """The simple reading sees what a person counts in the first tables."""
    cells = plain_cells()
    assert len(cells) > 180
    assert PlainCell(287, "12333咨询服务运维经费", "220.0", "万元") in cells


def test_every_numeric_cell_is_exported(exported: list[FigureLine]) -> None:
    """Each number is there as often as it is printed, on its line, exactly as printed, with its unit."""
    wanted: Counter[tuple[int | None, str, str]] = Counter(
        (cell.line, cell.printed, cell.unit) for cell in plain_cells()
    )
    have = Counter((line.line, line.printed, line.unit) for line in exported if line.table)
    assert not wanted - have


def test_row_labels(exported: list[FigureLine]) -> None:
    """Each number has its row's label, without numbering."""
    wanted = {(cell.line, cell.printed, cell.label) for cell in plain_cells() if cell.label}
    have = {(line.line, line.printed, squeezed(line.row)) for line in exported if line.table}
    assert not {cell for cell in wanted - have if not _is_name_of_the_unit(cell[2])}


def _is_name_of_the_unit(label: str) -> bool:
    return "安徽省人力资源和社会保障信息中心".startswith(label) or label.startswith("安徽省人力资")


def test_every_line_of_a_table_is_complete(exported: list[FigureLine]) -> None:
    """No figure of a table lacks its table, row, column or unit, and its quote holds what is printed."""
    for line in exported:
        assert line.row
        assert line.column
        assert line.unit
        assert line.printed in line.quote


# ---- sentences -----------------------------------------------------------------------------------------

SAID = re.compile(r"(\d[\d,]*(?:\.\d+)?)(万元|%|％)")


def said_amounts(path: Path) -> Counter[tuple[str, str]]:
    """All amounts and percentages in the sentences of a document, its line breaks and spaces left out."""
    text = path.read_text(encoding="utf-8").split("部门整体绩效目标申报表")[0]  # then a form without lines
    narrative = "".join(line for line in text.split("\n") if "\t" not in line)
    return Counter((number, unit.replace("％", "%")) for number, unit in SAID.findall(re.sub(r"\s+", "", narrative)))


@pytest.mark.parametrize("path", [DOCUMENT, PRINTED], ids=lambda path: path.name)
def test_amounts_of_sentences(path: Path, everything: list[FigureLine]) -> None:
    """At least 95 of 100 amounts and percentages in sentences are exported."""
    wanted = said_amounts(path)
    have = Counter(
        (line.printed.rstrip("%％"), line.unit) for line in everything if line.file == path.name and not line.table
    )
    missing = wanted - have
    assert missing.total() <= wanted.total() * 0.05, missing
