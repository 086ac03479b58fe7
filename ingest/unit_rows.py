"""Rows that name a subordinate unit, and the lines below them that are of that unit alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.rows import is_unit_name
from ingest.structure.grid import ReadGrid, Side
from ingest.structure.labels import RawRow
from knowledge.identities import is_total_word
from knowledge.model import Document
from knowledge.names.units import is_organisation
from knowledge.text import strip_numbering

_OWN_PART = re.compile(r"[(（]?(?:本级|机关|本部|局本级|机关本级)[)）]?$")
_WHOLE = re.compile(r"[(（]?(?:部门|汇总|合计)[)）]?$")


def units_of_rows(rows: Sequence[RawRow], read: ReadGrid, side: Side, document: Document) -> list[tuple[str, bool]]:
    """For each row the unit it is of and whether it names it; empty where it is of the document's own unit.

    Only a list with subordinate units has such rows: in it the unit's own name means the unit without them,
    unless nothing else is the total.
    """
    named = {i: strip_numbering(row.label) for i, row in enumerate(rows) if _names_unit(row, read, side)}
    own = {i for i, name in named.items() if _is_own(name, document)}
    if len(own) == len(named):
        return [("", False)] * len(rows)
    parts = {i for i in own if _OWN_PART.search(named[i])}  # written out beside the whole: 某某局, 某某局机关
    has_total = any(is_total_word(row.label) or _is_whole(row.label, document) for row in rows)
    found: list[tuple[str, bool]] = []
    unit = ""
    for index, row in enumerate(rows):
        name = named.get(index, "")
        is_whole_again = index in own and (not has_total or (parts and index not in parts))
        if is_total_word(row.label) or _is_whole(row.label, document) or is_whole_again:
            unit, name, has_total = "", "", True
        elif name:
            unit = f"{document.unit_name}（本级）" if index in own else name
        found.append((unit, bool(name)))
    return found


def _names_unit(row: RawRow, read: ReadGrid, side: Side) -> bool:
    """Whether the row is a unit: below a header for units, or between lines with codes without one."""
    if row.code or side.label is None:
        return False
    of_units = any("单位" in text or "部门" in text for text in read.paths[side.label])
    return (of_units or bool(side.codes)) and is_organisation(_OWN_PART.sub("", strip_numbering(row.label)))


def _is_own(name: str, document: Document) -> bool:
    return is_unit_name(_OWN_PART.sub("", name), document)


def _is_whole(label: str, document: Document) -> bool:
    """Whether a row is the department with its units: 某某局部门, 某某局（汇总）."""
    name = strip_numbering(label)
    return _WHOLE.search(name) is not None and is_unit_name(_WHOLE.sub("", name), document)
