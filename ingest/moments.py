"""When: the year and the moment of the budget cycle that a title, a column header or a phrase speaks of.

Call `moment_of` for a column header or the words before an amount, `moments_of` for a title that may speak of two
years (2025年预算执行情况和2026年预算草案). Both read any spelling of a year: 二○二五年, ２０２５ 年度. What is named
only to be compared with (比2024年决算数增长%) is no moment.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ingest.patterns import compiled, load
from knowledge.model import Stage

_YEAR = compiled("moments", "year")
_RANGE = compiled("moments", "range")
_COMPARED = compiled("moments", "compared")
_FUND = compiled("moments", "fund")
_RELATIVE: dict[str, int] = load("moments")["relative"]
_STAGES = [(Stage(rule["stage"]), re.compile(rule["pattern"])) for rule in load("moments")["stage"]]
_WHEN = re.compile(f"{_YEAR.pattern}|(?P<relative>{'|'.join(sorted(_RELATIVE, key=len, reverse=True))})度?")

_NUMERALS = str.maketrans("一二三四五六七八九〇○◯零OoО", "1234567890000000")
_WRITTEN_YEAR = re.compile(r"[一二][一二三四五六七八九〇○◯零OoО]{3}(?=年)")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Moment:
    """A year and a stage; None where the text does not say it."""

    year: int | None = None
    stage: Stage | None = None


def plain(text: str) -> str:
    """Printed text as it is matched: width folded, no white space, brackets full, years in digits; case is kept."""
    folded = _SPACE.sub("", unicodedata.normalize("NFKC", text))
    folded = folded.replace("(", "（").replace(")", "）")
    return _WRITTEN_YEAR.sub(lambda match: match[0].translate(_NUMERALS), folded)


def years_of(text: str) -> tuple[int, ...]:
    """The years that a text names, in printed order, each once."""
    return tuple(dict.fromkeys(int(match["year"]) for match in _YEAR.finditer(plain(text))))


def moments_of(text: str, year: int | None = None) -> tuple[Moment, ...]:
    """What a title speaks of, in printed order: one moment a year.

    关于2025年预算执行情况和2026年预算草案的报告 gives (2025, 预算执行数) and (2026, 预算). `year` is the document's:
    with it 上年决算数 has a year, too. A title without any word of them gives nothing.
    """
    words = _FUND.sub(lambda match: "·" * len(match[0]), _COMPARED.sub("", _RANGE.sub("", plain(text))))
    marks = [match for match in _WHEN.finditer(words) if match["year"] or year is not None]
    bounds = [match.start() for match in marks] + [len(words)]
    found = [Moment(None, _stage(words[: bounds[0]]))]
    for match, end in zip(marks, bounds[1:], strict=True):
        named = int(match["year"]) if match["year"] else (year or 0) + _RELATIVE[match["relative"]]
        found.append(Moment(named, _stage(words[match.end() : end])))
    return tuple(dict.fromkeys(_without_gaps(found)))


def moment_of(text: str, year: int | None = None) -> Moment:
    """The one moment that a header or a phrase speaks of: 2025年执行数（快报） gives (2025, 预算执行数).

    What it does not say is None: 预算数 has no year, 2026年 no stage. Of several moments it gives none.
    """
    found = moments_of(text, year)
    return found[0] if len(found) == 1 else Moment()


def stage_of(text: str) -> Stage | None:
    """The stage that a header or a phrase speaks of; None where it says none or several."""
    return moment_of(text).stage


def _stage(words: str) -> Stage | None:
    return next((stage for stage, pattern in _STAGES if pattern.search(words)), None)


def _without_gaps(found: list[Moment]) -> list[Moment]:
    """A stage before its year belongs to it (预算数2026年), a year without one has the next's (2024、2025年决算)."""
    *years, first = *found[1:], found[0]
    if not years:
        return [first] if first.stage else []
    if years[0].stage is None and first.stage:
        years[0] = Moment(years[0].year, first.stage)
    later: Stage | None = None
    for index in range(len(years) - 1, -1, -1):
        later = years[index].stage or later
        years[index] = Moment(years[index].year, later)
    return years
