"""How a question was read, as the query log keeps it: for people to see, and as the key that wordings share."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from knowledge.answer.request import Request
from knowledge.cells import Target
from knowledge.engine import Reply
from knowledge.model import TOTAL_MEASURE
from knowledge.reply import Answer, Kind
from knowledge.store.read import KnowledgeBase

_IN_WORDS = (Kind.DEFINITION, Kind.PASSAGE, Kind.INDICATOR)
_MOST_PLACES = 3


def slots_of(request: Request | None, base: KnowledgeBase) -> dict[str, Any]:
    """How a question was read; empty where nothing was."""
    if request is None:
        return {}
    units = [base.units[unit_id].name for unit_id in request.scope.unit_ids if unit_id in base.units]
    return _filled(
        {
            "operation": str(request.operation),
            "units": units,
            "years": list(request.scope.years),
            "stages": [str(stage) for stage in request.scope.stages],
            "level": str(request.scope.level or ""),
            "scheme": str(request.scope.scheme or ""),
            "items": _names(request.targets),
            "of": _names(request.bases),
            "measures": sorted({target.measure for target in request.targets if target.measure}),
            "topic": list(request.question.topic.headings) if request.question.topic else [],
            "unclear": request.unclear.mention if request.unclear else "",
            "missing": request.missing,
            "unknown_unit": request.question.unknown_place,
        }
    )


def meaning_of(reply: Reply, base: KnowledgeBase) -> str:
    """What two wordings of one question share, as JSON; empty where the question was not understood.

    What the question left open is taken from the answer: whose, which year, 预算 or 决算.
    """
    request, answer = reply.request, reply.answer
    if reply.faq_id is not None:
        return json.dumps({"faq": reply.faq_id})
    slots = slots_of(request, base)
    if request is None or not _is_understood(slots):
        return ""
    documents = {citation.document for citation in answer.citations}
    for name in ("level", "units", "years", "stages"):
        slots.setdefault(name, [])
    slots |= {
        "level": "" if documents else slots["level"],
        "units": sorted(slots["units"] or {document.unit_name for document in documents}),
        "years": sorted(slots["years"] or {max((document.year for document in documents), default=0)} - {0}),
        "stages": sorted(slots["stages"] or {str(document.stage) for document in documents}),
        "measures": [measure for measure in slots.get("measures", ()) if measure != TOTAL_MEASURE],
        "funds": sorted({target.fund for target in request.targets if target.fund}),
        "directions": sorted({str(target.direction) for target in request.targets if target.direction}),
        "amounts": [f"{amount.bound}{amount.value}{amount.unit}" for amount in request.question.amounts],
        "kind": str(answer.kind),
        "places": _places(answer),
    }
    return json.dumps(_filled(slots), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _is_understood(slots: dict[str, Any]) -> bool:
    unknown = any(name in slots for name in ("unclear", "missing", "unknown_unit"))
    return not unknown and any(name in slots for name in ("items", "topic"))


def _places(answer: Answer) -> list[str]:
    """What tells answers in words apart: two indicators of one project are two questions."""
    if answer.kind not in _IN_WORDS:
        return []
    return [f"{citation.row}{citation.quote}" for citation in answer.citations[:_MOST_PLACES]]


def _names(targets: Iterable[Target]) -> list[str]:
    named = {item.key for target in targets for item in target.items} | {one.name for one in targets if one.name}
    return sorted(named)


def _filled(slots: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in slots.items() if value}
