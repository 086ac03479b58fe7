"""Documents in the knowledge base: written whole, superseded, removed."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from made_facts import CIVIL, HOUSING, OFFICE, civil_budget, document, figure, justice_budget, table

from knowledge.errors import KnowledgeBaseMissing
from knowledge.model import (
    Box,
    Contradiction,
    Document,
    DocumentFacts,
    Indicator,
    Level,
    Location,
    Problem,
    Severity,
    Stage,
)
from knowledge.store.read import KnowledgeBase
from knowledge.store.schema import SCHEMA_VERSION, cure_of
from knowledge.store.versions import Relation
from knowledge.store.write import FigureChange, KnowledgeWriter


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a knowledge base will be."""
    return tmp_path / "knowledge.db"


@pytest.fixture
def writer(path: Path) -> Iterator[KnowledgeWriter]:
    """A new knowledge base."""
    with KnowledgeWriter(path) as writer:
        yield writer


def _printed(path: Path) -> list[str]:
    with closing(KnowledgeBase(path)) as base:
        return [stored.figure.printed for stored in base.figures("1")]


def _count(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as conn:
        return int(conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0])


def test_what_is_written_is_read(path: Path, writer: KnowledgeWriter) -> None:
    """Every figure comes back as it was, with its citation."""
    facts = civil_budget()
    assert writer.write(facts, path="/a/b.pdf").is_new
    with closing(KnowledgeBase(path)) as base:
        [stored] = base.documents.values()
        assert stored.document == facts.document
        assert stored.path == "/a/b.pdf"
        assert [one.figure for one in base.figures("1")] == list(facts.figures)
        assert base.terms([stored.id]) == list(facts.terms)
        assert base.passages([stored.id]) == list(facts.passages)
        [statement] = base.statements("1")
        assert replace(statement.statement, figures=()) == replace(facts.statements[0], figures=())


def test_tables_are_read_with_their_blank_rows(path: Path, writer: KnowledgeWriter) -> None:
    """A row without an amount is kept: printed blank is not the same as not printed."""
    facts = civil_budget()
    writer.write(facts)
    with closing(KnowledgeBase(path)) as base:
        stored = base.tables(next(iter(base.documents)))
        assert [replace(one.table, figures=()) for one in stored] == [replace(one, figures=()) for one in facts.tables]
        assert "外交支出" in [row.label for row in stored[0].table.rows]


def test_indicators_problems_and_boxes(path: Path, writer: KnowledgeWriter) -> None:
    """The other facts come back too."""
    of = document()
    citation = figure(of, OFFICE, "1").citation
    boxed = replace(citation, location=Location(page=2, box=Box(1.5, 2, 3, 4)))
    indicator = Indicator("热线", "年度", "产出指标", "质量指标", "接通率", "大于等于 90%", boxed, "≥", None, "%")
    problem = Problem("no-unit", "收支总表: 3 amounts", Location(page=7))
    writer.write(DocumentFacts(of, indicators=(indicator,), problems=(problem,)))
    with closing(KnowledgeBase(path)) as base:
        [document_id] = base.documents
        assert base.indicators([document_id]) == [indicator]
        assert base.problems(document_id) == [problem]


def test_findings_know_their_figures(path: Path, writer: KnowledgeWriter) -> None:
    """A contradiction is found again from each figure that it involves."""
    facts = civil_budget()
    one, other = facts.tables[0].figures[:2]
    finding = Contradiction(
        "sum", "row-sum", Severity.ERROR, "合计不等", "1 ≠ 2", (one.citation,), figures=(one, other)
    )
    writer.write(facts, [finding])
    with closing(KnowledgeBase(path)) as base:
        stored = [found for found in base.figures("1") if found.figure in (one, other)]
        [found] = base.findings(next(iter(base.documents)))
        assert (found.kind, found.severity, found.arithmetic) == ("row-sum", "error", "1 ≠ 2")
        assert set(found.figure_ids) == {one.id for one in stored}
        assert base.findings_of_figures([stored[0].id]) == [found]


def test_the_same_bytes_are_stored_once(path: Path, writer: KnowledgeWriter) -> None:
    """A second ingest of a file changes nothing."""
    writer.write(civil_budget())
    before = _printed(path)
    assert not writer.write(civil_budget()).is_new
    assert _printed(path) == before


def test_a_new_version_supersedes(path: Path, writer: KnowledgeWriter) -> None:
    """Only the version in force is read; what it prints otherwise is told."""
    old = civil_budget()
    writer.write(old)
    written = writer.write(civil_budget(office="3.50", version="2"))
    assert written.superseded == old.document.file
    assert written.changes == (FigureChange("一般公共预算基本支出表 › 办公费 › 合计", "3.20", "3.50"),)
    assert "3.50" in _printed(path)
    assert "3.20" not in _printed(path)
    assert _count(path, "document") == 2  # the old version stays readable


@pytest.mark.parametrize(
    "other",
    [
        civil_budget(year=2023),
        justice_budget(),
        DocumentFacts(document(stage=Stage.FINAL)),
        DocumentFacts(replace(document(version="x"), level=Level.DEPARTMENT)),
    ],
    ids=["year", "unit", "stage", "level"],
)
def test_other_documents_supersede_nothing(path: Path, writer: KnowledgeWriter, other: DocumentFacts) -> None:
    """Another unit, year, stage or level is another document."""
    writer.write(civil_budget())
    assert not writer.write(other).superseded
    with closing(KnowledgeBase(path)) as base:
        assert len(base.documents) == 2


def test_parts_stand_beside_each_other(path: Path, writer: KnowledgeWriter) -> None:
    """Tables and text of one publication are in force together, in either order; a complete version replaces both."""
    whole = civil_budget()
    tables = DocumentFacts(replace(document(version="t"), part="公开表"), tables=whole.tables)
    text = DocumentFacts(
        replace(document(version="e"), part="编制说明"), statements=whole.statements, passages=whole.passages
    )
    assert writer.write(text).is_new
    written = writer.write(tables)
    assert (written.beside, written.superseded) == (text.document.file, "")
    with closing(KnowledgeBase(path)) as base:
        assert {stored.document.part for stored in base.documents.values()} == {"公开表", "编制说明"}
    complete = writer.write(civil_budget(office="3.50", version="c"))
    assert complete.superseded == f"{text.document.file}、{tables.document.file}"
    assert [(change.before, change.after) for change in complete.changes] == [("3.20", "3.50")]
    with closing(KnowledgeBase(path)) as base:
        [newest] = base.documents
        assert base.versions_before(newest) == [text.document.file, tables.document.file]


def test_a_small_file_replaces_nothing(path: Path, writer: KnowledgeWriter) -> None:
    """A note on a budget is not stored; a person may say what it is."""
    writer.write(civil_budget())
    note = DocumentFacts(document(version="note"), statements=civil_budget(version="note").statements)
    before = _printed(path)
    written = writer.write(note)
    assert (written.is_new, written.unclear) == (False, civil_budget().document.file)
    assert _printed(path) == before
    assert writer.write(note, decided=Relation.PART).beside == civil_budget().document.file
    other = DocumentFacts(document(version="other"), statements=note.statements)
    assert "、" in writer.write(other, decided=Relation.VERSION).superseded
    with closing(KnowledgeBase(path)) as base:
        assert [stored.document.file for stored in base.documents.values()] == [other.document.file]


def test_units_of_one_name_in_two_regions(path: Path, writer: KnowledgeWriter) -> None:
    """Two units: neither replaces the other, each is called with its region."""
    name = "鼓楼区司法局"
    for region in ("江苏省南京市鼓楼区", "福建省福州市鼓楼区"):
        of = replace(document(name, version=region), region=region)
        assert not writer.write(DocumentFacts(of, tables=(table(of, figure(of, OFFICE, "1")),))).superseded
    with closing(KnowledgeBase(path)) as base:
        assert [unit.name for unit in base.units.values()] == ["江苏省南京市鼓楼区司法局", "福建省福州市鼓楼区司法局"]
        assert len(base.documents) == 2
        assert len(base.aliases["鼓楼区司法局"]) == 2
        assert len(base.aliases["南京鼓楼司法局"]) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("江苏省委办公厅", "中国共产党江苏省委员会办公厅"),
        ("青山市白水区万安街道办事处", "青山市白水区人民政府万安街道办事处"),
    ],
)
def test_two_forms_of_a_name_are_one_unit(path: Path, writer: KnowledgeWriter, one: str, other: str) -> None:
    """Both forms lead to it."""
    for name, year in ((one, 2023), (other, 2024)):
        writer.write(DocumentFacts(document(name, year=year)))
    with closing(KnowledgeBase(path)) as base:
        [unit] = base.units.values()
        assert (unit.name, len(base.documents)) == (one, 2)
        assert base.aliases[other][0][0] == unit.id


def test_a_fuller_region_is_kept(path: Path, writer: KnowledgeWriter) -> None:
    """A document that says more of the region completes the unit's."""
    for region, year in (("鼓楼区", 2023), ("江苏省南京市鼓楼区", 2024), ("", 2025)):
        writer.write(DocumentFacts(replace(document("鼓楼区司法局", year=year), region=region)))
    with closing(KnowledgeBase(path)) as base:
        assert [unit.region for unit in base.units.values()] == ["江苏省南京市鼓楼区"]


def test_scope_and_scanned_come_back(path: Path, writer: KnowledgeWriter) -> None:
    """A government's figure knows its scope, and that its page is a picture."""
    of = Document("青山市2024年政府预算", "x.pdf", "x", "青山市", 2024, Stage.BUDGET, Level.GOVERNMENT, region="青山市")
    made = figure(of, HOUSING, "12.0", scope="市本级")
    made = replace(made, citation=replace(made.citation, location=Location(page=3, scanned=True)))
    writer.write(DocumentFacts(of, tables=(table(of, made),)))
    with closing(KnowledgeBase(path)) as base:
        [stored] = base.figures("1")
        assert (stored.figure.scope, stored.figure.citation.location.scanned) == ("市本级", True)
        assert stored.figure.citation.document == of


def test_removing_a_version_brings_back_the_one_before(path: Path, writer: KnowledgeWriter) -> None:
    """The old version is in force again."""
    writer.write(civil_budget())
    writer.write(civil_budget(office="3.50", version="2"))
    with closing(KnowledgeBase(path)) as base:
        [newest] = base.documents
    writer.remove([newest])
    assert "3.20" in _printed(path)
    assert "3.50" not in _printed(path)


def test_removing_the_last_document_leaves_nothing(path: Path, writer: KnowledgeWriter) -> None:
    """Units, aliases, items and figures go with it."""
    writer.write(civil_budget(), [])
    with closing(KnowledgeBase(path)) as base:
        ids = list(base.documents)
    writer.remove(ids)
    for name in ("document", "figure", "item", "unit", "unit_alias", "statement", "term", "table_row"):
        assert _count(path, name) == 0, name


def test_a_failed_write_leaves_the_old_state(path: Path, writer: KnowledgeWriter) -> None:
    """One document is one transaction: what cannot be stored whole is not stored at all."""
    writer.write(civil_budget())
    before = _printed(path)
    of = document(year=2025)
    broken = figure(of, OFFICE, "1", year=object())
    with pytest.raises(sqlite3.Error):
        writer.write(DocumentFacts(of, tables=(table(of, figure(of, HOUSING, "2")), table(of, broken))))
    assert _printed(path) == before
    assert _count(path, "document") == 1
    assert writer.write(civil_budget(year=2025)).is_new  # the connection is usable


def test_items_of_one_name_are_one(path: Path, writer: KnowledgeWriter) -> None:
    """The same line in two years is one item, so that years can be compared."""
    writer.write(civil_budget())
    before = _count(path, "item")
    writer.write(civil_budget(year=2023))
    assert _count(path, "item") == before


def test_aliases(path: Path, writer: KnowledgeWriter) -> None:
    """Short forms lead to the unit."""
    writer.write(civil_budget())
    with closing(KnowledgeBase(path)) as base:
        [unit] = base.units.values()
        assert unit.name == CIVIL
        assert base.aliases["青山民政局"][0][0] == unit.id
        assert base.aliases["民政局"][0][0] == unit.id


def test_no_knowledge_base(path: Path) -> None:
    """The message says what to run."""
    with pytest.raises(KnowledgeBaseMissing, match="budget-bot ingest"):
        KnowledgeBase(path)
    assert not path.exists()


@pytest.mark.parametrize("version", [SCHEMA_VERSION + 1, 999])
def test_another_schema_version(path: Path, version: int) -> None:
    """A file of another version is refused for reading and for writing, and is left alone."""
    with KnowledgeWriter(path):
        pass
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(f"PRAGMA user_version = {version}")
    for opened in (KnowledgeBase, KnowledgeWriter):
        with pytest.raises(KnowledgeBaseMissing, match=f"version {version}"):
            opened(path)
    assert _count(path, "document") == 0


def test_no_database_at_all(path: Path) -> None:
    """Some other file is refused with the cure, and not overwritten."""
    path.write_text("十二个字的文本，不是数据库" * 100, encoding="utf-8")
    before = path.read_bytes()
    for opened in (KnowledgeBase, KnowledgeWriter):
        with pytest.raises(KnowledgeBaseMissing, match="ingest again"):
            opened(path)
    assert path.read_bytes() == before


def _full(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA max_page_count = 2")
        conn.execute("CREATE TABLE x (y)")
        conn.execute("INSERT INTO x VALUES (zeroblob(100000))")


def _read_only(path: Path) -> None:
    sqlite3.connect(path).close()
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as conn:
        conn.execute("CREATE TABLE x (y)")


def _no_folder(path: Path) -> None:
    sqlite3.connect(path / "nowhere" / "x.db")


def _busy(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as one, closing(sqlite3.connect(path, timeout=0)) as two:
        one.execute("BEGIN IMMEDIATE")
        two.execute("BEGIN IMMEDIATE")


def _no_database(path: Path) -> None:
    path.write_bytes(b"x" * 5_000)
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA user_version")


def _raise(number: int) -> Callable[[Path], None]:
    def fail(path: Path) -> None:
        raise OSError(number, os.strerror(number), str(path))

    return fail


@pytest.mark.parametrize(
    ("fail", "words"),
    [
        (_full, "the disk is full. Make room"),
        (_raise(errno.ENOSPC), "the disk is full. Make room"),
        (_read_only, "it may not be written. Change the permissions"),
        (_raise(errno.EROFS), "it may not be written. Change the permissions"),
        (_raise(errno.EACCES), "it may not be written. Change the permissions"),
        (_no_folder, "it may not be opened. Change the permissions"),
        (_busy, "another program is writing it"),
        (_raise(errno.EIO), "the disk fails"),
        (_no_database, "it is no knowledge base. Move it away"),
        (_raise(errno.EMFILE), "BUDGET_BOT_DATA, and run it again"),
    ],
)
def test_cures(fail: Callable[[Path], None], words: str, path: Path) -> None:
    """Each trouble of the storage is called by its name, and nobody is told to remove what is good."""
    with pytest.raises((sqlite3.Error, OSError)) as caught:
        fail(path)
    assert words in cure_of(caught.value)
    assert "Remove" not in cure_of(caught.value)


def test_readers_cannot_write(path: Path, writer: KnowledgeWriter) -> None:
    """A question can change nothing."""
    writer.write(civil_budget())
    with closing(KnowledgeBase(path)) as base, pytest.raises(sqlite3.OperationalError):
        base._conn.execute("DELETE FROM figure")
