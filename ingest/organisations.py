"""Whose document it is, of which year, stage and level: read from its cover, titles and label lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from ingest.document import Grid, Line, SourceDocument
from knowledge.errors import IngestError
from knowledge.model import Document, Level, Stage
from knowledge.names.units import is_organisation, region_of
from knowledge.text import compact, fold

_COVER_LINES = 12
_LABEL_WINDOW = 3
_LABELLED = re.compile(
    r"(?:预算主管部门|预算(?:部门|单位)|编制(?:部门|单位)|填报(?:部门|单位)|公开(?:部门|单位)|部门[(（]?单位[)）]?名称|部门名称|单位名称|(?:部门|单位)(?=\s*[:：]))"
    r"\s*[:：]?\s*(?:[\[【(（]?\d{3,9}[\]】)）]?\s*[-_—]?\s*)?(?P<name>[\u4e00-\u9fff（）()]{4,40}?)(?=[^\u4e00-\u9fff（）()]|填报|单位|$)"
)
_TITLE = re.compile(
    r"(?P<name>[\u4e00-\u9fff（）()]{0,40}?)(?P<year>20\d\d)年(?:度)?(?P<name2>[\u4e00-\u9fff（）()]{0,30}?)"
    r"(?P<level>部门|单位)?(?:预算|决算)(?:公开|信息公开|说明|编制说明|草案)?"
)
_STAGE = re.compile(r"(?<![比与较同])(?P<year>20\d\d)年(?:度)?[\u4e00-\u9fff]{0,30}?(?P<stage>预算|决算)")
_LEVEL = re.compile(r"(?P<level>部门|单位)(?:预算|决算)")
_SENTENCE_SUBJECT = re.compile(
    r"^(?P<name>[\u4e00-\u9fff（）()]{4,40}?)(?=20\d\d年|主要职责|共有车辆|主要职能|机构设置|概况)"
)


@dataclass(frozen=True, slots=True)
class Given:
    """What the person who ingests says of a document that does not say it itself."""

    unit_name: str = ""
    year: int | None = None
    stage: Stage | None = None
    level: Level | None = None


NOTHING_GIVEN = Given()


def identify(source: SourceDocument, given: Given = NOTHING_GIVEN) -> Document:
    """Whose document this is. Raises IngestError, with the cure, where the document does not say it."""
    texts = [fold(text) for text in _texts(source)]
    cover = "".join(texts[:_COVER_LINES])
    file = fold(PurePath(source.file).stem)  # says what the text does not
    unit_name = given.unit_name or _unit_name(texts, cover) or _unit_name([file], "")
    year, stage = _year_and_stage(texts, cover)
    if year is None:
        year, stage = _year_and_stage([file], "")
    year, stage = given.year or year, given.stage or stage
    missing = [
        option
        for option, value in (("--unit NAME", unit_name), ("--year YEAR", year), ("--stage 预算|决算", stage))
        if not value
    ]
    if missing or year is None or stage is None:
        raise IngestError(
            f"{source.file}: it does not say whose budget of which year it is. "
            f"Ingest it alone with: {' '.join(missing)}"
        )
    level = given.level or _level([*texts, file], cover)
    return Document(
        title=f"{unit_name}{year}年{level.value}{stage.value}",
        file=source.file,
        sha256=source.sha256,
        unit_name=unit_name,
        year=year,
        stage=stage,
        level=level,
        region=region_of(unit_name),
    )


def _texts(source: SourceDocument) -> Iterator[str]:
    for block in source.blocks:
        if isinstance(block, Line):
            yield block.text
        elif isinstance(block, Grid):
            yield from (" ".join(cell.text for cell in row if cell) for row in block.rows[:3])


def _unit_name(texts: list[str], cover: str) -> str:
    votes: Counter[str] = Counter()
    for weight, names in (
        (5, _labelled(texts)),
        (2, _titled([cover, *texts])),
        (1, _sentence_subjects(texts)),
    ):
        for name in names:
            cleaned = _clean(name)
            if is_organisation(cleaned):
                votes[cleaned] += weight
    if not votes:
        return ""
    best = max(votes.values())
    near = [name for name, count in votes.items() if count * 3 >= best]
    return max(near, key=lambda name: (bool(region_of(name)), votes[name], len(name)))


def _labelled(texts: list[str]) -> Iterator[str]:
    """Names behind a label such as 预算单位：; label and name may be broken over three printed lines."""
    for index in range(len(texts)):
        windows = ("".join(texts[index : index + lines]) for lines in range(1, _LABEL_WINDOW + 1))
        matches = [match for window in windows if (match := _LABELLED.search(window))]
        names = [match["name"] for match in matches if match.start() < len(texts[index])]
        yield from [name for name in names if is_organisation(_clean(name))][-1:]


def _titled(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for match in _TITLE.finditer(text):
            yield match["name"] or match["name2"]


def _sentence_subjects(texts: Iterable[str]) -> Iterator[str]:
    return (match["name"] for text in texts if (match := _SENTENCE_SUBJECT.match(text)))


def _clean(name: str) -> str:
    name = re.sub(
        r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|关于|截至|其中|纳入|从|按照|根据)",
        "",
        compact(name),
    )
    return re.sub(r"[(（](?:部门|单位|本级|汇总|机关|本部)[)）]$", "", name).strip("的（(")


def _year_and_stage(texts: list[str], cover: str) -> tuple[int | None, Stage | None]:
    votes: Counter[tuple[int, Stage]] = Counter()
    for weight, text in [(5, cover), *((1, text) for text in texts if len(text) < 60)]:
        for match in _STAGE.finditer(text):
            votes[int(match["year"]), Stage(match["stage"])] += weight
    if not votes:
        return None, None
    return max(votes, key=lambda key: (votes[key], key[0]))


def _level(texts: list[str], cover: str) -> Level:
    on_cover = _LEVEL.findall(cover)
    if on_cover:
        return Level(on_cover[0])
    votes = Counter(word for text in texts if len(text) < 60 for word in _LEVEL.findall(text))
    return Level(votes.most_common(1)[0][0]) if votes else Level.UNKNOWN
