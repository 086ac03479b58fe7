"""How much of the tables of published documents is read from pictures of them: drawn, turned, packed, recognised.

    python -m bench.scan ../shared/documents/*/*.pdf --documents 10 --pages 3

Each of the first pages with tables is drawn at 200 dots per inch, turned by up to half a degree and stored as JPEG of
quality 80. An amount is right where the same row and column of the same table print the same amount.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

from ingest.document import Grid
from ingest.readers.pdf import read_pdf
from ingest.readers.pdf.layout import lay_out
from ingest.readers.scan.recognise import recognise_page
from knowledge.amounts import is_blank, parse_cell
from knowledge.errors import IngestError, UnreadableCell

_DOTS_PER_INCH = 200
_MOST_TILT = 0.5  # degrees
_QUALITY = 80
_LEAST_AMOUNTS = 10  # on a page that is worth drawing


@dataclass(slots=True)
class Result:
    """What came out of the pages of one document."""

    pages: int = 0
    amounts: int = 0
    right: int = 0
    lost: int = 0  # nothing, or nothing that is a number
    seconds: float = 0.0
    wrong: list[tuple[str, str]] = field(default_factory=list)  # another number: printed, read

    def __iadd__(self, other: Result) -> Result:
        self.pages += other.pages
        self.amounts += other.amounts
        self.right += other.right
        self.lost += other.lost
        self.seconds += other.seconds
        self.wrong += other.wrong
        return self


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=10)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    total = Result()
    for path in chance.sample(sorted(options.files), len(options.files)):
        if options.documents <= 0:
            break
        try:
            found = _measure(path, options.pages, chance)
        except IngestError:
            continue
        if found.pages:
            options.documents -= 1
            total += found
            print(_line(path.name, found), flush=True)
    print(_line("all", total))


def _line(name: str, found: Result) -> str:
    share = found.right / found.amounts if found.amounts else 1.0
    pages = f"{found.pages} pages, {found.seconds / max(1, found.pages):.1f} s each"
    wrong = ", ".join(f"{printed} read {read}" for printed, read in found.wrong[:4])
    return (
        f"{name}: {found.right} of {found.amounts} amounts right ({share:.2%}), {found.lost} not read, "
        f"{len(found.wrong)} other{': ' + wrong if wrong else ''}; {pages}"
    )


def _measure(path: Path, most: int, chance: random.Random) -> Result:
    printed: dict[int, list[Grid]] = {}
    for block in read_pdf(path, "").blocks:
        if isinstance(block, Grid) and block.location.page:
            printed.setdefault(block.location.page, []).append(block)
    worth = [page for page, grids in printed.items() if sum(len(_amounts(grid)) for grid in grids) >= _LEAST_AMOUNTS]
    result = Result()
    with TemporaryDirectory() as folder:
        for page in worth[:most]:
            picture = Path(folder) / f"{page}.pdf"
            draw(path, page, chance.uniform(-_MOST_TILT, _MOST_TILT), picture)
            began = time.monotonic()
            laid_out = lay_out(recognise_page(picture, 1))
            result.seconds += time.monotonic() - began
            read = [placed.block for placed in laid_out.blocks if isinstance(placed.block, Grid)]
            result += _compared(printed[page], read)
            result.pages += 1
    return result


def draw(path: Path, number: int, tilt: float, target: Path) -> None:
    """One page as a PDF of one picture, as a scanner leaves it."""
    document = pypdfium2.PdfDocument(path)
    drawn = document[number - 1].render(scale=_DOTS_PER_INCH / 72).to_pil().convert("L")
    document.close()
    drawn = drawn.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=255)
    packed = BytesIO()
    drawn.save(packed, "JPEG", quality=_QUALITY)
    Image.open(packed).save(target, "PDF", resolution=_DOTS_PER_INCH, quality=_QUALITY)


def _compared(printed: Sequence[Grid], read: Sequence[Grid]) -> Result:
    """Each amount against the cell of the same row and column; tables are matched in order of what they share."""
    result = Result()
    left = list(read)
    for grid in printed:
        wanted = _amounts(grid)
        best = max(left, key=lambda other: sum((_texts(grid) & _texts(other)).values()), default=None)
        if best:
            left.remove(best)
        seen = _cells(best) if best else {}
        for place, amount in wanted.items():
            text = seen.get(place, "")
            result.amounts += 1
            if _number(text) == _number(amount):
                result.right += 1
            elif _number(text) is None:
                result.lost += 1
            else:
                result.wrong.append((amount, text))
    return result


def _texts(grid: Grid) -> Counter[str]:
    return Counter(_cells(grid).values())


def _cells(grid: Grid) -> dict[tuple[int, int], str]:
    """By row and column among those that print anything: rules around nothing part nothing."""
    inked = {
        (row, column): cell.text.replace("\n", "")
        for row, cells in enumerate(grid.rows)
        for column, cell in enumerate(cells)
        if cell and cell.text.strip()
    }
    rows = {row: index for index, row in enumerate(sorted({row for row, _ in inked}))}
    columns = {column: index for index, column in enumerate(sorted({column for _, column in inked}))}
    return {(rows[row], columns[column]): text for (row, column), text in inked.items()}


def _amounts(grid: Grid) -> dict[tuple[int, int], str]:
    return {place: text for place, text in _cells(grid).items() if _number(text) is not None and "." in text}


def _number(text: str) -> object:
    try:
        return None if is_blank(text) else parse_cell(text)
    except UnreadableCell:
        return None


if __name__ == "__main__":
    _main()
