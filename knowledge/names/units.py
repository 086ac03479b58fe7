"""How the names of public bodies are built: region, body, and the short forms that people use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from knowledge.lexicon import load
from knowledge.names.regions import bare_region, is_region, known_regions, split_regions
from knowledge.text import fold_name

_SHORTEST = 3  # characters of a short form
_LEVEL_WORDS = "省市区县州旗"


@dataclass(frozen=True, slots=True)
class Alias:
    """A short form of a unit's name. `weight` 0 is the full name; the more was left out, the more it weighs."""

    folded: str
    weight: int


@cache
def _suffixes() -> tuple[str, ...]:
    return tuple(sorted(load("units")["suffixes"], key=len, reverse=True))


def is_organisation(name: str) -> bool:
    """Whether a name ends as the names of public bodies do."""
    return len(name) >= 4 and name.endswith(_suffixes()) and not re.search(r"[，。；：]", name)


@cache
def _whole() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What a whole name looks like, what it must not end or begin like, and what it must not hold."""
    rules = load("units")["whole"]
    ends = "|".join([*_suffixes(), *rules["ends"]])
    though = "|".join(rules["ends_though"])
    bad = "|".join(f"{word}$" for word in rules["ends_not"])
    begins = "|".join(rules["begins_not"])
    held = rf"(?:{'|'.join(rules['though'])})|(?P<bad>20\d\d年|\d{{6}}|{'|'.join(rules['without'])})"
    return (
        re.compile(rf"[\u4e00-\u9fff〇A-Za-z0-9×（）·—-]{{2,44}}(?:{ends})(?:（[^（）]{{2,20}}）)?"),
        re.compile(rf"^(?:{begins})|^(?!.*(?:{though})$).*(?:{bad})"),
        re.compile(held),
    )


def is_whole_name(name: str) -> bool:
    """Whether a text is the name of one public body from its beginning to its end, and nothing of a sentence.

    中共青山市委组织部 and 青山市第二十一中学 are; 会议秘书处, 万元市本级 and 负责全市教育局 are not.
    """
    looks, is_not, held = _whole()
    return (
        bool(looks.fullmatch(name))
        and name.count("（") == name.count("）")
        and not is_not.match(name)
        and not any(match["bad"] for match in held.finditer(name))
    )


def is_body(words: str) -> bool:
    """Whether words of a question end as only the names of public bodies do (教育局), unlike 经费 or 本部."""
    return len(words) > 2 and words.endswith(tuple(load("units")["sure_suffixes"]))


def _without_prefix(name: str) -> str:
    prefixes = sorted(load("units")["drop"]["prefix"], key=len, reverse=True)
    return next((name[len(prefix) :] for prefix in prefixes if name.startswith(prefix)), name)


def _split(name: str) -> tuple[list[str], str]:
    """The regions at the beginning of a name, from the top, and the rest."""
    bare = _without_prefix(name)
    regions, _ = split_regions(bare)
    while regions and len(bare) - sum(map(len, regions)) < 2:
        regions.pop()
    return regions, bare[sum(map(len, regions)) :]


def region_of(name: str) -> str:
    """The region that a body belongs to, as its name says it: 上海市普陀区司法局 gives 上海市普陀区."""
    return "".join(_split(_without_party(name))[0])


def _without_party(name: str) -> str:
    """A name without what stands before its region: 政协青山市委员会 gives 青山市委员会."""
    parties = sorted(load("units")["before_region"], key=len, reverse=True)
    return next((name[len(party) :] for party in parties if name.startswith(party)), name)


def region_forms(name: str) -> list[str]:
    """What people call the regions of a body: 上海市普陀区 gives 普陀区, 普陀, 上海市普陀区, 上海普陀, 上海市, 上海."""
    regions, _ = _split(name)
    bare = [bare_region(region) for region in regions]
    joined = ["".join(regions), "".join(bare), "".join([*bare[:-1], *regions[-1:]])]
    forms = [form for form in [*reversed(regions), *reversed(bare), *joined] if len(form) > 1]
    short = [char for char, province in load("regions")["abbreviations"].items() if province in bare]
    return list(dict.fromkeys([*forms, *short]))


def _region_variants(regions: list[str], is_committee: bool) -> Iterator[tuple[str, int]]:
    """What people put for the regions, with how much was left out."""
    if not regions:
        yield "", 0
        return
    full, last = "".join(regions), regions[-1]
    yield full, 0
    if is_committee:  # 区委, 市委: the level word belongs to the body
        yield "".join(map(bare_region, regions[:-1])) + last, 1
        yield last, 1
        yield last[-1], 3
        return
    yield "".join(map(bare_region, regions[:-1])) + last, 1
    yield "".join(map(bare_region, regions)), 1
    yield last, 1
    yield bare_region(last), 2
    if last[-1] in _LEVEL_WORDS:
        yield last[-1], 3
    yield "", 4


def _body_variants(body: str) -> Iterator[tuple[str, int]]:
    """The body's own name and its short forms, with how much was shortened."""
    seen = {body: 0}
    lexicon = load("units")
    for inner in lexicon["drop"]["inner"]:
        for text, weight in list(seen.items()):
            if text.startswith(inner) and text != inner:
                seen.setdefault(text.removeprefix(inner), weight)
    for tail in lexicon["drop"]["tail"]:
        for text, weight in list(seen.items()):
            if text.endswith(tail) and len(text) > len(tail) + 1:
                seen.setdefault(text.removesuffix(tail), weight)
    for long, shorts in lexicon["short"].items():
        for text, weight in list(seen.items()):
            if long in text:
                for short in shorts:
                    seen.setdefault(text.replace(long, short), weight + 1)
    yield from seen.items()


def has_region(name: str) -> bool:
    """Whether a name says where the body is, or that it is the nation's: 青山市民政局, 国家信访局, 上海科技大学."""
    bare = _without_party(_without_prefix(name))
    return bool(split_regions(bare)[0]) or bare.startswith((*load("units")["national"], *known_regions()))


def unit_key(name: str) -> str:
    """What is the same in all printed forms of one body's name.

    中国共产党江苏省委员会办公厅, 中共江苏省委办公厅 and 江苏省委办公厅 have one key; 和 counts nothing.
    """
    regions, body = _split(name)
    for long, short in load("units")["same"].items():
        body = re.sub(long, short, body)
    return fold_name("".join(regions) + body).replace("和", "")


def in_region(name: str, region: str) -> str:
    """A name below its whole region: 鼓楼区司法局 in 南京市鼓楼区 gives 南京市鼓楼区司法局."""
    own = region_of(name)
    if not region or not name.startswith(own) or name.startswith(region):
        return name
    return region + name.removeprefix(own) if region.endswith(own) else region + name


def names_in_region(name: str, region: str) -> tuple[str, ...]:
    """A name as printed and below more and more of its region: 鼓楼区司法局, 南京市鼓楼区司法局 and so on."""
    parts, _ = split_regions(region)
    above = ["".join(parts[start:]) for start in range(len(parts) - 1, -1, -1)]
    own = region_of(name)
    return tuple(dict.fromkeys([name, *(in_region(name, one) for one in above if one.endswith(own))]))


def is_same_body(one: str, other: str) -> bool:
    """Whether two names, more or less full, are of one body: by their end, their key, or as a short form."""
    if one.endswith(other) or other.endswith(one) or unit_key(one) == unit_key(other):
        return True
    short, long = sorted((one, other), key=len)
    return fold_name(short) in _alias_texts(long)


@lru_cache(maxsize=256)
def _alias_texts(name: str) -> frozenset[str]:
    return frozenset(alias.folded for alias in unit_aliases(name))


def unit_aliases(name: str) -> list[Alias]:
    """All short forms of a unit's name, folded, the full name first.

    安徽省人力资源和社会保障信息中心 gives among others 安徽人社信息中心, 省人社信息中心, 人社信息中心.
    Forms shorter than three characters are no names; the region alone is not among them, unless it is the unit: a
    government is called 承德市, 承德, 承德市政府.
    """
    if is_region(name):
        return _government_aliases(name)
    regions, body = _split(name)
    found: dict[str, int] = {fold_name(name): 0}
    is_committee = body.startswith("委") and len(body) > 3
    forms = list(product(_region_variants(regions, is_committee), _body_variants(body)))
    if is_committee:
        forms += product([("", 4)], _body_variants(body.removeprefix("委")))
    for (region, left_out), (short, shortened) in forms:
        folded = fold_name(region + short)
        weight = left_out + shortened
        if len(folded) >= _SHORTEST and found.get(folded, weight + 1) > weight:
            found[folded] = weight
    return [Alias(folded, weight) for folded, weight in sorted(found.items(), key=lambda entry: entry[1])]


def _government_aliases(place: str) -> list[Alias]:
    """What people call the government of a place."""
    regions, _ = split_regions(place)
    bare = "".join(map(bare_region, regions))
    last = regions[-1]
    short = list(dict.fromkeys([place, "".join(map(bare_region, regions[:-1])) + last, bare, last, bare_region(last)]))
    forms = [(form + ending, weight) for weight, form in enumerate(short) for ending in ("", "政府", "人民政府")]
    found: dict[str, int] = {}
    for form, weight in forms:
        found.setdefault(fold_name(form), min(weight, 3))
    return [Alias(folded, weight) for folded, weight in found.items()]
