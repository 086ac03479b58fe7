"""Matrices and boxes in a page's own coordinates."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.pdf.drawn import Bounds

Matrix = tuple[float, float, float, float, float, float]  # x' = a·x + c·y + e, y' = b·x + d·y + f
Point = tuple[float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(first: Matrix, then: Matrix) -> Matrix:
    """Both, one after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def inverse(matrix: Matrix) -> Matrix | None:
    """What undoes it; None where it flattens everything."""
    a, b, c, d, e, f = matrix
    scale = a * d - b * c
    if not scale:
        return None
    return (d / scale, -b / scale, -c / scale, a / scale, (c * f - d * e) / scale, (b * e - a * f) / scale)


def moved(matrix: Matrix, x: float, y: float) -> Point:
    """Where a point goes."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def turned(matrix: Matrix, x: float, y: float) -> Point:
    """Where a direction points then."""
    a, b, c, d, _, _ = matrix
    return a * x + c * y, b * x + d * y


def bounds(points: Sequence[Point]) -> Bounds:
    """The box of some points."""
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def common(one: Bounds, other: Bounds) -> Bounds | None:
    """What two boxes share."""
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    right, top = min(one[2], other[2]), min(one[3], other[3])
    return (left, bottom, right, top) if left <= right and bottom <= top else None
