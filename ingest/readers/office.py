"""The parts of an Office file (DOCX, XLSX): XML in a ZIP archive, tied together by relationships (ECMA-376, part 2)."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from lxml import etree

from ingest.readers.kinds import ZIP_ERRORS

DAMAGED = (*ZIP_ERRORS, LookupError, etree.XMLSyntaxError)  # what reading a damaged Office file raises


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part says of another: its kind (styles, worksheet, numbering …) and where it is."""

    kind: str
    part: str


class OfficeFile:
    """An open Office file. Raises one of DAMAGED wherever it is not whole."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        # Some programs write Windows paths, or other capitals than their relationships.
        self._names = {_folded(info.filename): info for info in archive.infolist()}

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return _folded(part) in self._names

    def open(self, part: str) -> IO[bytes]:
        """A part as a file. Reading it to its end compares the checksum."""
        return self._archive.open(self._names[_folded(part)])

    def xml(self, part: str) -> Any:
        """The root element of a part."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.fromstring(self._archive.read(self._names[_folded(part)]), parser)

    def relations(self, part: str = "") -> dict[str, Relation]:
        """What a part, or the whole file, refers to inside of the file, by id."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        return {} if not self.has(rels) else dict(self._relations(rels, folder))

    def _relations(self, rels: str, folder: str) -> Iterator[tuple[str, Relation]]:
        for element in self.xml(rels).iter("{*}Relationship"):
            target = posixpath.join("/", folder, element.get("Target", "").replace("\\", "/"))
            if element.get("TargetMode") != "External":
                kind = element.get("Type", "").rpartition("/")[2]
                yield element.get("Id"), Relation(kind, posixpath.normpath(target).lstrip("/"))

    def related(self, part: str, kind: str) -> str:
        """The first part of a kind that a part refers to; empty where there is none."""
        return next((r.part for r in self.relations(part).values() if r.kind == kind and self.has(r.part)), "")

    def main_part(self) -> str:
        """The part with the document itself. Raises KeyError where there is none."""
        part = self.related("", "officeDocument")
        if not part:
            raise KeyError("no officeDocument")
        return part


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


@contextmanager
def open_office(path: Path) -> Iterator[OfficeFile]:
    """An Office file, closed at the end."""
    with zipfile.ZipFile(path) as archive:
        yield OfficeFile(archive)


def is_on(element: Any, attribute: str = "{*}val") -> bool:
    """Whether a property that is there holds: it does unless it says 0, false, off or none."""
    if element is None:
        return False
    local = attribute.rpartition("}")[2]
    value = next((v for name, v in element.attrib.items() if etree.QName(name).localname == local), "1")
    return value.lower() not in {"0", "false", "off", "none"}
