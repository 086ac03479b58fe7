"""docs/使用手册.md can't lie: its commands exist, its pictures are there, its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from bot.cli.main import build_parser

DOCS = Path(__file__).parents[1] / "docs"
GUIDE = (DOCS / "使用手册.md").read_text(encoding="utf-8")


def _commands() -> list[list[str]]:
    """The commands of the guide, with what stands for somebody's own words filled in."""
    found = re.findall(r"`budget-bot ([^`…]+?)`", GUIDE)
    filled = [re.sub("编号", "1", one) for one in found]
    return [one.split() for one in filled]


@pytest.mark.parametrize("words", _commands(), ids=" ".join)
def test_its_commands_are_known(words: list[str]) -> None:
    """Each is taken by the parser."""
    parsed = build_parser(words[0]).parse_args(words)
    assert parsed.command == words[0]


def test_its_pictures_are_pictures() -> None:
    """Each can be opened, and none lies about unused."""
    named = set(re.findall(r"!\[[^\]]+\]\(images/([^)]+)\)", GUIDE))
    assert named == {path.name for path in (DOCS / "images").iterdir()}
    for name in named:
        with Image.open(DOCS / "images" / name) as picture:
            assert min(picture.size) > 300


def test_its_parts_are_linked() -> None:
    """The links at the top lead to the headings."""
    for name in re.findall(r"\]\(#([^)]+)\)", GUIDE):
        headings = [re.sub(r"[、\s]", "", line.lstrip("# ")) for line in GUIDE.splitlines() if line.startswith("##")]
        assert name in headings
