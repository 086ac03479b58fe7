"""Writing knowledge.db: one document, one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.amounts import to_fen
from knowledge.concepts import subject_key
from knowledge.model import Box, Citation, Contradiction, Document, DocumentFacts, Figure, Location, Subject, Unread
from knowledge.names.regions import is_same_region
from knowledge.names.units import names_in_region, unit_aliases, unit_key
from knowledge.store.schema import connect
from knowledge.store.versions import Content, OfTable, Relation, content_of, relation_of, said_key, topic_key
from knowledge.text import fold_name


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that a new version of a document prints otherwise than the old one."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one document."""

    is_new: bool  # False: the same bytes were there already, or it is kept apart
    superseded: str = ""  # files of the versions that this one replaces
    changes: tuple[FigureChange, ...] = ()
    beside: str = ""  # files of the other parts of this publication
    unclear: str = ""  # file in force that this one may be a piece of: a person must decide, nothing was stored


class KnowledgeWriter:
    """A knowledge base open for writing. Used by one process at a time; readers go on reading."""

    def __init__(self, path: Path) -> None:
        self._conn = connect(path, write=True)
        self._subjects: dict[Subject, int] = {}
        self._items: dict[tuple[object, ...], int] = {}
        self._figure_ids: dict[Figure, int] = {}  # of the document that is being written, those of findings
        self._wanted: frozenset[Figure] = frozenset()
        self._last_figure_id = 0

    def close(self) -> None:
        """Close the connection."""
        self._conn.close()

    def __enter__(self) -> KnowledgeWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def has(self, sha256: str) -> bool:
        """Whether a document with these bytes is there and in force."""
        found = self._conn.execute(
            "SELECT 1 FROM document WHERE sha256 = ? AND superseded_by IS NULL", (sha256,)
        ).fetchone()
        return found is not None

    def _was_read(self, sha256: str) -> bool:
        """Whether a document with these bytes was ever stored: an old version does not come back into force."""
        return self._conn.execute("SELECT 1 FROM document WHERE sha256 = ?", (sha256,)).fetchone() is not None

    def write(
        self,
        facts: DocumentFacts,
        contradictions: Sequence[Contradiction] = (),
        path: str = "",
        decided: Relation | None = None,
    ) -> Written:
        """Store all that a document says, beside what is in force of the same unit, year, stage and level.

        What it holds most of is superseded; where that is not clear nothing is stored. `decided` is what a person
        says it is to all that is in force.
        """
        if self._was_read(facts.document.sha256):
            return Written(is_new=False)
        self._conn.execute("BEGIN IMMEDIATE")
        try:
            written = self._write(facts, contradictions, path, decided)
        except BaseException:
            self._conn.execute("ROLLBACK")
            raise
        self._conn.execute("ROLLBACK" if written.unclear else "COMMIT")
        return written

    def remove(self, document_ids: Iterable[int]) -> None:
        """Forget documents and all that they say, in one transaction."""
        self._conn.execute("BEGIN IMMEDIATE")
        try:
            for document_id in document_ids:
                self._remove(document_id)
            self._conn.execute(
                "DELETE FROM item WHERE id NOT IN (SELECT item_id FROM figure UNION SELECT item_id FROM table_row "
                "UNION SELECT item_id FROM statement)"
            )
            self._conn.execute("DELETE FROM unit_alias WHERE unit_id NOT IN (SELECT unit_id FROM document)")
            self._conn.execute(
                "DELETE FROM unit WHERE id NOT IN (SELECT unit_id FROM document UNION SELECT unit_id FROM item)"
            )
        except BaseException:
            self._conn.execute("ROLLBACK")
            raise
        self._conn.execute("COMMIT")

    # ---- one document ----------------------------------------------------------------------------------

    def _write(
        self, facts: DocumentFacts, contradictions: Sequence[Contradiction], path: str, decided: Relation | None
    ) -> Written:
        self._subjects, self._items, self._figure_ids = {}, {}, {}
        self._wanted = frozenset(figure for found in contradictions for figure in found.figures)
        self._last_figure_id = self._conn.execute("SELECT coalesce(max(id), 0) FROM figure").fetchone()[0]
        unit_id = self._unit(facts.document)
        related = self._related(unit_id, facts, decided)
        old = [(old_id, file) for old_id, file, relation in related if relation is Relation.VERSION]
        parts = [file for _, file, relation in related if relation is Relation.PART]
        unclear = [file for _, file, relation in related if relation is Relation.UNCLEAR]
        if unclear and not old:
            return Written(is_new=False, unclear=unclear[0])
        document_id = self._document(unit_id, facts.document, path)
        self._tables(document_id, unit_id, facts)
        self._statements(document_id, unit_id, facts)
        self._words(document_id, facts)
        self._findings(document_id, contradictions)
        for old_id, _ in old:
            self._conn.execute("UPDATE document SET superseded_by = ? WHERE id = ?", (document_id, old_id))
        return Written(
            is_new=True,
            superseded="、".join(file for _, file in old),
            changes=self._changes([old_id for old_id, _ in old], document_id) if old else (),
            beside="、".join([*parts, *unclear]),
        )

    def _unit(self, document: Document) -> int:
        """The unit of a name in a region; another form of its name becomes an alias of it."""
        key = unit_key(document.unit_name)
        rows = self._conn.execute("SELECT id, region FROM unit WHERE key = ? ORDER BY id", (key,)).fetchall()
        same = [(unit_id, region) for unit_id, region in rows if is_same_region(region, document.region)]
        if same:
            unit_id, region = same[0]
            fuller = max(region, document.region, key=len)
            self._conn.execute("UPDATE unit SET region = ? WHERE id = ?", (fuller, unit_id))
        else:
            fuller, folded = document.region, fold_name(document.unit_name)
            row: dict[str, object] = {"name": document.unit_name, "folded": folded, "key": key, "region": fuller}
            unit_id = self._insert("unit", row)
        self._conn.executemany(
            "INSERT OR IGNORE INTO unit_alias (folded, unit_id, weight) VALUES (?, ?, ?)",
            [
                (alias.folded, unit_id, alias.weight)
                for name in names_in_region(document.unit_name, fuller)
                for alias in unit_aliases(name)
            ],
        )
        return int(unit_id)

    # ---- what is in force ------------------------------------------------------------------------------

    def _related(self, unit_id: int, facts: DocumentFacts, decided: Relation | None) -> list[tuple[int, str, Relation]]:
        """What is in force of the same unit, year, stage and level: its id and file, and what the new one is to it."""
        document = facts.document
        rows = self._conn.execute(
            "SELECT id, file, part FROM document "
            "WHERE unit_id = ? AND year = ? AND stage = ? AND level = ? AND superseded_by IS NULL ORDER BY id",
            (unit_id, document.year, document.stage, document.level),
        ).fetchall()
        if not rows:
            return []
        new = content_of(facts)
        return [(old_id, file, decided or relation_of(new, self._content(old_id, part))) for old_id, file, part in rows]

    def _content(self, document_id: int, part: str) -> Content:
        """What a stored document holds."""
        of_document = (document_id,)
        tables = self._conn.execute(
            "SELECT id, kind, title FROM budget_table "
            "WHERE document_id = ? AND id IN (SELECT table_id FROM figure WHERE document_id = ?)",
            (document_id, document_id),
        ).fetchall()
        said = self._conn.execute(
            "SELECT item.key, statement.measure FROM statement JOIN item ON item.id = statement.item_id "
            "WHERE statement.document_id = ?",
            of_document,
        ).fetchall()
        topics = self._conn.execute("SELECT topic FROM passage WHERE document_id = ?", of_document).fetchall()
        return Content(
            tuple(OfTable(kind, fold_name(title), self._labels(table_id)) for table_id, kind, title in tables),
            frozenset([said_key(key, measure) for key, measure in said] + [topic_key(topic) for (topic,) in topics]),
            part,
            len(said) + len(topics),
        )

    def _labels(self, table_id: int) -> frozenset[str]:
        rows = self._conn.execute("SELECT label FROM table_row WHERE table_id = ?", (table_id,))
        return frozenset(fold_name(label) for (label,) in rows)

    def _document(self, unit_id: int, document: Document, path: str) -> int:
        return self._insert(
            "document",
            {
                "unit_id": unit_id,
                "title": document.title,
                "file": document.file,
                "sha256": document.sha256,
                "year": document.year,
                "stage": document.stage,
                "level": document.level,
                "part": document.part,
                "published": document.published,
                "path": path,
                "superseded_by": None,
            },
        )

    def _item(self, unit_id: int, subject: Subject) -> int:
        """The row of a subject, looked up once a document: most figures share theirs with others."""
        if subject not in self._subjects:
            self._subjects[subject] = self._find_item(unit_id, subject)
        return self._subjects[subject]

    def _find_item(self, unit_id: int, subject: Subject) -> int:
        key = (
            unit_id,
            subject_key(subject.name, subject.scheme),
            subject.scheme.value,
            subject.code,
            fold_name(subject.parent),
        )
        if key not in self._items:
            row = self._conn.execute(
                "SELECT id FROM item WHERE unit_id = ? AND key = ? AND scheme = ? AND code = ? AND parent_key = ?",
                key,
            ).fetchone()
            self._items[key] = (
                int(row[0])
                if row
                else self._insert(
                    "item",
                    {
                        "unit_id": unit_id,
                        "key": key[1],
                        "name": subject.name,
                        "code": subject.code,
                        "scheme": subject.scheme,
                        "parent": subject.parent,
                        "parent_key": key[4],
                    },
                )
            )
        return self._items[key]

    def _tables(self, document_id: int, unit_id: int, facts: DocumentFacts) -> None:
        for table in facts.tables:
            table_id = self._insert(
                "budget_table",
                {
                    "document_id": document_id,
                    "kind": table.kind,
                    "title": table.title,
                    "unit": table.unit,
                    "section": table.citation.section,
                    "note": table.note,
                    "is_empty": int(table.is_empty),
                    "rank": table.rank,
                    "proof": table.proof,
                    **_place(table.citation.location),
                },
            )
            self._insert_many(
                "table_row",
                [
                    {
                        "table_id": table_id,
                        "position": position,
                        "item_id": self._item(unit_id, row.subject),
                        "label": row.label,
                        "direction": row.direction,
                        "parent": row.parent,
                        "is_whole": int(row.is_whole),
                        **_place(row.location),
                    }
                    for position, row in enumerate(table.rows)
                ],
            )
            self._insert_many(
                "table_column",
                [
                    {
                        "table_id": table_id,
                        "position": position,
                        "path": json.dumps(column.path, ensure_ascii=False),
                        "direction": column.direction,
                        "side": column.side,
                        "measure": column.measure,
                        "fund": column.fund,
                        "year": column.year,
                        "stage": column.stage,
                    }
                    for position, column in enumerate(table.columns)
                ],
            )
            self._insert_many("unread", [_unread(one, document_id, table_id) for one in table.unread])
            self._figures(document_id, unit_id, table.figures, table_id=table_id)

    def _statements(self, document_id: int, unit_id: int, facts: DocumentFacts) -> None:
        for statement in facts.statements:
            statement_id = self._insert(
                "statement",
                {
                    "document_id": document_id,
                    "item_id": self._item(unit_id, statement.subject),
                    "measure": statement.measure,
                    "fund": statement.fund,
                    "direction": statement.direction,
                    "text": statement.text,
                    "reason": statement.reason,
                    "purpose": statement.purpose,
                    "section": statement.citation.section,
                    **_place(statement.citation.location),
                },
            )
            self._figures(document_id, unit_id, statement.figures, statement_id=statement_id)

    def _figures(
        self,
        document_id: int,
        unit_id: int,
        figures: Sequence[Figure],
        table_id: int | None = None,
        statement_id: int | None = None,
    ) -> None:
        rows = [self._figure_row(document_id, unit_id, figure, table_id, statement_id) for figure in figures]
        self._insert_many("figure", rows)

    def _figure_row(
        self, document_id: int, unit_id: int, figure: Figure, table_id: int | None, statement_id: int | None
    ) -> dict[str, object]:
        """The row of the next figure. Its id is given here, for many are inserted at once and nobody else writes."""
        self._last_figure_id += 1
        if self._wanted and figure in self._wanted:
            self._figure_ids[figure] = self._last_figure_id
        return {
            "id": self._last_figure_id,
            "document_id": document_id,
            "item_id": self._item(unit_id, figure.subject),
            "table_id": table_id,
            "statement_id": statement_id,
            "measure": figure.measure,
            "fund": figure.fund,
            "direction": figure.direction,
            "aspect": figure.aspect,
            "year": figure.year,
            "stage": figure.stage,
            "printed": figure.printed,
            "value": str(figure.value),
            "unit": figure.unit,
            "fen": to_fen(figure.value, figure.unit),
            "comparator": figure.comparator,
            "trend": figure.trend,
            "base_year": figure.base_year,
            "base": figure.base,
            "scope": figure.scope,
            "cell_row": figure.cell[0] if figure.cell else None,
            "cell_column": figure.cell[1] if figure.cell else None,
            "row": figure.citation.row,
            "column": figure.citation.column,
            **_cited(figure.citation),
        }

    def _words(self, document_id: int, facts: DocumentFacts) -> None:
        self._insert_many(
            "indicator",
            [
                {
                    "document_id": document_id,
                    "owner": one.owner,
                    "period": one.period,
                    "level1": one.level1,
                    "level2": one.level2,
                    "level3": one.level3,
                    "target": one.target,
                    "comparator": one.comparator,
                    "value": None if one.value is None else str(one.value),
                    "unit": one.unit,
                    "table_title": one.citation.table,
                    "row": one.citation.row,
                    "column": one.citation.column,
                    **_cited(one.citation),
                }
                for one in facts.indicators
            ],
        )
        self._insert_many(
            "term",
            [
                {
                    "document_id": document_id,
                    "name": term.name,
                    "folded": fold_name(term.name),
                    "text": term.text,
                    **_cited(term.citation),
                }
                for term in facts.terms
            ],
        )
        self._insert_many(
            "passage",
            [
                {
                    "document_id": document_id,
                    "text": one.text,
                    "topic": one.topic,
                    "owner": one.owner,
                    **_cited(one.citation),
                }
                for one in facts.passages
            ],
        )
        self._insert_many(
            "problem",
            [
                {
                    "document_id": document_id,
                    "kind": one.kind,
                    "message": one.message,
                    **_place(one.location),
                }
                for one in facts.problems
            ],
        )

    def _findings(self, document_id: int, contradictions: Sequence[Contradiction]) -> None:
        for found in contradictions:
            finding_id = self._insert(
                "finding",
                {
                    "document_id": document_id,
                    "rule": found.rule,
                    "kind": found.kind,
                    "severity": found.severity,
                    "message": found.message,
                    "arithmetic": found.arithmetic,
                    "page": found.citations[0].location.page if found.citations else None,
                },
            )
            ids = dict.fromkeys(self._figure_ids[figure] for figure in found.figures if figure in self._figure_ids)
            self._insert_many(
                "finding_figure",
                [
                    {"finding_id": finding_id, "figure_id": figure_id, "position": position}
                    for position, figure_id in enumerate(ids)
                ],
            )

    # ---- versions --------------------------------------------------------------------------------------

    def _changes(self, old_ids: Iterable[int], new_id: int) -> tuple[FigureChange, ...]:
        """What the new version prints otherwise: figures of tables, compared by table, row and column."""
        before = {place: printed for old_id in old_ids for place, printed in self._printed(old_id).items()}
        after = self._printed(new_id)
        return tuple(
            FigureChange(" › ".join(place), before.get(place, ""), after.get(place, ""))
            for place in dict.fromkeys([*before, *after])
            if before.get(place) != after.get(place)
        )

    def _printed(self, document_id: int) -> dict[tuple[str, str, str], str]:
        rows = self._conn.execute(
            'SELECT budget_table.title, figure."row", figure."column", figure.printed FROM figure '
            "JOIN budget_table ON budget_table.id = figure.table_id WHERE figure.document_id = ? ORDER BY figure.id",
            (document_id,),
        )
        return {(title, row, column): printed for title, row, column, printed in rows}

    def _remove(self, document_id: int) -> None:
        self._conn.execute("UPDATE document SET superseded_by = NULL WHERE superseded_by = ?", (document_id,))
        self._conn.execute(
            "DELETE FROM finding_figure WHERE finding_id IN (SELECT id FROM finding WHERE document_id = ?)",
            (document_id,),
        )
        for name in ("finding", "problem", "passage", "term", "indicator", "unread", "figure", "statement"):
            self._conn.execute(f"DELETE FROM {name} WHERE document_id = ?", (document_id,))
        for name in ("table_row", "table_column"):
            self._conn.execute(
                f"DELETE FROM {name} WHERE table_id IN (SELECT id FROM budget_table WHERE document_id = ?)",
                (document_id,),
            )
        self._conn.execute("DELETE FROM budget_table WHERE document_id = ?", (document_id,))
        self._conn.execute("DELETE FROM document WHERE id = ?", (document_id,))

    # ---- rows ------------------------------------------------------------------------------------------

    def _insert(self, table: str, row: dict[str, object]) -> int:
        cursor = self._conn.execute(_insert_sql(table, row), tuple(row.values()))
        return int(cursor.lastrowid or 0)

    def _insert_many(self, table: str, rows: Sequence[dict[str, object]]) -> None:
        if rows:
            self._conn.executemany(_insert_sql(table, rows[0]), [tuple(row.values()) for row in rows])


def _insert_sql(table: str, row: dict[str, object]) -> str:
    columns = ", ".join(f'"{name}"' for name in row)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})"


def _unread(one: Unread, document_id: int, table_id: int) -> dict[str, object]:
    return {
        "document_id": document_id,
        "table_id": table_id,
        "cell_row": one.cell[0],
        "cell_column": one.cell[1],
        "printed": one.printed,
        "reason": one.reason,
        "row": one.citation.row,
        "column": one.citation.column,
        **_cited(one.citation),
    }


def _box(box: Box | None) -> str | None:
    return f"[{box.x0}, {box.top}, {box.x1}, {box.bottom}]" if box else None  # JSON, three times as fast


def _place(location: Location) -> dict[str, object]:
    return {
        "page": location.page,
        "line": location.line,
        "scanned": int(location.scanned),
        "box": _box(location.box),
    }


def _cited(citation: Citation) -> dict[str, object]:
    return {"section": citation.section, "quote": citation.quote, **_place(citation.location)}
