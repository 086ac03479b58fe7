"""The regions of public bodies."""

from __future__ import annotations

import pytest

from knowledge.names.regions import (
    bare_region,
    completed,
    full_region,
    is_known_region,
    is_region,
    is_same_region,
    romanised_region,
    split_regions,
    with_level,
)


@pytest.mark.parametrize(
    ("name", "regions", "rest"),
    [
        ("上海市普陀区司法局", ["上海市", "普陀区"], "司法局"),
        ("杭州市西湖区市场监督管理局", ["杭州市", "西湖区"], "市场监督管理局"),
        ("湖北省恩施土家族苗族自治州财政局", ["湖北省", "恩施土家族苗族自治州"], "财政局"),
        ("恩施州财政局", ["恩施州"], "财政局"),
        ("双江拉祜族佤族布朗族傣族自治县财政局", ["双江拉祜族佤族布朗族傣族自治县"], "财政局"),
        ("寿县司法局", ["寿县"], "司法局"),
        ("上海市城市管理局", ["上海市"], "城市管理局"),
        ("上海市市场监督管理局", ["上海市"], "市场监督管理局"),
        ("广州市社区矫正管理局", ["广州市"], "社区矫正管理局"),
        ("北京市市政市容管理委员会", ["北京市"], "市政市容管理委员会"),
        ("国家档案馆", [], "国家档案馆"),
        ("中国城市规划学会", [], "中国城市规划学会"),
        ("市辖管理区", [], "市辖管理区"),
    ],
)
def test_split_regions(name: str, regions: list[str], rest: str) -> None:
    """Known regions and any that end in a level word, but not 城市, 社区 and their like."""
    assert split_regions(name) == (regions, rest)


def test_is_region() -> None:
    """A region and no more."""
    assert is_region("承德市")
    assert is_region("上海市普陀区")
    assert is_region("青山市")
    assert not is_region("承德市财政局")
    assert is_known_region("承德市")
    assert not is_known_region("青山市")


@pytest.mark.parametrize(
    ("region", "full"),
    [
        ("承德市", "河北省承德市"),
        ("长沙市天心区", "湖南省长沙市天心区"),
        ("和田地区", "新疆维吾尔自治区和田地区"),
        ("上海市普陀区", "上海市普陀区"),
        ("普陀区", "普陀区"),
        ("", ""),
    ],
)
def test_full_region(region: str, full: str) -> None:
    """A prefecture is completed with its province, what is not known stays."""
    assert full_region(region) == full


def test_completed() -> None:
    """A county below what the file's name says; a known region needs nothing."""
    assert completed("寿县", "安徽省") == "安徽省寿县"
    assert completed("寿县", "六安市") == "安徽省六安市寿县"
    assert completed("河北省承德市", "安徽省") == "河北省承德市"
    assert completed("寿县", "") == "寿县"
    assert completed("", "安徽省") == ""


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("普陀区", "上海市普陀区", True),
        ("承德市", "河北省承德市", True),
        ("", "河北省承德市", True),
        ("江苏省南京市鼓楼区", "福州市鼓楼区", False),
        ("青山市", "白水市", False),
    ],
)
def test_is_same_region(one: str, other: str, *, is_same: bool) -> None:
    """More or less full names of one region."""
    assert is_same_region(one, other) is is_same
    assert is_same_region(other, one) is is_same


@pytest.mark.parametrize(
    ("words", "region"),
    [
        (["gov", "jiangxi", "nanchang", "rev"], "南昌市"),
        (["Xinjiang", "Hotan"], "和田地区"),
        (["chongqing"], "重庆市"),
        (["shaanxi"], "陕西省"),
        (["suzhou"], ""),
        (["jiangsu", "suzhou"], "苏州市"),
        (["anhui", "suzhou"], "宿州市"),
        (["report"], ""),
    ],
)
def test_romanised_region(words: list[str], region: str) -> None:
    """Readings without tones; the province decides between homophones."""
    assert romanised_region(words) == region


def test_with_and_without_level() -> None:
    """The level word of a known region, and a region without it."""
    assert with_level("延边") == "延边朝鲜族自治州"
    assert with_level("苏州") == "苏州市"
    assert bare_region("广西壮族自治区") == "广西"
    assert bare_region("寿县") == "寿县"
