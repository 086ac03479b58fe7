"""Long lists in pages: units, tables, terms, documents. A page is turned by editing its message."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.render.telegram_html import BUTTON_UNITS, shorten
from bot.telegram.callback import Act, data, mark_of
from bot.telegram.keyboards import turn_row
from bot.telegram.texts import say
from knowledge.model import Level, Term
from knowledge.store.read import KnowledgeBase, StoredDocument, StoredTable

PER_PAGE = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: a line of text, a button, or both."""

    text: str = ""
    words: str = ""
    data: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with its heading; `unit_name` narrows it to one unit, empty: all."""

    heading: Callable[[str], str]
    rows: Callable[[KnowledgeBase, str], Sequence[Row]]
    empty: str = ""  # name of the text for an empty list


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it is shown."""

    html: str
    keyboard: InlineKeyboardMarkup | None


def whose_document(stored: StoredDocument) -> str:
    """Unit, year and stage in a line."""
    document = stored.document
    level = document.level.value if document.level is not Level.UNKNOWN else ""
    return f"{document.unit_name} {document.year}年{level}{document.stage}"


def documents_of(base: KnowledgeBase, unit_name: str) -> list[StoredDocument]:
    """The documents of one unit, or all."""
    return [stored for stored in base.documents.values() if unit_name in ("", stored.document.unit_name)]


def tables_of(base: KnowledgeBase, unit_name: str) -> Iterable[StoredTable]:
    """The tables that hold amounts."""
    for stored in documents_of(base, unit_name):
        yield from (table for table in base.tables(stored.id) if table.table.title and not table.table.is_empty)


def terms_of(base: KnowledgeBase, unit_name: str) -> dict[str, Term]:
    """The terms by name, the newest document's first."""
    found: dict[str, Term] = {}
    for term in base.terms(stored.id for stored in documents_of(base, unit_name)):
        found.setdefault(term.name, term)
    return found


def _units(base: KnowledgeBase, _unit_name: str) -> list[Row]:
    names = sorted({stored.document.unit_name for stored in base.documents.values()})
    return [Row(words=say("units_all"), data=data(Act.UNIT))] + [
        Row(words=name, data=data(Act.UNIT, mark_of(name))) for name in names
    ]


def _tables(base: KnowledgeBase, unit_name: str) -> list[Row]:
    return [
        Row(
            words=f"{table.table.title}（{_year(base, table)}）",
            data=data(Act.TABLE, table.id, mark_of(table.table.title)),
        )
        for table in tables_of(base, unit_name)
    ]


def _year(base: KnowledgeBase, table: StoredTable) -> str:
    document = base.documents[table.document_id].document
    return f"{document.year} {document.stage}"


def _terms(base: KnowledgeBase, unit_name: str) -> list[Row]:
    return [Row(words=name, data=data(Act.TERM, mark_of(name))) for name in terms_of(base, unit_name)]


def _sources(base: KnowledgeBase, unit_name: str) -> list[Row]:
    return [
        Row(text=f"· {stored.document.title}（{stored.document.file}）") for stored in documents_of(base, unit_name)
    ]


LISTINGS = {
    "u": Listing(lambda _unit: say("units_title"), _units),
    "t": Listing(lambda unit: say("tables_title", scope=unit or "收录文件"), _tables, "tables_none"),
    "d": Listing(lambda _unit: say("terms_title"), _terms, "terms_none"),
    "s": Listing(lambda _unit: say("sources_title"), _sources),
}
"""The lists by the letter that their buttons carry."""


def page_of(name: str, base: KnowledgeBase, unit_name: str, page: int = 0) -> Page:
    """One page of a list; a page beyond the end is the last one."""
    listing = LISTINGS[name]
    rows = listing.rows(base, unit_name)
    if not rows:
        return Page(say(listing.empty), None)
    last = (len(rows) - 1) // PER_PAGE
    at = max(0, min(page, last))
    shown = rows[at * PER_PAGE : (at + 1) * PER_PAGE]
    heading = listing.heading(unit_name) + (f"（{at + 1}/{last + 1}）" if last else "")
    texts = [shorten(row.text, 300).replace("&", "&amp;").replace("<", "&lt;") for row in shown if row.text]
    buttons = [
        [InlineKeyboardButton(shorten(row.words, BUTTON_UNITS), callback_data=row.data)] for row in shown if row.words
    ]
    turn = turn_row(Act.PAGE, name, at, last)
    keyboard = [*buttons, *([turn] if turn else [])]
    return Page("\n".join([heading, *texts]), InlineKeyboardMarkup(keyboard) if keyboard else None)
