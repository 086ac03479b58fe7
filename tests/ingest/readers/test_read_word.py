"""Word: the text that is printed, with its numbers, and nothing that is deleted, struck out or hidden."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import Cm
from PIL import Image

from ingest.document import Line, SourceDocument
from ingest.readers import converted, read_document
from ingest.readers.word_lists import FORMS
from knowledge.errors import IngestError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
NAMES = f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
STYLES = """
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="Note"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Ref"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Part"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
"""


def level(number: int, form: str, text: str) -> str:
    """One level of a list."""
    return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "chineseCounting", "%1、")}{level(1, "chineseCounting", "（%2）")}'
    f"{level(2, 'decimal', '%3.')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "%1")}{level(1, "decimal", "%1.%2")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2">{level(0, "bullet", "·")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="3">{level(0, "chineseCounting", "第%1部分 ")}</w:abstractNum>'
    + "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(4))
    + '<w:num w:numId="9"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    + "</w:lvlOverride></w:num>"
)


def read(path: Path, body: str, names: str = NAMES) -> SourceDocument:
    """A DOCX with this body, read."""
    relation = '<Relationship Id="r{0}" Type="{1}/{2}" Target="{3}"/>'
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{0}</Relationships>'
    parts = {
        "_rels/.rels": rels.format(relation.format(1, RELATIONS, "officeDocument", "word/document2.xml")),
        "word/_rels/document2.xml.rels": rels.format(
            relation.format(1, RELATIONS, "styles", "styles.xml")
            + relation.format(2, RELATIONS, "numbering", "/word/numbering.xml")
        ),
        "word/document2.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {names}>{STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {names}>{NUMBERING}</w:numbering>",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return read_document(path)


def run(text: str, properties: str = "") -> str:
    """A run with its properties."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of runs, or of one text."""
    content = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def cell(text: str, properties: str = "") -> str:
    """A cell with one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of texts or cells."""
    drawn = "".join(one if one.startswith("<w:") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{drawn}</w:tr>"


def table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def control(content: str, properties: str = "") -> str:
    """A content control around anything."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def shown(document: SourceDocument) -> list[object]:
    """Lines as texts, grids as rows of texts; None is covered by a merged cell."""
    return [
        block.text if isinstance(block, Line) else [[c and c.text for c in cells] for cells in block.rows]
        for block in document.blocks
    ]


BOX = f"<mc:{{0}}><w:txbxContent>{paragraph('框中')}</w:txbxContent></mc:{{0}}>"  # Word writes it twice
RAISED = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("预算") + run("200.5", "<w:strike/>") + run("210.0"), "预算210.0"),
        (run("预算") + run("200.5", "<w:dstrike/>") + run("210.0"), "预算210.0"),
        (run("预算") + run("200.5", '<w:strike w:val="0"/>'), "预算200.5"),
        (run("看得见") + run("看不见", "<w:vanish/>"), "看得见"),
        (run("新") + f"<w:del>{run('旧')}</w:del><w:ins>{run('增')}</w:ins>", "新增"),
        (run("去") + f"<w:moveFrom>{run('旧处')}</w:moveFrom><w:moveTo>{run('新处')}</w:moveTo>", "去新处"),
        (run("信息化建设") + run("1", RAISED), "信息化建设"),
        (run("200.5") + run("[2]", RAISED), "200.5"),
        (run("159.5") + run("①", RAISED), "159.5"),
        (run("44.0") + run("（注1）", RAISED), "44.0"),
        (run("159.5") + run("3", '<w:rStyle w:val="Ref"/>'), "159.5"),
        (run("面积1200m") + run("2", RAISED), "面积1200m²"),
        (run("数") + "<w:r><w:footnoteReference w:id='1'/></w:r>" + run("据"), "数据"),
        (
            run("甲") + "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText></w:r>" + run("乙"),
            "甲乙",
        ),
        (f"<w:hyperlink>{run('链')}</w:hyperlink><w:fldSimple w:instr='X'>{run('接')}</w:fldSimple>", "链接"),
        (control(run("控件")), "控件"),
        (
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处')}</w:sdtContent></w:sdt>"
            + run("有"),
            "有",
        ),
        ("<w:r><w:t>一</w:t><w:tab/><w:t>二</w:t><w:noBreakHyphen/><w:t>三</w:t></w:r>", "一 二-三"),
    ],
)
def test_runs(content: str, text: str, tmp_path: Path) -> None:
    """Only what is printed counts; raised marks of notes are no part of names and amounts."""
    assert shown(read(tmp_path / "a.docx", paragraph(content))) == [text]
    drawn = table(row("甲", f"<w:tc>{paragraph(content)}</w:tc>"))
    assert shown(read(tmp_path / "a.docx", drawn)) == [[["甲", text]]]


def test_hidden_style(tmp_path: Path) -> None:
    """A style may hide a paragraph; a run in it may show itself."""
    body = paragraph("看不见", '<w:pStyle w:val="Note"/>') + paragraph("看得见")
    body += paragraph(run("也看得见", '<w:vanish w:val="0"/>'), '<w:pStyle w:val="Note"/>')
    assert shown(read(tmp_path / "a.docx", body)) == ["看得见", "也看得见"]


def test_headings(tmp_path: Path) -> None:
    """A level comes from the outline, the style, or the style that it is based on."""
    body = paragraph("甲", '<w:outlineLvl w:val="1"/>') + paragraph("乙", '<w:pStyle w:val="Own"/>') + paragraph("丙")
    blocks = read(tmp_path / "a.docx", body).blocks
    assert [block.heading for block in blocks if isinstance(block, Line)] == [2, 1, 0]


def listed(text: str, number: int, depth: int = 0) -> str:
    """A paragraph of a list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (
            listed("概况", 1) + listed("职责", 1, 1) + listed("甲", 1, 2) + listed("机构", 1, 1) + listed("乙", 1, 2)
            + listed("预算", 1),
            ["一、概况", "（一）职责", "1. 甲", "（二）机构", "1. 乙", "二、预算"],
        ),
        (listed("甲", 2) + listed("乙", 2, 1) + listed("丙", 2, 1), ["1 甲", "1.1 乙", "1.2 丙"]),
        (listed("甲", 3), ["甲"]),  # a bullet
        (listed("概况", 4) + listed("预算", 4), ["第一部分 概况", "第二部分 预算"]),
        (listed("甲", 1) + listed("乙", 1) + listed("丙", 9), ["一、甲", "二、乙", "一、丙"]),
        (listed("甲", 1) + listed("", 1) + listed("乙", 1), ["一、甲", "三、乙"]),  # a blank one counts, too
        (listed("甲", 1) + listed("乙", 0) + listed("丙", 1), ["一、甲", "乙", "二、丙"]),  # list 0: none
        (paragraph("甲", '<w:pStyle w:val="Part"/>') + listed("乙", 1), ["一、甲", "二、乙"]),
    ],
)  # fmt: skip
def test_numbers_of_lists(body: str, lines: list[str], tmp_path: Path) -> None:
    """Word prints numbers that stand in no text."""
    assert shown(read(tmp_path / "a.docx", body)) == lines


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        (table(row("甲", control(cell("乙")))), [[["甲", "乙"]]]),
        (table(control(row("甲", "乙"))), [[["甲", "乙"]]]),
        (control(table(row("甲", "乙"))), [[["甲", "乙"]]]),
        (control(paragraph("甲")), ["甲"]),
        (
            table(row("甲", "乙", "丙"), row("合计", "1", properties='<w:gridBefore w:val="1"/>')),
            [[["甲", "乙", "丙"], ["", "合计", "1"]]],
        ),
        (
            table(row("甲", "乙", "丙"), row("合计", "1", properties='<w:gridAfter w:val="1"/>')),
            [[["甲", "乙", "丙"], ["合计", "1", ""]]],
        ),
        (
            table(
                row(cell("科目", '<w:vMerge w:val="restart"/>'), cell("支出", '<w:gridSpan w:val="2"/>')),
                row(cell("", "<w:vMerge/>"), "基本", "项目"),
            ),
            [[["科目", "支出", None], [None, "基本", "项目"]]],
        ),
        (
            table(row(cell("支出", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>")), row("1", "2")),
            [[["支出", None], ["1", "2"]]],
        ),
        (table(row("甲", "1"), row("乙", "2", properties="<w:hidden/>")), [[["甲", "1"]]]),
        (table(row("甲", "1"), row("乙", "2", properties="<w:del/>")), [[["甲", "1"]]]),
        (table(row("甲", cell("x", "<w:cellDel/>"), "1")), [[["甲", "1"]]]),
        (
            table(row("外", f"<w:tc>{table(row('内', '1'))}{paragraph('')}</w:tc>")),
            [[["外", ""]], [["内", "1"]]],
        ),
        (table(row(f"<w:tc>{table(row('内', '1'))}{paragraph('框')}</w:tc>")), [[["内", "1"]], "框"]),
        (  # a column whose ordinal numbers Word counts
            table(*(row(f"<w:tc>{listed('', 2)}</w:tc>", name) for name in "甲乙")),
            [[["1", "甲"], ["2", "乙"]]],
        ),
        (
            paragraph(f"<w:r><mc:AlternateContent>{BOX.format('Choice')}{BOX.format('Fallback')}</mc:AlternateContent></w:r>"
                + run("正文")),
            ["正文", "框中"],
        ),
    ],
)  # fmt: skip
def test_blocks(body: str, blocks: list[object], tmp_path: Path) -> None:
    """Tables, whatever stands around their parts, and text boxes."""
    assert shown(read(tmp_path / "a.docx", body)) == blocks


@pytest.mark.parametrize(
    ("form", "number", "printed"),
    [
        *(
            ("chineseCounting", n, w)
            for n, w in [(10, "十"), (11, "十一"), (20, "二十"), (101, "一百零一"), (110, "一百一十")]
        ),
        *(("decimalZero", 3, "03"), ("decimalEnclosedCircle", 3, "③"), ("decimalEnclosedCircle", 21, "21")),
        *(
            ("ideographTraditional", 2, "乙"),
            ("ideographDigital", 10, "一〇"),
            ("chineseLegalSimplified", 12, "壹拾贰"),
        ),
        *(("upperLetter", 2, "B"), ("lowerLetter", 27, "aa"), ("upperRoman", 4, "IV"), ("lowerRoman", 9, "ix")),
    ],
)
def test_forms_of_numbers(form: str, number: int, printed: str) -> None:
    """Numbers as the forms of lists print them."""
    assert FORMS[form](number) == printed


def test_strict_names(tmp_path: Path) -> None:
    """The strict form of the format has other names for the same."""
    document = read(tmp_path / "a.docx", paragraph("甲") + table(row("乙", "1")), NAMES.replace(W, STRICT))
    assert shown(document) == ["甲", [["乙", "1"]]]


def test_pictures(tmp_path: Path) -> None:
    """Pictures as large as a table are told; a file of nothing else is refused."""
    Image.new("L", (100, 100)).save(tmp_path / "a.png")
    document = docx.Document()
    document.add_picture(str(tmp_path / "a.png"), Cm(15), Cm(20))
    document.save(str(tmp_path / "a.docx"))
    with pytest.raises(IngestError, match="nothing but pictures"):
        read_document(tmp_path / "a.docx")
    document.add_paragraph("正文")
    document.add_picture(str(tmp_path / "a.png"), Cm(1), Cm(1))
    document.save(str(tmp_path / "a.docx"))
    assert [(one.kind, one.message[:2]) for one in read_document(tmp_path / "a.docx").problems] == [("picture", "1 ")]


# ---- through LibreOffice -----------------------------------------------------------------------------

LIBRE_OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def converted_to(kind: str, folder: Path) -> Path:
    """A file of an old kind, made from a DOCX."""
    document = docx.Document()
    document.add_heading("支出表")
    document.add_paragraph("概况", style="List Number")
    table = document.add_table(2, 2)
    for number, text in enumerate(["科目", "数", "甲", "1,003.10"]):
        table.cell(number // 2, number % 2).text = text
    document.add_paragraph("完")
    document.save(str(folder / "a.docx"))
    profile = f"-env:UserInstallation={(folder / 'own profile').as_uri()}"
    command = [str(LIBRE_OFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "a.docx")], check=True, capture_output=True, timeout=120)
    return folder / f"a.{kind}"


@pytest.mark.skipif(LIBRE_OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_old_formats(kind: str, tmp_path: Path) -> None:
    """Through LibreOffice they give the same lines and cells, under their own name."""
    path = converted_to(kind, tmp_path)
    document = read_document(path)
    assert document.file == path.name
    assert shown(document) == ["支出表", "1. 概况", [["科目", "数"], ["甲", "1,003.10"]], "完"]


def test_without_libre_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not installed, the message says what to do."""
    monkeypatch.setattr(converted.shutil, "which", lambda _name: None)
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 x}")
    with pytest.raises(IngestError, match=r"a\.rtf: .* not installed\. Install it, or save the file as \.docx"):
        read_document(path)


@pytest.mark.parametrize("script", ["sleep 60", "exit 1"])
def test_libre_office_fails(script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that fails, or takes longer than it may, is ended and told."""
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(converted.shutil, "which", lambda _name: str(program))
    monkeypatch.setattr(converted, "MAX_CONVERSION_SECONDS", 0.2)
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 x}")
    with pytest.raises(IngestError, match="LibreOffice cannot read it"):
        read_document(path)
