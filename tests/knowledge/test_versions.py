"""A new document beside one in force: its version, a part of it, or neither."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_facts import (
    HOTLINE,
    HOUSING,
    OFFICE,
    RELIEF,
    REPAIRS,
    TRAVEL,
    WHOLE,
    civil_budget,
    document,
    figure,
    said,
    table,
)

from knowledge.model import Citation, DocumentFacts, Passage, Statement
from knowledge.store.versions import Relation, content_of, relation_of

OF = document(version="2")
WHOLE_BUDGET = civil_budget()
REVISED = civil_budget(office="3.50", version="2")
TOTALS = table(OF, figure(OF, WHOLE, "100.0"), figure(OF, HOUSING, "12.0"), figure(OF, RELIEF, "45.0"))
BASIC = table(OF, figure(OF, OFFICE, "3.20"), figure(OF, TRAVEL, "1.10"), title="一般公共预算基本支出表")
PROJECTS = table(OF, figure(OF, HOTLINE, "20.0"), figure(OF, REPAIRS, "15.5"), title="项目支出表")
TABLES = DocumentFacts(OF, tables=(TOTALS, BASIC))
OTHER_TABLES = DocumentFacts(OF, tables=(PROJECTS,))


def _prose(*topics: str, part: str = "", amounts: int = 1) -> DocumentFacts:
    """Sentences and paragraphs without a table."""
    of = replace(OF, part=part)
    subjects = (RELIEF, OFFICE, TRAVEL, HOUSING, HOTLINE, REPAIRS)[:amounts]
    return DocumentFacts(
        of,
        statements=tuple(
            Statement(one, one.name, Citation(of, one.name), figures=(said(of, one, "1"),)) for one in subjects
        ),
        passages=tuple(Passage(topic, Citation(of, topic), topic=topic) for topic in topics),
    )


EXPLANATION = _prose("主要职责", "机构设置", part="编制说明", amounts=6)
NEWS = _prose("要闻")
LONG = _prose(*(f"第{number}节" for number in range(12)))


@pytest.mark.parametrize(
    ("new", "old", "relation"),
    [
        (REVISED, WHOLE_BUDGET, Relation.VERSION),
        (WHOLE_BUDGET, TABLES, Relation.VERSION),
        (OTHER_TABLES, TABLES, Relation.PART),
        (TABLES, OTHER_TABLES, Relation.PART),
        (EXPLANATION, TABLES, Relation.PART),
        (TABLES, EXPLANATION, Relation.PART),
        (LONG, TABLES, Relation.PART),
        (EXPLANATION, EXPLANATION, Relation.VERSION),
        (NEWS, WHOLE_BUDGET, Relation.UNCLEAR),
        (NEWS, EXPLANATION, Relation.UNCLEAR),
        (OTHER_TABLES, WHOLE_BUDGET, Relation.UNCLEAR),
        (DocumentFacts(OF), WHOLE_BUDGET, Relation.UNCLEAR),
        (WHOLE_BUDGET, NEWS, Relation.PART),
    ],
    ids=[
        *("revised", "complete-after-tables", "other-tables", "turned", "explanation", "tables-after-explanation"),
        *("long-text", "same-text", "news", "news-beside-text", "an-extract", "nothing", "after-news"),
    ],
)
def test_relation(new: DocumentFacts, old: DocumentFacts, relation: Relation) -> None:
    """What holds most of the old takes its place, what holds other things is a part, the rest a person decides."""
    assert relation_of(content_of(new), content_of(old)) is relation


def test_tables_are_one_by_kind_or_title_and_rows() -> None:
    """Another table of the same title is another table; without a title nearly all rows must agree."""
    totals = content_of(TABLES).tables[0]
    renamed = replace(totals, title="部门支出总表")
    assert totals.is_same(renamed)
    assert not totals.is_same(replace(renamed, kind="收入总表"))
    assert not totals.is_same(replace(totals, rows=frozenset({"教育支出"})))
    unnamed = replace(totals, kind="", title="")
    assert unnamed.is_same(unnamed)
    assert not unnamed.is_same(replace(unnamed, rows=frozenset({*list(totals.rows)[:1], "教育支出", "体育支出"})))
