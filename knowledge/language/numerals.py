"""Numbers as people write them: 1,250.5, 二百二十, 二〇二二, 壹仟万, 三点五, 1250万2."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

_PLAIN = str.maketrans(
    "〇零○Ｏ两兩壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億",
    "〇〇〇〇二二一二二三三四五六六七八九十百千万亿",
)
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8}


def parse_number(text: str) -> Decimal | None:
    """The number that a text says, in ones; None where it says none."""
    plain = text.translate(_PLAIN).replace(",", "").replace("，", "")
    if not plain:
        return None
    if plain[0].isascii():
        return _with_scales(plain)
    whole, _, fraction = plain.partition("点")
    if all(char in _DIGITS for char in whole + fraction) and whole:
        digits = "".join(str(_DIGITS[char]) for char in whole)
        return Decimal(digits + ("." + "".join(str(_DIGITS[char]) for char in fraction) if fraction else ""))
    return _with_scales(plain)


def _with_scales(plain: str) -> Decimal | None:
    """三万五 is 35,000 and 1250万2 is 12,502,000: a digit alone behind a scale counts the place below."""
    for mark, factor in (("亿", 10**8), ("万", 10**4)):
        if mark in plain:
            high, _, low = plain.rpartition(mark) if mark == "亿" else plain.partition(mark)
            above = _with_scales(high) if high else Decimal(1)
            below = _low(low, factor)
            return None if above is None or below is None else above * factor + below
    return _small(plain)


def _low(low: str, factor: int) -> Decimal | None:
    if len(low) == 1 and (low.isdigit() or low in _DIGITS):
        return (Decimal(low) if low.isdigit() else Decimal(_DIGITS[low])) * factor / 10
    return _with_scales(low) if low else Decimal(0)


def _small(plain: str) -> Decimal | None:
    """A number below 10,000 in characters, or a plain one in digits, which 百 and 千 may follow."""
    times = 1
    while plain[-1:] in _PLACES and plain[:1].isascii():
        times *= _PLACES[plain[-1]]
        plain = plain[:-1]
    if plain[:1].isascii():
        try:
            return Decimal(plain) * times
        except InvalidOperation:
            return None
    if "点" in plain:
        whole, _, fraction = plain.partition("点")
        base = _places(whole)
        if base is None or not fraction or any(char not in _DIGITS for char in fraction):
            return None
        return base + Decimal("0." + "".join(str(_DIGITS[char]) for char in fraction))
    return _places(plain)


def _places(text: str) -> Decimal | None:
    """二百二十 gives 220, 三百五 gives 350, 十二 gives 12."""
    total = digit = 0
    last_place = 10
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            last_place = 10 if char == "〇" else last_place
        elif char in _PLACES:
            total += (digit or 1) * _PLACES[char]
            last_place, digit = _PLACES[char], 0
        else:
            return None
    if digit and last_place > 10 and text[-2:-1] in _PLACES:
        digit *= last_place // 10
    return Decimal(total + digit)
