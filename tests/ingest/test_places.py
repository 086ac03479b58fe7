"""The place that a document names most."""

from __future__ import annotations

import pytest

from ingest.places import fits, fuller_in, place_in


@pytest.mark.parametrize(
    ("texts", "scope", "place"),
    [
        (["关于2025年全市预算执行情况的报告", "固原市财政局"], "全市", "固原市"),
        (["——2025年12月27日在常德市第八届人民代表大会第五次会议上"], "", "常德市"),
        (["感谢自治区财政厅", "阜新市人民政府"], "市本级", "阜新市"),
        (["湖南省财政厅", "常德市财政局"], "全省", "湖南省"),
        (["向大会报告预算", "受临江县人民政府委托"], "县本级", "临江县"),
        (["和田地区财政局"], "地区本级", "和田地区"),
        (["大会报告是市人民政府的"], "全市", ""),
        (["没有地名"], "", ""),
    ],
)
def test_place_in(texts: list[str], scope: str, place: str) -> None:
    """The name before the bureau of finance, the government or the congress, of the level that the titles say."""
    assert place_in(texts, scope) == place


@pytest.mark.parametrize(
    ("place", "scope", "is_fit"),
    [
        ("承德市", "2025年市本级", True),
        ("重庆市", "2021年区本级", False),
        ("内蒙古自治区", "自治区本级", True),
        ("和田地区", "区本级", False),
        ("和田地区", "地区本级", True),
        ("承德市", "", True),
    ],
)
def test_fits(place: str, scope: str, *, is_fit: bool) -> None:
    """A place is of the level that the scope says."""
    assert fits(place, scope) is is_fit


def test_fuller_in() -> None:
    """A district is completed where the document prints its city."""
    assert fuller_in(["南京市鼓楼区司法局", "在鼓楼区"], "鼓楼区") == "南京市鼓楼区"
    assert fuller_in(["在鼓楼区"], "鼓楼区") == "鼓楼区"
