"""The picture of a figure's place: the header, the row and the cell are marked, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import Run
from PIL import Image, ImageColor

PDF = Path(__file__).parents[2].parent / "shared" / "corpus" / "shanghai" / "putuo-sfj-dept-2026.pdf"
pytestmark = pytest.mark.skipif(not PDF.exists(), reason="the corpus is not beside this repository")

FRAME = ImageColor.getrgb("#1b6ca8")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the PDF's figures."""
    from bot.cli.ingesting import ingest_files
    from ingest.organisations import Given

    folder = tmp_path_factory.mktemp("pdf")
    ingest_files([PDF], folder / "knowledge.db", Given(), workers=1)
    return folder


@pytest.mark.parametrize(
    ("question", "page"),
    [("普陀区司法局2026年公共安全支出", "page 10"), ("普陀区司法局三公经费预算说明", None)],
)
def test_picture(question: str, page: str | None, data: Path, run: Run, tmp_path: Path) -> None:
    """The cell is framed, a sentence tinted, and the piece is smaller than a page."""
    target = tmp_path / "out.png"
    ran = run("show", question, "--png", target, data=data)
    assert (ran.status, ran.err) == (0, "")
    assert page is None or page in ran.out
    with Image.open(target) as picture:
        colours = [colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or []]
        assert page is None or FRAME in colours
        assert len(colours) <= 64
        assert picture.height < 900


def test_file_that_has_changed(run: Run, tmp_path: Path) -> None:
    """A picture of other bytes than were ingested would prove nothing."""
    copy = tmp_path / PDF.name
    copy.write_bytes(PDF.read_bytes())
    run("ingest", copy, data=tmp_path / "data")
    copy.write_bytes(b"%PDF-1.4 something else")
    ran = run("show", "普陀区司法局2026年公共安全支出", "--png", tmp_path / "out.png", data=tmp_path / "data")
    assert ran.status == 2
    assert "changed" in ran.err
    copy.unlink()
    gone = run("show", "普陀区司法局2026年公共安全支出", "--png", tmp_path / "out.png", data=tmp_path / "data")
    assert gone.status == 2
    assert not (tmp_path / "out.png").exists()
