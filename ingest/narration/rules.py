"""The rules of patterns/narrative.toml by which sentences are read, compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.patterns import load
from knowledge.model import Aspect, Scheme, Trend

_RULES = load("narrative")
TOPIC = re.compile(_RULES["topic"]["pattern"])
TOPIC_MONEY = re.compile(_RULES["topic"]["money"])
TOPIC_SUFFIX = re.compile(_RULES["topic"]["suffix"])
NUMBER = re.compile(
    f"(?P<number>{_RULES['number']})(?P<more>[多余])?"
    f"(?:(?P<money>{_RULES['money_unit']})|(?P<percent>{_RULES['percent_unit']})|(?P<count>{_RULES['count_unit']}))"
)
THRESHOLD = re.compile(_RULES["threshold"])
BOUNDS_BEFORE = {mark: re.compile(f"(?:{words})$") for mark, words in _RULES["bounds"]["before"].items()}
BOUNDS_AFTER = {mark: re.compile(f"(?:{words})") for mark, words in _RULES["bounds"]["after"].items()}
FLAT = re.compile(_RULES["flat"]["pattern"])
REASON = re.compile(_RULES["reason"]["pattern"])
REASON_END = re.compile(_RULES["reason"]["end"])
REASON_GOES_ON = re.compile(_RULES["reason"]["goes_on"])
REASON_FILLER = re.compile(_RULES["reason"]["filler"])
PURPOSE = re.compile(_RULES["purpose"]["pattern"])
PURPOSE_END = re.compile(_RULES["purpose"]["end"])
REVIEW = re.compile(_RULES["review"]["pattern"])
NOT_WITHIN = re.compile(_RULES["subject"]["not_within"])
STRUCTURE = re.compile(f"（|）|；|{_RULES['subject']['opens_list']}|：")
OPENS_PARAGRAPHS = re.compile(_RULES["subject"]["opens_paragraphs"])
ENDS_PARAGRAPHS = re.compile(_RULES["subject"]["ends_paragraphs"])
GROUP = re.compile(_RULES["subject"]["group"])
QUALIFIER = re.compile(_RULES["subject"]["qualifier"])
GIVEN = "安排"
OPENING = re.compile(_RULES["subject"]["opening"])
DEED_PURPOSE = re.compile(_RULES["purpose"]["of_deed"])
ANAPHOR = tuple(_RULES["subject"]["anaphor"])
ASIDE_AMOUNT = _RULES["subject"]["aside"]
LABEL = re.compile(_RULES["subject"]["label"])
PROJECT_LINE = re.compile(_RULES["subject"]["project_line"])
PERIOD = re.compile(_RULES["subject"]["period"])
OF_PERIOD = _RULES["subject"]["of_period"]
YEARS = re.compile(r"((?:19|20)\d\d)年?[、和至](?=(?:19|20)\d\d年)|((?:19|20)\d\d)年")
ADDS = re.compile(_RULES["subject"]["adds"])
GOES_ON = re.compile(_RULES["subject"]["goes_on"])
EACH = re.compile(_RULES["subject"]["each"])
SIDES = re.compile(_RULES["subject"]["sides"])
_ONE = f"{_RULES['number']}(?:{_RULES['money_unit']}|{_RULES['percent_unit']})?"
SPREAD = re.compile(_RULES["subject"]["spread"].replace("{one}", _ONE))
PIECE = re.compile(
    f"(?P<number>{_RULES['number']})(?:(?P<money>{_RULES['money_unit']})|(?P<percent>{_RULES['percent_unit']}))?"
)
JOINED = re.compile("[、和及与]")
DEALT_ON = re.compile(_RULES["subject"]["dealt_on"].replace("{one}", _ONE))
ACCORDING = re.compile(_RULES["subject"]["according"])
TREND_BEHIND = re.compile(_RULES["subject"]["trend_behind"])
THIS_MONEY = re.compile(_RULES["purpose"]["this_money"])
OWN_AMOUNT = re.compile(_RULES["purpose"]["own_amount"])
OBJECT = re.compile(_RULES["subject"]["object"])
BEFORE = _RULES["base_words"]["before"]
LISTED = re.compile(r"^.*\d[）)]?[项个人户次家]?、(?=.{2})")  # 采购工程0、采购服务 is the second of two
SAME_NOTE = re.compile("（[^）]*下同[^）]*）")
AND = re.compile("^[和及与]")
NOTE = re.compile("（[^）]*）")
PENDING_BASE = re.compile(_RULES["subject"]["pending_base"])
PARTNER = re.compile(_RULES["subject"]["partner"])
WITHIN = re.compile(_RULES["subject"]["within"])
WEAK = re.compile(_RULES["subject"]["weak"])
PROJECT_AMOUNT = re.compile(_RULES["section"]["project_amount"])
NOT_NEGATIVE = re.compile(_RULES["negative_words"]["not"])
NEGATIVE_TRIM = re.compile(_RULES["negative_words"]["trim"])
YEAR = re.compile(r"(?:19|20)\d\d年(?:度)?")
OPENING_YEAR = re.compile(r"((?:19|20)\d\d)年(?:度)?，")
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
