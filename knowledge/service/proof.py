"""The question bank: what would answer otherwise if something were published, and what does since it was asked last."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.conversation import EMPTY, Frame
from knowledge.engine import Engine
from knowledge.errors import BudgetError
from knowledge.reply import Answer, Status
from knowledge.service.frames import decode_frame, encode_frame
from knowledge.service.inbox import Clock

MOST_LOGGED = 1_000
_MOST_WITH_WORDS = 500


class QuestionFileUnusable(BudgetError):
    """A question file that is none; the message says which line."""


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """A question whose answer should not move unnoticed. Those of one session follow each other."""

    text: str
    source: str  # faq, log, or the file's name
    frame: Frame = EMPTY
    session: str = ""
    before: Shown | None = None  # what was said when it was asked

    @property
    def key(self) -> str:
        """A short name, the same in each run."""
        whole = "\n".join((self.text, encode_frame(self.frame), self.session))
        return hashlib.blake2s(whole.encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as far as a move matters."""

    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A question with two answers."""

    question: BankQuestion
    before: Shown
    after: Shown


@dataclass(frozen=True, slots=True)
class Proof:
    """What a run of the bank found. Two proofs with one digest say the same."""

    asked: int
    moved: tuple[Moved, ...]
    new: tuple[tuple[BankQuestion, Shown], ...] = field(default=())  # asked for the first time

    @property
    def digest(self) -> str:
        """A short name for what moved."""
        said = [(one.question.text, one.before.text, one.after.text) for one in self.moved]
        return hashlib.blake2s(json.dumps(said, ensure_ascii=False).encode(), digest_size=8).hexdigest()


class Bank:
    """The question bank of one service."""

    def __init__(self, conn: sqlite3.Connection, clock: Clock) -> None:
        self._conn = conn
        self._clock = clock

    def questions(self, files: Sequence[Path] = ()) -> list[BankQuestion]:
        """All approved wordings, the last answered questions, and those of question files."""
        found = [*self._wordings(), *self._logged()]
        for file in files:
            found += read_questions(file)
        return list({question.key: question for question in found}.values())

    def holding(self, words: str) -> list[BankQuestion]:
        """Logged questions that hold some words, whatever was answered."""
        return self._from_log("instr(question, ?)", (words,), _MOST_WITH_WORDS)

    def _wordings(self) -> Iterator[BankQuestion]:
        rows = self._conn.execute(
            "SELECT wording FROM faq_wording JOIN faq ON faq.id = faq_id WHERE state = 'approved' ORDER BY faq_id, at"
        )
        return (BankQuestion(wording, "faq") for (wording,) in rows.fetchall())

    def _logged(self) -> list[BankQuestion]:
        return self._from_log("status = 'answered'", (), MOST_LOGGED)

    def _from_log(self, where: str, given: Sequence[object], most: int) -> list[BankQuestion]:
        rows = self._conn.execute(
            "SELECT question, frame_before, status, answer FROM query WHERE id IN (SELECT max(id) FROM query "
            f"WHERE {where} GROUP BY question, frame_before ORDER BY 1 DESC LIMIT ?) ORDER BY id DESC",
            (*given, most),
        )
        return [
            BankQuestion(row[0], "log", decode_frame(row[1]), before=Shown(row[2], row[3]) if row[3] else None)
            for row in rows
        ]

    # ---- what moved ----------------------------------------------------------------------------------------

    def since_asked(self, engine: Engine, files: Sequence[Path] = ()) -> Proof:
        """What the engine answers otherwise than when it was accepted last, or else was logged."""
        questions = self.questions(files)
        accepted = {
            key: Shown(status, answer)
            for key, status, answer in self._conn.execute("SELECT key, status, answer FROM bank_answer")
        }
        moved: list[Moved] = []
        new: list[tuple[BankQuestion, Shown]] = []
        for question, after in zip(questions, ask_all(engine, questions), strict=True):
            before = accepted.get(question.key) or question.before
            if before is None:
                new.append((question, after))
            elif not _is_same(before, after):
                moved.append(Moved(question, before, after))
        return Proof(len(questions), tuple(moved), tuple(new))

    def accept(self, proof: Proof) -> None:
        """Take the answers of a proof as the right ones from now on."""
        rows = [*((one.question, one.after) for one in proof.moved), *proof.new]
        self._conn.executemany(
            "INSERT INTO bank_answer (key, question, status, answer, time) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET status = excluded.status, answer = excluded.answer, time = excluded.time",
            [(one.key, one.text, shown.status, shown.text, self._clock()) for one, shown in rows],
        )

    def purge(self, days: float) -> int:
        """Forget answers that were accepted long ago; how many there were."""
        return self._conn.execute("DELETE FROM bank_answer WHERE time < ?", (self._clock() - days * 86_400,)).rowcount


def compare(before: Engine, after: Engine, questions: Sequence[BankQuestion]) -> Proof:
    """What two engines answer differently."""
    both = zip(questions, ask_all(before, questions), ask_all(after, questions), strict=True)
    return Proof(len(questions), tuple(Moved(*one) for one in both if not _is_same(*one[1:])))


def ask_all(engine: Engine, questions: Iterable[BankQuestion]) -> list[Shown]:
    """What an engine answers to questions, those of one session as a conversation."""
    frames: dict[str, Frame] = {}
    said: list[Shown] = []
    for question in questions:
        reply = engine.ask(question.text, frames.get(question.session, question.frame))
        if question.session:
            frames[question.session] = reply.frame
        said.append(_shown(reply.answer))
    return said


def _shown(answer: Answer) -> Shown:
    return Shown(str(answer.status), answer.text)


def _is_same(before: Shown, after: Shown) -> bool:
    """Whether two answers say the same; a refusal may suggest other questions and is the same."""
    if before.status != after.status:
        return False
    first, second = _essence(before.text), _essence(after.text)
    if before.status == Status.REFUSED:
        return first.split("\n")[0] == second.split("\n")[0]
    return first[:_COMPARED] == second[:_COMPARED]


def _essence(text: str) -> str:
    """A text without the file's name, page and line: a newer file that says the same moves nothing."""
    return _PLACE.sub("", text)


_PLACE = re.compile(r"^来源：.*$|（第\d+[页行][^）]*）", re.MULTILINE)
_COMPARED = 1_000  # characters; the log keeps the beginning of a long answer
LONGEST_KEPT = 1_500  # characters that the log keeps of an answer


def read_questions(path: Path) -> list[BankQuestion]:
    """The questions of a file in the evaluation format, {"q": "…", "session": "…"} a line."""
    found: list[BankQuestion] = []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileUnusable(f"{path} cannot be read ({error}). Give a UTF-8 file of questions.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            found.append(BankQuestion(str(fields["q"]), path.name, session=_session(path, fields.get("session"))))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise QuestionFileUnusable(f'{path}, line {number}: no question. Write {{"q": "…"}} a line.') from error
    return found


def _session(path: Path, given: object) -> str:
    return f"{path.name}/{given}" if given else ""
