"""All that editors have approved, as one value: the engine answers with it."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.editorial.alias import Alias
from knowledge.editorial.faq import DEFAULT_THRESHOLDS, Faq, Thresholds


@dataclass(frozen=True, slots=True)
class Editorial:
    """Approved answers and aliases."""

    faqs: tuple[Faq, ...] = ()
    aliases: tuple[Alias, ...] = ()
    thresholds: Thresholds = DEFAULT_THRESHOLDS


NOTHING = Editorial()
