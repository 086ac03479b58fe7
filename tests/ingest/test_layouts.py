"""One budget in five formats and many layouts: no figure may be wrong."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from made_budget import Budget, DrawnTable, Layout, Meant, draw_tables, make_budget
from written_budget import write

from ingest.load import load_document
from knowledge.model import DocumentFacts, Figure

FORMATS = ("pdf", "docx", "xlsx", "html", "text")
LAYOUTS = {
    "codes in one column": Layout(),
    "codes in three columns, 元": Layout(unit="元", codes="three", header_rows=2, total="last", numbering="表"),
    "code beside the name, three header rows": Layout(codes="beside", header_rows=3, special="list", indented=True),
    "final accounts with 行次 and 栏次": Layout(
        stage="决算",
        ordinals=True,
        codes="three",
        header_rows=2,
        economic_lists=3,
        numbering="公开",
        blanks="0.00",
    ),
    "final accounts, two lists, list of 三公": Layout(
        stage="决算", economic_lists=2, special="list", total_merged=True, grouped=True, tables_a_page=2
    ),
    "over pages with the header again": Layout(rows_a_page=6, header_rows=2, grouped=True, numbering="附表"),
    "over pages without header": Layout(rows_a_page=7, repeat_header=False, codes="three", blanks="—"),
    "unit in the header": Layout(unit_place="header", header_rows=2),
    "title and unit inside the grid, units": Layout(captions="inside", units=True, codes="three", header_rows=3),
}


def meaning(figure: Figure) -> Meant:
    """What a figure says, as the tests state it."""
    return Meant(
        figure.value,
        figure.unit,
        figure.subject.name,
        figure.subject.code,
        figure.measure,
        figure.fund,
        str(figure.direction),
        figure.year,
        str(figure.stage),
        str(figure.aspect),
        figure.citation.table,
    )


def differences(facts: DocumentFacts, tables: list[DrawnTable]) -> tuple[list[Meant], list[Meant]]:
    """What was read and not meant, and what was meant and not read."""
    read = Counter(meaning(figure) for table in facts.tables for figure in table.figures)
    meant = Counter(cell for table in tables for cell in table.meant)
    return list((read - meant).elements()), list((meant - read).elements())


def read_layout(folder: Path, budget: Budget, layout: Layout) -> tuple[DocumentFacts, list[DrawnTable]]:
    tables = draw_tables(budget, layout)
    return load_document(write(folder, tables, layout)), tables


def counting(start: int = 1234) -> Budget:
    """A budget whose amounts all differ."""
    return make_budget(iter(range(start, start + 100_000, 317)))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_amount_means_what_it_was_written_to_mean(tmp_path: Path, name: str, format: str) -> None:
    """The same budget in each layout and format: all amounts are read, with the right meaning."""
    facts, tables = read_layout(tmp_path, counting(), replace(LAYOUTS[name], format=format))
    wrong, missing = differences(facts, tables)
    assert (wrong, missing, facts.problems) == ([], [], ())


CHOICES: dict[str, list[object]] = {
    "format": [*FORMATS],
    "stage": ["预算", "决算"],
    "unit": ["万元", "元"],
    "codes": ["one", "three", "beside"],
    "header_rows": [1, 2, 3],
    "total": ["first", "last"],
    "total_merged": [False, True],
    "ordinals": [False, True],
    "blanks": ["", "0.00", "—"],
    "grouped": [False, True],
    "indented": [False, True],
    "rows_a_page": [5, 8, 99],
    "repeat_header": [False, True],
    "tables_a_page": [1, 2],
    "economic_lists": [1, 2, 3],
    "special": ["row", "list"],
    "unit_place": ["above", "header"],
    "numbering": ["", "表", "公开", "附表"],
    "captions": ["above", "inside"],
    "units": [False, True],
}
layouts = st.builds(Layout, **{name: st.sampled_from(values) for name, values in CHOICES.items()})
amounts = st.lists(st.integers(1, 99_999_999), min_size=40, max_size=40)


def check(layout: Layout, supply: list[int]) -> None:
    """No figure is wrong; where one is missing, a Problem says so."""
    with tempfile.TemporaryDirectory() as folder:
        facts, tables = read_layout(Path(folder), make_budget(iter(supply)), layout)
    wrong, missing = differences(facts, tables)
    assert not wrong
    assert not missing or facts.problems


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # shrinking a document takes minutes and shows no more
)
@given(layouts, amounts)
def test_no_figure_is_wrong_in_a_random_layout(layout: Layout, supply: list[int]) -> None:
    """Whatever the layout, an amount that is read means what it was written to mean."""
    check(layout, supply)
