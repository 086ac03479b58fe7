"""Bytes to text: the encodings in which Chinese documents are published."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SAMPLE = 100_000  # characters or bytes looked at to tell one encoding from another
_COMMON_SHARE = 0.85  # real GBK text stays within GB2312; the same bytes of Big5 or Latin text do not
_WRONG_SHARE = 0.001  # of the characters: more wrong bytes are another encoding
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # in no text; \x1b and \f stand in printer files


def decode(data: bytes) -> str | None:
    """The text of `data`, or None where it is no text or its encoding cannot be told for certain.

    A byte order mark decides; then UTF-8, UTF-16 without mark, GB18030 (which holds GBK and GB2312),
    and what charset-normalizer is sure of.
    """
    text = _decode(data)
    if text is None or _CONTROL.search(text):
        return None
    return text.removeprefix("\ufeff")


def decode_leniently(data: bytes, name: str) -> str | None:
    """Text with a few wrong bytes, each shown as U+FFFD; None where they are many."""
    try:
        text = data.decode(name, errors="replace")
    except LookupError:
        return None
    return text if text.count("\ufffd") <= _WRONG_SHARE * len(text) else None


def _decode(data: bytes) -> str | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _try(data, name)
    if b"\x00" in data[:_SAMPLE]:
        return _decode_utf16(data)
    text = _try(data, "utf-8")
    if text is not None:
        return text
    text = _try(data, "gb18030")
    if text is not None and _is_common(text):
        return text
    return _decode_other(data)


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _decode_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: its ASCII characters show on which side the zero bytes stand."""
    even, odd = data[:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
    return _try(data, "utf-16-be" if even > odd else "utf-16-le")


def _is_common(text: str) -> bool:
    """Whether the characters beyond ASCII are those of ordinary simplified Chinese."""
    beyond = [character for character in text[:_SAMPLE] if character > "\x7f"]
    common = len("".join(beyond).encode("gb2312", errors="ignore")) / 2
    return common >= _COMMON_SHARE * len(beyond)


def _decode_other(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=["big5", "big5hkscs", "gb18030", "utf_16"]).best()
    return None if best is None else _try(data, best.encoding)
