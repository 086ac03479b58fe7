"""`budget-bot export figures`: every figure with its place, as CSV or JSON lines."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from bot.cli.answering import open_base
from bot.config import load_config
from bot.render.spreadsheet import safe_cell
from bot.render.table import FIGURE_COLUMNS, FigureLine, figure_line
from knowledge.store.read import KnowledgeBase


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("what", choices=["figures"], help="what to write: all figures")
    parser.add_argument("--format", choices=["csv", "jsonl"], default="csv", help="csv (the default) or jsonl")


def run(arguments: argparse.Namespace) -> int:
    """Write all figures of the documents in force to stdout."""
    with open_base(load_config().knowledge_path) as base:
        if arguments.format == "csv":
            write_csv(figure_lines(base))
        else:
            for line in figure_lines(base):
                print(json.dumps(asdict(line), ensure_ascii=False))
    return 0


def figure_lines(base: KnowledgeBase) -> Iterator[FigureLine]:
    """One line a figure, document after document."""
    for document_id in base.documents:
        for stored in base.figures("figure.document_id = ?", [document_id]):
            yield figure_line(stored)


def write_csv(lines: Iterable[FigureLine]) -> None:
    """A header and the lines, each cell such that a spreadsheet does not run it."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(FIGURE_COLUMNS)
    for line in lines:
        writer.writerow([safe_cell(cell) for cell in asdict(line).values()])
