"""The picture of a page: drawn, set straight and turned so that its text reads from left to right."""

from __future__ import annotations

from math import sqrt
from typing import Any, NamedTuple

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

Picture = NDArray[np.uint8]  # grey: 0 black to 255 white
Mask = NDArray[np.uint8]  # 0, or 255 where something is

DOTS_PER_INCH = 200
_POINTS_PER_INCH = 72
_MOST_DOTS = 12_000_000  # A3 has 7.7 million
_SMALL = 900  # dots: the longer side of the picture in which the tilt is looked for
_MOST_TILT = 3.0  # degrees
_STEPS = (0.5, 0.1, 0.02)  # degrees: coarse, then fine around the best
_WHITE = 255


class Drawn(NamedTuple):
    """A page as shown, drawn."""

    picture: Picture
    scale: float  # dots per point
    width: float  # points
    height: float


def draw_page(path: str, number: int) -> Drawn:
    """Draw one page of a PDF."""
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(DOTS_PER_INCH / _POINTS_PER_INCH, sqrt(_MOST_DOTS / (width * height)))
        bitmap = page.render(scale=scale, grayscale=True)
        picture = np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(bitmap.height, bitmap.width)
        return Drawn(picture, scale, width, height)
    finally:
        document.close()


def tilt_of(picture: Picture) -> float:
    """How far, in degrees, the picture must be turned anticlockwise for its lines to be level."""
    ink = _small_ink(picture)
    best = 0.0
    reach = _MOST_TILT
    for step in _STEPS:
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _levelness(ink, float(angle))))
        reach = step
    return round(best, 2)


def _small_ink(picture: Picture) -> NDArray[np.float32]:
    factor = min(1.0, _SMALL / max(picture.shape))
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return (_WHITE - small).astype(np.float32)


def _levelness(ink: NDArray[np.float32], angle: float) -> float:
    """How sharply rows and columns of dots differ from their neighbours: most where lines are level."""
    turned: Any = _turn(ink, angle, 0)
    return sum(float(np.square(np.diff(turned.sum(axis=axis))).sum()) for axis in (0, 1))


def straight(picture: Picture, tilt: float) -> Picture:
    """The picture, turned by its tilt around its middle."""
    return _turn(picture, tilt, _WHITE) if tilt else picture


def _turn(picture: Any, angle: float, ground: int) -> Any:
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), angle, 1.0)
    return cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=ground)
