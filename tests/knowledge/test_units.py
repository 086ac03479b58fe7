"""The short forms of the names of public bodies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.names.regions import known_regions
from knowledge.names.units import (
    has_region,
    in_region,
    is_organisation,
    is_same_body,
    is_whole_name,
    region_forms,
    region_of,
    unit_aliases,
    unit_key,
)


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


@pytest.mark.parametrize(
    "name",
    [
        *(
            "财政部",
            "国家信访局",
            "青山市市场监督管理局",
            "中共青山市白水区委社会工作部",
            "中国共产党青山省委员会办公厅",
        ),
        *(
            "青山市人民政府万安街道办事处",
            "白水县花溪镇",
            "青山市人大常委会办公厅",
            "青山市人民代表大会",
            "青山省人民检察院",
        ),
        *("九三学社青山市委员会", "中国人民银行", "青山市青少年宫", "白水县财政预算评审中心", "青山市第二十一中学"),
        *("12345政务服务热线中心", "青山市公安局交通警察支队", "青山市红十字会", "上海市XX局", "青山监狱"),
        *("青山市会议中心", "青山市人民政府办公厅（青山市人民政府参事室）", "青山经济技术开发区管委会"),
    ],
)
def test_whole_names(name: str) -> None:
    """Bodies of every sort, from the beginning to the end of their names."""
    assert is_whole_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *("万元市本级", "三次会议秘书处", "全市经济社会", "本部门教育局", "各部门", "负责全市教育局", "贯彻落实市委"),
        *("青山市", "收入", "青山市教育局2024年", "2024年青山市教育局", "截至年底市教育局", "所属单位", "新增政府"),
        *("以上是市工业和信息化局、市退役军人事务局", "监督索引号53052300110000青山市教育局", "青山市教育局情况说明"),
    ],
)
def test_what_is_no_whole_name(name: str) -> None:
    """Pieces of sentences, regions, lists of bodies."""
    assert not is_whole_name(name)


@pytest.mark.parametrize(
    "forms",
    [
        ("江苏省委办公厅", "中共江苏省委办公厅", "中国共产党江苏省委员会办公厅"),
        ("青山市人民代表大会常务委员会办公室", "青山市人大常委会办公室"),
        ("青山市白水区人民政府万安街道办事处", "青山市白水区万安街道办事处"),
        ("青山市住房和城乡建设局", "青山市住房城乡建设局"),
        ("白水县卫生健康委员会", "白水县卫生健康委"),
        ("花溪镇人民政府", "花溪镇政府"),
    ],
)
def test_forms_of_one_name_have_one_key(forms: tuple[str, ...]) -> None:
    """A publication may print one body's name in two ways."""
    assert len({unit_key(form) for form in forms}) == 1
    assert is_same_body(forms[0], forms[-1])


@pytest.mark.parametrize(
    ("one", "other"),
    [("青山市财政局", "白水县财政局"), ("青山市人民政府", "青山市人民政府办公室"), ("青山市委", "青山市委组织部")],
)
def test_other_bodies_have_other_keys(one: str, other: str) -> None:
    """Another region, another office."""
    assert unit_key(one) != unit_key(other)


@pytest.mark.parametrize(
    ("name", "has"),
    [
        ("青山市财政局", True),
        ("政协青山市委员会", True),
        ("国家信访局", True),
        ("上海科技大学", True),
        ("司法局", False),
    ],
)
def test_has_region(name: str, *, has: bool) -> None:
    """Whether a name says where the body is."""
    assert has_region(name) is has


@pytest.mark.parametrize(
    ("name", "region", "full"),
    [
        ("鼓楼区司法局", "江苏省南京市鼓楼区", "江苏省南京市鼓楼区司法局"),
        ("司法局", "白水县", "白水县司法局"),
        ("青山市司法局", "青山市", "青山市司法局"),
        ("青山市司法局", "", "青山市司法局"),
    ],
)
def test_in_region(name: str, region: str, full: str) -> None:
    """A name below its whole region, nothing twice."""
    assert in_region(name, region) == full


def test_governments_have_short_forms() -> None:
    """A government is called by its place, with and without the level word."""
    forms = {alias.folded for alias in unit_aliases("承德市")}
    assert {"承德市", "承德", "承德市政府", "承德市人民政府"} <= forms
    assert {"普陀区", "上海市普陀区", "普陀区政府"} <= {alias.folded for alias in unit_aliases("上海市普陀区")}
