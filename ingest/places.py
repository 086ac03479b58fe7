"""The place of a government or a body, where the titles do not say it: what the text around names most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from knowledge.names.regions import is_known_region, is_region

# Before these stands the name of the place: 固原市财政局, 三明市第十三届人民代表大会.
_MARKED = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,14}?(?:自治区|自治州|自治县|地区|新区|[省市州盟区县旗]))"
    r"(?=财政[局厅]|人民政府|第[一二三四五六七八九十百]+届|人大常委会|人民代表大会|[省市区县州]委(?!托))"
)
_BEGINS = re.compile(r"(?:^|[^\u4e00-\u9fff]|受|在|经|由|向|为|将|与|和)$")  # before a name that is not known
_UNKNOWN = 5  # characters of such a name, longer ones begin inside a sentence
_IN_SENTENCE = re.compile(r"[向在由对再并请报受经的是以及与按据各我这那其该时到]")
_ENDS = {"省": ("省",), "市": ("市",), "州": ("州",), "盟": ("盟",), "县": ("县",), "旗": ("旗",), "地": ("地区",)}
_LEVEL = re.compile(r"全(省|市|州|盟|县|旗|地区|自治区|区)|(省|市|州|盟|县|旗|地|自治区|区)(?:区)?本?级")
_COUNTY = ("县", "区", "旗", "市")  # above these all are known
_OFTEN, _ONLY = 2, 0.8  # mentions of a place that may be that of a body whose name does not say it, and their share
_READ = 40_000  # characters of a document that are searched


def place_in(texts: Iterable[str], scope: str = "") -> str:
    """The place whose bureau of finance, government or congress a document names most; empty where it names none.

    `scope` is what its titles say of whom they speak: with 全市 or 市本级 it is a 市.
    """
    votes = Counter(place for place in _places(texts) if fits(place, scope))
    return max(votes, key=lambda place: votes[place], default="")


def only_place_in(texts: Iterable[str]) -> str:
    """The place that a document names more than once, and hardly any other; empty where it names several."""
    votes = Counter(_places(texts))
    place, count = next(iter(votes.most_common(1)), ("", 0))
    return place if count >= _OFTEN and count >= _ONLY * votes.total() else ""


def _places(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for match in _MARKED.finditer(text[:_READ]):
            if place := _whole(match["place"], text[: match.start()]):
                yield place


def fits(place: str, scope: str) -> bool:
    """Whether a place is of the level that a scope says: 承德市 and 市本级 do, 重庆市 and 区本级 do not."""
    found = _LEVEL.search(scope)
    if found is None:
        return True
    level = found[1] or found[2]
    if level in ("区", "自治区"):
        return place.endswith("区") and not place.endswith("地区")
    return place.endswith(_ENDS.get(level[:1], (level,)))


def has_scope(text: str) -> bool:
    """Whether a title says of which level its place is."""
    return _LEVEL.search(text) is not None


def fuller_in(texts: Iterable[str], region: str) -> str:
    """A county or district with its city, where a document prints it so: 鼓楼区 gives 南京市鼓楼区."""
    above = re.compile(rf"(?P<place>[\u4e00-\u9fff]{{2,14}}?(?:自治州|地区|[市州盟])){region}")
    found = (match for text in texts for match in above.finditer(text[:_READ]))
    votes = Counter(place for match in found if (place := _whole(match["place"], "")))
    return max(votes, key=lambda place: votes[place], default="") + region


def _whole(text: str, before: str) -> str:
    """The region at the end of a text that may begin inside a sentence: a known one, or a short one behind a mark."""
    known = next((text[at:] for at in range(len(text) - 1) if is_known_region(text[at:])), "")
    own = re.sub(r"^[受在经由向为将与和]", "", text)
    begins = own != text or bool(_BEGINS.search(before))
    is_name = begins and len(own) <= _UNKNOWN and own.endswith(_COUNTY) and not _IN_SENTENCE.search(own)
    return known or (own if is_name and is_region(own) else "")
