"""A drawn page to what is printed on it."""

from __future__ import annotations

from ingest.readers.pdf.copies import without_copies
from ingest.readers.pdf.drawn import INVISIBLE, Drawn
from ingest.readers.pdf.frames import shown_frame, shown_size
from ingest.readers.pdf.letters import in_reading_direction, letters_of, main_turn, strokes_of
from ingest.readers.pdf.page import Page
from ingest.readers.pdf.strikes import struck_out
from ingest.readers.pdf.visible import Ground, visible_edges, visible_letters
from ingest.readers.pdf.watermarks import without_watermarks


def read_page(drawn: Drawn) -> Page:
    """The glyphs that count as printed and the rules, in reading position."""
    shown = shown_frame(drawn.shown, drawn.quarters)
    width, height = shown_size(drawn.shown, drawn.quarters)
    turn = main_turn(drawn, shown)
    reading = shown.turned(turn, width, height)
    ground = Ground.of(drawn.fills, reading)
    across, down = strokes_of(visible_edges(drawn.edges, drawn.fills), reading)
    letters = in_reading_direction(letters_of(drawn, reading), turn)
    letters = without_copies(visible_letters(letters, ground))
    letters = without_watermarks(letters, ground, across, down)
    letters, rules = struck_out(letters, across, down)
    unseen = sum(drawn.runs[run].mode == INVISIBLE for run in letters.of_run)
    return Page(
        number=drawn.number,
        shown_width=width,
        shown_height=height,
        turn=turn,
        glyphs=tuple(letters.glyphs),
        across=tuple(rules),
        down=tuple(down),
        scanned=unseen > len(letters.glyphs) / 2,
    )
