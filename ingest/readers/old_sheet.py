"""XLS and XLSB in a process of their own: a damaged one can end the process that reads it.

calamine believes the sizes that these binary formats state; a wrong byte makes it ask for terabytes, and
Rust then aborts. XLSX cannot: its cells are counted before.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

from ingest.document import SourceDocument
from ingest.readers.limits import MAX_OLD_SHEET_BYTES, MAX_OLD_SHEET_SECONDS
from knowledge.errors import IngestError


def read_old_sheet(path: Path, sha256: str) -> SourceDocument:
    """As read_sheet, for binary workbooks. Raises IngestError, also where the reading process dies."""
    command = [sys.executable, "-m", __name__, os.path.abspath(path), sha256]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    try:
        run = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MAX_OLD_SHEET_SECONDS,
            env=environment,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise IngestError(
            f"{path.name}: the workbook is damaged. Open it in Excel, save it as .xlsx and ingest that."
        ) from error
    result = pickle.loads(run.stdout)  # written by _main below and nobody else
    if isinstance(result, SourceDocument):
        return result
    raise IngestError(str(result))


def _main(path: str, sha256: str) -> None:
    """Write the document, or the message of its error, to the standard output."""
    from ingest.readers.sheet import read_sheet

    _limit_memory()
    result: SourceDocument | str
    try:
        result = read_sheet(Path(path), sha256)
    except IngestError as error:
        result = str(error)
    sys.stdout.buffer.write(pickle.dumps(result))


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_OLD_SHEET_BYTES, MAX_OLD_SHEET_BYTES))


if __name__ == "__main__":
    _main(*sys.argv[1:])
