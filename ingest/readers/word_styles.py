"""What the styles of a DOCX say of paragraphs and runs: heading levels, hidden and struck-out text, lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ingest.readers.office import is_on

_HEADING_STYLE = re.compile(r"(?:heading|标题) ?(\d)", re.IGNORECASE)
_TITLE_STYLES = {"title", "标题"}
_MAX_DEPTH = 20  # styles based on styles

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"

_DROPPING = frozenset({f"{W}vanish", f"{W}strike", f"{W}dstrike"})
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class RunLook:
    """How a run is printed."""

    is_dropped: bool = False  # hidden, or struck out
    is_raised: bool = False


@dataclass(frozen=True, slots=True)
class ListPlace:
    """The list that a paragraph belongs to, and its level in it from 0; list 0 is none."""

    list_id: str
    level: int


@dataclass(slots=True)
class Styles:
    """The styles by id. Whatever is not stated is looked for in the style that one is based on."""

    by_id: dict[str, Any] = field(default_factory=dict)
    _looks: dict[str, RunLook] = field(default_factory=dict)

    def heading_level(self, paragraph: Any) -> int:
        """From 1; 0 where a paragraph is no heading."""
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if own is not None:
            return _outline_level(own)
        return self._first(_style_of(paragraph), _style_level) or 0

    def list_place(self, paragraph: Any) -> ListPlace | None:
        """The list of a paragraph, from itself or its style."""
        own = _list_place(paragraph)
        return own if own is not None else self._first(_style_of(paragraph), _list_place)

    def look(self, paragraph: Any) -> RunLook:
        """How the runs of a paragraph are printed that say nothing of their own."""
        return self._look_of(_style_of(paragraph))

    def run_look(self, run: Any, around: RunLook) -> RunLook:
        """How a run is printed, in a paragraph whose runs look like `around`."""
        properties = run.find(f"{W}rPr")
        if properties is None or len(properties) == 0:
            return around
        style = _value(properties.find(f"{W}rStyle"))
        return _look(properties, self._look_of(style) if style else around)

    def _look_of(self, style: str) -> RunLook:
        if style not in self._looks:
            look = RunLook()
            for element in reversed(list(self._ancestry(style))):
                properties = element.find(f"{W}rPr")
                look = look if properties is None else _look(properties, look)
            self._looks[style] = look
        return self._looks[style]

    def _ancestry(self, style: str) -> Iterator[Any]:
        """A style, then what it is based on."""
        for _ in range(_MAX_DEPTH):
            element = self.by_id.get(style)
            if element is None:
                return
            yield element
            style = _value(element.find(f"{W}basedOn"))

    def _first(self, style: str, stated: Callable[[Any], _Value | None]) -> _Value | None:
        found = (stated(element) for element in self._ancestry(style))
        return next((value for value in found if value is not None), None)


def read_styles(root: Any | None) -> Styles:
    """The styles of a part; none where there is no such part."""
    if root is None:
        return Styles()
    return Styles({style.get(f"{W}styleId", ""): style for style in root.iterchildren(f"{W}style")})


def normalised(root: Any) -> Any:
    """The same tree with the names of the first edition, where a file uses those of the strict one."""
    for element in root.iter(f"{_STRICT}*"):
        element.tag = element.tag.replace(_STRICT, W)
        for name, value in list(element.attrib.items()):
            if name.startswith(_STRICT):
                element.set(name.replace(_STRICT, W), value)
    return root


def _style_of(paragraph: Any) -> str:
    return _value(paragraph.find(f"{W}pPr/{W}pStyle"))


def _value(element: Any) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _style_level(style: Any) -> int | None:
    """The level that a style itself states, by its outline level or its name."""
    outline = style.find(f"{W}pPr/{W}outlineLvl")
    if outline is not None:
        return _outline_level(outline)
    text = _value(style.find(f"{W}name")).strip()
    if match := _HEADING_STYLE.fullmatch(text):
        return int(match[1])
    return 1 if text.lower() in _TITLE_STYLES else None


def _outline_level(outline: Any) -> int:
    level = int(outline.get(f"{W}val", "9"))
    return level + 1 if level < 9 else 0  # 9: body text


def _list_place(element: Any) -> ListPlace | None:
    """What a paragraph or a style itself says of its list."""
    numbering = element.find(f"{W}pPr/{W}numPr")
    if numbering is None:
        return None
    list_id, level = _value(numbering.find(f"{W}numId")), _value(numbering.find(f"{W}ilvl"))
    return ListPlace(list_id, int(level) if level.isdecimal() else 0) if list_id else None


def _look(properties: Any, otherwise: RunLook) -> RunLook:
    """What run properties state; `otherwise` says the rest."""
    dropped = [is_on(one) for one in properties if one.tag in _DROPPING]
    align = properties.find(f"{W}vertAlign")
    return RunLook(
        any(dropped) if dropped else otherwise.is_dropped,
        otherwise.is_raised if align is None else _value(align) == "superscript",
    )
