"""Pages a second of the PDF reader, and its ratio to pdfplumber alone on the same pages.

    python -m bench.pdf FILE.pdf ... [--repeat 3]

pdfplumber alone: find_tables with extract, and extract_words, of each page. The median of the repeats counts.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pdfplumber

from ingest.readers import read_document


def extract_alone(path: Path) -> int:
    """What any use of pdfplumber costs: tables with their texts, and words. The number of pages."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for table in page.find_tables():
                table.extract()
            page.extract_words()
            page.close()
        return len(pdf.pages)


def read(path: Path) -> int:
    """The reader's way. The number of pages."""
    return read_document(path).pages


def seconds(work: Callable[[Path], int], path: Path) -> float:
    """How long one run takes."""
    start = time.perf_counter()
    work(path)
    return time.perf_counter() - start


def measure(path: Path, repeat: int) -> tuple[int, float, float]:
    """Pages, seconds of the reader and of pdfplumber alone, in turns so that both meet the same noise."""
    pages = read(path)
    turns = [(seconds(read, path), seconds(extract_alone, path)) for _ in range(repeat)]
    return pages, median(ours for ours, _ in turns), median(alone for _, alone in turns)


def main() -> None:
    """Print one line a file and one for all."""
    parser = argparse.ArgumentParser(description="Pages a second of the PDF reader.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    rows = [(path.name, *measure(path, arguments.repeat)) for path in arguments.files]
    total = ("all", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True)))
    print(f"{'file':32} {'pages':>5} {'reader s':>9} {'pages/s':>8} {'alone s':>8} {'ratio':>6}")
    for name, pages, ours, alone in [*rows, total]:
        print(f"{name[:32]:32} {pages:5} {ours:9.2f} {pages / ours:8.1f} {alone:8.2f} {ours / alone:6.2f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
