"""`budget-bot check`: three faces of the same findings, and the exit status."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from bot.cli.check import run_check

SOUND = """# 某市统计局 2026 年部门预算

## 某市统计局 2026 年支出总表

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
|---|---|---|---|---|
| 201 | 一般公共服务支出 | 30.00 | 10.00 | 20.00 |
| 204 | 公共安全支出 | 9.00 | 4.00 | 5.00 |
| 205 | 教育支出 | 7.00 | 1.00 | 6.00 |
| 206 | 科学技术支出 | 8.00 | 2.00 | 6.00 |
| 208 | 社会保障和就业支出 | 6.00 | 6.00 | |
| 210 | 卫生健康支出 | 5.00 | 5.00 | |
| 221 | 住房保障支出 | 3.00 | 3.00 | |
| | 合计 | 68.00 | 31.00 | 37.00 |
"""
WRONG = SOUND.replace("| 30.00 | 10.00 | 20.00 |", "| 30.00 | 10.00 | 26.00 |")


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a document is written; no settings of the person who runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BUDGET_BOT_CONFIG", raising=False)
    return tmp_path / "budget.md"


@pytest.mark.parametrize(("text", "status"), [(SOUND, 0), (WRONG, 1), ("", 2)])
def test_exit_status(text: str, status: int, document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 for a sound document, 1 for an error, 2 for a file that cannot be read."""
    document.write_text(text, encoding="utf-8")
    assert run_check([document]) == status
    printed = capsys.readouterr()
    assert ("budget.md" in printed.err) == (status == 2)


def test_text_names_place_and_arithmetic(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """People read what is wrong, where, and how it was computed."""
    document.write_text(WRONG, encoding="utf-8")
    run_check([document])
    printed = capsys.readouterr().out
    assert "第 9 行" in printed
    assert "10.00 + 26.00 = 36.00 ≠ 30.00" in printed
    assert "错误 1 处" in printed


def test_json_is_as_the_contract_says(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The fields that other programs read, and nothing else on stdout."""
    document.write_text(WRONG, encoding="utf-8")
    run_check([document], as_json=True)
    (one,) = json.loads(capsys.readouterr().out)
    assert set(one) == {"file", "document", "unit_name", "year", "findings"}
    assert (one["file"], one["unit_name"], one["year"]) == ("budget.md", "某市统计局", 2026)
    (finding,) = one["findings"]
    assert set(finding) == {"rule", "kind", "severity", "message", "arithmetic", "figures", "page"}
    assert (finding["kind"], finding["severity"], finding["page"]) == ("row-sum", "error", None)
    total, *parts = finding["figures"]
    assert set(total) == {"printed", "unit", "table", "row", "column", "page", "line", "quote"}
    assert (total["printed"], total["unit"], total["row"], total["line"]) == ("30.00", "万元", "一般公共服务支出", 9)
    assert [part["printed"] for part in parts] == ["10.00", "26.00"]


def test_other_files_go_on(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One unreadable file costs its own findings only."""
    document.write_text(WRONG, encoding="utf-8")
    empty = document.with_name("empty.md")
    empty.write_text("", encoding="utf-8")
    assert run_check([empty, document], as_json=True) == 2
    assert [one["file"] for one in json.loads(capsys.readouterr().out)] == ["budget.md"]


def test_files_are_checked_against_each_other(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the later document says of last year stands below it, also where the other file comes later."""
    document.write_text(SOUND.replace("| 合计 | 基", "| 2025年预算数 | 基"), encoding="utf-8")
    last = document.with_name("last.md")
    last.write_text(SOUND.replace("2026", "2025").replace("30.00", "31.00").replace("68.00", "69.00"), encoding="utf-8")
    run_check([document, last], as_json=True)
    later, earlier = json.loads(capsys.readouterr().out)
    across = [found for found in later["findings"] if found["rule"].startswith("published")]
    assert [found["arithmetic"] for found in across] == ["30.00 ≠ 31.00", "68.00 ≠ 69.00"]
    assert {found["severity"] for found in across} == {"note"}
    assert not any(found["rule"].startswith("published") for found in earlier["findings"])


def test_page_of_a_text_document(document: Path) -> None:
    """A table of the figures where there is no picture, everything escaped."""
    document.write_text(WRONG.replace("卫生健康支出", "卫生<b>健康</b>支出"), encoding="utf-8")
    report = document.with_name("report.html")
    assert run_check([document], html=report) == 1
    page = report.read_text(encoding="utf-8")
    assert "26.00" in page
    assert "<b>健康" not in page
    assert not re.search(r'(?:src|href)="(?!data:)', page)


def test_page_of_a_pdf_shows_the_cells(document: Path) -> None:
    """The piece of the page is part of the file."""
    path = document.with_suffix(".pdf")
    _draw(path)
    report = document.with_name("report.html")
    assert run_check([path], html=report) == 1
    assert report.read_text(encoding="utf-8").count("data:image/png;base64,") == 1


def _draw(path: Path) -> None:
    """One page with a ruled table whose first row does not add up."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont("STSong-Light", 10)
    canvas.drawString(200, 790, "某市统计局2026年部门预算")
    canvas.drawString(220, 770, "2026年支出预算总表")
    canvas.drawString(400, 752, "单位：万元")
    rows = [line.split("|")[1:-1] for line in WRONG.splitlines() if line.startswith("|") and "---" not in line]
    widths = (70, 130, 80, 80, 80)
    for number, row in enumerate(rows):
        for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
            left, bottom = 60 + sum(widths[:column]), 720 - 20 * number
            canvas.rect(left, bottom, width, 20)
            canvas.drawString(left + 4, bottom + 6, cell.strip())
    canvas.save()
