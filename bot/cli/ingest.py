"""`budget-bot ingest`: documents and folders into the knowledge base, with a report."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.cli.files import find_files
from bot.cli.ingest_report import report_json, report_lines
from bot.cli.ingesting import ingest_files
from bot.cli.outcome import Fate, Outcome
from bot.cli.sampling import drop_samples
from bot.config import load_config
from bot.render.plain import printable
from ingest.organisations import Given
from knowledge.errors import BudgetError, IngestError
from knowledge.model import Level, Stage
from knowledge.store.versions import Relation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder with all below it")
    parser.add_argument("--report", type=Path, metavar="FILE", help="also write the whole report as JSON")
    parser.add_argument("--workers", type=int, metavar="N", help="processes; 0: one for each core")
    one = parser.add_argument_group("for a single file that does not say it itself")
    one.add_argument("--unit", default="", metavar="NAME", help="whose budget it is")
    one.add_argument("--year", type=int, help="the fiscal year")
    one.add_argument("--stage", choices=[stage.value for stage in Stage], help="预算, 决算, 调整预算 or 预算执行数")
    one.add_argument("--level", choices=[level.value for level in Level if level.value], help="部门, 单位 or 政府")
    decision = one.add_mutually_exclusive_group()
    decision.add_argument(
        "--part", default="", metavar="NAME", help="it is a part (公开表, 编制说明 …) of what is in force: keep both"
    )
    decision.add_argument(
        "--replace", action="store_true", help="it takes the place of what is in force of its unit, year and stage"
    )


def run(arguments: argparse.Namespace) -> int:
    """Ingest, say what became of each file, and give 1 where any failed."""
    config = load_config()
    found = find_files(arguments.paths)
    given = _given(arguments, found.files)
    workers = config.ingest.workers if arguments.workers is None else arguments.workers
    failures = [Outcome(failure.path, Fate.FAILED, failure.message) for failure in found.failures]
    with _progress(len(found.files)) as advance:
        read = ingest_files(found.files, config.knowledge_path, given, max(0, workers), advance, _decided(arguments))
    outcomes = [*failures, *read]
    if any(outcome.fate is Fate.NEW for outcome in read) and drop_samples(config.knowledge_path, found.files):
        print("The built-in samples are gone: your own documents take their place.", file=sys.stderr)
    for outcome in outcomes:
        if outcome.fate is Fate.FAILED:
            print(f"budget-bot: {printable(outcome.message)}", file=sys.stderr)
    for line in report_lines(outcomes, found.skipped):
        print(printable(line))
    if arguments.report:
        _write(arguments.report, report_json(outcomes, found.skipped))
    if any(outcome.fate is Fate.NEW for outcome in read) and config.service_path.exists():
        _report_moved()
    return 1 if any(outcome.fate is Fate.FAILED for outcome in outcomes) else 0


def _report_moved() -> None:
    """Say which answers moved. The documents are stored: that this fails does not make the ingest fail."""
    from bot.cli.regress import report_after_ingest  # only where questions may have been logged

    try:
        report_after_ingest()
    except (BudgetError, sqlite3.Error, OSError) as error:
        print(f"budget-bot: which answers moved is not known: {printable(str(error))}", file=sys.stderr)


def _given(arguments: argparse.Namespace, files: Sequence[Path]) -> Given:
    given = Given(
        unit_name=arguments.unit.strip(),
        year=arguments.year,
        stage=Stage(arguments.stage) if arguments.stage else None,
        level=Level(arguments.level) if arguments.level else None,
        part=arguments.part.strip(),
    )
    if (given != Given() or arguments.replace) and len(files) != 1:
        raise IngestError(
            "--unit, --year, --stage, --level, --part and --replace are for a single file, "
            f"these are {len(files)}. Ingest that file alone."
        )
    return given


def _decided(arguments: argparse.Namespace) -> Relation | None:
    if arguments.replace:
        return Relation.VERSION
    return Relation.PART if arguments.part.strip() else None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise IngestError(f"{path} cannot be written ({error.strerror}). The documents are stored.") from error


@contextmanager
def _progress(total: int) -> Iterator[Callable[[Outcome], None]]:
    """A progress bar on stderr where that is a terminal; otherwise silence."""
    if not sys.stderr.isatty():
        yield lambda _outcome: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda outcome: progress.update(task, advance=1, description=_task_name(outcome))


def _task_name(outcome: Outcome) -> str:
    return printable(outcome.path.name).replace("[", "(")
