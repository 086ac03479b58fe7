"""The shapes of budget tables as data: tables.toml says which tables there are, headers.toml what columns mean."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from knowledge.errors import ConfigError
from knowledge.model import TOTAL_MEASURE, Aspect, Direction, Scheme, Stage
from knowledge.text import fold_name


@cache
def load_specs(name: str) -> dict[str, Any]:
    """The content of `ingest/specs/NAME.toml`. Raises ConfigError where it is not TOML."""
    text = resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"ingest/specs/{name}.toml: {error}. Mend that line.") from error


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One kind of table; tables.toml explains the fields."""

    kind: str
    title: tuple[re.Pattern[str], ...]
    direction: Direction = Direction.NONE
    fund: str = ""
    measure: str = TOTAL_MEASURE
    whole: str = ""
    subjects_in_columns: bool = False
    scheme: Scheme = Scheme.OTHER
    rank: int = 9
    beside: tuple[str, ...] = ()

    def with_scheme(self, scheme: Scheme) -> TableSpec:
        """The same table with rows of another list."""
        return replace(self, scheme=scheme)


UNKNOWN_TABLE = TableSpec(kind="", title=())


@cache
def table_specs() -> tuple[TableSpec, ...]:
    """All specifications in the order in which they are tried."""
    return tuple(
        TableSpec(
            kind=entry["kind"],
            title=tuple(re.compile(pattern) for pattern in entry["title"]),
            direction=Direction(entry.get("direction", "")),
            fund=entry.get("fund", ""),
            measure=entry.get("measure", TOTAL_MEASURE),
            whole=entry.get("whole", ""),
            subjects_in_columns=entry.get("subjects") == "columns",
            scheme=Scheme(entry.get("scheme", Scheme.OTHER)),
            rank=entry.get("rank", 9),
            beside=tuple(entry.get("beside", ())),
        )
        for entry in load_specs("tables")["table"]
    )


def spec_for(title: str) -> TableSpec:
    """The first specification whose pattern is in the title, with the fund that the title names.

    UNKNOWN_TABLE where no pattern is.
    """
    folded = fold_name(title)
    matching = (spec for spec in table_specs() if any(pattern.search(folded) for pattern in spec.title))
    spec = next(matching, UNKNOWN_TABLE)
    return replace(spec, fund=spec.fund or _fund_named(folded)) if spec.kind else spec


def _fund_named(folded: str) -> str:
    """The fund whose name is in a title; empty where none or several are."""
    funds = load_specs("headers")["fund"]
    found = [name for name, word in funds.items() if word in folded]
    return found[0] if len(found) == 1 else ""


@cache
def _schemes() -> tuple[tuple[re.Pattern[str], Scheme], ...]:
    return tuple((re.compile(pattern), Scheme(name)) for name, pattern in load_specs("headers")["scheme"].items())


def scheme_named(path: Sequence[str]) -> Scheme | None:
    """The list that the header of a label column names: 支出功能分类科目; None where it names none."""
    folded = fold_name("".join(path))
    return next((scheme for pattern, scheme in _schemes() if pattern.search(folded)), None)


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What one sort of header cell says besides the measure; headers.toml explains the fields."""

    name: str
    pattern: re.Pattern[str]  # over the folded cell; its groups `year` and `stage` count before the fields
    stage: Stage | None
    year: int  # relative to the document's
    aspect: Aspect
    unit: str
    measure: str


@cache
def column_rules() -> tuple[ColumnRule, ...]:
    """All rules in the order in which they are tried."""
    return tuple(
        ColumnRule(
            name=entry["name"],
            pattern=re.compile(entry["pattern"]),
            stage=Stage(entry["stage"]) if "stage" in entry else None,
            year=entry.get("year", 0),
            aspect=Aspect(entry.get("aspect", Aspect.AMOUNT)),
            unit=entry.get("unit", ""),
            measure=entry.get("measure", ""),
        )
        for entry in load_specs("headers")["column"]
    )
