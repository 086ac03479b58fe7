"""Old text formats through LibreOffice: Word 97, WPS, RTF and OpenDocument text are read as the DOCX that it makes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ingest.document import SourceDocument
from ingest.readers.limits import MAX_CONVERSION_SECONDS
from ingest.readers.word import read_word
from knowledge.errors import IngestError

_PROGRAMS = ("soffice", "libreoffice")
_TARGET = "docx:MS Word 2007 XML"


def read_converted(path: Path, sha256: str) -> SourceDocument:
    """As read_word, for a format that LibreOffice knows. Raises IngestError where it is absent or fails."""
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise IngestError(
            f"{path.name}: files of Word 97, WPS, RTF and OpenDocument are read through LibreOffice, which is not "
            "installed. Install it, or save the file as .docx or PDF and ingest that."
        )
    with tempfile.TemporaryDirectory(prefix="budget-bot-") as name:
        folder = Path(name)
        source = folder / "source"  # LibreOffice goes by the content; names that people give may be options
        shutil.copyfile(path, source)
        _convert(program, source, folder)
        made = folder / "made" / "source.docx"
        if not made.is_file():
            raise IngestError(
                f"{path.name}: LibreOffice cannot read it. Open it in Word or WPS, save it as .docx and ingest that."
            )
        return replace(read_word(made, sha256), file=path.name)


def _convert(program: str, source: Path, folder: Path) -> None:
    """Let LibreOffice work in a folder of its own, with its own profile; ended when it takes too long."""
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", _TARGET, "--outdir", str(folder / "made"), str(source)]
    run = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # soffice starts a process that would outlive it
    )
    try:
        with suppress(subprocess.TimeoutExpired):  # nothing was made, which is told
            run.wait(MAX_CONVERSION_SECONDS)
    finally:
        _end(run)


def _end(run: subprocess.Popen[bytes]) -> None:
    """End a process and those that it started, where any is left."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):  # all have ended
            os.killpg(run.pid, signal.SIGKILL)
    else:
        run.kill()
    run.wait()
