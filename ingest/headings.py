"""What the headings of a section say of the amounts below: year and stage, whose they are, and of which fund."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.patterns import load
from ingest.subjects import fund_of_name
from ingest.wording import title_words
from knowledge.model import Document, Level, Stage

_RULES = load("narrative")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_STAGES = tuple((Stage(stage), re.compile(words)) for stage, words in _RULES["heading_moment"]["stages"].items())
_PLANNED = re.compile(_RULES["heading_moment"]["planned"])
_PLACE = re.compile(_RULES["area"]["heading"])
_DEPARTMENT = re.compile(_RULES["area"]["department"])
_PAST = re.compile(_RULES["heading_moment"]["past"])
_FUNDS = re.compile(_RULES["moment_words"]["funds"])
_AREA = re.compile(_RULES["area"]["pattern"].removeprefix("^"))


def moment_in(headings: Sequence[str], document: Document) -> tuple[int, Stage]:
    """Year and stage of the amounts below these headings: what the innermost ones say, else what the document is of.

    A heading that names another year says nothing of this one; in the report of a government a year alone says when.
    """
    if any(_PAST.search(heading) for heading in headings):
        return document.year - 1, Stage.EXECUTION
    year = next((int(years.pop()) for heading in reversed(headings) if len(years := _years(heading)) == 1), None)
    of_year = [heading for heading in reversed(headings) if year is None or _years(heading) <= {str(year)}]
    stage = next(
        (stage for sure in (True, False) for heading in of_year if (stage := _stage_in(heading, sure=sure))), None
    )
    is_told = year is not None and (stage is not None or document.level is Level.GOVERNMENT)
    if not is_told or year is None:
        return document.year, document.stage
    return year, stage or _stage_of(year, document)


def _years(heading: str) -> set[str]:
    return set(_YEAR.findall(heading))


def _stage_in(heading: str, *, sure: bool) -> Stage | None:
    """The stage that a heading names; 预算 alone is no sure one: 2018年预算收支情况 may tell how it was executed."""
    words = _FUNDS.sub("", heading)
    found = next((stage for stage, pattern in _STAGES if pattern.search(words)), None)
    return None if sure and found is Stage.BUDGET and not _PLANNED.search(words) else found


def _stage_of(year: int, document: Document) -> Stage:
    return Stage.EXECUTION if year < document.year and document.stage is Stage.BUDGET else document.stage


def area_in(heading: str) -> str:
    """Whose amounts a heading announces: 全市, 市本级, 高新区; empty where it names none or several."""
    named = {found["area"] for found in _AREA.finditer(heading)}
    if not named and (found := _PLACE.match(title_words(heading))):
        return found["area"]
    return named.pop() if len(named) == 1 else ""


def department_in(heading: str) -> str:
    """The department whose budget a heading of a government's report announces; empty where it names none."""
    found = _DEPARTMENT.match(title_words(heading))
    return found["body"] if found else ""


def government_fund_in(heading: str) -> str:
    """The one of the four budgets that a heading announces; empty where it names none."""
    return fund_of_name(heading)
