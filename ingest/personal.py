"""Personal data in documents: lines that hold it are kept nowhere."""

from __future__ import annotations

import re

from ingest.patterns import load
from ingest.sentences import fold_text

_PATTERNS = tuple(re.compile(pattern) for pattern in load("narrative")["personal"].values())


def has_personal_data(text: str) -> bool:
    """Whether a text names a person with a telephone, or holds a mobile or an identity number."""
    folded = fold_text(text).text
    return any(pattern.search(folded) for pattern in _PATTERNS)
