"""The font that the package brings along: pictures need none of the machine."""

from __future__ import annotations

import importlib.resources
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont


@cache
def _font_file() -> Path:
    return Path(str(importlib.resources.files("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf"))


@lru_cache(maxsize=16)
def font(pixels: int) -> ImageFont.FreeTypeFont:
    """Noto Sans SC of a size."""
    return ImageFont.truetype(str(_font_file()), pixels)
