"""Web pages: the article and its tables as a browser shows them, without the page around."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import Line, SourceDocument
from ingest.readers import read_document
from knowledge.errors import IngestError

NEWS = "".join(f"<li><a href='/{n}'>某市召开第{n}次全体会议研究部署重点工作</a> 2024-0{n}-01</li>" for n in range(1, 9))
PROSE = "<p>2024年预算收入合计100万元，支出合计100万元，收支平衡，比上年有所增长。</p>" * 3
CHATTER = "<p>要闻：</p>" + "<p>某地开展活动，<a href='/'>详情</a></p>" * 30
IMPRINT = "<div>版权所有：某局 京ICP备1号</div>"
TABLE = "<table><tr><td>科目</td><td>数</td></tr><tr><td>甲</td><td>1</td></tr></table>"
AMOUNTS = TABLE.replace(">1<", ">1,003.10<")
GRID = [["科目", "数"], ["甲", "1"]]
TEXT = "2024年预算收入合计100万元，支出合计100万元，收支平衡，比上年有所增长。"


def read(folder: Path, body: str, head: str = "") -> SourceDocument:
    """A page with this body, read."""
    path = folder / "a.html"
    path.write_text(f"<html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    return read_document(path)


def shown(document: SourceDocument) -> list[object]:
    """Lines as texts, grids as rows of texts; None is covered by a merged cell."""
    return [
        block.text if isinstance(block, Line) else [[cell and cell.text for cell in row] for row in block.rows]
        for block in document.blocks
    ]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<h2>一、概况</h2><p>正文<br>第二行</p>", ["一、概况", "正文", "第二行"]),
        ("<div>预算\n  总额<b>220</b>万元</div>", ["预算总额220万元"]),
        ("<div>外文 a\n b</div>", ["外文 a b"]),
        ("<table><tr><td><p>排版用的表格</p></td></tr></table>", ["排版用的表格"]),
        ("<p>看得见</p><p style='display: none'>看不见</p><!-- 注释 --><script>代码</script>", ["看得见"]),
        ("<p>看得见</p><p hidden>看不见</p><input type='hidden' value='暗'>", ["看得见"]),
        ("<p>看得见<span style='visibility:hidden'>看不见</span></p>", ["看得见"]),
        ("<p>看得见<span style='font-size:0'>看不见</span></p>", ["看得见"]),
        ("<p>预算<del>100</del><s>90</s><strike>80</strike><ins>70</ins>万元</p>", ["预算70万元"]),
        ("<p>预算<span style='text-decoration: line-through'>100</span>70万元</p>", ["预算70万元"]),
        ("<p>信息化建设<sup>1</sup>共200.5<sup>[2]</sup>万元</p>", ["信息化建设共200.5万元"]),
        ("<p>面积1,200m<sup>2</sup></p>", ["面积1,200m²"]),
        ("<p><a name='OLE_LINK1'>书签里的正文</a></p>", ["书签里的正文"]),
        ("<pre>第一行\n第二行</pre>", ["第一行", "第二行"]),
        ("<nav>菜单</nav><div class='breadcrumb'>位置</div><p>正文</p><footer>版权</footer>", ["正文"]),
        (f"<ul>{NEWS}</ul>{PROSE}", [TEXT] * 3),
        (
            f"<div><ul>{NEWS}</ul></div><div><p>附件</p>{PROSE}</div><div>版权所有：某局 京ICP备1号</div>",
            ["附件", *[TEXT] * 3],
        ),
        (f"<div>{CHATTER}</div><div><div>{PROSE * 9}</div></div>", [TEXT] * 27),
        (f"<div class='nav-wrap banner'>{PROSE}</div>", [TEXT] * 3),  # a name of furniture around everything
        (f"<div>{PROSE}</div><div>{PROSE}</div>", [TEXT] * 6),  # both halves
        ("<p>短文。</p><ul><li>一</li><li>二</li></ul>", ["短文。", "一", "二"]),
    ],
)
def test_lines(body: str, lines: list[str], tmp_path: Path) -> None:
    """The article's paragraphs, without what is hidden and without the page's furniture."""
    assert shown(read(tmp_path, body)) == lines


@pytest.mark.parametrize(
    ("rows", "grid"),
    [
        ("<tr><th colspan=2>支出</th></tr><tr><td>甲</td><td>1</td></tr>", [["支出", None], ["甲", "1"]]),
        (
            "<tr><td rowspan=0>甲</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr>",
            [["甲", "1"], [None, "2"], [None, "3"]],
        ),
        ("<tr><td>甲<td>1<tr><td>乙<td>2", [["甲", "1"], ["乙", "2"]]),  # nothing is closed
        ("<tbody><tr><td>甲<td>1</tr></tbody><tfoot><tr><td>合计<td>1</tr></tfoot>", [["甲", "1"], ["合计", "1"]]),
        ("<tr><td>甲<td>1</tr><tr style='display:none'><td>乙<td>2</tr>", [["甲", "1"]]),
        ("<tr><td>甲<td>1</tr><tr hidden><td>乙<td>2</tr>", [["甲", "1"]]),
        ("<tr><td>甲<td>1</tr><tr class='draft'><td>乙<td>2</tr>", [["甲", "1"]]),
        ("<tr><td>甲<td>1</tr><tr class='desktop'><td>乙<td>2</tr>", [["甲", "1"], ["乙", "2"]]),
        ("<tr><td>甲<td style='display:none'>9<td>1</tr><tr><td>乙<td>2</tr>", [["甲", "1"], ["乙", "2"]]),
        ("<tr><td>甲<td style='visibility:hidden'>9<td>1</tr>", [["甲", "", "1"]]),  # it keeps its place
        ("<tr><td>甲<td><span style='display:none'>999.9</span>159.5</tr>", [["甲", "159.5"]]),
        ("<tr><td>甲<sup>①</sup><td>200.5<sup>1</sup></tr>", [["甲", "200.5"]]),
        ("<tr><td>甲<td>200.5<sup><a href='#f'>[2]</a></sup></tr>", [["甲", "200.5"]]),
        ("<tr><td>甲<td><s>200.5</s>210.0</tr>", [["甲", "210.0"]]),
        ("<tr><td>甲<td>12<br>345.0</tr>", [["甲", "12\n345.0"]]),
        ("<tr><td><p>甲</p><p>乙</p><td>1&nbsp;234.5</tr>", [["甲\n乙", "1 234.5"]]),
        ("<form><tr><td>甲<td>1</tr></form>", [["甲", "1"]]),
    ],
)
def test_table(rows: str, grid: list[list[str | None]], tmp_path: Path) -> None:
    """The cells that a browser shows, with what they cover."""
    head = "<style>/* x */ tr.draft{display:none} @media print{.desktop{display:none}} td{padding:0}</style>"
    assert shown(read(tmp_path, f"<table>{rows}</table>", head)) == [grid]


def test_tabs(tmp_path: Path) -> None:
    """What a style sheet hides outside of tables may be a click away: it counts."""
    head = "<style>.tab{display:none}</style>"
    assert shown(read(tmp_path, f"<p>甲</p><div class='tab'>{TABLE}</div>", head)) == ["甲", GRID]


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        (f"<table><tr><td>{TABLE}</td></tr></table>", [GRID]),
        (f"<table><tr><td>左边</td><td>{TABLE}</td></tr></table>", ["左边", GRID]),
        (f"<table><tr><td><table><tr><td>{TABLE}</td></tr></table></td></tr></table>", [GRID]),
        (  # a table in a cell of a table of amounts
            f"<table><tr><td>科目<td>数</tr><tr><td>甲{TABLE}<td>1</tr><tr><td>乙<td>2</tr><tr><td>丙<td>3</tr></table>",
            [[["科目", "数"], ["甲", "1"], ["乙", "2"], ["丙", "3"]], GRID],
        ),
        (f"<table><caption>支出表</caption>{TABLE[7:]}", ["支出表", GRID]),
        (f"<ul>{NEWS}</ul><div><p>支出表</p>{TABLE}<p>单位：元</p></div>", ["支出表", GRID, "单位：元"]),
        (f"<h1>甲</h1><div>{PROSE}</div>{TABLE}", ["甲", *[TEXT] * 3, GRID]),  # the table stands outside
        (
            f"<div>{PROSE * 30}</div>{CHATTER}<div>{AMOUNTS}</div>",
            None,
        ),
    ],
)
def test_nesting(body: str, blocks: list[object] | None, tmp_path: Path) -> None:
    """Tables that only place others are no tables, and none is lost with the page around."""
    found = shown(read(tmp_path, body))
    if blocks is None:
        assert found[0] == TEXT
        assert found[-1] == [["科目", "数"], ["甲", "1,003.10"]]  # no table with amounts is left behind
    else:
        assert found == blocks


@pytest.mark.parametrize(
    ("head", "body", "first"),
    [
        ("<title>某局2024年预算_政务公开_某市人民政府</title>", PROSE, "某局2024年预算"),
        ("<title>某局2024年预算 - 某市人民政府</title>", PROSE, "某局2024年预算"),
        ("<title>某局2019-2020年预算</title>", PROSE, "某局2019-2020年预算"),
        ("<meta name='ArticleTitle' content='某局2024年预算'><title>某市政府</title>", PROSE, "某局2024年预算"),
        ("<title>某局2024年预算_某市</title>", f"<p>某局2024年预算</p>{PROSE}", "某局2024年预算"),
    ],
)
def test_title(head: str, body: str, first: str, tmp_path: Path) -> None:
    """The page's title is its first heading, once and without the names of the site."""
    blocks = read(tmp_path, body, head).blocks
    assert [(b.text, b.heading) for b in blocks if isinstance(b, Line)] == [(first, 1), *[(TEXT, 0)] * 3]


@pytest.mark.parametrize(
    ("declared", "data"),
    [
        ("gb2312", f"<p>{TEXT}龘</p>".encode("gbk")),  # more characters than are declared
        ("utf-8", f"<p>{TEXT}龘</p>".encode("gb18030")),  # saved anew with its old declaration
        ("gbk", f"<p>{TEXT}龘</p>".encode()),
        ("big5", f"<p>{TEXT}龘</p>".encode("utf-16")),
        ("gb2312", f"<p>{TEXT}龘</p>".encode("gbk") + b"<p></p>" * 500 + b"\xff"),  # one wrong byte
    ],
)
def test_encodings(declared: str, data: bytes, tmp_path: Path) -> None:
    """A page is read in the encoding that it has."""
    path = tmp_path / "a.html"
    path.write_bytes(f"<html><meta charset={declared}><body>".encode() + data if declared != "big5" else
                     f"<html><body>{data.decode('utf-16')}".encode("utf-16"))  # fmt: skip
    first = read_document(path).blocks[0]
    assert isinstance(first, Line)
    assert first.text.startswith(f"{TEXT}龘")


def test_pictures(tmp_path: Path) -> None:
    """Pictures in the text are told, icons are not; a page of nothing else is refused."""
    icons = "<img src='a.gif'><img src='b.png' width=20><a href='/'><img src='c.jpg'></a>"
    icons += "<img src='d.png' style='width:9px'>"
    assert read(tmp_path, f"{PROSE}{icons}").problems == ()
    (problem,) = read(tmp_path, f"{PROSE}<p><img src='表1.jpg'><img src='t.png?v=1' width=800></p>").problems
    assert (problem.kind, problem.message[:2]) == ("picture", "2 ")
    with pytest.raises(IngestError, match="nothing but pictures"):
        read(tmp_path, "<p><img src='表1.jpg'></p>")
