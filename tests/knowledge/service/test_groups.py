"""Logged questions by meaning, in the order in which an act helps most."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from review_desk import Hand, Log

from knowledge.service.accounts import Person, Role
from knowledge.service.groups import Filter, GroupState
from knowledge.service.service import Service

OPEN = Filter()


def _groups(kept: Service, wanted: Filter = OPEN) -> list[tuple[str, int]]:
    return [(group.title, group.asked) for group in kept.groups.queue(wanted).groups]


@pytest.mark.parametrize(
    "questions",
    [
        ("住房公积金多少，青山市民政局", "青山市民政局2024年住房公积金是多少", "青山市民政局的住房公积金有多少钱"),
        ("青山市民政局办公费多少", "青山市民政局的班公费是多少"),  # a homophone that is understood
        ("临时救助支出为什么增加", "临时救助支出增加的原因"),
        ("怎么补办社保卡", "社保卡怎么补办呢", "社保卡咋补办", "请问怎么补办社宝卡"),
        ("地铁建设花了多少", "地铁建设花了多少钱？"),
    ],
)
def test_one_meaning_is_one_group(kept: Service, log: Log, questions: Sequence[str]) -> None:
    """Wordings that are read alike, or that nobody understands and that are alike."""
    for question in questions:
        log(question)
    assert kept.groups.catch_up() == len(questions)
    assert _groups(kept) == [(questions[0], len(questions))]


@pytest.mark.parametrize(
    "questions",
    [
        ("青山市民政局2024年住房公积金是多少", "青山市民政局2023年住房公积金是多少"),
        ("青山市民政局住房公积金是多少", "白水县司法局住房公积金是多少"),
        ("青山市民政局办公费多少", "青山市民政局差旅费多少"),
        ("临时救助支出多少", "临时救助支出为什么增加"),
        ("2023年地铁建设花了多少", "2024年地铁建设花了多少"),
        ("怎么补办社保卡", "怎么补办居住证"),
        ("社保卡怎么补办", "社保卡在哪里补办"),
    ],
)
def test_two_meanings_are_two_groups(kept: Service, log: Log, questions: Sequence[str]) -> None:
    """Another year, unit, item or operation, however like the words are."""
    for question in questions:
        log(question)
    kept.groups.catch_up()
    assert sorted(_groups(kept)) == sorted((question, 1) for question in questions)


def test_a_group_counts_what_happened(kept: Service, log: Log, hand: Hand) -> None:
    """Users, answers, thumbs, first and last time."""
    first = log("地铁建设花了多少", user="a")
    log("地铁建设花了多少钱", user="a")
    last = log("地铁建设花了多少", user="b")
    kept.log.judge(last.key, "-", "missing")
    kept.groups.catch_up()
    (group,) = kept.groups.queue().groups
    assert (group.asked, group.users, group.refused, group.disliked) == (3, 2, 3, 1)
    assert (group.first_time, group.last_time) == (hand.now - 2, hand.now)
    assert kept.groups.complaints(group.id) == {"missing": 1}
    assert [(wording.text, wording.count) for wording in kept.groups.wordings(group.id)] == [
        ("地铁建设花了多少", 2),
        ("地铁建设花了多少钱", 1),
    ]
    assert kept.groups.of_query(first.id) == group.id
    assert kept.groups.answers(group.id)[0].status == "refused"


def test_asked_back_counts_as_abandoned_only_where_nothing_came(kept: Service, log: Log, hand: Hand) -> None:
    """Ten minutes without another question of that chat."""
    log("住房公积金多少", user="a")
    log("住房公积金多少", user="b")
    log("青山市民政局住房公积金多少", user="b")
    kept.groups.catch_up()
    asked_back = next(group for group in kept.groups.queue().groups if group.clarified)
    assert (asked_back.clarified, asked_back.abandoned) == (2, 0)
    hand.now += 700
    kept.groups.catch_up()
    assert kept.groups.get(asked_back.id).abandoned == 1  # type: ignore[union-attr]


def test_what_helps_most_comes_first(kept: Service, log: Log) -> None:
    """Unanswered and disliked before what was answered well, frequent before rare."""
    log("青山市民政局办公费多少")
    for _ in range(2):
        log("怎么补办社保卡")
    for _ in range(3):
        log("地铁建设花了多少")
    kept.log.judge(log("青山市民政局差旅费多少").key, "-")
    kept.groups.catch_up()
    assert [title for title, _ in _groups(kept)] == [
        "地铁建设花了多少",
        "怎么补办社保卡",
        "青山市民政局差旅费多少",
        "青山市民政局办公费多少",
    ]
    assert [title for title, _ in _groups(kept, Filter(only_failed=True))][-1] == "青山市民政局差旅费多少"
    assert _groups(kept, Filter(words="社保")) == [("怎么补办社保卡", 2)]


def test_groups_stay_from_day_to_day_and_across_processes(kept: Service, log: Log, hand: Hand) -> None:
    """A later question joins the group that was decided about; another process finds the same one."""
    log("怎么补办社保卡")
    kept.groups.catch_up()
    (group,) = kept.groups.queue().groups
    kept.editing(Person("王", Role.APPROVER)).dismiss(group.id)
    hand.now += 86_400
    log("社保卡怎么补办")
    again = type(kept.groups)(kept.conn, hand)
    assert again.catch_up() == 1
    found = again.get(group.id)
    assert found is not None
    assert (found.asked, found.state) == (2, GroupState.DISMISSED)
    assert again.queue().total == 0
    assert again.queue(Filter(state=None)).total == 1


def test_forgotten_questions_leave_their_groups(kept: Service, log: Log) -> None:
    """A group of which nothing is left is gone, and its id is not given again."""
    log("怎么补办社保卡", user="a")
    log("地铁建设花了多少", user="b")
    kept.groups.catch_up()
    kept.log.forget("b")
    kept.groups.catch_up()
    assert _groups(kept) == [("怎么补办社保卡", 1)]
    log("地铁建设花了多少", user="c")
    kept.groups.catch_up()
    assert sorted(_groups(kept)) == [("地铁建设花了多少", 1), ("怎么补办社保卡", 1)]
