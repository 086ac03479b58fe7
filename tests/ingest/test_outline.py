"""Lines become paragraphs below their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.document import Block, Cell, Grid, Line, SourceDocument
from ingest.outline import Paragraph, Placed, PlacedGrid, outline
from ingest.readers.text import read_text
from knowledge.model import Box, Location

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
SEEDS = sorted((CORPUS / "seeds").glob("*")) if CORPUS.exists() else []
GRID = Grid(((Cell("合计", Location(line=1)), Cell("1.0", Location(line=1))),), Location(line=1))


def _source(blocks: Sequence[Block]) -> SourceDocument:
    return SourceDocument("x.txt", "0" * 64, tuple(blocks))


def _lines(*texts: str) -> list[Line]:
    return [Line(text, Location(line=number)) for number, text in enumerate(texts, start=1)]


def _pdf_lines(*texts: str) -> list[Line]:
    """Lines as a PDF's: two leading spaces set a line in, ` |` at the end says that it reaches the edge."""
    lines = []
    for number, text in enumerate(texts):
        printed = text.removesuffix("|").strip()
        box = Box(50, 20.0 * number, 500 if text.endswith("|") else 300, 20.0 * number + 12)
        lines.append(Line(printed, Location(page=1, box=box), indented=text.startswith("  ")))
    return lines


def _outline(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    return [(part.section, part.text if isinstance(part, Paragraph) else "GRID") for part in outline(_source(blocks))]


def _texts(placed: Sequence[Placed]) -> list[str]:
    return [part.text for part in placed if isinstance(part, Paragraph)]


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (  # wrapped at the edge; a new paragraph is set in
            ["  2023年度收入预算100万元，比上年|", "预算增加5万元。", "  支出预算100万元。"],
            ["2023年度收入预算100万元，比上年预算增加5万元。", "支出预算100万元。"],
        ),
        (  # a lone full stop belongs to the line before, whatever its indent
            ["  1、住房保障支出（类）住房公积金（项）", "  。", "主要用于：缴纳公积金。"],
            ["1、住房保障支出（类）住房公积金（项）。", "主要用于：缴纳公积金。"],
        ),
        (  # the number that follows had no room
            ["  2024年预算执行数为", "1234567.89万元，增长2%。"],
            ["2024年预算执行数为", "1234567.89万元，增长2%。"],
        ),
        (
            ["  （一）负责全市工作，|", "包括其他。", "（二）承办其他事项。"],
            ["（一）负责全市工作，包括其他。", "（二）承办其他事项。"],
        ),
    ],
)
def test_join_printed_lines(lines: list[str], paragraphs: list[str]) -> None:
    """Wrapped lines are one paragraph without a space between Chinese characters."""
    filler = [f"  这是用来显示右边缘的一行文字第{number}行。|" for number in range(8)]
    joined = _texts(outline(_source(_pdf_lines(*filler, *lines))))[8:]
    assert joined == paragraphs


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (["本年支出预算1003.1万元，比2021年预算减少575万元，", "降低原因主要是结转减少。"], 1),
        (["二是加强渠道建设，充分发挥数据作用。三是", "拓展应用场景。"], 1),
        (["本年支出预算1003.1万元。", "降低原因主要是结转减少。"], 2),
        (["单位：万元", "收入总计"], 2),
    ],
)
def test_join_paragraphs_cut_by_the_page(lines: list[str], paragraphs: int) -> None:
    """Where each source line is a paragraph, one that lacks its end goes on with the next."""
    assert len(outline(_source(_lines(*lines)))) == paragraphs


def test_headings_make_paths() -> None:
    """Numbering decides the level, not the marks of the format."""
    lines = [
        Line("第一部分 部门概况", Location(line=1), heading=2),
        Line("一、主要职责", Location(line=2), heading=3),
        *_lines("（一）贯彻执行国家方针政策。"),
        Line("第二部分 预算情况说明", Location(line=4), heading=1),
        Line("一、关于收支总表的说明", Location(line=5), heading=5),
        Line("（一）规模变化情况。", Location(line=6), heading=2),
        *_lines("1．预算收入情况：2022年预算收入总额61.33万元。"),
    ]
    assert [path for path, text in _outline(lines) if text.endswith("。") and "情况。" not in text] == [
        "第一部分 部门概况 › 一、主要职责",
        "第二部分 预算情况说明 › 一、关于收支总表的说明 › （一）规模变化情况",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1．预算收入情况：2022年预算收入总额61.33万元。",
        "（一）本年收入988.7万元",
        "三、承担其他工作。",
        "2. 做好社保工作",  # 2. without 1. is an item of a list
    ],
)
def test_sentences_are_no_headings(text: str) -> None:
    """A number before a sentence does not make it a heading."""
    assert all(not part.is_heading for part in outline(_source(_lines(text, "后文。"))) if isinstance(part, Paragraph))


def test_items_are_no_headings() -> None:
    """Numbered lines without anything below are a list."""
    parts = _outline(_lines("一、单位构成", "1. 某区某局本部", "2. 某区某中心", "二、名词解释", "略。"))
    assert ("一、单位构成", "1. 某区某局本部") in parts
    assert ("一、单位构成", "2. 某区某中心") in parts


def test_contents_page_is_left_out() -> None:
    """Entries of the contents are no text, with or without dotted leaders."""
    plain = [
        "目 录",
        "第一部分 概况",
        "一、主要职责",
        "第二部分 说明",
        "第一部分 概况",
        "一、主要职责",
        "负责某事。",
    ]
    dotted = ["目录", "一、主要职能 ……………… 3", "1.收支总表………", "某局主要职能", "负责某事。"]
    assert _outline(_lines(*plain)) == [
        ("", "第一部分 概况"),
        ("第一部分 概况", "一、主要职责"),
        ("第一部分 概况 › 一、主要职责", "负责某事。"),
    ]
    assert [text for _, text in _outline(_lines(*dotted))] == ["某局主要职能", "负责某事。"]


def test_an_entry_with_a_leader_is_not_continued() -> None:
    """A dotted leader runs to the edge, and yet the next line is another."""
    lines = _pdf_lines("目录", "一、主要职能 ………………|", "二、项目情况 ………………|", "  某局主要职能", "负责某事。")
    assert _texts(outline(_source(lines))) == ["某局主要职能", "负责某事。"]


def test_grids_know_their_surroundings() -> None:
    """A grid has what stands between it and its neighbours, and its title in its path."""
    blocks = [*_lines("2023年部门收支总表", "单位：万元"), GRID, *_lines("注：本表无误。"), GRID]
    first, second = (part for part in outline(_source(blocks)) if isinstance(part, PlacedGrid))
    assert first.section == "2023年部门收支总表"
    assert [part.text for part in first.before] == ["2023年部门收支总表", "单位：万元"]
    assert [part.text for part in first.after] == [part.text for part in second.before] == ["注：本表无误。"]


def test_table_titles_do_not_close_their_section() -> None:
    """A form inside the section of a project leaves the section open for the next project."""
    heading = Line("绩效目标申报表", Location(line=3), heading=2)
    blocks = [
        *_lines("一、项目情况", "1. 甲项目", "概述甲。"),
        heading,
        GRID,
        *_lines("2. 乙项目", "概述乙。"),
    ]
    assert _outline(blocks)[-1] == ("一、项目情况 › 2. 乙项目", "概述乙。")


@pytest.mark.skipif(not SEEDS, reason="the corpus is not beside this repository")
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_paragraphs_stand_in_their_document(path: Path) -> None:
    """Each paragraph can be found in the source when white space is removed, on the line it names."""
    source = read_text(path, "0" * 64)
    flat = re.sub(r"\s", "", "".join(block.text for block in source.blocks if isinstance(block, Line)))
    for part in outline(source):
        if isinstance(part, Paragraph):
            assert re.sub(r"\s", "", part.text) in flat
            assert part.locate(len(part.text) - 1) == part.starts[-1][1]
