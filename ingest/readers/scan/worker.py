"""The process that recognises pages: each path and number that comes in is answered with what is on that page."""

from __future__ import annotations

import os
import sys
from typing import Any

import cv2
import numpy as np

from ingest.readers.pdf.pipes import receive, send
from ingest.readers.scan.picture import draw_page, straight, tilt_of
from ingest.readers.scan.strokes import find_rules, ink_of
from ingest.readers.scan.text import TextReader, turned_box


def _main() -> None:
    into, out = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print is no answer
    cv2.setNumThreads(1)
    reader = TextReader()
    while (wanted := receive(into)) is not None:
        send(out, _read(reader, *wanted))


def _read(reader: TextReader, path: str, number: int) -> tuple[Any, ...]:
    """Everything on one page, in points of the page set straight."""
    drawn = draw_page(path, number)
    tilt = tilt_of(drawn.picture)
    picture = straight(drawn.picture, tilt)
    boxes = reader.find(picture)
    quarters = reader.turn_of(picture, boxes)
    boxes = [turned_box(box, picture.shape, quarters) for box in boxes]
    picture = np.ascontiguousarray(np.rot90(picture, quarters))
    ink = ink_of(picture)
    rules = find_rules(ink)
    texts = reader.read(picture, ink, rules, boxes)
    scale = drawn.scale
    return (
        (drawn.width, drawn.height),
        quarters,
        tilt,
        [tuple(value / scale for value in run) for run in rules.across],
        [tuple(value / scale for value in run) for run in rules.down],
        [
            (*(value / scale for value in text[:4]), text.characters, [middle / scale for middle in text.middles])
            for text in texts
        ],
    )


if __name__ == "__main__":
    _main()
