"""What words give away without arithmetic: years, names, notes below tables, leftovers, punctuation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from knowledge.amounts import plain
from knowledge.checks.ledger import Amount, Ledger
from knowledge.checks.rules import Rule, data, rules
from knowledge.checks.sentences import base_stage
from knowledge.checks.wordings import excerpt
from knowledge.concepts import subject_key
from knowledge.model import (
    Aspect,
    Citation,
    Contradiction,
    Figure,
    Scheme,
    Severity,
    Stage,
    Statement,
    Subject,
    Table,
    Trend,
)
from knowledge.text import fold, fold_name

_YEAR_UNIT = "年"
_DIGITS = {"类": 3, "款": 5, "项": 7}  # of the code of each level of the classification


@dataclass(frozen=True, slots=True)
class _Text:
    """A printed text and where it stands."""

    printed: str
    citation: Citation
    is_paragraph: bool  # whole, so that its quotation marks must be pairs

    @property
    def plain(self) -> str:
        return "".join(self.printed.split())


def wording_findings(ledger: Ledger) -> Iterator[Contradiction]:
    """All findings that need no sums."""
    texts = _texts(ledger)
    yield from _same_year(ledger)
    yield from _periods(ledger)
    yield from _class_names(ledger)
    yield from _table_notes(ledger)
    yield from _reasons(ledger)
    yield from _more_or_less(ledger)
    yield from _patterns(texts)
    yield from _unpaired(texts)
    yield from _unfinished(ledger)
    yield from _pages(ledger)


def _texts(ledger: Ledger) -> list[_Text]:
    """Every text of the document once."""
    facts = ledger.facts
    found: dict[str, _Text] = {}
    for passage in facts.passages:
        found.setdefault(passage.text, _Text(passage.text, passage.citation, is_paragraph=True))
    for statement in facts.statements:
        found.setdefault(statement.text, _Text(statement.text, statement.citation, is_paragraph=False))
    return list(found.values())


def _finding(
    name: str,
    words: str,
    citations: tuple[Citation, ...],
    figures: tuple[Figure, ...] = (),
    arithmetic: str = "",
    **more: object,
) -> Contradiction:
    rule: Rule = rules()[name]
    text = rule.message.format(words=words, place=excerpt(citations[0].quote), count=len(citations), **more)
    return Contradiction(rule.name, rule.kind, rule.severity or Severity.NOTE, text, arithmetic, citations, figures)


# ---- years -----------------------------------------------------------------------------------------------


def _same_year(ledger: Ledger) -> Iterator[Contradiction]:
    """A budget compared with the budget of its own year, 决算 with 决算: one finding for each such base."""
    found: dict[str, list[Amount]] = {}
    for amount in (amount for said in ledger.said for amount in said):
        if amount.figure.aspect in (Aspect.CHANGE, Aspect.RATE) and _is_against_itself(amount.figure):
            found.setdefault(fold_name(amount.figure.base), []).append(amount)
    for amounts in found.values():
        figures = tuple(dict.fromkeys(amount.figure for amount in amounts))
        first = figures[0]
        years = [_year_figure(str(first.base_year), first.citation)]
        yield _finding(
            "same-year",
            "".join(first.base.split()),
            tuple(figure.citation for figure in figures),
            (*(figure for figure in figures if figure.trend is not Trend.FLAT), *years),
            f"{first.year}年{first.stage}与{first.base}相比",
            year=first.year,
            stage=first.stage.value,
            last=first.year - 1,
        )


def _is_against_itself(figure: Figure) -> bool:
    if figure.base_year is None or figure.base_year < figure.year or str(figure.base_year) not in fold(figure.base):
        return False  # 上年 is never the wrong year
    stage = base_stage(figure) or figure.stage
    return figure.base_year > figure.year or (stage is figure.stage and stage is not Stage.EXECUTION)


def _year_figure(printed: str, citation: Citation) -> Figure:
    """A printed year or date as a figure, so that it can be shown where it stands."""
    digits = re.search(r"\d{4}", printed)
    document = citation.document
    return Figure(
        Subject(_YEAR_UNIT),
        printed,
        Decimal(digits[0] if digits else 0),
        _YEAR_UNIT,
        document.year,
        document.stage,
        citation,
    )


@cache
def _pattern(section: str, name: str) -> re.Pattern[str]:
    return re.compile(data()[section][name])


def _periods(ledger: Ledger) -> Iterator[Contradiction]:
    """A project of this budget whose period is over before the year begins, or begins after it."""
    document = ledger.facts.document
    for passage in ledger.facts.passages:
        text = "".join(passage.text.split())
        labelled = _pattern("period", "topic").search(passage.topic) or _pattern("period", "topic").match(text)
        if not labelled or document.stage is not Stage.BUDGET:
            continue
        dates = _pattern("period", "date").findall(text)
        years = sorted({int(date[:4]) for date in dates})
        if not years or years[0] <= document.year <= years[-1]:
            continue
        is_whole_year = len(years) == 1 and len(dates) > 1
        yield _finding(
            "period" if is_whole_year else "period-perhaps",
            "至".join(dates),
            (passage.citation,),
            tuple(_year_figure(date, passage.citation) for date in dates),
            f"{'、'.join(map(str, years))} ≠ {document.year}",
            year=document.year,
            owner=passage.owner or "项目",
        )


# ---- names -----------------------------------------------------------------------------------------------


def _class_names(ledger: Ledger) -> Iterator[Contradiction]:
    """医疗卫生与计划生育支出（210类） where the tables call 210 卫生健康支出; 款 and 项 likewise."""
    known = {
        row.subject.code: row.subject.name
        for sheet in ledger.sheets
        for row in sheet.table.rows
        if row.subject.scheme is Scheme.FUNCTION and row.subject.code
    }
    seen: set[tuple[str, str]] = set()
    for statement in ledger.facts.statements:
        for name, code in _named_codes(statement):
            printed = known.get(code)
            if printed is None or (name, code) in seen or _is_same_name(name, printed):
                continue
            seen.add((name, code))
            yield _finding(
                "class-name", name, (statement.citation,), (), f"{name} ≠ {printed}", code=code, known=printed
            )


def _named_codes(statement: Statement) -> Iterator[tuple[str, str]]:
    """Each name of a classification in a sentence with its code: printed, or that of the line it leads to."""
    code = ""
    names = list(_pattern("names", "class").finditer("".join(statement.text.split())))
    is_one_path = [found["level"] for found in names].count("类") == 1
    for found in names:
        length = _DIGITS[found["level"]]
        if found["code"]:
            code = code[: length - len(found["code"])] + found["code"]
        elif found["level"] == "类" and is_one_path:
            code = statement.subject.code[:length]
        else:
            continue
        if len(code) == length:
            yield found["name"], code


def _is_same_name(one: str, other: str) -> bool:
    return subject_key(one, Scheme.FUNCTION) == subject_key(other, Scheme.FUNCTION)


# ---- notes below tables ------------------------------------------------------------------------------------


def _table_notes(ledger: Ledger) -> Iterator[Contradiction]:
    empty = _pattern("notes", "empty")
    for table in ledger.facts.tables:
        says_empty = bool(empty.search("".join(table.note.split())))
        printed = tuple(figure for figure in table.figures if figure.value)
        if says_empty and printed:
            yield _finding(
                "note-empty",
                excerpt(table.note),
                (table.citation, *(figure.citation for figure in printed[:3])),
                printed,
                f"空表 ≠ {'、'.join(figure.printed for figure in printed[:3])}",
                table=table.title,
            )
        elif table.kind and table.is_empty and table.rows and not says_empty and not _is_told(ledger, table):
            yield _finding("empty-unsaid", "", (table.citation,), table=table.title)


def _is_told(ledger: Ledger, table: Table) -> bool:
    """Whether the text says that there is nothing to put into the table."""
    none = _pattern("notes", "none")
    fund = next((column.fund for column in table.columns if column.fund), "") or table.title
    return any(
        none.search(statement.text) and (fund in statement.text or table.title in statement.text)
        for statement in ledger.facts.statements
    )


# ---- reasons ---------------------------------------------------------------------------------------------


def _reasons(ledger: Ledger) -> Iterator[Contradiction]:
    """比上年减少…主要原因是经费增加: the reason explains the opposite."""
    for statement in ledger.facts.statements:
        trends = {figure.trend for figure in statement.figures if figure.aspect in (Aspect.CHANGE, Aspect.RATE)}
        reason = "".join(statement.reason.split())
        if len(trends) != 1 or not reason:
            continue
        trend = trends.pop()
        ends = _pattern("reasons", "up"), _pattern("reasons", "down")
        said = {word for word, end in zip((Trend.UP, Trend.DOWN), ends, strict=True) if end.search(reason)}
        if trend in (Trend.UP, Trend.DOWN) and said and trend not in said:
            yield _finding(
                "reason",
                reason,
                (statement.citation,),
                tuple(figure for figure in statement.figures if figure.trend is trend),
                f"{trend.value} ≠ {said.pop().value}",
                trend=trend.value,
                subject=_subject(statement),
            )


def _more_or_less(ledger: Ledger) -> Iterator[Contradiction]:
    """决算数大于预算数 where the printed 决算 is less than each budget that may be meant."""
    for said, statement in zip(ledger.said, ledger.facts.statements, strict=True):
        found = _pattern("more_or_less", "pattern").search("".join(statement.text.split()))
        money = [amount for amount in said if amount.is_money and amount.figure.aspect is Aspect.AMOUNT]
        finals = [amount for amount in money if amount.figure.stage is Stage.FINAL]
        which = (found["which"] or found["of"] or "") if found else ""
        budgets = [
            amount
            for amount in money
            if amount.figure.stage is Stage.BUDGET and amount.figure.measure.startswith(which)
        ]
        if not found or len(finals) != 1 or not budgets:
            continue
        if not any(_is_so(found["word"], finals[0], budget) for budget in budgets):
            figures = (finals[0].figure, budgets[-1].figure)
            yield _finding(
                "more-or-less",
                found[0],
                tuple(figure.citation for figure in figures),
                figures,
                f"{plain(figures[0].value)} {_sign(finals[0], budgets[-1])} {plain(figures[1].value)}",
                subject=_subject(statement),
                final=figures[0].printed,
                budget=figures[1].printed,
                unit=figures[0].unit,
            )


def _is_so(word: str, final: Amount, budget: Amount) -> bool:
    more, slack = final.value - budget.value, final.slack + budget.slack
    kept = {"more": more > -slack, "less": more < slack, "equal": abs(more) <= slack}
    return all(kept[sense] for sense in kept if word in data()["more_or_less"][sense])


def _sign(one: Amount, other: Amount) -> str:
    return "＜" if one.value < other.value else "＞" if one.value > other.value else "＝"


def _subject(statement: Statement) -> str:
    return statement.subject.name


# ---- printing --------------------------------------------------------------------------------------------


@cache
def _print_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((entry["rule"], re.compile(entry["pattern"])) for entry in data()["pattern"])


def _patterns(texts: list[_Text]) -> Iterator[Contradiction]:
    seen: set[tuple[str, str]] = set()
    for text in texts:
        for name, pattern in _print_patterns():
            for found in pattern.finditer(text.plain):
                around = text.plain[max(found.start() - 12, 0) : found.end() + 4]
                if (name, around) not in seen:
                    seen.add((name, around))
                    yield _finding(name, found[0], (text.citation,), around=around)


def _unpaired(texts: list[_Text]) -> Iterator[Contradiction]:
    for text in texts:
        if not text.is_paragraph:
            continue
        for opening, closing in data()["pairs"]["marks"]:
            wrong = _first_unpaired(text.plain, opening, closing)
            if wrong:
                yield _finding("unpaired", wrong, (text.citation,))


def _first_unpaired(text: str, opening: str, closing: str) -> str:
    """The first closing mark without an opening one, or the opening one that is never closed."""
    depth = 0
    for mark in text:
        depth += (mark == opening) - (mark == closing)
        if depth < 0:
            return closing
    return opening if depth > 0 else ""


def _unfinished(ledger: Ledger) -> Iterator[Contradiction]:
    """A reason or an amount at the end of a paragraph without a full stop, where the document has them."""
    sentences = [statement for statement in ledger.facts.statements if statement.reason]
    ended = Counter(_is_ended(statement.text) for statement in sentences)
    if ended[True] <= ended[False]:
        return
    for text, statement in {statement.text: statement for statement in sentences}.items():
        if not _is_ended(text):
            yield _finding("unfinished", "".join(text.split())[-12:], (statement.citation,))


def _is_ended(text: str) -> bool:
    return text.rstrip().endswith(tuple(data()["ends"]["marks"]))


def _pages(ledger: Ledger) -> Iterator[Contradiction]:
    """What the reader of the file noticed: blank pages, text cut off by the edge of a page."""
    document = ledger.facts.document
    for problem in ledger.facts.problems:
        name = data()["problems"].get(problem.kind)
        if name:
            yield _finding(name, problem.message, (Citation(document, "", location=problem.location),))
