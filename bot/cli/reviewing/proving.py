"""What publishing would move, or what has moved: each question with both answers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from bot.cli.reviewing.hand import say, say_done
from bot.review.views import word
from knowledge.service.acts import Act
from knowledge.service.editing import NotProved
from knowledge.service.proof import Moved, Proof, Shown

WOULD_MOVE = ("现在", "以后")
HAS_MOVED = ("原来", "现在")
_SHOWN_LINES = 4  # of each answer that moves
_UNSEEN = 1  # exit status


def say_moved(moved: Moved, when: tuple[str, str], lines: int = _SHOWN_LINES) -> None:
    """A question with both answers."""
    say(f"• {moved.question.text}")
    for title, shown in zip(when, (moved.before, moved.after), strict=True):
        _say_shown(title, shown, lines)


def _say_shown(title: str, shown: Shown, lines: int) -> None:
    first, *rest = [*islice(shown.text.splitlines(), lines)] or [""]
    say(f"    {title} [{word(shown.status, 'status')}] {first}")
    for line in rest:
        say(f"         {line}")


def say_proof(proof: Proof) -> int:
    """What a proof found. Exit status."""
    say(f"重新问了 {proof.asked} 个问题，发布后有 {len(proof.moved)} 个的答复会改变。")
    for moved in proof.moved:
        say_moved(moved, WOULD_MOVE)
    return 0


def publish(approve: Callable[[str], Act], seen: str, again: str) -> int:
    """Approve; where answers would move that were not seen, show them and say how to go on. Exit status."""
    try:
        act = approve(seen)
    except NotProved as refused:
        say_proof(refused.proof)
        say(f"还没有发布。看过以上改变，要发布：{again} --seen {refused.proof.digest}")
        return _UNSEEN
    return say_done(act)
