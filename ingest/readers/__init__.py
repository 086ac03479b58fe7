"""Files of any format to a SourceDocument. A reader knows its format and nothing of budgets."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from ingest.document import SourceDocument
from ingest.readers.kinds import Kind, find_kind
from ingest.readers.limits import MAX_FILE_BYTES, MAX_TEXT_BYTES, MAX_WEB_BYTES, MEGABYTE
from knowledge.errors import IngestError

__all__ = ["read_document"]

Reader = Callable[[Path, str], SourceDocument]

_MOST_BYTES = {Kind.TEXT: MAX_TEXT_BYTES, Kind.WEB: MAX_WEB_BYTES}


def read_document(path: Path) -> SourceDocument:
    """Read one file, whatever its format, chosen by what it holds and not by its name.

    Raises IngestError with one line: the file, what is wrong with it, what to do.
    """
    before = _checked_status(path)
    try:
        document = _read(path, before.st_size)
    except OSError as error:
        raise _changed(path) if _has_changed(path, before) else _unreadable(path, error) from error
    except IngestError as error:
        if _has_changed(path, before):
            raise _changed(path) from error
        raise
    if _has_changed(path, before):
        raise _changed(path)
    if not document.blocks:
        raise IngestError(f"{path.name}: there is no text in it. Check the file.")
    return document


def _read(path: Path, size: int) -> SourceDocument:
    kind = find_kind(path)
    if size > (limit := _MOST_BYTES.get(kind, MAX_FILE_BYTES)):
        raise _too_large(path, size, limit)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return _reader_of(kind)(path, sha256)


def _checked_status(path: Path) -> os.stat_result:
    """What the system says of a file that exists, is a file, and is neither empty nor too large."""
    try:
        if path.is_dir():
            raise IngestError(f"{path.name}: this is a folder. Give a file, or ingest the folder's files.")
        if not path.resolve(strict=True).is_file():
            raise IngestError(f"{path.name}: this is no ordinary file. Copy its content to one.")
        status = path.stat()
    except (OSError, RuntimeError) as error:  # RuntimeError: a symbolic link loop, before Python 3.13
        raise _unreadable(path, error) from error
    if status.st_size == 0:
        raise IngestError(f"{path.name}: the file is empty. Download it again.")
    if status.st_size > MAX_FILE_BYTES:
        raise _too_large(path, status.st_size, MAX_FILE_BYTES)
    return status


def _has_changed(path: Path, before: os.stat_result) -> bool:
    """Whether a file is another one, or was written, since; one that is gone is no other."""
    try:
        now = path.stat()
    except OSError:
        return False
    return any(getattr(now, name) != getattr(before, name) for name in ("st_ino", "st_size", "st_mtime_ns"))


def _changed(path: Path) -> IngestError:
    return IngestError(f"{path.name}: the file changed while it was read. Wait until it is written, then ingest it.")


def _too_large(path: Path, size: int, limit: int) -> IngestError:
    return IngestError(
        f"{path.name}: {size // MEGABYTE} MB are more than the {limit // MEGABYTE} MB that are read. "
        "Split it and ingest the parts."
    )


def _unreadable(path: Path, error: OSError | RuntimeError) -> IngestError:
    """Say in words why the operating system gives no content."""
    match error:
        case FileNotFoundError():
            return IngestError(f"{path.name}: there is no such file. Check the path.")
        case PermissionError():
            return IngestError(f"{path.name}: no permission to read it. Change its permissions.")
        case RuntimeError() | OSError(errno=errno.ELOOP):
            return IngestError(f"{path.name}: a symbolic link that leads back to itself. Give the file that is meant.")
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return IngestError(f"{path.name}: the disk is full, there is no room to read it. Make room and try again.")
        case OSError(errno=errno.EROFS):
            return IngestError(f"{path.name}: the folder for temporary files may not be written. Set TMPDIR.")
        case OSError(strerror=reason):
            return IngestError(f"{path.name}: it cannot be read ({reason}). Copy it anew.")


def _reader_of(kind: Kind) -> Reader:
    """The reader of a format. Imported only now: the libraries are slow to load."""
    match kind:
        case Kind.PDF:
            from ingest.readers.pdf import read_pdf

            return read_pdf
        case Kind.WORD:
            from ingest.readers.word import read_word

            return read_word
        case Kind.OLD_WORD:
            from ingest.readers.converted import read_converted

            return read_converted
        case Kind.SHEET:
            from ingest.readers.sheet import read_sheet

            return read_sheet
        case Kind.WEB:
            from ingest.readers.web import read_web

            return read_web
        case Kind.TEXT:
            from ingest.readers.text import read_text

            return read_text
