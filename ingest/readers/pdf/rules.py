"""Drawn rules to lattices: where the rows and columns of each table of a page lie, and which places merge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from ingest.readers.pdf.page import Glyph, Stroke

_SNAP = 3.0  # points: nearer strokes are one rule, drawn twice or as a thin rectangle
_SHORTEST = 1.0  # points: shorter strokes are dots of a pattern
_OPEN_SIDE = 8.0  # points: a rule that sticks out further has cells beyond the last crossing rule
_MIN_DRAWN = 0.25  # of an outer rule; less is the mark of an axis
_MAX_CROSSINGS = 4_000_000  # pairs of rules to compare; a drawing has more, a table never
_MAX_PLACES = 200_000  # rows times columns of one page
_MAX_OPEN_SHARE = 1 / 3  # of the places: boxes joined by arrows, as in an organisation chart, leave more open


@dataclass(frozen=True, slots=True)
class Place:
    """A cell by row and column from 0, with the rows and columns it spans."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """The rules of one table: `xs` parts columns, `ys` parts rows, both ascending, in points."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    places: tuple[Place, ...]
    is_drawn: bool = True  # False: all are sides of what is shaded

    def part(self, glyphs: Iterable[Glyph]) -> tuple[list[Glyph], list[Glyph]]:
        """The glyphs that stand in it, and those that do not."""
        left, right, top, bottom = self.xs[0], self.xs[-1], self.ys[0], self.ys[-1]
        inside: list[Glyph] = []
        outside: list[Glyph] = []
        for glyph in glyphs:
            (inside if left <= glyph.x <= right and top <= glyph.y <= bottom else outside).append(glyph)
        return inside, outside

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])


@dataclass(frozen=True, slots=True)
class _Rules:
    """Rules that touch each other."""

    across: tuple[Stroke, ...]
    down: tuple[Stroke, ...]


def find_lattices(across: Iterable[Stroke], down: Iterable[Stroke]) -> list[Lattice]:
    """The lattice of each group of rules that encloses something, smallest first."""
    across, down = joined(across), joined(down)
    if len(across) * len(down) > _MAX_CROSSINGS:
        return []
    lattices = [_lattice(_closed(rules)) for rules in _touching(across, down)]
    return sorted((lattice for lattice in lattices if lattice), key=lambda lattice: lattice.area)


def joined(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Strokes of one rule as one stroke, all at the rule's mean place."""
    rules: list[Stroke] = []
    for rule in _clusters([s for s in strokes if s.end - s.start >= _SHORTEST], key=lambda s: s.at):
        at = sum(stroke.at for stroke in rule) / len(rule)
        rule.sort(key=lambda stroke: stroke.start)
        start, end = rule[0].start, rule[0].end
        width = max(stroke.width for stroke in rule)
        for stroke in rule:
            if stroke.start > end + _SNAP:
                rules.append(Stroke(at, start, end, width))
                start = stroke.start
                end = stroke.end
            end = max(end, stroke.end)
        rules.append(Stroke(at, start, end, width))
    return rules


def _clusters(strokes: Iterable[Stroke], key: Callable[[Stroke], float]) -> list[list[Stroke]]:
    """Strokes in order of `key`, grouped where neighbours are nearer than the snap distance."""
    groups: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=key):
        if groups and key(stroke) - key(groups[-1][-1]) <= _SNAP:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    return groups


def _touching(across: Sequence[Stroke], down: Sequence[Stroke]) -> list[_Rules]:
    """Rules grouped so that those of different groups never meet."""
    group = list(range(len(across) + len(down)))

    def find(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for (i, h), (j, v) in product(enumerate(across), enumerate(down, len(across))):
        if h.start - _SNAP <= v.at <= h.end + _SNAP and v.start - _SNAP <= h.at <= v.end + _SNAP:
            group[find(i)] = find(j)
    members: dict[int, list[int]] = {}
    for index in range(len(group)):
        members.setdefault(find(index), []).append(index)
    return [
        _Rules(
            tuple(across[index] for index in group if index < len(across)),
            tuple(down[index - len(across)] for index in group if index >= len(across)),
        )
        for group in members.values()
        if len(group) >= 3
    ]


def _closed(rules: _Rules) -> _Rules:
    """With the outer rules that some ministries' forms leave out on two sides, or where a page break cuts a cell."""
    if not rules.across or not rules.down:
        return rules
    down = rules.down + _missing_ends(rules.across, rules.down)
    across = rules.across + _missing_ends(rules.down, rules.across)
    return _Rules(across + _missing_stretches(across, down), down + _missing_stretches(down, across))


def _missing_ends(rules: Sequence[Stroke], crossing: Sequence[Stroke]) -> tuple[Stroke, ...]:
    """The crossing rules that are missing where `rules` stick out beyond the first and the last one."""
    first, last = min(c.at for c in crossing), max(c.at for c in crossing)
    before = [rule for rule in rules if rule.start < first - _OPEN_SIDE]
    beyond = [rule for rule in rules if rule.end > last + _OPEN_SIDE]
    ends = []
    if len(before) >= 2:
        ends.append(Stroke(min(r.start for r in before), min(r.at for r in before), max(r.at for r in before)))
    if len(beyond) >= 2:
        ends.append(Stroke(max(r.end for r in beyond), min(r.at for r in beyond), max(r.at for r in beyond)))
    return tuple(ends)


def _missing_stretches(rules: Sequence[Stroke], crossing: Sequence[Stroke]) -> tuple[Stroke, ...]:
    """What is missing at either end of the first and of the last rule, up to the outermost rule that reaches it.

    Only at the ends: between the boxes of an organisation chart nothing is missing.
    """
    drawn = [rule for rule in crossing if rule.width]  # not the bars of a chart
    first, last = min(rule.at for rule in rules), max(rule.at for rule in rules)
    reaching_first = [rule.at for rule in drawn if abs(rule.start - first) <= _SNAP]
    reaching_last = [rule.at for rule in drawn if abs(rule.end - last) <= _SNAP]
    return (*_ends(first, rules, reaching_first), *_ends(last, rules, reaching_last))


def _ends(at: float, rules: Iterable[Stroke], reaching: Sequence[float]) -> Iterator[Stroke]:
    """The missing ends of the rule at that place, if enough of it is there."""
    there = [rule for rule in rules if abs(rule.at - at) <= _SNAP]
    start, end = min(rule.start for rule in there), max(rule.end for rule in there)
    left, right = min(reaching, default=start), max(reaching, default=end)
    if end - start < _MIN_DRAWN * (right - left):
        return
    if left < start - _SNAP:
        yield Stroke(at, left, start)
    if right > end + _SNAP:
        yield Stroke(at, end, right)


def _lattice(rules: _Rules) -> Lattice | None:
    """Rows, columns and cells of touching rules; None where they enclose nothing."""
    xs = tuple(sorted({stroke.at for stroke in rules.down}))
    ys = tuple(sorted({stroke.at for stroke in rules.across}))
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MAX_PLACES:
        return None
    enclosed, outside = _regions(xs, ys, rules)
    if len(enclosed) < 2 or len(outside) > _MAX_OPEN_SHARE * (len(xs) - 1) * (len(ys) - 1):
        return None
    alone = [[place] for place in outside]
    is_drawn = any(stroke.width for stroke in (*rules.across, *rules.down))
    return Lattice(xs, ys, tuple(_places(enclosed + alone)), is_drawn)


_Unit = tuple[int, int]  # row and column of a place between neighbouring rules


def _regions(xs: Sequence[float], ys: Sequence[float], rules: _Rules) -> tuple[list[list[_Unit]], list[_Unit]]:
    """The units of each cell, which no rule parts; and the units that are open to the outside."""
    walls_down = _walls(rules.down, xs, ys)
    walls_across = _walls(rules.across, ys, xs)
    rows, columns = len(ys) - 1, len(xs) - 1
    seen: set[_Unit] = set()
    enclosed: list[list[_Unit]] = []
    outside: list[_Unit] = []
    for start in product(range(rows), range(columns)):
        if start in seen:
            continue
        region, is_open, pending = [], False, [start]
        seen.add(start)
        while pending:
            row, column = pending.pop()
            region.append((row, column))
            for wall, neighbour in (
                ((column, row) in walls_down, (row, column - 1)),
                ((column + 1, row) in walls_down, (row, column + 1)),
                ((row, column) in walls_across, (row - 1, column)),
                ((row + 1, column) in walls_across, (row + 1, column)),
            ):
                if wall or neighbour in seen:
                    continue
                if 0 <= neighbour[0] < rows and 0 <= neighbour[1] < columns:
                    seen.add(neighbour)
                    pending.append(neighbour)
                else:
                    is_open = True
        if is_open:
            outside += region
        else:
            enclosed.append(region)
    return enclosed, outside


def _walls(strokes: Iterable[Stroke], ats: Sequence[float], steps: Sequence[float]) -> set[tuple[int, int]]:
    """Which unit sides are drawn: (index in `ats`, index of the step along it)."""
    index = {at: position for position, at in enumerate(ats)}
    middles = [(low + high) / 2 for low, high in pairwise(steps)]
    return {
        (index[stroke.at], step)
        for stroke in strokes
        for step, middle in enumerate(middles)
        if stroke.start <= middle <= stroke.end
    }


def _places(regions: Iterable[list[_Unit]]) -> Iterable[Place]:
    """Each region as one cell; one that is no rectangle, as a rule is broken, by its unit places."""
    for region in regions:
        rows = [row for row, _ in region]
        columns = [column for _, column in region]
        place = Place(min(rows), min(columns), max(rows) - min(rows) + 1, max(columns) - min(columns) + 1)
        if place.row_span * place.column_span == len(region):
            yield place
        else:
            yield from (Place(row, column, 1, 1) for row, column in region)
