"""Which row each row is a part of: by codes, numbering, indent or columns of labels; sums decide between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from ingest.structure.labels import CODE_LENGTHS, RawRow
from ingest.structure.sums import Number, Row, Tally, column_sums
from knowledge.concepts import ConceptKind, concept_of
from knowledge.identities import is_total_word
from knowledge.text import fold_name

Parents = list[int | None]

_NUMBERING_DEPTHS = (
    (re.compile(r"^\s*[一二三四五六七八九十]+[、.．]"), 0),
    (re.compile(r"^\s*[(（][一二三四五六七八九十]+[)）]"), 1),
    (re.compile(r"^\s*\d{1,2}[.．、]"), 2),
    (re.compile(r"^\s*[(（]\d{1,2}[)）]"), 3),
    (re.compile(r"^\s*[①-⑳]"), 4),
    (re.compile(r"^\s*其中"), 5),
)
_AMONG_DEPTH = 5  # of 其中
_AMONG = re.compile(r"^\s*其中")
_BROKEN_WEIGHT = 2  # a sum that fails says more than one that holds
_MIN_NUMBERED = 2  # numbered rows that a row without number may sum
_COLUMNS_A_SLIP = 4  # columns among which one sum may fail
_MOST_PARTS = 1200  # rows whose sums are tried as one list: the accounts of a prefecture print 480 lines of revenue


def is_total(label: str) -> bool:
    """Whether a row is a sum of others: 合计, 本年收入合计, 累计."""
    return is_total_word(label) or fold_name(label).endswith("累计")


def parents(rows: Sequence[RawRow], numbers: Sequence[Row] = ()) -> Parents:
    """For each row the row it is a part of; of several readings the one whose sums hold best.

    Codes and numbering go first. Where they tell nothing, indent, columns of labels, rows of units, and at last
    the amounts themselves are tried: a row that equals the rows below it is their sum.
    """
    plain = _by_code_or_numbering(rows)
    if not numbers:
        return plain
    best, score = plain, _score(rows, plain, numbers)
    for way in _WAYS:
        other = way(rows, best, numbers)
        seen = _score(rows, other, numbers) if other != best else score
        if seen > score:
            best, score = other, seen
    return best


# ---- what labels tell ------------------------------------------------------------------------------


def _by_code_or_numbering(rows: Sequence[RawRow]) -> Parents:
    """By codes where they are printed, else by numbering.

    A row without numbering goes on at the depth of a 其中 row before it; a kind of money (一般公共预算)
    below 上年结转结余 or 年终结转结余 is a part of that.
    """
    by_code = {row.code: index for index, row in reversed(list(enumerate(rows))) if row.code}
    last_at_depth: dict[int, int] = {}
    balance: int | None = None  # the row of a balance, while its kinds of money follow
    found: Parents = []
    for index, row in enumerate(rows):
        if row.code:
            by_code[row.code] = index  # the nearest above, where each unit has its own lines
            shorter = (row.code[:length] for length in reversed(CODE_LENGTHS) if length < len(row.code))
            found.append(next((by_code[code] for code in shorter if code in by_code), None))
            continue
        depth = _numbering_depth(row.label)
        if depth is None and balance is not None and concept_of(row.label, ConceptKind.FUND):
            found.append(balance)
            continue
        whole = concept_of(row.label, ConceptKind.WHOLE)
        balance = index if whole and "结转" in whole.measure else None
        if depth is None and (whole or is_total(row.label) or _AMONG_DEPTH not in last_at_depth):
            found.append(None)
            if whole or is_total(row.label):
                last_at_depth = {}
            continue
        depth = _AMONG_DEPTH if depth is None else depth
        last_at_depth = {other: at for other, at in last_at_depth.items() if other < depth}
        found.append(last_at_depth[max(last_at_depth)] if last_at_depth else None)
        last_at_depth[depth] = index
    return found


def _numbering_depth(label: str) -> int | None:
    """How deep its numbering puts a label: 一、 0, （一） 1, 1. 2, （1） 3, ① 4, 其中 5; None without any."""
    return next((depth for pattern, depth in _NUMBERING_DEPTHS if pattern.match(label)), None)


def _below_groups(rows: Sequence[RawRow], plain: Parents, _numbers: Sequence[Row]) -> Parents:
    """Rows with codes below the row of a unit, which has none, are that unit's."""
    found = list(plain)
    head: int | None = None
    for index, row in enumerate(rows):
        if row.code:
            found[index] = plain[index] if plain[index] is not None else head
        elif row.label and not is_total(row.label):
            head = index
        else:
            head = None
    return found


def _below_unnumbered(rows: Sequence[RawRow], plain: Parents, _numbers: Sequence[Row]) -> Parents:
    """Numbered rows that are parts of none, below the nearest row without number: 财政拨款, 1.一般公共预算拨款."""
    found = list(plain)
    head: int | None = None
    for index, row in enumerate(rows):
        if is_total(row.label) or row.code:
            head = None
        elif _numbering_depth(row.label) is None:
            head = index if plain[index] is None else head
        elif plain[index] is None:
            found[index] = head
    return found


def _by_label_column(rows: Sequence[RawRow], plain: Parents, _numbers: Sequence[Row]) -> Parents:
    """Rows named in a column further right are parts of the row above that is named further left."""
    found: Parents = []
    above: list[int] = []
    for index, row in enumerate(rows):
        above = [other for other in above if rows[other].column < row.column]
        is_part = bool(above) and not is_total(row.label) and plain[index] is None
        found.append(above[-1] if is_part else plain[index])
        if row.label and not is_total(row.label):
            above.append(index)
    return found


def _by_unit_code(rows: Sequence[RawRow], plain: Parents, _numbers: Sequence[Row]) -> Parents:
    """Units by their codes: 117001 is a part of 117."""
    found = list(plain)
    last: dict[str, int] = {}
    for index, row in enumerate(rows):
        if row.unit_code and not row.code:
            shorter = [code for code in last if row.unit_code.startswith(code) and code != row.unit_code]
            found[index] = last[max(shorter, key=len)] if shorter else plain[index]
            last[row.unit_code] = index
    return found


def _by_indent(rows: Sequence[RawRow], plain: Parents, _numbers: Sequence[Row]) -> Parents:
    """Rows that stand further to the right are parts of the row above them."""
    if len({row.indent for row in rows}) < 2:
        return plain
    found: Parents = []
    above: list[int] = []
    for index, row in enumerate(rows):
        above = [other for other in above if rows[other].indent < row.indent]
        found.append(above[-1] if above and not is_total(row.label) else None)
        if not is_total(row.label):
            above.append(index)
    return found


# ---- what amounts tell -----------------------------------------------------------------------------


def _by_sums(rows: Sequence[RawRow], plain: Parents, numbers: Sequence[Row], single: bool = False) -> Parents:
    """Rows that neither code nor numbering places, below the row that is their sum; `single`: or equals one row."""
    found = list(plain)
    root: int | None = None
    run: list[int] = []
    codes = Counter(row.code for row in rows)
    for index, row in enumerate(rows):
        is_placed = _numbering_depth(row.label) is not None or (row.code and codes[row.code] == 1)
        if not is_placed and plain[index] is None and not is_total(row.label):
            run.append(index)
            continue
        _place_run(run, root, numbers, found, single)
        run, root = [], None if is_total(row.label) else index
    _place_run(run, root, numbers, found, single)
    return found


def _place_run(run: Sequence[int], root: int | None, numbers: Sequence[Row], found: Parents, single: bool) -> None:
    """Find the tree of a run of rows, from its end: a row takes those that follow it and make its amounts."""
    if not 1 < len(run) + (root is not None) <= _MOST_PARTS:
        return
    tops: list[int] = []  # the rows that have no parent yet, nearest first
    for index in reversed(run):
        count = _parts(numbers[index], [numbers[top] for top in tops], 1 if single else 2)
        for top in tops[:count]:
            found[top] = index
        tops = [index, *tops[count:]]
    if root is not None and _parts(numbers[root], [numbers[top] for top in tops], 1) == len(tops):
        for top in tops:
            found[top] = root


def _parts(total: Row, following: Sequence[Row], least: int) -> int:
    """How many of the following rows make a row's amounts in every column; 0 where none do."""
    sums: list[Number] = [Number(0, amount.slack if amount else 0) for amount in total]
    for count, row in enumerate(following, start=1):
        sums = [
            Number(seen.value + part.value, seen.slack + part.slack) if part else seen
            for seen, part in zip(sums, row, strict=True)
        ]
        if count >= least and _equal(total, sums):
            return count
    return 0


def _equal(total: Row, sums: Sequence[Number]) -> bool:
    """Whether the amounts of a row are those sums; of four columns or more one may be printed wrong."""
    wanted = [(amount.value if amount else 0, seen) for amount, seen in zip(total, sums, strict=True)]
    used = [abs(value - seen.value) <= seen.slack for value, seen in wanted if value or seen.value]
    return bool(used) and used.count(False) <= len(used) // _COLUMNS_A_SLIP


_WAYS: tuple[Callable[[Sequence[RawRow], Parents, Sequence[Row]], Parents], ...] = (
    _below_groups,
    _below_unnumbered,
    _by_label_column,
    _by_unit_code,
    _by_indent,
    _by_sums,
    partial(_by_sums, single=True),
)


# ---- whether it holds ------------------------------------------------------------------------------


def _score(rows: Sequence[RawRow], parent_of: Parents, numbers: Sequence[Row]) -> int:
    """Sums that hold against sums that fail. A sum that only the amounts have found counts for nothing."""
    tally = total_sums(rows, parent_of, numbers) + part_sums(rows, parent_of, numbers, told_only=True)
    return tally.held - _BROKEN_WEIGHT * tally.broken


def part_sums(rows: Sequence[RawRow], parent_of: Parents, numbers: Sequence[Row], told_only: bool = False) -> Tally:
    """Whether rows are the sums of their parts."""
    return _tally(sums_of_parts(rows, parent_of, told_only), numbers)


def total_sums(rows: Sequence[RawRow], parent_of: Parents, numbers: Sequence[Row]) -> Tally:
    """Whether the rows that are called totals are sums."""
    return _tally(sums_of_totals(rows, parent_of, numbers), numbers)


Sum = tuple[int, list[int]]  # a row, and the rows that make it


def sums_of_parts(rows: Sequence[RawRow], parent_of: Parents, told_only: bool = False) -> Iterator[Sum]:
    """Rows and their parts; those of 其中 are not all parts."""
    children: dict[int, list[int]] = {}
    for index, parent in enumerate(parent_of):
        if parent is not None:
            children.setdefault(parent, []).append(index)
    for parent, parts in children.items():
        is_told = rows[parent].code or _numbering_depth(rows[parent].label) is not None or rows[parent].unit_code
        if not _AMONG.match(rows[parts[0]].label) and (is_told or not told_only):
            yield parent, parts


def sums_of_totals(rows: Sequence[RawRow], parent_of: Parents, numbers: Sequence[Row]) -> Iterator[Sum]:
    """The rows that are called totals, each with the rows of the reading that suits it best."""
    totals = _totals(rows, parent_of, numbers)
    for index in totals:
        best: tuple[tuple[int, int], list[int]] | None = None
        for parts in _summed(index, rows, parent_of, numbers, totals):
            seen = _tally([(index, parts)], numbers)
            score = (seen.held - _BROKEN_WEIGHT * seen.broken, seen.held)
            if best is None or score > best[0]:
                best = score, parts
        if best:
            yield index, best[1]


def _tally(sums: Iterable[Sum], numbers: Sequence[Row]) -> Tally:
    found = Tally()
    for total, parts in sums:
        found += column_sums(numbers[total], [numbers[part] for part in parts])
    return found


def _totals(rows: Sequence[RawRow], parent_of: Parents, numbers: Sequence[Row]) -> list[int]:
    """The rows that are called totals, and rows without number that sum all numbered ones since the last."""
    totals: list[int] = []
    since: list[int] = []
    for index in _tops(parent_of, numbers):
        is_named = is_total(rows[index].label)
        if is_named or _is_sum_of_numbered(rows, index, since, numbers):
            totals.append(index)
            since = []
        else:
            since.append(index)
    named = (index for index, row in enumerate(rows) if is_total(row.label))
    return sorted({*totals, *named})


def _is_sum_of_numbered(rows: Sequence[RawRow], index: int, since: Sequence[int], numbers: Sequence[Row]) -> bool:
    if _is_counted(rows[index]) or len(since) < _MIN_NUMBERED or not all(_is_counted(rows[other]) for other in since):
        return False
    return _parts(numbers[index], [numbers[other] for other in reversed(since)], len(since)) == len(since)


def _is_counted(row: RawRow) -> bool:
    """Whether a number or a code places a row in its list."""
    return bool(row.code) or _numbering_depth(row.label) is not None


def _tops(parent_of: Parents, numbers: Sequence[Row]) -> list[int]:
    """The rows that are parts of none; in place of one without amounts its own parts."""
    hollow = {i for i, row in enumerate(numbers) if not any(row) and i in parent_of}
    found: list[int] = []
    for index, parent in enumerate(parent_of):
        while parent in hollow:
            parent = parent_of[parent] if parent is not None else None
        if parent is None and index not in hollow:
            found.append(index)
    return found


def _summed(
    index: int, rows: Sequence[RawRow], parent_of: Parents, numbers: Sequence[Row], totals: Sequence[int]
) -> Iterator[list[int]]:
    """The rows that a total may sum: all above it, those since the total before, or all below it."""
    tops = [i for i in _tops(parent_of, numbers) if i not in totals]
    before = max((other for other in totals if other < index), default=-1)
    after = min((other for other in totals if other > index), default=len(rows))
    since = [i for i in tops if before < i < index]
    choices = [
        [i for i in tops if i < index],
        since,
        [before, *since] if before >= 0 and since else [],
        [i for i in tops if index < i < after],
        [i for i in tops if i > index],
        [other for other in totals if other > index] if index == totals[0] else [],
        [other for other in totals if other < index] if index == totals[-1] else [],
        [i for i in range(len(rows)) if parent_of[i] == index],
    ]
    yield from (parts for parts in choices if parts)
