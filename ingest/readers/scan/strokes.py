"""The ruled lines of a picture: long dark runs, level and upright."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from ingest.readers.scan.picture import DOTS_PER_INCH, Mask, Picture

_RUN = DOTS_PER_INCH // 4  # dots: longer than a stroke of a letter of 16 points
_ALONE = DOTS_PER_INCH * 3 // 2  # dots: a run that meets no other is a rule, and no strokes of letters, from here
_THICK = DOTS_PER_INCH // 12  # dots: what is thicker is shading
_GAP = 5  # dots: how far a printed rule may be broken
_AROUND = 41  # dots: what is darker than its surroundings is ink
_DARKER = 14  # shades
_TOUCH = 9  # dots between the ends of rules that meet
_BESIDE = 6  # dots beside a rule, that are mostly free
_MOST_BESIDE = 0.25  # of them: beside the stroke of a letter is the rest of the letter
_INKED = 0.94  # of a short run: between the strokes of letters that stand in one line there is ground


class Run(NamedTuple):
    """A ruled line: its middle across, its ends along, in dots."""

    at: float
    start: float
    end: float
    width: float


class Rules(NamedTuple):
    """The ruled lines of a picture, and where their ink is."""

    across: list[Run]
    down: list[Run]
    mask: Mask


def ink_of(picture: Picture) -> Mask:
    """Where the picture is darker than around."""
    return np.asarray(
        cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _AROUND, _DARKER),
        dtype=np.uint8,
    )


def find_rules(ink: Mask) -> Rules:
    """All ruled lines."""
    level, upright = _runs_mask(ink, _RUN, 1), _runs_mask(ink, 1, _RUN)
    across = [run for run in _runs(level) if _is_free(run, ink)]
    down = [run for run in _runs(upright.T) if _is_free(run, ink.T)]
    across, down = (
        [run for run in across if _is_rule(run, down)],
        [run for run in down if _is_rule(run, across)],
    )
    return Rules(across, down, _painted(ink.shape, across, down))


def _runs_mask(ink: Mask, wide: int, high: int) -> Mask:
    """Only the dots of runs that are long one way; breaks and steps of one dot are bridged."""
    is_level = wide > high
    bridge = np.ones((1, _GAP) if is_level else (_GAP, 1), np.uint8)
    beside = np.ones((3, 1) if is_level else (1, 3), np.uint8)
    bridged = cv2.morphologyEx(cv2.dilate(ink, beside), cv2.MORPH_CLOSE, bridge)
    return np.asarray(cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((high, wide), np.uint8)), dtype=np.uint8)


def _runs(mask: Mask) -> list[Run]:
    """The level runs; the upright ones of a mask that is mirrored at its diagonal."""
    _, _, boxes, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(mask), connectivity=8)
    return [
        Run(y + (high - 1) / 2, x, x + wide, high)
        for x, y, wide, high, _ in boxes[1:].tolist()
        if high <= _THICK and wide > 2 * high
    ]


def _is_free(run: Run, ink: Mask) -> bool:
    """Whether there is little ink beside a run; and a short one is no row of letters."""
    half = run.width / 2
    along = slice(round(run.start), round(run.end))
    inked = ink[max(0, round(run.at) - 1) : round(run.at) + 2, along].any(axis=0)
    if run.end - run.start < _ALONE and np.count_nonzero(inked) < _INKED * inked.size:
        return False
    above = ink[max(0, round(run.at - half) - _BESIDE) : max(0, round(run.at - half)), along]
    below = ink[round(run.at + half) + 1 : round(run.at + half) + 1 + _BESIDE, along]
    return bool(np.count_nonzero(above) + np.count_nonzero(below) <= _MOST_BESIDE * (above.size + below.size))


def _is_rule(run: Run, crossing: list[Run]) -> bool:
    """Whether a run is long, or meets one the other way at its ends: no stroke of a letter does."""
    if run.end - run.start >= _ALONE:
        return True
    met = [other for other in crossing if other.start - _TOUCH <= run.at <= other.end + _TOUCH]
    return all(any(abs(other.at - end) <= _TOUCH for other in met) for end in (run.start, run.end))


def _painted(shape: tuple[int, ...], across: list[Run], down: list[Run]) -> Mask:
    """The ground that the rules cover."""
    mask = np.zeros(shape, np.uint8)
    for at, start, end, width in across:
        half = width / 2
        mask[max(0, round(at - half)) : round(at + half) + 1, max(0, round(start) - 1) : round(end) + 1] = 255
    for at, start, end, width in down:
        half = width / 2
        mask[max(0, round(start) - 1) : round(end) + 1, max(0, round(at - half)) : round(at + half) + 1] = 255
    return mask
