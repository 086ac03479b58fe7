"""Messages between the process that asks for pages and the one that reads them."""

from __future__ import annotations

import marshal
from typing import IO, Any

_LENGTH = 8  # bytes before each message


def send(pipe: IO[bytes], message: Any) -> None:
    """Write plain values: what marshal knows."""
    data = marshal.dumps(message)
    pipe.write(len(data).to_bytes(_LENGTH, "big") + data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """The next message; None where there will be none."""
    length = int.from_bytes(pipe.read(_LENGTH), "big")
    data = pipe.read(length)
    return marshal.loads(data) if length and len(data) == length else None  # written by the process and nobody else
