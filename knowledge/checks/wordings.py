"""How a finding is put into words: places, amounts in their printed unit, arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from knowledge.amounts import FEN_PER_UNIT, convert, plain
from knowledge.checks.evidence import Check, Equation, Ratio, Term
from knowledge.checks.ledger import Amount, Gap, decimals_of
from knowledge.checks.rules import Rule, data
from knowledge.model import Citation, Trend

_QUOTE = 24  # characters of a sentence that tell which one is meant


def place(amount: Amount) -> str:
    """Where a figure stands: its table, row and column, or the beginning of its sentence."""
    citation = amount.figure.citation
    if amount.in_text:
        name = citation.row or amount.figure.subject.name
        name = name if "“" in name else f"“{name}”"
        return f"正文{name}（{excerpt(citation.quote)}）"
    parts = [f"《{citation.table}》" if citation.table else ""]
    parts.append(f"“{citation.row}”行" if citation.row else "")
    parts.append(f"“{citation.column}”列" if citation.column else "")
    return "".join(parts)


def excerpt(quote: str) -> str:
    """The beginning of a sentence."""
    text = "".join(quote.split())
    return text if len(text) <= _QUOTE else text[:_QUOTE] + "…"


def where(citation: Citation) -> str:
    """Page or line, for people."""
    location = citation.location
    if location.page is not None:
        return f"第{location.page}页"
    return f"第{location.line}行" if location.line is not None else ""


def _shown(value: Decimal, like: Amount) -> str:
    """A value in the unit of a figure and with its decimals."""
    figure = like.figure
    printed = value * 100 / FEN_PER_UNIT.get(figure.unit, 100)
    exact = printed.quantize(Decimal(1).scaleb(-decimals_of(figure.value)), ROUND_HALF_UP)
    return plain(exact)


def _full(value: Decimal, like: Amount) -> str:
    """A sum in the unit of a figure, with all decimals that the sum has."""
    printed = value * 100 / FEN_PER_UNIT.get(like.figure.unit, 100)
    places = max(decimals_of(printed.normalize()), decimals_of(like.figure.value))
    return plain(printed.quantize(Decimal(1).scaleb(-min(places, 6)), ROUND_HALF_UP))


# ---- arithmetic --------------------------------------------------------------------------------------------


def arithmetic_of(checks: Sequence[Check]) -> str:
    """The checks written out, each once."""
    return "；".join(
        dict.fromkeys(_equation(check) if isinstance(check, Equation) else _ratio(check) for check in checks)
    )


def _term(amount: Amount, unit: str) -> str:
    text = plain(amount.figure.value)
    return text if amount.figure.unit == unit else f"{text}{amount.figure.unit}"


def _equation(check: Equation) -> str:
    if check.is_restatement:
        one, other = check.total, check.parts[0]
        with_unit = one.figure.unit != other.figure.unit
        shown = [plain(a.figure.value) + (a.figure.unit if with_unit else "") for a in (one, other)]
        return " ≠ ".join(shown)
    unit = check.total.figure.unit
    parts = [_term(part, unit) for part in check.parts if part.value or len(check.parts) == 1]
    left = " + ".join([*parts, *("空白" for _ in check.gaps[:1])]) or "0"
    left += "".join(f" - {_term(part, unit)}" for part in check.minus if part.value)
    sum_of = len(check.parts) + len(check.minus) > 1
    equals = f" = {_full(check.expected, check.total)}" if sum_of else ""
    return f"{left}{equals} ≠ {plain(check.total.figure.value)}"


def _ratio(check: Ratio) -> str:
    top, bottom = _signed(check.top), _signed(check.bottom)
    if len(check.bottom) > 1:
        bottom = f"({bottom})"
    if len(check.top) > 1:
        top = f"({top})"
    printed = plain(check.printed) + "%"
    if check.center is None:
        return f"{top} ÷ {bottom} 无意义 ≠ {printed}"
    digits = Decimal(1).scaleb(-max(2, decimals_of(check.rate.figure.value)))
    return f"{top} ÷ {bottom} = {plain(check.center.quantize(digits, ROUND_HALF_UP))}% ≠ {printed}"


def _signed(amounts: Sequence[tuple[int, Amount]]) -> str:
    units = {amount.figure.unit for _, amount in amounts}
    unit = amounts[0][1].figure.unit if len(units) == 1 else ""
    text = ""
    for sign, amount in amounts:
        mark = (" - " if sign < 0 else " + ") if text else ("-" if sign < 0 else "")
        text += mark + _term(amount, unit or "")
    return text


# ---- sentences ---------------------------------------------------------------------------------------------


def compose(rule: Rule, checks: Sequence[Check], suspect: Term) -> str:
    """The finding in one sentence; where several checks want one value, that is what it says."""
    wanted = checks[0].wanted(suspect)
    checks = list({arithmetic_of([check]): check for check in reversed(checks)}.values())[::-1]  # each once
    if isinstance(suspect, Amount) and (meant := _unit_meant(suspect, wanted)):
        template: str = data()["judgement"]["unit"]
        return template.format(
            place=place(suspect), printed=suspect.printed, unit=suspect.figure.unit, meant=meant, count=len(checks)
        )
    if isinstance(suspect, Amount) and len(checks) > 1 and wanted is not None:
        template = data()["judgement"]["several"]
        return _fill(template, checks[0], suspect, _shown(wanted, suspect), count=len(checks))
    first = checks[0]
    if isinstance(first, Equation) and first.is_restatement and isinstance(suspect, Amount):
        odd = suspect
        others = [amount for amount in first.amounts if amount is not odd]
        return _fill(rule.message, first, odd, _shown(others[0].value, others[0]), others=others)
    head = first.amounts[0]
    expected = first.expected if isinstance(first, Equation) else first.wanted(head)
    if isinstance(first, Equation):
        text = _full(first.expected, head)
    else:
        text = "" if expected is None else _shown(expected, head)
    return _fill(rule.message, first, head, text)


def _unit_meant(suspect: Amount, wanted: Decimal | None) -> str:
    """The unit with which the printed digits are what they must be: 万元 for 1682.76 元; empty where none is."""
    units = [unit for unit in FEN_PER_UNIT if unit != suspect.figure.unit and suspect.is_money and suspect.value]
    return next((unit for unit in units if convert(suspect.figure.value, unit, "元") == wanted), "")


def _fill(
    template: str, check: Check, amount: Amount, expected: str, others: Sequence[Amount] = (), count: int = 1
) -> str:
    difference = _full(abs(check.difference), amount) if isinstance(check, Equation) else ""
    gaps = check.gaps if isinstance(check, Equation) else ()
    return template.format(
        place=place(amount),
        printed=amount.printed,
        expected=expected,
        difference=difference,
        unit=amount.figure.unit,
        others="、".join(f"{place(other)}为{other.printed}{other.figure.unit}" for other in others),
        words="、".join(gap.column for gap in gaps if isinstance(gap, Gap)),
        count=count,
        trend=_trend(check.rate.figure.trend) if isinstance(check, Ratio) else "",
        trend_expected=_sense(check) if isinstance(check, Ratio) else "",
    )


def _trend(trend: Trend) -> str:
    return "" if trend is Trend.NONE else trend.value


def _sense(check: Ratio) -> str:
    """The direction that the amounts have, where the words of the percentage have one."""
    if check.trend is Trend.NONE or check.center is None:
        return _trend(check.rate.figure.trend)
    return (Trend.DOWN if check.center < 0 else Trend.UP).value
