"""Performance forms whose text was taken out of its cells: labels broken over lines, columns gone.

Only what the printed order makes certain is read. A line whose columns cannot be told stays a passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from ingest.forms import ANNUAL, FormFacts
from ingest.outline import Paragraph, Placed, PlacedGrid
from ingest.patterns import load
from ingest.personal import has_personal_data
from ingest.targets import read_target
from ingest.wording import title_words
from knowledge.amounts import parse_amount
from knowledge.model import (
    PATH_SEPARATOR,
    TOTAL_MEASURE,
    Aspect,
    Citation,
    Direction,
    Document,
    Figure,
    Indicator,
    Location,
    Passage,
    Problem,
    Scheme,
    Subject,
    Table,
)
from knowledge.text import strip_numbering

_FORMS = load("forms")
_RULES = _FORMS["loose"]
_TITLE = re.compile(_RULES["title"])
_LABELS = frozenset(_RULES["labels"])
_LONGEST = max(len(label) for label in _LABELS)
_COLUMNS = re.compile(_RULES["columns"])
_TOPICS = re.compile(_RULES["topics"])
_GROUP = re.compile(_RULES["group"])
_ROW = re.compile(_RULES["row"])
_PAIR = re.compile(_RULES["pair"])
_AMOUNT = re.compile(_RULES["amount"])
_ITEM = re.compile(_RULES["item"])
_NAME = re.compile(_RULES["name"])
_PERIOD = re.compile(_RULES["period"])
_HEADS = re.compile(_RULES["heads"])
_INDICATOR = re.compile(_RULES["indicator"])
_SKIP = re.compile(_RULES["skip"])
_DETAIL = re.compile(_RULES["detail"])
_LEVEL1 = re.compile(_FORMS["level1"])
_TOTAL = re.compile(_FORMS["total"])
_UNIT = re.compile(_FORMS["money_unit"])
_YEAR = re.compile(r"^((?:19|20)\d\d)\s*年?$")
_NUMBER = re.compile(r"\d[\d,.]*")
_SPACE = re.compile(r"\s+")
_ENTRY_LENGTH = 10  # characters; a line of labels and entries is so long at least
_MOST_LINES = 12  # over which a narrow cell breaks a label
_REACH = 4  # places below a title within which its grid would stand


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the form, or the lines of one broken label."""

    text: str
    location: Location
    is_label: bool = False


def find_loose_forms(placed: Sequence[Placed]) -> list[list[Paragraph]]:
    """The paragraphs of each form that has a title but no grid, the title first."""
    forms: list[list[Paragraph]] = []
    for index, part in enumerate(placed):
        if not isinstance(part, Paragraph):
            continue
        if part.is_heading and _TITLE.match(_SPACE.sub("", part.text)):
            below = islice(placed, index + 1, index + 1 + _REACH)
            if not any(isinstance(other, PlacedGrid) for other in below):
                forms.append([part])
        elif forms and _is_below(part, forms[-1][0]):
            forms[-1].append(part)
    return forms


def _is_below(paragraph: Paragraph, title: Paragraph) -> bool:
    path = [part for part in (title.section, title.text.strip()) if part]
    return not paragraph.is_heading and paragraph.section == PATH_SEPARATOR.join(path)


@dataclass(slots=True)
class _Form:
    """A form while it is read, line by line."""

    document: Document
    section: str
    title: str
    unit: str
    location: Location
    project: str = ""
    label: str = ""  # the last label
    group: str = ""  # 收入构成, 支出构成
    period: str = ANNUAL
    level1: str = ""
    columns: list[str] = field(default_factory=list)
    pending: list[_Line] = field(default_factory=list)  # lines that may be the label of an amount
    indicator: list[_Line] = field(default_factory=list)  # the indicator's line and those below it
    figures: list[Figure] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def owner(self) -> str:
        return self.project or self.document.unit_name

    def cite(self, lines: Sequence[_Line], row: str = "", column: str = "") -> Citation:
        quote = " ".join(line.text for line in lines)
        return Citation(self.document, quote, self.section, self.title, row, column, lines[0].location)


def read_loose_form(paragraphs: Sequence[Paragraph], document: Document) -> FormFacts:
    """What the lines of one form say for certain."""
    title = paragraphs[0]
    lines = list(_lines(paragraphs[1:]))
    unit = next((found["unit"] for line in lines if (found := _UNIT.search(line.text))), "")
    path = PATH_SEPARATOR.join(part for part in (title.section, title.text.strip()) if part)
    form = _Form(document, path, title_words(title.text, document.unit_name), unit, title.locate(0))
    form.project = next((found["name"] for line in lines if (found := _NAME.match(line.text))), "")
    for line in lines:
        _read_line(form, line)
    _close_indicator(form)
    table = Table(
        kind="form",
        title=form.title,
        unit=form.unit,
        citation=Citation(document, title.text.strip(), path, form.title, location=form.location),
        is_empty=not form.figures,
        figures=tuple(form.figures),
    )
    return FormFacts(table, tuple(form.indicators), tuple(form.passages), tuple(form.problems))


def _lines(paragraphs: Sequence[Paragraph]) -> Iterator[_Line]:
    """The lines, those of a broken label put together."""
    position = 0
    while position < len(paragraphs):
        count, label = _label_at(paragraphs, position)
        location = paragraphs[position].locate(0)
        if label:
            yield _Line(label, location, is_label=True)
        else:
            yield _Line(paragraphs[position].text.strip(), location)
        position += count


def _label_at(paragraphs: Sequence[Paragraph], position: int) -> tuple[int, str]:
    """The longest label that begins here, and how many lines it takes."""
    best, joined = (1, ""), ""
    for count, paragraph in enumerate(paragraphs[position : position + _MOST_LINES], start=1):
        joined += _SPACE.sub("", paragraph.text)
        if len(joined) > _LONGEST:
            break
        if joined in _LABELS:
            best = count, joined
    return best


# ---- lines -------------------------------------------------------------------------------------------


def _read_line(form: _Form, line: _Line) -> None:
    if has_personal_data(line.text):
        form.problems.append(Problem("personal-data", "A line with personal data was left out.", line.location))
    elif line.is_label:
        _read_label(form, line)
    elif _INDICATOR.match(line.text) and form.level1:
        _close_indicator(form)
        form.indicator = [line]
    elif form.indicator:
        form.indicator.append(line)
    elif pairs := _pairs(line.text):
        _read_pairs(form, line, pairs)
    elif amount := _AMOUNT.match(line.text):
        _read_pending(form, line, amount)
    elif form.columns and (row := _ROW.match(line.text)):
        _read_row(form, line, row)
    elif _TOPICS.match(form.label):
        _read_text(form, line)
    else:
        _read_other(form, line)


def _read_label(form: _Form, line: _Line) -> None:
    label = line.text
    form.pending = []
    _close_indicator(form)
    if _GROUP.match(label):
        form.group = label
    elif found := _PERIOD.match(label):
        form.period, form.level1 = found["period"], ""
    elif _LEVEL1.match(label):
        form.level1 = label
        return
    else:
        form.level1 = ""
    columns = _COLUMNS.findall(label)
    if form.group and label != form.group and not columns:
        form.group, form.columns = "", []  # the next list has columns of its own
    form.columns += columns
    form.label = form.label if columns else label


def _read_other(form: _Form, line: _Line) -> None:
    columns = _COLUMNS.findall(_SPACE.sub("", line.text))
    if columns and "：" not in line.text:
        form.columns += columns
    elif _HEADS.match(line.text):
        form.pending = []
    elif _SKIP.match(line.text):
        return
    elif len(line.text) >= _ENTRY_LENGTH and _SPACE.search(line.text) and not _ITEM.match(line.text):
        form.passages.append(Passage(line.text, form.cite([line]), form.title, form.owner))
    else:
        if _ITEM.match(line.text):
            form.pending = []
        form.pending.append(line)


def _read_text(form: _Form, line: _Line) -> None:
    """A text below its label: an item is a passage of its own, any other line goes on."""
    topic = form.label.rstrip("：")
    last = form.passages[-1] if form.passages else None
    if last and last.topic == topic and not _ITEM.match(line.text) and not form.pending:
        text = last.text + line.text
        citation = Citation(form.document, text, form.section, form.title, topic, location=last.citation.location)
        form.passages[-1] = Passage(text, citation, topic, form.owner)
    else:
        form.passages.append(Passage(line.text, form.cite([line], topic), topic, form.owner))
    form.pending = []


# ---- amounts -----------------------------------------------------------------------------------------


def _pairs(text: str) -> list[re.Match[str]]:
    """Label and amount, once or several times, where the line holds nothing else."""
    pairs = list(_PAIR.finditer(text))
    rest = _PAIR.sub("", text).strip("；;，,。 ")
    return pairs if pairs and not rest else []


def _read_pairs(form: _Form, line: _Line, pairs: Sequence[re.Match[str]]) -> None:
    if _TOPICS.match(form.label):
        form.label = ""  # the text below that label is over
    for found in pairs:
        _add(form, [line], found["label"].strip("：: "), found["number"], found["unit"])
    form.pending = []


def _read_pending(form: _Form, line: _Line, amount: re.Match[str]) -> None:
    """An amount alone in its line: the lines before it are its label."""
    label = "".join(pending.text for pending in form.pending) or form.label
    _add(form, [*form.pending, line], label, amount["number"], amount["unit"])
    form.pending = []


def _read_row(form: _Form, line: _Line, row: re.Match[str]) -> None:
    """A label with bare numbers, where the form has as many columns; 财政拨款 64.03 100% 61.66 61.95."""
    values = row["values"].split()
    if len(values) != len(form.columns) or (not form.unit and not all("%" in value for value in values)):
        form.passages.append(Passage(line.text, form.cite([line]), form.title, form.owner))
        form.problems.append(
            Problem("unread-form", f"{form.title}: the columns of {line.text!r} are not certain", line.location)
        )
        return
    project = "".join(pending.text for pending in form.pending)
    for column, value in zip(form.columns, values, strict=True):
        _add_cell(form, line, row["label"], project, column, value)
    form.pending = []


def _add_cell(form: _Form, line: _Line, label: str, project: str, column: str, printed: str) -> None:
    value = parse_amount(printed.rstrip("%"))
    if value is None:
        return
    year = _YEAR.match(column)
    is_share = printed.endswith("%") or column == "占比"
    subject = (
        Subject(project, scheme=Scheme.PROJECT) if project else Subject(label, scheme=Scheme.OTHER, parent=form.group)
    )
    row = PATH_SEPARATOR.join(part for part in (form.group, project or label) if part)
    form.figures.append(
        Figure(
            subject=subject,
            printed=printed.rstrip("%"),
            value=value,
            unit="%" if is_share else form.unit,
            year=int(year[1]) if year else form.document.year,
            stage=form.document.stage,
            citation=form.cite([line], row, column),
            measure=column if project and not _TOTAL.match(column.replace("本年度", "当年")) else TOTAL_MEASURE,
            direction=Direction(form.group[:2]) if form.group else Direction.NONE,
            aspect=Aspect.SHARE if is_share else Aspect.AMOUNT,
            base="合计" if is_share else "",
        )
    )


def _add(form: _Form, lines: Sequence[_Line], label: str, printed: str, unit: str) -> None:
    value = parse_amount(printed)
    if value is None:
        return
    year = _YEAR.match(label)
    name = strip_numbering(label)
    is_part = bool(_DETAIL.search(form.label)) and not _TOTAL.match(name)
    subject = Subject(form.owner, scheme=Scheme.PROJECT if form.project else Scheme.OTHER)
    row = PATH_SEPARATOR.join(part for part in (form.label, name) if part)
    form.figures.append(
        Figure(
            subject=Subject(name, scheme=Scheme.PROJECT, parent=form.owner) if is_part else subject,
            printed=printed,
            value=value,
            unit=unit,
            year=int(year[1]) if year else form.document.year,
            stage=form.document.stage,
            citation=form.cite(lines, row, "金额"),
            measure=TOTAL_MEASURE if year or is_part or _TOTAL.match(name) else name,
        )
    )


# ---- indicators --------------------------------------------------------------------------------------


def _close_indicator(form: _Form) -> None:
    """Read the indicator whose lines have been gathered."""
    lines, form.indicator = form.indicator, []
    found = _INDICATOR.match(lines[0].text) if lines else None
    if found is None:
        return
    printed = (found["value"] or "").strip()
    words = "".join(line.text for line in lines[1:])
    if len(_NUMBER.findall(printed)) > 1:  # last year's value and this year's: which is which is not told
        citation = form.cite(lines)
        form.passages.append(Passage(citation.quote, citation, form.title, form.owner))
        message = f"{form.title}: the columns of {lines[0].text!r} are not certain"
        form.problems.append(Problem("unread-form", message, lines[0].location))
        return
    target = read_target(printed or words)
    name = words if printed else (_NUMBER.sub("", words) if target.value is None else _before(words, target.text))
    form.indicators.append(
        Indicator(
            owner=form.owner,
            period=form.period,
            level1=form.level1,
            level2=found["level2"],
            level3=name,
            target=target.text,
            citation=form.cite(lines, name or found["level2"], form.period),
            comparator=target.comparator,
            value=target.value,
            unit=target.unit,
        )
    )


def _before(words: str, target: str) -> str:
    """The words before the last number: 咨询服务中心接通率 of 咨询服务中心接通率 76%."""
    numbers = list(_NUMBER.finditer(words))
    return words[: numbers[-1].start()].strip() if numbers else target
