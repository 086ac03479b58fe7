"""Classification lines as sentences print them: with 类, 款 and 项, with a code, or as a path in quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.patterns import load
from ingest.subjects import scheme_of
from ingest.wording import Wording
from knowledge.model import PATH_SEPARATOR, Scheme, Subject

_RULES = load("narrative")["path"]
_SEGMENT = re.compile(_RULES["segment"])
LINE = re.compile(f'(?:{re.sub("[?]P<[a-z]+>", "?:", _RULES["segment"])}[、，]?)+[”"]?')
_CODES = tuple(re.compile(pattern) for pattern in _RULES["codes"])
_SCHEME_OF_CODE = {"2": Scheme.FUNCTION, "3": Scheme.DEPARTMENT_ECONOMIC, "5": Scheme.GOVERNMENT_ECONOMIC}
_DASH = re.compile(r"[-－—–]")
_AROUND_PATH = re.compile(_RULES["around"])
_LEVELS = ("类", "款", "项")


@dataclass(slots=True)
class Lines:
    """The classification lines of one section: a line that begins below 类 has its parents from those above it."""

    headings: str
    wording: Wording
    _open: dict[str, _Part] = field(default_factory=dict)  # by 类 and 款: what the text has named last

    def __post_init__(self) -> None:
        """The innermost heading with a line opens it: 司法（款）行政运行（项） below 公共安全支出（类）."""
        for heading in reversed(self.headings.split(PATH_SEPARATOR)):
            if segments := list(_SEGMENT.finditer(heading)):
                self._note([_Part.of(segment, self.wording) for segment in segments])
                break

    def read(self, printed: str) -> Subject:
        """Of 住房保障支出（221类）…（02款）住房公积金（01项） the last is the subject, the others its parents."""
        parts = [_Part.of(segment, self.wording) for segment in _SEGMENT.finditer(printed)]
        before = printed[: printed.index(parts[0].printed)]
        if before.endswith("、"):  # a name may list: 公诉、审判等检察监督
            parts[0] = replace(parts[0], name=self.wording.line_in(before + parts[0].printed))
        above = [self._open[level] for level in _LEVELS[: _LEVELS.index(parts[0].level)] if level in self._open]
        self._note(parts)
        whole = [*above, *parts]
        codes = [part.code for part in whole]
        code = "".join(codes) if all(codes) and len("".join(codes)) == 2 * len(codes) + 1 else ""
        return Subject(parts[-1].name, code, Scheme.FUNCTION, PATH_SEPARATOR.join(part.name for part in whole[:-1]))

    def _note(self, parts: Sequence[_Part]) -> None:
        for part in parts:
            for level in _LEVELS[_LEVELS.index(part.level) :]:
                self._open.pop(level, None)
            self._open[part.level] = part


@dataclass(frozen=True, slots=True)
class _Part:
    """住房公积金（01项）: one level of a line."""

    printed: str
    name: str
    code: str
    level: str

    @classmethod
    def of(cls, segment: re.Match[str], wording: Wording) -> _Part:
        printed = segment["name"].strip('“”"')
        return cls(printed, wording.line_in(printed), segment["code"] or "", segment["level"])


def coded(name: str) -> Subject | None:
    """2050201学前教育, 2050201-学前教育 and 学前教育（2050201）: a name with its code, or None."""
    found = next((match for pattern in _CODES if (match := pattern.match(name))), None)
    return Subject(found["name"], found["code"], _SCHEME_OF_CODE[found["code"][0]]) if found else None


def dashed(name: str) -> Subject | None:
    """A path in one word, “住房保障支出-住房改革支出-住房公积金”科目, or None."""
    parts = [part for part in _DASH.split(_AROUND_PATH.sub("", name)) if part]
    if len(parts) < 2 or scheme_of(parts[0]) is not Scheme.FUNCTION:
        return None
    return Subject(parts[-1], scheme=Scheme.FUNCTION, parent=PATH_SEPARATOR.join(parts[:-1]))
