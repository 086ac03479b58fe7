"""What a file's name says of a document: it fills what the text does not say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from ingest.moments import plain, years_of
from ingest.patterns import compiled, load
from ingest.titles import Title, part_in, read_title
from knowledge.model import Level, Stage
from knowledge.names.regions import romanised_region

_WORDS: dict[str, list[str]] = load("titles")["file_words"]
_NOISE = compiled("titles", "file_noise")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LETTERS = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class FileHints:
    """What a file's name says; empty or None where it says nothing."""

    title: Title | None = None  # where it is one: 青山市民政局2024年部门决算.pdf
    year: int | None = None
    stage: Stage | None = None
    level: Level = Level.UNKNOWN
    part: str = ""
    letters: tuple[str, ...] = ()  # words that are not Chinese

    @property
    def place(self) -> str:
        """The place that the name says: 南昌市 of gov-jiangxi-nanchang-2025.pdf."""
        return self.title.place if self.title and self.title.place else romanised_region(self.letters)


def hints_of(file: str) -> FileHints:
    """Read a file's name without its suffix."""
    stem = _NOISE.sub("", plain(PurePath(file).stem))
    title = read_title(stem)
    letters = tuple(_LETTERS.findall(stem))
    words = {word.lower() for word in letters}
    years = years_of(stem) or tuple(int(year) for year in _YEAR.findall(stem))
    moment = title.moments[-1] if title and title.moments else None
    stage = moment.stage if moment else _word(words, *Stage)
    level = title.level if title and title.level else _word(words, *Level)
    return FileHints(
        title=title,
        year=(moment.year if moment else None) or (years[0] if len(set(years)) == 1 else None),
        stage=Stage(stage) if stage else None,
        level=Level(level or ""),
        part=part_in(stem),
        letters=letters,
    )


def _word(words: set[str], *values: str) -> str | None:
    return next((value for value in values if words & set(_WORDS.get(value, ()))), None)
