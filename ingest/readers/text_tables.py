"""Tables in plain text: lines with tabs, with pipes, or with columns that spaces line up."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.amounts import is_blank, parse_cell
from knowledge.errors import UnreadableCell
from knowledge.text import strip_numbering

_HEADER_CELLS = 5  # filled cells from which a lone tab-separated line is the header of an empty table
_MAX_BLANKS = 2  # blank lines within one table, where its source broke the page
_DRAWN_PIPES = str.maketrans("│┃║｜", "||||")
_RULE_CHARACTERS = frozenset(" \t|:-+=─━═—┼├┤┌┐└┘┬┴╋┏┓┗┛┣┫┳┻╠╣╬╔╗╚╝╦╩")
_MAX_WRAPS = 5  # lines of one row between pipes
_GAP = re.compile(r"\t[\t 　]*|[ 　]{2,}[ 　\t]*| ?　 ?")  # between columns that spaces line up
_SENTENCE = re.compile(r"[。；！？]")
_LABEL = re.compile(r"(?!其中)[^:：]{1,12}[:：]")
_HAN_WORD = re.compile(r"[\u3400-\u9fff]+")
_LONGEST_SPELLED = 8  # letters
_LONGEST_HEADER = 30  # characters of one cell
_LEAST_ROOM = 4  # columns of the screen between a name and the next column: with less it filled its own
_NO_PAGE_NUMBER = re.compile(r"[.,，]|\d{4}")


@dataclass(frozen=True, slots=True)
class TextRow:
    """A source line cut into cells; its number from 1."""

    line: int
    cells: tuple[str, ...]


Finder = Callable[[Sequence[str], int], tuple[list[TextRow], int]]
"""The rows of the table that begins at a line, and where it ends; without rows, up to where there is none."""


def find_tab_rows(lines: Sequence[str], start: int) -> tuple[list[TextRow], int]:
    """A table of tab-separated lines.

    A single such line is a table only where it has cells enough for a header (an empty table): contents pages and
    signatures have fewer.
    """
    rows: list[TextRow] = []
    end = position = start
    while position < len(lines):
        raw = lines[position]
        if "\t" in raw:
            cells = tuple(raw.split("\t"))
            if position > end and len(cells) != len(rows[-1].cells):
                break
            rows.append(TextRow(position + 1, cells))
            end = position + 1
        elif raw.strip() or not rows or position - end >= _MAX_BLANKS:
            break
        position += 1
    is_header = len(rows) == 1 and sum(bool(cell.strip()) for cell in rows[0].cells) >= _HEADER_CELLS
    is_table = is_header or (len(rows) > 1 and any("\t" in lines[row.line - 1].strip() for row in rows))
    if is_table and any(_holds_amounts(cell) for row in rows for cell in row.cells):
        spaced, spaced_end = find_spaced_rows(lines, start)  # some columns are set apart by spaces
        if spaced:
            return spaced, spaced_end
    return (rows if is_table else []), end


def _holds_amounts(cell: str) -> bool:
    """Whether a cell holds several amounts, columns apart."""
    return "  " in cell and sum(_is_amount(piece.text) for piece in _pieces(cell)) > 1


# ---- pipes -------------------------------------------------------------------------------------------


def find_pipe_rows(lines: Sequence[str], start: int) -> tuple[list[TextRow], int]:
    """A table | a | b |, with pipes at the edges or without, also drawn with │; rules below the header are no rows."""
    found: list[tuple[int, str]] = []
    position = start
    while position < len(lines):
        raw, taken = _pipe_line(lines, position)
        if not raw:
            break
        found.append((position + 1, raw))
        position += taken
    rows = [TextRow(number, _pipe_cells(raw)) for number, raw in found if not _is_rule(raw)]
    has_rule = any(_is_rule(raw) for _, raw in found)
    has_edges = all(raw.strip().startswith("|") for _, raw in found)
    same = Counter(len(row.cells) for row in rows).most_common(1)
    is_even = bool(same) and same[0][1] > 1
    is_table = bool(rows) and len(found) > 1 and (has_rule or has_edges or is_even)
    return (rows if is_table else []), position


def _pipe_line(lines: Sequence[str], position: int) -> tuple[str, int]:
    """A line of a table with those that its last cell runs on to, and how many they are; empty where it is none."""
    raw = lines[position].translate(_DRAWN_PIPES)
    if "|" not in raw:
        return (raw, 1) if _is_rule(raw) and _is_drawn(raw) else ("", 1)
    if not raw.lstrip().startswith("|") or raw.rstrip().endswith("|"):
        return raw, 1
    for taken in range(2, _MAX_WRAPS + 1):
        rest = [line.translate(_DRAWN_PIPES) for line in lines[position + 1 : position + taken]]
        if len(rest) < taken - 1 or any(not line.strip() or line.lstrip().startswith("|") for line in rest):
            break
        if rest[-1].rstrip().endswith("|"):
            return "\n".join([raw, *rest]), taken
    return raw, 1


def _is_rule(raw: str) -> bool:
    return bool(raw.strip()) and _RULE_CHARACTERS.issuperset(raw)


def _is_drawn(raw: str) -> bool:
    """Whether a rule without pipes is that of a drawn table: +---+ or ├──┤, not a line of dashes."""
    return not set(raw) <= set(" \t-=—─━_*")


def _pipe_cells(raw: str) -> tuple[str, ...]:
    inner = raw.strip().removeprefix("|").removesuffix("|")
    cells = (cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner))
    return tuple(re.sub(r"<br\s*/?>", "\n", cell) for cell in cells)


# ---- columns that spaces line up ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text between gaps, with the columns of the screen where it begins and ends: Chinese takes two."""

    text: str
    left: int
    right: int


def find_spaced_rows(lines: Sequence[str], start: int) -> tuple[list[TextRow], int]:
    """A table whose columns are two or more spaces apart: a header of words, then rows with numbers.

    A row with fewer cells is put below the header and the full rows by where its cells stand; where that is not
    certain, all but its name is one cell, which is no number.
    """
    header = _pieces(lines[start])
    if not _is_header(header):
        return [], start + 1
    run = [(start, header), *_spaced_body(lines, start + 1)]
    amounts = [piece.text for _, pieces in run[1:] for piece in pieces[1:] if _is_amount(piece.text)]
    is_table = len(header) > 2 or any(map(_NO_PAGE_NUMBER.search, amounts))
    return list(_spaced_rows(run)) if amounts and is_table else [], run[-1][0] + 1


def _spaced_body(lines: Sequence[str], start: int) -> Iterator[tuple[int, list[_Piece]]]:
    """The lines below a header that have columns, and the names between them."""
    position = start
    while position < len(lines):
        pieces = _pieces(lines[position])
        if any(_SENTENCE.search(piece.text) for piece in pieces):
            return
        if pieces and (len(pieces) > 1 or _goes_on(lines, position + 1)):
            yield position, pieces
        elif pieces or not any(_goes_on(lines, position + ahead) for ahead in range(1, _MAX_BLANKS + 1)):
            return
        position += 1


def _goes_on(lines: Sequence[str], position: int) -> bool:
    """Whether a line is a row with an amount, so that the one above it may be a name or a break of the page."""
    return position < len(lines) and any(_is_amount(piece.text) for piece in _pieces(lines[position])[1:])


def _pieces(raw: str) -> list[_Piece]:
    """The texts of a line between its gaps. A word that is spelled out (合　　计) is one."""
    pieces: list[_Piece] = []
    column = end = 0
    for gap in [*_GAP.finditer(raw), None]:
        text = raw[end : gap.start() if gap else len(raw)]
        width = _width(text)
        if text.strip():
            pieces.append(_Piece(text.strip(), column, column + width))
        column += width + (_width(gap[0]) if gap else 0)
        end = gap.end() if gap else end
    return _joined_letters(pieces)


def _width(text: str) -> int:
    return sum(8 if c == "\t" else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _joined_letters(pieces: Sequence[_Piece]) -> list[_Piece]:
    joined: list[_Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before and len(piece.text) == 1 and _is_spelled(before) and _HAN_WORD.fullmatch(before.text + piece.text):
            joined[-1] = replace(before, text=before.text + piece.text, right=piece.right)
        else:
            joined.append(piece)
    return joined


def _is_spelled(piece: _Piece) -> bool:
    """Whether a piece is one letter, or a few letters that were joined."""
    return len(piece.text) == 1 or (
        len(piece.text) < _LONGEST_SPELLED and piece.right - piece.left > 2 * len(piece.text)
    )


def _is_header(pieces: Sequence[_Piece]) -> bool:
    texts = [piece.text for piece in pieces]
    if len(texts) < 2 or any(len(text) > _LONGEST_HEADER or _SENTENCE.search(text) for text in texts):
        return False
    return not any(_is_amount(text) or _LABEL.match(text) for text in texts)


def _is_amount(text: str) -> bool:
    try:
        return parse_cell(text) is not None
    except UnreadableCell:
        return False


def _spaced_rows(run: Sequence[tuple[int, list[_Piece]]]) -> Iterator[TextRow]:
    counts = Counter(len(pieces) for _, pieces in run if len(pieces) > 1)
    width = max(len(run[0][1]), counts.most_common(1)[0][0])
    full = [pieces for _, pieces in run if len(pieces) == width]
    columns = [(min(p.left for p in column), max(p.right for p in column)) for column in zip(*full, strict=True)]
    rows: list[TextRow] = []
    above: _Piece | None = None  # the name of the row above, if that has amounts
    for position, pieces in run:
        name = pieces[0]
        if len(pieces) == 1 and above and _is_rest(name, above, columns):
            rows[-1] = replace(rows[-1], cells=(rows[-1].cells[0] + name.text, *rows[-1].cells[1:]))
            continue
        rows.append(TextRow(position + 1, _placed(pieces, columns)))
        above = name if len(pieces) > 1 and position != run[0][0] else None
    yield from rows


def _is_rest(name: _Piece, above: _Piece, columns: Sequence[tuple[int, int]]) -> bool:
    """Whether a lone text is the rest of the name above, which was as wide as its column or left a bracket open."""
    if strip_numbering(name.text) != name.text or name.left >= columns[1][0]:
        return False
    is_open = any(above.text.count(left) > above.text.count(right) for left, right in ("（）", "()", "《》", "“”"))
    return is_open or above.right + _LEAST_ROOM >= columns[1][0]


def _placed(pieces: Sequence[_Piece], columns: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The texts of a row by column."""
    texts, width = [piece.text for piece in pieces], len(columns)
    surplus = len(texts) - width
    if surplus > 0 and all(_is_amount(text) or is_blank(text) for text in texts[surplus + 1 :]):
        texts = [" ".join(texts[: surplus + 1]), *texts[surplus + 1 :]]
    if len(texts) == width:
        return tuple(texts)
    places = [_column_of(piece, columns) for piece in pieces]
    known = [place for place in places if place is not None]
    if len(known) < len(texts) or any(left >= right for left, right in pairwise(known)):
        return (texts[0], "  ".join(texts[1:]), *[""] * (width - 2))
    by_place = dict(zip(known, texts, strict=True))
    return tuple(by_place.get(place, "") for place in range(width))


def _column_of(piece: _Piece, columns: Sequence[tuple[int, int]]) -> int | None:
    """The column that a piece stands below; None where it stands below none."""
    shared = [min(piece.right, right) - max(piece.left, left) for left, right in columns]
    most = max(shared)
    return shared.index(most) if most > 0 else None
