"""The embedded default: two published budgets, abridged; their figures are real, their prose is our own."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent
SAMPLES = (_FOLDER / "anhui-2022.md", _FOLDER / "tianmen-2022.txt")
