"""Whether questions about what no document says are refused: units, years and items that do not exist.

    python -m bench.negatives KNOWLEDGE.db [--seed N] [--show]

Units are recombined from regions and bodies, years are shifted, items are taken from other units' documents. Prints
how many of each are answered, which none should be.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from knowledge.concepts import ConceptKind, concepts, subject_key
from knowledge.engine import Engine
from knowledge.model import Scheme
from knowledge.names.items import item_names
from knowledge.names.units import unit_aliases
from knowledge.reply import Status
from knowledge.store.read import KnowledgeBase
from knowledge.text import fold_name

PLACES = ("合肥市", "苏州市", "武汉市", "成都市", "徐汇区", "浦东新区", "江苏省", "西湖区", "海淀区", "天河区")
BODIES = (
    "教育局",
    "民政局",
    "财政局",
    "公安局",
    "审计局",
    "体育局",
    "司法局",
    "卫生健康委员会",
    "图书馆",
    "人社信息中心",
)
FUNDS = tuple(concept.name for concept in concepts() if concept.kind is ConceptKind.FUND)
SHIFTS = (-9, -7, -6, 3, 5)  # years from a document's that no document of its unit speaks of


def unknown_units(base: KnowledgeBase, rng: random.Random) -> Iterator[str]:
    """Questions about bodies of other places."""
    names = [item.subject.name for unit in base.units for item in base.items_of(unit) if len(item.subject.name) > 3]
    for place in PLACES:
        for body in BODIES:
            for name in rng.sample(names, 2):
                yield f"{place}{body}2024年{name}是多少"


def unknown_years(base: KnowledgeBase, rng: random.Random) -> Iterator[str]:
    """Questions about years of which no document speaks."""
    for unit in base.units.values():
        short = min((alias.folded for alias in unit_aliases(unit.name)[:6]), key=len)
        years = {stored.document.year for stored in base.documents_of(unit.id)}
        items = [item for item in base.items_of(unit.id) if len(item.subject.name) > 2]
        for item in rng.sample(items, min(20, len(items))):
            for shift in SHIFTS:
                yield f"{short}{max(years) + shift}年{item.subject.name}多少"


def foreign_items(base: KnowledgeBase, rng: random.Random) -> Iterator[str]:
    """Questions about items that only other units' documents have."""
    for unit in base.units.values():
        short = min((alias.folded for alias in unit_aliases(unit.name)[:6]), key=len)
        own = {name for item in base.items_of(unit.id) for name in item_names(item)}
        own |= {subject_key(item.subject.name, Scheme.FUNCTION) for item in base.items_of(unit.id)}
        own |= empty_lines(base, unit.id)
        others = {
            item.subject.name
            for other in base.units
            for item in base.items_of(other)
            if item.subject.scheme in (Scheme.FUNCTION, Scheme.PROJECT, Scheme.DEPARTMENT_ECONOMIC, Scheme.PROCUREMENT)
            and not item_names(item) & own
            and subject_key(item.subject.name, Scheme.FUNCTION) not in own
            and fold_name(item.subject.name) not in own
        }
        for name in rng.sample(sorted(others), min(60, len(others))):
            yield f"{short}{name}是多少"


def empty_lines(base: KnowledgeBase, unit_id: int) -> set[str]:
    """What the empty tables of a unit would hold: that they are empty is said, which answers nothing foreign."""
    columns = [
        (stored.table.title, column.measure)
        for document in base.documents_of(unit_id)
        for stored in base.tables(document.id)
        if stored.table.is_empty
        for column in stored.table.columns
    ]
    return {
        fold_name(fund + word)
        for title, measure in columns
        for concept in concepts()
        if concept.measure == measure
        for fund in FUNDS
        if fund in title
        for word in concept.words
    }


def main() -> None:
    """Ask all and print how many were answered."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("knowledge", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    base = KnowledgeBase(args.knowledge)
    engine = Engine(base)
    rng = random.Random(args.seed)
    for make in (unknown_units, unknown_years, foreign_items):
        tally: Counter[str] = Counter()
        for text in make(base, rng):
            answer = engine.ask(text).answer
            tally[answer.status] += 1
            if args.show and answer.status is Status.ANSWERED:
                print(f"  {text}: {' / '.join(answer.text.splitlines()[:2])[:110]}")
        total = sum(tally.values())
        print(f"{make.__name__:16} {total:4} questions: answered {tally[Status.ANSWERED] / total:.1%}, {dict(tally)}")


if __name__ == "__main__":
    main()
