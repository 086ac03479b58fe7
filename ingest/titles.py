"""What the title of a budget says: whose, when, on which level. A title is explained whole or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from ingest.moments import Moment, moments_of, plain
from ingest.patterns import compiled, load
from knowledge.model import Level
from knowledge.names.regions import is_region
from knowledge.names.units import is_whole_name

_LEAD = compiled("titles", "lead")
_TRAIL = compiled("titles", "trail")
_NUMBER = compiled("titles", "number")
_ASIDE = compiled("titles", "aside")
_BUDGET = compiled("titles", "budget")
_ABOUT = compiled("titles", "about")
_BARE_YEAR = compiled("titles", "bare_year")
_BEHIND = compiled("titles", "behind")
_OPEN = compiled("titles", "open")
_SENTENCE = compiled("titles", "sentence")
_LEVEL = compiled("titles", "level")
_OWN = compiled("titles", "own")
_GOVERNMENT = compiled("titles", "government")
_STRONG = compiled("titles", "government_strong")
_OTHER = compiled("titles", "other")
_PARTS = [(rule["name"], re.compile(rule["pattern"])) for rule in load("titles")["part"]]
_YEAR = re.compile(r"(?:19|20)\d\d(?:财政年度|年度|年(?:末|底|初)?)?(?!\d)")
_PLACE = re.compile(r"(?:镇|乡|街道|开发区|高新区|经开区|管理区|度假区|示范区|新区|园区)$")

_LONGEST = 90  # characters of a title; what is longer is a sentence


@dataclass(frozen=True, slots=True)
class Title:
    """A title that is understood whole."""

    text: str  # plain (`ingest.moments.plain`), without numbering and leader
    name: str = ""  # of the body, as printed; empty: it names none
    place: str = ""  # the region, town or zone that it names
    moments: tuple[Moment, ...] = ()
    level: Level = Level.UNKNOWN
    is_own: bool = False  # the body alone: （本级）
    is_about: bool = False  # the heading of a part that names the body, without a budget: 某局概况

    @property
    def is_of_government(self) -> bool:
        """Whether only a government's budget has such a title."""
        if self.level is not Level.UNKNOWN or (self.name and not self.is_of_town):
            return False
        return bool(self.place or _GOVERNMENT.search(self.text))

    @property
    def is_report_of_government(self) -> bool:
        """Whether it is the title of a whole government's budget, not of one table in it."""
        return self.is_of_government and bool(_STRONG.search(self.text))

    @property
    def says_all(self) -> bool:
        """Whether it names whose and when."""
        return bool((self.name or self.place) and self.moments)

    @property
    def is_open(self) -> bool:
        """Whether it must go on in the next line: 关于青山市2024年预算执行情况和."""
        return bool(_OPEN.search(self.text))

    @property
    def is_of_town(self) -> bool:
        """Whether the body is a place as well: 花牛镇."""
        return bool(_PLACE.search(self.name)) and bool(_STRONG.search(self.text))


def read_title(text: str) -> Title | None:
    """Read a title: 青山市民政局2024年度部门决算公开. None for what is no title of a budget, as any sentence."""
    words = _bare(text)
    if not 3 < len(words) <= _LONGEST or _SENTENCE.search(words):
        return None
    if not (_BUDGET.search(words) or _ABOUT.search(words)):
        return None
    start = year.end() if (year := _YEAR.match(words)) else 0
    explained = _explained_from(words)
    for end in range(start + 1, min(len(words), start + 46)):
        if explained[end] and (found := _named(words, words[start:end].strip("“”《》"), words[end:])):
            return found
    return _titled(words) if explained[start] and _BUDGET.search(words) else _named_behind(words)


def read_reversed_title(text: str) -> Title | None:
    """A title whose body stands last: 2024年部门预算青山市民政局, as some covers print it in two lines."""
    words = _bare(text)
    year = _YEAR.match(words)
    if year is None or len(words) > _LONGEST or not _BUDGET.search(words):
        return None
    for begin in _reached(words, year.end()):
        name = words[begin:]
        if is_whole_name(name) and _BUDGET.search(words[:begin]):
            return _titled(words[:begin], name=name)
    return None


def is_of_other_text(text: str) -> bool:
    """Whether a title is that of a text that is no budget: a check list, a plan of work, a tender."""
    words = plain(text)
    is_dated = bool(_BUDGET.search(words) or _YEAR.search(words))
    return len(words) < _LONGEST and is_dated and bool(_OTHER.search(words)) and not words.endswith(("。", "；"))


def part_in(text: str) -> str:
    """The part of a publication that the end of a title or of a file's name says: 公开表, 编制说明, or none."""
    return next((name for name, pattern in _PARTS if pattern.search(text)), "")


def _bare(text: str) -> str:
    words, before = plain(text).rstrip("。"), ""
    while words != before:
        before, words = words, _TRAIL.sub("", _LEAD.sub("", words))
    return _BARE_YEAR.sub(r"\1年", words)


def _named_behind(words: str) -> Title | None:
    """A title with the body behind a dash: 2024年部门预算公开-青山市民政局."""
    parts = _BEHIND.match(words)
    if parts is None or not is_whole_name(parts["name"]):
        return None
    title = read_title(parts["title"])
    return replace(title, text=words, name=parts["name"]) if title and title.moments and not title.name else None


def _named(words: str, name: str, rest: str) -> Title | None:
    """The title with what stands first in it as a body or a place, if it is one."""
    is_about = not _BUDGET.search(rest)
    if is_region(name):
        return None if is_about else _titled(words, place=name)
    if not is_whole_name(name):
        return None
    return _titled(words, name=name, is_own=bool(_OWN.match(rest)), is_about=is_about)


def _titled(words: str, name: str = "", place: str = "", is_own: bool = False, is_about: bool = False) -> Title:
    without_name = words.replace(name, "", 1) if name else words
    level = _LEVEL.search(without_name)
    return Title(
        text=words,
        name=name,
        place=place,
        moments=() if is_about else moments_of(without_name),
        level=Level(level["level"]) if level else Level.UNKNOWN,
        is_own=is_own,
        is_about=is_about,
    )


# ---- the words of titles ---------------------------------------------------------------------------------


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """The words that any title may hold, by their first character."""
    found: dict[str, list[str]] = {}
    for word in load("titles")["words"]:
        found.setdefault(word[0], []).append(word)
    return {first: tuple(words) for first, words in found.items()}


def _ends(text: str, at: int) -> list[int]:
    """Where the words of titles that begin at a place end."""
    ends = [at + len(word) for word in _words().get(text[at], ()) if text.startswith(word, at)]
    ends += [match.end() for pattern in (_YEAR, _NUMBER, _ASIDE) if (match := pattern.match(text, at))]
    return ends


def _explained_from(text: str) -> list[bool]:
    """For each place whether all that follows is made of the words of titles."""
    explained = [False] * len(text) + [True]
    for at in range(len(text) - 1, -1, -1):
        explained[at] = any(explained[end] for end in _ends(text, at))
    return explained


def _reached(text: str, start: int) -> list[int]:
    """The places up to which all from `start` on is made of the words of titles."""
    reached = {start}
    for at in range(start, len(text)):
        if at in reached:
            reached.update(_ends(text, at))
    return sorted(place for place in reached if place < len(text))
