"""How questions survive typos, homophones, dropped words and other damage.

Generated from the knowledge base alone: for every item of every unit a clean question in each wording (whose, when and
what in another order), then the same damaged in each way, each wording with its own damage. Prints a table by kind of
damage; `other` is the share of answers with another figure than the one asked for.

    python -m bench.robustness KNOWLEDGE.db [--seed N] [--show KIND] [--most N]
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.amounts import FEN_PER_UNIT
from knowledge.answer.wording import in_unit
from knowledge.cells import Cell, Scope, Target, find_cells
from knowledge.concepts import subject_key
from knowledge.engine import Engine
from knowledge.model import Scheme
from knowledge.names.units import unit_aliases
from knowledge.reply import Answer, Status
from knowledge.store.read import KnowledgeBase

WORDINGS = ("{unit}{year}年{name}是多少", "{name}，{unit}{year}年是多少")
COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成"
    "会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
)


@dataclass(frozen=True, slots=True)
class Case:
    """A question whose right answer is known."""

    unit: str
    year: int
    name: str
    cell: Cell

    def text(self, name: str, wording: str) -> str:
        """The question with the name as it is (damaged or not)."""
        return wording.format(unit=self.unit, year=self.year, name=name)


def cases(base: KnowledgeBase) -> Iterator[Case]:
    """One clean question for each item whose amount is unambiguous by name."""
    for unit in base.units.values():
        aliases = [alias.folded for alias in unit_aliases(unit.name)][:6]
        short = min(aliases, key=len)
        seen: set[str] = set()
        for item in base.items_of(unit.id):
            name = item.subject.name
            if item.subject.scheme in (Scheme.TOTAL, Scheme.OTHER) or len(name) < 3 or name in seen:
                continue
            seen.add(name)
            same_name = tuple(
                other for other in base.items_of(unit.id) if other.subject.name == name or other.key == item.key
            )
            found = find_cells(base, Target(same_name), Scope())
            if len(found) == 1:
                yield Case(short, found[0].figure.year, name, found[0])


# ---- damage ------------------------------------------------------------------------------------------------


@cache
def _homophones() -> dict[str, list[str]]:
    from pypinyin import Style, lazy_pinyin

    by_sound: dict[str, list[str]] = defaultdict(list)
    for code in range(0x4E00, 0x9FA5):
        char = chr(code)
        try:
            encoded = char.encode("gb2312")
        except UnicodeEncodeError:
            continue
        if encoded[0] < 0xD8:  # the more frequent half of GB 2312
            by_sound[lazy_pinyin(char, style=Style.NORMAL)[0]].append(char)
    return by_sound


def _typo(name: str, rng: random.Random) -> str:
    at = rng.randrange(len(name))
    return name[:at] + rng.choice(COMMON) + name[at + 1 :]


def _missing(name: str, rng: random.Random) -> str:
    at = rng.randrange(len(name))
    return name[:at] + name[at + 1 :]


def _swapped(name: str, rng: random.Random) -> str:
    at = rng.randrange(len(name) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _doubled(name: str, rng: random.Random) -> str:
    at = rng.randrange(len(name))
    return name[: at + 1] + name[at:]


def _homophone(name: str, rng: random.Random) -> str:
    from pypinyin import Style, lazy_pinyin

    places = [i for i, char in enumerate(name) if "\u4e00" <= char <= "\u9fff"]
    at = rng.choice(places)
    choices = [char for char in _homophones()[lazy_pinyin(name[at], style=Style.NORMAL)[0]] if char != name[at]]
    return name[:at] + rng.choice(choices) + name[at + 1 :] if choices else name


def _dropped_word(name: str, rng: random.Random) -> str:
    import rjieba

    words = rjieba.cut(name)
    if len(words) < 3:
        return name
    at = rng.randrange(1, len(words))
    return "".join(word for index, word in enumerate(words) if index != at)


def _abbreviated(name: str, _rng: random.Random) -> str:
    import rjieba

    words = rjieba.cut(name)
    return (
        "".join(word[:2] if index in (0, len(words) - 1) else word[:1] for index, word in enumerate(words))
        if len(words) > 3
        else name
    )


def _traditional(name: str, _rng: random.Random) -> str:
    from opencc import OpenCC

    return str(OpenCC("s2t").convert(name))


def _full_width(name: str, _rng: random.Random) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in name)


DAMAGES: dict[str, Callable[[str, random.Random], str]] = {
    "clean": lambda name, _rng: name,
    "one wrong character": _typo,
    "one missing": _missing,
    "two swapped": _swapped,
    "one doubled": _doubled,
    "homophone": _homophone,
    "dropped word": _dropped_word,
    "abbreviated": _abbreviated,
    "traditional": _traditional,
    "full width": _full_width,
}


def verdict(answer: Answer, case: Case, engine: Engine) -> str:
    """right, back (asked back with the right one among the options), refused, or other."""
    if answer.status is Status.ANSWERED:
        return "right" if _same(answer, case) else "other"
    if answer.status is Status.CLARIFY:
        offered = (engine.ask(option).answer for option in answer.options)
        return (
            "back" if any(one.status is Status.ANSWERED and _same(one, case) for one in offered) else "back, without it"
        )
    return "refused"


def _same(answer: Answer, case: Case) -> bool:
    cited = {(citation.location, citation.quote) for citation in answer.citations}
    places = {(stored.figure.citation.location, stored.figure.citation.quote) for stored in case.cell.figures}
    if cited & places:
        return True
    figure = case.cell.figure
    return any(
        in_unit(figure, value.unit) == value.number
        for value in answer.values[:1]
        if value.unit == figure.unit or {value.unit, figure.unit} <= FEN_PER_UNIT.keys()
    )


def main() -> None:
    """Ask all questions and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("knowledge", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", default="")
    parser.add_argument("--most", type=int, default=10_000)
    args = parser.parse_args()
    base = KnowledgeBase(args.knowledge)
    engine = Engine(base)
    rng = random.Random(args.seed)
    asked = list(cases(base))[: args.most]
    keys = {
        subject_key(item.subject.name, Scheme.FUNCTION) for unit_id in base.units for item in base.items_of(unit_id)
    }
    everything = [(case, wording) for wording in WORDINGS for case in asked]
    print(f"{len(asked)} items, {len(everything) * len(DAMAGES)} questions")
    for kind, damage in DAMAGES.items():
        tally: Counter[str] = Counter()
        for case, wording in everything:
            name = damage(case.name, rng)
            if kind != "clean" and name != case.name and subject_key(name, Scheme.FUNCTION) in keys:
                continue  # the damage made the name of something else: another question
            answer = engine.ask(case.text(name, wording)).answer
            result = verdict(answer, case, engine)
            tally[result] += 1
            if args.show in (kind, "all") and result not in ("right", "back"):
                print(f"  {result:16} {case.name} -> {case.text(name, wording)}: {answer.text.splitlines()[0][:60]}")
        total = sum(tally.values())
        found = (tally["right"] + tally["back"]) / total
        shares = {name: tally[name] / total for name in ("right", "other", "refused")}
        line = "  ".join(f"{name} {share:6.1%}" for name, share in shares.items())
        print(f"{kind:22} {line}  right or asked back {found:6.1%}")


if __name__ == "__main__":
    main()
