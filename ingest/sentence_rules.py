"""The rules of patterns/narrative.toml by which sentences are read, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.patterns import load
from knowledge.model import Aspect, Scheme, Trend

_RULES = load("narrative")
TOPIC = re.compile(_RULES["topic"]["pattern"])
TOPIC_SUFFIX = re.compile(_RULES["topic"]["suffix"])
NUMBER = re.compile(
    f"(?P<number>{_RULES['number']})"
    f"(?:(?P<money>{_RULES['money_unit']})|(?P<percent>{_RULES['percent_unit']})|(?P<count>{_RULES['count_unit']}))"
)
THRESHOLD = re.compile(_RULES["threshold"])
FLAT = re.compile(_RULES["flat"]["pattern"])
REASON = re.compile(_RULES["reason"]["pattern"])
REASON_END = re.compile(_RULES["reason"]["end"])
REASON_FILLER = re.compile(_RULES["reason"]["filler"])
PURPOSE = re.compile(_RULES["purpose"]["pattern"])
PURPOSE_END = re.compile(_RULES["purpose"]["end"])
PATH = re.compile(_RULES["path"]["pattern"])
SINGLE = re.compile(_RULES["path"]["single"])
REVIEW = re.compile(_RULES["review"]["pattern"])
NOT_WITHIN = re.compile(_RULES["subject"]["not_within"])
OPENS_LIST = re.compile(_RULES["subject"]["opens_list"])
GROUP = re.compile(_RULES["subject"]["group"])
WITHIN = re.compile(_RULES["subject"]["within"])
WEAK = re.compile(_RULES["subject"]["weak"])
PROJECT_AMOUNT = re.compile(_RULES["section"]["project_amount"])
NOT_NEGATIVE = re.compile(_RULES["negative_words"]["not"])
NEGATIVE_TRIM = re.compile(_RULES["negative_words"]["trim"])
YEAR = re.compile(r"(?:19|20)\d\d年(?:度)?")
REVIEWED = re.compile(_RULES["review"]["head"])
QUOTES = re.compile('[“”"]')
BREAK = re.compile(r"[，；：。]")
TREND = {word: Trend(trend) for trend, words in _RULES["trend"].items() for word in words}


@dataclass(frozen=True, slots=True)
class AspectRule:
    """What a number says of its subject, by the words before it."""

    name: str
    unit: str  # money, percent, any
    aspect: Aspect
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class CountRule:
    """What counts as a number of such things: the words before or after it."""

    name: str
    unit: re.Pattern[str]
    scheme: Scheme
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    needs: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class BaseRule:
    """Words around the amount that another is measured by."""

    name: str
    before: re.Pattern[str]
    after: re.Pattern[str]


def _optional(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None


ASPECTS = tuple(
    AspectRule(rule["name"], rule["unit"], Aspect(rule["aspect"]), re.compile(rule["pattern"]))
    for rule in _RULES["aspect"]
)
COUNTS = tuple(
    CountRule(
        rule["name"],
        re.compile(rule["unit"]),
        Scheme(rule["scheme"]),
        _optional(rule.get("before")),
        _optional(rule.get("after")),
        _optional(rule.get("needs")),
    )
    for rule in _RULES["count"]
)
BASES = tuple(
    BaseRule(rule["name"], re.compile(rule["before"]), re.compile(rule["after"])) for rule in _RULES["base_amount"]
)
NEGATIVES = tuple(re.compile(rule["pattern"]) for rule in _RULES["negative"])
