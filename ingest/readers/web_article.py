"""Which part of a web page is its article: without what is hidden, menus, lists of news, footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_GONE_TAGS = (
    "script style noscript template iframe object embed svg canvas select option button input textarea "
    "nav footer aside link meta head map audio video del s strike"
)
_GONE = frozenset(_GONE_TAGS.split())
_FURNITURE = re.compile(
    r"(^|[-_\s])(nav\w*|menu\w*|foot(er)?|copyright|breadcrumbs?|crumbs?|sidebar|share\w*|toolbar|"
    r"pagination|pager|search\w*|login|banner|qrcode|related|friendlink\w*)($|[-_\s])",
    re.IGNORECASE,
)
_FURNITURE_TAGS = frozenset({"div", "ul", "ol", "dl", "section", "header", "table"})
_LIST_TAGS = frozenset({"ul", "ol", "dl"})
_IMPRINT = re.compile(r"版权所有|ICP备|公网安备|网站标识码")
_IMPRINT_LENGTH = 300  # characters
_GONE_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*collapse|mso-hide\s*:\s*all|text-decoration[^;:]*:[^;]*line-through"
    r"|font-size\s*:\s*0(?:px|pt|em)?\s*(?:[;!]|$)",
    re.IGNORECASE,
)
_UNSEEN_STYLE = re.compile(r"visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0*)?\s*(?:[;!]|$)", re.IGNORECASE)
_BRACE = re.compile(r"[{}]")
_CLASS_OR_ID = re.compile(r"[a-z0-9]*([.#])([\w-]+)", re.IGNORECASE)
_ARTICLE_SHARE = 0.85  # of the page's prose: below it the parent holds two parts of the article
_KEPT_SHARE = 0.5  # of the page's words: what holds more is no furniture, whatever it is called
_AMOUNT = re.compile(r"[(（-]?(?:\d[\d,，]*\.\d+|\d{1,3}(?:[,，]\d{3})+|\d{3,})[)）]?")  # not the days of a calendar
_PROSE = 20  # characters in one block: shorter ones may be menus
_MANY_LINKS, _LINK_SHARE = 5, 0.6  # of a list of news, its dates beside it
_FEW_LINKS, _FEW_WORDS = 3, 200  # beside an article, as titles, units and dates have them

_TABLE_TAGS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"})
BLOCK_TAGS = frozenset(
    "address article blockquote body center dd div dl dt fieldset figcaption figure form header hr html "  # noqa: SIM905
    "li main ol p pre section table tbody td tfoot th thead tr ul caption h1 h2 h3 h4 h5 h6".split()
)


def find_article(root: Any) -> Any:
    """The innermost element that holds nearly all prose and tables; what does not count is removed from the page."""
    _drop_hidden(root)
    _drop_furniture(root)
    body = root.find("body")
    return _innermost(root if body is None else body)


def rows_of(table: Any) -> list[list[Any]]:
    """The cells of each row of a table, without those of tables in its cells."""
    return [list(_within(row, {"td", "th"})) for row in _within(table, {"tr"})]


def _within(parent: Any, tags: set[str]) -> Iterator[Any]:
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag not in {"td", "th", "tr", "table", "caption"}:
            yield from _within(child, tags)  # tbody, and what careless pages put between: form, font


# ---- what is hidden ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _HidingNames:
    """Classes (.name) and ids (#name) that the page's own style sheet hides."""

    gone: frozenset[str]
    unseen: frozenset[str]


def _drop_hidden(root: Any) -> None:
    """Remove what is not shown; empty what is not seen but keeps its place, such as a cell of a table."""
    hiding = _hiding_names(root)
    for element in _elements(root):
        style, names = element.get("style", ""), _names_in_table(element)
        if element.tag in _GONE or "hidden" in element.attrib or _GONE_STYLE.search(style) or names & hiding.gone:
            _remove(element)
        elif _UNSEEN_STYLE.search(style) or names & hiding.unseen:
            element.text = None
            element[:] = []


def _remove(element: Any) -> None:
    """Leave nothing of an element but its place: taking it out joins texts, which takes long where many are."""
    element.clear(keep_tail=True)
    element.tag = "br" if element.tag in BLOCK_TAGS and element.tag not in _TABLE_TAGS else "span"


def _elements(root: Any) -> list[Any]:
    """All elements that may be removed."""
    kept = {"html", "body"}
    return [e for e in root.iter() if isinstance(e.tag, str) and e.tag not in kept and e.getparent() is not None]


def _names_in_table(element: Any) -> set[str]:
    """Its classes and id where an element is part of a table; elsewhere a click may show what a style sheet hides."""
    names = {f".{name}" for name in element.get("class", "").split()}
    names |= {f"#{element.get('id')}"} if element.get("id") else set()
    is_part = names and (element.tag in _TABLE_TAGS or next(element.iterancestors("table"), None) is not None)
    return names if is_part else set()


def _hiding_names(root: Any) -> _HidingNames:
    rules = [rule for style in root.iter("style") for rule in _style_rules(style.text or "")]
    return _HidingNames(
        gone=frozenset(name for names, body in rules if _GONE_STYLE.search(body) for name in _selected(names)),
        unseen=frozenset(name for names, body in rules if _UNSEEN_STYLE.search(body) for name in _selected(names)),
    )


def _style_rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations, without the rules that hold for some screens or for print only."""
    depth = selectors_start = body_start = 0
    for brace in _BRACE.finditer(sheet):
        depth = depth + 1 if brace[0] == "{" else max(0, depth - 1)
        if depth == 1 and brace[0] == "{":
            body_start = brace.end()
        elif depth == 0:
            body = sheet[body_start : brace.start()]
            if "{" not in body:
                yield sheet[selectors_start : max(selectors_start, body_start - 1)], body
            selectors_start = body_start = brace.end()


def _selected(selectors: str) -> Iterator[str]:
    """The classes and ids that a rule names alone: .draft or tr.draft, not .menu .draft."""
    for selector in selectors.rpartition("*/")[2].split(","):
        if match := _CLASS_OR_ID.fullmatch(selector.strip()):
            yield match[1] + match[2]


# ---- furniture ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Words:
    """Characters of an element with all that is in it."""

    own: int = 0  # outside of links
    linked: int = 0
    links: int = 0  # how many


def _drop_furniture(root: Any) -> None:
    """Remove parts with the usual names of menus and footers, lists of links, and the imprint."""
    words = _count_words(root)
    enough = _KEPT_SHARE * words[root].own
    for element in _elements(root):
        if element.tag not in _FURNITURE_TAGS or words[element].own > enough:
            continue
        is_named = _FURNITURE.search(f"{element.get('class', '')} {element.get('id', '')}")
        if is_named or _is_list_of_links(element, words[element]) or _is_imprint(element, words[element]):
            _remove(element)


def _is_list_of_links(element: Any, words: _Words) -> bool:
    many = words.links >= _MANY_LINKS and words.linked > _LINK_SHARE * (words.own + words.linked)
    return many and element.tag in _LIST_TAGS


def _is_imprint(element: Any, words: _Words) -> bool:
    if words.own + words.linked > _IMPRINT_LENGTH:
        return False
    return _IMPRINT.search("".join(element.itertext())) is not None


def _count_words(root: Any) -> dict[Any, _Words]:
    """The words of each element. One pass, the last element first: children come before their parents."""
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    own, linked, links = (dict.fromkeys(elements, 0) for _ in range(3))
    for element in reversed(elements):
        is_link = _is_link(element)
        own[element] += _length(element.text)
        if is_link:
            linked[element] += own[element]
            own[element] = 0
        links[element] += is_link
        parent = element.getparent()
        if parent in own:
            own[parent] += own[element] + _length(element.tail)
            linked[parent] += linked[element]
            links[parent] += links[element]
    return {element: _Words(own[element], linked[element], links[element]) for element in elements}


def _is_link(element: Any) -> bool:
    """Whether an element leads to another page: anchors within the page, and bookmarks of Word, do not."""
    return element.tag == "a" and not element.get("href", "#").startswith("#")


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


# ---- the article -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Prose:
    """What an element holds with all that is in it."""

    length: int = 0  # characters of prose and of tables: blocks of a few words do not count
    amounts: int = 0  # cells
    words: int = 0  # characters outside of links, those of small blocks, too
    links: int = 0

    def __iadd__(self, other: _Prose) -> _Prose:
        self.length += other.length
        self.amounts += other.amounts
        self.words += other.words
        self.links += other.links
        return self


def _innermost(body: Any) -> Any:
    """Go down as long as one child holds nearly all prose and every table; then up again while little is added."""
    prose = _count_prose(body)
    element = body
    while (child := _main_child(element, prose)) is not None:
        element = child
    while element is not body:
        inner, outer = prose[element], prose[element.getparent()]
        if outer.words - inner.words > _FEW_WORDS or outer.links - inner.links > _FEW_LINKS:
            return element
        element = element.getparent()
    return element


def _main_child(element: Any, prose: dict[Any, _Prose]) -> Any | None:
    """The child that holds nearly all prose of an element and all of its amounts; None where there is none."""
    child = max((c for c in element if c in prose), key=lambda c: prose[c].length, default=None)
    if child is None or child.tag in {"table", "p"} or not prose[child].length:
        return None
    is_main = prose[child].length >= _ARTICLE_SHARE * prose[element].length
    return child if is_main and prose[child].amounts == prose[element].amounts else None


def _count_prose(body: Any) -> dict[Any, _Prose]:
    """What each element holds. The last element first: children come before their parents."""
    elements = [element for element in body.iter() if isinstance(element.tag, str)]
    cells = _cells_of_data(elements)
    prose = {element: _Prose(words=count) for element, count in _count_own(body, elements).items()}
    in_cell: set[Any] = set()
    for element in elements:
        if element in cells or element.getparent() in in_cell:
            in_cell.add(element)
        own = prose[element]
        own.length = own.words if own.words >= _PROSE or element in in_cell else 0
        own.amounts = int(element in cells and _AMOUNT.fullmatch("".join(element.itertext()).strip()) is not None)
        own.links = int(_is_link(element))
    for element in reversed(elements[1:]):
        prose[element.getparent()] += prose[element]
    return prose


def _count_own(body: Any, elements: list[Any]) -> dict[Any, int]:
    """The characters outside of links that stand directly in each block."""
    own = dict.fromkeys(elements, 0)
    holders = {body.getparent(): body}  # the block that an element's text belongs to; None within a link
    for element in elements:
        around = holders[element.getparent()]
        holder = element if element is body or element.tag in BLOCK_TAGS else around
        holders[element] = None if around is None or _is_link(element) else holder
        if holders[element] is not None:
            own[holder] += _length(element.text)
        if around is not None and element is not body:
            own[around] += _length(element.tail)
    return own


def _cells_of_data(elements: list[Any]) -> set[Any]:
    """The cells of tables of several rows and columns that hold no other table."""
    found: set[Any] = set()
    for table in (element for element in elements if element.tag == "table"):
        rows = rows_of(table)
        if sum(len(row) > 1 for row in rows) > 1 and table.find(".//table") is None:
            found.update(cell for row in rows for cell in row)
    return found
