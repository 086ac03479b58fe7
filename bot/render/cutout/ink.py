"""What is printed in a piece of a page, told by its pixels: rules, lines, blanks, of scanned pages too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PIL import Image

from bot.render.cutout.geometry import Span

_CONTRAST = 32  # levels of grey that ink differs from its ground: a light grey rule has 48
_LIGHT = 150  # levels of grey: no ground is darker
_RULE_SHARE = 0.85  # of the height of a row and of a little more: no stem of a digit is as long
_FULL_RULE = 0.97  # of a width: a row of letters has gaps
_WIDEST_RULE = 8  # pixels: wider is a filled box
_ALIKE = (96, 24)  # pixels that two pieces are compared with


def ink(piece: Image.Image) -> Image.Image:
    """White where something is printed, black elsewhere. The ground is the most frequent light grey: it may be tinted.

    A narrow piece may hold more of a rule than of the ground: what is dark is never the ground.
    """
    counts = piece.histogram()
    ground = max(range(_LIGHT, 256), key=counts.__getitem__)
    return piece.point([255 if abs(level - ground) > _CONTRAST else 0 for level in range(256)])


def printed_rows(piece: Image.Image) -> list[Span]:
    """The stretches of rows that hold ink, in pixels."""
    return _runs(ink(piece).getprojection()[1])


def printed_columns(piece: Image.Image) -> list[Span]:
    """The stretches of columns that hold ink, in pixels."""
    return _runs(ink(piece).getprojection()[0])


def upright_rules(piece: Image.Image) -> list[float]:
    """The middles of the rules that run from top to bottom, in pixels."""
    shares = ink(piece).resize((piece.width, 1), Image.Resampling.BOX).tobytes()
    runs = _runs([share >= _RULE_SHARE * 255 for share in shares])
    return [run.middle for run in runs if run.length <= _WIDEST_RULE]


def level_rules(piece: Image.Image) -> list[Span]:
    """The rules that run from left to right, in pixels."""
    shares = ink(piece).resize((1, piece.height), Image.Resampling.BOX).tobytes()
    return [run for run in _runs([share >= _FULL_RULE * 255 for share in shares]) if run.length <= _WIDEST_RULE]


def likeness(first: Image.Image, second: Image.Image) -> float:
    """From -1 to 1: how much two pieces look the same, whatever their size and brightness."""
    a, b = (_centred(piece.resize(_ALIKE, Image.Resampling.BOX).tobytes()) for piece in (first, second))
    norm = (sum(x * x for x in a) * sum(y * y for y in b)) ** 0.5
    return sum(x * y for x, y in zip(a, b, strict=True)) / norm if norm else 0.0


def _centred(levels: bytes) -> list[float]:
    mean = sum(levels) / len(levels)
    return [level - mean for level in levels]


def _runs(flags: Sequence[int | bool]) -> list[Span]:
    """The stretches where a flag is set."""
    return list(_found_runs([*flags, 0]))


def _found_runs(flags: Iterable[int | bool]) -> Iterable[Span]:
    start: int | None = None
    for at, flag in enumerate(flags):
        if flag and start is None:
            start = at
        elif not flag and start is not None:
            yield Span(start, at)
            start = None
