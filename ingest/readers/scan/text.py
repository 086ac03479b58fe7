"""The text of a picture: where it stands, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from os import cpu_count
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidocr_onnxruntime import RapidOCR

from ingest.readers.scan.picture import Mask, Picture
from ingest.readers.scan.strokes import Rules, Run

_INSET = 4  # dots: a rule that runs so far inside a box parts it
_LEAST_INK = 12  # dots of ink in a piece that says something
_SPECK = 8  # dots: what is neither wider nor higher is dirt
_REACH = 12  # dots: how far apart the ink of one word may stand
_MARGIN = 5  # dots around ink that the detector passed over
_GROUND = 8  # dots put before and behind each line: one that ends at a rule would lose its last digit
_LEAST_HEIGHT = 24  # dots: of a piece; a dash is shown with the ground around it
_MOST_THREADS = 4  # more threads do not read a page faster
_FOUND_IN = 1600  # dots: the longer side of the picture in which text is looked for; more costs time and finds no more
_LEAST_SURE = 0.5  # of 1: below, a digit or a whole line is told as unreadable
_TRIED = 6  # lines that tell which way the text runs
_RUNS_SO = 0.8  # of 1: how sure lines are that are read the right way up
UNREADABLE = "\ufffd"

Box = tuple[int, int, int, int]  # left, top, right, bottom
_RIGHT, _DOWN, _LEFT, _UP = range(4)  # which way lines run, by the quarters that set them right


class Text(NamedTuple):
    """One line, or the part of one that stands in a cell: its ink, its characters, and the middle of each."""

    left: float
    top: float
    right: float
    bottom: float
    characters: str
    middles: tuple[float, ...]


class TextReader:
    """The models, loaded once."""

    def __init__(self) -> None:
        threads = min(cpu_count() or 1, _MOST_THREADS)
        models = RapidOCR(intra_op_num_threads=threads, inter_op_num_threads=1)
        self._find: Any = models.text_det
        self._recognise: Any = models.text_rec

    def find(self, picture: Picture) -> list[Box]:
        """Where lines stand, in no order."""
        factor = min(1.0, _FOUND_IN / max(picture.shape))
        small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        found, _ = self._find(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR))
        points = [np.asarray(corners) / factor for corners in ([] if found is None else found)]
        return [(*_whole(box.min(axis=0)), *_whole(box.max(axis=0) + 1)) for box in points]

    def turn_of(self, picture: Picture, boxes: Sequence[Box]) -> int:
        """How many quarters anticlockwise the picture must be turned for most of its lines to be read."""
        tall = [box for box in boxes if _is_tall(box)]
        turns = (_UP, _DOWN) if len(tall) > len(boxes) / 2 else (_RIGHT, _LEFT)
        tried = sorted(tall if turns[0] else [box for box in boxes if not _is_tall(box)], key=_length)
        tried = tried[len(tried) // 2 :][:_TRIED]
        first = self._sureness(picture, tried, turns[0])
        return turns[0] if first >= _RUNS_SO or first >= self._sureness(picture, tried, turns[1]) else turns[1]

    def _sureness(self, picture: Picture, boxes: Sequence[Box], quarters: int) -> float:
        """How sure the lines are if they are read that way."""
        pieces = [np.rot90(picture[top:bottom, left:right], quarters) for left, top, right, bottom in boxes]
        said = self._say([cv2.cvtColor(np.ascontiguousarray(piece), cv2.COLOR_GRAY2BGR) for piece in pieces])
        return sum(line[1] for line in said) / len(said) if said else 1.0

    def read(self, picture: Picture, ink: Mask, rules: Rules, boxes: Sequence[Box]) -> list[Text]:
        """All texts of a picture in reading position."""
        inked = np.where(rules.mask > 0, 0, ink).astype(np.uint8)
        found = list(_cut(boxes, rules, inked))
        found += _passed_over(inked, found, rules)
        clean = picture.copy()
        clean[rules.mask > 0] = 255
        coloured = cv2.cvtColor(clean, cv2.COLOR_GRAY2BGR)
        said = self._say([_framed(coloured[top:bottom, left:right]) for left, top, right, bottom in found])
        texts = [text for box, line in zip(found, said, strict=True) if (text := _text(box, line, inked))]
        return [text for text in texts if text.characters != UNREADABLE or _is_inside(text, rules)]

    def _say(self, pieces: Sequence[NDArray[Any]]) -> list[Any]:
        return list(self._recognise(list(pieces), return_word_box=True)[0]) if pieces else []


def _whole(values: NDArray[Any]) -> tuple[int, int]:
    return int(values[0]), int(values[1])


def turned_box(box: Box, shape: tuple[int, ...], quarters: int) -> Box:
    """Where a box lies once its picture is turned anticlockwise."""
    left, top, right, bottom = box
    height, width = shape
    match quarters:
        case 1:
            return top, width - right, bottom, width - left
        case 2:
            return width - right, height - bottom, width - left, height - top
        case 3:
            return height - bottom, left, height - top, right
        case _:
            return box


def _is_tall(box: Box) -> bool:
    return box[3] - box[1] > 1.5 * (box[2] - box[0])


def _length(box: Box) -> int:
    return max(box[2] - box[0], box[3] - box[1])


# ---- where ---------------------------------------------------------------------------------------------


def _cut(boxes: Iterable[Box], rules: Rules, ink: Mask) -> Iterator[Box]:
    """The boxes, parted where rules run through them; those without ink are left out."""
    for box in boxes:
        for left, top, right, bottom in _parted(box, rules):
            if np.count_nonzero(ink[top:bottom, left:right]) >= _LEAST_INK:
                yield _high_enough((left, top, right, bottom), ink.shape[0])


def _parted(box: Box, rules: Rules) -> Iterator[Box]:
    left, top, right, bottom = box
    for x0, x1 in pairwise([left, *_between(rules.down, left, right, (top + bottom) / 2), right]):
        for y0, y1 in pairwise([top, *_between(rules.across, top, bottom, (x0 + x1) / 2), bottom]):
            yield x0, y0, x1, y1


def _between(runs: Iterable[Run], low: int, high: int, across: float) -> list[int]:
    """Where rules part a stretch: those that run there, well inside."""
    ats = {round(run.at) for run in runs if run.start <= across <= run.end}
    return sorted(at for at in ats if low + _INSET < at < high - _INSET)


def _passed_over(ink: Mask, found: Iterable[Box], rules: Rules) -> list[Box]:
    """The ink inside tables that is in no box: single digits and dashes escape the detector."""
    if not rules.across or not rules.down:
        return []
    rest = np.zeros_like(ink)
    left, top, right, bottom = map(round, _ruled_part(rules))
    rest[top:bottom, left:right] = ink[top:bottom, left:right]
    for x0, y0, x1, y1 in found:
        rest[y0:y1, x0:x1] = 0
    words = cv2.dilate(rest, np.ones((3, _REACH), np.uint8))
    words[rules.mask > 0] = 0
    _, _, boxes, _ = cv2.connectedComponentsWithStats(words, connectivity=8)
    return [
        _high_enough((max(0, x - _MARGIN), max(0, y - _MARGIN), x + wide + _MARGIN, y + high + _MARGIN), ink.shape[0])
        for x, y, wide, high, _ in boxes[1:].tolist()
        if (wide > _SPECK + _REACH or high > _SPECK)
        and np.count_nonzero(rest[y : y + high, x : x + wide]) >= _LEAST_INK
    ]


def _ruled_part(rules: Rules) -> tuple[float, float, float, float]:
    left, right = min(run.start for run in rules.across), max(run.end for run in rules.across)
    top, bottom = min(run.start for run in rules.down), max(run.end for run in rules.down)
    return left, top, right, bottom


def _is_inside(text: Text, rules: Rules) -> bool:
    if not rules.across or not rules.down:
        return False
    left, top, right, bottom = _ruled_part(rules)
    return left <= text.left and text.right <= right and top <= text.top and text.bottom <= bottom


def _high_enough(box: Box, height: int) -> Box:
    left, top, right, bottom = box
    missing = max(0, _LEAST_HEIGHT - (bottom - top))
    return left, max(0, top - missing // 2), right, min(height, bottom + (missing + 1) // 2)


def _framed(piece: NDArray[Any]) -> NDArray[Any]:
    return cv2.copyMakeBorder(piece, 0, 0, _GROUND, _GROUND, cv2.BORDER_CONSTANT, value=(255, 255, 255))


# ---- what ----------------------------------------------------------------------------------------------


def _text(box: Box, line: Any, ink: Mask) -> Text | None:
    """A line with the middle of each character; None where nothing is printed."""
    left, _, right, _ = box
    x0, y0, x1, y1 = _inked(box, ink)
    if not line[0].strip() or line[1] < _LEAST_SURE:
        is_speck = x1 - x0 <= _SPECK or y1 - y0 <= _SPECK
        return None if is_speck else Text(x0, y0, x1, y1, UNREADABLE, ((x0 + x1) / 2,))
    columns, _, places, _, sure = line[2]
    wide = right - left + 2 * _GROUND
    middles = [(place + 0.5) / columns * wide + left - _GROUND for word in places for place in word]
    characters = "".join(
        UNREADABLE if certain < _LEAST_SURE and character.isdigit() else character
        for character, certain in zip(line[0], sure, strict=True)
    )
    return Text(x0, y0, x1, y1, characters, tuple(middles))


def _inked(box: Box, ink: Mask) -> Box:
    left, top, right, bottom = box
    piece = ink[top:bottom, left:right]
    rows, columns = np.flatnonzero(piece.any(axis=1)), np.flatnonzero(piece.any(axis=0))
    if not len(rows):
        return box
    return left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1
