"""A place of a PDF as one picture: the header above its own columns, whole rows, what is spoken of marked."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PIL import Image, ImageColor

from bot.render.cutout.axis import Axis
from bot.render.cutout.band import FRAME, ODD_FRAME, Band, stacked
from bot.render.cutout.columns import columns_on
from bot.render.cutout.lettering import Caption, Tear, mark_gaps
from bot.render.cutout.of_table import table_bands
from bot.render.cutout.of_text import text_bands
from bot.render.cutout.place import Place
from bot.render.cutout.sheet import Sheets

_MARGIN = 16  # pixels of white around the picture
_FLATTEST = 12  # times as wide as high: Telegram refuses pictures above 20
_COLOURS, _FEWER, _MOST_BYTES = 64, 16, 300_000
_KEPT = (FRAME, ODD_FRAME, "#000000", "#ffffff")
_ALIKE = 6  # levels of each colour
_pdfium = threading.Lock()  # the library works for one thread at a time


class CutOuts:
    """Draws places of one PDF. Close it, or use it in a `with` statement."""

    def __init__(self, path: Path) -> None:
        with _pdfium:
            self._sheets = Sheets(path)

    def __enter__(self) -> CutOuts:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _pdfium:
            self._sheets.close()

    def draw(self, place: Place) -> Image.Image:
        """The picture of a place."""
        with _pdfium:
            return _draw(self._sheets, place)


def draw_png(path: Path, place: Place) -> bytes:
    """The picture of a place of a PDF, as a small file."""
    with CutOuts(path) as cut_outs:
        return png(cut_outs.draw(place))


def png(picture: Image.Image) -> bytes:
    """A picture as a small file: few colours, fewer where it is a photograph."""
    for colours in (_COLOURS, _FEWER):
        file = io.BytesIO()
        _with_few_colours(picture, colours).save(file, "PNG", optimize=True)
        if file.tell() <= _MOST_BYTES:
            break
    return file.getvalue()


def _with_few_colours(picture: Image.Image, colours: int) -> Image.Image:
    """The same in a palette that has the marks' own colours, and none that is hardly another one."""
    kept = [ImageColor.getrgb(colour)[:3] for colour in _KEPT]
    levels = picture.quantize(colours - len(kept), dither=Image.Dither.NONE).getpalette() or []
    found = [tuple(levels[at : at + 3]) for at in range(0, len(levels), 3)]
    other = [colour for colour in found if all(_apart(colour, one) > _ALIKE for one in kept)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([level for colour in (*kept, *other) for level in colour])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def _apart(first: Sequence[int], second: Sequence[int]) -> int:
    return max(abs(a - b) for a, b in zip(first, second, strict=True))


def _draw(sheets: Sheets, place: Place) -> Image.Image:
    sheet = sheets.sheet(place.page)
    columns = columns_on(sheet, place.table) if place.table else None
    if place.table is None or columns is None:
        bands, axis = text_bands(sheets, sheet, place)
    else:
        bands, axis = table_bands(sheets, sheet, place.table, columns, place.marks)
    whole = stacked([_drawn(band, axis) for band in bands])
    height = max(whole.height + 2 * _MARGIN, whole.width // _FLATTEST)
    framed = Image.new("RGB", (whole.width + 2 * _MARGIN, height), "white")
    framed.paste(whole, (_MARGIN, _MARGIN))
    return framed


def _drawn(band: Band, axis: Axis) -> Image.Image:
    """A band; a piece of a table with marks where columns are left out."""
    picture = band.draw(axis)
    return picture if isinstance(band, Caption | Tear) else mark_gaps(picture, axis)
