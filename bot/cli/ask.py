"""`budget-bot ask`: one question, or many as JSON lines. Nothing but answers goes to stdout."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

from bot.cli.answering import answering, ask_timed
from bot.cli.lookup_log import LookupLog
from bot.config import Config, load_config
from bot.render.contract import AnswerFields, answer_fields
from bot.render.text import answer_text
from knowledge.conversation import EMPTY, Frame
from knowledge.engine import Engine
from knowledge.errors import BudgetError
from knowledge.reply import Answer, Kind, Status

_LOG = logging.getLogger(__name__)
_MOST_SHOWN = 60  # characters of a broken line that its answer repeats


class _BrokenLineError(BudgetError):
    """A line in that is no question."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One question of many."""

    id: str | None
    session: str | None
    text: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("question", nargs="*", metavar="QUESTION", help="in Chinese, as you would ask a colleague")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the answer as one JSON object")
    form.add_argument(
        "--jsonl",
        action="store_true",
        help='read lines {"id", "session", "q"}, answer one JSON object a line',
    )


def run(arguments: argparse.Namespace) -> int:
    """Answer and give 0: a refusal is an answer."""
    if arguments.jsonl == bool(arguments.question):
        raise BudgetError(
            'Ask one question (budget-bot ask "…"), or pipe many (budget-bot ask --jsonl < questions.jsonl).'
        )
    config, text = load_config(), " ".join(arguments.question)
    with answering(config) as engine:
        if arguments.jsonl:
            for fields in answer_lines(sys.stdin.buffer, engine):
                print(_dump(fields), flush=True)
        elif arguments.json:
            timed = ask_timed(engine, text)
            print(_dump(answer_fields(timed.reply.answer, question=text, elapsed_ms=timed.elapsed_ms)))
        else:
            _say(text, engine, config)
    return 0


def _say(text: str, engine: Engine, config: Config) -> None:
    """Answer a person, then log the question. What programs ask is not logged: nobody waits for a better answer."""
    timed = ask_timed(engine, text)
    print(answer_text(timed.reply.answer), flush=True)
    with closing(LookupLog(config, engine.library.base)) as log:
        log.note(timed)


def _dump(fields: AnswerFields) -> str:
    return json.dumps(fields, ensure_ascii=False)


# ---- many ------------------------------------------------------------------------------------------------


def answer_lines(lines: Iterable[bytes], engine: Engine) -> Iterator[AnswerFields]:
    """One answer a line, in order; lines of one session are one conversation."""
    frames: dict[str, Frame] = {}
    for number, raw in enumerate(lines, 1):
        try:
            line = _read(raw)
        except _BrokenLineError as error:
            yield _error(None, raw.decode("utf-8", "replace")[:_MOST_SHOWN].strip(), f"第 {number} 行不是问题：{error}")
            continue
        yield _answer(line, engine, frames)


def _answer(line: _Line, engine: Engine, frames: dict[str, Frame]) -> AnswerFields:
    frame = frames.get(line.session, EMPTY) if line.session is not None else EMPTY
    try:
        timed = ask_timed(engine, line.text, frame)
    except Exception:  # noqa: BLE001  a fault of ours in one question must not cost the ten thousand after it
        _LOG.exception("fault while answering %r", line.text)
        return _error(line.id, line.text, "程序出错，这个问题没有回答。请报告给维护者。")
    if line.session is not None:
        frames[line.session] = timed.reply.frame
    return answer_fields(timed.reply.answer, question=line.text, elapsed_ms=timed.elapsed_ms, question_id=line.id)


def _error(question_id: str | None, question: str, text: str) -> AnswerFields:
    answer = Answer(question, Status.ERROR, Kind.HELP, text)
    return answer_fields(answer, question=question, elapsed_ms=0.0, question_id=question_id)


def _read(raw: bytes) -> _Line:
    """One line in. Raises _BrokenLineError, in words, for what is none."""
    try:
        fields = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _BrokenLineError("不是 UTF-8 编码") from error
    except (ValueError, RecursionError) as error:
        raise _BrokenLineError('不是 JSON，应为 {"id": "q1", "q": "…"}') from error
    if not isinstance(fields, dict) or not isinstance(fields.get("q"), str):
        raise _BrokenLineError('没有文字 "q"，应为 {"id": "q1", "q": "…"}')
    return _Line(_name(fields.get("id")), _name(fields.get("session")), fields["q"])


def _name(given: object) -> str | None:
    """An id or a session: a string, or a number as its digits."""
    if isinstance(given, (str, int)) and not isinstance(given, bool):
        return str(given)
    if given is None:
        return None
    raise _BrokenLineError('"id" 和 "session" 应为文字')
