"""Rows, figures and statements of one document meet under one subject."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from ingest.link import link
from knowledge.model import (
    Citation,
    Direction,
    Document,
    DocumentFacts,
    Figure,
    Scheme,
    Stage,
    Statement,
    Subject,
    Table,
    TableColumn,
    TableRow,
)

DOCUMENT = Document("x", "x.pdf", "0", "青山市民政局", 2024, Stage.BUDGET)
CITATION = Citation(DOCUMENT, "3.0")
SOCIAL = Subject("社会保障和就业支出", "208", Scheme.FUNCTION)
RUNNING = Subject("行政运行", "2080201", Scheme.FUNCTION, "社会保障和就业支出 › 民政管理事务")
OTHER_RUNNING = Subject("行政运行", "2010301", Scheme.FUNCTION, "一般公共服务支出 › 政府办公厅及相关机构事务")
PROJECT = Subject("养老热线", scheme=Scheme.PROJECT)


def _figure(subject: Subject, row: int | None = None) -> Figure:
    cell = None if row is None else (row, 0)
    return Figure(subject, "3.0", Decimal("3.0"), "万元", 2024, Stage.BUDGET, CITATION, cell=cell)


def _table(*subjects: Subject) -> Table:
    return Table(
        "",
        "支出总表",
        "万元",
        CITATION,
        rows=tuple(TableRow(subject, subject.name, Direction.EXPENDITURE) for subject in subjects),
        columns=(TableColumn(("合计",)),),
        figures=tuple(_figure(subject, row) for row, subject in enumerate(subjects)),
    )


def _linked(said: Subject, *subjects: Subject) -> Figure:
    """A figure in a sentence, after linking with a table of `subjects`."""
    statement = Statement(said, "…", CITATION, figures=(_figure(said),))
    linked = link(DocumentFacts(DOCUMENT, tables=(_table(*subjects),), statements=(statement,))).statements[0]
    assert linked.subject == linked.figures[0].subject
    return linked.figures[0]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (Subject("社会保障和就业支出"), SOCIAL),
        (Subject("社会保障和就业"), SOCIAL),
        (Subject("养老热线"), PROJECT),
        (Subject("行政运行", "2010301"), OTHER_RUNNING),
        (Subject("行政运行", scheme=Scheme.FUNCTION, parent="民政管理事务"), RUNNING),
        (Subject("行政运行"), Subject("行政运行")),  # of two it is not known which
        (Subject("园林绿化"), Subject("园林绿化")),
    ],
)
def test_sentences_name_what_tables_print(said: Subject, meant: Subject) -> None:
    """By code, by name, by name below its parents; never one of several."""
    assert _linked(said, SOCIAL, RUNNING, OTHER_RUNNING, PROJECT).subject == meant


@pytest.mark.parametrize(
    ("said", "name", "scheme", "measure"),
    [
        ("支出预算", "支出", Scheme.TOTAL, "合计"),
        ("基本支出", "支出", Scheme.TOTAL, "基本支出"),
        ("上年结转结余", "收入", Scheme.TOTAL, "上年结转结余"),
        ("事业收入", "事业收入", Scheme.REVENUE, "合计"),
        ("公务接待费", "公务接待费", Scheme.SPECIAL, "合计"),
    ],
)
def test_sentences_about_the_whole(said: str, name: str, scheme: Scheme, measure: str) -> None:
    """Words of the lexicon mean the whole budget, a part of it, or a special amount."""
    figure = _linked(Subject(said), SOCIAL)
    assert (figure.subject.name, figure.subject.scheme, figure.measure) == (name, scheme, measure)


def test_a_list_without_codes_meets_the_list_with_codes() -> None:
    """The 类 of 收支总表 is the one that 支出总表 prints with its code."""
    bare = replace(SOCIAL, code="")
    linked = link(DocumentFacts(DOCUMENT, tables=(_table(bare), _table(SOCIAL))))
    assert linked.tables[0].rows[0].subject == SOCIAL
    assert linked.tables[0].figures[0].subject == SOCIAL


def test_procurement_items_stand_below_their_project() -> None:
    """The row of a known project opens a group; what stands before any project stays alone."""
    paper, named, chairs = (Subject(name, scheme=Scheme.PROCUREMENT) for name in ("加工纸", "养老热线", "桌椅"))
    linked = link(DocumentFacts(DOCUMENT, tables=(_table(PROJECT), _table(paper, named, chairs))))
    assert [row.subject.parent for row in linked.tables[1].rows] == ["", "", "养老热线"]
    assert [figure.subject.parent for figure in linked.tables[1].figures] == ["", "", "养老热线"]


def test_linking_twice_changes_nothing() -> None:
    """What is linked stays as it is."""
    statement = Statement(Subject("基本支出"), "…", CITATION, figures=(_figure(Subject("基本支出")),))
    once = link(DocumentFacts(DOCUMENT, tables=(_table(SOCIAL, RUNNING),), statements=(statement,)))
    assert link(once) == once
