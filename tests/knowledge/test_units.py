"""The short forms of the names of public bodies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.names.regions import known_regions
from knowledge.names.units import is_organisation, region_forms, region_of, unit_aliases


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        (
            "安徽省人力资源和社会保障信息中心",
            ["安徽人社信息中心", "安徽省人社信息中心", "省人社信息中心", "人社信息中心"],
        ),
        ("上海市普陀区司法局", ["普陀区司法局", "普陀司法局", "上海普陀区司法局", "区司法局", "司法局"]),
        ("上海市普陀区人民政府万里街道办事处", ["万里街道", "万里街道办事处", "普陀区万里街道", "普陀万里街道"]),
        (
            "中共上海市普陀区委社会工作部",
            ["普陀区委社会工作部", "区委社会工作部", "社会工作部", "社工部", "区委社工部"],
        ),
        ("青山市发展和改革委员会", ["青山市发改委", "青山发改委", "市发改委", "发改委"]),
        ("白水县卫生健康委员会", ["白水县卫健委", "县卫健委"]),
    ],
)
def test_unit_aliases(name: str, forms: list[str]) -> None:
    """People leave out regions and shorten the body; each form is an alias."""
    found = {alias.folded for alias in unit_aliases(name)}
    assert set(forms) <= found


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("安徽省人力资源和社会保障信息中心", "安徽省"),
        ("安徽省人力资源和社会保障信息中心", "安徽"),
        ("上海市普陀区司法局", "普陀区"),
        ("上海市普陀区司法局", "上海市司法局"),
        ("上海市普陀区人民政府万里街道办事处", "普陀区人民政府"),
    ],
)
def test_what_is_no_alias(name: str, form: str) -> None:
    """The region alone is no unit, and another body's name is not this one's."""
    assert form not in {alias.folded for alias in unit_aliases(name)}


def test_the_full_name_weighs_least() -> None:
    """The more is left out, the more a form weighs, so that the fuller name wins."""
    weights = {alias.folded: alias.weight for alias in unit_aliases("上海市普陀区司法局")}
    assert weights["上海市普陀区司法局"] == 0
    assert weights["普陀区司法局"] < weights["区司法局"] < weights["司法局"]


@given(st.text(max_size=40))
def test_any_name_has_aliases(name: str) -> None:
    """No name breaks the rules, and no form is too short to be a name."""
    assert all(len(alias.folded) >= 3 for alias in unit_aliases(name)[1:])


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("上海市普陀区司法局", "上海市普陀区"),
        ("安徽省人力资源和社会保障信息中心", "安徽省"),
        ("内蒙古自治区民政厅", "内蒙古自治区"),
        ("湖北省恩施土家族苗族自治州财政局", "湖北省恩施土家族苗族自治州"),
        ("寿县司法局", "寿县"),
        ("北京市市政市容管理委员会", "北京市"),
        ("中共白水县委办公室", "白水县"),
        ("国家档案馆", ""),
    ],
)
def test_region_of(name: str, region: str) -> None:
    """The region stands at the beginning of a name."""
    assert region_of(name) == region


def test_region_forms() -> None:
    """What people call a region: with and without its level word, alone and together."""
    forms = region_forms("上海市普陀区司法局")
    assert {"普陀区", "普陀", "上海市", "上海", "上海市普陀区", "上海普陀"} <= set(forms)
    assert "内蒙古" in region_forms("内蒙古自治区民政厅")


@pytest.mark.parametrize(
    ("name", "is_body"),
    [
        ("上海市普陀区司法局", True),
        ("万里街道办事处", True),
        ("第二人民医院", True),
        ("基本支出", False),
        ("12333咨询服务运维经费", False),
        ("局", False),
        ("根据规定，由司法局", False),
    ],
)
def test_is_organisation(name: str, *, is_body: bool) -> None:
    """The end of a name tells a public body."""
    assert is_organisation(name) is is_body


@pytest.mark.parametrize("region", ["安徽", "内蒙古", "合肥", "武汉", "深圳"])
def test_known_regions(region: str) -> None:
    """Provinces and prefectures are known, so that a unit elsewhere is refused and not taken for ours."""
    assert region in known_regions()
