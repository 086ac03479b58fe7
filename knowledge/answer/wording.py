"""How answers are said: figures with separators, whose and where they stand, in plain Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from knowledge.amounts import FEN_PER_UNIT, convert, grouped, plain
from knowledge.cells import Cell
from knowledge.model import PATH_SEPARATOR, TOTAL_MEASURE, Aspect, Citation, Direction, Figure, Level, Scheme, Stage
from knowledge.reply import Value

_WHOLE_NAMES = {Direction.REVENUE: "收入总计", Direction.EXPENDITURE: "支出总计", Direction.NONE: "收支总计"}
_SHOWN_AS_WAN = Decimal(10_000)  # 元 from which the conversion to 万元 is shown beside


def name_of(figure: Figure) -> str:
    """What the figure is of, in the words of its table."""
    subject = figure.subject
    fund = figure.fund if figure.fund and subject.scheme is Scheme.TOTAL else ""
    if subject.scheme is Scheme.TOTAL:
        whole = figure.measure if figure.measure != TOTAL_MEASURE else _WHOLE_NAMES[figure.direction]
        return f"{fund}{whole}"
    return subject.name


def label_of(figure: Figure) -> str:
    """The figure's name with its measure: 信息化建设 公用经费."""
    if figure.subject.scheme is Scheme.TOTAL or (
        figure.measure in (TOTAL_MEASURE, "基本支出") and _measure_is_whole(figure)
    ):
        return name_of(figure)
    return f"{figure.subject.name} {figure.measure}"


def _measure_is_whole(figure: Figure) -> bool:
    """基本支出 is the 合计 of an economic line in the table of 基本支出; of a function it is a part."""
    return figure.measure == TOTAL_MEASURE or figure.subject.scheme in (
        Scheme.DEPARTMENT_ECONOMIC,
        Scheme.GOVERNMENT_ECONOMIC,
    )


def amount(figure: Figure) -> str:
    """The amount as printed with separators and unit: 12,971,818.00 元（1,297.18 万元）."""
    text = f"{grouped(figure.printed)} {figure.unit}" if figure.unit != "%" else f"{figure.printed.rstrip('%％')}%"
    if figure.comparator:
        text = f"{figure.comparator} {text}"
    if figure.unit == "元" and abs(figure.value) >= _SHOWN_AS_WAN:
        text += f"（{money(convert(figure.value, '元', '万元'), '万元')}）"
    return text


def money(value: Decimal, unit: str) -> str:
    """A computed amount: two decimals at most, none where it has none."""
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP) if value.as_tuple().exponent < -2 else value  # type: ignore[operator]
    return f"{format(rounded, ',f')} {unit}"


def whose(citation: Citation, year: int | None = None, stage: str | None = None) -> str:
    """Unit, year and stage: the first part of a figure's scope. An execution figure says which document prints it."""
    document = citation.document
    own = f"{document.year}年{document.level.value}{document.stage.value}"
    if stage == Stage.EXECUTION:
        return f"{document.unit_name} {year or document.year}年{stage}（据{own}）"
    return f"{document.unit_name} {year or document.year}年{document.level.value}{stage or document.stage.value}"


def place(citation: Citation) -> str:
    """Table, row, column and page of a citation, or the section of a sentence."""
    parts = (
        [citation.table, citation.row, citation.column]
        if citation.table
        else [citation.section.split(PATH_SEPARATOR)[-1], "原文"]
    )
    where = PATH_SEPARATOR.join(part for part in parts if part)
    location = citation.location
    if location.page:
        return f"{where}（第{location.page}页{'，扫描识别，请核对原图' if location.scanned else ''}）"
    return f"{where}（第{location.line}行）" if location.line else where


def source(citation: Citation) -> str:
    """The document that a citation is from."""
    return f"来源：{citation.document.title}（{citation.document.file}）"


def scope_lines(figure: Figure) -> list[str]:
    """Whose amount it is and where it stands."""
    whose_it_is = whose(figure.citation, figure.year, figure.stage.value)
    return [" · ".join(filter(None, (whose_it_is, figure.scope, place(figure.citation)))), source(figure.citation)]


def value_of(figure: Figure) -> Value:
    """A printed figure as a value of the answer."""
    return Value(
        value=plain(figure.value),
        unit=figure.unit,
        label=label_of(figure),
        unit_name=figure.citation.document.unit_name,
        year=figure.year,
        stage=figure.stage.value,
        comparator=figure.comparator or None,
        scope=figure.scope,
    )


def derived(value: Decimal, unit: str, label: str, like: Figure, formula: str, year: int | None = None) -> Value:
    """A computed value, of the same unit and year as a printed figure."""
    return Value(
        value=plain(value),
        unit=unit,
        label=label,
        unit_name=like.citation.document.unit_name,
        year=year or like.year,
        stage=like.stage.value,
        formula=formula,
        scope=like.scope,
    )


def citations_of(cells: Iterable[Cell], each: int = 2) -> tuple[Citation, ...]:
    """The first places of each cell, none twice."""
    found = [stored.figure.citation for cell in cells for stored in cell.figures[:each]]
    return tuple(dict.fromkeys(found))


def question_for(figure: Figure, with_stage: bool = True) -> str:
    """A complete question that this figure answers."""
    document = figure.citation.document
    level = document.level.value if document.level is not Level.UNKNOWN else ""
    stage = f"{figure.year}年{level}{figure.stage.value}" if with_stage else f"{figure.year}年"
    parent = figure.subject.parent.split(PATH_SEPARATOR)[-1] if figure.subject.scheme is Scheme.FUNCTION else ""
    name = label_of(figure).replace(" ", "的")
    if figure.subject.scheme is Scheme.TOTAL and figure.fund:
        name = f"{figure.fund}的{name.removeprefix(figure.fund)}"  # 一般公共预算收入 alone is a line of its own
    return f"{document.unit_name}{stage}{f'（{parent}）' if parent else ''}{name}是多少"


def aligned(rows: Sequence[tuple[str, str]]) -> list[str]:
    """Rows of a list: name, then amount."""
    return [f"· {name}：{text}" for name, text in rows]


def is_change(figure: Figure) -> bool:
    """Whether a figure says how much more or less."""
    return figure.aspect in (Aspect.CHANGE, Aspect.RATE)


def in_unit(figure: Figure, unit: str) -> Decimal:
    """The figure's value in another unit of money; as it is where it is no money."""
    if figure.unit == unit or figure.unit not in FEN_PER_UNIT or unit not in FEN_PER_UNIT:
        return figure.value
    return convert(figure.value, figure.unit, unit)
