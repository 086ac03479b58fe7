"""pdfplumber pages without what their clipping paths hide.

A cell that Excel prints over two pages is drawn whole on both, each time clipped to its part (司法局 2026,
pages 4 and 5). pdfminer draws no clipping paths, so that such text would be read twice.
"""

from __future__ import annotations

from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.utils import apply_matrix_pt
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent

_Clip = tuple[float, float, float, float]  # x0, y0, x1, y1 in pdfminer's coordinates
_EVERYTHING: _Clip = (float("-inf"), float("-inf"), float("inf"), float("inf"))


class VisiblePage(Page):
    """A page whose objects are only those that show."""

    def __init__(self, source: Page) -> None:
        super().__init__(source.pdf, source.page_obj, source.page_number, source.initial_doctop)

    @property
    def layout(self) -> Any:
        """pdfminer's layout of the page; pdfplumber asks for it once, when it fills its objects."""
        device = _ClippingDevice(self.pdf.rsrcmgr, pageno=self.page_number, laparams=self.pdf.laparams)
        _ClippingInterpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
        return device.get_result()


class _ClippingDevice(PDFPageAggregatorWithMarkedContent):
    """Drops each character whose middle, and each path that wholly, lies outside of the clipping path."""

    clip: _Clip = _EVERYTHING

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        advance: float = super().render_char(*args, **kwargs)
        char = self.cur_item._objs[-1]
        x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
        if not (self.clip[0] <= x <= self.clip[2] and self.clip[1] <= y <= self.clip[3]):
            self.cur_item._objs.pop()
        return advance

    def paint_path(self, *args: Any, **kwargs: Any) -> None:
        before = len(self.cur_item._objs)
        super().paint_path(*args, **kwargs)
        drawn = self.cur_item._objs[before:]
        self.cur_item._objs[before:] = [shape for shape in drawn if self._shows(shape)]

    def _shows(self, shape: Any) -> bool:
        x0, y0, x1, y1 = self.clip
        return bool(shape.x1 >= x0 and shape.x0 <= x1 and shape.y1 >= y0 and shape.y0 <= y1)


class _ClippingInterpreter(PDFPageInterpreter):
    """Tells its device the box of the current clipping path."""

    device: _ClippingDevice

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self._clips: list[_Clip] = []

    def do_q(self) -> None:
        self._clips.append(self.device.clip)
        super().do_q()

    def do_Q(self) -> None:  # noqa: N802  # the operator's name
        if self._clips:
            self.device.clip = self._clips.pop()
        super().do_Q()

    def do_W(self) -> None:  # noqa: N802
        """Narrow the clip to the path's box. The standard puts no text between W and the path's end."""
        points = [
            apply_matrix_pt(self.ctm, (float(part[index]), float(part[index + 1])))
            for part in self.curpath
            for index in range(1, len(part) - 1, 2)
        ]
        if points:
            xs, ys = zip(*points, strict=True)
            x0, y0, x1, y1 = self.device.clip
            self.device.clip = (max(x0, min(xs)), max(y0, min(ys)), min(x1, max(xs)), min(y1, max(ys)))

    def do_W_a(self) -> None:  # noqa: N802
        self.do_W()

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        clip = self.device.clip
        super().do_Do(xobjid_arg)
        self.device.clip = clip
