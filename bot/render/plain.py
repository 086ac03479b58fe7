"""Text as it may be written to a terminal."""

from __future__ import annotations

import re

# Control characters (but not line break and tab), and those that turn the direction of writing: with them
# a document or a question could move the cursor, colour, or make a line read otherwise than it is.
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SHOWN = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """The text with each character that commands a terminal made visible; \\r\\n is a line break."""
    return _HARMFUL.sub(_SHOWN, text.replace("\r\n", "\n"))
