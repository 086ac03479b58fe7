"""Keyed hashes of chats and people: the same one is recognised again, nobody can be found out."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

_KEY_BYTES = 32
_SHOWN = 20  # hex digits: 80 bits, no two people meet


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Hashes with the key of one installation; without it a hash says nothing, even with all ids at hand."""

    key: bytes = field(repr=False)

    def chat(self, chat_id: int | str) -> str:
        """The hash of a chat."""
        return self._hash("chat", chat_id)

    def user(self, user_id: int | str) -> str:
        """The hash of a person."""
        return self._hash("user", user_id)

    def _hash(self, sort: str, given: int | str) -> str:
        return hmac.new(self.key, f"{sort}:{given}".encode(), hashlib.sha256).hexdigest()[:_SHOWN]


def load_pseudonyms(path: Path) -> Pseudonyms:
    """The key kept at `path`; made, readable to its owner only, where there is none."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Pseudonyms(path.read_bytes())
    key = secrets.token_bytes(_KEY_BYTES)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
    return Pseudonyms(key)
