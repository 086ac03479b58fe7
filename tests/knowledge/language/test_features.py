"""What the tagger sees of a question besides its characters."""

from __future__ import annotations

import pytest

from knowledge.language.features import _lexicon_column


@pytest.mark.parametrize("region", ["河北", "承德", "齐齐哈尔"])
def test_provinces_and_prefectures_are_regions(region: str) -> None:
    """Each region of the lexicon is seen from its first to its last character."""
    column = _lexicon_column(f"问{region}教育支出", "region")
    assert column == ["", f"B{len(region)}", *"I" * (len(region) - 2), f"E{len(region)}", "", "", "", ""]
