"""Milliseconds a page of the PDF reader, its ratio to pdfplumber's own tables, and its peak memory.

    python -m bench.pdf FILE-OR-FOLDER ... [--sample 6] [--slowest 5]

Each file is read whole; pdfplumber (find_tables with extract) gets so many pages of it, spread evenly, right after, so
that both meet the same noise. The means are over the pages of all files, so that a long document counts as it weighs.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pdfplumber

from ingest.readers import read_document
from ingest.readers.pdf.process import stop_engines
from knowledge.errors import IngestError

_TARGETS = {"ms a page": 12.0, "ratio": 4.0, "peak MB": 150.0}  # at most, at least, at most
_LONGEST = 3  # files that are read for the peak memory


@dataclass(frozen=True, slots=True)
class Measure:
    """One file: its pages, and milliseconds a page of the reader and of pdfplumber."""

    path: Path
    pages: int
    ours: float
    theirs: float


def measure(path: Path, sample: int) -> Measure | None:
    """Both ways over one file; None where it is refused."""
    start = time.perf_counter()
    try:
        pages = read_document(path).pages
    except IngestError:
        return None
    ours = time.perf_counter() - start
    wanted = sorted({1 + round(step * (pages - 1) / max(1, sample - 1)) for step in range(sample)})
    start = time.perf_counter()
    with pdfplumber.open(path, pages=wanted) as pdf:
        for page in pdf.pages:
            for table in page.find_tables():
                table.extract()
            page.close()
    theirs = time.perf_counter() - start
    return Measure(path, pages, 1000 * ours / pages, 1000 * theirs / len(wanted))


def peak_megabytes(files: Sequence[Path]) -> float:
    """Of the reader and its engine together, in a process of its own."""
    code = [sys.executable, "-m", "bench.pdf", "--peak", *map(str, files)]
    return float(json.loads(subprocess.run(code, check=True, capture_output=True).stdout))


def read_for_peak(files: Sequence[Path]) -> None:
    for path in files:
        read_document(path)
    stop_engines()
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(sum(used) / 1024)


def main() -> None:
    """Print the slowest files, and the means beside their targets."""
    parser = argparse.ArgumentParser(description="Speed and memory of the PDF reader.")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=6, help="pages of each file that pdfplumber reads")
    parser.add_argument("--slowest", type=int, default=5, help="how many files to list")
    parser.add_argument("--peak", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    logging.disable()  # of pictures, and of slips of PDF writers
    files = [file for path in arguments.paths for file in ([path] if path.is_file() else sorted(path.rglob("*.pdf")))]
    if arguments.peak:
        read_for_peak(files)
        return
    rows = [row for file in files if (row := measure(file, arguments.sample))]
    for row in sorted(rows, key=lambda row: -row.ours)[: arguments.slowest]:
        print(f"{row.path.name[:40]:42} {row.pages:4} pages {row.ours:7.1f} ms a page, pdfplumber {row.theirs:7.1f}")
    pages = sum(row.pages for row in rows)
    ours = sum(row.ours * row.pages for row in rows) / pages
    theirs = sum(row.theirs * row.pages for row in rows) / pages
    longest = [row.path for row in sorted(rows, key=lambda row: row.pages)[-_LONGEST:]]
    found = {"ms a page": ours, "ratio": theirs / ours, "peak MB": peak_megabytes(longest)}
    print(f"{len(rows)} files, {pages} pages; pdfplumber {theirs:.1f} ms a page")
    for name, value in found.items():
        print(f"{name:10} {value:8.1f}  target {_TARGETS[name]:g}")


if __name__ == "__main__":
    main()
