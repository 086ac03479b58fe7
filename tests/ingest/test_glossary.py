"""Definitions become terms."""

from __future__ import annotations

import pytest

from ingest.glossary import is_glossary, read_terms
from ingest.outline import Paragraph
from knowledge.model import Document, Location, Stage

DOCUMENT = Document("2023年部门预算", "x.md", "0" * 64, "某市某局", 2023, Stage.BUDGET)


def _paragraphs(*texts: str) -> list[Paragraph]:
    return [
        Paragraph(text, "第四部分 名词解释", ((0, Location(line=number)),))
        for number, text in enumerate(texts, start=1)
    ]


@pytest.mark.parametrize(
    ("text", "name", "definition"),
    [
        ("一、财政拨款收入：指从同级财政部门取得的资金。", "财政拨款收入", "指从同级财政部门取得的资金。"),
        ("（一）财政拨款收入：是本年度取得的财政拨款。", "财政拨款收入", "是本年度取得的财政拨款。"),
        ("(七)“三公”经费: 指因公出国（境）费等。", "“三公”经费", "指因公出国（境）费等。"),
        ("1. “三公经费”：指因公出国（境）费等。", "三公经费", "指因公出国（境）费等。"),
        (
            "五、机关运行经费：为保障行政单位运行的各项资金。",
            "机关运行经费",
            "为保障行政单位运行的各项资金。",
        ),
        ("基本支出是指为保障机构正常运转而发生的支出。", "基本支出", "是指为保障机构正常运转而发生的支出。"),
        ("3.年初结转和结余，指以前年度尚未完成的资金。", "年初结转和结余", "指以前年度尚未完成的资金。"),
        (
            "一、一般公共预算财政拨款收入：指当年拨付的资金。",
            "一般公共预算财政拨款收入",
            "指当年拨付的资金。",
        ),
    ],
)
def test_terms(text: str, name: str, definition: str) -> None:
    """The name has no number, the quote is the definition as printed."""
    (term,) = read_terms(_paragraphs(text), DOCUMENT)
    assert (term.name, term.text) == (name, definition)
    assert term.citation.quote in text
    assert term.citation.location == Location(line=1)


def test_definition_of_several_paragraphs() -> None:
    """A paragraph that defines nothing goes on with the definition before it."""
    terms = read_terms(_paragraphs("一、“三公”经费：指三项费用。", "其中：因公出国（境）费反映国际旅费。"), DOCUMENT)
    assert [term.text for term in terms] == ["指三项费用。其中：因公出国（境）费反映国际旅费。"]


def test_glossary_sections() -> None:
    """The heading says where terms stand."""
    assert is_glossary("第四部分 名词解释")
    assert not is_glossary("第三部分 情况说明 › 一、收入")
