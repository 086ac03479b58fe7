"""Which files of the given paths are documents."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

# Formats that are read, and those that people take for readable: their error says how to save them anew.
_READ = {".pdf", ".docx", ".docm", ".xlsx", ".xlsm", ".xls", ".et", ".html", ".htm", ".md", ".txt", ".csv", ".tsv"}
_READ |= {".doc", ".wps", ".rtf", ".odt"}  # through LibreOffice
_NAMED_IN_AN_ERROR = {".xlsb", ".ods", ".mht", ".mhtml"}


@dataclass(frozen=True, slots=True)
class NotRead:
    """A path that gave nothing, and why, with the cure."""

    path: Path
    message: str


@dataclass(slots=True)
class FoundFiles:
    """What stands at the given paths."""

    files: list[Path] = field(default_factory=list)
    failures: list[NotRead] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)  # files of other formats, by suffix


def find_files(paths: Iterable[Path]) -> FoundFiles:
    """All documents at `paths`: a file as it is given, a folder with all below it; each file once."""
    found = FoundFiles()
    seen: set[str] = set()
    for path in paths:
        candidates = _below(path, found) if path.is_dir() else [path]
        before = len(found.files)
        for file in candidates:
            real = os.path.realpath(file)
            if real not in seen:
                found.files.append(file)
            seen.add(real)
        if path.is_dir() and len(found.files) == before and not any(f.path == path for f in found.failures):
            found.failures.append(
                NotRead(
                    path,
                    f"{path}: no documents in this folder. It needs PDF, .docx, .xlsx, .html or text files.",
                )
            )
    return found


def _below(folder: Path, found: FoundFiles) -> Iterator[Path]:
    """The documents of a folder and of those below it. No folder is entered twice, by whatever link."""
    entered: set[tuple[int, int]] = set()

    def refuse(error: OSError) -> None:
        place = Path(error.filename)
        found.failures.append(
            NotRead(place, f"{place}: the folder cannot be read ({error.strerror}). Change its permissions.")
        )

    for place, folders, names in os.walk(folder, followlinks=True, onerror=refuse):
        status = os.stat(place)
        if (status.st_dev, status.st_ino) in entered:
            folders.clear()
            continue
        entered.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            suffix = Path(name).suffix.lower()
            if name.startswith((".", "~$")):  # hidden files, and locks of open Office files
                continue
            if suffix in _READ | _NAMED_IN_AN_ERROR:
                yield Path(place, name)
            else:
                found.skipped[suffix or "without suffix"] += 1
