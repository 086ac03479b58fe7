"""What labels mean, as the lexicon says."""

from __future__ import annotations

import pytest

from knowledge.concepts import ConceptKind, concept_of, concepts, subject_key
from knowledge.model import TOTAL_MEASURE, Direction, Scheme


@pytest.mark.parametrize(
    ("label", "direction", "measure"),
    [
        ("收入总计", Direction.REVENUE, TOTAL_MEASURE),
        ("支 出 总 计", Direction.EXPENDITURE, TOTAL_MEASURE),
        ("本年收入合计", Direction.REVENUE, "本年收入"),
        ("二、上年结转", Direction.REVENUE, "上年结转结余"),
        ("年末结转和结余", Direction.EXPENDITURE, "年终结转结余"),
        ("收支总预算", Direction.NONE, TOTAL_MEASURE),
        ("基本支出", Direction.EXPENDITURE, "基本支出"),
        ("项目支出", Direction.EXPENDITURE, "项目支出"),
        ("人员经费", Direction.EXPENDITURE, "人员经费"),
    ],
)
def test_wholes(label: str, direction: Direction, measure: str) -> None:
    """Totals and balances name a side of the whole budget and what of it."""
    concept = concept_of(label, ConceptKind.WHOLE)
    assert concept is not None
    assert (concept.direction, concept.measure) == (direction, measure)


@pytest.mark.parametrize(
    ("label", "kind", "name"),
    [
        ("“三公”经费", ConceptKind.SPECIAL, "“三公”经费"),
        ("因公出国(境)费用", ConceptKind.SPECIAL, "因公出国（境）费"),
        ("因公出国（境）费", ConceptKind.SPECIAL, "因公出国（境）费"),
        ("（二）政府性基金预算拨款", ConceptKind.FUND, "政府性基金预算"),
        ("五、事业收入", ConceptKind.REVENUE, "事业收入"),
    ],
)
def test_named(label: str, kind: ConceptKind, name: str) -> None:
    """Width, brackets and numbering do not count."""
    concept = concept_of(label, kind)
    assert concept is not None
    assert concept.name == name


@pytest.mark.parametrize("label", ["住房公积金", "12333咨询服务运维经费", "", "。"])
def test_unknown_labels(label: str) -> None:
    """A label that the lexicon does not know is nobody's."""
    assert concept_of(label) is None


def test_only_the_sections_asked_for() -> None:
    """A word of one section is not found in another."""
    assert concept_of("收入总计", ConceptKind.FUND) is None


def test_every_word_means_its_entry() -> None:
    """What the lexicon lists is found, in its own section."""
    for concept in concepts():
        for word in concept.words:
            assert concept_of(word, concept.kind) == concept, word


def test_parents_exist() -> None:
    """A part names a whole that the lexicon has."""
    names = {concept.name for concept in concepts()}
    assert {concept.parent for concept in concepts()} - names <= {""}


@pytest.mark.parametrize(
    ("one", "other", "scheme", "same"),
    [
        ("因公出国(境)费用", "因公出国（境）费", Scheme.SPECIAL, True),
        ("住房保障", "住房保障支出", Scheme.FUNCTION, True),
        ("维修(护)费", "维修（护）费", Scheme.DEPARTMENT_ECONOMIC, True),
        ("资本性支出", "资本性", Scheme.DEPARTMENT_ECONOMIC, False),
        ("行政单位医疗", "事业单位医疗", Scheme.FUNCTION, False),
        ("医疗费", "医疗费补助", Scheme.DEPARTMENT_ECONOMIC, False),
    ],
)
def test_subject_key(one: str, other: str, scheme: Scheme, *, same: bool) -> None:
    """Ways to print one name meet under one key; other names do not."""
    assert (subject_key(one, scheme) == subject_key(other, scheme)) is same
