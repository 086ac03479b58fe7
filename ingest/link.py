"""The same subject under one name: what tables print with a code, sentences name without it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.rows import whole_subject
from knowledge.concepts import ConceptKind, concept_of, subject_key
from knowledge.model import (
    PATH_SEPARATOR,
    TOTAL_MEASURE,
    Direction,
    DocumentFacts,
    Figure,
    Scheme,
    Statement,
    Subject,
    Table,
    TableRow,
)
from knowledge.names.units import is_organisation
from knowledge.text import fold_name

_MARK = re.compile(r"（[^）]*）$")
_NAMED_IN_SENTENCES = (
    Scheme.FUNCTION,
    Scheme.PROJECT,
    Scheme.DEPARTMENT_ECONOMIC,
    Scheme.GOVERNMENT_ECONOMIC,
)
"""Schemes in which the subject of a sentence is looked for, in this order."""


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What the words before an amount in a sentence mean."""

    subject: Subject
    measure: str = TOTAL_MEASURE
    fund: str = ""
    direction: Direction = Direction.NONE


class _Directory:
    """The subjects that the tables of one document print, by scheme and key."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._subjects: dict[tuple[Scheme, str], list[Subject]] = {}
        self._by_code: dict[str, Subject] = {}
        for table in tables:
            for row in table.rows:
                self._add(row.subject)

    def _add(self, subject: Subject) -> None:
        if subject.code:
            self._by_code.setdefault(subject.code, subject)
        same = self._subjects.setdefault((subject.scheme, _key(subject.name, subject.scheme)), [])
        if subject not in same:
            same.append(subject)

    def coded(self, subject: Subject) -> Subject | None:
        """The subject with the same code, if what a sentence calls it can be its name."""
        known = self._by_code.get(subject.code) if subject.code else None
        return known if known and _is_alike(known.name, subject.name) else None

    def find(self, subject: Subject, scheme: Scheme) -> Subject | None:
        """The one subject of a scheme with this name; among several the one below the same parents, or None."""
        found = self._subjects.get((scheme, _key(subject.name, scheme)), [])
        coded = [other for other in found if other.code] or found
        if subject.parent:
            last = _key(subject.parent.split(PATH_SEPARATOR)[-1], scheme)
            coded = [other for other in coded if _last_parent(other) == last] or (coded if len(coded) == 1 else [])
        elif len(coded) > 1 and scheme is Scheme.FUNCTION:
            top = [other for other in coded if len(other.code) == 3]  # a list of 类 names without codes
            coded = top if len(top) == 1 else coded
        return coded[0] if len(coded) == 1 else None


def _is_alike(name: str, other: str) -> bool:
    """Whether two names share most letters of the shorter one."""
    one, two = set(fold_name(name)), set(fold_name(other))
    return len(one & two) * 2 >= min(len(one), len(two))


def _last_parent(subject: Subject) -> str:
    return _key(subject.parent.split(PATH_SEPARATOR)[-1], subject.scheme)


def _key(name: str, scheme: Scheme) -> str:
    """The key of a name; what 的 joins is often said without it."""
    return subject_key(name, scheme).replace("的", "")


def link(facts: DocumentFacts) -> DocumentFacts:
    """Give every row, figure and statement the subject that the document's tables know it by."""
    projects = {fold_name(figure.subject.name) for figure in facts.figures if figure.subject.scheme is Scheme.PROJECT}
    nested = tuple(_nest_procurement(table, projects) for table in facts.tables)
    directory = _Directory(nested)
    return replace(
        facts,
        tables=tuple(_link_table(table, directory) for table in nested),
        statements=tuple(_link_statement(statement, directory) for statement in facts.statements),
    )


# ---- tables ------------------------------------------------------------------------------------------


def _nest_procurement(table: Table, projects: set[str]) -> Table:
    """Put the items of a procurement table below their project: the row of a known project opens a group."""
    current = ""
    subjects: dict[int, Subject] = {}
    for index, row in enumerate(table.rows):
        if row.subject.scheme is not Scheme.PROCUREMENT or row.subject.parent:
            continue
        if fold_name(row.subject.name) in projects:
            current = row.subject.name
        elif current:
            subjects[index] = replace(row.subject, parent=current)
    return _with_subjects(table, subjects)


def _with_subjects(table: Table, subjects: dict[int, Subject]) -> Table:
    if not subjects:
        return table
    rows = tuple(replace(row, subject=subjects.get(index, row.subject)) for index, row in enumerate(table.rows))
    figures = tuple(
        replace(figure, subject=subjects[figure.cell[0]]) if figure.cell and figure.cell[0] in subjects else figure
        for figure in table.figures
    )
    return replace(table, rows=rows, figures=figures)


def _link_table(table: Table, directory: _Directory) -> Table:
    return _with_subjects(
        table,
        {index: known for index, row in enumerate(table.rows) if (known := _known_row(row, directory)) is not None},
    )


def _known_row(row: TableRow, directory: _Directory) -> Subject | None:
    """A function that one table prints without its code (收支总表) is the one that another prints with it."""
    if row.subject.scheme is not Scheme.FUNCTION or row.subject.code:
        return None
    return directory.find(replace(row.subject, parent=""), Scheme.FUNCTION)


# ---- sentences ---------------------------------------------------------------------------------------


def _narrowed(subject: Subject) -> str:
    """What narrows the subject: its parents, but for those that are the whole budget or a fund of it.

    What stands below another body is the body's; no row of this document's tables is.
    """
    parents = subject.parent.split(PATH_SEPARATOR) if subject.parent else []
    kept = [name for name in parents if not concept_of(name, ConceptKind.WHOLE, ConceptKind.FUND)]
    return PATH_SEPARATOR.join(kept)


def _is_of_other(subject: Subject) -> bool:
    first = subject.parent.split(PATH_SEPARATOR)[0]
    return subject.scheme is not Scheme.FUNCTION and is_organisation(_MARK.sub("", first))


def _meaning(subject: Subject, directory: _Directory, side: Direction = Direction.NONE) -> _Meaning:
    if _is_of_other(subject):
        return _Meaning(subject)
    known = directory.coded(subject)
    if known:
        return _Meaning(known, direction=Direction.EXPENDITURE)
    if subject.parent or subject.scheme is not Scheme.OTHER:
        return _Meaning(_listed(subject, directory) or subject)
    concept = concept_of(subject.name)
    if concept is None:
        return _Meaning(_listed(subject, directory) or subject)
    match concept.kind:
        case ConceptKind.WHOLE:
            return _Meaning(whole_subject(concept.direction), concept.measure, direction=concept.direction)
        case ConceptKind.FUND if side is Direction.REVENUE and concept.revenue:
            return _Meaning(Subject(concept.revenue, scheme=Scheme.REVENUE), direction=Direction.REVENUE)
        case ConceptKind.FUND:
            is_spending = "支出" in subject.name and "收" not in subject.name
            side = Direction.EXPENDITURE if is_spending else Direction.NONE
            return _Meaning(whole_subject(side), fund=concept.name, direction=side)
        case ConceptKind.REVENUE:
            return _Meaning(Subject(concept.name, scheme=Scheme.REVENUE), direction=Direction.REVENUE)
        case ConceptKind.SPECIAL:
            special = Subject(concept.name, scheme=Scheme.SPECIAL, parent=concept.parent)
            return _Meaning(special, direction=Direction.EXPENDITURE)


def _listed(subject: Subject, directory: _Directory) -> Subject | None:
    schemes = _NAMED_IN_SENTENCES if subject.scheme is Scheme.OTHER else (subject.scheme,)
    if subject.scheme is Scheme.OTHER:
        if _narrowed(subject):
            return None
        subject = replace(subject, parent="")
    return next((known for scheme in schemes if (known := directory.find(subject, scheme))), None)


def _link_statement(statement: Statement, directory: _Directory) -> Statement:
    meaning = _meaning(statement.subject, directory, statement.direction)
    return replace(
        statement,
        subject=meaning.subject,
        measure=statement.measure if statement.measure != TOTAL_MEASURE else meaning.measure,
        fund=statement.fund or meaning.fund,
        direction=statement.direction or meaning.direction,
        figures=tuple(_link_figure(figure, directory) for figure in statement.figures),
    )


def _link_figure(figure: Figure, directory: _Directory) -> Figure:
    meaning = _meaning(figure.subject, directory, figure.direction)
    return replace(
        figure,
        subject=meaning.subject,
        measure=figure.measure if figure.measure != TOTAL_MEASURE else meaning.measure,
        fund=figure.fund or meaning.fund,
        direction=figure.direction or meaning.direction,
        citation=figure.citation if figure.citation.row else replace(figure.citation, row=figure.subject.name),
    )
