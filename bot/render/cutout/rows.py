"""Which stretches of a page are shown: whole rows around the marks, whole lines around a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.render.cutout.geometry import Span, box_of, down, hull, merged
from bot.render.cutout.sheet import Sheet
from knowledge.model import Box

_SHARED = 0.4  # of the lower one: rows that overlap more are one line, or one merged cell beside several
_TALLEST_GROUP = 260.0  # points: a merged cell that is taller is not shown whole
_TALLEST_NEIGHBOUR = 70.0  # points: a row beside the marked one that is taller is left out
_APART = 40.0  # points between rows up to which what lies between is shown, too
_BLANK = 4.0  # points to look for a blank where a row has no rule
_RULE = 1.0  # points that a rule takes
_TITLE_GAP, _TITLE_LINE, _TITLE_HEIGHT, _TITLE_LINES = 32.0, 45.0, 84.0, 3  # points, and how many
_STICKS_OUT = 3.0  # points
_LINE_GAP = 1.5  # points between the parts of one printed line
_MOST_LINES = 14  # of a sentence that are shown
_LINE_APART = 24.0  # points between neighbours
_TALLEST_LINE = 60.0  # points: what is taller is a form


def row_groups(rows: Iterable[Span]) -> list[Span]:
    """Rows in order; those that stand side by side, or beside one merged cell, as one."""
    groups: list[Span] = []
    for row in sorted(rows):
        last = groups[-1] if groups else None
        if last and last.overlap(row) > _SHARED * min(last.length, row.length):
            groups[-1] = Span(last.low, max(last.high, row.high))
        else:
            groups.append(row)
    return groups


def with_neighbours(mark: Span, rows: Sequence[Span]) -> Span:
    """The whole row of a mark, with the rows above and below that are near and low."""
    groups = row_groups(rows)
    at = max(range(len(groups)), key=lambda index: groups[index].overlap(mark), default=None)
    if at is None or groups[at].overlap(mark) <= 0:
        return mark
    own = Span(min(groups[at].low, mark.low), max(groups[at].high, mark.high))
    if own.length > _TALLEST_GROUP:
        own = max((row for row in rows if row.overlap(mark) > 0), key=lambda row: row.overlap(mark), default=mark)
        return own if own.length <= _TALLEST_GROUP else mark
    beside = groups[max(0, at - 1) : at] + groups[at + 1 : at + 2]
    shown = [row for row in beside if row.length <= _TALLEST_NEIGHBOUR and -own.overlap(row) <= _APART]
    return merged([own, *shown], _APART)[0]


def regions(wanted: Iterable[Span], header: Span | None, near: float) -> list[Span]:
    """What is shown of a page, from top to bottom: rows with little between them in one piece, the header likewise."""
    pieces = merged(wanted, _APART)
    if header is None:
        return pieces
    if pieces[0].low - header.high <= near:
        return [Span(min(header.low, pieces[0].low), pieces[0].high), *pieces[1:]]
    return [header, *pieces]


def clean_cut(sheet: Sheet, columns: Span, rows: Span) -> Span:
    """The same rows with the rules at both ends; without rules, cut where nothing is printed."""
    above = sheet.printed_rows(box_of(columns, Span(rows.low - _BLANK, rows.low)))
    below = sheet.printed_rows(box_of(columns, Span(rows.high, rows.high + _BLANK)))
    low, high = rows.low - _RULE, rows.high + _RULE
    if above and above[-1].high > rows.low - _RULE and above[-1].low > rows.low - _BLANK + _RULE:
        low = above[-1].low - _RULE / 2
    if below and below[0].low < rows.high + _RULE and below[0].high < rows.high + _BLANK - _RULE:
        high = below[0].high + _RULE / 2
    return Span(low, high)


def title_above(sheet: Sheet, top: float, table: Span) -> list[Span]:
    """The printed lines right above a header, the lowest first: title, unit, who prepared it.

    Running text, which sticks out on both sides of the table, is none of it.
    """
    window = Span(max(0.0, top - _TITLE_HEIGHT), max(0.0, top - _RULE))
    lines = printed_lines(sheet, window)
    found: list[Span] = []
    edge = top
    for line in reversed(lines[1:] if lines and lines[0].low <= window.low else lines):
        is_far = edge - line.high > _TITLE_GAP or line.length > _TITLE_LINE
        if is_far or len(found) == _TITLE_LINES or _is_around(hull(_print(sheet, line)), table):
            break
        found.append(line)
        edge = line.low
    return found


def _print(sheet: Sheet, line: Span) -> list[Span]:
    return sheet.printed_columns(box_of(Span(0, sheet.size[0]), line))


def _is_around(line: Span, table: Span) -> bool:
    return line.low < table.low - _STICKS_OUT and line.high > table.high + _STICKS_OUT


def printed_lines(sheet: Sheet, rows: Span) -> list[Span]:
    """The lines that are printed in a stretch of a page."""
    return merged(sheet.printed_rows(box_of(Span(0, sheet.size[0]), rows)), _LINE_GAP)


def lines_around(sheet: Sheet, text: Box, number: Span) -> Span:
    """The lines of a sentence with one above and one below; of a long one those around its number.

    In a form all print hangs together by its rules: there it is the cell and the ones above and below.
    """
    own = down(text)
    lines = printed_lines(sheet, Span(0, sheet.size[1]))
    within = [at for at, line in enumerate(lines) if line.overlap(own) > _RULE]
    if not within:
        return own
    if any(lines[at].length > _TALLEST_LINE for at in within):
        return _cells_around(sheet, text)
    first, last = within[0], within[-1]
    if last - first >= _MOST_LINES:
        middle = next((at for at in within if lines[at].overlap(number) > 0), first)
        first, last = max(first, middle - _MOST_LINES // 2), min(last, middle + _MOST_LINES // 2)
    first -= _is_beside(lines, first - 1, first)
    last += _is_beside(lines, last, last + 1)
    above = lines[first].low - lines[first - 1].high if first > 0 else _LINE_APART
    below = lines[last + 1].low - lines[last].high if last + 1 < len(lines) else _LINE_APART
    return Span(lines[first].low - min(_BLANK, above / 2), lines[last].high + min(_BLANK, below / 2))


def _is_beside(lines: Sequence[Span], above: int, below: int) -> bool:
    """Whether two lines are neighbours of one text."""
    return above >= 0 and below < len(lines) and lines[below].low - lines[above].high <= _LINE_APART


def _cells_around(sheet: Sheet, cell: Box) -> Span:
    """From the second rule above a cell's text to the second one below it."""
    rules = [rule.middle for rule in sheet.level_rules(cell)]
    above = [rule for rule in rules if rule <= cell.top + _RULE][-2:]
    below = [rule for rule in rules if rule >= cell.bottom - _RULE][:2]
    return Span(min(above, default=cell.top) - _RULE, max(below, default=cell.bottom) + _RULE)
