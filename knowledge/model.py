"""The values of the domain: what a published budget says, each with the place where it says it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

PATH_SEPARATOR = " › "  # between the parts of a heading path, a header path, a path of parents


class Stage(StrEnum):
    """Which moment of the budget cycle an amount belongs to."""

    BUDGET = "预算"
    FINAL = "决算"
    ADJUSTED = "调整预算"  # approved during the year, beside the budget of its beginning
    EXECUTION = "预算执行数"


class Level(StrEnum):
    """Whether a document speaks for a department with its units, for one unit alone or for a whole government."""

    DEPARTMENT = "部门"
    UNIT = "单位"
    GOVERNMENT = "政府"
    UNKNOWN = ""


class Direction(StrEnum):
    """The side of the budget an amount stands on."""

    REVENUE = "收入"
    EXPENDITURE = "支出"
    NONE = ""


class Aspect(StrEnum):
    """What a figure says of its subject."""

    AMOUNT = "amount"  # how much, or how many
    SHARE = "share"  # percent of `base`
    CHANGE = "change"  # more or less than in `base_year`, printed without sign
    RATE = "rate"  # the same in percent
    COMPLETION = "completion"  # 完成预算的 percent
    TARGET = "target"  # of an indicator


class Trend(StrEnum):
    """The direction word of a change."""

    UP = "增加"
    DOWN = "减少"
    FLAT = "持平"
    NONE = ""


class Scheme(StrEnum):
    """Which list a subject belongs to."""

    FUNCTION = "支出功能分类"
    DEPARTMENT_ECONOMIC = "部门预算支出经济分类"
    GOVERNMENT_ECONOMIC = "政府预算支出经济分类"
    REVENUE = "收入分类"
    TOTAL = "收支总计"  # totals, balances and funds of the whole budget
    PROJECT = "项目"
    PROCUREMENT = "政府采购"
    UNIT_NAME = "预算单位"
    SPECIAL = "专项口径"  # 三公经费, 机关运行经费, 政府采购总额 …
    ASSET = "资产与人员"  # vehicles, equipment, staff
    OTHER = "其他"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a PDF page in points, origin at the top left."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Location:
    """Where a text stands: page from 1 with its box, or line from 1; what the source has not is None."""

    page: int | None = None
    line: int | None = None
    box: Box | None = None
    scanned: bool = False  # the page is a picture whose text was recognised


@dataclass(frozen=True, slots=True)
class Document:
    """One published file."""

    title: str
    file: str
    sha256: str
    unit_name: str
    year: int
    stage: Stage
    level: Level = Level.UNKNOWN
    region: str = ""
    published: str = ""  # as printed
    part: str = ""  # which part of a publication in several files: 公开表, 编制说明; empty: all of it


@dataclass(frozen=True, slots=True)
class Citation:
    """Where one figure or sentence stands. `quote` is the cell or the sentence exactly as printed."""

    document: Document
    quote: str
    section: str = ""
    table: str = ""  # title without the unit's name and year; empty for a passage
    row: str = ""
    column: str = ""
    location: Location = Location()


@dataclass(frozen=True, slots=True)
class Subject:
    """What an amount is of: a classification line, a project, a total. `name` is without numbering."""

    name: str
    code: str = ""
    scheme: Scheme = Scheme.OTHER
    parent: str = ""  # names of its parents from the top, joined with PATH_SEPARATOR


TOTAL_MEASURE = "合计"


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount with its meaning and its source: without a citation there is no figure."""

    subject: Subject
    printed: str  # exactly as printed
    value: Decimal  # in `unit`, never rescaled
    unit: str  # as printed: 万元, %, 人
    year: int
    stage: Stage
    citation: Citation
    measure: str = TOTAL_MEASURE  # canonical (lexicon/measures.toml)
    fund: str = ""  # canonical; empty: all funds
    direction: Direction = Direction.NONE
    aspect: Aspect = Aspect.AMOUNT
    comparator: str = ""  # ≥, >, ≤, <
    trend: Trend = Trend.NONE  # of CHANGE and RATE
    base_year: int | None = None  # of CHANGE and RATE
    base: str = ""  # SHARE: of what; CHANGE, RATE, COMPLETION: against which amount, as printed (2021年预算)
    scope: str = ""  # of a government's figure, as printed: 全市, 市本级; empty: all of it, or no government's
    cell: tuple[int, int] | None = None  # (row, column) in `Table.rows` and `Table.columns`


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that says something of one subject: figures, why they changed, what they are for."""

    subject: Subject
    text: str
    citation: Citation
    measure: str = TOTAL_MEASURE
    fund: str = ""
    direction: Direction = Direction.NONE
    figures: tuple[Figure, ...] = ()
    reason: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of a performance form: what a project or unit must reach."""

    owner: str  # the project's name; the unit's name for an overall form
    period: str  # 年度, 中期, 长期
    level1: str
    level2: str
    level3: str
    target: str  # as printed
    citation: Citation
    comparator: str = ""
    value: Decimal | None = None  # None where the target is words
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A definition of the glossary."""

    name: str
    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Passage:
    """Any other paragraph. `topic` is the innermost heading; `owner` the project it describes, if one."""

    text: str
    citation: Citation
    topic: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One body row: what it is of, and the row it is a part of (an index into `Table.rows`)."""

    subject: Subject
    label: str  # as printed, without numbering
    direction: Direction
    parent: int | None = None
    is_whole: bool = False  # the total row of its side
    location: Location = Location()


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of amounts: its header path as printed, and what that means."""

    path: tuple[str, ...]
    measure: str = TOTAL_MEASURE
    fund: str = ""
    direction: Direction = Direction.NONE  # of its side, in a table of two sides
    side: int = 0  # 0 from the left: two lists may stand side by side in one grid
    year: int | None = None  # of its amounts, where their rows say no other
    stage: Stage | None = None


class Proof(StrEnum):
    """What the sums of a table say of how it was read."""

    PROVED = "proved"  # it has sums, and they hold
    BROKEN = "broken"  # it has sums, and some do not hold
    NO_TOTAL = "no-total"  # it has none to check


@dataclass(frozen=True, slots=True)
class Unread:
    """What is printed in a cell for an amount and was not understood: its text, its place, and why.

    It is neither blank nor zero: answers say that it is printed and not understood.
    """

    printed: str
    reason: str  # unreadable-cell, no-unit, no-label
    citation: Citation
    cell: tuple[int, int]  # (row, column) in `Table.rows` and `Table.columns`


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a document, known by its title.

    A row and a column that no figure names is a blank cell: not printed, which is not zero.
    """

    kind: str  # name of its specification; empty: unknown
    title: str  # without the unit's name and year
    unit: str  # printed unit; empty: none found
    citation: Citation  # its title or first row
    note: str = ""
    is_empty: bool = False  # no amount in it
    rank: int = 9  # which table is cited first for the same figure: lower is better
    rows: tuple[TableRow, ...] = ()
    columns: tuple[TableColumn, ...] = ()
    figures: tuple[Figure, ...] = ()
    unread: tuple[Unread, ...] = ()
    proof: Proof = Proof.NO_TOTAL


class Severity(StrEnum):
    """How sure a contradiction is."""

    ERROR = "error"  # rounding cannot explain it
    ROUNDING = "rounding"  # rounding explains it
    NOTE = "note"  # worth a look by a person
    UNVERIFIED = "unverified"  # it does not add up as we read it, and how we read it is not proved


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something that a document says in two ways, or that its own figures refute."""

    rule: str  # name of the rule that found it
    kind: (
        str  # row-sum, column-sum, hierarchy, cross-table, text-vs-table, text-vs-text, wrong-percentage, wrong-year, …
    )
    severity: Severity
    message: str  # one Chinese sentence that a reviewer can act on
    arithmetic: str  # written out: 192.3 + 759.0 ≠ 961.3
    citations: tuple[Citation, ...]  # where it stands, the odd one first
    figures: tuple[Figure, ...] = ()  # the figures involved, the likely cause first


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a document that was not understood or is held back, for the ingest report."""

    kind: str  # no-unit, unreadable-cell, no-header, unread-form …
    message: str
    location: Location = Location()


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """All that one document says."""

    document: Document
    tables: tuple[Table, ...] = ()
    statements: tuple[Statement, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    terms: tuple[Term, ...] = ()
    passages: tuple[Passage, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures, those of tables first, in reading order."""
        of_tables = [figure for table in self.tables for figure in table.figures]
        of_statements = [figure for statement in self.statements for figure in statement.figures]
        return tuple(of_tables + of_statements)
