"""What hands, ears and keyboards do to a question: slips, homophones, dropped characters, spaces, width, script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

from knowledge.language.marks import Mark, Marked
from knowledge.language.names import parts

_PUNCTUATION = frozenset('，。？！、；：,.?!;:…~～（）()“”"「」')

Pair = tuple[str, int]  # a character, and the number of its mark, -1 outside


def add_noise(marked: Marked, voice: str, random: Random) -> Marked:
    """The question as somebody would have typed it; most stay nearly as they are. Deterministic by `random`."""
    pairs = _pairs_of(marked)
    for noise, odds in _NOISES:
        if random.random() < odds:
            pairs = noise(pairs, random) or pairs
    noisy = _marked_from(pairs, marked.marks)
    if voice != "overseas" and random.random() < 0.04:
        noisy = replace(noisy, text=_traditional(noisy.text))
    return noisy


def _pairs_of(marked: Marked) -> list[Pair]:
    numbers = [-1] * len(marked.text)
    for number, mark in enumerate(marked.marks):
        numbers[mark.start : mark.end] = [number] * (mark.end - mark.start)
    return list(zip(marked.text, numbers, strict=True))


def _marked_from(pairs: list[Pair], marks: tuple[Mark, ...]) -> Marked:
    places: dict[int, list[int]] = {}
    for at, (char, number) in enumerate(pairs):
        if number >= 0 and not char.isspace():
            places.setdefault(number, []).append(at)
    found = (replace(marks[number], start=at[0], end=at[-1] + 1) for number, at in places.items())
    return Marked("".join(char for char, _ in pairs), tuple(sorted(found, key=lambda mark: mark.start)))


# ---- noises ------------------------------------------------------------------------------------------


def _no_punctuation(pairs: list[Pair], _: Random) -> list[Pair]:
    return [pair for pair in pairs if pair[0] not in _PUNCTUATION or pair[1] >= 0]


def _spaces_for_punctuation(pairs: list[Pair], _: Random) -> list[Pair]:
    return [(" ", number) if char in _PUNCTUATION and number < 0 else (char, number) for char, number in pairs]


def _no_end(pairs: list[Pair], _: Random) -> list[Pair]:
    return pairs[:-1] if pairs and pairs[-1][0] in _PUNCTUATION and len(pairs) > 1 else pairs


def _mark_at_end(pairs: list[Pair], random: Random) -> list[Pair]:
    end = "" if pairs and pairs[-1][0] in _PUNCTUATION else random.choice(("？", "?", "。", "！", "??", "…"))
    return [*pairs, *((char, -1) for char in end)]


def _drop_character(pairs: list[Pair], random: Random) -> list[Pair]:
    at = random.randrange(len(pairs))
    return pairs[:at] + pairs[at + 1 :] if len(pairs) > 5 and not pairs[at][0].isdigit() else pairs


def _drop_outside(pairs: list[Pair], random: Random) -> list[Pair]:
    """Without 的 and the like."""
    return [pair for pair in pairs if pair[1] >= 0 or pair[0] not in "的了呢吧啊嘛" or random.random() < 0.4]


def _swap(pairs: list[Pair], random: Random) -> list[Pair]:
    at = random.randrange(len(pairs))
    if at + 1 < len(pairs) and pairs[at][1] == pairs[at + 1][1] and not (pairs[at][0] + pairs[at + 1][0]).isdigit():
        return [*pairs[:at], pairs[at + 1], pairs[at], *pairs[at + 2 :]]
    return pairs


def _homophone(pairs: list[Pair], random: Random) -> list[Pair]:
    def heard(char: str) -> str:
        others = _homophones().get(char)
        return random.choice(others) if others and random.random() < _MISHEARD else char

    return [(heard(char), number) for char, number in pairs]


_MISHEARD = 0.08


def _double(pairs: list[Pair], random: Random) -> list[Pair]:
    at = random.randrange(len(pairs))
    return pairs[: at + 1] + pairs[at:] if not pairs[at][0].isdigit() else pairs


def _space(pairs: list[Pair], random: Random) -> list[Pair]:
    """Spaces at the borders of marks."""
    spaced: list[Pair] = []
    for before, pair in zip([("", -2), *pairs], pairs, strict=False):
        if spaced and before[1] != pair[1] and random.random() < 0.7:
            spaced.append((" ", -1))
        spaced.append(pair)
    return spaced


def _full_width(pairs: list[Pair], _: Random) -> list[Pair]:
    return [(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char, number) for char, number in pairs]


_NOISES: tuple[tuple[Callable[[list[Pair], Random], list[Pair]], float], ...] = (
    (_no_punctuation, 0.15),
    (_spaces_for_punctuation, 0.05),
    (_no_end, 0.3),
    (_mark_at_end, 0.3),
    (_drop_outside, 0.12),
    (_drop_character, 0.06),
    (_swap, 0.03),
    (_homophone, 0.12),
    (_double, 0.03),
    (_space, 0.06),
    (_full_width, 0.03),
)


@cache
def _homophones() -> dict[str, tuple[str, ...]]:
    """Characters of the names by their sound: each with the others of its sound."""
    from pypinyin import lazy_pinyin

    by_sound: dict[str, list[str]] = {}
    chars = sorted({char for char in _all_text(parts()) if "\u4e00" <= char <= "\u9fff"})
    for char in chars:
        by_sound.setdefault(lazy_pinyin(char)[0], []).append(char)
    return {char: tuple(other for other in same if other != char) for same in by_sound.values() for char in same}


def _all_text(value: object) -> str:
    if isinstance(value, dict):
        return "".join(map(_all_text, value.values()))
    return "".join(map(_all_text, value)) if isinstance(value, list) else str(value)


@cache
def _back() -> dict[int, str]:
    from knowledge.language.fold import traditional_pairs

    return {ord(simple): old for old, simple in map(tuple, traditional_pairs())}


def _traditional(text: str) -> str:
    return text.translate(_back())
