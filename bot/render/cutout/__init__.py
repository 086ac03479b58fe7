"""Pictures of where a figure stands in a PDF, for the command line, for Telegram and for reports.

The table's header stands above its own columns, rows are whole, what is spoken of is marked. All of it is found on
the page when it is drawn: the knowledge base knows pages, cells and labels, not how the page is ruled.
"""

from __future__ import annotations

from bot.render.cutout.picture import CutOuts, draw_png, png
from bot.render.cutout.place import Mark, Place, mark_of

__all__ = ["CutOuts", "Mark", "Place", "draw_png", "mark_of", "png"]
