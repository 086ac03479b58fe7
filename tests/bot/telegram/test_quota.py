"""Quotas: a sliding minute, one warning, then silence."""

from __future__ import annotations

import pytest

from bot.telegram.callback import MOST_BYTES, Act, Press, data, mark_of, read
from bot.telegram.keyboards import button_words
from bot.telegram.quota import Quota, Verdict

A, W, S = Verdict.ANSWER, Verdict.WARN, Verdict.SILENCE


@pytest.mark.parametrize(
    ("times", "verdicts"),
    [
        ([0, 1, 2], [A, A, W]),
        ([0, 1, 2, 3, 4], [A, A, W, S, S]),
        ([0, 1, 2, 60, 61], [A, A, W, A, A]),
        ([0, 1, 2, 59, 61, 62, 63, 64], [A, A, W, S, A, A, W, S]),
        ([0, 100, 200], [A, A, A]),
    ],
)
def test_quota(times: list[float], verdicts: list[Verdict]) -> None:
    """Two in a minute; the third is warned, the fourth is not heard."""
    now = 0.0
    quota = Quota(2, lambda: now)
    found = []
    for now in times:  # noqa: B007 - the clock reads it
        found.append(quota.take(1))
    assert found == verdicts
    assert quota.take(2) is A


@pytest.mark.parametrize(
    ("text", "press"),
    [
        ("o:abc:2", Press(Act.OPTION, ("abc", "2"))),
        ("u", Press(Act.UNIT)),
        ("?:abc", None),
        ("", None),
        (None, None),
    ],
)
def test_presses_are_read(text: str | None, press: Press | None) -> None:
    """What a button carries is read back; other things are no button of ours."""
    assert read(text) == press


@pytest.mark.parametrize(("part", "number"), [("3", 3), ("-1", -1), ("x", -1), ("３", -1), ("", -1)])
def test_numbers_of_presses(part: str, number: int) -> None:
    """A number, or -1."""
    assert Press(Act.PAGE, (part,)).number(0) == number


def test_marks_are_short_and_stable() -> None:
    """The longest button of ours stays below Telegram's 64 bytes."""
    assert mark_of("单位") == mark_of("单位") != mark_of("单位2")
    assert len(data(Act.EXPORT, 2**40, mark_of("表"), "xlsx").encode()) <= MOST_BYTES


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("某单位2022年甲是多少", "某单位2022年乙是多少"), ["1. 甲", "2. 乙"]),
        (("只有一个是多少",), ["1. 只有一个"]),
        (("同样是多少", "同样是多少"), ["1. 同样是多少", "2. 同样是多少"]),
        ((), []),
    ],
)
def test_buttons_show_the_difference(options: tuple[str, ...], words: list[str]) -> None:
    """What all options begin with is left out."""
    assert button_words(options) == words
