"""How the names of public bodies are built: region, body, and the short forms that people use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from knowledge.lexicon import load
from knowledge.text import fold_name

_REGION = re.compile(
    r"^(?P<province>.{2,6}?(?:省|自治区|特别行政区))?(?P<city>.{2,6}?(?:市|自治州|地区|盟))?"
    r"(?P<county>.{2,5}?(?:新区|区|县|旗|市))?"
)
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


def is_body(words: str) -> bool:
    """Whether words of a question end as only the names of public bodies do (教育局), unlike 经费 or 本部."""
    return len(words) > 2 and words.endswith(tuple(load("units")["sure_suffixes"]))


def _without_prefix(name: str) -> str:
    prefixes = sorted(load("units")["drop"]["prefix"], key=len, reverse=True)
    return next((name[len(prefix) :] for prefix in prefixes if name.startswith(prefix)), name)


def _split(name: str) -> tuple[list[str], str]:
    """The regions at the beginning of a name, from the top, and the rest."""
    bare = _without_prefix(name)
    match = _REGION.match(bare)
    regions = [part for part in match.groups() if part] if match else []
    while regions and len(bare) - sum(map(len, regions)) < 2:
        regions.pop()
    return regions, bare[sum(map(len, regions)) :]


def region_of(name: str) -> str:
    """The region that a body belongs to, as its name says it: 上海市普陀区司法局 gives 上海市普陀区."""
    return "".join(_split(name)[0])


def region_forms(name: str) -> list[str]:
    """What people call the regions of a body: 上海市普陀区 gives 普陀区, 普陀, 上海市普陀区, 上海普陀, 上海市, 上海."""
    regions, _ = _split(name)
    bare = [_bare_region(region) for region in regions]
    joined = ["".join(regions), "".join(bare), "".join([*bare[:-1], *regions[-1:]])]
    forms = [form for form in [*reversed(regions), *reversed(bare), *joined] if len(form) > 1]
    short = [char for char, province in load("regions")["abbreviations"].items() if province in bare]
    return list(dict.fromkeys([*forms, *short]))


def _bare_region(region: str) -> str:
    """A region without its level word: 普陀区 gives 普陀, 广西壮族自治区 gives 广西."""
    province = next((name for name in load("regions")["provinces"] if region.startswith(name)), "")
    if province:
        return province
    short = re.sub(r"(?:特别行政区|自治区|自治州|地区|新区|[省市区县州旗盟])$", "", region)
    return short if len(short) >= 2 else region


def _region_variants(regions: list[str], is_committee: bool) -> Iterator[tuple[str, int]]:
    """What people put for the regions, with how much was left out."""
    if not regions:
        yield "", 0
        return
    full, last = "".join(regions), regions[-1]
    yield full, 0
    if is_committee:  # 区委, 市委: the level word belongs to the body
        yield "".join(map(_bare_region, regions[:-1])) + last, 1
        yield last, 1
        yield last[-1], 3
        return
    yield "".join(map(_bare_region, regions[:-1])) + last, 1
    yield "".join(map(_bare_region, regions)), 1
    yield last, 1
    yield _bare_region(last), 2
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


def unit_aliases(name: str) -> list[Alias]:
    """All short forms of a unit's name, folded, the full name first.

    安徽省人力资源和社会保障信息中心 gives among others 安徽人社信息中心, 省人社信息中心, 人社信息中心.
    Forms shorter than three characters are no names; the region alone is not among them.
    """
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


@cache
def known_regions() -> frozenset[str]:
    """Provinces and prefectures without their level words."""
    regions = load("regions")
    return frozenset(regions["provinces"]) | frozenset(regions["prefectures"])
