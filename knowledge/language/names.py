"""Names to put into the placeholders of the corpus: invented from `names.toml`, or those of a knowledge base."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from knowledge.lexicon import load
from knowledge.store.read import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Named:
    """One thing, by its full name and by what people call it."""

    full: str
    shorts: tuple[str, ...] = ()

    def said(self, is_short: bool, random: Random) -> str:
        """The full name, or one of the short ones where there are any."""
        return random.choice(self.shorts) if is_short and self.shorts else self.full


@cache
def parts() -> dict[str, Any]:
    """The content of `names.toml`."""
    return tomllib.loads(resources.files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Names:
    """Names by the kind of their placeholder; a kind without names is invented."""

    known: dict[str, tuple[Named, ...]]

    def make(self, kind: str, random: Random) -> Named:
        """A name for a placeholder of `kind`."""
        known = self.known.get(kind)
        return random.choice(known) if known else _MAKERS[kind](random)


INVENTED = Names({})


def names_of(base: KnowledgeBase) -> Names:
    """The units and items of a knowledge base as names for placeholders; what it lacks is invented."""
    units = tuple(Named(unit.name, tuple(base.aliases_of((unit.id,)))) for unit in base.units.values())
    return Names({"unit": units} if units else {})


# ---- makers ------------------------------------------------------------------------------------------


def _one(random: Random, *path: str) -> str:
    found: Any = parts()
    for key in path:
        found = found[key]
    return str(random.choice(found))


def _place(random: Random) -> tuple[str, str]:
    """A region in full, and its stem: 青山区 and 青山, 河北省 and 河北."""
    regions = load("regions")
    roll = random.random()
    if roll < 0.2:
        stem = random.choice(regions["provinces"])
        return stem + ("市" if stem in _CITIES else "" if stem in _AUTONOMOUS else "省"), stem
    if roll < 0.55:
        stem = random.choice([name for names in regions["prefectures"].values() for name in names])
        return stem + "市", stem
    stem = _one(random, "places", "stems")
    return stem + _one(random, "places", "rural"), stem


_CITIES = ("北京", "天津", "上海", "重庆")
_AUTONOMOUS = ("内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门", "台湾")


def _region(random: Random) -> tuple[str, str]:
    """A region as it stands before a body: 河北省承德市, 青山区, 我市, 市; and its short form."""
    roll = random.random()
    full, stem = _place(random)
    if roll < 0.62:
        return full, stem
    if roll < 0.74:
        upper, _ = _place(random)
        return (upper if upper != full else "") + full, stem
    if roll < 0.78:
        zone = _one(random, "places", "zones")
        return stem + zone, stem
    bare = _one(random, "places", "bare")
    return bare, bare


def make_unit(random: Random) -> Named:
    """A public body: 青山区司法局, 我市图书馆, 万里街道办事处; short 司法局, 区司法局, 青山司法局."""
    body, *shorts = random.choice(random.choice(parts()["sector"])["bodies"]).split()
    if body.startswith("^"):
        return _below(body[1:], shorts, random)
    region, stem = _region(random)
    prefix = "中共" if body.startswith("委") and random.random() < 0.4 else ""
    if body.startswith("委") and region[-1:] not in "省市县区旗镇":
        region = random.choice("省市县区")
    near = region[-1:] if region[-1:] in "省市县区旗镇" else ""
    body = _numbered(body, random)
    spoken = [form for short in shorts for form in (short, short, near + short, stem + short, region + short)]
    full = prefix + region + body
    loose = [stem + body, full] if random.random() < 0.2 else [full]
    return Named(random.choice(loose), tuple(dict.fromkeys(spoken)))


_ORDINALS = ("第一", "第二", "第三", "第四", "第六", "第九", "第十二")


def _numbered(body: str, random: Random) -> str:
    if body.startswith("第") and random.random() < 0.6:
        return random.choice(_ORDINALS) + body[2:]
    return body


def _below(body: str, shorts: Sequence[str], random: Random) -> Named:
    """A body of a town or street office: its name begins with the town's."""
    stem = _one(random, "places", "stems")
    kind = _one(random, "places", "below")
    upper, _ = _region(random) if random.random() < 0.5 else ("", "")
    if body == "街道办事处":
        kind, body = "", ("街道办事处" if random.random() < 0.7 else "街道")
    town = stem + kind
    spoken = [form for short in shorts for form in (short, stem + short, town + short)]
    return Named(upper + town + body, (*dict.fromkeys(spoken), town if kind else stem + "街道"))


def _make_place(random: Random) -> Named:
    full, stem = _place(random)
    return Named(random.choice([full, full, stem, stem, _one(random, "places", "bare")]))


def _make_government(random: Random) -> Named:
    full, stem = _place(random)
    town = _one(random, "places", "stems") + random.choice(("镇", "乡", "街道"))
    whole = random.choice([full, full, full, stem, full + "政府", full + "人民政府", stem + "开发区", town, full])
    return Named(whole, (stem, full))


def _make_project(random: Random) -> Named:
    sector = random.choice(parts()["sector"])
    core = random.choice(sector["cores"])
    before = _one(random, "projects", "before").format(place=_place(random)[0], short=_one(random, "places", "stems"))
    after = _one(random, "projects", "after")
    joined = core + random.choice(("", "", "", "", "及", "、", "和", "与"))
    if joined != core:
        joined += random.choice(sector["cores"])
    if random.random() < 0.1:
        before = _place(random)[0] + random.choice(random.choice(parts()["sector"])["bodies"]).split()[0].strip("^")
    plain = joined + after
    shorts = {core, core + "项目", core[: max(2, len(core) - 2)], core + after, core[:4]}
    return Named(before + plain, tuple(sorted(shorts)))


def _make_indicator(random: Random) -> Named:
    if random.random() < 0.35:
        return Named(_one(random, "indicators", "plain"))
    core = random.choice(random.choice(parts()["sector"])["indicators"])
    return Named(_one(random, "indicators", "before") + core)


def _from_classification(section: str, extra: str, random: Random) -> Named:
    if random.random() < 0.6:
        return Named(_one(random, "lines", extra))
    return Named(random.choice(sorted(set(load("classification")[section].values()))))


def _make_code(random: Random) -> Named:
    """A classification code as people write it: 2080505, 208类05款05项, 302-11."""
    functional = random.random() < 0.6
    top = random.randint(201, 233) if functional else random.choice((301, 302, 303, 310, 501, 502, 505, 509))
    middle, low = f"{random.randint(1, 30):02d}", f"{random.choice((1, 2, 3, 5, 6, 13, 50, 99)):02d}"
    plain = f"{top}{middle}" + (low if functional and random.random() < 0.7 else "")
    forms = [plain] * 5 + [
        f"{top}类{middle}款",
        f"{top}-{middle}",
        f"{top}{middle}{low}",
        f"{top} {middle} {low}",
        str(top),
    ]
    if functional:
        forms += [f"{top}类{middle}款{low}项", f"{top}.{middle}.{low}", f"{top}类", f"{top}/{middle}/{low}"]
    return Named(random.choice(forms))


def _make_table(random: Random) -> Named:
    name = _one(random, "lines", "tables")
    if name[-1] == "表" and random.random() < 0.1:
        name = f"《{name}》"
    return Named(name)


_MAKERS = {
    "unit": make_unit,
    "place": _make_place,
    "government": _make_government,
    "subject": lambda random: _from_classification("function", "subjects", random),
    "economic": lambda random: _from_classification("department_economic", "economics", random),
    "project": _make_project,
    "indicator": _make_indicator,
    "term": lambda random: Named(_one(random, "lines", "terms")),
    "organ": lambda random: Named(_one(random, "lines", "organs")),
    "code": _make_code,
    "table": _make_table,
}
