"""Which names a mistyped or shortened mention may stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.names.match import NameScorer
from knowledge.names.sound import sound

NAMES = (
    "12333咨询服务运维经费",
    "12333咨询服务系统维保费",
    "金保工程运行维护及硬件系统维保项目",
    "就业创业专项资金",
    "住房公积金",
    "公务接待费",
    "公务用车运行维护费",
    "物业管理费",
    "培训费",
    "工会经费",
    "行政单位医疗",
    "事业单位医疗",
)
SCORER = NameScorer(NAMES)
FLOOR = 68.0


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("住房公积金", "住房公积金"),
        ("12333咨询服务运维精费", "12333咨询服务运维经费"),
        ("公务街待费", "公务接待费"),
        ("物业管里费", "物业管理费"),
        ("金保维保", "金保工程运行维护及硬件系统维保项目"),
        ("金保工程维保", "金保工程运行维护及硬件系统维保项目"),
        ("公积金", "住房公积金"),
        ("配训废", "培训费"),
        ("就业创业资金", "就业创业专项资金"),
    ],
)
def test_best_name(mention: str, name: str) -> None:
    """A slip, a homophone or a dropped word leaves the name the best."""
    assert SCORER.rank(mention, FLOOR)[0].name == name


@pytest.mark.parametrize("mention", ["天气", "绿化养护", "市长热线电话", "x"])
def test_no_name(mention: str) -> None:
    """What no name holds is none of them."""
    assert SCORER.rank(mention, FLOOR) == []


@pytest.mark.parametrize(("exact", "other"), [("行政单位医疗", "事业单位医疗"), ("工会经费", "培训费")])
def test_the_exact_name_scores_full(exact: str, other: str) -> None:
    """Letter by letter is 100, and another name stands clearly behind."""
    ranked = {match.name: match.score for match in SCORER.rank(exact, 0.0)}
    assert ranked[exact] == pytest.approx(100)
    assert ranked.get(other, 0.0) < 90


def test_sound_is_weaker_than_letters() -> None:
    """A homophone is said to be one, and scores less than the name itself."""
    heard = SCORER.rank("陪训废", 0.0)[0]
    assert heard.by_sound
    assert heard.score < SCORER.rank("培训费", 0.0)[0].score


def test_parts_in_another_order() -> None:
    """All parts of a long name, put in another order, are the name; a part that it has not makes it less."""
    first = SCORER.rank("维保项目硬件系统金保工程运行维护", FLOOR)[0]
    assert (first.name, first.said) == ("金保工程运行维护及硬件系统维保项目", 1.0)
    assert SCORER.rank("维保项目软件系统金保工程运行维护", 0.0)[0].said < 0.8


def test_many_names() -> None:
    """Among thousands of names the right one is found by letters, by sound, by its end and by one slip."""
    places = [f"{a}{b}" for a in "东西南北中上下前后大" for b in "山河湖桥村镇街路港湾"]
    acts = [f"{c}{d}" for c in "道路河堤校舍档案绿地" for d in "建设改造维护检测整治"]
    many = NameScorer((*(f"{place}{act}费" for place in places for act in acts), *NAMES))
    assert many.rank("公务接代费", FLOOR)[0].name == "公务接待费"
    assert many.rank("公务街待废", FLOOR)[0].name == "公务接待费"
    assert many.rank("东山道改费", FLOOR)[0].name == "东山道改费"
    assert many.ending_in("接待费") == []
    assert many.ending_in("用车运行维护费") == ["公务用车运行维护费"]
    assert many.near_misses("会工经费") == ["工会经费"]


def test_no_names_at_all() -> None:
    """An empty knowledge base knows none."""
    assert NameScorer(()).rank("培训费", 0.0) == []


@pytest.mark.parametrize(
    ("mention", "near"),
    [
        ("培训废", ["培训费"]),
        ("工经费", ["工会经费"]),
        ("工会会经费", ["工会经费"]),
        ("会工经费", ["工会经费"]),
        ("公务用车运行护维费", ["公务用车运行维护费"]),
        ("费", []),
        ("会议费", []),
    ],
)
def test_near_misses(mention: str, near: list[str]) -> None:
    """One slip of the hand; two in a long name; none in a short one."""
    assert NameScorer(NAMES).near_misses(mention) == near


@given(st.text(max_size=30))
def test_scores_are_scores(mention: str) -> None:
    """Any mention scores between 0 and 100, best first."""
    scores = [match.score for match in SCORER.rank(mention, 0.0)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100.0001 for score in scores)


@pytest.mark.parametrize(("one", "other"), [("经费", "精废"), ("执法", "之法"), ("劳务费", "劳物费")])
def test_homophones_sound_alike(one: str, other: str) -> None:
    """The tone does not count."""
    assert sound(one) == sound(other)


@given(st.text(max_size=30))
def test_a_sound_is_as_long_as_its_text(text: str) -> None:
    """Each character has one sound, so that any metric of strings compares them."""
    assert len(sound(text)) == len(text)
