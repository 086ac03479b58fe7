"""All places that print one amount, and the value they support best."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from made_facts import CIVIL, HOTLINE, HOUSING, OFFICE, RELIEF, civil_budget, document, figure, table

from knowledge.cells import Cell, Scope, Target, find_cells, same_amount
from knowledge.model import Aspect, Direction, DocumentFacts, Figure, Stage, Subject, Table
from knowledge.store.read import KnowledgeBase
from knowledge.store.write import KnowledgeWriter

OF = document()
ANYWHERE = Scope()


def _target(base: KnowledgeBase, subject: Subject, **more: str) -> Target:
    items = (item for unit_id in base.units for item in base.items_of(unit_id))
    return Target(tuple(item for item in items if item.subject == subject), **more)  # type: ignore[arg-type]


def _cells(path: Path, tables: Sequence[Table], what: Subject, scope: Scope = ANYWHERE, **more: str) -> list[Cell]:
    with KnowledgeWriter(path / "knowledge.db") as writer:
        writer.write(DocumentFacts(OF, tables=tuple(tables)))
    with closing(KnowledgeBase(path / "knowledge.db")) as base:
        return find_cells(base, _target(base, what, **more), scope)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("220.0", "万元"), ("2,200,000", "元"), True),
        (("1672.67", "万元"), ("16,726,725.44", "元"), True),
        (("1672.66", "万元"), ("16,726,725.44", "元"), False),
        (("0.3", "万元"), ("0.34", "万元"), True),
        (("0.3", "万元"), ("0.36", "万元"), False),
        (("90", "%"), ("90", "人"), False),
        (("3", "辆"), ("3", "辆"), True),
        (("3", "辆"), ("3", "万元"), False),
    ],
)
def test_same_amount(one: tuple[str, str], other: tuple[str, str], *, same: bool) -> None:
    """Two printed amounts are the same within what rounding moved each, in any unit of money."""
    a, b = (figure(OF, OFFICE, printed, unit=unit) for printed, unit in (one, other))
    assert same_amount(a, b) is same
    assert same_amount(b, a) is same


def test_one_amount_of_several_tables_is_one_cell(tmp_path: Path) -> None:
    """The table that ranks first is cited first."""
    cells = _cells(
        tmp_path,
        [
            table(OF, figure(OF, HOUSING, "12.00"), title="一般公共预算支出表", rank=4),
            table(OF, figure(OF, HOUSING, "12.0"), title="支出总表", rank=2),
        ],
        HOUSING,
    )
    assert [cell.figure.citation.table for cell in cells] == ["支出总表"]
    assert len(cells[0].figures) == 2


def test_most_places_win(tmp_path: Path) -> None:
    """Where the document contradicts itself, the value that most places print is taken."""
    cells = _cells(
        tmp_path,
        [
            table(OF, figure(OF, HOUSING, "13.0"), title="收支总表", rank=1),
            table(OF, figure(OF, HOUSING, "12.0"), title="支出总表", rank=2),
            table(OF, figure(OF, HOUSING, "12.0"), title="一般公共预算支出表", rank=4),
        ],
        HOUSING,
    )
    assert [cell.figure.printed for cell in cells] == ["12.0"]


@pytest.mark.parametrize(
    ("measure", "printed"),
    [("", ["12.0"]), ("合计", ["12.0"]), ("基本支出", ["8.0"]), ("人员经费", ["6.0"]), ("公用经费", [])],
)
def test_measure(tmp_path: Path, measure: str, printed: list[str]) -> None:
    """Without a measure the total is meant; a part only where it is named, and never another part."""
    cells = _cells(
        tmp_path,
        [
            table(
                OF,
                figure(OF, HOUSING, "8.0", measure="基本支出"),
                figure(OF, HOUSING, "12.0"),
                figure(OF, HOUSING, "6.0", measure="人员经费"),
            )
        ],
        HOUSING,
        measure=measure,
    )
    assert [cell.figure.printed for cell in cells] == printed


@pytest.mark.parametrize(("fund", "printed"), [("", ["12.0"]), ("政府性基金预算", ["2.0"]), ("单位资金", [])])
def test_fund(tmp_path: Path, fund: str, printed: list[str]) -> None:
    """Without a fund all money is meant, and a part of the money is never said to be the whole."""
    cells = _cells(
        tmp_path,
        [
            table(OF, figure(OF, HOUSING, "2.0", fund="政府性基金预算"), title="政府性基金", rank=1),
            table(OF, figure(OF, HOUSING, "12.0")),
        ],
        HOUSING,
        fund=fund,
    )
    assert [cell.figure.printed for cell in cells] == printed


@pytest.mark.parametrize(
    ("scope", "printed"),
    [
        (Scope(), ["12.0"]),
        (Scope(years=(2023,)), ["11.0"]),
        (Scope(years=(2024,)), ["12.0"]),
        (Scope(years=(2022,)), []),
        (Scope(stages=(Stage.EXECUTION,)), ["11.0"]),
        (Scope(stages=(Stage.FINAL,)), []),
    ],
)
def test_year_and_stage(tmp_path: Path, scope: Scope, printed: list[str]) -> None:
    """An execution figure of last year is only said where it is asked for."""
    cells = _cells(
        tmp_path,
        [table(OF, figure(OF, HOUSING, "11.0", year=2023, stage=Stage.EXECUTION), figure(OF, HOUSING, "12.0"))],
        HOUSING,
        scope,
    )
    assert [cell.figure.printed for cell in cells] == printed


def test_other_aspects_are_no_amounts(tmp_path: Path) -> None:
    """A share or a change is never the amount."""
    shares: list[Figure] = [
        figure(OF, HOUSING, "5.0", aspect=Aspect.CHANGE),
        figure(OF, HOUSING, "30", unit="%", aspect=Aspect.SHARE),
    ]
    assert _cells(tmp_path, [table(OF, *shares)], HOUSING) == []


def test_direction(tmp_path: Path) -> None:
    """A name on both sides of the budget is two amounts."""
    tables = [
        table(OF, figure(OF, HOTLINE, "1.0", direction=Direction.REVENUE)),
        table(OF, figure(OF, HOTLINE, "2.0")),
    ]
    cells = _cells(tmp_path, tables, HOTLINE, direction=Direction.REVENUE)
    assert [cell.figure.printed for cell in cells] == ["1.0"]


def test_units_are_kept_apart(base: KnowledgeBase) -> None:
    """The same line of two units is two cells, one where the question names the unit."""
    target = _target(base, HOUSING)
    assert {cell.figure.printed for cell in find_cells(base, target, Scope())} == {"12.0", "150,000"}
    civil = next(unit.id for unit in base.units.values() if unit.name == CIVIL)
    [cell] = find_cells(base, target, Scope((civil,)))
    assert cell.unit_id == civil
    assert cell.figure.printed == "12.0"


def test_a_sentence_supports_its_table(base: KnowledgeBase) -> None:
    """An amount that a table and a sentence print is one, and the table is cited."""
    [cell] = find_cells(base, _target(base, RELIEF), Scope())
    assert len(cell.figures) == 2
    assert cell.figure.citation.table == "支出总表"


def test_zero_is_an_amount(base: KnowledgeBase) -> None:
    """0.00 is printed, and said."""
    printed = {cell.figure.printed for cell in find_cells(base, _target(base, OFFICE), Scope())}
    assert printed == {"3.20", "0.00"}
    assert civil_budget().tables[0].rows[-1].label == "外交支出"  # a blank row has no figure
    assert find_cells(base, _target(base, civil_budget().tables[0].rows[-1].subject), Scope()) == []
