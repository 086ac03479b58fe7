"""Reading knowledge.db: units, documents, items and the figures that stand in them."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from knowledge.model import (
    Aspect,
    Box,
    Citation,
    Direction,
    Document,
    Figure,
    Indicator,
    Level,
    Location,
    Passage,
    Problem,
    Proof,
    Scheme,
    Stage,
    Statement,
    Subject,
    Table,
    TableColumn,
    TableRow,
    Term,
    Trend,
    Unread,
)
from knowledge.names.units import in_region
from knowledge.store.schema import connect

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit whose documents are known."""

    id: int
    name: str
    folded: str
    region: str


@dataclass(frozen=True, slots=True)
class Item:
    """A subject of one unit, the same over all of its documents."""

    id: int
    unit_id: int
    key: str
    subject: Subject


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document in force."""

    id: int
    unit_id: int
    document: Document
    path: str  # where it was read from


@dataclass(frozen=True, slots=True)
class StoredFigure:
    """A figure with its place in the knowledge base."""

    id: int
    item: Item
    document_id: int
    figure: Figure
    table_id: int | None
    statement_id: int | None
    rank: int  # of its table; 7 for a sentence


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A statement with its place in the knowledge base. Its figures are read by `figures`."""

    id: int
    item: Item
    document_id: int
    statement: Statement


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table with its place in the knowledge base. Its figures are read by `figures`."""

    id: int
    document_id: int
    table: Table
    row_items: tuple[int, ...]  # item of each row


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction that stands in a document."""

    id: int
    document_id: int
    rule: str
    kind: str
    severity: str
    message: str
    arithmetic: str
    page: int | None
    figure_ids: tuple[int, ...]


SENTENCE_RANK = 7
_DOCUMENTS_KEPT = 300  # lists of paragraphs, terms or indicators that stay in memory: some 20 MB
_TABLES_KEPT = 1_000  # tables without figures that stay in memory: some 20 MB
_ITEMS_KEPT = 5_000  # items whose figures stay in memory: some 20 MB
_FIGURE_COLUMNS = (
    f"SELECT figure.*, coalesce(budget_table.rank, {SENTENCE_RANK}) AS table_rank, "
    "budget_table.title AS table_title FROM figure "
    "LEFT JOIN budget_table ON budget_table.id = figure.table_id "
)


class KnowledgeBase:
    """A knowledge base open for reading, of documents in force only. One for each process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._conn = connect(path, write=False)
        self._conn.row_factory = sqlite3.Row
        self._items: dict[int, Item] = {}
        self._words_kept: dict[tuple[str, int], tuple[Any, ...]] = {}
        self._tables_kept: dict[int, StoredTable] = {}
        self._figures_kept: dict[int, tuple[StoredFigure, ...]] = {}
        self._items_of_unit: dict[int, tuple[Item, ...]] = {}

    def close(self) -> None:
        """Close the connection."""
        self._conn.close()

    # ---- units and documents ---------------------------------------------------------------------------

    @cached_property
    def units(self) -> dict[int, Unit]:
        """All units by id. Of one name in several regions each says its region, too."""
        rows = self._conn.execute("SELECT * FROM unit ORDER BY id").fetchall()
        several = Counter(row["folded"] for row in rows)
        return {
            row["id"]: Unit(
                row["id"],
                row["name"] if several[row["folded"]] == 1 else in_region(row["name"], row["region"] or ""),
                row["folded"],
                row["region"] or "",
            )
            for row in rows
        }

    @cached_property
    def aliases(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """Short forms of unit names, folded: (unit id, how much was left out), least left out first."""
        found: dict[str, list[tuple[int, int]]] = {}
        for row in self._conn.execute("SELECT folded, unit_id, weight FROM unit_alias ORDER BY weight"):
            found.setdefault(row["folded"], []).append((row["unit_id"], row["weight"]))
        return {folded: tuple(units) for folded, units in found.items()}

    @cached_property
    def _aliases_of_unit(self) -> dict[int, tuple[str, ...]]:
        found: dict[int, list[str]] = {}
        for folded, units in self.aliases.items():
            for unit_id, _ in units:
                found.setdefault(unit_id, []).append(folded)
        return {unit_id: tuple(names) for unit_id, names in found.items()}

    def aliases_of(self, unit_ids: Iterable[int]) -> list[str]:
        """The folded names and short forms of some units."""
        return [alias for unit_id in unit_ids for alias in self._aliases_of_unit.get(unit_id, ())]

    @cached_property
    def documents(self) -> dict[int, StoredDocument]:
        """Documents in force by id, newest year first."""
        rows = self._conn.execute("SELECT * FROM document WHERE superseded_by IS NULL ORDER BY year DESC, id")
        return {row["id"]: self._document(row) for row in rows}

    @cached_property
    def newest_years(self) -> dict[int, int]:
        """The newest budget year of each unit, by the unit's id."""
        return {stored.unit_id: stored.document.year for stored in reversed(self.documents.values())}

    def _document(self, row: sqlite3.Row) -> StoredDocument:
        unit = self.units[row["unit_id"]]
        document = Document(
            title=row["title"],
            file=row["file"],
            sha256=row["sha256"],
            unit_name=unit.name,
            year=row["year"],
            stage=Stage(row["stage"]),
            level=Level(row["level"]),
            region=unit.region,
            published=row["published"] or "",
            part=row["part"] or "",
        )
        return StoredDocument(row["id"], unit.id, document, row["path"] or "")

    def versions_before(self, document_id: int) -> list[str]:
        """The files of the versions that a document in force has replaced: they come back when it is removed."""
        rows = self._conn.execute("SELECT file FROM document WHERE superseded_by = ? ORDER BY id", (document_id,))
        return [file for (file,) in rows]

    def documents_of(self, unit_id: int) -> list[StoredDocument]:
        """A unit's documents, newest year first."""
        return [stored for stored in self.documents.values() if stored.unit_id == unit_id]

    # ---- items -----------------------------------------------------------------------------------------

    def item(self, item_id: int) -> Item:
        """One item. Raises KeyError where there is none."""
        if item_id not in self._items:
            row = self._conn.execute("SELECT * FROM item WHERE id = ?", (item_id,)).fetchone()
            if row is None:
                raise KeyError(item_id)
            self._items[item_id] = _item(row)
        return self._items[item_id]

    def items_of(self, unit_id: int) -> tuple[Item, ...]:
        """All items of a unit that a document in force names."""
        if unit_id not in self._items_of_unit:
            rows = self._conn.execute("SELECT * FROM item WHERE unit_id = ? ORDER BY id", (unit_id,)).fetchall()
            items = tuple(_item(row) for row in rows)
            self._items.update((item.id, item) for item in items)
            self._items_of_unit[unit_id] = items
        return self._items_of_unit[unit_id]

    def codes(self) -> frozenset[str]:
        """All classification codes that some document prints."""
        return frozenset(code for (code,) in self._conn.execute("SELECT DISTINCT code FROM item WHERE code <> ''"))

    def table_titles(self) -> list[str]:
        """The titles of all tables."""
        return [title for (title,) in self._conn.execute("SELECT DISTINCT title FROM budget_table WHERE title <> ''")]

    def measures(self) -> list[str]:
        """All measures that some figure has."""
        return [measure for (measure,) in self._conn.execute("SELECT DISTINCT measure FROM figure")]

    # ---- figures ---------------------------------------------------------------------------------------

    def figures(self, where: str, parameters: Sequence[object] = ()) -> list[StoredFigure]:
        """Figures of documents in force for a condition over the table `figure`, in reading order.

        `where` is written in this program and never holds what a user typed; that goes into `parameters`.
        """
        rows = self._conn.execute(f"{_FIGURE_COLUMNS} WHERE {where} ORDER BY figure.id", parameters)
        return [self._figure(row) for row in rows if row["document_id"] in self.documents]

    def figures_of_items(self, item_ids: Iterable[int]) -> list[StoredFigure]:
        """All figures of some items, in reading order."""
        found = [stored for item_id in dict.fromkeys(item_ids) for stored in self._figures_of_item(item_id)]
        return sorted(found, key=lambda stored: stored.id)

    def _figures_of_item(self, item_id: int) -> tuple[StoredFigure, ...]:
        if item_id not in self._figures_kept:
            if len(self._figures_kept) >= _ITEMS_KEPT:
                self._figures_kept.clear()
            self._figures_kept[item_id] = tuple(self.figures("figure.item_id = ?", [item_id]))
        return self._figures_kept[item_id]

    def _figure(self, row: sqlite3.Row) -> StoredFigure:
        item = self.item(row["item_id"])
        citation = self._citation(row, table=row["table_title"] or "", label=row["row"], column=row["column"])
        figure = Figure(
            subject=item.subject,
            printed=row["printed"],
            value=Decimal(row["value"]),
            unit=row["unit"],
            year=row["year"],
            stage=Stage(row["stage"]),
            citation=citation,
            measure=row["measure"],
            fund=row["fund"],
            direction=Direction(row["direction"]),
            aspect=Aspect(row["aspect"]),
            comparator=row["comparator"],
            trend=Trend(row["trend"]),
            base_year=row["base_year"],
            base=row["base"],
            scope=row["scope"] or "",
            cell=None if row["cell_row"] is None else (row["cell_row"], row["cell_column"]),
        )
        return StoredFigure(
            row["id"],
            item,
            row["document_id"],
            figure,
            row["table_id"],
            row["statement_id"],
            row["table_rank"],
        )

    def _citation(self, row: sqlite3.Row, table: str = "", label: str = "", column: str = "") -> Citation:
        return Citation(
            document=self.documents[row["document_id"]].document,
            quote=row["quote"],
            section=row["section"] or "",
            table=table,
            row=label,
            column=column,
            location=_location(row),
        )

    # ---- tables ----------------------------------------------------------------------------------------

    def tables(self, document_id: int) -> list[StoredTable]:
        """The tables of a document, without their figures."""
        rows = self._conn.execute(
            "SELECT * FROM budget_table WHERE document_id = ? ORDER BY id", (document_id,)
        ).fetchall()
        return [self._table(row) for row in rows]

    def _table(self, row: sqlite3.Row) -> StoredTable:
        if row["id"] not in self._tables_kept:
            if len(self._tables_kept) >= _TABLES_KEPT:
                self._tables_kept.clear()
            self._tables_kept[row["id"]] = self._read_table(row)
        return self._tables_kept[row["id"]]

    def _read_table(self, row: sqlite3.Row) -> StoredTable:
        lines = self._conn.execute(
            "SELECT * FROM table_row WHERE table_id = ? ORDER BY position", (row["id"],)
        ).fetchall()
        columns = self._conn.execute(
            "SELECT * FROM table_column WHERE table_id = ? ORDER BY position", (row["id"],)
        ).fetchall()
        citation = Citation(
            self.documents[row["document_id"]].document,
            row["title"],
            row["section"] or "",
            row["title"],
            location=_location(row),
        )
        table = Table(
            kind=row["kind"],
            title=row["title"],
            unit=row["unit"],
            citation=citation,
            note=row["note"] or "",
            is_empty=bool(row["is_empty"]),
            rank=row["rank"],
            proof=Proof(row["proof"]),
            unread=self._unread(row),
            rows=tuple(
                TableRow(
                    self.item(line["item_id"]).subject,
                    line["label"],
                    Direction(line["direction"]),
                    line["parent"],
                    bool(line["is_whole"]),
                    _location(line),
                )
                for line in lines
            ),
            columns=tuple(
                TableColumn(
                    tuple(json.loads(column["path"])),
                    column["measure"],
                    column["fund"],
                    Direction(column["direction"]),
                    column["side"],
                    column["year"],
                    Stage(column["stage"]) if column["stage"] else None,
                )
                for column in columns
            ),
        )
        return StoredTable(row["id"], row["document_id"], table, tuple(line["item_id"] for line in lines))

    def _unread(self, table: sqlite3.Row) -> tuple[Unread, ...]:
        rows = self._conn.execute("SELECT * FROM unread WHERE table_id = ? ORDER BY id", (table["id"],)).fetchall()
        return tuple(
            Unread(
                row["printed"],
                row["reason"],
                self._citation(row, table["title"], row["row"], row["column"]),
                (row["cell_row"], row["cell_column"]),
            )
            for row in rows
        )

    def rows_of_items(self, item_ids: Iterable[int]) -> list[tuple[StoredTable, int]]:
        """Where some items stand as rows: the table and the row's position, with or without amounts."""
        ids = list(item_ids)
        rows = self._conn.execute(
            "SELECT DISTINCT budget_table.*, table_row.position AS at FROM table_row "
            "JOIN budget_table ON budget_table.id = table_row.table_id "
            f"WHERE table_row.item_id IN ({', '.join('?' * len(ids))}) ORDER BY budget_table.id",
            ids,
        ).fetchall()
        return [(self._table(row), row["at"]) for row in rows if row["document_id"] in self.documents]

    # ---- sentences and words -----------------------------------------------------------------------------

    def statements(self, where: str, parameters: Sequence[object] = ()) -> list[StoredStatement]:
        """Statements of documents in force for a condition over the table `statement`, as `figures` has it."""
        rows = self._conn.execute(f"SELECT * FROM statement WHERE {where} ORDER BY id", parameters)
        return [self._statement(row) for row in rows if row["document_id"] in self.documents]

    def _statement(self, row: sqlite3.Row) -> StoredStatement:
        item = self.item(row["item_id"])
        citation = Citation(
            self.documents[row["document_id"]].document,
            row["text"],
            row["section"] or "",
            location=_location(row),
        )
        statement = Statement(
            item.subject,
            row["text"],
            citation,
            row["measure"],
            row["fund"],
            Direction(row["direction"]),
            reason=row["reason"] or "",
            purpose=row["purpose"] or "",
        )
        return StoredStatement(row["id"], item, row["document_id"], statement)

    def indicators(self, document_ids: Iterable[int]) -> list[Indicator]:
        """The indicators of some documents."""
        return self._kept_of_documents("indicator", document_ids, self._indicator)

    def _indicator(self, row: sqlite3.Row) -> Indicator:
        return Indicator(
            owner=row["owner"],
            period=row["period"],
            level1=row["level1"],
            level2=row["level2"],
            level3=row["level3"],
            target=row["target"],
            citation=self._citation(row, row["table_title"], row["row"], row["column"]),
            comparator=row["comparator"],
            value=None if row["value"] is None else Decimal(row["value"]),
            unit=row["unit"],
        )

    def terms(self, document_ids: Iterable[int]) -> list[Term]:
        """The definitions of some documents."""
        return self._kept_of_documents(
            "term", document_ids, lambda row: Term(row["name"], row["text"], self._citation(row))
        )

    def passages(self, document_ids: Iterable[int]) -> list[Passage]:
        """The paragraphs of some documents."""
        return self._kept_of_documents(
            "passage",
            document_ids,
            lambda row: Passage(row["text"], self._citation(row), row["topic"], row["owner"]),
        )

    def problems(self, document_id: int) -> list[Problem]:
        """What was not understood in a document."""
        return [
            Problem(row["kind"], row["message"], _location(row)) for row in self._of_documents("problem", [document_id])
        ]

    def _kept_of_documents(self, table: str, document_ids: Iterable[int], read: Callable[[sqlite3.Row], T]) -> list[T]:
        """What a table holds of some documents, in reading order; that of the last documents stays in memory."""
        found: list[T] = []
        for document_id in sorted(set(document_ids)):
            key = (table, document_id)
            if key not in self._words_kept:
                if len(self._words_kept) >= _DOCUMENTS_KEPT:
                    self._words_kept.clear()
                self._words_kept[key] = tuple(map(read, self._of_documents(table, [document_id])))
            found += self._words_kept[key]
        return found

    def _of_documents(self, table: str, document_ids: Iterable[int]) -> Iterator[sqlite3.Row]:
        ids = [document_id for document_id in document_ids if document_id in self.documents]
        yield from self._conn.execute(
            f"SELECT * FROM {table} WHERE document_id IN ({', '.join('?' * len(ids))}) ORDER BY id", ids
        )

    # ---- findings ----------------------------------------------------------------------------------------

    def findings(self, document_id: int) -> list[Finding]:
        """The contradictions found in a document."""
        rows = self._conn.execute("SELECT * FROM finding WHERE document_id = ? ORDER BY id", (document_id,)).fetchall()
        return [self._finding(row) for row in rows]

    def findings_of_figures(self, figure_ids: Iterable[int]) -> list[Finding]:
        """The contradictions that some figures take part in."""
        ids = list(figure_ids)
        rows = self._conn.execute(
            "SELECT DISTINCT finding.* FROM finding JOIN finding_figure ON finding_figure.finding_id = finding.id "
            f"WHERE finding_figure.figure_id IN ({', '.join('?' * len(ids))}) ORDER BY finding.id",
            ids,
        ).fetchall()
        return [self._finding(row) for row in rows if row["document_id"] in self.documents]

    def _finding(self, row: sqlite3.Row) -> Finding:
        ids = self._conn.execute(
            "SELECT figure_id FROM finding_figure WHERE finding_id = ? ORDER BY position", (row["id"],)
        )
        return Finding(
            row["id"],
            row["document_id"],
            row["rule"],
            row["kind"],
            row["severity"],
            row["message"],
            row["arithmetic"],
            row["page"],
            tuple(figure_id for (figure_id,) in ids),
        )


def _item(row: sqlite3.Row) -> Item:
    subject = Subject(row["name"], row["code"] or "", Scheme(row["scheme"]), row["parent"] or "")
    return Item(row["id"], row["unit_id"], row["key"], subject)


def _location(row: sqlite3.Row) -> Location:
    box: list[Any] | None = json.loads(row["box"]) if row["box"] else None
    return Location(row["page"], row["line"], Box(*box) if box else None, bool(row["scanned"]))
