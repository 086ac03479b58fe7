"""Which refusals may become answers: by a document or an editor."""

from __future__ import annotations

from knowledge.reply import Answer, Status

_NEVER = ("personal", "person-pay", "opinion", "forecast", "out-of-scope", "empty")
"""Refusals that no document and no editor will ever turn into an answer."""


def may_hear_back(answer: Answer) -> bool:
    """Whether an answer may come later."""
    return answer.status is Status.REFUSED and bool(answer.reason) and answer.reason not in _NEVER
