"""Recognised pages: a process of its own reads the picture, and what it found becomes glyphs and strokes."""

from __future__ import annotations

import atexit
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple

from ingest.readers.limits import MAX_SCAN_PAGE_SECONDS
from ingest.readers.pdf.frames import Turn
from ingest.readers.pdf.page import Glyph, Page, Stroke
from ingest.readers.pdf.pipes import receive, send
from ingest.readers.scan.confusions import corrected

_log = logging.getLogger(__name__)

_TURNS = (Turn.RIGHT, Turn.DOWN, Turn.LEFT, Turn.UP)  # by the quarters that set them right
_NARROW = 0.5  # em: a digit or a Latin letter
_WIDE_FROM = "\u2e80"
_HIGH, _LOW = 0.92, 0.74  # em: the ink of Chinese characters, and of digits
_FREE = 0.8  # em between two characters beyond what they take: a gap, which another piece of text begins behind


class Seen(NamedTuple):
    """What the process says of one page, in points of the page set straight."""

    size: tuple[float, float]  # of the page as shown
    quarters: int  # by which it was turned anticlockwise to be read
    tilt: float  # degrees
    across: list[tuple[float, float, float, float]]
    down: list[tuple[float, float, float, float]]
    texts: list[tuple[float, float, float, float, str, list[float]]]


class _Process:
    """The process that recognises, started with the first page and kept."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"{__package__}.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
        )

    def ask(self, path: Path, number: int) -> Seen | None:
        """What stands on a page; None where it takes longer than any page does, or the process ended."""
        assert self._process.stdin
        assert self._process.stdout
        limit = Timer(MAX_SCAN_PAGE_SECONDS, self._process.kill)
        limit.start()
        try:
            with suppress(BrokenPipeError):
                send(self._process.stdin, (os.path.abspath(path), number))
            answer: Any = receive(self._process.stdout)
        finally:
            limit.cancel()
        return Seen(*answer) if answer else None

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):
                if pipe:
                    pipe.close()


_running: list[_Process] = []


def stop_recognising() -> None:
    """End the process that waits for the next page."""
    while _running:
        _running.pop().stop()


atexit.register(stop_recognising)


def recognise_page(path: Path, number: int) -> Page:
    """The page as recognised; without glyphs where nothing could be."""
    if not _running:
        _running.append(_Process())
    try:
        seen = _running[0].ask(path, number)
    except BaseException:  # the rest of the answer is still in the pipe
        stop_recognising()
        raise
    if seen is None:
        stop_recognising()
        _log.warning("%s: page %d could not be recognised; nothing is read there.", path.name, number)
        seen = Seen((1.0, 1.0), 0, 0.0, [], [], [])
    return page_of(number, seen)


def page_of(number: int, seen: Seen) -> Page:
    """What was seen on a page, as any page is handed to the layout."""
    return Page(
        number=number,
        shown_width=seen.size[0],
        shown_height=seen.size[1],
        turn=_TURNS[seen.quarters],
        glyphs=tuple(glyph for text in seen.texts for glyph in _glyphs(*text)),
        across=tuple(Stroke(*run) for run in seen.across),
        down=tuple(Stroke(*run) for run in seen.down),
        scanned=True,
        tilt=seen.tilt,
    )


def _glyphs(
    left: float, top: float, right: float, bottom: float, characters: str, middles: list[float]
) -> Iterator[Glyph]:
    """Each character from the middle of the gap before it to the middle of the gap behind it."""
    size = (bottom - top) / (_HIGH if max(characters) >= _WIDE_FROM else _LOW)
    middle = (top + bottom) / 2
    edges = list(_edges(left, right, characters, middles, size))
    for character, (x0, x1) in zip(corrected(characters), edges, strict=True):
        if not character.isspace():
            yield Glyph(character, x0, top, x1, bottom, (x0 + x1) / 2, middle, size)


def _edges(
    left: float, right: float, characters: str, middles: list[float], size: float
) -> Iterator[tuple[float, float]]:
    """Where each character begins and ends: with its neighbour, unless there is a gap between them."""
    halves = [(0.5 if character >= _WIDE_FROM else _NARROW / 2) * size for character in characters]
    last = len(characters) - 1
    for index, (middle, half) in enumerate(zip(middles, halves, strict=True)):
        x0, x1 = middle - half, middle + half
        if index and not _is_gap(middles[index - 1], middle, halves[index - 1] + half, size):
            x0 = _meeting(middles[index - 1], middle, halves[index - 1], half)
        if index < last and not _is_gap(middle, middles[index + 1], half + halves[index + 1], size):
            x1 = _meeting(middle, middles[index + 1], half, halves[index + 1])
        x0, x1 = max(left, x0) if index == 0 else x0, min(right, x1) if index == last else x1
        yield min(x0, middle), max(x1, middle)


def _is_gap(before: float, after: float, taken: float, size: float) -> bool:
    return after - before - taken > _FREE * size


def _meeting(before: float, after: float, half_before: float, half_after: float) -> float:
    """Where two neighbours meet: nearer to the narrower one."""
    return before + (after - before) * half_before / (half_before + half_after)
