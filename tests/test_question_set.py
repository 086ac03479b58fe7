"""Questions as people ask them, over whole published budgets and over the embedded samples.

The aim is right ≥ 97 % and harmful ≤ 0.5 %. Where the limits below are weaker, they are what holds today; a
change may only make them stricter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from judging import Asked, Verdict, is_cited, judge, read_questions

from ingest.load import load_document
from ingest.samples import SAMPLES
from knowledge.checks import find_contradictions
from knowledge.conversation import EMPTY, Frame
from knowledge.engine import Engine
from knowledge.reply import Answer, Status
from knowledge.store.read import KnowledgeBase
from knowledge.store.write import KnowledgeWriter

CORPUS = Path(__file__).parents[1].parent / "shared" / "corpus"
QUESTIONS = read_questions(Path(__file__).parent / "data" / "questions.jsonl")
FILES = sorted({file for asked in QUESTIONS for file in asked.docs})
RIGHT_OF_WHOLE, HARMFUL_OF_WHOLE = 0.97, 0.005  # aim: 0.97, 0.005
RIGHT_OF_SAMPLES, HARMFUL_OF_SAMPLES = 0.88, 0.005  # aim: 0.97, 0.005
TAGS = {
    *("figure", "list", "share", "change", "why", "prior-year", "compare", "rank", "sum", "count", "verify"),
    *("reverse", "definition", "passage", "indicator", "profile", "procurement", "assets", "empty-table"),
    *("conflict", "followup", "typo", "homophone", "abbreviation", "colloquial", "traditional", "fullwidth"),
    *("english", "noise", "unit-conversion", "ambiguous", "unanswerable", "smalltalk", "unsafe"),
}


def _engine(paths: Sequence[Path], folder: Path) -> Iterator[Engine]:
    with KnowledgeWriter(folder / "knowledge.db") as writer:
        for path in paths:
            facts = load_document(path)
            writer.write(facts, find_contradictions(facts))
    base = KnowledgeBase(folder / "knowledge.db")
    yield Engine(base)
    base.close()


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on the five published budgets."""
    paths = [found for file in FILES for found in CORPUS.rglob(Path(file).name)]
    if len(paths) < len(FILES):
        pytest.skip("the published budgets do not stand beside this folder (shared/corpus)")
    yield from _engine(paths, tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="session")
def whole_answers(whole: Engine) -> list[Answer]:
    """The answers of that engine to all questions."""
    return _answers(QUESTIONS, whole)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on the embedded samples."""
    yield from _engine(SAMPLES, tmp_path_factory.mktemp("samples"))


def _answers(questions: Sequence[Asked], engine: Engine) -> list[Answer]:
    frames: dict[str, Frame] = {}
    answers = []
    for asked in questions:
        frame = frames.get(asked.session, EMPTY) if asked.session else EMPTY
        reply = engine.ask(asked.text, frame)
        if asked.session:
            frames[asked.session] = reply.frame
        answers.append(reply.answer)
    return answers


def _report(questions: Sequence[Asked], answers: Sequence[Answer]) -> tuple[Counter[Verdict], str]:
    verdicts: Counter[Verdict] = Counter()
    lines = []
    for asked, answer in zip(questions, answers, strict=True):
        verdict, reason = judge(asked, answer)
        verdicts[verdict] += 1
        if verdict is not Verdict.RIGHT:
            lines.append(f"{verdict} {asked.id} {asked.text}: {reason}")
    return verdicts, "\n".join([str(dict(verdicts)), *lines])


def test_questions_try_everything() -> None:
    """The file holds what it should: enough questions, all tags, no id twice, whole sessions."""
    ids = [asked.id for asked in QUESTIONS]
    sessions = Counter(asked.session for asked in QUESTIONS if asked.session)
    assert len(QUESTIONS) >= 320
    assert len(set(ids)) == len(ids)
    assert {tag for asked in QUESTIONS for tag in asked.tags} == TAGS
    assert all(3 <= turns <= 5 for turns in sessions.values())


def test_whole_budgets(whole_answers: list[Answer]) -> None:
    """Nearly all is answered rightly, and next to nothing harmfully."""
    verdicts, report = _report(QUESTIONS, whole_answers)
    harmful = verdicts[Verdict.WRONG] + verdicts[Verdict.UNFOUNDED]
    assert verdicts[Verdict.RIGHT] / len(QUESTIONS) >= RIGHT_OF_WHOLE, report
    assert harmful / len(QUESTIONS) <= HARMFUL_OF_WHOLE, report


def test_whole_budgets_are_cited(whole_answers: list[Answer]) -> None:
    """A right answer shows the place where its figure or sentence stands."""
    uncited = [
        f"{asked.id} {asked.text}"
        for asked, answer in zip(QUESTIONS, whole_answers, strict=True)
        if answer.status is Status.ANSWERED and judge(asked, answer)[0] is Verdict.RIGHT and not is_cited(asked, answer)
    ]
    assert len(uncited) / len(QUESTIONS) <= 0.01, "\n".join(uncited)


def test_samples(samples: Engine) -> None:
    """What asks for figures of the two seeds is answered from their samples too."""
    seeds = {f"seeds/{path.name}" for path in SAMPLES}
    questions = [
        asked for asked in QUESTIONS if asked.docs and set(asked.docs) <= seeds and asked.values and not asked.session
    ]
    verdicts, report = _report(questions, _answers(questions, samples))
    harmful = verdicts[Verdict.WRONG] + verdicts[Verdict.UNFOUNDED]
    assert len(questions) > 100
    assert verdicts[Verdict.RIGHT] / len(questions) >= RIGHT_OF_SAMPLES, report
    assert harmful / len(questions) <= HARMFUL_OF_SAMPLES, report
