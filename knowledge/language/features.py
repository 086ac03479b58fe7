"""What the tagger sees at each character of a question. Words of lexicons and patterns are features, not verdicts."""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

from knowledge.language.fold import Folded
from knowledge.language.names import parts
from knowledge.language.slots import Slot
from knowledge.lexicon import load
from knowledge.names.regions import known_regions
from knowledge.tokens import cut

_PADDING = 3
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两几半壹贰叁肆伍陆柒捌玖拾佰仟")
_PLACES = frozenset("省市区县州旗镇乡盟")
_BREAKS = frozenset("，。？！、；：,.?!;:的（）()")


def features(folded: Folded, slots: tuple[Slot, ...]) -> list[list[str]]:
    """For each character the names of what holds there."""
    text = folded.text
    columns = [
        _slot_column(text, slots),
        _lexicon_column(text, "line"),
        _lexicon_column(text, "region"),
        _lexicon_column(text, "body"),
        _lexicon_column(text, "table"),
        cue_column(text),
        _likeness_column(text),
        _unit_ahead(text),
        _around_places(text),
    ]
    rows = [["b", *near] for near in _characters(text)]
    for index, column in enumerate(columns):
        for row, value in zip(rows, column, strict=True):
            if value:
                row.append(f"{index}={value}")
    _add_neighbours(rows, columns[:6])
    _add_words(rows, text)
    for gap in folded.gaps:
        if 0 < gap < len(rows):
            rows[gap].append("gap")
    return rows


def _characters(text: str) -> Iterator[list[str]]:
    padded = "⟨" * _PADDING + text + "⟩" * _PADDING
    types = "".join(map(_type, padded))
    for at in range(_PADDING, len(padded) - _PADDING):
        a, b, c, d, e, f, g = tuple(padded[at - 3 : at + 4])
        kinds = types[at - 2 : at + 3]
        yield [
            "c" + d, "-1" + c, "+1" + e, "-2" + b, "+2" + f, "-3" + a, "+3" + g,
            "p" + c + d, "s" + c + "_" + e, "w" + f + g, "v" + a + b, "n" + d + e, "q" + b + c, "m" + e + f,
            "t" + b + c + d, "u" + c + d + e, "x" + d + e + f,
            "k" + kinds, "K" + kinds[1:4],
        ]  # fmt: skip


@cache
def _type(char: str) -> str:
    if char.isdigit():
        return "D"
    if char in _NUMERALS:
        return "N"
    if "\u3400" <= char <= "\u9fff":
        return "H"
    return "L" if char.isalpha() else "P" if char not in "⟨⟩" else char


def _slot_column(text: str, slots: tuple[Slot, ...]) -> list[str]:
    column = [""] * len(text)
    for slot in slots:
        for at in range(slot.start, slot.end):
            column[at] = ("B" if at == slot.start else "I") + slot.kind
    return column


# ---- words -------------------------------------------------------------------------------------------


class WordList:
    """Words, found from the left, the longest at each place."""

    def __init__(self, words: Iterable[str], shortest: int = 2) -> None:
        self._by_start: dict[str, list[str]] = {}
        for word in sorted({word for word in words if len(word) >= shortest}, key=lambda word: (-len(word), word)):
            self._by_start.setdefault(word[:2], []).append(word)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where words stand, none overlapping."""
        at = 0
        while at < len(text):
            longer = self._by_start.get(text[at : at + 2], ())
            word = next((word for word in longer if text.startswith(word, at)), "")
            if not word and text[at] in self._by_start:
                word = text[at]
            if word:
                yield at, at + len(word)
            at += len(word) or 1


def _lexicon_column(text: str, kind: str) -> list[str]:
    column = [""] * len(text)
    for start, end in _word_lists()[kind].find(text):
        size = str(min(end - start, 6))
        column[start:end] = ["I"] * (end - start)
        column[start] = "B" + size
        column[end - 1] = "E" + size
    return column


def cue_column(text: str) -> list[str]:
    """For each character the class of the asking word that holds it."""
    column = [""] * len(text)
    words, classes = _cues()
    for start, end in words.find(text):
        kind = classes[text[start:end]]
        column[start:end] = ["I" + kind] * (end - start)
        column[start] = "B" + kind
    return column


def find_cues(text: str) -> Iterator[tuple[int, int, str]]:
    """Where asking words stand, and their classes."""
    words, classes = _cues()
    for start, end in words.find(text):
        yield start, end, classes[text[start:end]]


@cache
def _cues() -> tuple[WordList, dict[str, str]]:
    data = tomllib.loads(resources.files(__package__).joinpath("cues.toml").read_text(encoding="utf-8"))["cues"]
    classes = {word: kind for kind, words in reversed(data.items()) for word in words}
    return WordList(classes, shortest=1), classes


@cache
def _word_lists() -> dict[str, WordList]:
    units = load("units")
    short = (word for longer, words in units["short"].items() for word in (longer, *words))
    return {
        "line": WordList(_lines()),
        "region": WordList(known_regions()),
        "body": WordList((*units["suffixes"], *short, *filter(_is_known, _bodies()))),
        "table": WordList(parts()["lines"]["tables"]),
    }


@cache
def _lines() -> frozenset[str]:
    """Names that every budget shares: both classifications, kinds of money, terms."""
    classes = (name for section in load("classification").values() for name in section.values())
    lines = parts()["lines"]
    concepts = (
        word for entries in load("concepts").values() if isinstance(entries, list) for entry in entries
        for word in entry.get("words", ())
    )  # fmt: skip
    return frozenset((*classes, *lines["subjects"], *lines["economics"], *lines["terms"], *concepts))


def _bodies() -> Iterator[str]:
    for sector in parts()["sector"]:
        for body in sector["bodies"]:
            yield from body.strip("^").split()


def _is_known(word: str) -> bool:
    """Half of the invented names: with all of them known, training would never see a name that no list holds."""
    return zlib.crc32(word.encode()) % 2 == 0


@cache
def _pairs() -> frozenset[str]:
    """The pairs of characters in names of things that budgets hold."""
    sectors = parts()["sector"]
    invented = (name for sector in sectors for name in (*sector["cores"], *sector["indicators"]) if _is_known(name))
    names = (*_lines(), *invented)
    return frozenset(name[at : at + 2] for name in names for at in range(len(name) - 1))


def likeness(name: str) -> int:
    """How much of a name is like names of things that budgets hold: 0 to 3, 4 where it is too short to tell."""
    pairs = [name[at : at + 2] in _pairs() for at in range(len(name) - 1)]
    return 3 * sum(pairs) // len(pairs) if pairs else 4


def _likeness_column(text: str) -> list[str]:
    known = [text[at : at + 2] in _pairs() for at in range(len(text) - 1)]
    flags = "".join("1" if flag else "0" for flag in (False, False, *known, False, False))
    return [flags[at : at + 4] for at in range(len(text))]


# ---- units -------------------------------------------------------------------------------------------


def _unit_ahead(text: str) -> list[str]:
    """How far the end of a public body's name lies ahead, where nothing breaks the way there."""
    column = [""] * len(text)
    ends = {end - 1 for start, end in _word_lists()["body"].find(text) if text[start:end] not in ("单位", "部门")}
    distance = 99
    for at in range(len(text) - 1, -1, -1):
        distance = 0 if at in ends else 99 if text[at] in _BREAKS else distance + 1
        column[at] = str(distance if distance < 3 else 3 + distance // 4 if distance < 16 else "")
    return column


def _around_places(text: str) -> list[str]:
    """How far behind the word of a region's rank lies: 区 in 青山区司法局."""
    column = [""] * len(text)
    distance = 99
    for at, char in enumerate(text):
        distance = 0 if char in _PLACES else 99 if char in _BREAKS else distance + 1
        column[at] = str(min(distance, 9)) if distance < 12 else ""
    return column


# ---- rows --------------------------------------------------------------------------------------------


def _add_neighbours(rows: list[list[str]], columns: list[list[str]]) -> None:
    for index, column in enumerate(columns):
        for at, value in enumerate(column):
            if value:
                if at:
                    rows[at - 1].append(f"{index}>{value}")
                if at + 1 < len(rows):
                    rows[at + 1].append(f"{index}<{value}")


def _add_words(rows: list[list[str]], text: str) -> None:
    words = cut(text) if text else []
    at = 0
    for index, word in enumerate(words):
        before = words[index - 1] if index else "⟨"
        after = words[index + 1] if index + 1 < len(words) else "⟩"
        size = len(word)
        shared = ["W" + word, "A" + before, "Z" + after, "AW" + before + "|" + word, "WZ" + word + "|" + after]
        for place in range(size):
            row = rows[at + place]
            row += shared
            row.append(f"P{min(place, 3)}{min(size - place, 4)}")
        at += size
