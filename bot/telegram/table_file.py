"""A stored table as a file that a person gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.render.workbook import Cell, to_csv, to_xlsx
from bot.telegram.listing import whose_document
from knowledge.model import PATH_SEPARATOR
from knowledge.store.read import KnowledgeBase, StoredTable

FORMATS: dict[str, Callable[[Sequence[Sequence[Cell]], str], bytes]] = {
    "xlsx": to_xlsx,
    "csv": lambda rows, _name: to_csv(rows),
}


@dataclass(frozen=True, slots=True)
class TableFile:
    """What is sent: name, bytes, and a line about it."""

    name: str
    content: bytes
    scope: str


def table_rows(base: KnowledgeBase, stored: StoredTable) -> list[list[Cell]]:
    """Title, scope and unit, header, then one line a row; cells that print nothing are empty."""
    table = stored.table
    scope = whose_document(base.documents[stored.document_id])
    amounts: dict[tuple[int, int], Cell] = {}
    for one in base.figures("figure.table_id = ?", [stored.id]):
        if one.figure.cell is not None:
            amounts[one.figure.cell] = one.figure.value
    header: list[Cell] = ["科目编码", "名称", *(PATH_SEPARATOR.join(column.path) for column in table.columns)]
    body = [
        [row.subject.code, row.label, *(amounts.get((at, column)) for column in range(len(table.columns)))]
        for at, row in enumerate(table.rows)
    ]
    return [[table.title], [scope, f"单位：{table.unit}" if table.unit else ""], header, *body]


def table_file(base: KnowledgeBase, stored: StoredTable, form: str) -> TableFile:
    """The table in one of FORMATS."""
    document = base.documents[stored.document_id]
    content = FORMATS[form](table_rows(base, stored), stored.table.title)
    name = "".join(
        char for char in f"{whose_document(document)} {stored.table.title}" if char.isalnum() or char in " ()（）-_"
    )
    return TableFile(f"{name[:100]}.{form}", content, whose_document(document))
