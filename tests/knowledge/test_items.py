"""From mentions to items."""

from __future__ import annotations

import pytest
from made_facts import CIVIL, HOTLINE, HOUSING, JUSTICE, LEGAL_AID, OFFICE, RELIEF, REPAIRS, TRAVEL

from knowledge.engine import Engine
from knowledge.model import Direction, Subject
from knowledge.names.items import ItemFinder, Thresholds, contradicts
from knowledge.reply import Status
from knowledge.store.read import KnowledgeBase


@pytest.fixture(scope="session")
def finder(base: KnowledgeBase) -> ItemFinder:
    """Finds the items of the two made-up budgets."""
    return ItemFinder(base, Thresholds())


def _ids(base: KnowledgeBase, *names: str) -> tuple[int, ...]:
    return tuple(unit.id for unit in base.units.values() if unit.name in names)


@pytest.mark.parametrize(
    ("name", "units", "subjects"),
    [
        ("住房公积金", (CIVIL,), [HOUSING]),
        ("住房公积金", (), [HOUSING, HOUSING]),
        ("临时救助", (CIVIL,), [RELIEF]),
        ("临时救助支出", (CIVIL,), [RELIEF]),
        ("法律援助", (CIVIL,), []),
        ("法律援助支出", (JUSTICE,), [LEGAL_AID]),
        ("公积金", (CIVIL,), []),
    ],
)
def test_of_name(
    base: KnowledgeBase, finder: ItemFinder, name: str, units: tuple[str, ...], subjects: list[Subject]
) -> None:
    """Letter by letter, 支出 at the end aside, in the units asked for."""
    assert [item.subject for item in finder.of_name(name, _ids(base, *units))] == subjects


def test_of_code(base: KnowledgeBase, finder: ItemFinder) -> None:
    """A code names its line, and not the line above."""
    assert [item.subject for item in finder.of_code("30201", _ids(base, CIVIL))] == [OFFICE]
    assert finder.of_code("302", ()) == ()


def test_of_whole(base: KnowledgeBase, finder: ItemFinder) -> None:
    """The whole budget of one side."""
    assert [item.subject.name for item in finder.of_whole(Direction.EXPENDITURE, _ids(base, CIVIL))] == ["支出"]
    assert finder.of_whole(Direction.REVENUE, _ids(base, CIVIL)) == ()


@pytest.mark.parametrize(
    ("mention", "subject"),
    [
        ("养老热线", HOTLINE),
        ("养老服务热线运行精费", HOTLINE),
        ("消防维修项目", REPAIRS),
        ("公积金", HOUSING),
        ("叉旅费", TRAVEL),
        ("办工费", OFFICE),
        ("临时就助支出", RELIEF),
    ],
)
def test_match(base: KnowledgeBase, finder: ItemFinder, mention: str, subject: Subject) -> None:
    """A shortened or mistyped name is clear where one item stands out."""
    named = finder.match(mention, _ids(base, CIVIL))
    assert named.is_clear
    assert [item.subject for item in named.items[0]] == [subject]


@pytest.mark.parametrize("mention", ["绿化养护", "法律援助", "图书购置", "热", "费"])
def test_no_match(base: KnowledgeBase, finder: ItemFinder, mention: str) -> None:
    """What the unit does not print is not clear: neither another unit's item nor a likeness of one character."""
    assert not finder.match(mention, _ids(base, CIVIL)).is_clear


def test_several_names_are_several(base: KnowledgeBase, finder: ItemFinder) -> None:
    """养老 fits two projects: asked back, not guessed."""
    named = finder.match("养老", _ids(base, CIVIL))
    assert named.is_found
    assert not named.is_clear
    assert {items[0].subject for items in named.items} == {HOTLINE, REPAIRS}


def test_nearest_are_offered(base: KnowledgeBase, finder: ItemFinder) -> None:
    """A refusal has suggestions, as many as asked for."""
    nearest = finder.nearest("养老服务热线改造", _ids(base, CIVIL), 2)
    assert len(nearest) == 2
    assert nearest[0].subject == HOTLINE


@pytest.mark.parametrize(
    ("mention", "name", "contradicting"),
    [
        ("行政单位医疗", "事业单位医疗", True),
        ("离休费", "退休费", True),
        ("政府采购货物", "政府采购服务", True),
        ("其他交通费用", "交通费用", True),
        ("公务用车购置费", "公务用车运行费", True),
        ("购置及运行费", "运行费", False),
        ("医疗", "事业单位医疗", False),
        ("培训费", "培训费", False),
    ],
)
def test_contradicts(mention: str, name: str, *, contradicting: bool) -> None:
    """Some words make two names different, however alike the rest is."""
    assert contradicts(mention, name) is contradicting


def test_a_short_word_of_a_long_name_is_asked_back(engine: Engine, finder: ItemFinder) -> None:
    """消防 is a small part of one long name: that is asked, not answered."""
    named = finder.match("消防", ())
    assert (named.is_found, named.is_weak, named.is_clear) == (True, True, False)
    answer = engine.ask("青山市民政局消防经费是多少").answer
    assert answer.status is Status.CLARIFY
    assert "养老院消防设施维修项目" in answer.options[0]


@pytest.mark.parametrize(("mention", "is_weak"), [("养牢院", True), ("热现运行", True), ("班公费", False)])
def test_a_short_echo_of_a_long_name_is_asked_back(finder: ItemFinder, mention: str, is_weak: bool) -> None:
    """养牢院 only sounds like the beginning of one long name; 班公费 sounds like a whole one."""
    named = finder.match(mention, ())
    assert (named.is_found, named.is_weak) == (True, is_weak)
