"""Performance forms drawn as grids: what a project costs and what it must reach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from ingest.document import Cell, Grid
from ingest.outline import Placed, PlacedGrid
from ingest.patterns import load
from ingest.personal import has_personal_data
from ingest.sentences import fold_text
from ingest.targets import Target, split_targets
from ingest.units import unit_in
from ingest.wording import title_words
from knowledge.amounts import is_number, parse_amount
from knowledge.model import (
    PATH_SEPARATOR,
    TOTAL_MEASURE,
    Aspect,
    Citation,
    Document,
    Figure,
    Indicator,
    Location,
    Passage,
    Problem,
    Scheme,
    Stage,
    Subject,
    Table,
)
from knowledge.text import compact

_RULES = load("forms")
_TITLE = re.compile(_RULES["title"])
_OVERALL = re.compile(_RULES["overall"])
_PROJECT = re.compile(_RULES["project"])
_LEVEL1 = re.compile(_RULES["level1"])
_LEVEL2 = re.compile(_RULES["level2"])
_MONEY = re.compile(_RULES["money"])
_MONEY_UNIT = re.compile(_RULES["money_unit"])
_SHARE = re.compile(_RULES["share"])
_SCORE = re.compile(_RULES["score"])
_HEADER = re.compile(_RULES["header"])
_TOTAL = re.compile(_RULES["total"])
_FUND = re.compile(_RULES["fund"])
_OBJECTIVE = re.compile(_RULES["objective"])
_ROLES = {role: re.compile(pattern) for role, pattern in _RULES["columns"].items()}
_PERIODS = {period: re.compile(pattern) for period, pattern in _RULES["periods"].items()}
_OTHER_TITLE = re.compile(r"表(?:（[^（）]*）|\([^()]*\))?$")  # of a table that is no form
_PRINTED_UNIT = re.compile(r"^(?P<number>-?[\d,.]+)\s*(?P<unit>万元|亿元|元|%|％)?$")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_PASSAGE_LENGTH = 10  # characters; a shorter cell is an entry, not a text
_TITLE_REACH = 4  # paragraphs above a grid among which its title stands

ANNUAL, LONG = "年度", "中期"


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What one form says."""

    table: Table | None = None
    indicators: tuple[Indicator, ...] = ()
    passages: tuple[Passage, ...] = ()
    problems: tuple[Problem, ...] = ()


# ---- which grids are forms -----------------------------------------------------------------------------


def is_form(placed: PlacedGrid) -> bool:
    """Whether a grid is a performance form, by the labels it holds; a title alone is not enough."""
    labels = [_fold(cell.text) for row in placed.grid.rows for cell in row if cell and cell.text.strip()]
    levels = sum(1 for label in labels if _ROLES["level3"].match(label) or _ROLES["level2"].match(label))
    kinds = sum(1 for label in labels if _LEVEL2.match(label))
    if levels or kinds >= 2:
        return True
    return bool(_title(placed)) and any(_PROJECT.match(label) for label in labels) and _first_is_label(placed)


def _first_is_label(placed: PlacedGrid) -> bool:
    """Whether 项目名称 is a label with its value beside it, not the header of a list of projects."""
    for row in placed.grid.rows:
        texts = [_fold(cell.text) for cell in row if cell and cell.text.strip()]
        if texts and _PROJECT.match(texts[0]):
            return len(texts) <= 4 and not any(_HEADER.search(text) for text in texts[1:2])
    return False


def join_grids(placed: Sequence[Placed]) -> list[PlacedGrid]:
    """All grids, a form's later pieces joined to its first: pieces that have no header of their own."""
    grids: list[PlacedGrid] = []
    for part in placed:
        if not isinstance(part, PlacedGrid):
            continue
        last = grids[-1] if grids else None
        if last and is_form(part) and is_form(last) and _is_rest(part):
            grids[-1] = replace(last, grid=_joined(last.grid, part.grid), after=part.after)
        else:
            grids.append(part)
    return grids


def _is_rest(part: PlacedGrid) -> bool:
    labels = {_fold(cell.text) for row in part.grid.rows for cell in row if cell}
    has_header = any(_ROLES["level3"].match(label) or _PROJECT.match(label) for label in labels)
    return not has_header and not any(_TITLE.search(_fold(paragraph.text)) for paragraph in part.before)


def _joined(first: Grid, rest: Grid) -> Grid:
    width = max(len(first.rows[0]), len(rest.rows[0]))
    rows = [row + (None,) * (width - len(row)) for row in first.rows + rest.rows]
    return replace(first, rows=tuple(rows))


def _title(placed: PlacedGrid) -> str:
    """The form's title: the nearest line above that has its words, else the innermost heading."""
    above = [paragraph.text for paragraph in placed.before[-_TITLE_REACH:]]
    above.insert(0, placed.section.split(PATH_SEPARATOR)[-1])
    first = next((cell.text for cell in placed.grid.rows[0] if cell and cell.text.strip()), "")
    for text in [first, *reversed(above)]:
        if _TITLE.search(_fold(text)) and len(text) < 60:
            return text
        if _OTHER_TITLE.search(_fold(text)) and len(text) < 60:
            return ""
    return ""


@lru_cache(maxsize=16_384)
def _fold(text: str) -> str:
    """A label without white space and in one width."""
    return fold_text(text).text.replace(" ", "")


# ---- reading ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    """The columns of one list of indicators; two may stand side by side."""

    period: str
    level2: int
    level3: int
    value: int
    sign: int | None = None
    unit: int | None = None


@dataclass(slots=True)
class _Form:
    """A form while it is read."""

    rows: tuple[tuple[Cell | None, ...], ...]
    document: Document
    section: str
    title: str
    unit: str
    location: Location
    owner: str = ""
    figures: list[Figure] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    read: set[tuple[int, int]] = field(default_factory=set)  # cells whose number is in a figure

    def text(self, row: int, column: int) -> str:
        """The cell's text as printed, without breaks; empty where it is blank or covered."""
        cell = self.rows[row][column] if column < len(self.rows[row]) else None
        return compact(cell.text.replace("\n", "")) if cell else ""

    def printed(self, row: int, column: int) -> str:
        """The cell's text with its spaces, which may divide the indicators that share it."""
        cell = self.rows[row][column]
        return cell.text.replace("\n", "").strip() if cell else ""

    def label(self, row: int, column: int) -> str:
        return _fold(self.text(row, column)).rstrip("：")

    def cite(self, row: int, column: int, quote: str, label: str = "", header: str = "") -> Citation:
        cell = self.rows[row][column]
        return Citation(
            self.document,
            quote,
            self.section,
            table=self.title,
            row=label,
            column=header,
            location=cell.location if cell else self.location,
        )


def read_form(placed: PlacedGrid, document: Document) -> FormFacts:
    """The amounts, indicators and texts of one form."""
    form = _open(placed, document)
    header = _header_row(form)
    form.owner = _owner(form, header)
    _read_top(form, header)
    indicators = tuple(_indicators(form, header)) if header < len(form.rows) else ()
    _read_rest(form)
    table = Table(
        kind="form",
        title=form.title,
        unit=form.unit,
        citation=Citation(document, form.title, form.section, table=form.title, location=form.location),
        is_empty=not form.figures,
        figures=tuple(form.figures),
    )
    return FormFacts(table, indicators, tuple(form.passages), tuple(form.problems))


def _open(placed: PlacedGrid, document: Document) -> _Form:
    title = _title(placed)
    lines = [title, *(paragraph.text for paragraph in placed.before[-_TITLE_REACH:])]
    cells = [cell.text for row in placed.grid.rows for cell in row if cell]
    unit = next((found["unit"] for text in lines + cells if (found := _MONEY_UNIT.search(_fold(text)))), "")
    return _Form(
        rows=placed.grid.rows,
        document=document,
        section=placed.section,
        title=title_words(title, document.unit_name) or "绩效目标表",
        unit=unit,
        location=placed.grid.location,
    )


def _header_row(form: _Form) -> int:
    """The row that names the columns of the indicators; the number of rows where there is none."""
    for index, row in enumerate(form.rows):
        labels = [form.label(index, column) for column in range(len(row))]
        roles = {role for label in labels for role in ("level2", "level3") if _ROLES[role].match(label)}
        if roles and any(_ROLES["value"].match(label) or _ROLES["level3"].match(label) for label in labels):
            return index
    return len(form.rows)


def _owner(form: _Form, header: int) -> str:
    """The project's name; the unit's in an overall form."""
    for row in range(header):
        columns = [column for column in range(len(form.rows[row])) if form.text(row, column)]
        for label, value in pairwise(columns):
            if _PROJECT.match(form.label(row, label)):
                return form.text(row, value)
    if _OVERALL.search(form.title):
        return form.document.unit_name
    headings = form.section.split(PATH_SEPARATOR)
    return title_words(headings[-2]) if len(headings) > 1 else form.document.unit_name


# ---- amounts and texts above the indicators --------------------------------------------------------------


def _read_top(form: _Form, header: int) -> None:
    head = ""
    groups: dict[int, str] = {}  # label column -> the label that 其中 below it is a part of
    for row in range(header):
        texts = [form.text(row, column) for column in range(len(form.rows[row]))]
        head = texts[0] or head
        if has_personal_data(" ".join(text for text in texts if text)):
            form.problems.append(Problem("personal-data", "A row with personal data was left out.", form.location))
            form.read |= {(row, column) for column in range(len(texts))}
            continue
        for column, text in enumerate(texts):
            if number := _PRINTED_UNIT.match(text):
                _read_amount(form, row, column, number, head, groups)
            elif text and column:
                _read_text(form, row, column, head)
            label = form.label(row, column)
            if label and not number and not label.startswith("其中") and not _FUND.match(label):
                groups[column] = label


def _read_amount(form: _Form, row: int, column: int, number: re.Match[str], head: str, groups: dict[int, str]) -> None:
    at = _label_column(form, row, column)
    label = form.label(row, at) if at is not None else _fold(head).rstrip("：")
    above = _header_above(form, row, column)
    group = groups.get(at, "") if at is not None and _FUND.match(label) else ""
    path = PATH_SEPARATOR.join(part for part in (group, label) if part)
    measure, fund = _measure(path)
    if above:
        own = TOTAL_MEASURE if _TOTAL.match(above) else above
        measure = own if measure == TOTAL_MEASURE else measure
        _add_amount(form, (row, column), number, (label, above), measure, fund, head)
    else:
        _add_amount(form, (row, column), number, (_fold(head).rstrip("："), path), measure, fund, head)


def _label_column(form: _Form, row: int, column: int) -> int | None:
    """The nearest cell to the left that is no number."""
    for left in range(column - 1, -1, -1):
        text = form.text(row, left)
        if text and not _PRINTED_UNIT.match(text):
            return left
    return None


def _header_above(form: _Form, row: int, column: int) -> str:
    """The header of a column of amounts, where the form has one: 年初预算数, 全年执行数."""
    for above in range(row - 1, -1, -1):
        label = form.label(above, column)
        if label and not _PRINTED_UNIT.match(label):
            return label if _HEADER.search(label) and len(label) <= 14 else ""
    return ""


def _add_amount(
    form: _Form,
    cell: tuple[int, int],
    number: re.Match[str],
    place: tuple[str, str],
    measure: str,
    fund: str,
    head: str,
) -> None:
    """An amount of the project; `place` is the label of its row and its column's."""
    label, header = place
    words = f"{_fold(head)}{label}{header}"
    unit = number["unit"] or _unit(form, words, header)
    value = parse_amount(number["number"])
    if value is None:
        return
    year = _YEAR.search(header) or _YEAR.search(label)
    form.read.add(cell)
    form.figures.append(
        Figure(
            subject=Subject(form.owner, scheme=_scheme(form)),
            printed=number["number"],
            value=value,
            unit=unit,
            year=int(year[1]) if year else form.document.year,
            stage=Stage.EXECUTION if "执行数" in words else form.document.stage,
            citation=form.cite(*cell, form.text(*cell), label, header),
            measure=measure,
            fund=fund,
            aspect=Aspect.SHARE if unit == "%" and _SHARE.search(words) else Aspect.AMOUNT,
        )
    )


def _scheme(form: _Form) -> Scheme:
    return Scheme.OTHER if form.owner == form.document.unit_name else Scheme.PROJECT


def _unit(form: _Form, words: str, header: str) -> str:
    """The unit of a bare number, by the words around it; empty where they do not tell."""
    if printed := unit_in(header)[0]:
        return printed
    if _SCORE.search(header):
        return "分"
    if _SHARE.search(header):
        return "%"
    return form.unit if _MONEY.search(words or header) else ""


def _measure(path: str) -> tuple[str, str]:
    """Which amount of the project a label means, and from which fund."""
    parts = path.split(PATH_SEPARATOR)
    found = _FUND.match(parts[-1])
    fund = (found["fund"] or found["other"] or "") if found else ""
    whole = parts[0] if len(parts) > 1 or not found else ""
    return TOTAL_MEASURE if not whole or _TOTAL.match(whole) else whole, fund


def _read_text(form: _Form, row: int, column: int, head: str) -> None:
    """A cell with a text becomes a passage under its label."""
    text = form.text(row, column)
    if len(text) < _PASSAGE_LENGTH or _PROJECT.match(_fold(head)) or text == form.owner:
        return
    above = form.label(row - 1, column) if row else ""
    left = _label_column(form, row, column)
    topic = above if _OBJECTIVE.search(above) and len(above) <= 12 else ""
    topic = topic or (form.label(row, left) if left is not None else "") or _fold(head).rstrip("：")
    form.passages.append(Passage(text, form.cite(row, column, text, topic), topic, form.owner))


# ---- indicators -----------------------------------------------------------------------------------------


def _indicators(form: _Form, header: int) -> Iterator[Indicator]:
    groups = _groups(form, header)
    columns = _columns(form, header)
    level1_at = next((column for column, role in columns if role == "level1"), None)
    project_at = next((column for column, role in columns if role == "project"), None)
    level1 = ""
    carried: dict[int, str] = {}
    for row in range(header + 1, len(form.rows)):
        if project_at is not None and form.text(row, project_at):
            form.owner = form.text(row, project_at)
        if level1_at is not None:
            level1 = form.text(row, level1_at) or level1
        for group in groups:
            carried[group.level2] = form.text(row, group.level2) or carried.get(group.level2, "")
            yield from _row_indicators(form, row, group, level1, carried[group.level2])


def _columns(form: _Form, header: int) -> list[tuple[int, str]]:
    found = []
    for column in range(len(form.rows[header])):
        label = form.label(header, column)
        role = next((role for role, pattern in _ROLES.items() if pattern.match(label)), "")
        if role:
            found.append((column, role))
    return found


def _groups(form: _Form, header: int) -> list[_Group]:
    """One group for each column of target values."""
    columns = _columns(form, header)
    groups: list[_Group] = []
    known: dict[str, int] = {}
    values = [column for column, role in columns if role == "value"]
    for column, role in columns:
        if role == "value" and "level3" in known | {"level2": 0}:
            level3 = known.get("level3", known.get("level2", column))
            groups.append(_Group("", known.get("level2", level3), level3, column))
        elif role in ("sign", "unit") and groups and column > groups[-1].value:
            groups[-1] = replace(groups[-1], sign=column) if role == "sign" else replace(groups[-1], unit=column)
        known[role] = column
        if role == "sign" and (not groups or column < values[0]):
            known["sign"] = column
    groups = [replace(group, sign=group.sign or known.get("sign")) for group in groups]
    return [replace(group, period=period) for group, period in zip(groups, _periods(form, header, groups), strict=True)]


def _periods(form: _Form, header: int, groups: Sequence[_Group]) -> list[str]:
    """年度 for one list; for two, what the form says above each, else 中期 left and 年度 right."""
    own = [_period(form.label(header, group.value)) for group in groups]
    if len(groups) == 1:
        return [own[0] or _period(form.title) or ANNUAL]
    if all(own):
        return own
    places: dict[str, int] = {}
    for row in range(header):
        for column in range(len(form.rows[row])):
            if period := _period(form.label(row, column)):
                places[period] = column
    order = sorted(places, key=lambda period: places[period])
    return order if len(order) == len(groups) else ([LONG] * (len(groups) - 1) + [ANNUAL])


def _period(label: str) -> str:
    return next((period for period, pattern in _PERIODS.items() if pattern.search(label)), "")


def _row_indicators(form: _Form, row: int, group: _Group, level1: str, level2: str) -> Iterator[Indicator]:
    text = form.printed(row, group.value)
    level3 = form.printed(row, group.level3) if group.level3 != group.level2 else ""
    if not text or not (level3 or level2):
        return
    sign = form.text(row, group.sign) if group.sign is not None else ""
    unit = form.text(row, group.unit) if group.unit is not None else ""
    for name, target in split_targets(level3, text):
        read = _with_columns(target, sign, unit)
        name = compact(name)
        label = name or level2
        yield Indicator(
            owner=form.owner,
            period=group.period,
            level1=_fold(level1),
            level2=_fold(level2),
            level3=name,
            target=read.text,
            citation=form.cite(row, group.value, target.text, label, f"{group.period}{PATH_SEPARATOR}指标值"),
            comparator=read.comparator,
            value=read.value,
            unit=read.unit,
        )
        if is_number(text) and read.value is not None:
            form.read.add((row, group.value))
            form.figures.append(_target_figure(form, row, group, label, read))


def _with_columns(target: Target, sign: str, unit: str) -> Target:
    """The target with the sign and the unit that stand in columns of their own."""
    if target.value is None:
        return target
    signs = {word: mark for mark, words in _RULES["signs"].items() for word in words}
    return replace(
        target,
        comparator=target.comparator or signs.get(_fold(sign), ""),
        unit=target.unit or unit,
    )


def _target_figure(form: _Form, row: int, group: _Group, label: str, target: Target) -> Figure:
    """A target that is a bare number in its cell."""
    assert target.value is not None
    return Figure(
        subject=Subject(label, scheme=Scheme.OTHER, parent=form.owner),
        printed=target.text,
        value=target.value,
        unit=target.unit,
        year=form.document.year,
        stage=form.document.stage,
        citation=form.cite(row, group.value, target.text, label, f"{group.period}{PATH_SEPARATOR}指标值"),
        aspect=Aspect.TARGET,
        comparator=target.comparator,
    )


def _read_rest(form: _Form) -> None:
    """Numbers that stand in other columns: weights, scores, values reached."""
    for row in range(len(form.rows)):
        for column in range(len(form.rows[row])):
            text = form.text(row, column)
            if (row, column) in form.read or not text or not is_number(text):
                continue
            if number := _PRINTED_UNIT.match(text):
                _add_other(form, row, column, number, _name_beside(form, row, column), _header_of(form, row, column))


def _name_beside(form: _Form, row: int, column: int) -> str:
    """The nearest words to the left that name something: no sign, no unit, no target."""
    for left in range(column - 1, -1, -1):
        label = form.label(row, left)
        role = _header_of(form, row, left)
        if (
            label
            and not is_number(label)
            and not any(_ROLES[beside].match(role) for beside in ("sign", "unit", "value"))
        ):
            return label
    return ""


def _header_of(form: _Form, row: int, column: int) -> str:
    """The nearest words above a cell."""
    above = ((form.label(up, column), form.text(up, column)) for up in range(row - 1, -1, -1))
    return next((label for label, text in above if label and not is_number(text)), "")


def _add_other(form: _Form, row: int, column: int, number: re.Match[str], label: str, header: str) -> None:
    value = parse_amount(number["number"])
    if value is None:
        return
    form.figures.append(
        Figure(
            subject=Subject(label or form.owner, scheme=Scheme.OTHER, parent=form.owner if label else ""),
            printed=number["number"],
            value=value,
            unit=number["unit"] or _unit(form, "", header),
            year=form.document.year,
            stage=form.document.stage,
            citation=form.cite(row, column, form.text(row, column), label, header),
            measure=header or TOTAL_MEASURE,
        )
    )
