"""The name and the code of each row of a list, as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.structure.grid import ReadGrid, Side
from ingest.structure.sums import Row, is_additive, number_of
from knowledge.identities import is_total_word
from knowledge.text import compact, fold_name

_CODE_IN_LABEL = re.compile(
    r"^\s*[\[［【(（]?(?P<code>[235]\d\d(?:\d\d){0,2})[\]］】)）]?\s*[-－—_:：.]?\s*(?=[\u4e00-\u9fff“])"
)
CODE_LENGTHS = (3, 5, 7, 9)  # digits of 类, 款, 项, 目
_SHORT = 2  # digits of a 款 printed without its 类
_UNIT_CODE_LENGTHS = (3, 6, 9)
_UNIT_COLUMN = re.compile(r"单位|部门")
_YEARS = re.compile(r"年度$|年份$")
_INDENT = re.compile(r"^[\s　]*")


@dataclass(frozen=True, slots=True)
class RawRow:
    """A body row as printed."""

    index: int  # in the grid
    label: str
    code: str
    group: str = ""  # text of a cell that spans this row and others, left of its label
    unit: str = ""  # the unit in a column of its own, where another column names the row
    unit_code: str = ""  # the code of a unit, which nests as classification codes do
    indent: int = 0  # blanks before the label
    column: int = 0  # that the label stands in
    moment: str = ""  # the year, or the change between years, in a column of its own


def raw_rows(read: ReadGrid, side: Side, codes_in_labels: bool = True) -> list[RawRow]:
    """The rows of one side with label and joined code: 208 | 05 | 2 gives 2080502.

    Without a column of codes the label may begin with one: 2080505-机关事业单位基本养老保险缴费支出. A project's name
    may begin with any number: there `codes_in_labels` is off. Rows that print nothing are left out.
    """
    groups = _spanning(read, side)
    rows = [_row(read, index, side, groups.get(index, "")) for index in read.body]
    rows = _labels_reaching_down(rows, read, side)
    printed = [row for row in rows if row.label or row.code or _has_values(read, row.index, side)]
    return _codes_joined([_code_apart(row) for row in printed]) if codes_in_labels else printed


def numbers_of(read: ReadGrid, side: Side, rows: list[RawRow]) -> list[Row]:
    """The numbers of each row, one for each column of amounts; none for what does not add up."""
    added = [column for column in side.values if is_additive(read.paths[column])]
    return [
        [number_of(read.cells[row.index][column]) if column in added else None for column in side.values]
        for row in rows
    ]


def _labels_reaching_down(rows: list[RawRow], read: ReadGrid, side: Side) -> list[RawRow]:
    """Rows without a name of their own take that of the cell that reaches down to them from above.

    Where the first of such rows has no amounts, as rules part its lines, the others stand for it.
    """
    found: list[RawRow] = []
    for row in rows:
        above = found[-1] if found else None
        if above is None or row.label or not row.group or not _has_values(read, row.index, side):
            found.append(row)
        elif above.label == row.group and not _has_values(read, above.index, side):
            found[-1] = replace(above, index=row.index)
        else:
            found.append(replace(row, label=row.group, group=""))
    return found


def _has_values(read: ReadGrid, index: int, side: Side) -> bool:
    return any(read.text(index, column).strip() for column in side.values)


def _row(read: ReadGrid, index: int, side: Side, group: str) -> RawRow:
    column, label = _label(read, index, side)
    moment = _moment(read, index, side)
    return RawRow(
        index,
        "" if label == moment else label,
        _code(read, index, side),
        group="" if group == label else group,
        unit=_unit(read, index, side, column),
        unit_code=_unit_code(read, index, side),
        indent=_indent(read.text(index, column)) if column is not None else 0,
        column=column or 0,
        moment=moment,
    )


def _moment(read: ReadGrid, index: int, side: Side) -> str:
    """What a column of years prints."""
    columns = (column for column in side.attributes if _YEARS.search("".join(read.paths[column])))
    return next((text for column in columns if (text := _joined(read.text(index, column)))), "")


def _code_apart(row: RawRow) -> RawRow:
    found = None if row.code else _CODE_IN_LABEL.match(row.label)
    if not found:
        return row
    return replace(row, label=row.label[found.end() :], code=found["code"])


def _codes_joined(rows: Sequence[RawRow]) -> list[RawRow]:
    """Rows whose code goes on the one above with it: 05 below 208 is 20805."""
    joined: list[RawRow] = []
    last = ""
    for row in rows:
        if len(row.code) == _SHORT and last:
            row = replace(row, code=last + row.code)
        last = row.code[: CODE_LENGTHS[0]] if row.code else last
        joined.append(replace(row, code="") if len(row.code) == _SHORT else row)
    return joined


def _code(read: ReadGrid, index: int, side: Side) -> str:
    """The joined code; empty where the digits are no code of a subject (a unit's 301001)."""
    code = ""
    for part in (fold_name(read.text(index, column)) for column in side.codes):
        if len(code) in CODE_LENGTHS and len(part) >= len(code) and not part.startswith(code):
            break  # the code of another classification beside the row's own
        if part.isdigit():
            code = part if part.startswith(code) and len(part) > len(code) else code + part.zfill(2)
    return code if len(code) in (*CODE_LENGTHS, _SHORT) else ""


def _unit_code(read: ReadGrid, index: int, side: Side) -> str:
    texts = (fold_name(read.text(index, column)) for column in (*side.attributes, *side.codes))
    return next((text for text in texts if text.isdigit() and len(text) in _UNIT_CODE_LENGTHS), "")


def _label(read: ReadGrid, index: int, side: Side) -> tuple[int | None, str]:
    """The column that names a row and the name; among columns of one header the last that is filled."""
    for column in (*_deepest_first(read, side), *side.codes):
        text = _joined(read.label(index, column))
        if fold_name(text) and not fold_name(text).isdigit():
            return column, text
    if not _has_values(read, index, side):
        return None, ""
    beside = [(column, _joined(read.text(index, column))) for column in side.attributes]
    named = [(column, text) for column, text in beside if fold_name(text) and not fold_name(text).isdigit()]
    totals = [(column, text) for column, text in named if is_total_word(text)]
    return next(iter((*totals, *named)), (None, ""))


def _deepest_first(read: ReadGrid, side: Side) -> list[int]:
    """Label columns in the order in which they name a row: below one header the innermost first."""
    order: list[int] = []
    for column in side.labels:
        same = [other for other in side.labels if read.paths[other][:1] == read.paths[column][:1]]
        if column not in order:
            order += sorted(same, reverse=True) if len(same) > 1 and _share_header(read, same) else [column]
    return order


def _share_header(read: ReadGrid, columns: list[int]) -> bool:
    return len({read.paths[column] for column in columns}) == 1


def _spanning(read: ReadGrid, side: Side) -> dict[int, str]:
    """For each row the text of the cell that spans it and others, where another column names the row."""
    found: dict[int, str] = {}
    for column in side.labels:
        for index in read.body:
            cell = read.cells[index][column]
            if cell and cell.row_span > 1 and cell.text.strip():
                for covered in range(index, index + cell.row_span):
                    found[covered] = _joined(cell.text)
    return found


def _unit(read: ReadGrid, index: int, side: Side, label: int | None) -> str:
    """What a column of units prints beside the row's own name."""
    columns = (c for c in side.labels if c != label and any(_UNIT_COLUMN.search(text) for text in read.paths[c]))
    return next((text for c in columns if (text := _joined(read.label(index, c)))), "")


def _indent(text: str) -> int:
    blanks = _INDENT.match(text)
    return len(blanks.group()) if blanks else 0


def _joined(text: str) -> str:
    return compact(text.replace("\n", ""))
