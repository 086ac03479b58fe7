"""Performance forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.outline import Paragraph, Placed, PlacedGrid
from knowledge.model import Document, Indicator, Passage, Problem, Table


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What one form says."""

    table: Table | None = None
    indicators: tuple[Indicator, ...] = ()
    passages: tuple[Passage, ...] = ()
    problems: tuple[Problem, ...] = ()

def is_form(placed: PlacedGrid) -> bool: return False
def read_form(placed: PlacedGrid, document: Document) -> FormFacts: return FormFacts()
def join_grids(placed: Sequence[Placed]) -> list[PlacedGrid]: return []
def find_loose_forms(placed: Sequence[Placed]) -> list[list[Paragraph]]: return []
def read_loose_form(form: Sequence[Paragraph], document: Document) -> FormFacts: return FormFacts()
