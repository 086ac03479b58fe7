"""PDFs that cost far more than their size: written byte by byte, as no library writes them."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

Write = Callable[[Path], None]

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def bomb(unit: bytes, megabytes: int, packings: int = 1) -> bytes:
    """A stream that unfolds to so many megabytes, packed again and again."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(unit * (1_000_000 // len(unit))) for _ in range(megabytes)) + packer.flush()
    for _ in range(packings - 1):
        data = zlib.compress(data, 9)
    return stream(data, b"/Filter [" + b" /FlateDecode" * packings + b"]")


def write_objects(path: Path, objects: Sequence[bytes]) -> None:
    """A PDF of numbered objects, the first of which is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, item in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(out)


def page_of(path: Path, content: bytes, *others: bytes, font: bytes = _FONT, forms: bytes = b"") -> None:
    """A PDF of one page; `others` are the objects from number 6 on."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    page += b" /Resources << /Font << /F1 5 0 R >> /XObject << %s >> >> >>" % forms
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    write_objects(path, [b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, content, font, *others])


def nested_forms(path: Path) -> None:
    """22 forms, each of which draws the next three times: 30 thousand million drawings."""
    forms = []
    for number in range(6, 28):
        inside = b"/Resources << /XObject << /X %d 0 R >> >>" % (number + 1)
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + inside
        forms.append(stream(b"/X Do /X Do /X Do", entries))
    last = stream(b"0 0 10 10 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    page_of(path, stream(b"/X Do"), *forms, last, forms=b"/X 6 0 R")


def unfolding_content(path: Path) -> None:
    """A page of 800 MB in a few KB."""
    page_of(path, bomb(b"0 0 m 1 1 l S\n", 800, packings=2))


def unfolding_runs(path: Path) -> None:
    """Run lengths in run lengths."""
    data = b"\x81 " * 200_000
    for _ in range(2):
        data = b"".join(b"\x81" + bytes([byte]) for byte in data[:400_000])
    page_of(path, stream(zlib.compress(data, 9), b"/Filter [/FlateDecode" + b" /RunLengthDecode" * 4 + b"]"))


def unfolding_font(path: Path) -> None:
    """A table of characters of 800 MB."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
    table = bomb(b"1 beginbfchar\n<41> <0041>\nendbfchar\n", 800, packings=2)
    page_of(path, stream(b"BT /F1 12 Tf 50 700 Td (AAAA) Tj ET"), table, font=font)


def many_glyphs(path: Path) -> None:
    """300,000 characters on a page."""
    lines = b"".join(b"1 0 0 1 %d %d Tm (%s) Tj\n" % (n % 90, n % 800, b"0123456789" * 10) for n in range(3_000))
    page_of(path, stream(b"BT /F1 1 Tf\n" + lines + b"ET"))


def many_lines(path: Path) -> None:
    """A million lines on a page."""
    lines = b"".join(b"%d %d m %d %d l S\n" % (n % 500, n % 800, n % 500 + 50, n % 800) for n in range(1_000_000))
    page_of(path, stream(zlib.compress(lines), b"/Filter /FlateDecode"))
