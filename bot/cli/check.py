"""`budget-bot check`: what documents contradict, as text, as JSON, or as one page to print."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.cli.files import NotRead, find_files
from bot.cli.loading import Loaded, load_files
from bot.config import load_config
from bot.render.plain import printable
from bot.render.report import Checked, report_fields, report_html, report_lines
from ingest.organisations import Given
from knowledge.checks.across import find_contradictions_across
from knowledge.errors import BudgetError
from knowledge.model import Contradiction

_FINE, _CONTRADICTED, _UNREAD = 0, 1, 2  # exit status


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE", help="a document, or a folder of them")
    parser.add_argument("--json", action="store_true", help="the findings as JSON")
    parser.add_argument("--html", type=Path, metavar="REPORT", help="also write one page with pieces of the PDF pages")


def run(arguments: argparse.Namespace) -> int:
    """Check the given files."""
    return run_check(arguments.paths, as_json=arguments.json, html=arguments.html)


def run_check(paths: Sequence[Path], *, as_json: bool = False, html: Path | None = None) -> int:
    """Check files and print what they contradict.

    Gives 0 where nothing is certain, 1 where something is, 2 where a file could not be read.
    """
    found = find_files(paths)
    unread: list[NotRead] = list(found.failures)
    read: list[Loaded] = []
    for number, loaded in enumerate(load_files(found.files, Given(), load_config().ingest.workers), 1):
        _progress(number, len(found.files))
        if isinstance(loaded, NotRead):
            unread.append(loaded)
        else:
            read.append(loaded)
    checked = _checked(read)
    for failure in unread:
        print(f"budget-bot: {printable(failure.message)}", file=sys.stderr)
    _print(checked, as_json=as_json)
    if html:
        _write(html, report_html(checked))
    if unread:
        return _UNREAD
    return _CONTRADICTED if any(one.has_error for one in checked) else _FINE


def _checked(read: Sequence[Loaded]) -> list[Checked]:
    """Each document with what it contradicts, in itself and in the others, in the order of its pages."""
    across = find_contradictions_across([one.facts for one in read])
    return [
        Checked(
            one.path,
            one.facts.document,
            tuple(sorted((*one.contradictions, *across.get(one.facts.document, ())), key=_position)),
            one.facts.tables,
        )
        for one in read
    ]


def _position(found: Contradiction) -> tuple[int, int]:
    location = found.citations[0].location
    return (location.page or 0, location.line or 0)


def _print(checked: Sequence[Checked], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report_fields(checked), ensure_ascii=False, indent=1))
        return
    for line in report_lines(checked):
        print(printable(line))


def _progress(number: int, total: int) -> None:
    """Which file of how many, on a terminal only."""
    if total > 1 and sys.stderr.isatty():
        print(f"\r{number}/{total}", end="\n" if number == total else "", file=sys.stderr, flush=True)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BudgetError(f"{path} cannot be written ({error.strerror}). Give another file to --html.") from error
