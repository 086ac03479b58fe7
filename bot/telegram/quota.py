"""How much one person or one group may ask: a sliding minute, one polite line, then silence."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import Enum

_MINUTE = 60.0
_MOST_KEYS = 10_000  # people and groups remembered; beyond that those without a recent question are dropped


class Verdict(Enum):
    """What to do with a question."""

    ANSWER = "answer"
    WARN = "warn"  # the first one too many
    SILENCE = "silence"


class Quota:
    """At most `limit` questions a minute for each key."""

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self._limit = limit
        self._clock = clock
        self._times: dict[int, deque[float]] = {}
        self._warned: dict[int, float] = {}

    def take(self, key: int) -> Verdict:
        """Count one question."""
        now = self._clock()
        times = self._times.setdefault(key, deque())
        while times and now - times[0] >= _MINUTE:
            times.popleft()
        if len(self._times) > _MOST_KEYS:
            self._drop_idle(now)
        if len(times) < self._limit:
            times.append(now)
            return Verdict.ANSWER
        return self.refuse(key)

    def refuse(self, key: int) -> Verdict:
        """Warn once in a minute, then be silent."""
        now = self._clock()
        if now - self._warned.get(key, -_MINUTE) < _MINUTE:
            return Verdict.SILENCE
        self._warned[key] = now
        return Verdict.WARN

    def _drop_idle(self, now: float) -> None:
        self._times = {key: times for key, times in self._times.items() if times and now - times[-1] < _MINUTE}
        self._warned = {key: time for key, time in self._warned.items() if now - time < _MINUTE}
