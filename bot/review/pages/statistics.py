"""How much is asked and answered, how fast, and which documents there are."""

from __future__ import annotations

from starlette.responses import Response

from bot.review.visit import Visit
from knowledge.service.statistics import coverage

_DAYS = 30


def statistics_page(visit: Visit) -> Response:
    """The last thirty days, and the coverage of the knowledge base."""
    numbers = visit.desk.service.statistics
    return visit.page(
        "statistics.html",
        days=numbers.days(_DAYS),
        times=numbers.times(_DAYS),
        top=numbers.top_groups(_DAYS),
        coverage=coverage(visit.desk.base),
    )
