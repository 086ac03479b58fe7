"""An answer as a person reads it in a terminal."""

from __future__ import annotations

from bot.render.plain import printable
from knowledge.reply import Answer


def answer_text(answer: Answer) -> str:
    """The text with the warnings that it does not say itself below it, safe for a terminal."""
    warnings = [f"⚠ {warning}" for warning in answer.warnings if warning not in answer.text]
    return printable("\n".join([answer.text, *warnings]))
