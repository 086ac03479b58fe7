"""The regions of public bodies: at the beginning of a name, completed upwards, in a romanised file name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import product

from knowledge.lexicon import load

# 市 of 城市 and 超市 and before 容, 区 of 社区, 灾区 and 自然保护区 end no region's name.
_CITY = r"(?<![城超])市(?!容)"
_DISTRICT = r"(?<![社小灾库牧景])区(?<!保护区)(?<!名胜区)(?<!度假区)"
_HAN = r"[\u4e00-\u9fffX×○]"
# Names that are not known have at most four characters, but for those of nationalities and banners.
_GENERIC_PROVINCE = rf"{_HAN}{{2,4}}?省"
_GENERIC_CITY = rf"{_HAN}{{2,10}}?自治州|{_HAN}{{2,4}}?(?:{_CITY}|地区|盟)"
_GENERIC_COUNTY = (
    rf"{_HAN}{{2,12}}?自治[县旗]|[东西]区|{_HAN}(?:县|{_HAN}{{1,3}}?(?:县|新区|{_CITY}|{_DISTRICT})|{_HAN}{{1,7}}?旗)"
)
_SHORTEST_READING = 4  # letters of a romanised region: luan, hebi
_LEVEL_WORD = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|新区|林区|[省市区县州旗盟])$")
_NO_REGION = re.compile(
    r"^(?:中国|中华|国家|全国|全[省市区县州]|各|本|市辖|省辖|上级|下级|年|月|元|为|(?:高新|经开|开发|园|城|郊)区)"
)


@cache
def known_regions() -> frozenset[str]:
    """Provinces and prefectures without their level words."""
    return frozenset(load("regions")["provinces"]) | frozenset(_province_of_prefecture())


@cache
def _province_of_prefecture() -> dict[str, str]:
    return {name: province for province, names in load("regions")["prefectures"].items() for name in names}


def with_level(name: str) -> str:
    """A known region with its level word: 承德 gives 承德市, 西藏 gives 西藏自治区. Others are as they are."""
    default = "省" if name in load("regions")["provinces"] else "市"
    return str(load("regions")["full"].get(name, name + default)) if name in known_regions() else name


@cache
def _known_with_level() -> dict[str, str]:
    """Known regions by their full names, the longest first."""
    named = {with_level(name): name for name in known_regions()}
    named |= {name + "州": name for full, name in named.items() if full.endswith("自治州") and name[-1] != "州"}
    return dict(sorted(named.items(), key=lambda entry: -len(entry[0])))


@cache
def _pattern() -> re.Pattern[str]:
    provinces = [with_level(name) for name in load("regions")["provinces"]]
    of_city = [name for name in provinces if name.endswith("市")]
    upper = "|".join([*(name for name in provinces if name not in of_city), _GENERIC_PROVINCE])
    middle = "|".join([*of_city, *(name for name in _known_with_level() if name not in provinces), _GENERIC_CITY])
    return re.compile(f"^(?P<province>{upper})?(?P<city>{middle})?(?P<county>{_GENERIC_COUNTY})?")


def split_regions(name: str) -> tuple[list[str], str]:
    """The regions at the beginning of a name, from the top, and the rest: 上海市普陀区司法局 gives both and 司法局."""
    match = None if _NO_REGION.match(name) else _pattern().match(name)
    regions = [part for part in match.groups() if part] if match else []
    return regions, name[sum(map(len, regions)) :]


def is_region(name: str) -> bool:
    """Whether a text is the name of a region and no more: 承德市, 上海市普陀区."""
    regions, rest = split_regions(name)
    return bool(regions) and not rest


def bare_region(region: str) -> str:
    """A region without its level word: 普陀区 gives 普陀, 广西壮族自治区 gives 广西."""
    known = _known_with_level().get(region)
    if known:
        return known
    short = _LEVEL_WORD.sub("", region)
    return short if len(short) >= 2 else region


def is_known_region(name: str) -> bool:
    """Whether a text is a region of China from a known one on: 承德市, 上海市普陀区, not 青山市."""
    return is_region(name) and name.startswith(tuple(known_regions()))


def full_region(region: str) -> str:
    """A region with those above it, as far as they are known: 承德市 gives 河北省承德市."""
    parts, _ = split_regions(region)
    first = _known_with_level().get(parts[0], "") if parts else ""
    province = _province_of_prefecture().get(first, "")
    return with_level(province) + region if province else region


def completed(region: str, above: str) -> str:
    """A region of which no upper one is known, below one that is: 寿县 and 安徽省 give 安徽省寿县."""
    is_known = region.startswith(tuple(known_regions()))
    return region if is_known or not above or not region else full_region(above) + region


def is_same_region(one: str, other: str) -> bool:
    """Whether two names of a region, more or less full, can be the same: 普陀区 and 上海市普陀区; empty: not known."""
    first, second = full_region(one), full_region(other)
    return first.endswith(second) or second.endswith(first)


# ---- file names ------------------------------------------------------------------------------------------


@cache
def _romanised() -> dict[str, tuple[str, ...]]:
    """Readings without tones of the known regions: suzhou gives 苏州 and 宿州."""
    from pypinyin import Style, pinyin  # 20 ms: only for a file that does not say its place in Chinese

    found: dict[str, list[str]] = {}
    for name in sorted(known_regions()):
        syllables = pinyin(name, style=Style.NORMAL, heteronym=True)
        for reading in {"".join(chosen) for chosen in product(*syllables)}:
            found.setdefault(reading, []).append(name)
    for reading, name in load("regions")["romanised"].items():
        found[reading] = [name]
    return {reading: tuple(names) for reading, names in found.items()}


def romanised_region(words: Iterable[str]) -> str:
    """The region, with its level word, that romanised words name: jiangxi and nanchang give 南昌市.

    Empty where they name none or several: suzhou alone may be 苏州 or 宿州.
    """
    long = [word.lower() for word in words if len(word) >= _SHORTEST_READING]
    named = [name for word in long for name in _romanised().get(word, ())]
    provinces = [name for name in named if name in load("regions")["provinces"]]
    below = [name for name in named if name not in provinces]
    fitting = [name for name in below if not provinces or _province_of_prefecture()[name] in provinces]
    chosen = set(fitting or ([] if below else provinces))
    return with_level(chosen.pop()) if len(chosen) == 1 else ""
