"""Whose document it is, of which year, stage and level: read from its titles and labels, filled from the file's name.

Evidence is never a sentence: titles are explained whole (`ingest.titles`), names stand behind labels (`ingest.labels`).
What the text says counts more than the file's name; what neither says is asked of the person who ingests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from ingest.covers import Placed, names_on_cover, titles_of
from ingest.document import Grid, Line, SourceDocument
from ingest.filenames import FileHints, hints_of
from ingest.labels import Labelled, labelled
from ingest.moments import Moment, moments_of, plain
from ingest.patterns import compiled
from ingest.places import fits, fuller_in, has_scope, only_place_in, place_in
from ingest.titles import is_of_other_text, part_in
from knowledge.errors import IngestError
from knowledge.lexicon import load
from knowledge.model import Document, Level, Stage
from knowledge.names.regions import completed, full_region, is_known_region, is_region, is_same_region
from knowledge.names.units import has_region, is_same_body, region_of

T = TypeVar("T")

_COVER_TITLE, _NEXT_TITLE, _COVER_LABEL, _FILE, _COVER_NAME = 12, 8, 10, 4, 2  # weights of what says a name
_REGION = 3  # what a region in a name adds
_MOST_LABELS, _MOST_TITLES = 6, 9  # what many of them weigh together
_WHOLE_GRIDS, _WHOLE_SENTENCES = 4, 8  # with so many tables and sentences a file is no part but all of it
_HEADER_ROWS, _HEADER_LENGTH = 8, 12  # rows at the top of a grid and characters of a cell that may be its header
_TWO_YEARS = 3  # titles of last year's execution beside a budget: the document speaks of both
_SAID = {
    Stage.BUDGET: "预算",
    Stage.FINAL: "决算",
    Stage.ADJUSTED: "调整预算",
    Stage.EXECUTION: "预算执行情况",
}
_OPTIONS = ("--unit NAME", "--year YEAR", "--stage 预算|决算")
_LEVEL_WORD = compiled("titles", "level_word")
_REPORTER = compiled("titles", "reporter")


_CUT = 2  # characters of a name on the next line


@dataclass(frozen=True, slots=True)
class Given:
    """What the person who ingests says of a document that does not say it itself."""

    unit_name: str = ""
    year: int | None = None
    stage: Stage | None = None
    level: Level | None = None
    part: str = ""  # of a publication in several files


NOTHING_GIVEN = Given()


def identify(source: SourceDocument, given: Given = NOTHING_GIVEN) -> Document:
    """Whose document this is. Raises IngestError, with the cure, where the document does not say it."""
    found = _Evidence(source)
    if given == NOTHING_GIVEN and found.is_of_other_text:
        raise IngestError(f"{source.file}: it is no budget but “{found.heading}”. If it is one: {' '.join(_OPTIONS)}")
    level = given.level or (Level.GOVERNMENT if found.is_of_government else None)
    unit_name = given.unit_name or (found.place if level is Level.GOVERNMENT else found.unit_name)
    moments = found.moments(is_report=level is Level.GOVERNMENT)
    year, stage = given.year or moments[-1].year, given.stage or moments[-1].stage
    if not unit_name or year is None or stage is None:
        raise IngestError(_missing(source.file, unit_name, year, stage))
    level = level or found.level(unit_name)
    part = given.part or found.part
    return Document(
        title=_title(unit_name, Moment(year, stage), level, moments) + part,
        file=source.file,
        sha256=source.sha256,
        unit_name=unit_name,
        year=year,
        stage=stage,
        level=level,
        region=found.region(unit_name),
        part=part,
    )


def _missing(file: str, *values: object) -> str:
    """What is wrong with a file that does not say it, and what to do."""
    options = [option for option, value in zip(_OPTIONS, values, strict=True) if not value]
    return f"{file}: it does not say whose budget of which year it is. Ingest it alone with: {' '.join(options)}"


def _title(unit_name: str, own: Moment, level: Level, moments: Sequence[Moment]) -> str:
    """青山市民政局2024年部门预算; of a report of two years 青山市2024年预算执行情况和2025年预算."""
    if level is Level.GOVERNMENT and len(moments) > 1 and moments[-1] == own:
        return unit_name + "和".join(f"{one.year}年{_SAID[one.stage]}" for one in moments if one.stage)
    return f"{unit_name}{own.year}年{level.value}{_SAID[own.stage] if own.stage else ''}"


class _Evidence:
    """What a document and its file's name say of whose it is."""

    def __init__(self, source: SourceDocument) -> None:
        self._source = source

    @cached_property
    def _titles(self) -> tuple[Placed, ...]:
        return titles_of(self._source)

    @cached_property
    def _labels(self) -> tuple[Labelled, ...]:
        return tuple(labelled(self._source))

    @cached_property
    def _file(self) -> FileHints:
        return hints_of(self._source.file)

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        return tuple(plain(text) for text in _texts(self._source))

    @cached_property
    def _cover_end(self) -> int:
        return max((placed.block for placed in self._titles if placed.on_cover), default=12)

    @property
    def heading(self) -> str:
        """The first title of the document, or its first line."""
        titles = [one.title.text for one in self._titles if one.on_cover and one.title.says_all]
        return [*titles, *self._texts, ""][0]

    @property
    def is_of_other_text(self) -> bool:
        """Whether its title is that of a text that is no budget: a check list, a report on performance."""
        return is_of_other_text(self.heading)

    # ---- a body ------------------------------------------------------------------------------------------

    @cached_property
    def unit_name(self) -> str:
        """The body's name as printed; empty where nothing says it."""
        votes = _with_broken_joined(self._name_votes(), Counter(one.name for one in self._labels))
        if not votes:
            return ""
        groups: dict[str, list[str]] = {}
        for name in sorted(votes, key=lambda name: -len(name)):
            head = next((head for head in groups if is_same_body(name, head)), name)
            groups.setdefault(head, []).append(name)
        best = max(groups.values(), key=lambda names: (_weight(names, votes), len(names[0])))
        return self._fullest(best, votes)

    def _name_votes(self) -> Counter[str]:
        votes: Counter[str] = Counter()
        for rank, name in enumerate(self._cover_names):
            votes[name] += _COVER_TITLE if rank == 0 else _NEXT_TITLE
        for names, weight, most in (
            ([one.title.name for one in self._titles], 1, _MOST_TITLES),
            ([one.name for one in self._labels if one.block > self._label_end], 1, _MOST_LABELS),
            ([one.name for one in self._labels if one.block <= self._label_end], _COVER_LABEL, _COVER_LABEL),
            ([self._file.title.name] if self._file.title else [], _FILE, _FILE),
            (names_on_cover(self._source), _COVER_NAME, _COVER_NAME),
        ):
            for name, count in Counter(filter(None, names)).items():
                votes[name] += min(count * weight, most)
        return votes

    @cached_property
    def _cover_names(self) -> tuple[str, ...]:
        """The names that the cover's titles say with a year: the first is most likely its own, others may be links."""
        return tuple(
            dict.fromkeys(
                one.title.name for one in self._titles if one.on_cover and one.title.name and one.title.says_all
            )
        )

    @property
    def _label_end(self) -> int:
        """Labels up to here stand on the cover."""
        return self._cover_end + 4

    @staticmethod
    def _fullest(names: Sequence[str], votes: Counter[str]) -> str:
        """Of the forms of one name that with the fullest region, of those the best attested."""
        return max(names, key=lambda name: (has_region(name), len(region_of(name)), votes[name], len(name)))

    def level(self, unit_name: str) -> Level:
        """The level that the cover says, then other titles, then the text; a school or a station is a unit."""
        titles = [*(one for one in self._titles if one.on_cover), *self._titles]
        said = [one.title.level for one in titles if one.title.level]
        if said:
            return said[0] if titles[0].title.level else Counter(said).most_common(1)[0][0]
        if any(one.title.is_own for one in self._titles):
            return Level.UNIT
        words = [word for text in self._texts for word in _LEVEL_WORD.findall(text)]
        if words:
            return Level(Counter(words).most_common(1)[0][0])
        if self._file.level:
            return self._file.level
        of_unit = unit_name.endswith(tuple(load("units")["whole"]["of_unit"]))
        return Level.UNIT if of_unit else Level.DEPARTMENT

    # ---- a government ------------------------------------------------------------------------------------

    @cached_property
    def is_of_government(self) -> bool:
        """Whether it is the budget of a whole government: its first title says so, or all that its tables say."""
        for placed in self._titles:
            if placed.title.is_report_of_government and placed.on_cover:
                return True
            if placed.title.says_all and (placed.title.level or placed.title.name):
                return False
        if any(not _REPORTER.search(one.name) for one in self._labels if not one.is_issuing):
            return False
        of_government = [one for one in self._titles if one.title.is_of_government]
        return bool(of_government) and not any(one.title.level for one in self._titles)

    @cached_property
    def place(self) -> str:
        """The government's place: as its titles say it, as the text around does, as the file's name does."""
        said = [one for one in self._titles if one.title.is_of_government]
        of_tables = _most([(one.title.place, 1) for one in said if is_known_region(one.title.place)])
        on_cover = next((place for one in said if one.on_cover and (place := one.title.place or one.title.name)), "")
        scope = next((one.title.text for one in said if has_scope(one.title.text)), "")
        any_table = next((one.title.place for one in said if one.title.place), "")
        of_text = on_cover or of_tables or place_in(self._texts, scope) or any_table
        return of_text or (self._file.place if fits(self._file.place, scope) else "")

    # ---- when --------------------------------------------------------------------------------------------

    def moments(self, is_report: bool) -> tuple[Moment, ...]:
        """The document's moments, the last one its own; at least one, which may say nothing."""
        if is_report and (said := self._report_moments()):
            return said
        votes: Counter[Moment] = Counter()
        for placed in self._titles:
            for moment in placed.title.moments:
                votes[moment] += _COVER_TITLE if self._is_own_title(placed) else 1
        whole = Counter({moment: count for moment, count in votes.items() if moment.year and moment.stage})
        if whole:
            own = max(whole, key=lambda moment: (whole[moment], moment.year))
            before = Moment((own.year or 0) - 1, Stage.EXECUTION)
            is_of_two = is_report and own.stage is Stage.BUDGET and whole[before] >= _TWO_YEARS
            return (before, own) if is_of_two else (own,)
        year = _most([(moment.year, count) for moment, count in votes.items()]) or self._file.year
        return (Moment(year, self._stage(votes)),)

    def _is_own_title(self, placed: Placed) -> bool:
        """Whether it is a title of the cover, of this body and no other's."""
        title = placed.title
        is_other = bool(title.name and self.unit_name) and not is_same_body(title.name, self.unit_name)
        return placed.on_cover and title.says_all and not is_other

    def _stage(self, votes: Counter[Moment]) -> Stage | None:
        """Without a title that says both: the stage that most say, that of the columns, the file's, a fund's budget."""
        said = _most([(moment.stage, count) for moment, count in votes.items()])
        if said or not votes:
            return said or self._file.stage
        columns = [(moment.stage, 1) for text in _headers(self._source) for moment in moments_of(text)]
        return _most(columns) or self._file.stage or Stage.BUDGET

    def _report_moments(self) -> tuple[Moment, ...]:
        reports = [one.title for one in self._titles if one.title.is_report_of_government]
        said = [title.moments for title in reports if title.moments and all(one.stage for one in title.moments)]
        return tuple(one for one in said[0] if one.year) if said else ()

    # ---- where, and which part ---------------------------------------------------------------------------

    def region(self, unit_name: str) -> str:
        """The region as far as the document says it: from the name, completed by the titles, or from the text."""
        own = unit_name if is_region(unit_name) else region_of(unit_name)
        said = [one.title.place for one in self._titles if one.on_cover and one.title.place]
        fuller = [region for region in said if is_same_region(own, region)]
        longest = max([own, *map(full_region, fuller)], key=len)
        region = full_region(fuller_in(self._texts, longest) if longest else only_place_in(self._texts))
        return completed(region, self._file.place) if region and not is_known_region(region) else region

    @property
    def part(self) -> str:
        """Which part of a publication it is: by its title or its file's name, and by what it holds."""
        said = next((part_in(one.title.text) for one in self._titles if one.on_cover and one.title.says_all), "")
        part = self._file.part or said
        grids = sum(isinstance(block, Grid) for block in self._source.blocks)
        sentences = sum(text.endswith("。") for text in self._texts)
        return "" if grids >= _WHOLE_GRIDS and sentences >= _WHOLE_SENTENCES else part


def _with_broken_joined(votes: Counter[str], labels: Counter[str]) -> Counter[str]:
    """Votes of a name that a line break cuts off (…办, 公厅 below) given to the one that most labels print."""
    joined = Counter(votes)
    for name in votes:
        whole = max((other for other in labels if _is_cut(name, other)), key=labels.__getitem__, default=name)
        if whole != name and labels[whole] > labels[name]:
            joined[whole] += joined.pop(name)
    return joined


def _is_cut(name: str, whole: str) -> bool:
    return whole.startswith(name) and 0 < len(whole) - len(name) <= _CUT


def _weight(names: Sequence[str], votes: Counter[str]) -> int:
    """What the forms of one name weigh together; with its region a name says more than 市信息中心."""
    return sum(votes[name] for name in names) + (_REGION if any(map(has_region, names)) else 0)


def _most(votes: Iterable[tuple[T | None, int]]) -> T | None:
    """What has most votes, the first of equals."""
    counted: Counter[T] = Counter()
    for value, count in votes:
        if value is not None:
            counted[value] += count
    return max(counted, key=lambda value: counted[value], default=None)


def _texts(source: SourceDocument) -> Iterator[str]:
    for block in source.blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            yield from (cell.text for row in block.rows[:3] for cell in row if cell)


def _headers(source: SourceDocument) -> Iterator[str]:
    """Short cells at the top of grids."""
    grids = (block for block in source.blocks if isinstance(block, Grid))
    cells = (cell.text for grid in grids for row in grid.rows[:_HEADER_ROWS] for cell in row if cell)
    return (text for text in cells if len(text) <= _HEADER_LENGTH)
