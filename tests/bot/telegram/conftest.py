"""One peer and one polling bot for most tests; a knowledge base with two years, a PDF and the samples."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness import ADMIN, STAFF, Bot, Peer, Person, running
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from bot.cli.ingesting import ingest_files
from ingest.organisations import Given
from ingest.samples import SAMPLES

FONT = "STSong-Light"
UNIT = "临江市人力资源和社会保障信息中心"
GENEROUS = {"per_user_minute": 100_000, "overall_per_second": 0, "waiting_per_chat": 100_000}
FAST = {"heartbeat_seconds": 0.2, "reload_seconds": 0.2, "poll_seconds": 5}


def draw_budget(path: Path, stage: str, year: int, amounts: tuple[str, str, str]) -> Path:
    """A published budget of one page with one ruled table, in 万元: the whole, and its two parts."""
    whole, building, insurance = amounts
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    for size, x, y, text in (
        (16, 120, 770, f"{UNIT}{year}年单位{stage}"),
        (10, 60, 722, f"第二部分 {year}年单位{stage}表"),
        (14, 220, 680, f"{stage}支出总表"),
        (10, 460, 656, "单位：万元"),
    ):
        canvas.setFont(FONT, size)
        canvas.drawString(x, y, text)
    rows = [
        ("科目编码", "科目名称", "合计"),
        ("2080108", "信息化建设", building),
        ("2080109", "社会保险经办机构", insurance),
        ("", "合计", whole),
    ]
    canvas.setFont(FONT, 10)
    for at, row in enumerate(rows):
        for x, width, text in zip((60, 160, 420), (100, 260, 110), row, strict=True):
            canvas.rect(x, 626 - at * 20, width, 20)
            canvas.drawString(x + 3, 632 - at * 20, text)
    canvas.save()
    return path


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a knowledge base. Copy it, do not write to it."""
    folder = tmp_path_factory.mktemp("library")
    drawn = [
        draw_budget(folder / "linjiang-2023.pdf", "预算", 2023, ("300.0", "180.0", "120.0")),
        draw_budget(folder / "linjiang-2024.pdf", "预算", 2024, ("360.0", "200.5", "159.5")),
        draw_budget(folder / "linjiang-2024-final.pdf", "决算", 2024, ("351.2", "196.7", "154.5")),
    ]
    outcomes = list(ingest_files([*SAMPLES, *drawn], folder / "knowledge.db", Given(), workers=1))
    assert all(outcome.fate == "new" for outcome in outcomes), outcomes
    return folder


@pytest.fixture(scope="session")
def peer() -> Iterator[Peer]:
    """The Bot API for the shared bot."""
    started = Peer()
    started.start()
    yield started
    started.stop()


def data_folder(library: Path, folder: Path) -> Path:
    """A data folder of a bot's own."""
    folder.mkdir(exist_ok=True)
    shutil.copy(library / "knowledge.db", folder / "knowledge.db")
    return folder


@pytest.fixture(scope="session")
def bot(peer: Peer, library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The shared bot: polling, no limits felt."""
    folder = data_folder(library, tmp_path_factory.mktemp("bot"))
    settings = GENEROUS | FAST | {"staff": [STAFF], "admins": [ADMIN]}
    with running(Bot(peer, folder, settings)) as started:
        yield started


@pytest.fixture
def person(bot: Bot) -> Person:
    """Somebody new in a private chat with the shared bot."""
    return Person(bot.peer)


@pytest.fixture
def own(library: Path, tmp_path: Path) -> Iterator[Bot]:
    """A bot with a peer of its own, not started yet."""
    peer = Peer()
    peer.start()
    made = Bot(peer, data_folder(library, tmp_path / "data"), GENEROUS | FAST)
    yield made
    if made.process and not made.has_ended:
        made.kill()
    peer.stop()
